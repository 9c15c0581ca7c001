"""What is awaited of partners and of the platform's meeting, in the day: who, what, by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.morning.task import Task
from ofworkflow.law.periods import days_between
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.entries import Request
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Act, Delay
from ofworkflow.storage.journal_codec import ASKED, decode_request
from ofworkflow.storage.queries import journal_lines
from ofworkflow.storage.rows import DelayRow
from ofworkflow.text import counted

RANK, WITHIN_DAYS = 7, 7
HEADINGS: Mapping[Delay, str] = {
    Delay.DEMANDE: "Réponse d'un partenaire attendue",
    Delay.REUNION: "Réunion de la plateforme à préparer",
    Delay.DECISION: "Décision de la réunion à faire",
}
"""The delays told here, and under which heading."""
_HELD = "Décision de la réunion à noter"


def partner_tasks(connection: Connection, rows: Sequence[DelayRow], today: date) -> Iterator[Task]:
    """Yield what these delays ask for, those of the coming week and those that are late."""
    near = [row for row in rows if days_between(today, row.legale_le) <= WITHIN_DAYS]
    lines = journal_lines(connection, [(row.dossier_id, row.ouverte_par) for row in near]) if near else {}
    for row in near:
        acte, donnees = lines[row.dossier_id, row.ouverte_par]
        request = decode_request(Act(acte), donnees.get(ASKED, {}))
        what, command, heading = _said(request, row, today)
        when = _when(row.legale_le, today)
        name = f"{row.nom} {row.prenom}"
        yield Task(RANK, heading, row.reference, name, f"{what} ; {when}", row.legale_le, command)


def _said(request: Request, row: DelayRow, today: date) -> tuple[str, str, str]:
    n, reference, heading = row.ouverte_par, row.reference, HEADINGS[Delay(row.slug)]
    if isinstance(request, ask.Demander):
        command = f"of repondre {reference} --reponse RÉPONSE --demande {n}"
        return f"{request.nom} : {request.objet.label}", command, heading
    if isinstance(request, ask.Inscrire):
        if request.reunion > today:
            return request.sujet.label, f"of voir {reference}", heading
        command = f"of decider {reference} --quoi QUOI --qui QUI --avant DATE"
        return request.sujet.label, command, _HELD
    if isinstance(request, ask.Decider):
        command = f"of achever {reference} --decision {n}"
        return f"{request.quoi.label}, par {request.qui}", command, heading
    raise TypeError(f"{request.act} opens no delay of the partners")


def _when(on: date, today: date) -> str:
    left = days_between(today, on)
    if left < 0:
        return f"en retard depuis le {french_day(on)}"
    return f"le {french_day(on)}" + (
        f" (dans {counted(left, 'jour', 'jours')})" if left else " (aujourd'hui)"
    )
