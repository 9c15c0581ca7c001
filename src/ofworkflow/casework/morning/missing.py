"""What is missing of a card, as a dated next step: a representative, a sex, a commune, an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.morning.task import Task
from ofworkflow.law.periods import add_days
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.persons import FIND_WITHIN_DAYS
from ofworkflow.procedure.vocabulary import Alone
from ofworkflow.storage.incomplete import IncompleteRow, incomplete
from ofworkflow.storage.unrepresented import unrepresented


def unrepresented_tasks(connection: Connection, today: date) -> Iterator[Task]:
    """Say for whom a representative is to be found, and by when; the minor alone is written to meanwhile."""
    for row in unrepresented(connection, today):
        due_on = add_days(row.since, FIND_WITHIN_DAYS)
        yield Task(
            4, "Représentant légal à trouver", row.reference, f"{row.nom} {row.prenom}",
            f"avant le {french_day(due_on)} ; {Alone.INCONNU.label}, les courriers vont au jeune seul",
            due_on,
            f"of fiche {row.reference}",
        )  # fmt: skip


def incomplete_tasks(connection: Connection) -> Iterator[Task]:
    """Say whose card lacks what letters and figures need, and by when it is to be asked for."""
    for row in incomplete(connection):
        missing = [words for words, lacks in _MISSING if lacks(row)]
        options = " ".join(option for _, option in missing)
        due_on = add_days(row.since, FIND_WITHIN_DAYS)
        yield Task(
            4, "Fiche à compléter", row.reference, f"{row.nom} {row.prenom}",
            f"avant le {french_day(due_on)} ; il manque {' et '.join(what for what, _ in missing)}",
            due_on, f"of modifier {row.reference} {options}",
        )  # fmt: skip


_MISSING: tuple[tuple[tuple[str, str], Callable[[IncompleteRow], bool]], ...] = (
    (("le sexe", "--sexe F|M"), lambda row: not row.sexe),
    (("la commune", "--commune COMMUNE"), lambda row: not row.commune),
    (("une adresse où écrire", "--adresse ADRESSE --cp CP --ville VILLE"), lambda row: bool(row.nowhere)),
)
