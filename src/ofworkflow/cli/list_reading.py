"""How a list was read, shown before what it would do; and, on a terminal, what a person says of its
columns."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from ofworkflow.cli.output import agrees, ask, say, show_table, title
from ofworkflow.errors import UsageError
from ofworkflow.intake.unproved import unproved
from ofworkflow.text import agreed

if TYPE_CHECKING:
    from ofworkflow.casework.registry.lists import ListAsked
    from ofworkflow.intake.layout import ListColumn
    from ofworkflow.intake.preview import Preview, Reading

_SAMPLE = 3  # rows shown of a column
_DROP = "-"


def settled(wish: ListAsked, *, whole: bool = False) -> ListAsked:
    """Return the list with its columns confirmed: as they are when they are certain, else by a person, who
    says too which is one that is missing, which comes first of day and month, and which sex is 1;
    `whole` asks on a terminal whatever is certain.

    Raise `UsageError` without a terminal, `ListError` when a needed column is not there.
    """
    there = sys.stdin.isatty()
    reading = wish.reading(asks=there)
    if reading.mapped.uncertain or reading.mapped.missing or (whole and there):
        wish = _by_a_person(wish, reading, there=there)
    return _with_what_proves_nothing(wish) if there else wish


def _by_a_person(wish: ListAsked, reading: Reading, *, there: bool) -> ListAsked:
    if not there:
        doubts = " ; ".join(
            f"« {each.column.shown} », lue comme {each.field}, {each.why}"
            for each in reading.mapped.uncertain
        )
        raise UsageError(
            f"Des colonnes ne sont pas certaines : {doubts}. Lancez la commande dans un terminal pour "
            "les confirmer, ou "
            'décrivez-les dans correspondances/NOM.toml (une ligne par champ : nom = "NOM") et ajoutez '
            "--correspondance NOM."
        )
    return _confirmed(wish)


def _confirmed(wish: ListAsked) -> ListAsked:
    """Show each column with three rows, and ask: Enter keeps the whole, a number and a field change one."""
    chosen = dict(wish.chosen)
    while True:
        wish = replace(wish, chosen=dict(chosen))
        reading = wish.reading(asks=True)
        _show_columns(reading)
        answer = ask(_what_now(reading), "").strip()
        if not answer:
            wish = replace(wish, chosen=chosen | _kept(reading))
            wish.reading()  # a needed column that nobody gave is said, and stops here
            return wish
        if not answer.isdecimal() or not 1 <= int(answer) <= len(reading.listing.columns):
            say(f"« {answer} » n'est pas le numéro d'une colonne.")
            continue
        column = reading.listing.columns[int(answer) - 1]
        if not column.heading:
            say(f"La {column.shown} : donnez-lui un titre dans la liste, puis recommencez.")
            continue
        _change(chosen, column, {at: name for name, at in reading.mapped.places.items()}.get(column.at, ""))


def _what_now(reading: Reading) -> str:
    missing = reading.mapped.missing
    if not missing:
        return "Entrée si tout est juste ; sinon le numéro d'une colonne à changer"
    return f"Il manque {', '.join(missing)} : le numéro de la colonne qui le contient ; Entrée pour arrêter"


def _with_what_proves_nothing(wish: ListAsked) -> ListAsked:
    """Ask what nothing in the list proves, with rows of it: a person sees at once what no program can."""
    advice, questions = wish.read.advice, unproved(wish.reading(), wish.list_on)
    if questions.day and not advice.days:
        first = _either(
            f"« {questions.day} » : d'abord le jour [j] ou le mois [m] ? Entrée si vous ne savez pas",
            {"j": "jour", "m": "mois"},
        )
        advice = replace(advice, days=first)
    if questions.sexes and not advice.one:
        who = " ; ".join(f"{number} : {', '.join(names)}" for number, names in questions.sexes.items())
        one = _either(
            f"Sexe, {who}. 1 est fille [f] ou garçon [g] ? Entrée si vous ne savez pas", {"f": "F", "g": "M"}
        )
        advice = replace(advice, one=one)
    return replace(wish, read=replace(wish.read, advice=advice))


def _either(question: str, meant: dict[str, str]) -> str:
    """Return what a person answers; nothing for who does not know."""
    while (answer := ask(question, "").strip().casefold()) and answer not in meant:
        say(f"« {answer} » : {' ou '.join(meant)}, ou Entrée.")
    return meant.get(answer, "")


def _show_columns(reading: Reading) -> None:
    title("Les colonnes, et ce qui y est lu")
    by_place = {at: name for name, at in reading.mapped.places.items()}
    doubtful = {each.column.at for each in reading.mapped.uncertain}
    rows = [
        (
            f"{number}{' ?' if column.at in doubtful else ''}",
            column.shown,
            by_place.get(column.at, _DROP),
            *_samples(reading, column.at),
        )
        for number, column in enumerate(reading.listing.columns, start=1)
    ]
    show_table(("", "colonne", "lue comme", *("exemple",) * _SAMPLE), rows)
    for each in reading.mapped.uncertain:
        say(f"? « {each.column.shown} » : {each.why}.")


def _kept(reading: Reading) -> dict[str, str]:
    """Return what a person confirmed by keeping it: field → heading, for what was not certain."""
    return {each.field: each.column.heading for each in reading.mapped.uncertain if each.column.heading}


def _change(chosen: dict[str, str], column: ListColumn, was: str) -> None:
    """Ask what a column is, until it is a field or left out; another column's field comes to this one."""
    from ofworkflow.intake.fields_of_lists import STATE_COLUMNS
    from ofworkflow.intake.headings import TWO_IN_ONE
    from ofworkflow.intake.joining import PARTS

    known = {*STATE_COLUMNS, *TWO_IN_ONE, *PARTS}
    while True:
        answer = ask(
            f"« {column.shown} » : le champ qu'elle contient, ou {_DROP} pour la laisser", was or _DROP
        ).strip()
        if answer == _DROP or answer in known:
            break
        say(f"« {answer} » n'est pas un champ. Champs : {', '.join(sorted(known))}.")
    for name in [name for name, heading in chosen.items() if heading == column.heading]:
        del chosen[name]
    if was and was != answer:
        chosen[was] = ""
    if answer != _DROP:
        chosen[answer] = column.heading


def ticked(reading: ListAsked, seen: Preview) -> ListAsked:
    """Return the list with the rows that a person takes, asked one by one.

    Raise `UsageError` without a terminal.
    """
    if not sys.stdin.isatty():
        raise UsageError("--une-a-une demande un terminal. Sans lui, donnez les lignes : --lignes 3,5-9")
    lines = {line: f"à créer, {s.jeune.prenom} {s.jeune.nom}" for line, s in seen.a_creer}
    lines |= {change.ligne: f"à compléter : {change.told}" for change in seen.a_modifier}
    return replace(reading, ticks=reading.ticks.asked(seen, lambda line: _take(line, lines[line])))


def _take(line: int, sentence: str) -> bool:
    return agrees(f"Ligne {line}, {sentence} ?", by_default=True)


def _samples(reading: Reading, at: int) -> list[str]:
    texts = [row.cell(at) for row in reading.listing.rows[:_SAMPLE]]
    return (texts + [""] * _SAMPLE)[:_SAMPLE]


def show_reading(reading: Reading) -> None:
    """Say how a list was read: encoding, sheet, header, order of days, columns, and what was left out."""
    listing = reading.listing
    how = [f"{what} {value}" for what, value in listing.read_as.items()]
    how += [f"feuille « {listing.sheet} »"] if listing.sheet else []
    how += [f"en-tête ligne {listing.header_line}"]
    how += [f"correspondance « {reading.mapping} »"] if reading.mapping else []
    say(f"  Lue : {', '.join(how)}.")
    others = {
        heading: name for heading, name in reading.columns.items() if not _is_state_column(heading, name)
    }
    if others:
        say("  Colonnes : " + ", ".join(f"« {heading} » → {name}" for heading, name in others.items()) + ".")
    for sentence in reading.assumed:
        say(f"  {sentence}")
    if reading.unread:
        say(
            "  Laissées de côté, alors qu'elles sont remplies : "
            + ", ".join(c.shown for c in reading.unread)
            + "."
        )
    if listing.other_sheets:
        say(
            "  Feuilles non lues : " + ", ".join(f"« {name} »" for name in listing.other_sheets)
            + f". Pour en lire une : --feuille {shlex.quote(listing.other_sheets[0])}."
        )  # fmt: skip
    by_why: dict[str, list[str]] = {}
    for left in listing.left_out:
        by_why.setdefault(left.why, []).append(str(left.line))
    for why, lines in by_why.items():
        which = f"{agreed(len(lines), 'ligne')} {', '.join(lines)}"
        say(f"  {agreed(len(lines), 'Laissée')} de côté, {which} : {why}.")


def reading_json(reading: Reading) -> dict[str, object]:
    """Return how a list was read, as JSON says it."""
    listing = reading.listing
    return {
        "encodage": listing.read_as.get("encodage"),
        "separateur": listing.read_as.get("séparateur"),
        "feuille": listing.sheet or None,
        "ligne_en_tete": listing.header_line,
        "correspondance": reading.mapping or None,
        "colonnes": reading.columns,
        "laissees_de_cote": [column.shown for column in reading.unread],
        "suppositions": list(reading.assumed),
        "lignes_laissees": [{"ligne": left.line, "motif": left.why} for left in listing.left_out],
        "feuilles_non_lues": list(listing.other_sheets),
    }


def _is_state_column(heading: str, name: str) -> bool:
    from ofworkflow.intake.fields_of_lists import STATE_COLUMNS

    return STATE_COLUMNS.get(name) == heading
