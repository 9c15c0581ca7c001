"""The keys of names (`storage.name_keys`), worked out again from the cards and their corrections."""

from __future__ import annotations

from sqlalchemy import Connection

from ofworkflow.storage.name_keys import follow_all_names


def make_keys_again(connection: Connection) -> int:
    """Have the keys of every minor say what the cards and their corrections say; return how many rows were
    wrong or missing."""
    return follow_all_names(connection)
