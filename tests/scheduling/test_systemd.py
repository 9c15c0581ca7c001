"""What systemd hears, and the units that are shipped."""

from __future__ import annotations

import configparser
import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ofworkflow.scheduling.systemd import JournalFormatter, notify, watchdog_seconds
from scheduling.sockets import manager

UNITS = Path(__file__).resolve().parents[2] / "docs" / "exemples"
linux = pytest.mark.skipif(sys.platform != "linux", reason="systemd is of Linux")


@linux
@pytest.mark.parametrize("abstract", [False, True], ids=["path", "abstract"])
def test_systemd_hears_the_lines_in_one_message(abstract: bool) -> None:
    with manager(abstract=abstract) as heard:
        assert notify("READY=1", "STATUS=Prêt.", environment={"NOTIFY_SOCKET": heard.address})
        assert heard.hear(5) == ["READY=1", "STATUS=Prêt."]


@linux
def test_a_status_cannot_add_an_order_of_its_own() -> None:
    with manager() as heard:
        notify("STATUS=base\nSTOPPING=1", environment={"NOTIFY_SOCKET": heard.address})
        assert heard.hear(5) == ["STATUS=base STOPPING=1"]


@pytest.mark.parametrize("address", ["", "nothing/here", "/nowhere/at/all", "@nobody-listens-here"])
def test_without_systemd_nothing_is_said_and_nothing_fails(address: str) -> None:
    assert not notify("READY=1", environment={"NOTIFY_SOCKET": address} if address else {})


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "900000000"}, 900),
        ({"WATCHDOG_USEC": "900000000", "WATCHDOG_PID": str(os.getpid())}, 900),
        ({"WATCHDOG_USEC": "900000000", "WATCHDOG_PID": "1"}, None),  # meant for our parent
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_the_watchdog_is_the_one_of_this_process(environment: dict[str, str], seconds: float | None) -> None:
    assert watchdog_seconds(environment) == seconds


def test_the_journal_ranks_what_is_said() -> None:
    record = logging.LogRecord("x", logging.CRITICAL, "x", 1, "La nuit manque", None, None)
    assert JournalFormatter("%(message)s").format(record) == "<2>La nuit manque"


def _unit(name: str) -> configparser.ConfigParser:
    unit = configparser.ConfigParser(delimiters=("=",), comment_prefixes=("#",), interpolation=None, strict=True)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(UNITS / name, encoding="utf-8")
    return unit


def _seconds(text: str) -> int:
    number, unit = re.fullmatch(r"(\d+)(min|h|s)", text).groups()  # type: ignore[union-attr]
    return int(number) * {"s": 1, "min": 60, "h": 3600}[unit]


def test_the_service_is_watched_relaunched_and_stopped_gently() -> None:
    service = _unit("ofworkflow-planifier.service")["Service"]
    expected = {"Type": "notify", "NotifyAccess": "main", "Restart": "on-failure", "KillSignal": "SIGTERM"}
    assert {key: service[key] for key in expected} == expected
    assert service["ExecStart"].endswith("/of planifier")
    assert _seconds(service["WatchdogSec"]) >= 2 * 5 * 60  # two beats of the default configuration
    assert _seconds(service["TimeoutStopSec"]) >= 60


def test_the_timer_rings_at_the_hour_of_the_night_and_catches_up() -> None:
    timer = _unit("ofworkflow-nuit.timer")["Timer"]
    assert timer["OnCalendar"] == "*-*-* 04:15:00 Europe/Paris"
    assert timer["Persistent"] == "true"
    service = _unit("ofworkflow-nuit.service")["Service"]
    assert (service["Type"], service["SuccessExitStatus"]) == ("oneshot", "5")
    assert service["ExecStart"].endswith("/of nuit")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="the tests above read the units themselves")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    units = []
    for source in UNITS.iterdir():
        text = source.read_text(encoding="utf-8").replace("/opt/ofworkflow/bin/of", sys.executable)
        (tmp_path / source.name).write_text(text, encoding="utf-8")
        units.append(str(tmp_path / source.name))
    assert len(units) == 3
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if "ofworkflow" in line] == []
