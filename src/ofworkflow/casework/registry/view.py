"""All about one dossier: its row, its journal, its delays, its letters, as `of voir` shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from datetime import date, datetime

from sqlalchemy import Connection

from ofworkflow.casework.dossier.lines import LetterLine, letters
from ofworkflow.casework.dossier.opened import Opened, read
from ofworkflow.casework.dossier.persons import Persons, persons_of_one
from ofworkflow.casework.registry.cycles import CycleLine, SignalementLine, cycles_of, signalements_of
from ofworkflow.casework.registry.finding import find_dossier
from ofworkflow.casework.registry.partners import Partner, partners
from ofworkflow.casework.registry.siblings import Sibling, siblings
from ofworkflow.errors import OfWorkflowError, StorageError
from ofworkflow.procedure.case import RunningDelay
from ofworkflow.procedure.delays import DELAYS
from ofworkflow.procedure.vocabulary import DelayState, Source
from ofworkflow.records import dataclass
from ofworkflow.storage import queries
from ofworkflow.storage.leaves import relays_of
from ofworkflow.storage.merged import absorbed_by


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact, or an attempt: its day, its way, what came of it, who answered; its number on the sheet, who
    noted it, and why it was voided, by whom."""

    le: date
    nature: str
    resultat: str
    qui: str = ""
    representant: int | None = None
    note: str = ""
    n: int = 0
    auteur: str = ""
    enregistre_a: datetime | None = None
    annule_a: datetime | None = None
    annule_par: str = ""
    annule_motif: str = ""


@dataclass(frozen=True, slots=True)
class DossierView:
    """What is known of a dossier on a day."""

    conseiller: str
    source: str
    signale_le: date
    opened: Opened
    persons: Persons
    recorded_at: dict[int, datetime]
    notes: dict[int, str]
    letters: Sequence[LetterLine]
    contacts: Sequence[ContactLine]
    signalements: Sequence[SignalementLine]
    cycles: Sequence[CycleLine]
    fratrie: Sequence[Sibling] = ()
    relays: Mapping[int, str] = field(default_factory=dict)  # who receives an appointment in their place
    partners: Mapping[int, Partner] = field(default_factory=dict)  # those it asked, as the directory has them
    reunis: tuple[DossierView, ...] = ()  # the dossiers of the same minor that were merged into this one


def view_named(connection: Connection, text: str) -> DossierView:
    """Gather all about the one dossier that a text designates; raise what `find_dossier` raises."""
    return view_dossier(connection, find_dossier(connection, text).id)


def view_dossier(connection: Connection, dossier_id: int) -> DossierView:
    """Gather all about one dossier."""
    opened = read(connection, [dossier_id])[0]
    with told_by_name(opened.reference):
        return _view(connection, opened, dossier_id)


@contextmanager
def told_by_name(reference: str) -> Iterator[None]:
    """Say which dossier holds what cannot be read, and whom to ask; raise `StorageError`."""
    try:
        yield
    except OfWorkflowError as error:
        if reference in str(error) or not isinstance(error, StorageError):
            raise
        raise StorageError(f"Dossier {reference} : {error}") from error
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise StorageError(
            f"Le dossier {reference} ne se lit pas : {error}. Faites examiner la base (of docteur) ; "
            "les autres dossiers se lisent."
        ) from error


def _view(connection: Connection, opened: Opened, dossier_id: int) -> DossierView:
    row = queries.dossier_row(connection, dossier_id)
    persons = persons_of_one(connection, opened.jeune_id)
    return DossierView(
        conseiller=row.conseiller,
        relays={n: who for (_, n), who in relays_of(connection, [dossier_id]).items()}
        if row.a_confie
        else {},
        source=row.source,
        signale_le=row.signale_le,
        opened=opened,
        persons=persons,
        recorded_at={line.n: line.enregistre_a for line in opened.lines},
        notes={line.n: line.note for line in opened.lines if line.note},
        letters=letters(connection, dossier_id=dossier_id),
        contacts=_contacts(connection, dossier_id),
        signalements=signalements_of(opened, Source(row.source), row.signale_le),
        cycles=cycles_of(opened),
        fratrie=siblings(connection, opened.jeune_id, persons),
        partners=_partners(connection, opened),
        reunis=tuple(
            _view(connection, one, one.id)
            for number in (absorbed_by(connection, dossier_id) if row.a_reuni else ())
            for one in read(connection, [number])
        ),
    )


def _partners(connection: Connection, opened: Opened) -> dict[int, Partner]:
    named = {each.numero for each in opened.case.partnership.requests if each.numero}
    known = partners(connection, ended=True) if named else ()
    return {each.number: each for each in known if each.number in named}


def _contacts(connection: Connection, dossier_id: int) -> list[ContactLine]:
    """Return the contacts, each with its number: the order in which they were noted."""
    rows = queries.contacts(connection, dossier_id)
    ranks = {number: n for n, number in enumerate(sorted(c.id for c in rows), start=1)}
    return [
        ContactLine(
            c.le, c.nature, c.resultat, c.qui or "", c.representant, c.note or "", ranks[c.id], c.auteur,
            c.enregistre_a, c.annule_a, c.annule_par or "", c.annule_motif or "",
        )
        for c in rows
    ]  # fmt: skip


def delay_state(delay: RunningDelay, today: date) -> DelayState:
    """Return the state of a delay as seen on a day: past its legal end, a delay that binds us is « hors
    délai »."""
    late = (
        delay.is_open
        and DELAYS[delay.slug].can_be_late
        and not delay.provisional
        and today > delay.dates.legal_on
    )
    return DelayState.HORS_DELAI if late else delay.state
