"""Take a safeguard away, and see a test fail: `python -m tools.mutations [WORD…]`, run by hand (CONTRIBUTING.md).

Each mutation is tried in a copy of the last commit. It fails when a mutation survives, or when its text is no longer in the code:
a safeguard that moved takes its line here with it.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ofworkflow.errors import ExitCode
from ofworkflow.records import dataclass

ROOT = Path(__file__).resolve().parents[1]
CASEWORK = "src/ofworkflow/casework"
CHECKS = f"{CASEWORK}/doctor/checks.py"
_RAN = (0, 1)  # pytest: all passed, or some failed; anything else did not run


@dataclass(frozen=True, slots=True)
class Mutation:
    """A safeguard taken away: what it was, where, by what it is replaced, and the tests of which at least one must fail."""

    said: str
    path: str
    old: str
    new: str
    tests: tuple[str, ...]

    def applied(self, text: str) -> str | None:
        """Return the module without the safeguard; `None` when it is not there, or not alone."""
        return text.replace(self.old, self.new) if text.count(self.old) == 1 else None


MUTATIONS = (
    Mutation(
        "le point de reprise de chaque dossier, aux reprises d'un lot de la nuit", f"{CASEWORK}/night/rounds.py",
        "        with connection.begin_nested():\n            yield", "        if True:\n            yield",
        ("tests/casework/test_resumed_nights.py", "tests/casework/test_hard_nights.py", "tests/casework/test_nightly.py"),
    ),
    Mutation(
        "ce qui n'attend plus, retiré d'un tirage au moment de sceller", f"{CASEWORK}/mail/runs.py",
        "_held(connection, press, numbers, *_ready())", "_held(connection, press, numbers)",
        ("tests/casework/test_runs.py", "tests/casework/test_races.py"),
    ),
    Mutation(
        "les dossiers tenus avant de sceller un tirage", f"{CASEWORK}/mail/runs.py",
        "    hold_letters(connection, numbers)\n    return subjects_of", "    return subjects_of",
        ("tests/casework/test_races.py",),
    ),
    Mutation(
        "le fichier d'un tirage qui attend sa validation", f"{CASEWORK}/mail/runs.py",
        "file = after_commit.enter_context(place.opened())\n    pages",
        "with place.opened() as file:\n        bind([*slips, *(s.path for s in sheets)], file, duplex=duplex)\n"
        "    file = after_commit.enter_context((bench.folder / 'bis').open('wb'))\n    pages",
        ("tests/casework/test_runs.py",),
    ),
    Mutation(
        "les courriers d'une autre mission locale, hors d'un lot que l'on poste", f"{CASEWORK}/mail/postable.py",
        ".where(*own(connection, m.courrier), *where, c.etat.in_(WAITING)", ".where(*where, c.etat.in_(WAITING)",
        ("tests/casework/test_runs.py",),
    ),
    Mutation(
        "le fichier sur le disque avant de prendre sa place (brouillons compris)", "src/ofworkflow/files.py",
        "    handle = os.open(path, os.O_RDWR)\n    try:\n        os.fsync(handle)",
        "    handle = os.open(path, os.O_RDWR)\n    try:\n        pass",
        ("tests/test_files.py", "tests/casework/test_posting.py"),
    ),
    Mutation(
        "le nom sur le disque avant de dire que c'est fait", "src/ofworkflow/files.py",
        "        return\n    try:\n        os.fsync(handle)", "        return\n    try:\n        pass",
        ("tests/test_files.py", "tests/casework/test_posting.py"),
    ),
    Mutation(
        "l'arobase d'une cellule, marqué comme du texte", "src/ofworkflow/cli/output.py",
        '_RUNNING = "=+\\\\-@', '_RUNNING = "=+\\\\-', ("tests/cli/test_output.py",),
    ),
    Mutation(
        "les signes de commande d'une cellule, nettoyés", "src/ofworkflow/cli/output.py",
        'return printable(str("" if cell is None else cell))', 'return str("" if cell is None else cell)',
        ("tests/cli/test_output.py",),
    ),
    Mutation(
        "les signes de commande d'un texte, nettoyés", "src/ofworkflow/cli/output.py",
        "    shown = printable(str(text))\n", "    shown = str(text)\n", ("tests/cli/test_output.py",),
    ),
    Mutation(
        "le second processus d'un grand tirage, qui s'arrête avec le premier", "src/ofworkflow/letters/workshop.py",
        ", initializer=_end_with_the_run", "", ("tests/letters/test_workshop.py",),
    ),
    Mutation(
        "la base perdue pendant une validation, dite comme telle", "src/ofworkflow/storage/database.py",
        "                    committing = True\n", "", ("tests/cli/test_lost_base.py",),
    ),
    Mutation(
        "la base perdue après une validation, dite comme telle", "src/ofworkflow/cli/main.py",
        "if not ctx.obj.has_written:", "if True:", ("tests/cli/test_lost_base.py",),
    ),
    Mutation(
        "l'acte retapé, reconnu", f"{CASEWORK}/acts/perform.py",
        "    if not again:\n        refuse_repeated", "    if again:\n        refuse_repeated",
        ("tests/cli/test_repeats.py",),
    ),
)  # fmt: skip


def main() -> int:
    """Try the mutations whose words are asked for, all of them by default; return 1 when one survives or no longer applies."""
    words = [word.casefold() for word in sys.argv[1:]]
    wrong = []
    with _copy() as copy:
        for mutation in MUTATIONS:
            if all(word in mutation.said.casefold() for word in words):
                wrong += _tried(copy, mutation)
        if not words or words == ["docteur"]:
            wrong += _checks_tried(copy)
    for said in wrong:
        print(said)
    print(f"{len(wrong)} mutation(s) sans essai qui échoue." if wrong else "Chaque mutation fait échouer un essai.")
    return ExitCode.ERROR if wrong else ExitCode.DONE


def _tried(copy: Path, mutation: Mutation) -> list[str]:
    path = copy / mutation.path
    kept = path.read_text(encoding="utf-8")
    mutated = mutation.applied(kept)
    if mutated is None:
        return [f"ne s'applique plus : {mutation.said} ({mutation.path})"]
    path.write_text(mutated, encoding="utf-8")
    try:
        code, said = _tests(copy, "-x", *mutation.tests)
    finally:
        path.write_text(kept, encoding="utf-8")
    if code not in _RAN:
        return [f"n'a pas tourné : {mutation.said}\n{said[-1500:]}"]
    print(f"{'survit' if code == 0 else 'tuée'} : {mutation.said}", flush=True)
    return [f"survit : {mutation.said} ({mutation.path})"] if code == 0 else []


def _checks_tried(copy: Path) -> list[str]:
    """Silence every check of `docteur` at once: the test of each one must fail."""
    path = copy / CHECKS
    kept = path.read_text(encoding="utf-8")
    names, silent = silenced(kept)
    path.write_text(silent, encoding="utf-8")
    try:
        code, said = _tests(copy, "-rA", "tests/casework/test_doctor.py", "-k", f"test_each_check_tells or {_RIGHTS}")
    finally:
        path.write_text(kept, encoding="utf-8")
    if code not in _RAN:
        return [f"n'a pas tourné : les contrôles de docteur\n{said[-1500:]}"]
    failed = f"FAILED tests/casework/test_doctor.py::{_RIGHTS}" in said
    alive = [
        name for name in names
        if f"FAILED tests/casework/test_doctor.py::{_TEST}[{name}]" not in said and not (name == "droits" and failed)
    ]  # fmt: skip
    print(f"{len(names) - len(alive)} contrôle(s) de docteur tu(s), {len(alive)} sans essai qui échoue", flush=True)
    return [f"survit : le contrôle « {name} » de docteur" for name in alive]


_RIGHTS = "test_what_others_may_read_is_told"
_TEST = "test_each_check_tells_the_base_that_is_altered_for_it"


def silenced(text: str) -> tuple[list[str], str]:
    """Return the names of the checks of a module, and that module with every check finding nothing."""
    calls = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("Check")
    ]
    lines = text.splitlines(keepends=True)
    starts = [sum(len(line.encode()) for line in lines[:n]) for n in range(len(lines))]
    raw, names = text.encode(), []
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        name, last = call.args[0], call.args[-1]
        if isinstance(name, ast.Constant) and last.end_lineno is not None and last.end_col_offset is not None:
            names.append(str(name.value))
            start, end = starts[last.lineno - 1] + last.col_offset, starts[last.end_lineno - 1] + last.end_col_offset
            raw = raw[:start] + b"lambda *_: iter(())" + raw[end:]
    return names, raw.decode()


def _tests(copy: Path, *arguments: str) -> tuple[int, str]:
    env = os.environ | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@contextmanager
def _copy() -> Iterator[Path]:
    """Give a copy of the last commit, removed at the end."""
    git: Callable[..., object] = lambda *words: subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True)  # noqa: E731
    with tempfile.TemporaryDirectory(prefix="mutations-") as place:
        copy = Path(place) / "copie"
        git("worktree", "add", "--detach", str(copy), "HEAD")
        try:
            yield copy
        finally:
            git("worktree", "remove", "--force", str(copy))


if __name__ == "__main__":
    sys.exit(main())
