"""Files that somebody put in a folder of the house and that nothing reads: named, with the name they were
meant to have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_LITTER = frozenset(
    {"thumbs.db", "desktop.ini", "icon\r"}
)  # left by file managers, as are the names that begin with a dot


def unused_files(folder: Path, is_used: Callable[[str], bool], known: Sequence[str]) -> Iterator[str]:
    """Return one sentence for each file of `folder` that serves nothing; none when there is no such folder.

    `known` are the names that would be read, the nearest of which is proposed.
    """
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for path in entries:
        name = path.name
        if name.startswith(".") or name.casefold() in _LITTER or (is_used(name) and not path.is_dir()):
            continue
        near = _nearest(name, known)
        if near and _is_same(
            path, folder / near
        ):  # a disk that does not tell capitals apart: it is read after all
            continue
        hint = f"vouliez-vous dire « {near} » ? Renommez-le" if near else "renommez-le"
        yield (
            f"{folder.name}/{name} ne sert à rien, aucun nom connu ne lui correspond ; {hint}, ou retirez-le."
        )


def _nearest(name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches  # only when something is not used

    by_key = {each.casefold(): each for each in known}
    key = name.casefold().replace(" ", "_")
    begun = next((each for each in by_key if key.startswith(each)), "")  # « report.md.j2.txt »
    close = [begun] if begun else get_close_matches(key, by_key, n=1)
    return by_key[close[0]] if close else ""


def _is_same(path: Path, other: Path) -> bool:
    try:
        return other.samefile(path)
    except OSError:
        return False
