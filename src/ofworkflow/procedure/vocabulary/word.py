"""What a word of the closed list is: a stored slug, its French label, its English gloss."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

__all__ = [
    "Word",
]


class Word(StrEnum):
    """A stored slug that carries its French label and its English gloss."""

    label: str
    english: str

    def __new__(cls, slug: str, label: str = "", english: str = "") -> Self:
        """Make the member: the slug is its value."""
        return cls._spelt(slug, label, english)

    @classmethod
    def say(cls, slug: str) -> str:
        """Return the label of what is stored; a word that is not of the list is said as it stands, and who
        can help."""
        known = cls._value2member_map_.get(slug)
        return str(getattr(known, "label", "")) or f"« {slug} », mot inconnu : of docteur"

    @classmethod
    def _spelt(cls, slug: str, label: str, english: str) -> Self:
        member = str.__new__(cls, slug)
        member._value_ = slug
        member.label = label
        member.english = english
        return member
