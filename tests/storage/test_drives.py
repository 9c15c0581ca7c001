"""The drive a base lies on, told from real-looking lists of mounts; a base on a shared one is never written ahead."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ofworkflow.errors import StorageError
from ofworkflow.storage import database as storage
from ofworkflow.storage import drives
from ofworkflow.storage.database import Database
from ofworkflow.storage.drives import Mount, mount_of, network_reason
from ofworkflow.storage.migrate import upgrade

MOUNTINFO = """\
22 28 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw
28 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw,errors=remount-ro
41 28 0:38 / /run rw,nosuid,nodev shared:5 - tmpfs tmpfs rw,size=800000k,mode=755
97 28 0:52 / /srv/partage rw,relatime shared:50 - nfs4 serveur:/export/ml rw,vers=4.2,rsize=1048576,hard,proto=tcp
98 28 0:53 / /mnt/Mes\\040dossiers rw,relatime shared:51 - cifs //serveur/commun rw,vers=3.1.1,cache=strict,username=camille
99 28 0:54 / /mnt/c rw,noatime - 9p drvfs rw,dirsync,aname=drvfs;path=C:\\134,uid=1000,trans=fd
100 28 0:55 / /home/camille/distant rw,nosuid,nodev,relatime shared:60 - fuse.sshfs camille@serveur:/srv rw,user_id=1000
101 28 0:56 / /media/sf_partage rw,nodev,relatime shared:61 - vboxsf partage rw
102 28 8:17 / /media/cle rw,nosuid,nodev,relatime shared:62 - fuseblk /dev/sdb1 rw,user_id=0,blksize=4096
103 97 8:33 / /srv/partage/local rw,relatime shared:63 - xfs /dev/sdc1 rw
104 28 8:49 / /opt/donnees rw,relatime - ext4 /dev/sdd1 rw
105 104 0:60 / /opt/donnees rw,relatime - nfs nas:/vol1 rw,vers=3
106 28 0:61 / /mnt/\\303\\251t\\303\\251 rw - smb3 //nas/ete rw
107 28 0:62 / /mnt/étranger rw - quelquechose truc rw
une ligne qui ne veut rien dire
"""


@pytest.mark.parametrize(
    ("path", "kind", "point", "why"),
    [
        ("/home/camille/ofworkflow", "ext4", "/", "the root holds what nothing else does"),
        ("/srv/partage", "nfs4", "/srv/partage", "the mount point itself"),
        ("/srv/partage/ml/base", "nfs4", "/srv/partage", "below it"),
        ("/srv/partage2", "ext4", "/", "a name that only begins the same"),
        ("/srv/partage/local/base", "xfs", "/srv/partage/local", "the longest wins"),
        ("/mnt/Mes dossiers/of", "cifs", "/mnt/Mes dossiers", "a space is written \\040"),
        ("/mnt/c/Users", "9p", "/mnt/c", "Windows seen from WSL"),
        ("/home/camille/distant/x", "fuse.sshfs", "/home/camille/distant", "sshfs"),
        ("/media/sf_partage", "vboxsf", "/media/sf_partage", "the folder shared with a virtual machine"),
        ("/media/cle/of", "fuseblk", "/media/cle", "a USB key in NTFS is a disk of this machine"),
        ("/opt/donnees/of", "nfs", "/opt/donnees", "two on the same point: the last hides the other"),
        ("/mnt/été/of", "smb3", "/mnt/été", "accents, byte by byte"),
    ],
)
def test_the_mount_of_a_path_is_the_longest_that_holds_it(path: str, kind: str, point: str, why: str) -> None:
    assert mount_of(path, MOUNTINFO) == Mount(kind, point), why


def test_without_any_list_nothing_is_said_of_a_mount() -> None:
    assert mount_of("/srv", "") is None


@pytest.mark.parametrize(
    ("kind", "shared"),
    [("nfs4", True), ("cifs", True), ("9p", True), ("fuse.sshfs", True), ("fuse.rclone", True), ("vboxsf", True), ("ext4", False),
     ("fuseblk", False), ("overlay", False), ("quelquechose", None)],
)  # fmt: skip
def test_which_kinds_are_shared(kind: str, shared: bool | None) -> None:
    assert drives.is_shared(kind) is shared


@pytest.mark.parametrize(
    ("drive", "remote"),
    [("\\\\serveur\\commun", True), ("Z:", True), ("C:", False), ("\\\\?\\UNC\\serveur\\commun", True), ("\\\\.\\X:", False)],
)
def test_windows_drives(monkeypatch: pytest.MonkeyPatch, drive: str, remote: bool) -> None:
    import ntpath

    monkeypatch.setattr(drives.os.path, "splitdrive", ntpath.splitdrive)
    monkeypatch.setattr(drives, "_is_remote", lambda letter: letter == "Z:")
    assert bool(drives._on_windows(drive + "\\of")) is remote


def _listing(folder: Path, kind: str) -> str:
    return f"28 1 8:1 / / rw - ext4 /dev/sda1 rw\n97 28 0:52 / {folder} rw shared:50 - {kind} serveur:/export rw,vers=4.2\n"


@pytest.fixture
def on_nfs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this folder an NFS mount, as the list of mounts tells it."""
    listing = _listing(tmp_path, "nfs4")
    monkeypatch.setattr(storage, "network_reason", lambda file: network_reason(file, mountinfo=listing))


def _pragma(base: Database, name: str) -> object:
    with base.reading() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.mark.usefixtures("on_nfs")
def test_a_base_moved_to_a_shared_drive_leaves_wal_for_good(sqlite_base: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sqlite_base.location.file
    assert path is not None
    base = Database(path)
    assert "nfs4" in base.caution
    assert "\n" not in base.caution
    assert (_pragma(base, "journal_mode"), _pragma(base, "synchronous"), _pragma(base, "locking_mode")) == ("delete", 3, "normal")
    base.dispose()
    # the very machine that serves the share sees its own disk: it does not put WAL back
    monkeypatch.undo()
    local = Database(path)
    assert local.caution == ""
    assert (_pragma(local, "journal_mode"), _pragma(local, "synchronous")) == ("delete", 3)
    local.dispose()


def test_a_shared_base_that_another_machine_holds_in_wal_is_refused(
    sqlite_base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "BUSY_TIMEOUT_MS", 50)
    with sqlite_base.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM jeune")
        listing = _listing(tmp_path, "cifs")
        monkeypatch.setattr(storage, "network_reason", lambda file: network_reason(file, mountinfo=listing))
        with pytest.raises(StorageError, match="autres postes"):
            Database(sqlite_base.location.file or "").check()


def test_a_drive_that_locks_nothing_is_found_by_locking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked only of a drive that nobody knows; a known one costs no file."""
    assert drives.locks_work(tmp_path)
    assert network_reason(tmp_path / "of.db", mountinfo=_listing(tmp_path, "quelquechose")) == ""
    monkeypatch.setattr(drives, "locks_work", lambda folder: False)
    assert "sans verrous (quelquechose" in network_reason(tmp_path / "of.db", mountinfo=_listing(tmp_path, "quelquechose"))
    assert network_reason(tmp_path / "of.db", mountinfo=_listing(tmp_path, "ext4")) == ""


def test_a_local_base_is_written_ahead_and_whole_once_closed(tmp_path: Path) -> None:
    """A plain copy of the file, once the last connection is closed, is complete."""
    path = tmp_path / "of.db"
    base = Database(path)
    with base.writing() as connection:
        upgrade(connection)
        connection.exec_driver_sql("INSERT INTO meta VALUES ('essai', 'oui')")
    assert (tmp_path / "of.db-wal").stat().st_size > 0
    base.dispose()
    assert [each.name for each in tmp_path.iterdir()] == ["of.db"]
    copy = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
    assert copy.execute("SELECT valeur FROM meta WHERE cle = 'essai'").fetchone() == ("oui",)
    copy.close()
