"""A real SMTP server that keeps what it receives."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


@dataclass
class Postman:
    """What was received; some addresses may be refused, or everything for a while."""

    refused: frozenset[str] = frozenset()
    closed: bool = False
    most: int = 1_000  # messages that are taken before it closes
    received: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        """Take an address, or refuse it."""
        if address in self.refused:
            return "550 5.1.1 unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the message."""
        if self.closed or len(self.received) >= self.most:
            return "451 4.3.0 later"
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.received.append((list(envelope.rcpt_tos), message))
        return "250 OK"


class _AnyPort(Controller):
    """The system gives a free port, so that two runs never want the same one."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def _only(login: str, password: str) -> Any:
    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (login.encode(), password.encode())
        return AuthResult(success=known, handled=known)

    return authenticate


@contextmanager
def postman(
    *, refused: frozenset[str] = frozenset(), tls: ssl.SSLContext | None = None, account: tuple[str, str] | None = None
) -> Iterator[Postman]:
    """Listen on a free port of this machine; with `tls`, mail is taken only after STARTTLS."""
    man = Postman(refused)
    more: dict[str, Any] = {"tls_context": tls, "require_starttls": True} if tls else {}
    if account:
        more |= {"authenticator": _only(*account), "auth_required": True}
    controller = _AnyPort(man, hostname="127.0.0.1", port=0, **more)
    controller.start()
    man.port = controller.port
    try:
        yield man
    finally:
        controller.stop()
