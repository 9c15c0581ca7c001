"""Sample letters for the tests: « s.premiere_convocation() », some of its fields changed, and the invented house."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from ofworkflow.letters.contexts import Document
from ofworkflow.letters.models import kind_of, names
from ofworkflow.letters.people import Destinataire
from ofworkflow.letters.samples import *  # noqa: F403 — the tests say « s.MAISON »
from ofworkflow.procedure.step_letters import Model


@cache
def __getattr__(name: str) -> Callable[..., Any]:
    if name not in names():
        raise AttributeError(name)

    def sample(destinataire: Destinataire | None = None, **changes: Any) -> Document:
        whole = kind_of(name).sample
        return replace(whole, destinataire=destinataire or whole.destinataire, **changes)

    sample.__name__ = name
    return sample


TOUTES = tuple(__getattr__(str(model)) for model in Model)
