"""One row to a report, or to what keeps it from being one. Pure.

Three levels (`verdicts.Level`): rejected when who it is cannot be known, doubtful when a person must choose,
warned when a field was left empty. An optional field never rejects a minor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from ofworkflow.intake import words
from ofworkflow.intake.ages import out_of_scope, waiting
from ofworkflow.intake.names import (
    NameRead,
    another_first_name,
    apart_from,
    first_names,
    read_name,
    same_words,
)
from ofworkflow.intake.plain_texts import is_made_up, what_is_no
from ofworkflow.intake.prepared import PreparedList, PreparedRow
from ofworkflow.intake.proposal import NEEDED
from ofworkflow.intake.stopping import check_words, why_it_stops
from ofworkflow.intake.taking_apart import name_and_first_name, street_and_end
from ofworkflow.intake.territory import Communes, as_written, is_known, same_address
from ofworkflow.intake.verdicts import Level
from ofworkflow.law.deadlines import age_on
from ofworkflow.procedure.case import WAITS_FROM_YEARS
from ofworkflow.procedure.cleaning import FaultError, check_text, shown
from ofworkflow.procedure.fields import (
    MINOR,
    RANKS,
    REPORTED,
    REPRESENTATIVE,
    PersonField,
    Value,
    minor_of,
    representative_of,
)
from ofworkflow.procedure.persons import Jeune, RepresentantLegal, Signalement
from ofworkflow.procedure.vocabulary import Authority, OuiNon, Source
from ofworkflow.records import dataclass
from ofworkflow.text import fold

_WHO = frozenset(field for _, fields in NEEDED for field in fields)
_SAID = {"nom": "Le nom", "prenom": "Le prénom", "naissance": "La date de naissance"}
_SOON = 92  # days: a leaving that a school has already written down
_ELSEWHERE = frozenset({"nom", "prenom", "prenom2", "commune", "commune_insee", "code_postal"})
_OF_MINOR = tuple((f.mapped, f) for f in MINOR if f.heading and f.name not in _ELSEWHERE)
_OF_REPRESENTATIVE = tuple((f.mapped, f) for f in REPRESENTATIVE if f.heading and f.mapped not in _ELSEWHERE)
_TOLD_OF_ONE = {
    prefix: tuple((f.mapped, prefix + f.mapped) for f in REPRESENTATIVE if f.heading)
    for prefix in (f"rl{rank}_" for rank in RANKS)
}
_OF_THE_REPORT = tuple(f.mapped for f in REPORTED)
_BY_NAME = {("", f.mapped): f for f in (*MINOR, *REPORTED)} | {("rl", f.mapped): f for f in REPRESENTATIVE}
_ANYWHERE = Communes({})
_NO_NAME = NameRead("")
_CARDS: Mapping[str, tuple[tuple[str, PersonField], ...]] = {
    "": _OF_MINOR,
    **{f"rl{rank}_": _OF_REPRESENTATIVE for rank in RANKS},
}
"""The fields of a card, by what their names begin with in a mapping."""


@dataclass(frozen=True, slots=True)
class ListDay:
    """The day of a list, and the day on which it is written; where minors of the territory live."""

    list_on: date
    today: date
    communes: Communes
    source: Source
    youngest: int = WAITS_FROM_YEARS  # years
    reported_on: date | None = None  # the day of the school's own report, where it is not that of the list


def check_row(row: PreparedRow, prepared: PreparedList, day: ListDay) -> Signalement | None:
    """Return the report that a row holds; `None` when something rejects it, or a person must choose.

    What is wrong is noted on the row, one a column.
    """
    if any(fault.niveau is Level.REJET and fault.champ == "ligne" for fault in row.faults):
        return None  # its cells were not told apart: nothing more is to be said of them
    check = _Check(row, prepared, day)
    minor = check.minor()
    representatives = check.representatives(minor)
    if minor is None or any(fault.niveau is not Level.AVERTI for fault in row.faults):
        return None
    named = (i for i, r in enumerate(representatives) if r.nom and same_address(r.adresse, minor.adresse))
    host = next(named, None)
    housed = tuple(replace(r, heberge=True) if i == host else r for i, r in enumerate(representatives))
    return Signalement(minor, housed, day.source, day.reported_on or day.list_on, check.job())


class _Check:
    """The check of one row."""

    def __init__(self, row: PreparedRow, prepared: PreparedList, day: ListDay) -> None:
        self.row, self.prepared, self.day = row, prepared, day

    def fault(self, name: str, motif: str, level: Level, pour: str = "") -> None:
        self.prepared.fault(self.row, name, motif, level, pour)

    def values(self, whose: str) -> dict[str, Value]:
        """Return the clean values of one of `_CARDS`; what is wrong with one is noted, and it stays empty."""
        cells = self.row.cells
        empty, there = _there(whose, tuple(cells))
        card = dict(empty)
        for name, mapped, field in there:
            if not (text := cells[name]):
                continue
            card[field.name], motif, is_fault = _cleaned(whose[:2], mapped, text)
            if motif:
                self.fault(name, motif, Level.REJET if is_fault and name in _WHO else Level.AVERTI)
        return card

    def minor(self) -> Jeune | None:
        """Return the minor of the row; `None` when there is no birth date or no name."""
        self.find_town()
        card = self.values("")
        card |= self.names()
        for name in _SAID:
            if not card.get(name):
                self.fault(name, f"{_SAID[name]} manque. Complétez la ligne.", Level.REJET)
        born_on = card["naissance"]
        if not isinstance(born_on, date):
            return None
        self.check_age(born_on)
        self.check_schooling(card, born_on)
        check_words(self.row, self.fault)
        card |= self.home(bool(card["pays"]))
        return minor_of(card)

    def job(self) -> OuiNon | None:
        """Return whether the minor has a job, where the list says it; who has one is to be looked at."""
        [mapped] = _OF_THE_REPORT
        if not (text := self.row.get(mapped)):
            return None
        works, motif, _ = _cleaned("", mapped, text)
        if motif:
            self.fault(mapped, motif, Level.AVERTI)
        if works is None:
            return None
        if works:
            self.fault(
                mapped,
                f"{shown(self.row.get(mapped))} : il ou elle aurait un emploi, les trois mois de "
                "l'article L. 313-8 ne courent pas. Vérifiez, puis notez-le (of situation).",
                Level.AVERTI,
            )
        return OuiNon.OUI if works else OuiNon.NON

    def names(self) -> dict[str, Value]:
        """Return the name and the first names, each brought back where that is certain."""
        usual, others = first_names(self.row.get("prenom"))
        read = {name: self.read_name(name) for name in ("nom", "prenom2")}
        read["prenom"] = self.read_name("prenom", text=usual)
        name, first = read["nom"].text, read["prenom"].text
        if name and not first and not self.row.get("prenom") and (both := name_and_first_name(name)):
            name, first = both.nom, both.prenom
        if name and first:
            both = name_and_first_name(name) if same_words(name, first) else None
            name, first = (
                (both.nom, both.prenom) if both else (apart_from(name, first), apart_from(first, name))
            )
            self.check_other_name("nom", name, first)
        for field_, kept in (("nom", name), ("prenom", first)):
            if kept and not read[field_].motif:
                self.prepared.repaired(self.row, field_, self.row.get(field_), kept)
        return {"nom": name, "prenom": first, "prenom2": read["prenom2"].text or others}

    def check_other_name(self, field: str, name: str, first: str) -> None:
        """Note that a name drags along another first name than that of its own column."""
        if other := another_first_name(name):
            self.fault(
                field,
                f"{shown(name)} porte un autre prénom ({other}) que {shown(first)}. Gardez le bon.",
                Level.DOUTE,
            )

    def read_name(self, name: str, level: Level = Level.DOUTE, text: str = "") -> NameRead:
        text = text or self.row.get(name)
        if not text:
            return _NO_NAME
        try:
            check_text(text)
        except FaultError as error:
            self.fault(name, str(error), Level.REJET if name in _WHO else Level.AVERTI)
            return _NO_NAME
        read = read_name(text, is_first="prenom" in name)
        if read.motif:
            self.fault(name, read.motif, read.level if name in _WHO else level)
        return read

    def check_age(self, born_on: date) -> None:
        """Note why somebody born that day is not in scope on the day of the list, or no longer is today; who
        is old enough to wait for 16 is taken, and it is said."""
        for on in dict.fromkeys((self.day.list_on, self.day.today)):
            if reason := out_of_scope(born_on, on, self.day.youngest):
                self.fault("naissance", reason, Level.REJET)
                return
        if waits := waiting(born_on, self.day.list_on):
            self.fault("naissance", waits, Level.AVERTI)

    def check_schooling(self, card: dict[str, Value], born_on: date) -> None:
        """Leave out days of schooling that cannot be: before birth, one before the other, to come."""
        entry, leaving = card.get("entree_le"), card.get("sortie_le")
        for name, mapped, on in (("entree_le", "entree", entry), ("sortie_le", "sortie", leaving)):
            if isinstance(on, date) and (age_on(born_on, on) < 1 or on.year > self.day.list_on.year + 1):
                self.fault(
                    mapped, f"Le {on:%d/%m/%Y} ne peut pas être. La date n'est pas gardée.", Level.AVERTI
                )
                card[name] = None
        if isinstance(leaving, date) and (leaving - self.day.list_on).days > _SOON:
            self.fault(
                "sortie", f"La sortie du {leaving:%d/%m/%Y} est à venir. Elle n'est pas gardée.", Level.AVERTI
            )
            card["sortie_le"] = leaving = None
        if isinstance(entry, date) and isinstance(leaving, date) and leaving < entry:
            self.fault(
                "sortie",
                f"La sortie ({leaving:%d/%m/%Y}) est avant l'entrée ({entry:%d/%m/%Y}). Aucune des deux "
                "n'est "
                "gardée.",
                Level.AVERTI,
            )
            card["entree_le"] = card["sortie_le"] = None

    def home(self, abroad: bool) -> dict[str, Value]:
        """Return the commune, its code, the postcode and the town of the minor."""
        name, code, postcode = (self.row.get(f) for f in ("commune", "commune_insee", "code_postal"))
        home = self.day.communes.home(name, "" if abroad else postcode, code)
        if code and not is_known(code):
            self.fault(
                "commune_insee",
                f"{shown(code)} n'est le code d'aucune commune. Il n'est pas gardé.",
                Level.AVERTI,
            )
        if home.motif:
            self.fault(home.champ, home.motif, home.niveau, home.pour)
        kept: dict[str, Value] = {
            "commune": home.commune,
            "commune_insee": home.code,
            "ville": home.commune,
            "code_postal": postcode if abroad else home.code_postal,
        }
        if fold(self.row.get("adresse1")) in words.NO_HOME:
            kept["adresse1"] = ""
        return kept

    def find_town(self) -> None:
        """Take the commune of ours that a street ends with, « 4 rue du Port, Lambersart », out of it, where
        no column says the commune."""
        was = self.row.get("adresse1")
        if not was or any(self.row.get(f) for f in ("commune", "commune_insee", "code_postal", "pays")):
            return
        street, town = street_and_end(was)
        home = self.day.communes.home(town, "", "") if town else None
        if home is not None and home.code in self.day.communes.communes and home.niveau is Level.AVERTI:
            self.row.cells |= {"adresse1": street, "commune": town}
            self.prepared.repaired(self.row, "adresse1", was, street)

    def representatives(self, minor: Jeune | None) -> list[RepresentantLegal]:
        """Return the representatives of the row, those that a person must look at noted."""
        named = [r for rank in RANKS if (r := self.representative(f"rl{rank}_", minor))]
        if minor is not None and not named:
            self.fault(
                "rl1_nom",
                "Aucun représentant légal : il est à trouver, et à noter sur la fiche.",
                Level.AVERTI,
            )
        elif (
            minor is not None
            and any(r.nom for r in named)  # else « à identifier » is said already
            and not any(r.adresse.is_complete() for r in named)
        ):
            self.fault(
                "rl1_code_postal", "Aucun représentant légal n'a d'adresse où lui écrire.", Level.AVERTI
            )
        return named

    def representative(self, prefix: str, minor: Jeune | None) -> RepresentantLegal | None:
        """Return a representative of the row; `None` when it names none, or somebody who may not be one."""
        cells = self.row.cells
        if prefix not in self.prepared.named:
            return None
        text = {mapped: cells.get(name, "") for mapped, name in _TOLD_OF_ONE[prefix]}
        if not any(text.values()) or self.stops(prefix, text):
            return None
        card = self.values(prefix)
        name, first = self.read_name(f"{prefix}nom", Level.DOUTE).text, self.read_name(f"{prefix}prenom").text
        if not first and (both := name_and_first_name(name)) and any(word.isupper() for word in name.split()):
            name, first = both.nom, both.prenom
        if first:
            name = apart_from(name, first)
            self.check_other_name(f"{prefix}nom", name, first)
        if not name:
            if first or text["telephone"] or text["courriel"]:
                known = next(
                    (f for f in ("nom", "courriel", "telephone") if f"{prefix}{f}" in self.prepared.headings),
                    "nom",
                )
                reached = bool(card["telephone"] or card["courriel"])
                kept = (
                    "son téléphone ou son courriel est gardé"
                    if reached
                    else "ce que la liste en dit ne l'est pas"
                )
                self.fault(
                    f"{prefix}{known}",
                    f"Un représentant légal sans nom{f' ({shown(first)})' if first else ''} : il est à "
                    f"identifier, {kept}.",
                    Level.AVERTI,
                )
                if reached:
                    card |= {"nom": "", "prenom": first, "autorite": Authority.A_IDENTIFIER}
                    return representative_of(card | self.address(prefix, bool(card["pays"])))
            return None
        if minor is not None and fold(name, first) == fold(minor.nom, minor.prenom):
            self.fault(
                f"{prefix}nom",
                "Le représentant porte le nom et le prénom du jeune. Corrigez la ligne.",
                Level.DOUTE,
            )
        card |= {"nom": name, "prenom": first} | self.address(prefix, bool(card["pays"]))
        if words.NO_HOME & {fold(str(card["adresse1"] or ""))}:
            card["adresse1"] = ""
        return representative_of(card)

    def stops(self, prefix: str, text: dict[str, str]) -> bool:
        """Tell whether a word about a representative stops for a person, having noted why."""
        for name in ("lien", "nom", "prenom", "adresse1", "adresse2"):
            written = text.get(name, "")
            if not written:
                continue
            named_so = name == "nom" and fold(written) == fold(self.row.get("nom"))
            if not (why := why_it_stops(name, written, text["lien"], named_so=named_so)):
                continue
            self.fault(
                f"{prefix}{name}",
                f"{shown(written)} {why}. Dites qui écrire, ou ouvrez ce dossier à la main (of ouvrir).",
                Level.DOUTE,
            )
            return True
        return False

    def address(self, prefix: str, abroad: bool) -> dict[str, Value]:
        """Return the postcode and the town of a representative, as far as they can be known."""
        postcode, town = self.row.get(f"{prefix}code_postal"), self.row.get(f"{prefix}ville")
        if abroad:
            return {"code_postal": postcode, "ville": town}
        home = _ANYWHERE.home(town, postcode, "")
        if home.niveau is Level.AVERTI and home.commune:
            if home.motif:
                self.fault(prefix + home.champ.replace("commune", "ville"), home.motif, Level.AVERTI)
            return {"code_postal": home.code_postal, "ville": as_written(town, home.commune)}
        if postcode or town:
            self.fault(
                f"{prefix}code_postal" if postcode else f"{prefix}ville",
                home.motif or "L'adresse du représentant légal n'est pas entière. Complétez-la.",
                Level.AVERTI,
            )
        whole = postcode.isdecimal() and len(postcode) == 5
        return {"code_postal": postcode if whole else "", "ville": town}


@lru_cache(maxsize=8192)  # a list says the same sex, the same school, the same town again and again
def _cleaned(whose: str, mapped: str, text: str) -> tuple[Value, str, bool]:
    """Return the clean value of a text, what is to be said of it, and whether that is a fault."""
    field = _BY_NAME[whose, mapped]
    try:
        check_text(text)
        if motif := what_is_no(field, text):
            return field.empty, motif, True
        value = field.clean(text)
    except FaultError as error:
        return field.empty, str(error), True
    if value in ("", None) and mapped != "pays":
        not_kept = f"{shown(text)} n'est pas une réponse que l'on comprend. Elle n'est pas gardée."
        return value, not_kept, False
    if is_made_up(text, field):
        return field.empty, f"{shown(text)} n'est le numéro de personne. Il n'est pas gardé.", False
    return value, "", False


@lru_cache(maxsize=256)  # the rows of a list fill the same columns
def _there(
    whose: str, filled: tuple[str, ...]
) -> tuple[dict[str, Value], list[tuple[str, str, PersonField]]]:
    """Return the card that nothing is said on, and those of the fields that a row fills."""
    empty = {field.name: field.empty for _, field in _CARDS[whose]}
    names = [(whose + mapped, mapped, field) for mapped, field in _CARDS[whose]]
    return empty, [each for each in names if each[0] in filled]
