"""The one door for writing: whole or not at all, private, never over what the program lives on. Real files."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ofworkflow import files
from ofworkflow.errors import OfWorkflowError, RefusedError, UsageError, WriteError
from ofworkflow.files import Destination, Protected
from spies import file_calls

posix = pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")


@pytest.fixture(autouse=True)
def everybody_reads() -> Iterator[None]:
    """The usual umask: what we make is closed by us, not by luck."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "modeles").mkdir()
    for name in ("ofworkflow.db", "ofworkflow.db-wal", "config.toml", "modeles/lettre.md.j2"):
        (tmp_path / name).write_bytes(b"precious")
    (tmp_path / "courriers/2026-0001").mkdir(parents=True)
    (tmp_path / "courriers/2026-0001/C000001_convocation.pdf").write_bytes(b"precious")
    return tmp_path


@pytest.fixture
def protected(house: Path) -> Protected:
    base = house / "ofworkflow.db"
    journals = tuple((base.with_name(base.name + suffix), "la base") for suffix in files.JOURNALS)
    return Protected(
        ((house / "config.toml", "la configuration"), *journals), ((house / "modeles", "un modèle"),), house / "courriers"
    )


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# How the protected file is named, from the house.
_OVER: dict[str, Callable[[Path], Path]] = {
    "its name": lambda house: house / "ofworkflow.db",
    "with ..": lambda house: house / "modeles/../ofworkflow.db",
    "its journal, not there now": lambda house: house / "ofworkflow.db-shm",
    "its other journal": lambda house: house / "ofworkflow.db-journal",
    "the configuration": lambda house: house / "config.toml",
    "another case": lambda house: house / "OFWORKFLOW.DB",
    "a template": lambda house: house / "modeles/lettre.md.j2",
    "a template to be": lambda house: house / "modeles/autre.md.j2",
    "a letter": lambda house: house / "courriers/2026-0001/C000001_convocation.pdf",
    "a letter to be": lambda house: house / "courriers/2026-0002/c000002_convocation.ICS",
    "a run to be": lambda house: house / "courriers/T0001.pdf",
}


def _hard_link(house: Path, of: str) -> Path:
    (house / "second").hardlink_to(house / of)
    return house / "second"


def _through_linked_folder(house: Path) -> Path:
    (house / "raccourci").symlink_to(house)
    return house / "raccourci/ofworkflow.db"


_OVER |= {
    "a second name of the base": lambda house: _hard_link(house, "ofworkflow.db"),
    "a second name of a template": lambda house: _hard_link(house, "modeles/lettre.md.j2"),
    "through a linked folder": _through_linked_folder,
}


@posix
@pytest.mark.parametrize("name", _OVER)
def test_what_is_protected_is_never_written_over(house: Path, protected: Protected, name: str) -> None:
    path = _OVER[name](house)
    before = {p: p.read_bytes() for p in house.rglob("*") if p.is_file()}
    with pytest.raises(RefusedError, match="rien n'est écrit par-dessus"):
        Destination(path, protected, replaces=True).write(b"a report")
    assert {p: p.read_bytes() for p in house.rglob("*") if p.is_file()} == before


@posix
def test_a_base_reached_through_a_link_is_protected_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/real.db").write_bytes(b"precious")
    (tmp_path / "ofworkflow.db").symlink_to(tmp_path / "data/real.db")
    with pytest.raises(RefusedError):
        Destination(tmp_path / "data/real.db", Protected(((tmp_path / "ofworkflow.db", "la base"),))).write(b"a report")


@posix
def test_what_lies_beside_is_written(house: Path, protected: Protected) -> None:
    for name in ("rapport.html", "courriers/lot.pdf", "courriers/apercus/C000001_x.pdf", "ofworkflow.db.pdf", "modeles2/x"):
        assert Destination(house / name, protected).write(b"a report").read_bytes() == b"a report"


@posix
@pytest.mark.parametrize("target", ["there", "nowhere", "folder"])
def test_nothing_is_written_through_a_link(tmp_path: Path, target: str) -> None:
    (tmp_path / "there").write_bytes(b"kept")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / target)
    with pytest.raises(RefusedError, match="un lien"):
        Destination(tmp_path / "link").write(b"a report")
    assert (tmp_path / "link").is_symlink()
    assert _names(tmp_path) == ["folder", "link", "there"]
    assert (tmp_path / "there").read_bytes() == b"kept"


@posix
def test_neither_a_folder_nor_a_pipe_is_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, error in (
        (tmp_path, UsageError),
        (tmp_path / "..", UsageError),
        (tmp_path / "pipe", RefusedError),
        (Path(os.devnull), RefusedError),
    ):
        with pytest.raises(error):
            Destination(path).write(b"a report")


def test_a_file_that_is_not_to_be_replaced_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "rapport.html"
    assert Destination(path, replaces=False).write(b"one") == path
    with pytest.raises(UsageError, match="--remplacer"):
        Destination(path, replaces=False).write(b"two")
    assert path.read_bytes() == b"one"
    Destination(path).write(b"two")
    assert path.read_bytes() == b"two"
    assert _names(tmp_path) == ["rapport.html"]


def test_a_file_come_while_ours_was_written_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "rapport.html"
    ours = Destination(path, replaces=False).opened()
    ours.__enter__().write(b"ours")
    path.write_bytes(b"theirs")
    with pytest.raises(UsageError, match="existe déjà"):
        ours.__exit__(None, None, None)
    assert path.read_bytes() == b"theirs"
    assert _names(tmp_path) == ["rapport.html"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt(), ValueError("of the library")])
def test_a_failure_leaves_what_stood_there_and_nothing_beside(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "rapport.html"
    path.write_bytes(b"before")

    def fail() -> None:
        with Destination(path).opened() as file:
            file.write(b"half of")
            raise error

    with pytest.raises(WriteError if isinstance(error, OSError) else type(error)):
        fail()
    assert path.read_bytes() == b"before"
    assert _names(tmp_path) == ["rapport.html"]


@posix
def test_a_full_disk_is_said_in_french(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="le disque est plein") as told, Destination(tmp_path / "x").partial():
        Path("/dev/full").write_bytes(b"x")
    assert "No space" not in str(told.value)


@pytest.mark.parametrize("name", ["nom\0coupé", "n" * 300])
def test_an_impossible_name_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(WriteError):
        Destination(tmp_path / name).write(b"")
    assert _names(tmp_path) == []


@posix
def test_links_that_turn_in_circles_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(OfWorkflowError):
        Destination(tmp_path / "a/rapport.html").write(b"")


def test_a_part_of_the_way_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "courriers").write_bytes(b"kept")
    for folder in ("courriers", "courriers/2026-0001"):
        with pytest.raises(WriteError, match="est un fichier, pas un dossier"):
            Destination(tmp_path / folder / "x.pdf").write(b"")
        with pytest.raises(WriteError, match="est un fichier, pas un dossier"):
            files.make_folder(tmp_path / folder)


@posix
def test_files_and_their_new_folders_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "a/b/c.pdf"
    with Destination(path).partial() as partial:
        partial.unlink()
        partial.write_bytes(b"made anew by a library")
        assert _mode(partial) == 0o644
    assert [_mode(p) for p in (tmp_path / "a", tmp_path / "a/b", path)] == [0o700, 0o700, 0o600]
    path.chmod(0o644)
    Destination(path).write(b"again")
    assert _mode(path) == 0o600


@posix
def test_a_file_is_on_the_disk_before_it_takes_its_place_and_its_place_before_we_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = file_calls(monkeypatch)
    Destination(tmp_path / "x.pdf").write(b"x")
    assert calls == ["fsync file", "replace", "fsync folder"]
    calls.clear()
    Destination(tmp_path / "new/y.pdf", replaces=False).write(b"y")
    assert calls == ["fsync folder", "fsync file", "link", "fsync folder"]


@posix
def test_many_write_the_same_file_at_once_and_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "rapport.html"
    code = (
        "import sys; from pathlib import Path; from ofworkflow.files import write_whole\n"
        "for _ in range(20): write_whole(Path(sys.argv[1]), sys.argv[2].encode() * 100_000)"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(path), letter]) for letter in "abc"]
    assert [process.wait() for process in running] == [0, 0, 0]
    content = path.read_bytes()
    assert content in {letter * 100_000 for letter in (b"a", b"b", b"c")}
    assert _names(tmp_path) == ["rapport.html"]


@posix
@pytest.mark.parametrize("stored", ["../kept", "2026-0001/../../kept", "link/kept", "2026-0001/link", "", "..", "/etc/hostname"])
def test_nothing_outside_a_folder_is_ever_removed(tmp_path: Path, stored: str) -> None:
    letters = tmp_path / "courriers"
    (letters / "2026-0001").mkdir(parents=True)
    (tmp_path / "kept").write_bytes(b"kept")
    (letters / "link").symlink_to(tmp_path)
    (letters / "2026-0001/link").symlink_to(tmp_path / "kept")
    for path in (stored, str(tmp_path / "kept")):
        with pytest.raises(RefusedError):
            files.remove(letters, path)
    assert (tmp_path / "kept").read_bytes() == b"kept"


def test_a_file_of_the_folder_is_removed_once(tmp_path: Path) -> None:
    path = files.write_whole(tmp_path / "2026-0001/C000001_x.pdf", b"x")
    assert files.relative(tmp_path, path) == "2026-0001/C000001_x.pdf"
    for _ in range(2):
        files.remove(tmp_path, "2026-0001/C000001_x.pdf")
    assert not path.exists()
    assert files.relative(tmp_path / "2026-0001", tmp_path / "lot.pdf") == str(tmp_path.resolve() / "lot.pdf")


@posix
def test_a_base_is_made_and_kept_for_its_owner_only(tmp_path: Path) -> None:
    base = tmp_path / "ofworkflow.db"
    files.secure_base(base)
    assert _mode(base) == 0o600
    (tmp_path / "ofworkflow.db-wal").write_bytes(b"")
    base.chmod(0o664)
    assert files.too_open(base)
    files.secure_base(base)
    assert [_mode(p) for p in sorted(tmp_path.iterdir())] == [0o600, 0o600]
    assert not files.too_open(base)
    assert not files.too_open(tmp_path / "nowhere")
