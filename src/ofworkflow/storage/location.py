"""Where a base is: a file given as a path, never glued into a URL, or a server, whose password nobody ever
sees.

SQLAlchemy takes a URL apart by its own signs: a folder named `a%20b` or `quoi?` would become another one.
What follows `sqlite:///` is therefore taken as it is written, and handed over as a path.
"""

from __future__ import annotations

import re
from dataclasses import field
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from sqlalchemy import URL, make_url

from ofworkflow.errors import StorageError
from ofworkflow.records import dataclass

MEMORY = ":memory:"

_FILE = re.compile(r"sqlite(?:\+\w+)?://(?:/(?P<path>.*))?", re.DOTALL)
_SECRET_KEYS = ("password", "sslpassword")
_SHORT = 4  # a shorter password may also be a word of the sentence: hidden only where it stands alone
_HIDDEN = "***"


@dataclass(frozen=True)
class Location:
    """What is opened: `url` for SQLAlchemy, `file` on SQLite; `place` is what may be shown."""

    url: URL = field(repr=False)
    file: Path | None
    place: str
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_sqlite(self) -> bool:
        """Tell SQLite from PostgreSQL."""
        return self.url.get_backend_name() == "sqlite"

    def scrub(self, text: str) -> str:
        """Return the text without the password, however it was written."""
        for secret in self.secrets:
            if len(secret) < _SHORT:
                text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", _HIDDEN, text)
            else:
                text = text.replace(secret, _HIDDEN)
        return text


def locate(text: str | Path) -> Location:
    """Return where a base is, from the path of its file or from its address; raise `StorageError` when it
    is not understood."""
    if isinstance(text, Path):
        return _file(str(text))
    if (match := _FILE.fullmatch(text)) is not None:
        return _file(match["path"] or MEMORY)
    return _server(text)


def sqlite_path(text: str | Path) -> Path | None:
    """Return the file of a base on SQLite; `None` for a memory base or PostgreSQL."""
    if isinstance(text, Path):
        return text
    match = _FILE.fullmatch(text)
    return None if match is None or match["path"] in (None, "", MEMORY) else Path(match["path"])


def _file(path: str) -> Location:
    if path == MEMORY:
        return Location(URL.create("sqlite", database=MEMORY), None, "en mémoire")
    whole = Path(path).absolute()  # a path that begins with « file: » would be an address for SQLite
    return Location(URL.create("sqlite", database=str(whole)), whole, str(whole))


def _server(address: str) -> Location:
    """A password with raw signs is taken up to the last « @ »; one with « % » that codes nothing is taken
    as it is."""
    head, question, query = address.partition("?")
    scheme, _, rest = head.partition("://")
    signed, at, where = rest.rpartition("@")
    user, _, raw = signed.partition(":")
    if "@" in query and not at:  # « ? » in a raw password: which part is which cannot be told
        raise _not_understood()
    try:
        url = make_url(f"{scheme}://{where}{question}{query}")
        in_query = next((url.query[key] for key in _SECRET_KEYS if key in url.query), None)
        url = url.set(username=unquote(user) if at else url.username)
        if raw:
            url = url.set(password=unquote(raw))
        elif isinstance(given_there := url.query.get("password"), str):
            url = url.difference_update_query(["password"]).set(password=given_there)
    except Exception:  # noqa: BLE001 — whatever SQLAlchemy says of an address may quote it: the counsellor gets one sentence
        raise _not_understood() from None
    if url.get_backend_name() != "postgresql":
        raise _not_understood()
    hidden = [raw, *(text for text in (in_query, url.password) if isinstance(text, str)), *_raw_of(query)]
    return Location(url, None, _shown(url), _forms(hidden))


def _raw_of(query: str) -> list[str]:
    pairs = (pair.partition("=") for pair in query.split("&"))
    return [value for key, _, value in pairs if key in _SECRET_KEYS]


def _forms(secrets: list[str]) -> tuple[str, ...]:
    """Every way in which a message may quote them, the longest first."""
    ways = (
        str,
        unquote,
        unquote_plus,
        quote,
        quote_plus,
        lambda text: quote(text, safe=""),
        lambda text: repr(text)[1:-1],
    )
    forms = {way(text) for text in filter(None, secrets) for way in ways}
    return tuple(sorted(forms - {"", _HIDDEN}, key=lambda text: (-len(text), text)))


def _shown(url: URL) -> str:
    host = url.host or url.query.get("host") or "localhost"
    server = f"{host}:{url.port}" if url.port else str(host)
    return f"{url.drivername}://{url.username + '@' if url.username else ''}{server}/{url.database or ''}"


def _not_understood() -> StorageError:
    return StorageError(
        "L'adresse de la base n'est pas comprise (elle n'est pas montrée ici : elle peut contenir un mot de "
        "passe). "
        "Écrivez [base] url comme sqlite:///fichier.db ou postgresql+psycopg://utilisateur@serveur/base ; "
        "dans un mot de passe, "
        "@ s'écrit %40, / %2F, ? %3F, % %25, ou donnez-le à part, dans la variable PGPASSWORD."
    )
