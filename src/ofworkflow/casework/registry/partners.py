"""The directory of the house: partners of proximity, each with a contact; added, changed, ended.

A dossier names the organism it asked; who answers the phone there is here only, as it is today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hold_house_lists
from ofworkflow.errors import AlreadyNotedError, UsageError
from ofworkflow.procedure.cleaning import FaultError, clean_email, clean_phone
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import PartnerKind
from ofworkflow.records import dataclass
from ofworkflow.storage import partners as stored
from ofworkflow.text import fold


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner of the directory: its number, what it is, its name, whom to call; `ended_on`: asked no more
    from that day."""

    number: int
    kind: PartnerKind
    name: str
    contact: str = ""
    phone: str = ""
    email: str = ""
    ended_on: date | None = None
    author: str = ""

    @property
    def told(self) -> str:
        """Return whom to call there, and how."""
        return " · ".join(part for part in (self.contact, self.phone, self.email) if part)


def partners(connection: Connection, *, ended: bool = False) -> tuple[Partner, ...]:
    """Return the directory, in the order of its numbers; `ended`: those that are asked no more too."""
    known = (
        Partner(
            row.numero, PartnerKind(row.genre), row.nom, row.contact or "", row.telephone or "",
            row.courriel or "", row.fin_le, row.auteur,
        )
        for row in stored.partner_rows(connection)
    )  # fmt: skip
    return tuple(each for each in known if ended or each.ended_on is None)


def partner_named(connection: Connection, text: str) -> Partner:
    """Return the partner that a number, a name or a part of it designates; raise `UsageError` for none, or
    several."""
    known, typed = partners(connection), text.strip()
    words = fold(typed)
    those = [each for each in known if typed == str(each.number)]
    those = those or [each for each in known if fold(each.name) == words]
    those = those or [each for each in known if words and words in fold(each.name)]
    if len(those) == 1:
        return those[0]
    if not those:
        raise UsageError(f"« {typed} » n'est pas au carnet. Voyez-le, ou ajoutez-le : of partenaires.")
    listed = " ; ".join(f"n° {each.number} {each.name}" for each in those)
    raise UsageError(f"« {typed} » désigne plusieurs partenaires : {listed}. Donnez son numéro.")


def add_partner(connection: Connection, new: Partner, *, desk: Desk) -> Partner:
    """Write a partner in the directory, and return it with its number; raise `UsageError` where it has no
    name or a field is wrong, `AlreadyNotedError` where that very one is there."""
    hold_house_lists(connection, desk.structure)
    checked = _checked(new)
    for known in partners(connection):
        if known.kind is checked.kind and fold(known.name) == fold(checked.name):
            raise AlreadyNotedError(
                f"Déjà noté : {known.name} est au carnet, n° {known.number}. Pour le changer : of "
                f"partenaires --modifier {known.number}."
            )
    numbered = replace(checked, number=stored.next_partner_number(connection, desk.structure))
    write_partner(connection, numbered, desk)
    return numbered


def change_partner(connection: Connection, number: int, changes: Mapping[str, str], *, desk: Desk) -> Partner:
    """Change what is known of a partner (`Partner` fields), its old line kept; raise what `partner_named`
    and `add_partner` raise."""
    hold_house_lists(connection, desk.structure)
    known = partner_named(connection, str(number))
    kind = PartnerKind(changes["kind"]) if "kind" in changes else known.kind
    words = {name: value for name, value in changes.items() if name != "kind"}
    changed = _checked(replace(known, kind=kind, **words))  # type: ignore[arg-type]  # the fields of words
    if changed == known:
        raise AlreadyNotedError(f"Déjà noté : le carnet dit cela de {known.name}. Rien n'est écrit de plus.")
    write_partner(connection, changed, desk)
    return changed


def end_partner(connection: Connection, number: int, on: date, *, desk: Desk) -> Partner:
    """Have a partner asked no more from that day; raise what `partner_named` raises."""
    hold_house_lists(connection, desk.structure)
    ended = replace(partner_named(connection, str(number)), ended_on=on)
    write_partner(connection, ended, desk)
    return ended


def _checked(partner: Partner) -> Partner:
    if not partner.name.strip():
        raise UsageError("Un partenaire a un nom. Donnez-le avec --nom.")
    return replace(
        partner,
        name=partner.name.strip(),
        contact=partner.contact.strip(),
        phone=_cleaned(clean_phone, partner.phone, "--telephone"),
        email=_cleaned(clean_email, partner.email, "--courriel"),
    )


def _cleaned(clean: Callable[[str], str], text: str, option: str) -> str:
    try:
        return clean(text) if text.strip() else ""
    except FaultError as error:
        raise UsageError(f"{option} : {error}") from error


def write_partner(connection: Connection, partner: Partner, desk: Desk) -> None:
    """Add the line that says what a partner is from now on; the list of the house is held already."""
    stored.add_partner_line(
        connection,
        structure=desk.structure,
        numero=partner.number,
        genre=str(partner.kind),
        nom=partner.name,
        contact=partner.contact or None,
        telephone=partner.phone or None,
        courriel=partner.email or None,
        fin_le=partner.ended_on,
        auteur=desk.author,
        enregistre_a=desk.now,
    )


def ended_words(partner: Partner) -> str:
    """Say that a partner is asked no more."""
    return f"jusqu'au {french_day(partner.ended_on)}" if partner.ended_on else ""
