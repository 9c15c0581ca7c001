"""An e-mail through the house's own server: text and HTML in one message, or one French sentence that says
why not.

The password comes from the environment only, and never travels in clear.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid

from ofworkflow.config import RapportSettings
from ofworkflow.errors import ConfigError, MailError
from ofworkflow.records import dataclass
from ofworkflow.text import clean_line

PASSWORD = "OFWORKFLOW_SMTP_MOT_DE_PASSE"  # noqa: S105 — the name of the variable, not what it holds
TIMEOUT_SECONDS = 30


class AllRefusedError(MailError):
    """The server is there, and takes none of the addresses."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What is said; the subject is read on locked screens and in server logs, and names nobody."""

    subject: str
    text: str
    html: str = ""


def check_settings(settings: RapportSettings, environment: Mapping[str, str] = os.environ) -> None:
    """Raise `ConfigError` when nothing could be sent with these settings."""
    for missing, key in ((not settings.serveur, "serveur"), (not settings.destinataires, "destinataires"),
                         (not settings.expediteur, "expediteur")):  # fmt: skip
        if missing:
            raise ConfigError(
                f"Aucun courriel ne peut partir : [rapport] {key} est vide. Remplissez-le dans config.toml "
                "(docs/nuit.md)."
            )
    if settings.utilisateur and settings.chiffrement == "aucun":
        raise ConfigError(
            "Un mot de passe ne voyage pas en clair : [rapport] utilisateur demande chiffrement = « starttls "
            "» ou « tls »."
        )
    if settings.utilisateur and not environment.get(PASSWORD):
        raise ConfigError(
            f"[rapport] utilisateur est rempli, mais la variable {PASSWORD} est vide : donnez-y le mot de "
            "passe."
        )


def compose(mail: Mail, settings: RapportSettings, *, sender: str, sent_at: datetime) -> EmailMessage:
    """Return the message; what comes from the configuration or from dossiers cannot add a header to it."""
    message = EmailMessage()
    message["Subject"] = clean_line(mail.subject)
    message["From"] = Address(clean_line(sender), addr_spec=settings.expediteur)
    message["To"] = ", ".join(settings.destinataires)
    message["Date"] = sent_at
    # our own domain: the name of this machine is nobody's business
    message["Message-ID"] = make_msgid(domain=settings.expediteur.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answer comes back
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message


def send(
    message: EmailMessage, settings: RapportSettings, environment: Mapping[str, str] = os.environ
) -> tuple[str, ...]:
    """Send to everybody and return the addresses that the server refused; raise `MailError` when nobody
    received it."""
    check_settings(settings, environment)
    where = f"{settings.serveur}:{settings.port}"
    try:
        with _connect(settings) as server:
            if settings.utilisateur:
                server.login(settings.utilisateur, environment[PASSWORD])
            refused = server.send_message(
                message, from_addr=settings.expediteur, to_addrs=list(settings.destinataires)
            )
    except smtplib.SMTPRecipientsRefused as error:
        raise AllRefusedError(
            f"Le serveur {where} refuse tous les destinataires ({', '.join(error.recipients)}). Vérifiez "
            "[rapport] destinataires."
        ) from None
    except smtplib.SMTPAuthenticationError:
        raise MailError(
            f"Le serveur {where} refuse l'identification. Vérifiez [rapport] utilisateur et la variable "
            f"{PASSWORD}."
        ) from None
    except ssl.SSLError as error:
        raise MailError(
            f"La connexion chiffrée à {where} a échoué ({error.reason or error}). Vérifiez [rapport] port et "
            "chiffrement."
        ) from None
    except (OSError, smtplib.SMTPException, ValueError, OverflowError) as error:
        raise MailError(
            f"Le serveur {where} n'a pas pris le courriel ({_said(error)}). Vérifiez [rapport]."
        ) from None
    return tuple(refused)


def _connect(settings: RapportSettings) -> smtplib.SMTP:
    if settings.chiffrement == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(settings.serveur, settings.port, timeout=TIMEOUT_SECONDS, context=context)
    server = smtplib.SMTP(settings.serveur, settings.port, timeout=TIMEOUT_SECONDS)
    if settings.chiffrement == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        return f"{error.smtp_code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"
    return clean_line(str(error)) or type(error).__name__
