"""The drive a base lies on: on a network drive the write-ahead journal loses acts, and a rollback journal
must do.

In WAL mode SQLite keeps its index in memory that processes share: two machines that open one file each have
their own, and neither sees what the other confirmed (https://www.sqlite.org/wal.html, « all processes must be
on the same host »).
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
from pathlib import Path

from ofworkflow.records import dataclass

_NETWORK = frozenset(
    {
        "nfs",
        "nfs3",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "afp",
        "afpfs",
        "ncpfs",
        "ceph",
        "glusterfs",
        "lustre",
        "gpfs",
        "beegfs",
        "davfs",
        "davfs2",
        "webdav",
        "vboxsf",
        "vmhgfs",
        "prl_fs",
        "ocfs2",
        "gfs",
        "gfs2",
        "coda",
        "pvfs2",
        "orangefs",
        "virtiofs",
        "acfs",
    }
)
_LOCAL = frozenset(
    {
        "ext2",
        "ext3",
        "ext4",
        "xfs",
        "btrfs",
        "zfs",
        "f2fs",
        "jfs",
        "reiserfs",
        "bcachefs",
        "overlay",
        "aufs",
        "tmpfs",
        "ramfs",
        "rootfs",
        "vfat",
        "exfat",
        "msdos",
        "ntfs",
        "ntfs3",
        "fuseblk",
        "apfs",
        "hfs",
        "hfsplus",
        "ufs",
        "squashfs",
        "iso9660",
        "udf",
        "erofs",
        "nilfs2",
    }
)
"""`fuseblk` is a disk of this machine (NTFS, exFAT) behind FUSE; any other `fuse.…` may be at the other
end of a network."""

_OCTAL = re.compile(r"\\([0-7]{3})")
_DRIVE_REMOTE = 4  # GetDriveTypeW


@dataclass(frozen=True, slots=True)
class Mount:
    """What a path lies on: its kind (« nfs4 »), and where it is mounted."""

    kind: str
    point: str


def mount_of(path: str, mountinfo: str) -> Mount | None:
    """Return the mount that holds an absolute path, from the text of `/proc/self/mountinfo` (proc(5)); `None`
    when none does.

    The longest mount point wins; of two on the same one, the last, which hides the other.
    """
    best: Mount | None = None
    for line in mountinfo.splitlines():
        before, dash, after = line.partition(" - ")
        fields, kinds = before.split(), after.split()
        if not dash or len(fields) < 5 or not kinds:  # the fifth field is the mount point
            continue
        point = _OCTAL.sub(lambda match: chr(int(match[1], 8)), fields[4])
        with contextlib.suppress(UnicodeError):
            point = point.encode("latin-1").decode("utf-8")  # each byte beyond ASCII may be written apart
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and (best is None or len(point) >= len(best.point)):
            best = Mount(kinds[0], point)
    return best


def is_shared(kind: str) -> bool | None:
    """Tell whether a kind of mount may be shared by several machines; `None` when it is not known."""
    if kind in _NETWORK or kind.startswith("fuse."):
        return True
    return False if kind in _LOCAL else None


def network_reason(file: Path, *, mountinfo: str | None = None) -> str:
    """Return why a base cannot be trusted to a write-ahead journal where it lies; empty when it can."""
    where = str(file.resolve().parent)
    if sys.platform == "win32":
        return _on_windows(where)
    if mountinfo is None:
        with contextlib.suppress(OSError, UnicodeError):
            mountinfo = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    mount = mount_of(where, mountinfo or "")
    shared = is_shared(mount.kind) if mount else None
    if mount and shared:
        return f"disque réseau ({mount.kind}, {mount.point})"
    if shared is None and not locks_work(Path(where)):
        return f"disque sans verrous ({mount.kind}, {mount.point})" if mount else "disque sans verrous"
    return ""


def locks_work(folder: Path) -> bool:
    """Tell whether a file of this folder can be locked, by locking one; `True` when none can be made there
    (said elsewhere)."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
    except OSError:
        return True
    return True


def _on_windows(where: str) -> str:
    drive = os.path.splitdrive(where)[0]
    if drive.startswith(("\\\\", "//")) and not drive.startswith(("\\\\?\\", "\\\\.\\")):
        return f"disque réseau ({drive})"
    if drive.upper().startswith("\\\\?\\UNC"):
        return f"disque réseau ({where})"
    return f"disque réseau ({drive})" if _is_remote(drive) else ""


def _is_remote(drive: str) -> bool:
    import ctypes

    library = getattr(ctypes, "windll", None)
    return library is not None and library.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE
