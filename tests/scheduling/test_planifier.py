"""« of planifier » as it runs: a process of its own, a systemd that listens, a SIGTERM, a base that is not there."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from casework.nights import TODAY, fill, journals
from house import NOW, desk
from ofworkflow.casework.night.ledger import is_night_done
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.installation import prepare_folder
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.migrate import mark_trial
from scheduling.postmen import postman
from scheduling.sockets import Manager, manager

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd and SIGTERM are of Linux")


def _house(folder: Path, **settings: object) -> Path:
    place = prepare_folder(folder / "maison", trial=True)
    config = place / "config.toml"
    lines = config.read_text(encoding="utf-8").splitlines()
    for key, value in settings.items():
        [found] = [i for i, line in enumerate(lines) if line.startswith(f"{key} = ")]
        lines[found] = f"{key} = {value}"
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place


def _start(
    place: Path, *, on: date | None = TODAY, heard: Manager | None = None, url: str = "", out: Any = subprocess.PIPE, **more: str
) -> subprocess.Popen[str]:
    outside = {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "JOURNAL_STREAM", "OFWORKFLOW_BASE_URL", "OFWORKFLOW_AU"}
    environment = {key: value for key, value in os.environ.items() if key not in outside}
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path), **more}
    environment |= {"OFWORKFLOW_AU": on.isoformat()} if on else {}
    environment |= {"NOTIFY_SOCKET": heard.address} if heard else {}
    environment |= {"OFWORKFLOW_BASE_URL": url} if url else {}
    return subprocess.Popen(
        [sys.executable, "-c", "from ofworkflow.cli.main import main; main()", "planifier"],
        cwd=place, env=environment, stdout=out, stderr=out, text=True,
    )  # fmt: skip


def _listen_until_the_end(process: subprocess.Popen[str], heard: Manager) -> str:
    """Go on hearing while the process ends, as systemd does; return what it said to people."""
    while process.poll() is None:
        heard.hear(0.2)
    heard.drain()
    return process.communicate(timeout=60)[1]


def test_sigterm_finishes_the_batch_in_hand_and_the_next_start_does_the_rest(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    with database.writing() as connection:
        mark_trial(connection)
    fill(database, 40)
    place = _house(tmp_path, lot=2)
    with manager() as heard:
        process = _start(place, heard=heard, url=database_url, WATCHDOG_USEC="600000000")
        heard.wait_for("STATUS=Nuit en cours : 2 dossiers sur")
        process.send_signal(signal.SIGTERM)
        said = _listen_until_the_end(process, heard)
    assert process.returncode == 0, said
    assert "READY=1" in heard.heard
    assert "WATCHDOG=1" in heard.heard
    assert "STOPPING=1" in heard.heard
    with database.reading() as connection:
        assert not is_night_done(connection, TODAY)  # still owed: its line in the ledger has no end
        assert connection.execute(select(m.nuit.c.fin_a)).scalars().all() == [None]
        done = connection.execute(select(m.journal.c.dossier_id).where(m.journal.c.auteur == "automate")).scalars().all()
    assert 0 < len(set(done)) < 40

    with manager() as heard:
        process = _start(place, heard=heard, url=database_url)
        heard.wait_for("STATUS=Nuit du mar. 10/03/2026 faite")
        process.send_signal(signal.SIGTERM)
        said = _listen_until_the_end(process, heard)
    assert process.returncode == 0, said
    with database.reading() as connection:
        assert is_night_done(connection, TODAY)
    before = journals(database)
    assert night_round(database, desk=desk(TODAY), now=lambda: NOW).acts == []
    assert journals(database) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_planner_whose_words_go_nowhere_watches_and_ends_well(tmp_path: Path) -> None:
    with manager() as heard, Path("/dev/full").open("w") as full:
        process = _start(_house(tmp_path), heard=heard, out=full, PYTHONIOENCODING="cp1252:strict")
        heard.wait_for("READY=1")
        process.send_signal(signal.SIGTERM)
        _listen_until_the_end(process, heard)
    assert process.returncode == 0
    assert "STOPPING=1" in heard.heard


def test_a_night_that_hangs_is_not_declared_alive(tmp_path: Path) -> None:
    place = _house(tmp_path)
    holder = sqlite3.connect(place / "ofworkflow.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")  # the night waits for the base
    with manager() as heard:
        process = _start(place, heard=heard, WATCHDOG_USEC="2000000")
        heard.wait_for("READY=1")
        assert heard.hear(3) == []  # longer than the watchdog allows: systemd would have stopped it
        holder.execute("ROLLBACK")
        holder.close()
        heard.wait_for("STATUS=Nuit du mar. 10/03/2026 faite")
        assert "WATCHDOG=1" in heard.heard
        process.send_signal(signal.SIGTERM)
        said = _listen_until_the_end(process, heard)
    assert process.returncode == 0, said


def test_after_the_last_try_the_planner_ends_with_1_and_somebody_is_told(tmp_path: Path) -> None:
    with postman() as server, manager() as heard:
        place = _house(
            tmp_path, nouveaux_essais="[0, 0]", serveur='"127.0.0.1"', port=server.port, chiffrement='"aucun"',
            destinataires='["accueil@exemple.invalid"]', expediteur='"ofworkflow@exemple.invalid"',
        )  # fmt: skip
        (place / "ofworkflow.db").unlink()
        process = _start(place, on=None, heard=heard, JOURNAL_STREAM="8:1")
        said = _listen_until_the_end(process, heard)
    assert process.returncode == 1, said
    assert said.count("Nouvel essai") == 2
    assert "<2>La nuit n'a pas pu être faite en 3 essais : Aucune base à l'endroit" in said  # the rank « crit » of the journal
    assert said.splitlines()[-1].startswith("Erreur : La nuit n'a pas pu être faite")
    assert "Traceback" not in said
    assert "STOPPING=1" in heard.heard
    [(recipients, message)] = server.received
    assert recipients == ["accueil@exemple.invalid"]
    assert message["Subject"] == "ofworkflow : la nuit n'a pas pu être faite"
    assert "Aucune base" in message.get_content()


def test_after_a_night_the_report_is_written_and_sent(tmp_path: Path) -> None:
    with postman() as server, manager() as heard:
        place = _house(
            tmp_path, serveur='"127.0.0.1"', port=server.port, chiffrement='"aucun"', fichier='"rapports"',
            destinataires='["accueil@exemple.invalid"]', expediteur='"ofworkflow@exemple.invalid"',
        )  # fmt: skip
        base = Database(f"sqlite:///{place / 'ofworkflow.db'}")
        fill(base, 3)
        base.dispose()
        process = _start(place, heard=heard)
        heard.wait_for("STATUS=Nuit du")
        heard.wait_for("WATCHDOG=1")  # the beat is over, its report with it
        process.send_signal(signal.SIGTERM)
        said = _listen_until_the_end(process, heard)
    assert process.returncode == 0, said
    page = (place / "rapports" / "rapport-2026-03-10.html").read_text(encoding="utf-8")
    [(_, message)] = server.received
    sent = message.get_body(("html",))
    assert sent is not None
    for form in (page, sent.get_content()):
        assert "2025-0002" in form
        assert "NOM001" not in form


def test_settings_that_cannot_send_are_said_at_once(tmp_path: Path) -> None:
    place = _house(tmp_path, serveur='"127.0.0.1"')
    process = _start(place)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 1
    assert "destinataires est vide" in said


def test_a_plain_copy_between_two_nights_holds_every_act_of_the_others(tmp_path: Path) -> None:
    """« cp ofworkflow.db » while the planner runs: it rests with the base closed, and who acts meanwhile closes it too."""
    place = _house(tmp_path)
    base = Database(f"sqlite:///{place / 'ofworkflow.db'}")
    fill(base, 2)
    base.dispose()
    with manager() as heard:
        process = _start(place, heard=heard)
        heard.wait_for("STATUS=Nuit du mar. 10/03/2026 faite")
        for words in (
            ("contact", "2025-0002", "--nature", "telephone", "--resultat", "joint", "--le", "09/03/2026"),
            ("clore", "2025-0002", "--motif", "demenagement", "--le", "10/03/2026"),
        ):
            command = [sys.executable, "-c", "from ofworkflow.cli.main import main; main()", "--au", "10/03/2026", *words]
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
            done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
        assert process.poll() is None
        shutil.copyfile(place / "ofworkflow.db", tmp_path / "copie.db")  # nothing beside it
        process.send_signal(signal.SIGTERM)
        said = _listen_until_the_end(process, heard)
    assert process.returncode == 0, said
    copy = Database(f"sqlite:///{tmp_path / 'copie.db'}")
    assert journals(copy) == journals(base)
    with copy.reading() as connection:
        acts = connection.execute(select(m.journal.c.acte).where(m.journal.c.dossier_id == 2)).scalars().all()
        contacts = connection.execute(select(m.contact.c.id)).all()
    for each in (copy, base):
        each.dispose()
    assert acts[-1] == "cloturer"
    assert len(contacts) == 1
