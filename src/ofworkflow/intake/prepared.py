"""From the cells of a row to the texts of its fields: mended, taken apart, what says nothing left out.
Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import lru_cache
from itertools import chain

from ofworkflow.intake import reaching
from ofworkflow.intake import taking_apart as apart
from ofworkflow.intake.bounds import MOST_OF_A_FIELD
from ofworkflow.intake.cells import mended
from ofworkflow.intake.composites import TAKERS
from ofworkflow.intake.days import DayOrder, ReadDay
from ofworkflow.intake.fields_of_lists import FIELDS_OF_LISTS
from ofworkflow.intake.headings import TWO_IN_ONE
from ofworkflow.intake.joining import JOINED, PARTS, join
from ofworkflow.intake.layout import Listing, ListRow
from ofworkflow.intake.proposal import Mapped, days_of
from ofworkflow.intake.verdicts import Fault, Level, Repair
from ofworkflow.intake.words import is_absent, is_error, refers_elsewhere
from ofworkflow.law.deadlines import age_on
from ofworkflow.procedure.cleaning import shown
from ofworkflow.records import dataclass
from ofworkflow.text import fold

_AGES = range(13, 20)  # whom a list of minors may hold, and a slip of a few years
_DAY_FIRST = DayOrder("jour")  # of three columns, each says what it is
_AROUND_INE = re.compile(r"^(?:INE|N°|NO|NUMERO|:)+|\([^)]*\)$")
_INE = re.compile(r"[0-9]{9}[A-Z]{2}|[0-9]{10}[A-Z]")
_PHONES = frozenset({"tel_portable", "tel_fixe", "rl1_telephone", "rl2_telephone"})
_MAILS = frozenset({"courriel", "rl1_courriel", "rl2_courriel"})
_OF_SOMEBODY = ("nom", "prenom", "telephone", "courriel")
_REACHING = _PHONES | _MAILS
_KEEPS_WORDS = frozenset({"diplome", "qpv", "motif_sortie", "emploi"})  # « aucun » is an answer there
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:]+)?")


@dataclass(slots=True)
class PreparedRow:
    """A row as text by field, and what was said of it on the way."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    beside: tuple[str, ...] = ()  # comments, and what stands past the last heading
    moved: bool = False  # something stands past the last heading
    unread: tuple[tuple[str, str], ...] = ()  # heading and text of the columns that no field takes

    def get(self, name: str) -> str:
        """Return the text of a field, empty when the list has none."""
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class PreparedList:
    """A list whose cells were read by field; `assumed` says what had to be supposed, in French sentences."""

    rows: tuple[PreparedRow, ...]
    headings: Mapping[str, str]
    repairs: list[Repair] = field(default_factory=list)
    assumed: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()  # « rl1_ », « rl2_ »: the representatives of whom it says anything

    def repaired(self, row: PreparedRow, name: str, was: str, now: str) -> None:
        """Note what was brought back in a field of a row, unless only spaces or capitals changed."""
        if was != now:
            self.repairs.append(Repair(row.line, self.headings.get(name, name), was, now))

    def fault(self, row: PreparedRow, name: str, motif: str, level: Level, pour: str = "") -> None:
        """Note what is wrong with a field of a row, under the heading of its column: the first word, unless
        it only warned."""
        heading = self.headings.get(name, name)
        at = next((at for at, each in enumerate(row.faults) if each.champ == heading), len(row.faults))
        if at == len(row.faults) or row.faults[at].niveau is Level.AVERTI is not level:
            row.faults[at : at + 1] = [Fault(row.line, heading, motif, level, pour)]


class _Preparing:
    def __init__(self, listing: Listing, mapped: Mapped, list_on: date, days: str) -> None:
        self.listing, self.places, self.list_on = listing, mapped.places, list_on
        self.unread, self.more, self.links = mapped.unread, mapped.more, mapped.links
        self.days = days_of(listing, mapped.places, days)
        self.headings = {name: listing.columns[at].shown for name, at in mapped.places.items()}
        for name in mapped.places:
            for part in TWO_IN_ONE.get(name, ()):
                self.headings.setdefault(part, self.headings[name])
        for whole, (parts, _) in JOINED.items():
            for part in parts:
                if part in self.headings:
                    self.headings.setdefault(whole, self.headings[part])
        self.whole = PreparedList((), self.headings)
        self.read_days: dict[tuple[str, str], ReadDay | None] = {}
        self.is_joined = any(part in mapped.places for part in PARTS)
        self.composite = tuple(name for name in TWO_IN_ONE if name in mapped.places)
        self.of_days = {*self.days, "naissance"}

    def row(self, read: ListRow) -> PreparedRow:
        row = PreparedRow(
            read.line,
            beside=(*read.remarks, *filter(None, read.beyond)),
            moved=bool(read.beyond),
            unread=tuple((column.shown, text) for column in self.unread if (text := read.cell(column.at))),
        )
        if read.fault:
            row.faults.append(Fault(read.line, "ligne", read.fault))
            return row
        written = {name: read.cell(at) for name, at in self.places.items()}
        for name, places in self.more.items():
            cells = (written[name], *map(read.cell, places))
            written[name] = " / ".join(cell for cell in cells if cell and not is_absent(cell))
        if self.is_joined:
            written = join(written)
        for name, text in written.items():
            if text:
                self.put(row, name, text)
        for name in self.composite:
            if text := row.cells.pop(name, ""):
                self.take_apart(row, name, text)
        for prefix, link in self.links.items():
            if not row.get(f"{prefix}lien") and any(row.get(prefix + part) for part in _OF_SOMEBODY):
                row.cells[f"{prefix}lien"] = link
        self.settle(row)
        if read.continued:
            motif = f"La ligne {read.continued}, sans nom, paraît en être la suite. Réunissez les deux."
            self.whole.fault(row, "ligne", motif, Level.DOUTE)
        return row

    def put(self, row: PreparedRow, name: str, text: str) -> None:
        """Put the text of a field where it holds something, mended."""
        if len(text) <= MOST_OF_A_FIELD and name not in self.of_days and _is_plain(text):
            row.cells[name] = text
            return
        if len(text) > MOST_OF_A_FIELD:
            self.whole.fault(
                row, name, f"La case a {len(text)} signes, plus qu'il n'en faut. Corrigez-la.", _level(name)
            )
            return
        kept = mended(text)
        if is_error(kept):
            level = Level.REJET if name in _WHO else Level.AVERTI
            self.whole.fault(
                row, name, f"{shown(kept)} est une erreur du tableur. Reprenez la valeur.", level
            )
            return
        if name not in _KEEPS_WORDS and is_absent(kept):
            if refers_elsewhere(kept) and name not in _WHO:
                self.whole.fault(
                    row,
                    name,
                    f"{shown(kept)} renvoie à une autre case. Elle n'est pas reprise.",
                    Level.AVERTI,
                )
            elif name in _WHO:
                self.whole.fault(
                    row, name, f"{shown(kept)} ne dit pas qui c'est. Complétez la ligne.", Level.REJET
                )
            return
        if name in self.of_days:
            kept = self.day(row, name, kept)
        elif _ISO_DAY.fullmatch(kept):
            self.whole.fault(
                row, name, f"{shown(kept)} : le tableur en a fait une date. Reprenez la valeur.", _level(name)
            )
            return
        if kept != text and not _same_day(name, kept, text):
            self.whole.repaired(row, name, text, kept)
        row.cells[name] = kept

    def day(self, row: PreparedRow, name: str, text: str) -> str:
        """Return a day in ISO, or the text where it is none: its cleaner says what is wrong."""
        if (name, text) not in self.read_days:  # many minors are born on one day, or left on one
            plausible = self.plausible if name == "naissance" else _any_day
            self.read_days[name, text] = self.days.get(name, _DAY_FIRST).read(text, plausible)
        day = self.read_days[name, text]
        if day is None:
            return text
        if day.swapped is not None and name == "naissance":
            self.whole.fault(
                row,
                name,
                f"{shown(text)} peut être le {day.on:%d/%m/%Y} ou le {day.swapped:%d/%m/%Y} : rien dans "
                "la liste ne le prouve. Écrivez la date en lettres.",
                Level.DOUTE,
            )
        return day.on.isoformat()

    def plausible(self, on: date) -> bool:
        return plausible_birth(on, self.list_on)

    def take_apart(self, row: PreparedRow, name: str, text: str) -> None:
        """Give each field of a composite cell its own text; what cannot be is said."""
        taken = TAKERS[name](text)
        if taken is None:
            level = (
                Level.DOUTE
                if name in _WHO or name.endswith("identite") or name == "representants"
                else Level.AVERTI
            )
            self.whole.fault(
                row, name, f"{shown(text)} réunit plusieurs choses que rien ne sépare. Séparez-les.", level
            )
            return
        for part, value in taken.items():
            if value and not row.cells.get(part) and not is_absent(value):
                row.cells[part] = value

    def settle(self, row: PreparedRow) -> None:
        """Take out of a cell what belongs to another: a postcode in a town, a second phone, « chez »."""
        for town, postcode in (
            ("commune", "code_postal"),
            ("rl1_ville", "rl1_code_postal"),
            ("rl2_ville", "rl2_code_postal"),
        ):
            text = row.cells.get(town)
            if text and (both := apart.postcode_and_town(text)) and row.get(postcode) in ("", both[0]):
                self.resettle(row, town, {postcode: both[0], town: both[1]})
        for prefix, town in (("", "commune"), ("rl1_", "rl1_ville"), ("rl2_", "rl2_ville")):
            if row.cells.get(f"{prefix}adresse1"):
                self.settle_street(row, prefix, town)
        if not _REACHING.isdisjoint(row.cells):
            for name in sorted(_PHONES & row.cells.keys()):
                self.settle_phone(row, name)
            for name in sorted(_MAILS & row.cells.keys()):
                self.settle_mail(row, name)
        if row.get("ine"):
            self.settle_ine(row)

    def settle_street(self, row: PreparedRow, prefix: str, town: str) -> None:
        """Take out of a street the postcode, the town and « chez »."""
        street, postcode = f"{prefix}adresse1", f"{prefix}code_postal"
        if (all_three := apart.street_postcode_town(row.get(street))) and row.get(postcode) in (
            "",
            all_three[1],
        ):
            self.resettle(
                row,
                street,
                {street: all_three[0], postcode: all_three[1], town: row.get(town) or all_three[2]},
            )
        elif all_three:
            self.whole.fault(
                row,
                street,
                f"{shown(row.get(street))} n'a pas le code postal de sa colonne "
                f"({row.get(postcode)}). Gardez le bon.",
                Level.DOUTE,
            )
        elif (both := apart.postcode_and_town(row.get(street))) and row.get(postcode) in ("", both[0]):
            # « 12 rue des Lilas, 59130 » is a street still, where the town has its own column
            left = both[1] if row.get(town) and fold(both[1]) != fold(row.get(town)) else ""
            self.resettle(
                row, street, {street: left.strip(" ,"), postcode: both[0], town: row.get(town) or both[1]}
            )
        if not prefix and not row.get("adresse2") and (above := apart.care_of(row.get(street))):
            self.resettle(row, street, {"adresse2": above[0], street: above[1]})

    def settle_phone(self, row: PreparedRow, name: str) -> None:
        """Keep one number in a field of phones; the others go where they belong, or are said."""
        text = row.get(name)
        numbers = reaching.phones(text)
        if numbers == [text]:
            return
        kept, *others = numbers
        other = {"tel_portable": "tel_fixe", "tel_fixe": "tel_portable"}.get(name)
        if others and other and not row.get(other):
            right = [number for number in numbers if reaching.is_fixed(number) == (name == "tel_fixe")]
            elsewhere = [number for number in numbers if number not in right]
            if right and elsewhere:
                kept, row.cells[other] = right[0], elsewhere[0]
                others = right[1:] + elsewhere[1:]
        self.whole.repaired(row, name, text, kept)
        row.cells[name] = kept
        self.one_kept(row, name, text, kept, others)

    def one_kept(self, row: PreparedRow, name: str, text: str, kept: str, others: Sequence[str]) -> None:
        if [other for other in others if other not in row.cells.values()]:
            self.whole.fault(
                row,
                name,
                f"{shown(text)} : un seul est gardé, {kept}. Notez l'autre sur la fiche.",
                Level.AVERTI,
            )

    def settle_mail(self, row: PreparedRow, name: str) -> None:
        """Keep one address of mail, freed of what is around it; the others are said."""
        text = row.get(name)
        addresses = reaching.mails(text)
        if addresses and addresses != [text]:
            self.whole.repaired(row, name, text, addresses[0])
            row.cells[name] = addresses[0]
            self.one_kept(row, name, text, addresses[0], addresses[1:])

    def settle_ine(self, row: PreparedRow) -> None:
        """Free a pupil's number of its label and its remark."""
        text = row.get("ine")
        bare = _AROUND_INE.sub("", re.sub(r"[\s.\-–\"']", "", text).upper())
        if bare != re.sub(r"[\s.\-–]", "", text).upper() and _INE.fullmatch(bare):
            self.whole.repaired(row, "ine", text, bare)
            row.cells["ine"] = bare

    def resettle(self, row: PreparedRow, name: str, values: Mapping[str, str]) -> None:
        was = row.get(name)
        row.cells.update(values)
        self.whole.repaired(row, name, was, row.get(name))


def prepare(listing: Listing, mapped: Mapped, list_on: date, days: str = "") -> PreparedList:
    """Return the rows of a list by field, what was repaired with certainty, and what had to be supposed;
    `days` is what comes first in them, where a person told it."""
    preparing = _Preparing(listing, mapped, list_on, days)
    rows = tuple(preparing.row(read) for read in listing.rows)
    assumed = tuple(
        f"{preparing.headings[name]} : {days.why}." for name, days in preparing.days.items() if days.why
    )
    filled = frozenset(chain.from_iterable(row.cells for row in rows))
    named = frozenset(name[:4] for name in filled if name.startswith("rl"))
    return PreparedList(rows, preparing.headings, preparing.whole.repairs, assumed, named)


_WHO = frozenset({"nom", "prenom", "naissance", "nom_prenom", "prenom_nom"})


def _level(name: str) -> Level:
    return Level.REJET if name in _WHO else Level.AVERTI


def plausible_birth(on: date, list_on: date) -> bool:
    """Tell whether somebody born that day may be in a list of `list_on`, a slip of a few years apart."""
    return on <= list_on and age_on(on, list_on) in _AGES


@lru_cache(maxsize=4096)  # the name and the street of a minor are those of a parent, and towns come again
def _is_plain(text: str) -> bool:
    """Tell whether a text is kept as it is in any field: nothing to mend in it, and it says something."""
    return mended(text) == text and not (is_error(text) or is_absent(text) or _ISO_DAY.fullmatch(text))


def _any_day(on: date) -> bool:
    return True


@lru_cache(maxsize=4096)
def _same_day(name: str, kept: str, text: str) -> bool:
    """Tell whether a day was only brought to its usual form: no repair to tell."""
    field = FIELDS_OF_LISTS.get(name)
    if field is None or not field.is_day:
        return False
    numbers = [int(number) for number in re.findall(r"\d+", text)][:3]
    day = [int(part) for part in kept.split("-")] if _ISO_DAY.fullmatch(kept) else []
    return numbers in (day, day[::-1]) and not any(char.isalpha() and char not in "TZ" for char in text)
