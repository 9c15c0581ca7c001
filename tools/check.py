"""Everything that is checked, in one command: format, lint, types, the import contract, generated docs, tests.

`python tools/check.py` from the root of the sources, in an environment where `pip install -e '.[dev]'` was run. What is given
after it goes to pytest. Exit code 0 when all is well; pytest's own summary comes last.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("format", ["ruff", "format", "--check", "."]),
    ("lint", ["ruff", "check", "."]),
    ("types", ["mypy"]),
    ("imports", ["importlinter"]),
    ("docs", ["tools.docs"]),
    ("pays", ["tools.pays"]),
    ("catalogue", ["tools.catalogue"]),
)


def main() -> int:
    """Run the checks, then the tests; return the first code that is not 0."""
    failed = [name for name, command in CHECKS if _run(name, command)]
    tests = subprocess.call([sys.executable, "-m", "pytest", *sys.argv[1:]], cwd=ROOT)
    if failed:
        print(f"En échec avant les tests : {', '.join(failed)}.", file=sys.stderr)
    return tests or bool(failed)


def _run(name: str, command: list[str]) -> int:
    print(f"— {name}", flush=True)
    module, *arguments = command
    if module == "importlinter":
        return subprocess.call([sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"], cwd=ROOT)
    return subprocess.call([sys.executable, "-m", module, *arguments], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
