"""The day and the hour of an appointment, asked: a free one is proposed, Enter takes it."""

from __future__ import annotations

from ofworkflow.cli.dates import read_appointment
from ofworkflow.cli.output import ask, say, warn
from ofworkflow.errors import UsageError
from ofworkflow.law.school_holidays import school_holiday
from ofworkflow.procedure.case import RendezVous
from ofworkflow.procedure.french import french_day, french_hour
from ofworkflow.wiring import App

_LATER = "-"


def ask_hour(app: App, proposed: RendezVous | None) -> RendezVous | None:
    """Return the appointment that is typed, or the one proposed; nothing where it is left for later."""
    if proposed:
        when = f"{french_day(proposed.le)} à {french_hour(proposed.heure)}"
        question = f"  Jour et heure, Entrée : {when}{_beside(app, proposed)}, {_LATER} plus tard"
    else:
        question = "  Aucune heure libre n'est trouvée. Jour et heure, Entrée plus tard"
    while answer := ask(question, default="").strip():
        if answer == _LATER:
            return None
        try:
            day, hour = read_appointment(answer, today=app.clock.today())
        except UsageError as error:
            warn(str(error))
            continue
        rdv = RendezVous(day, hour, app.settings.courriers.lieu)
        say(f"  Rendez-vous compris : {french_day(day)} à {hour:%H:%M}{_beside(app, rdv)}.")
        return rdv
    return proposed


def _beside(app: App, rdv: RendezVous) -> str:
    holidays = school_holiday(rdv.le, app.rules.zone_scolaire)
    return f" ({holidays})" if holidays else ""
