"""The report that could not be brought: said, tried again, given up; and never a night that fails for it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from ofworkflow.config import RapportSettings
from ofworkflow.errors import OfWorkflowError
from ofworkflow.installation import prepare_folder
from ofworkflow.scheduling.alarm import NightWatch, night_owed
from ofworkflow.scheduling.delivery import NEW_TRIES, Delivery, deliver
from ofworkflow.wiring import App
from scheduling.clocks import PARIS, set_clock
from scheduling.postmen import postman


def _app(folder: Path, **rapport: object) -> App:
    from dataclasses import replace

    app = App(str(prepare_folder(folder / "maison", trial=True) / "config.toml"))
    settings = RapportSettings(destinataires=("accueil@exemple.invalid",), expediteur="of@exemple.invalid", chiffrement="aucun")
    app.settings = replace(app.settings, rapport=replace(settings, **rapport))  # type: ignore[misc,arg-type]
    set_clock(app, datetime(2026, 3, 10, 4, 15, tzinfo=PARIS))
    return app


def test_without_server_nor_folder_nothing_is_brought(tmp_path: Path) -> None:
    delivered = deliver(_app(tmp_path))
    assert (delivered.file, delivered.recipients) == (None, ())


def test_a_report_that_cannot_leave_is_tried_at_each_beat_then_given_up(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with postman() as server:
        server.closed = True
        app = _app(tmp_path, serveur="127.0.0.1", port=server.port)
        watch = NightWatch(app, delivery=Delivery(app))
        assert watch.beat() is not None
        assert night_owed(app) is None  # the night is done all the same
        for _ in range(NEW_TRIES + 3):
            watch.beat()
    assert caplog.text.count("Nouvel essai au prochain battement") == NEW_TRIES
    assert caplog.text.count("of rapport --envoyer") == 1


def test_a_report_that_leaves_at_the_second_try_is_sent_once(tmp_path: Path) -> None:
    with postman() as server:
        server.closed = True
        app = _app(tmp_path, serveur="127.0.0.1", port=server.port)
        watch = NightWatch(app, delivery=Delivery(app))
        watch.beat()
        server.closed = False
        watch.beat()
        watch.beat()
        assert len(server.received) == 1


def test_a_folder_that_refuses_is_one_sentence_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    app = _app(tmp_path, fichier="rapports")
    (app.settings.folder / "rapports").write_text("un fichier, pas un dossier")
    with pytest.raises(OfWorkflowError, match="n'a pas pu être écrit"):
        deliver(app)


def test_a_report_written_again_replaces_the_first(tmp_path: Path) -> None:
    app = _app(tmp_path, fichier="rapports")
    first = deliver(app).file
    assert first == deliver(app).file
    assert [path.name for path in (app.settings.folder / "rapports").iterdir()] == ["rapport-2026-03-10.html"]


def test_an_alarm_without_a_server_is_silent_and_with_a_dead_one_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Delivery(_app(tmp_path)).alarm("La nuit manque.")
    assert caplog.text == ""
    with postman() as server:
        server.closed = True
        Delivery(_app(tmp_path, serveur="127.0.0.1", port=server.port)).alarm("La nuit manque.")
    assert "n'a pas pu partir par courriel" in caplog.text
