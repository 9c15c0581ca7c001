"""Throw damaged files at every reader of lists: one French sentence or a preview, never anything else.

`python -m tools.fuzz_lists --minutes 60` takes the lists of `tests/data`, damages their bytes, the XML inside
the workbooks, their cells, and reads them whole, up to the preview. A traceback, a reading of more than a few
seconds, memory past its bound, a file that changed or a row written stop nothing: each is printed with the seed
that makes it again (`--graine N --tours 1`). Exit 1 when there was any.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import FrameType

import sqlalchemy as sa

from ofworkflow.errors import ListError
from ofworkflow.intake.preview import preview, read_list
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.storage import models

DATA = Path(__file__).parent.parent / "tests" / "data"
LIST_ON = date(2026, 10, 15)
SLOWEST = 20  # seconds, on a machine that does other things
MEMORY = 400  # megabytes of the whole process, fuzzing included

Damage = Callable[[random.Random, bytes], bytes]

_TOKENS = (
    b'"', b";", b",", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\x00", b"\xff", b"\xfe", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1a",
    b"=", b"'", b"&#0;", b"&#x110000;", b"&eacute;", b"%C3", b"=?UTF-8?B?!?=", b"_x0000_", b"_xD800_", b"\\uD800", b"&#55296;",
    b"9" * 400, b"1e308", b"1E400", b"-1", b"0", b"31/02/2009", b"29/02/9999", b"9999-12-31T23:00:00", b"0001-01-01",
    b"<table>", b"</tr>", b"<td>", b'ss:Index="999999999"', b'r="XFD1048576"', b"\xed\xa0\x80", "é".encode("cp850"),
    "\u202e".encode(), "\ufeff".encode(), b"sep=\n", b"sep=;", b"#N/A", b"((((((((((((((((((((", b"M. et Mme " * 30,
    b"00 33 (0)", b"+", b"06/" * 60, b"12 rue " * 60, b" " * 5000, b"-" * 3000,
)  # fmt: skip


def seeds() -> list[tuple[str, bytes]]:
    """Return the lists that are damaged, by name."""
    paths = [
        *DATA.glob("*.csv"),
        *DATA.glob("*.xlsx"),
        *DATA.glob("*.xls"),
        *(DATA / "abimees").iterdir(),
        *(DATA / "etrangeres").iterdir(),
    ]
    return [(path.name, path.read_bytes()) for path in sorted(paths)]


def _flip(dice: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 8, 64))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _insert(dice: random.Random, content: bytes) -> bytes:
    at = dice.randrange(len(content) + 1)
    return content[:at] + dice.choice(_TOKENS) * dice.choice((1, 1, 1, 2, 30)) + content[at:]


def _cut(dice: random.Random, content: bytes) -> bytes:
    one, two = sorted(dice.randrange(len(content) + 1) for _ in range(2))
    return content[:one] + content[min(two, one + dice.choice((1, 20, 2000, 10**9))) :]


def _repeat(dice: random.Random, content: bytes) -> bytes:
    one, two = sorted(dice.randrange(len(content) + 1) for _ in range(2))
    return content[:two] + content[one : min(two, one + 4000)] * dice.choice((1, 2, 50)) + content[two:]


def _shuffle(dice: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    dice.shuffle(lines)
    return b"".join(lines)


def _recode(dice: random.Random, content: bytes) -> bytes:
    codecs = ("utf-8", "cp1252", "cp850", "mac_roman", "iso8859-15", "utf-16", "utf-16-le", "utf-32", "cp037", "utf-7")
    try:
        return content.decode(dice.choice(codecs), "replace").encode(dice.choice(codecs), "replace")
    except (UnicodeError, LookupError):
        return content


BYTES: tuple[Damage, ...] = (_flip, _flip, _insert, _insert, _cut, _repeat, _shuffle, _recode)


def _inside(dice: random.Random, content: bytes) -> bytes:
    """Damage one member of an archive, and close it again: what a broken export leaves."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 — no archive any more, after some damage
        return _flip(dice, content)
    if not members:
        return content
    name = dice.choice(sorted(members))
    if dice.random() < 0.1:
        del members[name]
    elif members[name]:
        members[name] = dice.choice(BYTES)(dice, members[name])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, body in members.items():
            archive.writestr(each, body)
    return made.getvalue()


def damaged(seed: int) -> tuple[str, bytes]:
    """Return the file that a seed makes, and from which list."""
    dice = random.Random(seed)  # noqa: S311 — the same damage again from the same seed
    name, content = dice.choice(seeds())
    for _ in range(dice.choice((1, 1, 1, 2, 3, 6))):
        if not content:
            break
        archive = content.startswith(b"PK") and dice.random() < 0.85
        content = _inside(dice, content) if archive else dice.choice(BYTES)(dice, content)
        content = content[:3_000_000]
    return name, content


class TooSlowError(Exception):
    """A list that was read for too long."""


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TooSlowError


def _base() -> sa.Connection:
    connection = sa.create_engine("sqlite://").connect()
    models.metadata.create_all(connection)
    return connection


def trouble(seed: int, connection: sa.Connection, folder: Path) -> str:
    """Return what went wrong with the list of a seed; empty when all that had to be said was said."""
    name, content = damaged(seed)
    path = folder / name
    path.write_bytes(content)
    before = connection.connection.dbapi_connection
    writes = before.total_changes if before is not None else 0
    peak = _peak()
    signal.alarm(SLOWEST)
    try:
        preview(connection, read_list(path), source=Source.SIEI, list_on=LIST_ON, communes={})
    except ListError as error:
        sentence = str(error)
        if not sentence.rstrip().endswith((".", "?", "!", "»")) or "\n" in sentence:
            return f"phrase : {sentence!r}"
    except TooSlowError:
        return f"plus de {SLOWEST} secondes"
    except Exception:  # noqa: BLE001 — this is what is looked for
        return traceback.format_exc()
    finally:
        signal.alarm(0)
    if path.read_bytes() != content or sorted(folder.iterdir()) != [path]:
        return "le fichier a changé, ou un autre a été écrit"
    path.unlink()
    if before is not None and before.total_changes != writes:
        return "une ligne a été écrite"
    used = _peak()
    # a process that already held more than that for something else may grow by what one list takes, no more
    return f"{used} Mo de mémoire" if used > max(MEMORY, peak + MEMORY // 3) else ""


def _peak() -> int:
    """Return the most memory that this process ever held, in megabytes: what ran before the list counts too."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _rounds(first: int, minutes: float, turns: int) -> Iterator[int]:
    end = time.monotonic() + minutes * 60
    for seed in range(first, first + turns if turns else sys.maxsize):
        if not turns and time.monotonic() > end:
            return
        yield seed


def main() -> int:
    """Run; print each trouble with its seed, and at the end how many lists were read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--tours", type=int, default=0, help="so many lists, whatever the time")
    parser.add_argument("--graine", type=int, default=1, help="the first seed")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, _too_slow)
    count = wrong = 0
    connection = _base()
    with tempfile.TemporaryDirectory() as folder:
        for seed in _rounds(options.graine, options.minutes, options.tours):
            count += 1
            if told := trouble(seed, connection, Path(folder)):
                wrong += 1
                print(f"--- graine {seed} ({damaged(seed)[0]}) : {told}", flush=True)
                for left in Path(folder).iterdir():
                    left.unlink()
    used = _peak()
    print(f"{count} listes lues, graines {options.graine} à {options.graine + count - 1}, {wrong} défaut(s), {used} Mo")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
