"""What is typed once letters came back: where their addressees live now, then a new envelope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ofworkflow.casework.dossier.opened import letter_id
from ofworkflow.casework.registry.places import address_command
from ofworkflow.procedure.vocabulary import LetterState, Recipient
from ofworkflow.storage.rows import ReturnedLetterRow


def to_send_again(letters: Iterable[ReturnedLetterRow]) -> Iterator[str]:
    """Yield what is to be typed for these letters of one dossier, in order.

    An addressee unknown at his or her address gets another one, the département in the configuration; a lost
    letter leaves again for the same address.
    """
    letters = list(letters)
    unknown = dict.fromkeys((row.role, row.rang) for row in letters if row.etat == LetterState.NPAI)
    for role, rank in unknown:
        if role == Recipient.DEPARTEMENT:
            yield "of config montrer"
        else:
            yield address_command(letters[0].reference, None if rank is None else rank + 1)
    yield f"of courriers renvoyer {' '.join(letter_id(row.id) for row in letters)}"
