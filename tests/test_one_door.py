"""Files are written, renamed and removed through one door: no other module does it, save a short list, each with its reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src" / "ofworkflow"

DOORS = {"files.py", "workbench.py"}

EXCEPTIONS = {
    ("casework/backup.py", "left.unlink(missing_ok=True)"): "the scratch base of a restore, in a folder of its own",
    (
        "cli/base.py",
        "backup.save(app.database, app.desk(), app.destination(path, replaces=remplacer), progress=progress)",
    ): "our own use case, given a place of the door",
    (
        "cli/base.py",
        "backup.save(database, app.desk(), app.destination(path, replaces=False), progress=progress)",
    ): "our own use case, given a place of the door",
    (
        "storage/sqlite_copies.py",
        "base.with_name(base.name + suffix).unlink(missing_ok=True)",
    ): "the journals of a base that was put back",
    ("storage/sqlite_copies.py", "shm.open('r+b')"): "to see whether somebody holds the base",
    (
        "storage/sqlite_copies.py",
        "shutil.copyfile(beside, target.with_name(target.name + suffix))",
    ): "a base kept aside with its journals",
    ("storage/sqlite_copies.py", "shutil.copyfileobj(source, file)"): "into a file that the door opened",
    ("storage/sqlite_copies.py", "source.backup(copy)"): "SQLite's own copy, into a file that the door opened",
    ("storage/sqlite_copies.py", "source.backup(live)"): "SQLite's own copy, into the base itself, in one transaction",
    ("storage/drives.py", "tempfile.TemporaryFile(dir=folder)"): "a file without a name, to try the locks of a drive",
    ("cli/streams.py", "os.open(os.devnull, os.O_WRONLY)"): "what cannot be said goes nowhere",
    ("cli/streams.py", "os.open(os.devnull, os.O_RDWR)"): "a standard stream that was closed",
    ("cli/streams.py", "open(os.devnull, mode, encoding='utf-8')"): "a standard stream that was closed",
    ("letters/binding.py", "book.save(written)"): "into a file that the door opened",
    ("letters/editable.py", "document.save(saved)"): "in memory",
    ("letters/images.py", "plain.save(made, 'PNG', optimize=False)"): "in memory",
    (
        "letters/invitation.py",
        "code.save(svg, kind='svg', xmldecl=False, nl=False, svgclass=None, lineclass=None, border=4)",
    ): "in memory",
    ("letters/page_reading.py", "page.render(scale=dpi / 72, grayscale=gray).to_pil().save(buffer, format='PNG')"): "in memory",
}

_ALWAYS = {
    "write_bytes", "write_text", "unlink", "rmdir", "mkdir", "makedirs", "rename", "renames", "removedirs", "symlink_to",
    "hardlink_to", "symlink", "chmod", "lchmod", "chown", "rmtree", "copyfile", "copyfileobj", "copytree", "copy2", "copymode", "move",
    "mkstemp", "mkdtemp", "mktemp", "NamedTemporaryFile", "SpooledTemporaryFile", "TemporaryFile", "TemporaryDirectory", "truncate",
    "FileHandler", "RotatingFileHandler", "TimedRotatingFileHandler", "WatchedFileHandler", "savefig", "save", "extractall",
    "backup", "FileIO", "fdopen",
}  # fmt: skip
_OF_OS = {"remove", "replace", "link", "open"}
_OF_SHUTIL = {"copy"}
_MODE = re.compile(r"[rwaxbtU+]{1,4}")


def _writes(call: ast.Call) -> bool:
    function = call.func
    if isinstance(function, ast.Name):
        return function.id in _ALWAYS or (function.id == "open" and _opens_to_write(call, builtin=True))
    if not isinstance(function, ast.Attribute):
        return False
    owner = function.value.id if isinstance(function.value, ast.Name) else ""
    if (
        function.attr in _ALWAYS
        or (owner == "os" and function.attr in _OF_OS)
        or (owner == "shutil" and function.attr in _OF_SHUTIL)
    ):
        return True
    if function.attr == "replace":  # of a path: one place; of a text: two; of a dataclass, of an instant: named ones
        return len(call.args) == 1 and not call.keywords
    if function.attr == "touch":  # of a path: nothing, or a mode
        return not call.args
    return function.attr == "open" and _opens_to_write(call, builtin=False)


def _opens_to_write(call: ast.Call, *, builtin: bool) -> bool:
    given = [*call.args[1 if builtin else 0 :], *(k.value for k in call.keywords if k.arg == "mode")][:1]
    if not given:
        return False
    mode = given[0]
    if not (isinstance(mode, ast.Constant) and isinstance(mode.value, str)):
        return builtin  # not known here: listed, or written otherwise
    return bool(_MODE.fullmatch(mode.value)) and bool(set(mode.value) & set("wax+"))


def _found(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _writes(node):
            yield ast.unparse(node)


def test_no_module_beside_the_door_writes_renames_or_removes_a_file() -> None:
    found = {
        (path.relative_to(SRC).as_posix(), call)
        for path in SRC.rglob("*.py")
        if path.relative_to(SRC).as_posix() not in DOORS
        for call in _found(path.read_text(encoding="utf-8"))
    }
    assert found - set(EXCEPTIONS) == set()
    assert set(EXCEPTIONS) - found == set()  # nothing is excused that is no longer done


@pytest.mark.parametrize(
    "source",
    [
        "path.write_text('x')", "open(path, 'w')", "open(path, mode='ab')", "path.open('r+b')", "path.replace(other)", "path.touch()",
        "os.replace(a, b)", "os.remove(a)", "shutil.rmtree(a)", "rmtree(a)", "shutil.copy(a, b)", "figure.savefig(a)",
        "tempfile.mkdtemp()", "logging.FileHandler(a)", "open(path, mode)",
    ],
)  # fmt: skip
def test_each_way_to_write_is_seen(source: str) -> None:
    assert list(_found(source))


@pytest.mark.parametrize(
    "source",
    ["open(path)", "path.open()", "path.open('rb')", "text.replace('a', 'b')", "dataclasses.replace(a, b=1)", "writes.touch(a, b)",
     "instant.replace(fold=1)", "copy(base)", "names.remove(one)", "Image.open(BytesIO(x), formats=['PNG'])"],
)  # fmt: skip
def test_what_only_reads_is_not(source: str) -> None:
    assert not list(_found(source))
