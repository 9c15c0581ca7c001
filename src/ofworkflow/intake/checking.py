"""One row to a report, or to all its faults at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ofworkflow.intake import cleaning
from ofworkflow.intake.cleaning import FaultError
from ofworkflow.intake.readers import Row
from ofworkflow.law.deadlines import age_on, in_scope
from ofworkflow.procedure.persons import Adresse, Jeune, RepresentantLegal, Signalement, search_key
from ofworkflow.procedure.vocabulary import Source


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row: its line, the column of the list, a French sentence."""

    ligne: int
    champ: str
    motif: str


@dataclass(frozen=True, slots=True)
class Territory:
    """The communes that are ours, INSEE → name; none: every commune is accepted."""

    communes: Mapping[str, str]
    by_key: Mapping[str, tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        keys = {search_key(name): (code, name) for code, name in self.communes.items()}
        object.__setattr__(self, "by_key", keys)

    def find(self, code: str, name: str) -> tuple[str, str]:
        """Return the INSEE code and the name as we write it; raise `FaultError` outside the territory."""
        if not self.communes:
            return code, name
        if code in self.communes:
            return code, self.communes[code]
        if not code and search_key(name) in self.by_key:
            return self.by_key[search_key(name)]
        raise FaultError(f"« {name or code} » n'est pas une commune du territoire : transmettez ce jeune à sa mission locale")


class _Cells:
    """The cells of a row by field, and the faults found on the way."""

    def __init__(self, row: Row, columns: Mapping[str, str]) -> None:
        self.row, self.columns = row, columns
        self.faults: list[Fault] = []

    def text(self, name: str) -> str:
        """Return the text of a field, empty when the list has no such column."""
        return self.row.cells.get(self.columns.get(name, ""), "")

    def needed(self, name: str, what: str) -> str:
        """Return the text of a field that cannot be empty."""
        text = self.text(name)
        if not text:
            self.fault(name, f"{what} manque : complétez la ligne")
        return text

    def clean(self, name: str, cleaner: Callable[[str], Any], default: Any = "") -> Any:
        """Return the clean value of a field, or note its fault."""
        try:
            return cleaner(self.text(name))
        except FaultError as error:
            self.fault(name, str(error))
            return default

    def fault(self, name: str, reason: str) -> None:
        """Note a fault under the list's own column name."""
        self.faults.append(Fault(self.row.line, self.columns.get(name, name), reason))


def check_row(
    row: Row, columns: Mapping[str, str], *, source: Source, list_on: date, territory: Territory
) -> Signalement | list[Fault]:
    """Return the report that a row holds, or every fault of the row."""
    cells = _Cells(row, columns)
    if row.overflow:
        cells.fault("nom", "la ligne a plus de cases que l'en-tête : un séparateur traîne dans une valeur")
    minor = _minor(cells, territory, list_on)
    representatives = _representatives(cells)
    if not representatives:
        cells.fault("rl1_nom", "aucun représentant légal : complétez son nom et son adresse, le jeune est convoqué avec lui")
    if cells.faults or minor is None:
        return cells.faults
    host = next((i for i, r in enumerate(representatives) if _same_address(r.adresse, minor.adresse)), None)
    representatives = [replace(r, heberge=i == host) for i, r in enumerate(representatives)]
    return Signalement(minor, tuple(representatives), source, list_on)


def _optional_date(text: str) -> date | None:
    return cleaning.clean_date(text) if text else None


_KEPT_AS_TEXT = ("nom_usage", "prenom2", "lieu_naissance", "uai", "etablissement", "classe", "motif_sortie")
# Attribute of the minor → column field, and what cleans it.
_CLEANED: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "sexe": ("sexe", cleaning.clean_sex),
    "ine": ("ine", cleaning.clean_ine),
    "tel_fixe": ("tel_fixe", cleaning.clean_phone),
    "tel_portable": ("tel_portable", cleaning.clean_phone),
    "courriel": ("courriel", cleaning.clean_email),
    "niveau": ("diplome", cleaning.clean_level),
    "qpv": ("qpv", cleaning.clean_yes_no),
    "entree_le": ("entree", _optional_date),
    "sortie_le": ("sortie", _optional_date),
}


def _minor(cells: _Cells, territory: Territory, list_on: date) -> Jeune | None:
    nom, prenom = cells.needed("nom", "le nom"), cells.needed("prenom", "le prénom")
    born_on = _birth(cells, list_on)
    try:
        code, commune = territory.find(cells.text("commune_insee"), cells.text("commune"))
    except FaultError as error:
        code, commune = "", ""
        cells.fault("commune", str(error))
    values = {name: cells.clean(column, cleaner) for name, (column, cleaner) in _CLEANED.items()}
    texts = {name: cells.text(name) for name in _KEPT_AS_TEXT}
    postcode = cells.clean("code_postal", cleaning.clean_postcode)
    address = Adresse(cells.text("adresse1"), cells.text("adresse2"), postcode, commune)
    if born_on is None:
        return None
    return Jeune(
        nom=nom, prenom=prenom, naissance=born_on, commune=commune, commune_insee=code, adresse=address,
        **(values | texts),
    )  # fmt: skip


def _birth(cells: _Cells, list_on: date) -> date | None:
    if not cells.needed("naissance", "la date de naissance"):
        return None
    born_on: date | None = cells.clean("naissance", cleaning.clean_date, None)
    if born_on is None or in_scope(born_on, list_on):
        return born_on
    age = age_on(born_on, list_on)
    why = "il est majeur" if age >= 18 else "il n'a pas seize ans"
    cells.fault(
        "naissance", f"né(e) le {born_on:%d/%m/%Y}, le jeune a {age} ans au {list_on:%d/%m/%Y} : {why}, aucun dossier à ouvrir"
    )
    return born_on


def _representatives(cells: _Cells) -> list[RepresentantLegal]:
    found = []
    for rank in (1, 2):
        if not cells.text(f"rl{rank}_nom"):
            continue
        postcode = cells.clean(f"rl{rank}_code_postal", cleaning.clean_postcode)
        address = Adresse(cells.text(f"rl{rank}_adresse1"), "", postcode, cells.text(f"rl{rank}_ville"))
        phone = cells.clean(f"rl{rank}_telephone", cleaning.clean_phone)
        email = cells.clean(f"rl{rank}_courriel", cleaning.clean_email)
        quality = cleaning.clean_quality(cells.text(f"rl{rank}_lien"))
        name, first_name = cells.text(f"rl{rank}_nom"), cells.text(f"rl{rank}_prenom")
        found.append(RepresentantLegal(quality, name, first_name, address, phone, email))
    return found


def _same_address(one: Adresse, other: Adresse) -> bool:
    return one.is_complete() and (search_key(one.ligne1), one.code_postal) == (search_key(other.ligne1), other.code_postal)
