"""A house to try the use cases in: its desk on a given day, invented persons, a press without surprises."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from ofworkflow.casework.acts.perform import Done, perform
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.mail.letters.subject import Press
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.config import ProcedureSettings, Settings
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.persons import Adresse, Jeune, RepresentantLegal, Signalement
from ofworkflow.procedure.requests import RendezVous, Request
from ofworkflow.procedure.vocabulary import Quality, Source
from ofworkflow.storage.database import Database
from ofworkflow.wiring import house_rules, make_press

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LILAS = Adresse("12 rue des Lilas", "", "59130", "Lambersart")
BAC = Adresse("3 rue du Bac", "", "59110", "La Madeleine")


def desk(today: date, *, author: str = "Camille Renard", **settings: object) -> Desk:
    """Return the desk of a day; `settings` change the house's habits."""
    house = Settings(procedure=ProcedureSettings(**settings))  # type: ignore[arg-type]
    return Desk(house_rules(house), author, today, NOW, "ML-EXEMPLE", "Camille Renard")


def minor(nom: str = "DUPONT", prenom: str = "Léa", *, born_on: date = date(2009, 5, 14), **more: object) -> Jeune:
    """Return an invented minor."""
    given = {"sexe": "F", "commune": "Lambersart", "commune_insee": "59328", "adresse": LILAS} | more
    return Jeune(nom=nom, prenom=prenom, naissance=born_on, **given)  # type: ignore[arg-type]


def reported(jeune: Jeune | None = None, *, on: date = date(2025, 12, 1), source: Source = Source.SIEI) -> Signalement:
    """Return a report: the minor lives with her mother, her father lives elsewhere."""
    mother = RepresentantLegal(Quality.MERE, "DUPONT", "Anne", LILAS, heberge=True)
    father = RepresentantLegal(Quality.PERE, "DUPONT", "Marc", BAC)
    return Signalement(jeune or minor(), (mother, father), source, on)


def open_one(database: Database, signalement: Signalement | None = None, *, on: date = date(2025, 12, 1)) -> int:
    """Open a dossier on that day; return its identifier."""
    from ofworkflow.casework.registry.finding import find_dossier

    with database.writing() as connection:
        [(reference, _)] = open_dossiers(connection, [signalement or reported(on=on)], done_on=on, desk=desk(on))
        found: int = find_dossier(connection, reference).id
    return found


def act(database: Database, dossier_id: int, request: Request, on: date, *, today: date | None = None) -> Done:
    """Do one act on that day, recorded that day unless `today` says later.

    An appointment is given whatever its day and hour, with a reason: what stands in its way has its own tests.
    """
    if isinstance(request, ask.Appointing) and not request.malgre:
        request = replace(request, malgre="essai")
    with database.writing() as connection:
        return perform(connection, dossier_id, request, done_on=on, desk=desk(today or on))


def appointment(on: date, at: time = time(14)) -> RendezVous:
    """Return an appointment in the house."""
    return RendezVous(on, at, "12 rue de l'Exemple à Lambersart")


def summon(database: Database, dossier_id: int, on: date, *, rdv: date, **more: str) -> Done:
    """Summon on that day for an appointment."""
    return act(database, dossier_id, ask.Convoquer(appointment(rdv), **more), on)


def press(folder: Path) -> Press:
    """Return the real press, with the shipped templates, writing in `folder`."""
    return make_press(Settings(folder=folder))
