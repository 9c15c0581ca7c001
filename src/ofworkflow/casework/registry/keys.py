"""The keys of names (`storage.name_keys`) and the words of a search (`storage.searched`), worked out again
from what they follow from."""

from __future__ import annotations

from sqlalchemy import Connection

from ofworkflow.storage.name_keys import follow_all_names
from ofworkflow.storage.searched import follow_all_searched


def make_keys_again(connection: Connection) -> int:
    """Have the keys of every minor say what the cards and their corrections say, and the words of every
    dossier what is written of it; return how many rows were wrong or missing."""
    return follow_all_names(connection) + follow_all_searched(connection)
