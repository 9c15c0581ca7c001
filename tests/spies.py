"""What the system is asked to do with files, in its order: the real calls, seen on their way."""

from __future__ import annotations

import os
import stat

import pytest


def file_calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list where « fsync file », « fsync folder », « replace » and « link » are noted from now on."""
    calls: list[str] = []

    def spied(name: str) -> None:
        real = getattr(os, name)

        def spy(*arguments: object, **more: object) -> object:
            what = name
            if name == "fsync":
                what += " folder" if stat.S_ISDIR(os.fstat(arguments[0]).st_mode) else " file"  # type: ignore[arg-type]
            calls.append(what)
            return real(*arguments, **more)

        monkeypatch.setattr(os, name, spy)

    for name in ("fsync", "replace", "link"):
        spied(name)
    return calls
