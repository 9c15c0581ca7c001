"""Kill `of base migrer`: a base of the first schema, with a year of data, is brought to the tables of today, or not at all."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from tools.kills.houses import Builder, House, apart
from tools.kills.lives import Campaign, Result, Year, anomalies, typed
from tools.kills.state import reading
from tools.kills.story import Step
from tools.kills.typist import Death, Log, type_line

MIGRATE = Step("migrer", "2026-01-06", "base migrer")
FIRST = "0001"
_BY_CHANCE = {("meta", "identite")}  # drawn when the base is migrated: no two are the same
Dump = dict[str, tuple[str, ...]]


def age(builder: Builder, year: Year) -> House:
    """Make a house whose base is of the first schema, with what a lived house holds."""
    house = builder.build("ancienne")
    apart(_create, house.url)
    apart(_pour, year.house.url, house.url)
    return house


def kill_migrations(
    builder: Builder, campaign: Campaign, log: Log, old: House, chance: random.Random, kills: int, first: int
) -> None:
    """Kill migrations of copies of that base; each is then migrated for good."""
    words = typed(MIGRATE, MIGRATE.words)
    before = apart(dump, old.url)
    twin = builder.copy(old, "migree")
    told = type_line(twin.folder, words, builder.scratch)
    if told.code != 0:
        raise AssertionError(f"base migrer : {told.code} {told.err}")
    after = apart(dump, twin.url)
    # what a first schema never kept (who changed a person, the runs) is missing in both
    known = set(anomalies(builder, twin, MIGRATE))
    builder.remove(twin)
    for life in range(first, first + kills):
        by_point = chance.random() < 0.6
        point = chance.randint(1, told.points) if by_point else 0
        death = Death(point=point) if by_point else Death(after=chance.uniform(0.01, 1.05 * told.seconds))
        house = builder.copy(old, f"vie{life}")

        def note(kind: str, said: Iterable[str], death: Death | None = death) -> None:
            if told := list(said):
                campaign.fault(kind, builder.engine, MIGRATE.operation, death, told)

        log.write(vie=life, n=1, tape=words, meurt=death.kind)
        answer = type_line(house.folder, words, builder.scratch, death)
        log.write(vie=life, n=1, code=answer.code, confirme=answer.confirmed, dit=(answer.out or answer.err)[:200])
        campaign.results.append(
            Result(MIGRATE.operation, builder.engine, death.kind, answer.code is None, answer.confirmed, cold=False)
        )
        builder.settled(house)
        now = apart(dump, house.url)
        undone, done = differences(before, now), differences(after, now)
        if log.last_confirmed(life):
            note("perdu", done)
        elif undone and done:
            note("a_moitie", undone if len(undone) < len(done) else done)
        again = type_line(house.folder, words, builder.scratch)
        log.write(vie=life, n=1, code=again.code, confirme=again.confirmed, dit=(again.out or again.err)[:200])
        campaign.acts[builder.engine, MIGRATE.operation] += 1
        note("repris", [] if again.code == 0 else [again.err], None)
        note("a_moitie", differences(after, apart(dump, house.url)), None)
        if not life % 4:
            note("docteur", sorted(set(anomalies(builder, house, MIGRATE)) - known), None)
        builder.remove(house)


def dump(url: str) -> Dump:
    """Return every row of every table, and the tables themselves, by the driver alone."""
    sqlite = url.startswith("sqlite")
    with reading(url) as ask:
        _, schema = ask(
            "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
            if sqlite
            else "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns "
            "WHERE table_schema = 'public'"
        )
        found: Dump = {"(tables)": tuple(sorted(map(repr, schema)))}
        names = {row[1] for row in schema if row[0] == "table"} if sqlite else {row[0] for row in schema}
        for table in sorted(names):
            columns, rows = ask(f"SELECT * FROM {table}")  # noqa: S608 — a name that the base gave
            kept = [i for i, name in enumerate(columns) if (table, name) != ("alerte", "enregistre_a")]  # when it was migrated
            told = [[row[i] for i in kept] for row in rows]
            found[table] = tuple(sorted(repr(row[:1] if (table, row[0]) in _BY_CHANCE else row) for row in told))
    return found


def differences(expected: Dump, now: Dump) -> list[str]:
    """Return the tables that do not hold the same."""
    return [
        f"{table} : {len(expected.get(table, ()))} → {len(now.get(table, ()))} lignes"
        for table in sorted(expected.keys() | now.keys())
        if expected.get(table) != now.get(table)
    ]


def _create(url: str) -> None:
    from alembic import command
    from alembic.config import Config

    import ofworkflow.storage
    from ofworkflow.storage.database import Database

    base = Database(url)
    with base.writing() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", f"{ofworkflow.storage.__path__[0]}/migrations")
        config.set_main_option("path_separator", "os")
        command.upgrade(config, FIRST)
    base.dispose()


def _pour(lived: str, old: str) -> None:
    from sqlalchemy import MetaData, insert, select, text

    from ofworkflow.storage import models as m
    from ofworkflow.storage.database import Database

    source, target = Database(lived), Database(old)
    tables = MetaData()
    with source.reading() as given, target.writing() as taken:
        tables.reflect(taken)
        warned: dict[int, dict[str, str]] = {}
        for row in given.execute(select(m.alerte)):
            warned.setdefault(row.dossier_id, {})[f"{row.ouverte_par}:{row.slug}"] = row.tombe_le.isoformat()
        for table in tables.sorted_tables:
            if table.name not in m.metadata.tables or table.name == "meta":  # under which rules its plans were made: not then
                continue
            today = m.metadata.tables[table.name]
            shared = [c.name for c in table.c if c.name in today.c]
            if table.name == "compteur":
                taken.execute(table.delete())
            rows: list[dict[str, Any]] = [dict(row) for row in given.execute(select(*(today.c[n] for n in shared))).mappings()]
            if table.name == "compteur":
                rows = [row for row in rows if row["nom"] != "bilan"]
            if table.name == "dossier":
                rows = [row | {"avertis": warned.get(row["id"], {})} for row in rows]
            if rows:
                taken.execute(insert(table), rows)
            if not target.is_sqlite and "id" in table.c and rows:
                last = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}"  # noqa: S608
                taken.execute(text(last))
    source.dispose()
    target.dispose()
