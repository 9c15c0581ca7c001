"""A kind of letter, whole: its context, who may receive it, a sample, what it must say, its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from ofworkflow.letters.contexts import Document
from ofworkflow.letters.mentions import Mention
from ofworkflow.letters.people import Destinataire
from ofworkflow.records import dataclass

Changes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter; its context is the type of its sample.

    `mentions` is what its rich sample must say, `forbidden` what it may not, beside what no letter may.
    `poor` and `hostile` are the fields that change in the samples of that name; `to`: who receives it, where
    that is not the sample's addressee alone.
    """

    sample: Document
    mentions: tuple[Mention, ...]
    pages_at_most: int
    to: tuple[Destinataire, ...] = ()
    poor: Changes = field(default_factory=dict)
    hostile: Changes = field(default_factory=dict)
    forbidden: Mapping[str, str] = field(default_factory=dict)
