"""One word, one thing: a public class name is of one class, a name of the glossary is never another's."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[1] / "src" / "ofworkflow"


def _classes() -> dict[str, list[str]]:
    where: dict[str, list[str]] = defaultdict(list)
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(path.relative_to(SOURCES).as_posix())
    return where


def test_no_public_class_name_is_twice_in_the_sources() -> None:
    twice = {name: paths for name, paths in _classes().items() if len(paths) > 1}
    assert twice == {}
