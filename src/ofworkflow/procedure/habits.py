"""The habits of the house, as the procedure reads them: none is set by law."""

from __future__ import annotations

from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.records import dataclass

WAITS_FROM_YEARS = 15
"""From which age a dossier is opened before 16, to wait for it, where the house says nothing."""


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The habits of the house, from `config.toml`, and the calendar of its territory; units as in
    `ofworkflow.config`."""

    calendar: WorkCalendar
    preavis_premier_entretien: int
    preavis_seconde_convocation: int
    justification: int
    issue: int
    convocations_par_cycle: int
    preparation_avant_terme: int
    depart_convocation: str
    depart_date: str
    silence_sollicitations: int
    silence_canaux: int
    silence_duree: int
    inscription_provisoire: int
    revision_exemption: int
    accuse_departement: int
    conservation: int
    information_au_plus_tot: str = "justification"
    promesse_information: str = "signale"
    signalement_repete: str = "cycle"
    departements: tuple[str, ...] = ()  # codes that the configuration knows; none: any is the house's
    fuseau: str = "Europe/Paris"
    ouverture: tuple[str, ...] = ()  # « lundi-vendredi 9:00-12:00 »; none: every hour is one
    duree_entretien: int = 45  # minutes
    salles: tuple[str, ...] = ()  # rooms that hold one interview at a time; none: places are not counted
    zone_scolaire: str = ""  # A, B or C; empty: no school holiday is shown
    entretien_conjoint: str = "oui"  # L. 313-8 is held with the minor and a representative together
    # years: a minor of that age waits for 16, a younger one has no dossier
    age_au_plus_tot: int = WAITS_FROM_YEARS
    assiduite: int = 3  # months, a term, after which a pupil's attendance is seen again; 0: never
