"""A base built to the year that a mission locale published, through real acts: invented persons, the figures of the bilan.

198 minors accompanied, 198 of them in order on 31/12/2025, 97 in a professional situation, in the ten communes of the territory.
Others are in the house and in no figure of the bilan: reported and not seen yet, exempt, moved, opened by mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain, cycle, islice, repeat

from sqlalchemy import select

from house import appointment, desk, minor, reported
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.config import Settings
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.natures import NATURES
from ofworkflow.procedure.persons import Signalement
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.vocabulary import Closing, Nature, Presence, Source
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

ACCOMPANIED, PROFESSIONAL = 198, 97
COMMUNES = tuple(Settings().territoire.commune_names().items())
REPORTED_ON, MET_ON, FOUND_ON, CHECKED_ON = date(2025, 3, 3), date(2025, 4, 1), date(2025, 6, 2), date(2025, 12, 15)
_BORN_AT_THE_EDGE = (date(2007, 12, 31), date(2008, 1, 1))  # 18 on the last day of the year: observed on the eve; on the morrow


def build(database: Database) -> None:
    """Open every dossier at once, then do what was done for each."""
    natures = chain(islice(cycle(_PROFESSIONAL), PROFESSIONAL), islice(cycle(_OTHERS), ACCOMPANIED - PROFESSIONAL))
    lives: list[list[tuple[Request, date]]] = [list(_accompanied(nature, rank)) for rank, nature in enumerate(natures)]
    lives += [[], [], [], *repeat([(ask.Exempter(date(2026, 6, 30)), FOUND_ON)], 4)]
    lives += [[(ask.Cloturer(motif), FOUND_ON)] for motif in (Closing.DEMENAGEMENT, Closing.ERREUR, Closing.DOUBLON)]
    with database.writing() as connection:
        signalements = [_signalement(rank) for rank in range(len(lives))]
        open_dossiers(connection, signalements, done_on=REPORTED_ON, desk=desk(REPORTED_ON))
        numbers = connection.execute(select(m.dossier.c.id).order_by(m.dossier.c.reference)).scalars().all()
        for number, life in zip(numbers, lives, strict=True):
            for request, on in life:
                perform(connection, number, request, done_on=on, desk=desk(on))


_PROFESSIONAL = (
    Nature.EMPLOI, Nature.FORMATION, Nature.SCOLARITE, Nature.APPRENTISSAGE, Nature.SERVICE_CIVIQUE, Nature.DEUXIEME_CHANCE,
    Nature.PROFESSIONNALISATION,
)  # fmt: skip
_OTHERS = (*repeat(Nature.ACCOMPAGNEMENT, 9), Nature.MEDICO_SOCIAL)


def _accompanied(nature: Nature, rank: int) -> Iterator[tuple[Request, date]]:
    if rank % 3 == 0:
        yield ask.Convoquer(appointment(MET_ON)), date(2025, 3, 10)
        yield ask.Recevoir(Presence.LES_DEUX), MET_ON
    if nature in _PROFESSIONAL and rank % 4 == 0:
        # a contract that follows months of accompaniment
        yield _situation(Nature.ACCOMPAGNEMENT, until=date(2026, 5, 31)), FOUND_ON
        yield _situation(nature, since=CHECKED_ON, until=date(2026, 8, 31)), CHECKED_ON
    else:
        yield _situation(nature, until=date(2025, 12, 31) if rank % 5 == 0 else date(2026, 8, 31)), FOUND_ON


def _situation(nature: Nature, *, until: date, since: date = FOUND_ON) -> ask.ConstaterSituation:
    return ask.ConstaterSituation(nature, since, NATURES[nature].shown_by[0], since, fin=until)


def _signalement(rank: int) -> Signalement:
    code, commune = COMMUNES[rank * 7 % len(COMMUNES)]
    born_on = _BORN_AT_THE_EDGE[rank // 50 % 2] if rank % 50 == 0 else date(2008, 1 + rank % 12, 2 + rank % 27)
    person = minor(
        f"EXEMPLE{rank}", born_on=born_on, sexe="FM"[rank % 2], commune=commune, commune_insee=code,
        niveau=("aucun", "cap_bep", "bac", "")[rank % 4], qpv=(True, False, None)[rank % 3],
    )  # fmt: skip
    return reported(person, on=REPORTED_ON, source=list(Source)[rank % len(Source)])
