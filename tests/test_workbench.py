"""Folders to work in: gone at the end, swept after a kill, never taken from somebody who works."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ofworkflow import files, workbench
from ofworkflow.files import Destination

posix = pytest.mark.skipif(os.name != "posix", reason="locks of POSIX")

_WORKS = """
import sys, time
from pathlib import Path
from ofworkflow.files import Destination
from ofworkflow.workbench import workbench
home = Path(sys.argv[1])
with workbench(home) as bench, Destination(home / "2026-0001/C000001_x.pdf", via=home).partial() as partial:
    bench.put("letter.pdf", b"x")
    partial.write_bytes(b"half")
    print("at work", flush=True)
    time.sleep(60)
"""


@contextmanager
def _somebody_works_in(home: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", _WORKS, str(home)], stdout=subprocess.PIPE, text=True) as working:
        assert working.stdout is not None
        assert working.stdout.readline() == "at work\n"
        try:
            yield working
        finally:
            working.kill()


def _left(home: Path) -> list[str]:
    return sorted(p.name for p in home.iterdir() if p.name.startswith("."))


def test_a_bench_is_for_its_owner_and_gone_at_the_end_whatever_happens(tmp_path: Path) -> None:
    def fail() -> None:
        with workbench.workbench(tmp_path / "courriers") as bench:
            assert not files.too_open(bench.folder)
            bench.put("letter.pdf", b"x")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 — the one raised three lines above
        fail()
    assert _left(tmp_path / "courriers") == []


@posix
def test_what_a_killed_program_left_is_swept_at_once_and_what_a_living_one_makes_never(tmp_path: Path) -> None:
    with _somebody_works_in(tmp_path) as working:
        workbench.sweep(tmp_path)
        assert len(_left(tmp_path)) == 2
        assert {len(list(p.iterdir())) for p in tmp_path.glob(".tirage-*")} == {2}
        working.kill()
        working.wait()
        workbench.sweep(tmp_path)
        assert _left(tmp_path) == []


@posix
@pytest.mark.parametrize("name", [".of-machine-voisine-abcdefgh", ".tirage-machine-voisine-abcdefgh", ".tirage-abcdefgh"])
def test_another_machine_s_work_is_swept_after_a_day_only(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.startswith(".of-"):
        path.write_bytes(b"half")
    else:
        path.mkdir()
        (path / "letter.pdf").write_bytes(b"x")
        if "voisine" in name:
            (path / "verrou").write_bytes(b"")
    workbench.sweep(tmp_path)
    assert path.exists()
    day_before = path.stat().st_mtime - 24 * 3600 - 10
    os.utime(path, (day_before, day_before))
    workbench.sweep(tmp_path)
    assert _left(tmp_path) == []


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    kept = [".of-", ".tirage", ".oftrad-abcdefgh", "T0001.pdf", ".tirage-Des-Notes"]
    for name in kept:
        (tmp_path / name).write_bytes(b"kept")
        os.utime(tmp_path / name, (0, 0))
    workbench.sweep(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(kept)


@posix
def test_a_link_is_never_followed_by_the_broom(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/kept").write_bytes(b"kept")
    (tmp_path / ".tirage-abcdefgh").symlink_to(tmp_path / "elsewhere")
    os.utime(tmp_path / "elsewhere", (0, 0))
    workbench.sweep(tmp_path)
    assert (tmp_path / "elsewhere/kept").read_bytes() == b"kept"


@posix
def test_those_who_sweep_and_those_who_write_at_once_do_not_hinder_each_other(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ofworkflow.files import Destination; from ofworkflow import workbench\n"
        "home = Path(sys.argv[1])\n"
        "for i in range(60):\n"
        "    with workbench.workbench(home) as bench:\n"
        "        assert bench.put('a', b'a').read_bytes() == b'a'\n"
        "        Destination(home / f'{sys.argv[2]}-{i}', via=home).write(b'whole')\n"
        "        assert (bench.folder / 'a').read_bytes() == b'a'\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "abc"]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert _left(tmp_path) == []
    assert len(list(tmp_path.iterdir())) == 180
    assert Destination(tmp_path / "a-0").check()
