"""One row to a report, or to all its faults at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from ofworkflow.intake.readers import ListRow
from ofworkflow.law.deadlines import age_on, in_scope
from ofworkflow.law.texts import SCOPE_FROM_YEARS
from ofworkflow.procedure.cleaning import FaultError, check_text, clean_postcode, shown
from ofworkflow.procedure.fields import (
    MINOR,
    RANKS,
    REPRESENTATIVE,
    PersonField,
    Value,
    minor_of,
    representative_of,
)
from ofworkflow.procedure.persons import Adresse, Jeune, RepresentantLegal, Signalement
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.text import counted, fold

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row: its line, the column of the list, French sentences."""

    ligne: int
    champ: str
    motif: str


@dataclass(frozen=True, slots=True)
class Communes:
    """The communes that are ours, INSEE → name; none: every commune is accepted."""

    communes: Mapping[str, str]
    by_key: Mapping[str, str] = field(init=False)  # folded name → INSEE

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {_commune_key(name): code for code, name in self.communes.items()})

    def named(self, name: str) -> tuple[str, str]:
        """Return the INSEE code and the name as we write it; no code, and the name as it is typed, for a
        commune not ours."""
        code = self.by_key.get(_commune_key(name), "")
        return code, self.communes[code] if code else name

    def find(self, code: str, name: str) -> tuple[str, str]:
        """Return the INSEE code and the name as we write it; raise `FaultError` outside the territory.

        The code decides where there is one: names are spelled in many ways.
        """
        if not name and not (code and self.communes):
            raise FaultError("La commune manque. Complétez la ligne.")
        if not self.communes:
            return code, name
        named = self.by_key.get(_commune_key(name))
        if code in self.communes:
            if named is not None and named != code:
                raise FaultError(
                    f"Le code {code} est celui de {self.communes[code]}, non de {shown(name)}. Corrigez l'un "
                    "des deux."
                )
            return code, self.communes[code]
        if not code and named is not None:
            return named, self.communes[named]
        where = (
            shown(name)
            if not code
            else f"{shown(name)} (code {shown(code)})"
            if name
            else f"Le code {shown(code)}"
        )
        raise FaultError(
            f"{where} n'est pas une commune du territoire. Transmettez ce jeune à sa mission locale."
        )


def check_row(
    row: ListRow, columns: Mapping[str, str], *, source: Source, list_on: date, communes: Communes
) -> Signalement | list[Fault]:
    """Return the report that a row holds, or every fault of the row, one a column; `columns` is field →
    column."""
    cells = _Cells(row, columns)
    minor = _minor(cells, communes, list_on)
    representatives = _representatives(cells)
    if cells.faults or minor is None:
        return cells.faults
    host = next((i for i, r in enumerate(representatives) if _same_address(r.adresse, minor.adresse)), None)
    housed = tuple(replace(r, heberge=i == host) for i, r in enumerate(representatives))
    return Signalement(minor, housed, source, list_on)


class _Cells:
    """The cells of a row by field, and the faults found on the way."""

    def __init__(self, row: ListRow, columns: Mapping[str, str]) -> None:
        self.row, self.columns = row, columns
        self.faults: list[Fault] = []
        if row.overflow:
            last = next((column for column in reversed(row.cells) if column), "")
            motif = (
                "La ligne a plus de cases que l'en-tête : un séparateur traîne dans une valeur. Mettez-la "
                "entre guillemets."
            )
            self.faults.append(Fault(row.line, last, motif))
        for name in columns:
            self.clean(name, check_text, None)

    def text(self, name: str) -> str:
        """Return the text of a field, empty when the list has no such column."""
        return self.row.cells.get(self.columns.get(name, ""), "")

    def clean(self, name: str, cleaner: Callable[[str], _T], default: _T) -> _T:
        """Return the clean value of a field, or note its fault."""
        try:
            return cleaner(self.text(name))
        except FaultError as error:
            self.fault(name, str(error))
            return default

    def value(self, field: PersonField, prefix: str = "") -> Value:
        """Return the clean value of a field, or note its fault."""
        return self.clean(prefix + field.mapped, field.clean, field.empty)

    def needed(self, field: PersonField) -> Value:
        """Return the clean value of a field that cannot be empty, or note its fault."""
        if not self.text(field.mapped):
            self.fault(field.mapped, f"{field.needed} manque. Complétez la ligne.")
            return field.empty
        return self.value(field)

    def fault(self, name: str, motif: str) -> None:
        """Note a fault under the list's own column name: the first of a column is the one to correct."""
        column = self.columns.get(name, name)
        if all(fault.champ != column for fault in self.faults):
            self.faults.append(Fault(self.row.line, column, motif))


_TOGETHER = frozenset({"commune", "commune_insee", "code_postal"})  # each follows from what another says


def _minor(cells: _Cells, communes: Communes, list_on: date) -> Jeune | None:
    apart = {f.name: f for f in MINOR if f.name in _TOGETHER}
    card = {
        f.name: cells.needed(f) if f.needed else cells.value(f)
        for f in MINOR
        if f.heading and f.name not in _TOGETHER
    }
    born_on = card["naissance"]
    if isinstance(born_on, date) and (reason := _out_of_scope(born_on, list_on)):
        cells.fault("naissance", reason)
    code, commune = cells.clean(
        "commune", lambda name: communes.find(cells.text("commune_insee"), name), ("", "")
    )
    postcode = cells.text("code_postal") if card["pays"] else cells.needed(apart["code_postal"])
    if born_on is None:
        return None
    return minor_of(
        card | {"commune": commune, "commune_insee": code, "code_postal": postcode, "ville": commune}
    )


def _out_of_scope(born_on: date, list_on: date) -> str:
    """Return why nobody born that day is in scope on the day of the list; empty when in scope."""
    if born_on > list_on:
        return (
            f"La naissance, le {born_on:%d/%m/%Y}, est après le jour de la liste ({list_on:%d/%m/%Y}). "
            "Vérifiez l'année."
        )
    if in_scope(born_on, list_on):
        return ""
    age = age_on(born_on, list_on)
    aged = f"Né(e) le {born_on:%d/%m/%Y}, {counted(age, 'an')} le {list_on:%d/%m/%Y}"
    if age < SCOPE_FROM_YEARS:
        return (
            f"{aged} : pas encore seize ans, trop tôt pour un dossier. Vérifiez la date, ou retirez la ligne."
        )
    return f"{aged} : majeur(e), l'obligation s'arrête là. Vérifiez la date, ou retirez la ligne."


def _representatives(cells: _Cells) -> list[RepresentantLegal]:
    faults_before = len(cells.faults)
    named = [r for rank in RANKS if (r := _representative(cells, f"rl{rank}_"))]
    if not named:
        cells.fault(
            "rl1_nom",
            "Aucun représentant légal : le jeune est convoqué avec lui. Complétez son nom et son adresse.",
        )
    elif len(cells.faults) == faults_before and not any(r.adresse.is_complete() for r in named):
        cells.fault(
            "rl1_code_postal", "Aucun représentant légal n'a d'adresse où lui écrire. Complétez-en une."
        )
    return named


def _representative(cells: _Cells, prefix: str) -> RepresentantLegal | None:
    first_name = cells.text(prefix + "prenom")
    if not cells.text(prefix + "nom"):
        if first_name:
            cells.fault(
                prefix + "nom",
                f"Le nom du représentant légal {shown(first_name)} manque. Complétez la ligne.",
            )
        return None
    card = {f.name: cells.value(f, prefix) for f in REPRESENTATIVE if f.heading and f.name != "code_postal"}
    written, street, town, country = (
        cells.text(prefix + "code_postal"),
        card["adresse1"],
        card["ville"],
        card["pays"],
    )
    postcode = written if country else cells.clean(prefix + "code_postal", clean_postcode, "")
    if (street or town) and not written and not country:
        cells.fault(
            prefix + "code_postal", "L'adresse du représentant légal n'a pas de code postal. Complétez-la."
        )
    if (street or postcode or country) and not town:
        cells.fault(prefix + "ville", "L'adresse du représentant légal n'a pas de commune. Complétez-la.")
    return representative_of(card | {"code_postal": postcode})


def _same_address(one: Adresse, other: Adresse) -> bool:
    return bool(one.ligne1) and (fold(one.ligne1), one.code_postal) == (fold(other.ligne1), other.code_postal)


def _commune_key(name: str) -> str:
    words = {"st": "saint", "ste": "sainte"}
    return " ".join(words.get(word, word) for word in fold(name).split())
