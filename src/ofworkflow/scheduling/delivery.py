"""The morning rapport, brought: a file in a folder, an e-mail; and the alarm when the night could not be
done.

What cannot be brought never makes a night fail: it is said, and tried again at the next beats.
"""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ofworkflow.casework.morning.rapport import Morning, morning_of, rapport_context
from ofworkflow.errors import OfWorkflowError, WriteError
from ofworkflow.files import Destination
from ofworkflow.letters.rapport import as_html, as_text, subject
from ofworkflow.records import dataclass
from ofworkflow.scheduling.courriel import Mail, compose, send
from ofworkflow.workbench import sweep

if TYPE_CHECKING:
    from ofworkflow.wiring import App

log = logging.getLogger("ofworkflow.rapport")

NEW_TRIES = 3

SHOWN_BY_MAIL = 10
"""How many lines of a heading an e-mail shows; the rest is one command away."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where the rapport went; `refused` are the addresses that the server did not want."""

    file: Path | None = None
    recipients: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def read_morning(app: App) -> Morning:
    """Return this morning, of our own dossiers."""
    with app.reading() as connection:
        return morning_of(connection, app.clock.today(), timezone=app.clock.timezone)


def write_report(app: App, morning: Morning) -> Path | None:
    """Write the rapport in the folder of the configuration, and return where; `None` when there is no such
    folder."""
    settings = app.settings
    if not settings.rapport.fichier:
        return None
    path = settings.path(settings.rapport.fichier) / f"rapport-{morning.day.isoformat()}.html"
    context = rapport_context(morning, house=settings.structure.nom, colour=settings.structure.couleur)
    try:
        sweep(path.parent)
        return Destination(path, app.protected).write(as_html(context).encode())
    except WriteError as error:
        raise WriteError(
            f"Le rapport du matin n'est pas écrit : {error} Vérifiez [rapport] fichier."
        ) from None


def send_report(app: App, morning: Morning) -> Delivered:
    """Send the rapport, without any name: a mailbox is not the dossier; raise `ConfigError`, `MailError`."""
    settings = app.settings
    # Copied to servers, telephones and backups that nobody can clear when the dossier must be forgotten:
    # references only.
    context = rapport_context(
        morning, house=settings.structure.nom, colour=settings.structure.couleur, shown=SHOWN_BY_MAIL
    )
    return _send(app, Mail(subject(context), as_text(context), as_html(context)))


def deliver(app: App) -> Delivered:
    """Write and send this morning's rapport, as the configuration asks."""
    if not (app.settings.rapport.fichier or app.settings.rapport.by_mail):
        return Delivered()
    morning = read_morning(app)
    file = write_report(app, morning)
    sent = send_report(app, morning) if app.settings.rapport.by_mail else Delivered()
    return Delivered(file, sent.recipients, sent.refused)


@dataclass
class Delivery:
    """The rapport that is still to be brought; a beat tries, at most a few times."""

    app: App
    owed_on: date | None = None
    failures: int = 0

    def owe(self, day: date) -> None:
        """Note that the rapport of that day is to be brought."""
        self.owed_on, self.failures = day, 0

    def beat(self) -> Delivered | None:
        """Bring the rapport that is owed; what prevents it is said, never raised."""
        if self.owed_on is None:
            return None
        try:
            brought = deliver(self.app)
        except Exception as error:  # noqa: BLE001 — a rapport never stops the nights
            self._failed(error)
            return None
        self.owed_on = None
        for address in brought.refused:
            log.warning("Rapport du matin : le serveur refuse %s. Vérifiez [rapport] destinataires.", address)
        return brought

    def alarm(self, sentence: str) -> None:
        """Send the alarm where a server is configured; what prevents it is said, never raised."""
        if not self.app.settings.rapport.by_mail:
            return
        text = (
            f"{sentence}\n\nTant que la nuit n'est pas faite, rien n'est préparé, mais rien n'est perdu : "
            "elle rattrapera tout, "
            "chaque acte daté de son jour.\nCe qu'il faut faire : corriger, puis « of nuit » (ou relancer « "
            "of planifier »)."
        )
        try:
            _send(self.app, Mail("ofworkflow : la nuit n'a pas pu être faite", text + "\n"))
        except Exception as error:  # noqa: BLE001 — the alarm is already in the log and in the exit code
            log.error("L'alerte n'a pas pu partir par courriel : %s", _said(error))

    def _failed(self, error: Exception) -> None:
        self.failures += 1
        if self.failures > NEW_TRIES:
            self.owed_on = None
            log.error("Rapport du matin abandonné : %s Pour l'envoyer : of rapport --envoyer", _said(error))
        else:
            log.warning(
                "Le rapport du matin n'a pas pu partir : %s Nouvel essai au prochain battement.", _said(error)
            )


def _send(app: App, mail: Mail) -> Delivered:
    settings = app.settings.rapport
    message = compose(mail, settings, sender=app.settings.structure.nom, sent_at=app.clock.now())
    refused = send(message, settings)
    return Delivered(None, tuple(a for a in settings.destinataires if a not in refused), refused)


def _said(error: Exception) -> str:
    return (
        str(error) if isinstance(error, OfWorkflowError) else f"erreur inattendue ({type(error).__name__})."
    )
