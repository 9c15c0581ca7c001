"""The closed list of words: slug (stored), French label (printed), one line of English (docs/glossary.md).

Stages are nouns, acts infinitives. What is stored, printed or signed speaks French. A new word goes into the
`__all__` of its room, and is known here.
"""

from ofworkflow.procedure.vocabulary.acts import *  # noqa: F403 — each room lists its own words
from ofworkflow.procedure.vocabulary.meetings import *  # noqa: F403
from ofworkflow.procedure.vocabulary.partners import *  # noqa: F403
from ofworkflow.procedure.vocabulary.people import *  # noqa: F403
from ofworkflow.procedure.vocabulary.post import *  # noqa: F403
from ofworkflow.procedure.vocabulary.reasons import *  # noqa: F403
from ofworkflow.procedure.vocabulary.word import *  # noqa: F403
