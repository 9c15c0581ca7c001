"""What a change costs: each is made on a copy of the house, in the files that it takes and no other, then typed.

A new act is four files (its word, its request, its row of the table, its command); a thing more kept of a minor, which lists give,
three and its migration; a new figure two, and its recount in the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import OPEN
from intake.lists import COLUMNS, csv_text, row
from ofworkflow.storage.database import SCHEMA_VERSION

SOURCES = Path(__file__).resolve().parents[1] / "src" / "ofworkflow"

_WORD = '    SALUER = "saluer", "Saluer", "greet the minor", "saluer", "Saluer le jeune."\n'
_ROW = '    Step(A.SALUER, OPEN_STAGES, None, "Le jeune est salué."),\n'
_REQUEST = '''

@dataclass(frozen=True, slots=True)
class Saluer(Request):
    """Greet the minor."""

    act: ClassVar[Act] = Act.SALUER
    mots: Annotated[str, "mots"]
'''
_COMMAND = '''

@act_command(
    Act.SALUER,
    "of saluer 2026-0001 --mots Bonjour",
    "of saluer 2026-0001 --mots Bonsoir",
    "of saluer 2026-0002 --mots Bonjour",
)
@click.option("--mots", metavar="TEXTE", required=True, help="Ce qui est dit.")
@pass_app
def greet(app: App, mots: str, **act: Unpack[ActOptions]) -> None:
    """Saluer le jeune."""
    run_act(app, ask.Saluer(mots), act)
'''
_COLUMN = '    Column("surnom", Words),\n'
_ATTRIBUTE = '    surnom: str = ""\n'
_FIELD = '    PersonField("surnom", "surnom", heading="SURNOM", about="comme on l\'appelle"),\n'
_MIGRATION = '''"""Comment on appelle un jeune."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "{new}", "{last}"


def upgrade() -> None:
    """Apply."""
    op.add_column("jeune", sa.Column("surnom", sa.String(), nullable=True))
'''
_MEASURE = '    EXITS_AT_ONCE = "exits_at_once"\n'
_LINK = "    MeasureRow(L.EXITS_AT_ONCE, part_of=(L.EXITS,)),\n"
_FIGURE = '    Indicator("I12-aussitot", "sortis aussitôt", "les I12 clos le jour où ils sont ouverts", L.EXITS_AT_ONCE, detail=True),\n'
_SQL = "        Leaving.EXITS_AT_ONCE: _one(and_(gone, who.c.exit_on >= first)),\n"
_MODEL = '''"""The dossier is closed: where to ask, `le_jour`."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import EVERYWHERE
from ofworkflow.letters.samples import COMMUN, LEA
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class AuRevoir(Lettre):
    """The dossier is closed."""

    modele: ClassVar[str] = "au_revoir"

    le_jour: date


KIND = LetterKind(sample=AuRevoir(**COMMUN, destinataire=LEA, le_jour=date(2027, 9, 14)), mentions=EVERYWHERE, pages_at_most=2)
'''
_BUILDER = '''"""The dossier is closed."""

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject
from ofworkflow.letters.models.au_revoir import AuRevoir


def build(s: LetterSubject, common: Common) -> AuRevoir:
    """Return what the letter says."""
    return AuRevoir(**common, le_jour=s.entry.done_on)
'''
_TYPED = """
import sys
from ofworkflow.cli.main import main
for words in {commands!r}:
    try:
        main(list(words))
    except SystemExit as stopped:
        if stopped.code:
            raise
"""


def _insert(path: Path, before: str, words: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, (path, before)
    path.write_text(text.replace(before, words + before), encoding="utf-8")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a copy of the sources, in a folder where a mission locale works with them."""
    copy = tmp_path / "src" / "ofworkflow"
    shutil.copytree(SOURCES, copy, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(SOURCES.parents[1] / "letter_templates", tmp_path / "letter_templates")
    shutil.copy(SOURCES.parents[1] / "config.toml", tmp_path)
    return copy


def _typed(house: Path, *commands: tuple[str, ...]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _TYPED.format(commands=commands)],
        cwd=house.parents[1], capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(house.parent), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def _touched(house: Path) -> set[str]:
    return {
        path.relative_to(house).as_posix()
        for path in house.rglob("*.py")
        if not (SOURCES / path.relative_to(house)).exists()
        or path.read_bytes() != (SOURCES / path.relative_to(house)).read_bytes()
    }


def test_a_new_act_is_four_files(house: Path) -> None:
    _insert(house / "procedure/vocabulary/acts.py", '    ANNULER = "annuler"', _WORD)
    _insert(house / "procedure/steps.py", "    Step(A.ANNULER,", _ROW)
    requests, commands = house / "procedure/requests/lives.py", house / "cli/acts/lives.py"
    _insert(requests, '    "Rouvrir",\n', '    "Saluer",\n')
    for path, words in ((requests, _REQUEST), (commands, _COMMAND)):
        path.write_text(path.read_text(encoding="utf-8") + words, encoding="utf-8")
    out = _typed(
        house,
        ("init",), (*OPEN, "--le", "01/12/2025"), ("saluer", "2025-0001", "--mots", "Bonjour", "--le", "02/12/2025"),
        ("voir", "2025-0001"), ("pourquoi", "2025-0001", "2"), ("--help",), ("saluer", "--help"),
    )  # fmt: skip
    assert "2025-0001 · Léa DUPONT : Saluer, le mar. 02/12/2025 → Repéré, entretien à fixer." in out
    assert "Saluer" in out.partition("Journal")[2]
    assert "Bonjour" in out
    assert "saluer" in out.partition("Usage :")[2]
    assert "  of saluer 2026-0001 --mots Bonsoir\n" in out
    assert len(_touched(house)) == 4


def test_a_new_letter_is_four_files(house: Path) -> None:
    """Its word and the step that calls for it, what it says, its words, where they come from: it is made, sealed and listed."""
    table, templates = house / "procedure/step_letters.py", house.parents[1] / "letter_templates"
    _insert(table, '    MAJORITE = "majorite",', '    AU_REVOIR = "au_revoir", "Au revoir", "farewell"\n')
    _insert(
        table,
        "StepLetter(Model.MAJORITE, Recipient.JEUNE, _of_age), ",
        "StepLetter(Model.AU_REVOIR, Recipient.JEUNE, lambda request, *_: not _of_age(request, *_)), ",
    )
    (house / "letters/models/au_revoir.py").write_text(_MODEL, encoding="utf-8")
    (house / "casework/mail/letters/au_revoir.py").write_text(_BUILDER, encoding="utf-8")
    words = (templates / "majorite.md.j2").read_text(encoding="utf-8").partition("\n\nLe {{")
    rest = words[2].partition("{% if avec_mention %}")
    (templates / "au_revoir.md.j2").write_text(
        f"{words[0]}\n\nDossier fermé le {{{{ le_jour | date_longue }}}}.\n\n---\n\n{{% include '_signature.md.j2' %}}\n\n{rest[1]}{rest[2]}",
        encoding="utf-8",
    )
    out = _typed(
        house,
        ("init",), (*OPEN, "--adresse", "12 rue des Lilas", "--cp", "59130", "--ville", "Lambersart", "--le", "01/12/2025"),
        ("clore", "2025-0001", "--motif", "hors_champ", "--le", "02/12/2025"),
        ("courriers",), ("courriers", "verifier"),
    )  # fmt: skip
    assert "Au revoir" in out
    assert _touched(house) == {"procedure/step_letters.py", "letters/models/au_revoir.py", "casework/mail/letters/au_revoir.py"}


def test_a_thing_more_kept_of_a_minor_is_three_files_and_its_migration(house: Path) -> None:
    """Lists give it, fill it and say it; it can be typed and corrected; the sheet, screen and JSON, shows it."""
    new = f"{int(SCHEMA_VERSION) + 1:04}"
    _insert(house / "procedure/persons.py", '    lieu_naissance: str = ""\n', _ATTRIBUTE)
    _insert(house / "procedure/fields.py", '    PersonField("lieu_naissance"', _FIELD)
    _insert(house / "storage/models.py", '    Column("lieu_naissance"', _COLUMN)
    place = house / "storage/database.py"  # what a migration takes: itself, and the number of the last one
    place.write_text(
        place.read_text(encoding="utf-8").replace(f'SCHEMA_VERSION = "{SCHEMA_VERSION}"', f'SCHEMA_VERSION = "{new}"'),
        encoding="utf-8",
    )
    migration = house / f"storage/migrations/versions/v{new}_surnom.py"
    migration.write_text(_MIGRATION.format(new=new, last=SCHEMA_VERSION), encoding="utf-8")
    listed = house.parents[1] / "liste.csv"
    listed.write_text(
        csv_text([row(NOM="MARTIN", INE="123456789AC", SURNOM="Lilou")], columns=(*COLUMNS, "SURNOM")), encoding="utf-8"
    )
    out = _typed(
        house,
        ("init",), (*OPEN, "--surnom", "Nino", "--le", "01/12/2025"), ("modifier", "2025-0001", "--surnom", "Ninon"),
        ("importer", str(listed), "--source", "siei", "--le", "15/10/2026", "--appliquer"),
        ("voir", "2025-0001"), ("voir", "MARTIN", "--json"),
    )  # fmt: skip
    assert "Ninon" in out
    assert '"surnom": "Lilou"' in out
    assert _touched(house) - {place.relative_to(house).as_posix(), migration.relative_to(house).as_posix()} == {
        "procedure/persons.py", "procedure/fields.py", "storage/models.py",
    }  # fmt: skip


def test_a_new_figure_is_two_files_and_its_recount(house: Path) -> None:
    """Screens, tables, breakdowns and masks are made from its rows."""
    leaving = house / "statistics/indicators/leaving.py"
    _insert(leaving, '    EXITS_WITHOUT = "exits_without"\n', _MEASURE)
    _insert(leaving, '    MeasureRow(L.EXITS_WITHOUT, "Sans situation"),\n', _LINK)
    _insert(leaving, '    Indicator(\n        "I12-sans",', _FIGURE)
    _insert(house / "statistics/aggregates.py", "        Leaving.EXITS: _one(gone),\n", _SQL)
    out = _typed(
        house,
        ("init",), (*OPEN, "--le", "01/12/2025"), ("clore", "2025-0001", "--motif", "hors_champ", "--le", "02/12/2025"),
        ("stats", "--annee", "2025", "--json"),
    )  # fmt: skip
    assert "I12-aussitot" in out
    assert _touched(house) == {"statistics/indicators/leaving.py", "statistics/aggregates.py"}
