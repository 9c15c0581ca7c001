"""A list judged by column: what each cell allows and the whole cannot be. Pure.

One phone for every family, one birth date copied down, a block of parents one row too low: no cell is wrong.
What is seen so is said on every row that it touches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from ofworkflow import communes
from ofworkflow.intake.prepared import PreparedList, PreparedRow
from ofworkflow.intake.verdicts import Level
from ofworkflow.text import fold

_FEW = 3  # rows below which nothing can be said of a column
_MANY = 5  # families that share a day or a number by no chance
_MOST = 0.6  # of the rows, that make a column what it is
NUMBERED = frozenset({"1", "2"})
"""A sex as programs number it: which is which is nowhere the same."""
_OF_SEX = {"F": "une fille", "M": "un garçon"}
_SEX_OF = {
    **dict.fromkeys(("f", "fille", "filles", "feminin", "femme"), "F"),
    **dict.fromkeys(("m", "g", "h", "garcon", "garcons", "masculin", "homme"), "M"),
}
_OF_REPRESENTATIVES = ("rl1_telephone", "rl2_telephone", "rl1_courriel", "rl2_courriel")
_COPIED = 4  # days one after the other, that somebody pulled down


def judge(prepared: PreparedList, one: str = "") -> tuple[str, ...]:
    """Note on the rows what their columns say together; return what had to be supposed, in French. `one` is
    the sex written 1, where a person told it."""
    rows = [row for row in prepared.rows if all(fault.niveau is not Level.REJET for fault in row.faults)]
    for check in (_births, _phones, _slipped, _inverted):
        check(prepared, rows)
    return tuple(filter(None, (_sexes(prepared, rows, one), _codes(prepared, rows))))


def _births(prepared: PreparedList, rows: Sequence[PreparedRow]) -> None:
    filled = [row for row in rows if row.get("naissance")]
    born = Counter(row.get("naissance") for row in filled)
    if len(filled) < _FEW:
        return
    day, many = born.most_common(1)[0]
    homes = {_family(row) for row in filled if row.get("naissance") == day}
    if min(many, len(homes)) >= _MANY and many > len(filled) * (0.3 if day.endswith("-01-01") else _MOST):
        motif = f"{many} jeunes sont nés le même jour : la date a sans doute été recopiée. Vérifiez-la."
        for row in filled:
            if row.get("naissance") == day:
                prepared.fault(row, "naissance", motif, Level.DOUTE)
    for run in _runs(filled, lambda one, two: _next_day(one.get("naissance"), two.get("naissance"))):
        if len(run) >= _COPIED:
            for row in run:
                prepared.fault(
                    row,
                    "naissance",
                    "La date suit celle de la ligne d'avant d'un jour : elle a sans doute été tirée "
                    "vers le bas. Vérifiez-la.",
                    Level.DOUTE,
                )


def _runs(
    rows: Sequence[PreparedRow], follows: Callable[[PreparedRow, PreparedRow], bool]
) -> list[list[PreparedRow]]:
    runs: list[list[PreparedRow]] = [[row] for row in rows[:1]]
    for one, two in pairwise(rows):
        if follows(one, two):
            runs[-1].append(two)
        else:
            runs.append([two])
    return runs


def _next_day(one: str, two: str) -> bool:
    try:
        return date.fromisoformat(two).toordinal() == date.fromisoformat(one).toordinal() + 1
    except ValueError:
        return False


def _phones(prepared: PreparedList, rows: Sequence[PreparedRow]) -> None:
    """Empty a number, or an address of mail, that most families of the list share: that of the school."""
    for name in ("tel_portable", "tel_fixe", "courriel", *_OF_REPRESENTATIVES):
        filled = [row for row in rows if row.get(name)]
        if len(filled) < _FEW:
            continue
        phone, _ = Counter(row.get(name) for row in filled).most_common(1)[0]
        shared = [row for row in filled if row.get(name) == phone]
        what = "courriel" if "courriel" in name else "numéro"
        if len({_family(row) for row in shared}) >= _MANY and len(shared) > len(filled) * _MOST:
            for row in shared:
                row.cells[name] = ""
                prepared.fault(
                    row,
                    name,
                    f"{len(shared)} familles ont le même {what}, sans doute celui de l'établissement. "
                    "Il n'est pas gardé.",
                    Level.AVERTI,
                )


def _home(row: PreparedRow) -> str:
    return fold(row.get("adresse1"), row.get("code_postal"))


def _family(row: PreparedRow) -> str:
    """Return what tells a family from another: where it lives, its name where the list does not say."""
    return _home(row) if row.get("adresse1") else fold(row.get("nom"), row.get("code_postal"))


def _slipped(prepared: PreparedList, rows: Sequence[PreparedRow]) -> None:
    """Say of every row that the block of the representatives stands one row above or below its minors."""
    home = [_home(row) for row in rows]
    theirs = [fold(row.get("rl1_adresse1"), row.get("rl1_code_postal")) for row in rows]
    if len(rows) < _FEW or not all(home) or sum(map(bool, theirs)) < _FEW:
        return
    own = sum(one == other for one, other in zip(home, theirs, strict=True))
    for step in (1, -1):
        moved = theirs[step:] + theirs[:step] if step > 0 else theirs[-1:] + theirs[:-1]
        beside = sum(one == other for one, other in zip(home, moved, strict=True))
        if own * 4 < len(rows) and beside > len(rows) * _MOST:
            for row in rows:
                prepared.fault(
                    row,
                    "rl1_nom",
                    "Les représentants de la liste paraissent décalés d'une ligne : leur adresse est celle "
                    "d'un autre jeune. Remettez les colonnes en face.",
                    Level.DOUTE,
                )


def _inverted(prepared: PreparedList, rows: Sequence[PreparedRow]) -> None:
    """Say of a row that its name and first name seem to have changed places."""
    usual = [row for row in rows if row.get("nom").isupper() and not row.get("prenom").isupper()]
    other = [
        row
        for row in rows
        if row.get("prenom").isupper()
        and not (row.get("nom").isupper() or row.get("nom").islower())
        and len(row.get("prenom")) > 1
    ]
    others = len(usual) > len(other) and len(usual) >= _FEW
    if not others and len(other) < 2 + len(
        usual
    ):  # some write « Dupont » and « LÉA »: a row or two prove nothing
        return
    proof = "les autres lignes ont le nom en capitales" if others else "c'est le prénom qui est en capitales"
    for row in other:
        motif = f"Le nom et le prénom paraissent inversés : {proof}. Remettez-les à leur place."
        prepared.fault(row, "nom", motif, Level.DOUTE)


def _sexes(prepared: PreparedList, rows: Sequence[PreparedRow], one: str) -> str:
    """Read a sex written 1 or 2 as a person told, or as its heading says; else leave it empty. Beside words,
    « Fille », somebody wrote it by hand, as everybody counts: it is said."""
    numbered = [row for row in rows if row.get("sexe") in NUMBERED]  # beside words too: « Fille », « 1 »
    if not numbered:
        return ""
    heading = prepared.headings["sexe"]
    by_hand = "M" if len(numbered) < sum(bool(row.get("sexe")) for row in rows) else ""
    supposed = (
        "" if one or proved_by(heading) else ", comme dans un numéro de sécurité sociale" if by_hand else ""
    )
    if one := one or proved_by(heading) or by_hand:
        for row in numbered:
            row.cells["sexe"] = one if row.get("sexe") == "1" else {"F": "M", "M": "F"}[one]
        return f"{heading} : 1 pour {_OF_SEX[one]}, 2 pour l'autre{supposed}."
    for row in numbered:
        row.cells["sexe"] = ""
        prepared.fault(
            row,
            "sexe",
            "1 et 2 ne disent pas qui est fille ou garçon : la liste ne le prouve pas. Le sexe reste à "
            "noter sur la fiche.",
            Level.AVERTI,
        )
    return f"{heading} : 1 et 2, sans rien qui dise lequel est fille ou garçon."


def proved_by(heading: str) -> str:
    """Return the sex that a heading says is written 1 (« Sexe (1=F, 2=M) », « Genre, garçon : 1 »); empty
    where it says none, the same of both, or words and numbers that do not follow each other by turns."""
    words = [word for word in fold(heading).split() if word in _SEX_OF or word in NUMBERED]
    pairs = [sorted(pair) for pair in zip(words[::2], words[1::2], strict=False)]
    if len(words) not in (2, 4) or any(n not in NUMBERED or word in NUMBERED for n, word in pairs):
        return ""
    by_number = {number: _SEX_OF[word] for number, word in pairs}
    one, two = by_number.get("1", ""), by_number.get("2", "")
    return "" if one == two else one or {"F": "M", "M": "F"}[two]


def _codes(prepared: PreparedList, rows: Sequence[PreparedRow]) -> str:
    """Take postcodes that stand in the column of official codes for what they are."""
    filled = [row for row in rows if row.get("commune_insee")]
    if not filled:
        return ""
    known = communes.directory()
    wrong = [row for row in filled if _is_postcode(known, row)]
    if len(wrong) * 2 <= len(filled):
        return ""
    for row in filled:
        code = row.cells.pop("commune_insee")
        if not row.get("code_postal"):
            row.cells["code_postal"] = code
    column = prepared.headings["commune_insee"]
    return f"{column} : ce sont des codes postaux, non des codes INSEE ; ils sont lus comme tels."


def _is_postcode(known: communes.Directory, row: PreparedRow) -> bool:
    code, postcode = row.get("commune_insee"), row.get("code_postal")
    if not known.is_postcode(code):
        return False
    if code == postcode:
        return True
    named = known.recognise(row.get("commune"), postcode).communes
    return any(code in commune.codes_postaux for commune in named)
