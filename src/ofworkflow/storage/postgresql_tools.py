"""PostgreSQL copied and put back by its own tools; a password never stands on a command line.

A copy is what one snapshot of the server shows, and what is counted is counted in that same snapshot. A copy
is put back under another name, looked at, and only then takes the name of the base, the old one keeping its
own beside: two renamings in one transaction, that the server refuses while anybody is connected.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from ofworkflow.errors import StorageError
from ofworkflow.storage.database import Database
from ofworkflow.storage.failures import BusyError, said_in_french
from ofworkflow.storage.location import Location
from ofworkflow.storage.sqlite_copies import IN_USE

_NAME_LENGTH = 40  # PostgreSQL keeps 63 bytes of a name; the rest is for what we add
_SECRETS = ("password", "sslpassword")


@contextmanager
def snapshot(database: Database) -> Iterator[tuple[Connection, str]]:
    """Give a connection that sees the base as it stands now, whoever writes, and the name under which
    `pg_dump` sees the same."""
    with (
        said_in_french(database.location),
        database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection,
        connection.begin(),
    ):
        yield connection, str(connection.execute(text("SELECT pg_export_snapshot()")).scalar_one())


def dump(location: Location, target: Path, snapshot: str) -> None:
    """Write the whole base into one file, as the snapshot sees it, and read that file again; raise
    `StorageError`."""
    _run(
        location,
        "pg_dump",
        ["--format=custom", f"--snapshot={snapshot}", f"--file={target}"],
        to_say=_by_hand(location, "pg_dump"),
    )
    # read to its end: a file cut short is found here, not on the day it is needed
    _run(location, "pg_restore", [f"--file={os.devnull}", str(target)], connected=False)


@contextmanager
def restored_aside(location: Location, backup: Path, *, use: str) -> Iterator[Database]:
    """Give the backup, restored into a base of its own on the same server, removed at the end unless it
    took another name."""
    name = f"{(location.url.database or '')[:_NAME_LENGTH]}_{use}"
    aside = replace(location, url=location.url.set(database=name))
    with administrator(location) as admin:
        _drop(admin, name)
        _create(admin, name, like=location.url.database or "")
    try:
        _run(
            aside,
            "pg_restore",
            ["--no-owner", "--exit-on-error", str(backup)],
            to_say=_by_hand(aside, "pg_restore"),
        )
        copy = Database(aside)
        try:
            yield copy
        finally:
            copy.dispose()
    finally:
        with suppress(StorageError), administrator(location) as admin:
            _drop(admin, name)


def take_name(location: Location, prepared: Database, kept: str) -> bool:
    """Give the prepared base the name of the base, which keeps `kept`; tell whether there was one. Raise
    `BusyError`."""
    prepared.dispose()
    name = location.url.database or ""
    with administrator(location, autocommit=False) as admin:
        quoted = admin.dialect.identifier_preparer.quote
        there = (
            admin.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}).first()
            is not None
        )
        try:
            if there:
                admin.exec_driver_sql(f"ALTER DATABASE {quoted(name)} RENAME TO {quoted(kept)}")
            admin.exec_driver_sql(
                f"ALTER DATABASE {quoted(prepared.location.url.database or '')} RENAME TO {quoted(name)}"
            )
            admin.commit()
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") == "55006":  # object_in_use
                raise BusyError(IN_USE) from None
            raise
    return there


def kept_name(location: Location, stamp: str) -> str:
    """Return the name under which the old base stays on the server."""
    return f"{(location.url.database or '')[:_NAME_LENGTH]}_avant_{stamp.replace('-', '')}"


@contextmanager
def administrator(location: Location, *, autocommit: bool = True) -> Iterator[Connection]:
    """Connect to the server itself, beside the base: where bases are made and renamed; raise
    `StorageError`."""
    engine = create_engine(
        location.url.set(database="postgres"),
        hide_parameters=True,
        **({"isolation_level": "AUTOCOMMIT"} if autocommit else {}),
    )
    try:
        with said_in_french(location), engine.connect() as connection:
            try:
                yield connection
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", "") == "42501":  # insufficient_privilege
                    raise StorageError(_no_right(location)) from None
                raise
    finally:
        engine.dispose()


def _create(admin: Connection, name: str, like: str) -> None:
    question = text(
        "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database "
        "WHERE datname IN (:name, 'postgres') ORDER BY datname = :name DESC"
    )
    encoding, collate, ctype = admin.execute(question, {"name": like}).first() or ("UTF8", "C", "C")
    quoted = admin.dialect.identifier_preparer.quote
    admin.exec_driver_sql(
        f"CREATE DATABASE {quoted(name)} TEMPLATE template0 ENCODING '{encoding}' LC_COLLATE '{collate}' "
        f"LC_CTYPE '{ctype}'"
    )


def _drop(admin: Connection, name: str) -> None:
    admin.exec_driver_sql(f"DROP DATABASE IF EXISTS {admin.dialect.identifier_preparer.quote(name)}")


def _run(
    location: Location, tool: str, arguments: list[str], *, to_say: str = "", connected: bool = True
) -> None:
    program = shutil.which(tool)
    if program is None:
        more = f", ou de lancer : {to_say}" if to_say else "."
        raise StorageError(
            f"L'outil {tool} de PostgreSQL n'est pas sur ce poste (ou pas dans le PATH). Demandez à votre "
            "service informatique "
            f"de l'installer (paquet postgresql-client, de la version du serveur au moins){more}"
        )
    where = [f"--dbname={_without_secrets(location)}"] if connected else []
    env = os.environ | _secret(location) | {"LC_MESSAGES": "C", "LANGUAGE": "C"}
    done = subprocess.run([program, *where, *arguments], env=env, capture_output=True, text=True, check=False)  # noqa: S603 — found on the PATH, nothing of it comes from a list
    if done.returncode == 0:
        return
    reason = location.scrub(
        next((line for line in done.stderr.splitlines() if line.strip()), f"code {done.returncode}")
    )
    if "server version" in done.stderr and "mismatch" in done.stderr:
        raise StorageError(
            f"L'outil {tool} de ce poste est plus ancien que le serveur PostgreSQL : il ne sait pas le "
            "copier. Demandez à votre "
            "service informatique d'installer le client de la version du serveur, en tête du PATH."
        )
    if (
        "unsupported version" in reason
        or "valid archive" in reason
        or "could not read" in reason
        or "could not open" in reason
    ):
        raise StorageError(
            f"Ce fichier n'est pas une sauvegarde PostgreSQL lisible ({reason}). Choisissez-en une autre."
        )
    raise StorageError(f"L'outil {tool} n'a pas abouti : {reason}. Rien n'a été changé dans la base.")


def _parameters(location: Location) -> dict[str, str]:
    url = location.url
    place = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database}
    more = {key: value for key, value in url.query.items() if isinstance(value, str) and key not in _SECRETS}
    return {key: str(value) for key, value in (place | more).items() if value}


def _without_secrets(location: Location) -> str:
    return " ".join(f"{key}='{_escaped(value)}'" for key, value in _parameters(location).items())


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _secret(location: Location) -> dict[str, str]:
    return {"PGPASSWORD": str(location.url.password)} if location.url.password else {}


def _by_hand(location: Location, tool: str) -> str:
    where = f'--dbname="{_without_secrets(location)}"'
    options = (
        "--format=custom --file=sauvegarde.dump"
        if tool == "pg_dump"
        else "--no-owner --exit-on-error sauvegarde.dump"
    )
    return f"{tool} {where} {options}"


def _no_right(location: Location) -> str:
    user = location.url.username or "utilisateur"
    return (
        f"L'utilisateur PostgreSQL « {user} » n'a pas le droit de créer ou de renommer une base : rien n'a "
        "été changé. "
        "Demandez à votre service informatique : "
        f'ALTER ROLE "{user}" CREATEDB; ou la restauration par ses soins (docs/sauvegarde.md).'
    )
