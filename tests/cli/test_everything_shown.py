"""Nothing that is stored about a dossier is without a screen and a JSON key that shows it: a walk through every table."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from sqlalchemy import Column, Connection, Row, Table, create_engine, func, or_, select

from cli.conftest import Of, typist
from cli.whole_lives import lived
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE, PersonField
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Stage
from ofworkflow.storage import models as m
from ofworkflow.storage.columns import metadata
from ofworkflow.text import fold

# Of no dossier: of `of conges`, of `of partenaires`; or nothing but what the names shown already say.
APART = {"meta", "compteur", "bilan_fige", "nuit", "conge", "partenaire", "cle_nom", "recherche"}

# What the sheet says under names of its own: the column, and where `of voir --json` has it; elsewhere, `trace.TABLE.COLUMN`.
ELSEWHERE = {
    **{f"jeune.{c.name}": f"fiche.{c.name}" for c in m.jeune.c if c.name not in ("id", "cle")},
    **{f"representant.{c.name}": f"representants.{c.name}" for c in m.representant.c if c.name not in ("id", "jeune_id", "rang")},
    "representant.rang": "representants.n",
    "dossier.reference": "reference", "dossier.etape": "etape",
    "journal.n": "journal.n", "journal.acte": "journal.acte", "journal.de": "journal.de", "journal.vers": "journal.vers",
    "journal.fait_le": "journal.fait_le", "journal.enregistre_a": "journal.enregistre_le", "journal.auteur": "journal.auteur",
    "journal.note": "journal.note",
    "echeance.ouverte_par": "echeances.ouverte_par", "echeance.slug": "echeances.slug", "echeance.depart_le": "echeances.depart",
    "echeance.nominale_le": "echeances.nominale", "echeance.legale_le": "echeances.legale", "echeance.interne_le": "echeances.interne",
    "echeance.etat": "echeances.etat", "echeance.provisoire": "echeances.provisoire", "echeance.fondement": "echeances.fondement",
    **{f"situation.{column}": f"situations.{key} exemptions.{key}" for column, key in (
        ("n", "n"), ("nature", "nature"), ("sous_type", "sous_type"), ("debut_le", "debut"), ("fin_le", "fin"), ("revue", "revue"),
        ("rompue_le", "rompue_le"), ("preuve", "preuve"), ("preuve_vue_le", "preuve_vue"),
    )},
    "rendez_vous.n": "rendez_vous.n", "rendez_vous.etape": "rendez_vous.nature", "rendez_vous.le": "rendez_vous.jour",
    "rendez_vous.heure": "rendez_vous.heure", "rendez_vous.lieu": "rendez_vous.lieu", "rendez_vous.issue": "rendez_vous.issue",
    "contact.le": "contacts.le", "contact.nature": "contacts.nature", "contact.resultat": "contacts.resultat",
    "contact.note": "contacts.note", "contact.auteur": "contacts.auteur", "contact.enregistre_a": "contacts.enregistre_le",
    "contact.qui": "contacts.qui", "contact.representant": "contacts.representant", "contact.annule_a": "contacts.annule_le",
    "contact.annule_par": "contacts.annule_par", "contact.annule_motif": "contacts.annule_motif",
}  # fmt: skip
ON_THE_CARD = {"jeune": MINOR, "representant": REPRESENTATIVE}
"""The tables whose screen is the card itself, in the words of `procedure.fields`; the others are told row by row, column by column."""

KINDS = {"entretien": "premier_entretien", "convocation": "seconde_convocation"}
SAID_AS: dict[str, Callable[[Any], Any]] = {"representant.rang": lambda v: v + 1, "rendez_vous.etape": lambda v: KINDS.get(v, v)}
"""What `--json` says in other words."""

# What no sheet shows. Why is not a sentence: it is what the tests below check.
NUMBERS = {"id", "jeune_id", "dossier_id", "lot_id"}  # ours, between tables: each is a key
OF_ITS_DOSSIER = {"lot.structure", "fusion.structure", "courrier.structure", "tirage.structure"}  # the same as dossier.structure
KEPT_APART = {
    "jeune.cle": "test_the_key_of_a_name_follows_from_it",
    "retouche.contenu": "test_a_document_changed_by_hand_is_given_back",
    "scelle.pdf": "test_a_sealed_letter_is_shown_as_it_left",
    "scelle.donnees": "test_a_sealed_letter_is_shown_as_it_left",
    "lot.bilan": "test_a_list_tells_what_it_did",
    "fusion.traces": "test_what_undoing_a_merge_needs_is_told_already",
    "fusion.absorbe_id": "test_a_merged_dossier_leads_to_the_one_that_goes_on",
    "fusion.garde_id": "test_a_merged_dossier_leads_to_the_one_that_goes_on",
    "echec.nuit_id": "test_the_night_that_failed_is_in_the_list_of_nights",
}
"""Elsewhere than on a sheet: the test of this module that reads it there."""
TODAY = ("--au", "13/01/2026")


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a house in which every column about a dossier holds something."""
    return lived(tmp_path_factory.mktemp("vies") / "maison")


@pytest.fixture
def house(lived_in: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Of:
    """Return the tool, in that house; nothing is written there."""
    monkeypatch.chdir(lived_in)
    monkeypatch.delenv("OFWORKFLOW_AU", raising=False)
    typed = typist(capsys)
    return lambda *words: typed(*TODAY, *words)


@pytest.fixture
def base(lived_in: Path) -> Iterator[Connection]:
    """Return its base."""
    engine = create_engine(f"sqlite:///{lived_in / 'ofworkflow.db'}")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def tables() -> list[Table]:
    """Return every table about a dossier."""
    return [table for table in metadata.sorted_tables if table.name not in APART]


def columns() -> list[tuple[str, Column[Any]]]:
    """Return every column that a sheet must show, by its name."""
    named = [(f"{table.name}.{column.name}", column) for table in tables() for column in table.c]
    return [
        (name, column) for name, column in named if column.name not in NUMBERS and name not in OF_ITS_DOSSIER | set(KEPT_APART)
    ]


def rows_of(base: Connection, table: Table, dossier: Row[Any]) -> list[Mapping[str, Any]]:
    """Return the rows of a table about one dossier."""
    letters = select(m.courrier.c).where(m.courrier.c.dossier_id == dossier.id).subquery()
    which = {
        "dossier": lambda: table.c.id == dossier.id,
        "jeune": lambda: table.c.id == dossier.jeune_id,
        "lot": lambda: table.c.id == dossier.lot_id,
        "tirage": lambda: table.c.id.in_(select(letters.c.tirage_id)),
        "scelle": lambda: table.c.sha256.in_(select(letters.c.sha256)),
        "fusion": lambda: or_(table.c.garde_id == dossier.id, table.c.absorbe_id == dossier.id),
    }.get(table.name)
    if which is None:
        by = next(name for name in ("dossier_id", "courrier_id", "jeune_id") if name in table.c)
        which = {
            "dossier_id": lambda: table.c.dossier_id == dossier.id,
            "courrier_id": lambda: table.c.courrier_id.in_(select(letters.c.id)),
            "jeune_id": lambda: table.c.jeune_id == dossier.jeune_id,
        }[by]
    return [dict(row) for row in base.execute(select(table).where(which())).mappings()]


def dossiers(base: Connection) -> list[Row[Any]]:
    """Return the dossiers of the house."""
    return list(base.execute(select(m.dossier).order_by(m.dossier.c.id)))


def leaves(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what stands at each key, lists set apart; what a cell holds whole is whole; a merged dossier is another one."""
    if isinstance(value, dict) and not at.endswith(".donnees"):
        for key, inner in value.items():
            if key != "reunis":
                yield from leaves(inner, f"{at}.{key}".strip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, at)
    else:
        yield at, value


def plain(value: Any) -> Any:
    """Return what a base or JSON holds, so that the two compare."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT.*[+-]\d\d:\d\d", value):
        return datetime.fromisoformat(value).astimezone(UTC)
    return value.isoformat() if isinstance(value, date) else value


def test_every_column_holds_something_in_the_lived_house(base: Connection) -> None:
    """Without it, the tests below would say nothing of that column."""
    empty = [name for name, column in columns() if base.execute(select(func.count(column))).scalar_one() == 0]
    assert empty == []


def test_every_value_about_a_dossier_is_at_its_key(house: Of, base: Connection) -> None:
    missing = []
    for dossier in dossiers(base):
        found = house("voir", dossier.reference, "--json", "--confidentiel").json
        sheet = next(one for one in (found, *found["reunis"]) if one["reference"] == dossier.reference)
        shown = defaultdict(list)
        for path, value in leaves(sheet):
            shown[path].append(plain(value))
        for name, column in columns():
            kept = [row[column.name] for row in rows_of(base, column.table, dossier)]
            told = [v for path in ELSEWHERE.get(name, f"trace.{name}").split() for v in shown[path]]
            said = SAID_AS.get(name, plain)
            missing += [(dossier.reference, name, v) for v in kept if v not in (None, "") and said(v) not in told]
            if name not in ELSEWHERE:
                assert len(told) == len(kept), (dossier.reference, name)  # each row, and none of somebody else's
    assert missing == []


def test_every_value_about_a_dossier_is_on_its_screen(house: Of, base: Connection) -> None:
    missing = []
    for dossier in dossiers(base):
        screen = house("voir", dossier.reference, "--tout", "--confidentiel").out
        records = [" ".join(record.split()) for record in re.split(r"^- ", screen, flags=re.MULTILINE)]
        flat = " ".join(screen.split())
        for table in tables():
            names = [column.name for _, column in columns() if column.table is table]
            for row in rows_of(base, table, dossier):
                kept = {name: row[name] for name in names if row[name] not in (None, "")}
                if fields := ON_THE_CARD.get(table.name):
                    missing += [(dossier.reference, table.name, f.name) for f in fields if not on_the_card(f, row[f.name], flat)]
                    continue
                cells = [
                    f"{name} : {in_words(value)}" for name, value in kept.items() if f"{table.name}.{name}" not in AT_THE_TOP
                ]
                if not any(all(cell in record for cell in cells) for record in records):
                    missing.append((dossier.reference, table.name, cells))
    assert missing == []


AT_THE_TOP = {"dossier.reference", "dossier.etape"}


def in_words(value: Any) -> str:
    """Return a cell as the whole sheet says it."""
    if isinstance(value, datetime):
        local = value.astimezone(ZoneInfo("Europe/Paris"))
        return f"{french_day(local.date())} à {local:%H:%M}"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return french_day(value) if isinstance(value, date) else " ".join(str(value).split())


def on_the_card(field: PersonField, value: Any, screen: str) -> bool:
    """Tell whether the card says it: in words, or by its label alone for a yes, or by saying nothing of what is usual."""
    if value in (None, "", field.empty):
        return True
    if value is True:
        return field.label in screen
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}" in screen
    if field.name == "sexe":
        return f"Né{'e' * (value == 'F')} le" in screen or f"né{'e' * (value == 'F')} le" in screen
    return " ".join(field.say(value).split()) in screen


def test_the_stage_of_a_dossier_is_its_title(house: Of, base: Connection) -> None:
    merged = set(base.execute(select(m.fusion.c.absorbe_id).where(m.fusion.c.annule_a.is_(None))).scalars())
    for dossier in dossiers(base):
        screen = house("voir", dossier.reference, "--tout").out
        if dossier.id in merged:  # closed, it stands under the other
            assert f"réuni à celui-ci : {dossier.reference}, source" in screen
        else:
            title = screen.splitlines()[0]
            assert title.startswith(f"{dossier.reference} · ")
            assert title.endswith(Stage.say(dossier.etape)) or dossier.etape == Stage.ATTENTE


def test_no_reason_and_no_place_is_of_a_column_that_is_gone() -> None:
    known = {f"{table.name}.{column.name}" for table in tables() for column in table.c}
    assert OF_ITS_DOSSIER | set(KEPT_APART) | set(ELSEWHERE) <= known
    assert not (OF_ITS_DOSSIER | set(KEPT_APART)) & set(ELSEWHERE)
    assert set(KEPT_APART.values()) <= set(globals())


def test_the_numbers_that_are_not_shown_are_keys() -> None:
    for table in tables():
        for column in table.c:
            if column.name in NUMBERS:
                assert column.primary_key or column.foreign_keys, (table.name, column.name)


def test_the_house_of_a_row_is_that_of_its_dossier(base: Connection) -> None:
    [structure] = base.execute(select(m.dossier.c.structure).distinct()).scalars()
    for name in OF_ITS_DOSSIER:
        table = metadata.tables[name.partition(".")[0]]
        assert set(base.execute(select(table.c.structure)).scalars()) == {structure}, name


def test_the_key_of_a_name_follows_from_it(base: Connection) -> None:
    j = m.jeune.c
    for row in base.execute(select(j.cle, j.nom, j.prenom)):
        assert row.cle == fold(row.nom, row.prenom)


def test_a_document_changed_by_hand_is_given_back(house: Of, base: Connection) -> None:
    [row] = base.execute(select(m.retouche))
    assert sha256(row.contenu).hexdigest() == row.sha256
    sheets = [house("voir", dossier.reference, "--tout").out for dossier in dossiers(base)]
    assert any(row.sha256 in sheet and row.fichier in sheet for sheet in sheets)  # hers, by its name and its print


def test_a_sealed_letter_is_shown_as_it_left(house: Of, base: Connection, lived_in: Path) -> None:
    c, s = m.courrier.c, m.scelle.c
    letter = base.execute(
        select(c.id, s.pdf, s.donnees).join(m.scelle, s.sha256 == c.sha256).where(s.retouche_sha256.is_(None)).limit(1)
    ).one()
    shown = house("courriers", "apercu", f"C{letter.id:06d}")
    assert shown.code == 0, shown.err
    place = lived_in / next(word for word in shown.out.split() if word.endswith(".pdf"))
    assert place.read_bytes() == letter.pdf
    text = " ".join("".join(page.extract_text() for page in PdfReader(place).pages).split())
    who = letter.donnees["destinataire"]
    for said in (letter.donnees["reference"], who["nom"], who["prenom"], *who["adresse"], letter.donnees["jeune"]["nom"]):
        assert fold(said) in fold(text)  # a town is in capitals in the window of the envelope


def test_a_list_tells_what_it_did(house: Of, base: Connection) -> None:
    waiting = {(d["lot"], d["numero"]): d for d in house("doutes", "--json").json["doutes"]}
    for lot in base.execute(select(m.lot)):
        told = house("lots", lot.numero, "--json").json
        for key in ("crees", "modifies", "inchanges", "douteux", "rejets"):
            assert told[key] == lot.bilan[key]
        opened = {each["reference"]: each["ligne"] for each in told["dossiers"]}
        assert opened == lot.bilan["lignes"]
        for doubt in lot.bilan["doutes"]:
            if doubt["etat"] == "attend":
                assert waiting[lot.numero, doubt["n"]]["motif"] == doubt["motif"]


def test_what_undoing_a_merge_needs_is_told_already(base: Connection) -> None:
    """Each value that it keeps is one of a correction, which the sheet shows, or the number of a row."""
    t = m.modification.c
    told = {(row.champ, row.apres) for row in base.execute(select(t.champ, t.apres))}
    representatives = set(base.execute(select(m.representant.c.id)).scalars())
    for traces in base.execute(select(m.fusion.c.traces)).scalars():
        assert {(field, value) for field, value in traces["champs"]} <= told
        assert {(field, after) for _, field, _, after in traces["completes"]} <= told
        assert set(traces["representants"]) <= representatives
        assert set(traces) <= {"champs", "representants", "completes", "contacts", "retires"}
    assert any(traces["champs"] and traces["representants"] for traces in base.execute(select(m.fusion.c.traces)).scalars())


def test_a_merged_dossier_leads_to_the_one_that_goes_on(house: Of, base: Connection) -> None:
    f, d = m.fusion.c, m.dossier.c
    names = dict(base.execute(select(d.id, d.reference)).all())
    standing = base.execute(select(f.absorbe_id, f.garde_id).where(f.annule_a.is_(None))).all()
    assert standing
    for merged, kept in standing:
        sheet = house("voir", names[merged], "--json").json
        assert (sheet["reference"], [one["reference"] for one in sheet["reunis"]]) == (names[kept], [names[merged]])


def test_the_night_that_failed_is_in_the_list_of_nights(house: Of, base: Connection) -> None:
    days = dict(base.execute(select(m.nuit.c.id, m.nuit.c.jour_le)).all())
    nights = {night["jour_le"] for night in house("nuits", "--json").json["nuits"]}
    failed = [number for number in base.execute(select(m.echec.c.nuit_id)).scalars() if number]
    assert failed
    assert {days[number].isoformat() for number in failed} <= nights


def test_each_representative_has_a_number_a_standing_and_what_may_be_sent(of: Of, opened: str) -> None:
    of("fiche", opened, "--terminer-representant", "2", "--a-compter-du", "01/12/2025")
    of("fiche", opened, "--ajouter-representant", "ASE du Nord;;ase;1 rue Haute;59000;Lille")
    people = of("voir", opened, "--json").json["representants"]
    assert [(r["n"], r["titre_du_jour"], r["recoit"]) for r in people] == [
        (1, "titulaire", "courriers"), (2, "retiree", "rien"), (3, "copie", "copie"),
    ]  # fmt: skip
    assert "autorité parentale retirée" in people[1]["recoit_pourquoi"]
    shown = " ".join(of("voir", opened).out.split())
    assert "n° 1, reçoit les courriers" in shown
    assert "n° 2, ne reçoit rien (autorité parentale retirée" in shown
    assert "n° 3, reçoit une copie" in shown


def test_a_confidential_address_is_in_no_correction_that_is_shown(of: Of, opened: str) -> None:
    of("modifier", opened, "--representant", "2", "--adresse", "9 rue Haute", "--confidentielle", "oui")
    for words in (("--json",), (), ("--tout",)):
        answer = of("voir", opened, *words).out
        assert "9 rue Haute" not in answer
        assert "3 rue du Bac" not in answer
    assert "9 rue Haute" in of("voir", opened, "--confidentiel").out
