"""Reminders of appointments by e-mail: shown first, sent when asked, each noted once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ofworkflow.cli.agenda import appointment_json
from ofworkflow.cli.output import echo, say, show_json, warn
from ofworkflow.errors import AlreadyNotedError, ConfigError, ExitCode, MailError
from ofworkflow.procedure.french import french_day, french_hour
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.agenda.reminding import MailReminder


def by_mail(app: App, *, sends: bool, as_json: bool) -> ExitCode:
    """Show who is reminded by e-mail, and at which address; send, when asked. Raise `ConfigError` where the
    house has not set it."""
    from ofworkflow.casework.agenda.reminding import mail_reminders

    if app.settings.rappels.courriel != "oui":
        raise ConfigError(
            "Aucun rappel ne part par courriel : [rappels] courriel est « non ». Si la maison le veut, "
            "écrivez « oui » dans config.toml ; sinon, of rappels donne les numéros."
        )
    listed = app.read(mail_reminders, app.clock.today())
    if as_json:
        show_json({"rappels": [_json(each) for each in listed]})
        return ExitCode.DONE
    if not listed:
        say("Aucun rendez-vous à rappeler.")
        return ExitCode.DONE
    if sends:
        return _send(app, [each for each in listed if each.addresses])
    for each in listed:
        echo(_line(each))
    ready = sum(bool(each.addresses) for each in listed)
    say(f"Rien n'est envoyé : {counted(ready, 'rappel')} à envoyer. Ajoutez --appliquer.")
    return ExitCode.DONE


def _send(app: App, ready: list[MailReminder]) -> ExitCode:
    """Send them one by one; a server that fails stops them all, what left before stays noted."""
    from ofworkflow.casework.agenda.reminding import SUBJECT, Sender, send_reminder, text_of
    from ofworkflow.scheduling import courriel

    s = app.settings
    sender = Sender(s.structure.nom, s.structure.telephone)

    def deliver(each: MailReminder, address: str) -> tuple[str, ...]:
        to = replace(s.rapport, destinataires=(address,))
        mail = courriel.Mail(SUBJECT, text_of(each, sender))
        message = courriel.compose(mail, to, sender=s.structure.nom, sent_at=app.clock.now())
        try:
            return courriel.send(message, to)
        except courriel.AllRefusedError:
            return (address,)

    sent = amiss = 0
    for each in ready:
        try:
            refused = app.write(send_reminder, each, partial(deliver, each), desk=app.desk())
        except AlreadyNotedError as error:
            warn(str(error))
            amiss += 1
            continue
        except MailError as error:
            if not sent:
                raise
            warn(f"{error} Les {len(ready) - sent} autres rappels ne sont pas partis, ni notés.")
            amiss += 1
            break
        sent += 1
        echo(_line(each))
        for address in refused:
            warn(f"le serveur refuse {address}. Vérifiez l'adresse de {each.reminder.appointment.reference}.")
        amiss += len(refused)
    say(f"{counted(sent, 'rappel envoyé', 'rappels envoyés')}.")
    return ExitCode.PARTLY_DONE if amiss else ExitCode.DONE


def _line(each: MailReminder) -> str:
    a = each.reminder.appointment
    when = f"{french_day(a.jour)} à {french_hour(a.heure)} (J-{each.reminder.days})"
    to = ", ".join(each.addresses) or f"pas de courriel : {each.why_not}"
    return f"{a.reference} · {a.prenom} {a.nom} : {when}, {to}"


def _json(each: MailReminder) -> dict[str, object]:
    return {
        **appointment_json(each.reminder.appointment),
        "avant": each.reminder.days,
        "courriels": list(each.addresses),
        "retenu": each.why_not or None,
    }
