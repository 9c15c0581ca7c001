"""The persons of a dossier: its representatives as people name them, what the card says of the minor."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.dossier.opened import read
from ofworkflow.casework.dossier.persons import persons_of_one
from ofworkflow.casework.registry.finding import find_dossier
from ofworkflow.errors import UsageError
from ofworkflow.procedure.persons import diploma_at
from ofworkflow.procedure.vocabulary import Nature, OuiNon
from ofworkflow.storage import queries
from ofworkflow.text import fold


def representative_number(connection: Connection, reference: str, name: str) -> int:
    """Return the number of the representative whose name holds every word of `name`; raise `UsageError` where
    that is nobody, or more than one."""
    row = queries.dossier_row(connection, find_dossier(connection, reference).id)
    people = persons_of_one(connection, row.jeune_id).representants
    wanted = set(fold(name).split())
    ranks = [
        n
        for n, r in enumerate(people, start=1)
        if wanted and wanted <= set(fold(f"{r.prenom} {r.nom}").split())
    ]
    if len(ranks) == 1:
        return ranks[0]
    known = " ; ".join(f"{n} : {r.full_name}" for n, r in enumerate(people, start=1)) or "aucun"
    what = "ne désigne aucun représentant" if not ranks else "désigne plusieurs représentants"
    raise UsageError(f"« {name} » {what} du dossier {reference}. Donnez son numéro ({known}).")


_JOBS = frozenset({Nature.EMPLOI, Nature.APPRENTISSAGE, Nature.PROFESSIONNALISATION})


def conditions(connection: Connection, reference: str, on: date) -> tuple[OuiNon | None, OuiNon | None]:
    """Return what the dossier knows of the two conditions of L. 313-8 on that day: a diploma, from the level
    of the card, and a job, from the situations noted; nothing where it does not know."""
    [opened] = read(connection, [find_dossier(connection, reference).id])
    level = persons_of_one(connection, opened.jeune_id).jeune.niveau
    works = any(cover.nature in _JOBS for cover in opened.case.covering(on))
    return diploma_at(level), OuiNon.OUI if works else None
