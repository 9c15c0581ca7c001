"""What only the database engine can say: its pages, its indexes, its constraints; each engine by its own
means."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ofworkflow.casework.doctor.kinds import Flaw, Ground
from ofworkflow.storage.models import metadata
from ofworkflow.text import counted

THE_BASE = "la base"
_HEADER = b"SQLite format 3\x00"
_FIRST_BYTES = 100
_SAID_AT_MOST = 20


def what_the_file_says(path: Path) -> Iterator[Flaw]:
    """Say what is wrong with a SQLite file before anything opens it: opening an empty one would write in
    it."""
    size = path.stat().st_size
    if size == 0:
        yield Flaw(THE_BASE, f"le fichier {path.name} est vide (0 octet)")
        return
    with path.open("rb") as file:
        header = file.read(_FIRST_BYTES)
    if len(header) < _FIRST_BYTES or not header.startswith(_HEADER):
        yield Flaw(THE_BASE, f"le fichier {path.name} n'est pas une base SQLite, ou son début est abîmé")
        return
    [page] = struct.unpack(">H", header[16:18])
    changed, pages, valid_for = (struct.unpack(">I", header[at : at + 4])[0] for at in (24, 28, 92))
    page = 65536 if page == 1 else page
    if changed == valid_for and size < pages * page:
        yield Flaw(THE_BASE, f"le fichier {path.name} est tronqué : {size} octets, {pages * page} attendus")


def is_truncated(line: str) -> bool:
    """Tell whether the file can still be opened: the engine says what is left of it."""
    return "tronqué" in line


def pages(ground: Ground) -> Iterator[Flaw]:
    """SQLite: every page, every index against its table. PostgreSQL: the same by `amcheck`, where it is
    installed."""
    if ground.is_sqlite:
        lines = ground.connection.exec_driver_sql(f"PRAGMA integrity_check({_SAID_AT_MOST})").scalars()
        yield from (Flaw(THE_BASE, f"SQLite dit : {line}") for line in lines if line != "ok")
        return
    yield from _by_amcheck(ground)


def _by_amcheck(ground: Ground) -> Iterator[Flaw]:
    known = ground.connection.execute(text("SELECT 1 FROM pg_extension WHERE extname = 'amcheck'")).first()
    if known is None:
        ground.not_checked["pages"] = (
            "l'extension amcheck n'est pas installée sur le serveur (CREATE EXTENSION amcheck)"
        )
        return
    question = text(
        "SELECT i.indexrelid AS id, x.relname AS name, i.indisunique AS one FROM pg_index i "
        "JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid "
        "JOIN pg_am a ON a.oid = x.relam JOIN pg_namespace n ON n.oid = t.relnamespace "
        "WHERE n.nspname = current_schema() AND a.amname = 'btree' AND i.indisvalid"
    )
    for row in ground.connection.execute(question).all():
        try:
            with ground.connection.begin_nested():
                ground.connection.execute(
                    text("SELECT bt_index_check(CAST(:id AS oid)::regclass, true)"), {"id": row.id}
                )
        except DBAPIError as error:
            first = str(error.orig).strip().splitlines()[0]
            if "permission" in first:
                ground.not_checked["pages"] = "le compte n'a pas le droit d'appeler amcheck"
                return
            yield Flaw(f"index {row.name}", f"PostgreSQL dit : {first}")


def constraints(ground: Ground) -> Iterator[Flaw]:
    """Say the rows whose foreign key points to nothing, as the engine sees them, and the constraints that
    are not held."""
    if ground.is_sqlite:
        counts: dict[tuple[str, str], int] = {}
        for row in ground.connection.exec_driver_sql("PRAGMA foreign_key_check"):
            counts[row[0], row[2]] = counts.get((row[0], row[2]), 0) + 1
        yield from (
            Flaw(
                f"table {a}",
                f"{counted(n, 'ligne renvoie', 'lignes renvoient')} à « {b} », où rien ne leur répond",
            )
            for (a, b), n in counts.items()
        )
        return
    for what, question in _NOT_HELD.items():
        for name, table in ground.connection.execute(text(question)):
            if table in metadata.tables:
                yield Flaw(f"table {table}", f"{what} : {name}")


_NOT_HELD = {
    "index que le serveur n'emploie plus": """
        SELECT x.relname, t.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
        JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace s ON s.oid = t.relnamespace
        WHERE s.nspname = current_schema() AND NOT (i.indisvalid AND i.indisready AND i.indislive)""",
    "contrainte qui n'a pas été vérifiée": """
        SELECT c.conname, t.relname FROM pg_constraint c
        JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace s ON s.oid = t.relnamespace
        WHERE s.nspname = current_schema() AND NOT c.convalidated""",
    "contrôle de clé étrangère désarmé": """
        SELECT g.tgname, t.relname FROM pg_trigger g
        JOIN pg_class t ON t.oid = g.tgrelid JOIN pg_namespace s ON s.oid = t.relnamespace
        WHERE s.nspname = current_schema() AND g.tgisinternal AND g.tgenabled <> 'O'""",
}


def triggers(ground: Ground) -> Iterator[Flaw]:
    """Say the triggers, the views and the rules that ofworkflow did not put there: they act unseen on what
    is written."""
    question = _UNSEEN_ON_SQLITE if ground.is_sqlite else _UNSEEN_ON_POSTGRESQL
    for kind, name, table in ground.connection.execute(text(question)):
        if kind != "view" or ground.is_sqlite or name not in _OF_EXTENSIONS:
            yield Flaw(f"table {table}", f"{_KINDS[kind]} inconnu d'ofworkflow : {name}")


_UNSEEN_ON_SQLITE = (
    "SELECT type, name, tbl_name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name"
)
_UNSEEN_ON_POSTGRESQL = """
    SELECT 'trigger', g.tgname, t.relname FROM pg_trigger g
    JOIN pg_class t ON t.oid = g.tgrelid JOIN pg_namespace s ON s.oid = t.relnamespace
    WHERE s.nspname = current_schema() AND NOT g.tgisinternal
    UNION ALL SELECT 'rule', r.rulename, r.tablename FROM pg_rules r WHERE r.schemaname = current_schema()
    UNION ALL SELECT 'view', v.viewname, v.viewname FROM pg_views v WHERE v.schemaname = current_schema()"""
_KINDS = {"trigger": "déclencheur", "view": "objet (vue)", "rule": "objet (règle)"}
_OF_EXTENSIONS = frozenset({"pg_stat_statements", "pg_stat_statements_info"})


def schema(ground: Ground) -> Iterator[Flaw]:
    """Say every table, column or index that is missing, of another make, or unknown: the base against the
    models."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from ofworkflow.storage import indexes  # noqa: F401 — they add themselves to the tables

    context = MigrationContext.configure(ground.connection, opts={"compare_type": True})
    for difference in compare_metadata(context, metadata):
        for one in difference if isinstance(difference, list) else [difference]:
            yield _drift(one)


def _drift(one: tuple[object, ...]) -> Flaw:
    what, *about = (str(one[0]), *one[1:])
    thing = about[-1] if what.startswith(("add", "remove")) else about[1]
    table = getattr(getattr(thing, "table", None), "name", None) or (
        about[1] if isinstance(about[1:2], tuple) else None
    )
    name = getattr(thing, "name", None) or (f"{about[1]}.{about[2]}" if len(about) > 2 else str(thing))
    sentence = next(
        (s for start, s in _DRIFTS.items() if what.startswith(start)), "n'est pas comme ofworkflow l'a faite"
    )
    kind = next((s for word, s in _THINGS.items() if word in what), "la colonne")
    where = f"table {table}" if table else "les tables"
    return Flaw(where, f"{kind} {name} {sentence}")


_DRIFTS = {"add": "manque", "remove": "n'est pas d'ofworkflow"}
_THINGS = {"index": "l'index", "table": "la table", "constraint": "la contrainte", "fk": "la clé étrangère"}
