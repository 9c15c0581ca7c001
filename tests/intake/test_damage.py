"""A clean list damaged in each way that was seen, and in pairs: every minor comes back as he or she was, or waits."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from intake.lists import DATA, look

Table = list[list[str]]
Damage = Callable[[Table], Table]

with (DATA / "liste_propre.csv").open(encoding="utf-8-sig", newline="") as _file:
    CLEAN: Table = list(csv.reader(_file, delimiter=";"))[:13]
HEAD = CLEAN[0]


def _cells(*columns: str, change: Callable[[str], str]) -> Damage:
    """Return the damage that changes every filled cell of some columns."""

    def damage(table: Table) -> Table:
        places = [HEAD.index(column) for column in columns]
        changed = [[change(cell) if at in places and cell else cell for at, cell in enumerate(row)] for row in table[1:]]
        return [table[0], *changed]

    return damage


def _heading(**names: str) -> Damage:
    return lambda table: [[names.get(cell, cell) for cell in table[0]], *table[1:]]


def _day(text: str) -> date:
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_WORDS = ("NOM", "PRENOM", "LIEU_NAISSANCE", "ADRESSE1", "RL1_NOM", "RL1_PRENOM", "RL1_ADRESSE1")
_PHONES = ("TEL_FIXE", "TEL_PORTABLE", "RL1_TEL", "RL2_TEL")

CELLS: dict[str, Damage] = {
    "long dates": _cells("DATE_NAISSANCE", change=lambda t: f"{_day(t).day} {_MONTHS[_day(t).month - 1]} {_day(t).year}"),
    "short years": _cells("DATE_NAISSANCE", change=lambda t: t[:6] + t[8:]),
    "serial numbers": _cells("DATE_NAISSANCE", change=lambda t: str((_day(t) - date(1899, 12, 30)).days)),
    "serial numbers of a Mac": _cells("DATE_NAISSANCE", change=lambda t: str((_day(t) - date(1904, 1, 1)).days)),
    "ISO": _cells("DATE_NAISSANCE", change=lambda t: _day(t).isoformat()),
    "ISO at midnight": _cells("DATE_NAISSANCE", change=lambda t: f"{_day(t).isoformat()} 00:00:00"),
    "American dates": _cells("DATE_NAISSANCE", "DATE_ENTREE", "DATE_SORTIE", change=lambda t: f"{t[3:5]}/{t[:2]}/{t[6:]}"),
    "lost zeros": _cells(*_PHONES, change=lambda t: t.replace(" ", "").removeprefix("0")),
    "international phones": _cells(*_PHONES, change=lambda t: "+33 (0)" + t[1:]),
    "two phones": _cells("TEL_PORTABLE", change=lambda t: t.replace(" ", ".") + " / 03 53 01 00 00"),
    "dashes": _cells(*_PHONES, change=lambda t: t.replace(" ", "–")),
    "INE spaced": _cells("INE", change=lambda t: f"{t[:3]} {t[3:6]} {t[6:9]} {t[9:].lower()}"),
    "entities": _cells(*_WORDS, change=lambda t: t.replace("é", "&eacute;").replace("è", "&egrave;").replace("'", "&#39;")),
    "mojibake": _cells(*_WORDS, "COMMUNE", change=lambda t: t.encode().decode("cp1252", errors="strict") if _twice(t) else t),
    "NFD and zero width": _cells(*_WORDS, "COMMUNE", change=lambda t: unicodedata.normalize("NFD", t[:1] + "\u200b" + t[1:])),
    "spaces of every kind": _cells(*_WORDS, change=lambda t: f"\u00a0 {t}\u202f "),
    "text by a formula": _cells("NOM", "CODE_POSTAL", "TEL_PORTABLE", change=lambda t: f'="{t}"'),
    "lost accents of capitals": _cells("COMMUNE", change=lambda t: _plain(t).upper()),
    "CEDEX": _cells("COMMUNE", change=lambda t: f"{t} CEDEX"),
    "sexes in words": _cells("SEXE", change=lambda t: {"F": "Fille", "M": "Garçon"}[t]),
    "civilities": _cells("SEXE", change=lambda t: {"F": "Mme", "M": "M."}[t]),
    "postcodes as numbers": _cells("CODE_POSTAL", "RL1_CODE_POSTAL", change=lambda t: f"{t}.0"),
    "postcodes cut": _cells("CODE_POSTAL", change=lambda t: f"{t[:2]} {t[2:]}"),
    "placeholders": lambda table: [table[0], *([cell or ("NC", "-", "NULL", "néant")[at % 4] for at, cell in enumerate(row)] for row in table[1:])],
    "footnotes": _cells("NOM", change=lambda t: f"{t}*"),
    "dates with dots": _cells("DATE_NAISSANCE", change=lambda t: t.replace("/", ".")),
    "ISO without zeros": _cells("DATE_NAISSANCE", change=lambda t: f"{_day(t).year}-{_day(t).month}-{_day(t).day}"),
    "dates kept as texts": _cells("DATE_NAISSANCE", "DATE_SORTIE", change=lambda t: f"'{t}"),
    "long dates of two figures": _cells(
        "DATE_NAISSANCE", change=lambda t: f"{_day(t).day} {_MONTHS[_day(t).month - 1]} {t[8:]}"
    ),
    "born on": _cells("DATE_NAISSANCE", change=lambda t: f"né(e) le {t} (17 ans)"),
    "phones as floats": _cells(*_PHONES, change=lambda t: f"{t.replace(' ', '').removeprefix('0')}.0"),
    "labels of phones": _cells(*_PHONES, change=lambda t: f"Tél : {t} (mère)"),
    "numbered names": _cells("NOM", change=lambda t: f"{len(t)}. {t}"),
    "titles": _cells("NOM", change=lambda t: f"Mlle {t}"),
    "labels of INE": _cells("INE", change=lambda t: f"INE : {t}"),
    "sexes as signs": _cells("SEXE", change=lambda t: {"F": "♀", "M": "♂"}[t]),
    "countries": _cells("COMMUNE", change=lambda t: f"{t} FRANCE"),
}  # fmt: skip


def _twice(text: str) -> bool:
    try:
        text.encode().decode("cp1252")
    except UnicodeDecodeError:
        return False
    return not text.isascii()


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.replace("œ", "oe")) if not unicodedata.combining(c))


def _moved(table: Table) -> Table:
    order = sorted(range(len(HEAD)), key=lambda at: (at * 7) % len(HEAD))
    return [[row[at] for at in order] for row in table]


def _merged(table: Table) -> Table:
    """The postcode and the town in one column, the name and the first name in another."""
    cp, town, nom, prenom = (HEAD.index(c) for c in ("CODE_POSTAL", "COMMUNE", "NOM", "PRENOM"))
    made = []
    for number, row in enumerate(table):
        extra = ["CP Ville", "NOM Prénom"] if number == 0 else [f"{row[cp]} {row[town]}", f"{row[nom]} {row[prenom]}"]
        made.append([cell for at, cell in enumerate(row) if at not in {cp, town, nom, prenom}] + extra)
    return made


SHAPES: dict[str, Damage] = {
    "a title above": lambda table: [["Mission locale"], ["Liste au 15/10/2026"], [], *table],
    "groups above": lambda table: [["", "JEUNE", *[""] * 24, "REPRÉSENTANT 1"], *table],
    "a total below": lambda table: [*table, ["TOTAL", "12"], ["Export du 15/10/2026, page 1/1"]],
    "the header again": lambda table: [*table[:5], table[0], *table[5:]],
    "empty lines": lambda table: [line for row in table for line in (row, [])],
    "a column without a heading": lambda table: [[*table[0], ""], *([*row, "placé"] for row in table[1:])],
    "other headings": _heading(NOM="Nom de famille", PRENOM="Prénom(s)", DATE_NAISSANCE="Né(e) le", TEL_PORTABLE="Portable élève", MEL="E-mail"),
    "starred headings": _heading(NOM="nom_apprenant *", PRENOM="prenom_apprenant *", DATE_NAISSANCE="date_de_naissance_apprenant *"),
    "pages": lambda table: [*table[:6], ["Total : 5 élèves"], ["Page 2"], table[0], *table[6:], ["Total : 23 élèves"]],
    "a line of dashes": lambda table: [table[0], ["---"] * len(HEAD), *table[1:]],
    "a signature below": lambda table: [*table, ["Cordialement,"], ["Mme la CPE"]],
    "a column of numbers": lambda table: [[*table[0], "N°"], *([*row, str(at)] for at, row in enumerate(table[1:], 1))],
    "columns moved": _moved,
    "two in one": _merged,
}  # fmt: skip

BYTES: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "UTF-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "Windows": lambda text: text.encode("cp1252", errors="replace"),
    "ISO-8859-15": lambda text: text.encode("iso8859-15", errors="replace"),
    "Mac": lambda text: text.encode("mac_roman", errors="replace"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "zeros at the end": lambda text: text.encode() + b"\0" * 512,
    "quoted in a mail": lambda text: "".join(f"> {line}\r\n" for line in text.splitlines()).encode(),
    "marks in the middle": lambda text: text.replace("\r\n", "\r\n\ufeff").encode(),
    "line ends of a Mac": lambda text: text.replace("\r\n", "\r").encode(),
}


def _text(table: Table, separator: str = ";") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(table)
    return out.getvalue()


def _minors(folder: Path, content: bytes) -> tuple[set[tuple[str, ...]], int]:
    """Return what is kept of each minor that gets in, and how many wait or are refused."""
    path = folder / "liste.csv"
    path.write_bytes(content)
    seen = look(path)
    told = {
        (j.nom, j.prenom, j.naissance.isoformat(), j.sexe, j.commune, j.adresse.code_postal, j.tel_portable, j.ine)
        for j in (s.jeune for _, s in seen.a_creer)
    }
    return told, len(seen.douteux) + len({fault.ligne for fault in seen.rejets})


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, ...]]:
    """Return the minors of the clean list."""
    told, waiting = _minors(tmp_path_factory.mktemp("propre"), _text(CLEAN).encode())
    assert (len(told), waiting) == (12, 0)
    return told


@pytest.mark.parametrize("name", [*CELLS, *SHAPES])
def test_a_damage_alone_is_undone(tmp_path: Path, expected: set[tuple[str, ...]], name: str) -> None:
    damage = {**CELLS, **SHAPES}[name]
    assert _minors(tmp_path, _text(damage(CLEAN)).encode()) == (expected, 0)


@pytest.mark.parametrize("encoding", BYTES)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_an_encoding_and_a_separator_are_found(
    tmp_path: Path, expected: set[tuple[str, ...]], encoding: str, separator: str
) -> None:
    assert _minors(tmp_path, BYTES[encoding](_text(CLEAN, separator))) == (expected, 0)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damages_drawn_in_pairs_give_the_minor_back_or_a_doubt_never_a_wrong_value(
    tmp_path: Path, expected: set[tuple[str, ...]], data: st.DataObject
) -> None:
    """Two damages of cells, one of the shape, one of the bytes. A value may be left empty, and said; it is never
    another one, and a minor who does not get in waits or is refused."""
    one, two = (data.draw(st.sampled_from(sorted(CELLS)), label=label) for label in ("one", "two"))
    assume(one != two and not any({one, two} <= of for of in _OF_ONE_CELL))
    shape = data.draw(st.sampled_from(sorted(SHAPES)), label="shape")
    assume(shape != "two in one" or not {"text by a formula", "numbered names", "titles"} & {one, two})
    encoding = data.draw(st.sampled_from(sorted(BYTES)), label="bytes")
    assume(not (_SIGNS & {one, two} and encoding in _OF_EIGHT_BITS))
    text = _text(SHAPES[shape](CELLS[two](CELLS[one](CLEAN))))
    told, waiting = _minors(tmp_path, BYTES[encoding](text))
    whole = {minor[:3]: minor for minor in expected}
    for minor in told:
        right = whole[minor[:3]]
        assert all(kept in ("", true) for kept, true in zip(minor, right, strict=True))
    assert len(told) + waiting >= len(expected)


_OF_EIGHT_BITS = frozenset({"Windows", "ISO-8859-15", "Mac"})
_SIGNS = frozenset({"NFD and zero width", "spaces of every kind", "sexes as signs", "dashes", "mojibake"})
"""Damages whose signs these encodings cannot write."""

# damages of one cell, the second of which would have to read the first
_OF_ONE_CELL = (
    {
        "long dates", "short years", "serial numbers", "serial numbers of a Mac", "ISO", "ISO at midnight", "American dates",
        "dates with dots", "ISO without zeros", "dates kept as texts", "long dates of two figures", "born on",
    },
    {"lost zeros", "international phones", "two phones", "dashes", "text by a formula", "phones as floats", "labels of phones"},
    {"sexes in words", "civilities", "sexes as signs"},
    {"numbered names", "titles", "text by a formula", "footnotes", "spaces of every kind", "NFD and zero width"},
    {"INE spaced", "labels of INE"},
    {"countries", "CEDEX"},
    {"entities", "mojibake", "NFD and zero width", "lost accents of capitals", "text by a formula", "footnotes", "spaces of every kind"},
    {"postcodes as numbers", "postcodes cut", "text by a formula"},
)  # fmt: skip
