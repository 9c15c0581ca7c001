"""What a shell completes, from the base that the configuration names: a path of its own, without a room."""

from __future__ import annotations

from pathlib import Path

from ofworkflow.config.reading import find_config, load
from ofworkflow.errors import OfWorkflowError


def base_completions(start: str) -> list[tuple[str, str]] | None:
    """Return what begins so in the base, each with what it is; `None` where the base is a server, that only
    the whole program knows."""
    try:
        path = find_config(None)
        settings = load(path) if path else None
    except OfWorkflowError:
        return []
    if settings is None:
        return []
    place = settings.database_place()
    if not isinstance(place, Path):
        return None
    from ofworkflow.storage.completion import completions

    return completions(place, settings.structure.code, start)
