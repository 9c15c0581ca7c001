"""An e-mail through a real server: what arrives, and the one sentence when nothing does."""

from __future__ import annotations

import socket
import ssl
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import trustme

from ofworkflow.config import RapportSettings, load
from ofworkflow.errors import ConfigError, MailError
from ofworkflow.scheduling.courriel import PASSWORD, Mail, compose, send
from scheduling.clocks import PARIS
from scheduling.postmen import postman

TO = ("accueil@exemple.invalid", "direction@exemple.invalid")
MAIL = Mail("Obligation de formation : 3 à faire", "Le texte, accentué.\n", "<p>La page</p>")
SENT_AT = datetime(2026, 3, 10, 4, 16, tzinfo=PARIS)


def _settings(port: int, **more: object) -> RapportSettings:
    plain = RapportSettings("", TO, "ofworkflow@exemple.invalid", "127.0.0.1", port, "aucun")
    return replace(plain, **more)  # type: ignore[arg-type]


def _send(settings: RapportSettings, mail: Mail = MAIL, sender: str = "Mission locale", **environment: str) -> tuple[str, ...]:
    return send(compose(mail, settings, sender=sender, sent_at=SENT_AT), settings, environment)


def test_text_and_page_arrive_in_one_message() -> None:
    with postman() as server:
        assert _send(_settings(server.port)) == ()
        [(recipients, message)] = server.received
    assert tuple(recipients) == TO
    assert message["Subject"] == MAIL.subject
    assert message["From"] == "Mission locale <ofworkflow@exemple.invalid>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@exemple.invalid>")
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert page is not None
    assert text.get_content().replace("\r\n", "\n") == MAIL.text
    assert page.get_content().strip() == MAIL.html


def test_nothing_that_is_said_can_add_a_header() -> None:
    hostile = Mail("3 à faire\r\nBcc: voleur@exemple.invalid", "texte")
    with postman() as server:
        _send(_settings(server.port), hostile, sender="Mission\nBcc: voleur@exemple.invalid")
        [(recipients, message)] = server.received
    assert message["Bcc"] is None
    assert tuple(recipients) == TO


@pytest.mark.parametrize(
    "address",
    [
        "a@exemple.invalid\nBcc: b@exemple.invalid",
        "a@exemple.invalid, b@exemple.invalid",
        "a",
        "A <a@exemple.invalid>",
        "a..b@c",
        "",
    ],
)
def test_the_configuration_takes_plain_addresses_only(tmp_path: Path, address: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[rapport]\ndestinataires = ["{address}"]\n'.replace("\nBcc", "\\nBcc"), encoding="utf-8")
    with pytest.raises(ConfigError, match="destinataires"):
        load(path)


def test_a_refused_address_is_named_and_the_others_receive() -> None:
    with postman(refused=frozenset({TO[1]})) as server:
        assert _send(_settings(server.port)) == (TO[1],)
        assert server.received[0][0] == [TO[0]]


def test_when_all_are_refused_nothing_left() -> None:
    with postman(refused=frozenset(TO)) as server, pytest.raises(MailError, match="refuse tous les destinataires"):
        _send(_settings(server.port))


def test_a_server_that_is_down_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        with pytest.raises(MailError, match="n'a pas pris le courriel") as refused:
            _send(_settings(taken.getsockname()[1]))
    assert "\n" not in str(refused.value)


def test_a_server_that_says_later_is_one_sentence() -> None:
    with postman() as server:
        server.closed = True
        with pytest.raises(MailError, match="451"):
            _send(_settings(server.port))


@pytest.fixture
def tls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ssl.SSLContext:
    """Return the server's side of TLS, whose authority this process trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "autorite.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "autorite.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def test_starttls_then_the_password_of_the_environment(tls: ssl.SSLContext) -> None:
    with postman(tls=tls, account=("ofworkflow", "secret")) as server:
        settings = _settings(server.port, chiffrement="starttls", utilisateur="ofworkflow")
        assert _send(settings, **{PASSWORD: "secret"}) == ()
        assert len(server.received) == 1
        with pytest.raises(MailError, match="refuse l'identification") as refused:
            _send(settings, **{PASSWORD: "autre"})
    assert "autre" not in str(refused.value)


def test_a_certificate_that_nobody_vouches_for_is_refused(tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with postman(tls=tls) as server, pytest.raises(MailError, match="connexion chiffrée"):
        _send(_settings(server.port, chiffrement="starttls"))
    assert server.received == []


def test_a_server_without_starttls_receives_nothing_in_clear() -> None:
    with postman() as server, pytest.raises(MailError):
        _send(_settings(server.port, chiffrement="starttls"))
    assert server.received == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"serveur": ""}, "serveur est vide"),
        ({"destinataires": ()}, "destinataires est vide"),
        ({"expediteur": ""}, "expediteur est vide"),
        ({"utilisateur": "moi"}, "ne voyage pas en clair"),
        ({"utilisateur": "moi", "chiffrement": "tls"}, PASSWORD),
    ],
)
def test_settings_that_cannot_send_are_said_before_trying(more: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        send(compose(MAIL, _settings(25), sender="ML", sent_at=SENT_AT), _settings(25, **more), {})
