"""What is asked of the procedure: one frozen dataclass an act, the form in which the journal keeps it for
ever.

The annotation of a field says how people read it (`of pourquoi`). A new request goes into the `__all__` of
its room, and is known here; its command goes into the room of the same name (`cli/acts/`).
"""

from __future__ import annotations

from collections.abc import Mapping

from ofworkflow.procedure.case import RendezVous as RendezVous
from ofworkflow.procedure.entries import Request as Request
from ofworkflow.procedure.requests.ahead import *  # noqa: F403
from ofworkflow.procedure.requests.interviews import *  # noqa: F403 — each room lists its own requests
from ofworkflow.procedure.requests.lives import *  # noqa: F403
from ofworkflow.procedure.requests.notices import *  # noqa: F403
from ofworkflow.procedure.requests.partners import *  # noqa: F403
from ofworkflow.procedure.requests.postings import *  # noqa: F403
from ofworkflow.procedure.requests.solutions import *  # noqa: F403
from ofworkflow.procedure.vocabulary import Act

REQUESTS: Mapping[Act, type[Request]] = {kind.act: kind for kind in Request.__subclasses__()}
"""The request of each act."""

VOIDING: tuple[Act, ...] = tuple(act for act, kind in REQUESTS.items() if kind.voids)
"""The acts that void another one."""
