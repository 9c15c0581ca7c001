"""One word, one thing: a public class of the figures has a name that no other module of the house gives."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import ofworkflow

_SOURCE = Path(ofworkflow.__file__).parent


def test_no_public_class_of_the_figures_shares_its_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in sorted(_SOURCE.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(path.relative_to(_SOURCE).as_posix())
    assert "SealedReport" in places  # the house was really read
    shared = {name: paths for name, paths in places.items() if len(paths) > 1}
    assert not {name: paths for name, paths in shared.items() if any(path.startswith("statistics/") for path in paths)}
