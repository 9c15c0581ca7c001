"""What is written of a list to be sent to somebody: its rejects, and the rows of those who live elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ofworkflow.cli.files import destination, nearby
from ofworkflow.cli.output import say
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.files import Destination
    from ofworkflow.intake.preview import Preview, ReadList


def places_of(
    app: App, read: ReadList, files: Mapping[str, Path | None], *, replaces: bool
) -> dict[str, Destination]:
    """Return where the files that were asked for will be written; raise `UsageError` before anything is."""
    from ofworkflow.intake.rejects import check_name

    asked_for = {option: path for option, path in files.items() if path is not None}
    for path in asked_for.values():
        check_name(read, path)
    return {option: destination(app, path, replaces=replaces) for option, path in asked_for.items()}


def write_files(places: Mapping[str, Destination], read: ReadList, seen: Preview) -> None:
    """Write what the list holds for each file that was asked for; none is written empty."""
    from ofworkflow.intake.rejects import rejects_file, transfers_file

    if "--rejets" in places and seen.rejets:
        say(f"Rejets écrits, à renvoyer : {nearby(places['--rejets'].write(rejects_file(read, seen)))}")
    if "--transferts" in places and any(doubt.pour for doubt in seen.douteux):
        written = places["--transferts"].write(transfers_file(read, seen))
        say(f"À transmettre, une mission locale après l'autre : {nearby(written)}")
