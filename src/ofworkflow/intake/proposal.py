"""Which column is read as what: by the headings, checked against what the columns hold. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace

from ofworkflow.errors import ListError
from ofworkflow.intake.bounds import MOST_OF_A_FIELD
from ofworkflow.intake.days import DayOrder, order_of
from ofworkflow.intake.fields_of_lists import FIELDS_OF_LISTS, STATE_COLUMNS
from ofworkflow.intake.headings import (
    TWO_IN_ONE,
    Meaning,
    is_of_a_minor,
    is_of_a_representative,
    key_of,
    meaning_of,
    of_whom,
    says_mobile,
)
from ofworkflow.intake.joining import parts_of
from ofworkflow.intake.layout import ListColumn, Listing
from ofworkflow.intake.taking_apart import name_and_first_name, names_somebody
from ofworkflow.intake.words import is_absent
from ofworkflow.records import dataclass
from ofworkflow.text import clean_line

NEEDED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("NOM", ("nom", "nom_prenom", "prenom_nom")),
    ("PRENOM", ("prenom", "nom_prenom", "prenom_nom")),
    ("DATE_NAISSANCE", ("naissance", "naissance_annee")),
)
"""Without these columns no row can be a person; each with the fields that give it."""

_SEVERAL = frozenset(
    {"telephones", "tel_portable", "tel_fixe", "courriel"}
    | {f"rl{rank}_{kind}" for rank in (1, 2) for kind in ("telephone", "courriel")}
)
"""What somebody may have several of: the first is kept, or what fits, and the others are said row by row."""
_FORMS = frozenset({"horodateur", "timestamp"})
"""The first column of the answers to a form: the address of mail after it is that of who answered."""
_SAMPLE = 200  # rows looked at
_MOSTLY = 0.8  # of the filled cells, that hold a name and a first name
_ENOUGH = 0.5  # of the filled cells, that look like what the heading says
_SHOWN = 300  # characters of a list of columns, at most, in a sentence
_ANY_DAY = DayOrder()


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A column whose meaning a person has to confirm: what it seems to be, and why it is not sure."""

    column: ListColumn
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """Field → place of its column, what is uncertain of it, and the columns left out that hold data."""

    places: Mapping[str, int]
    uncertain: tuple[Uncertain, ...] = ()
    unread: tuple[ListColumn, ...] = ()
    more: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # other columns of a phone or a mail
    links: Mapping[str, str] = field(default_factory=dict)  # « rl1_ » → what headings say of who that is
    missing: tuple[str, ...] = ()  # the needed columns that nothing gives yet, where a person can be asked


def propose(listing: Listing, saved: Mapping[str, str], *, file: str, asks: bool = False) -> Mapped:
    """Return what each column is read as; `saved` holds field → heading, as the house wrote it down.

    Raise `ListError` when a column that is needed, or that the house named, is missing or there twice; with
    `asks`, what is needed is only told, for a person to say which column it is.
    """
    parts = parts_of(listing.columns)
    taken = set(parts.values())
    meant = [each for each in _meanings(listing, saved, file) if each[2] or each[0].at not in taken]
    by_hand_at = {column.at for column, _, by_hand in meant if by_hand}
    places = {} if by_hand_at & taken else dict(parts)
    uncertain: list[Uncertain] = []
    more: dict[str, tuple[int, ...]] = {}
    links: dict[str, str] = {}
    for column, meaning, by_hand in sorted(
        meant, key=lambda each: (not each[2], not each[1].certain, _only_civility(each), each[0].at)
    ):
        if meaning.field in places:
            if meaning.field in _SEVERAL and meaning.certain:
                first = listing.columns[places[meaning.field]]
                if says_mobile(column.heading) > says_mobile(first.heading):
                    places[meaning.field], column = column.at, first
                more[meaning.field] = (*more.get(meaning.field, ()), column.at)
            else:
                _twice(listing, places[meaning.field], column, meaning, file)
            continue
        places[meaning.field] = column.at
        if meaning.link:
            links[meaning.field[:4]] = meaning.link
        if not by_hand and (why := _doubt(listing, column, meaning)):
            uncertain.append(Uncertain(column, meaning.field, why))
    _two_in_a_name(listing, places, uncertain)
    _somebody_in_a_phone(listing, places)
    for name in TWO_IN_ONE:
        if name in places and all(part in places for part in TWO_IN_ONE[name]):
            del places[name]
    missing = tuple(name for name, fields in NEEDED if not any(field in places for field in fields))
    if missing and not asks:
        raise lacking(listing, places, saved, file)
    more = {name: ats for name, ats in more.items() if name in places}
    read = set(places.values()).union(*more.values())
    unread = tuple(c for c in listing.columns if c.at not in read and any(_texts(listing, c.at)))
    return Mapped(places, tuple(uncertain), unread, more, links, missing)


def _only_civility(each: tuple[ListColumn, Meaning, bool]) -> bool:
    """Tell whether a column says « Mme » of a representative: another that says « mère » says more."""
    column, meaning, _ = each
    return meaning.field.endswith("_lien") and "civ" in key_of(column.heading)


def _two_in_a_name(listing: Listing, places: dict[str, int], uncertain: list[Uncertain]) -> None:
    """Read a column of names as one of names and first names, where there is no other for these and its cells
    hold both; capitals prove it, else a person confirms."""
    if {"prenom", "nom_prenom", "prenom_nom"} & places.keys():
        return
    bare = (column.at for column in listing.columns if is_of_a_minor(column.heading))
    at = places.get("nom", next(bare, -1))
    filled = [text for text in _texts(listing, at) if text and not is_absent(text)]
    both = [text for text in filled if name_and_first_name(text)]
    if at < 0 or not filled or len(both) < len(filled) * _MOSTLY:
        return
    places.pop("nom", None)
    places["nom_prenom"] = at
    if not all(any(word.isupper() for word in text.split()) for text in both):
        column = next(column for column in listing.columns if column.at == at)
        uncertain.append(Uncertain(column, "nom_prenom", "ses cases paraissent réunir le nom et le prénom"))


def _somebody_in_a_phone(listing: Listing, places: dict[str, int]) -> None:
    """Read a column of phones of representatives as one of representatives where its cells name them too, and
    no other column does: « Mme DUPONT Anne 06… »."""
    for prefix in ("rl1_", "rl2_"):
        at = places.get(f"{prefix}telephone")
        if at is None or any(f"{prefix}{part}" in places for part in ("nom", "prenom", "identite")):
            continue
        filled = [text for text in _texts(listing, at) if text and not is_absent(text)]
        if sum(map(names_somebody, filled)) * 2 > len(filled):
            places[f"{prefix}identite"] = places.pop(f"{prefix}telephone")


def _meanings(
    listing: Listing, saved: Mapping[str, str], file: str
) -> list[tuple[ListColumn, Meaning, bool]]:
    named = {key_of(heading): name for name, heading in saved.items() if heading}
    by_hand = {name for name, heading in saved.items() if heading and heading != STATE_COLUMNS.get(name)}
    dropped = {name for name, heading in saved.items() if not heading}
    proposals: list[tuple[ListColumn, Meaning, bool]] = []
    alone = (meaning_of(column.heading, column.group) for column in listing.columns)
    plain = {meaning.field for meaning in alone if meaning} | {
        name for key, name in named.items() if any(key == key_of(c.heading) for c in listing.columns)
    }
    for column in listing.columns:
        key = key_of(column.heading)
        before = proposals[-1][1] if proposals and proposals[-1][0].at == column.at - 1 else None
        if (
            key
            and (name := named.get(key))
            and (name in by_hand or name.startswith("rl") or not is_of_a_representative(column.group))
        ):
            proposals.append((column, Meaning(name), name in by_hand))
        elif (meaning := meaning_of(column.heading, column.group)) and meaning.field not in by_hand | dropped:
            is_of_who_answered = (
                meaning.field == "courriel" and column.at == 1 and key_of(listing.headings[0]) in _FORMS
            )
            if not is_of_who_answered:
                proposals.append((column, of_whom(meaning, column.heading, before, plain), False))
    absent = [saved[name] for name in by_hand if all(each.field != name for _, each, _ in proposals)]
    if absent:
        raise ListError(_missing(file, absent, listing.headings))
    return proposals


def _twice(listing: Listing, first: int, column: ListColumn, meaning: Meaning, file: str) -> None:
    """Raise `ListError` when two columns of one heading say different things; else the second stays
    unread."""
    if key_of(column.heading) != key_of(listing.columns[first].heading):
        return
    one, other = _texts(listing, first), _texts(listing, column.at)
    if any(other) and one != other:
        raise ListError(
            f"{file} : la colonne {_names([column.heading])} est là plusieurs fois, et ne dit pas la "
            "même chose. "
            "Gardez la bonne, renommez l'autre."
        )


def _doubt(listing: Listing, column: ListColumn, meaning: Meaning) -> str:
    """Return why what a heading says is not certain; empty when it is."""
    texts = (text for text in _texts(listing, column.at) if len(text) <= MOST_OF_A_FIELD)
    filled = [text for text in texts if text and not is_absent(text)]
    kind = _kind(meaning.field)
    if kind is None or not filled:
        return "" if meaning.certain else "son titre n'est qu'approchant"
    share = sum(map(kind, filled)) / len(filled)
    if share < _ENOUGH:
        return "son contenu ne ressemble pas à ce que dit son titre"
    return ""


def _kind(field: str) -> Callable[[str], bool] | None:
    name = field[4:] if field.startswith("rl") else field
    return _KINDS.get(name)


def _is_day(text: str) -> bool:
    return _ANY_DAY.read(text, lambda _: True) is not None or bool(re.fullmatch(r"\d{5}|\d{8}", text))


_KINDS: Mapping[str, Callable[[str], bool]] = {
    "naissance": _is_day,
    "courriel": lambda text: "@" in text,
    "ine": lambda text: bool(re.search(r"\d{6}", text)),
    "code_postal": lambda text: bool(re.search(r"\d{2}", text)),
    "nom": lambda text: not re.search(r"\d{3}|@", text),
    "prenom": lambda text: not re.search(r"\d{3}|@", text),
    "telephone": lambda text: sum(c.isdigit() for c in text) > 7,
    "telephones": lambda text: sum(c.isdigit() for c in text) > 7,
    "tel_portable": lambda text: sum(c.isdigit() for c in text) > 7,
}


def _texts(listing: Listing, at: int) -> list[str]:
    return [row.cell(at) for row in listing.rows[:_SAMPLE]]


def lacking(listing: Listing, places: Mapping[str, int], saved: Mapping[str, str], file: str) -> ListError:
    """Return what is said of a list without the columns that are needed."""
    if not places:
        return ListError(
            f"{file} : aucune colonne n'est connue. Colonnes trouvées : {_names(listing.headings)}. La "
            "première "
            "ligne doit être "
            "l'en-tête, avec « ; », « , » ou une tabulation entre les colonnes ; vérifiez que c'est bien une "
            "liste de jeunes."
        )
    missing = [
        saved.get(fields[0], column) for column, fields in NEEDED if not any(f in places for f in fields)
    ]
    return ListError(_missing(file, missing, listing.headings))


def _missing(file: str, missing: Sequence[str], headings: Sequence[str]) -> str:
    which = f"la colonne {missing[0]}" if len(missing) == 1 else f"les colonnes {', '.join(missing)}"
    return (
        f"{file} : il manque {which}. Colonnes trouvées : {_names(headings)}. "
        "Renommez-les, ou décrivez-les dans correspondances/NOM.toml (--correspondance NOM)."
    )


def _names(columns: Sequence[str]) -> str:
    text = clean_line(", ".join(column for column in columns if column) or "aucune")
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def days_of(listing: Listing, places: Mapping[str, int], first: str = "") -> Mapping[str, DayOrder]:
    """Return how the days of each column are read; a column that proves nothing is read as the others are, or
    as a person told."""
    fields = [name for name in places if name in FIELDS_OF_LISTS and FIELDS_OF_LISTS[name].is_day]
    if first:
        return dict.fromkeys(fields, DayOrder(first, f"le {first} d'abord, comme vous l'avez dit"))
    own = {name: order_of(row.cell(places[name]) for row in listing.rows) for name in fields}
    proved = {days.order for days in own.values() if days.order}
    if len(proved) == 1 and not own.get("naissance", _ANY_DAY).order:
        [order] = proved
        why = next(days.why for days in own.values() if days.order)
        supposed = DayOrder(order, why.replace("d'autres lignes", "les autres colonnes de dates"))
        return {
            name: days
            if days.order or days.suspect
            else replace(days, order=supposed.order, why=supposed.why)
            for name, days in own.items()
        }
    return own
