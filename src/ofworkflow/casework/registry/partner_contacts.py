"""What the directory keeps of the persons who answer at a partner's: each line told, how long, and erased.

They are persons too (RGPD, articles 5, 15 and 17): what is held is shown to whom asks, nothing is kept longer
than a closed dossier, and erasing leaves the organism, which is nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from itertools import zip_longest

from sqlalchemy import Connection

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hold_house_lists
from ofworkflow.casework.registry.partners import Partner, partners, write_partner
from ofworkflow.errors import AlreadyNotedError, UsageError
from ofworkflow.law.periods import add_months
from ofworkflow.records import dataclass
from ofworkflow.storage import partners as stored


@dataclass(frozen=True, slots=True)
class HeldContact:
    """A line of the directory that names somebody: since and until when it was the one that counts, who noted
    it, and the day from which it is to be erased; none while it counts."""

    contact: str
    phone: str
    email: str
    since: date
    until: date | None
    erase_on: date | None
    author: str


def held_contacts(
    connection: Connection, number: int, *, months: int, here: Callable[[datetime], datetime]
) -> tuple[Partner, tuple[HeldContact, ...]]:
    """Return a partner, ended or not, and all that is held of who answers there; `months`: how long the house
    keeps a line that counts no more; `here`: an instant at its own clock. Raise `UsageError` for a number
    that is not in the directory."""
    known = next((each for each in partners(connection, ended=True) if each.number == number), None)
    if known is None:
        raise UsageError(f"« {number} » n'est pas au carnet. Voyez-le : of partenaires --tous.")
    lines = stored.partner_lines(connection, number)
    held = []
    for line, following in zip_longest(lines, lines[1:]):
        if not (line.contact or line.telephone or line.courriel):
            continue
        until = here(following.enregistre_a).date() if following else line.fin_le
        held.append(
            HeldContact(
                line.contact or "", line.telephone or "", line.courriel or "", here(line.enregistre_a).date(),
                until, add_months(until, months) if until else None, line.auteur,
            )
        )  # fmt: skip
    return known, tuple(held)


def forget(connection: Connection, number: int, *, desk: Desk) -> int:
    """Erase who answers at a partner's from all its lines, and write who did; return how many named somebody.

    Raise what `held_contacts` raises, `AlreadyNotedError` where no line names anybody.
    """
    hold_house_lists(connection, desk.structure)
    months, here = desk.rules.conservation, desk.now.tzinfo
    known, held = held_contacts(connection, number, months=months, here=lambda at: at.astimezone(here))
    if not held:
        raise AlreadyNotedError(f"Rien à effacer : le carnet ne garde personne de {known.name}.")
    stored.forget_contacts(connection, desk.structure, number)
    write_partner(connection, replace(known, contact="", phone="", email=""), desk)
    return len(held)
