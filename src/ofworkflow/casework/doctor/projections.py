"""Everything that follows from the journal, worked out again and compared, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ofworkflow.casework.doctor.dossier import DossierFile
from ofworkflow.casework.doctor.raw import StoredRow
from ofworkflow.casework.dossier.writes import dossier_columns, planned_rows
from ofworkflow.procedure.plan import plan
from ofworkflow.storage import models as m
from ofworkflow.storage.projections import appointment_row, coverage_row, delay_row
from ofworkflow.text import counted


def replayed(file: DossierFile) -> Iterator[str]:
    """Say that a journal cannot be replayed."""
    if not file[m.journal]:
        return
    try:
        tuple(plan(file.case, file.whole.desk.rules, file.opened.warned))
    except Exception as error:  # noqa: BLE001 — one dossier that cannot be read does not hide the others
        yield f"son journal ne peut pas être rejoué ({type(error).__name__} : {error})"


def compared(file: DossierFile) -> Iterator[str]:
    """Say each column of the dossier, of its delays, situations, appointments and plans that the journal
    does not give."""
    if not file[m.journal] or any(True for _ in replayed(file)):
        return
    case, number = file.case, file.row.id
    future = tuple(plan(case, file.whole.desk.rules, file.opened.warned))
    columns = dossier_columns(case, future)
    if not file.whole.planned:
        columns.pop("nuit_le")
    wrong = [name for name, value in columns.items() if getattr(file.row, name) != value]
    for table, expected, keys in (
        (m.echeance, [delay_row(number, delay) for delay in case.delays], ("ouverte_par", "slug")),
        (m.situation, [coverage_row(number, cover) for cover in case.coverages], ("n",)),
        (m.rendez_vous, [appointment_row(number, appointment) for appointment in case.appointments], ("n",)),
    ):
        wrong += _different(table.name, expected, file[table], keys)
    if file.whole.planned:
        # what was done is gone: only the order of what is left counts
        planned = sorted(file[m.prevision], key=lambda row: row.rang)
        if planned and [row.rang for row in planned] != list(
            range(planned[0].rang, planned[0].rang + len(planned))
        ):
            wrong.append("prevision.rang")
        coming = [{**_plain(row), "rang": i} for i, row in enumerate(planned)]
        wrong += _different("prevision", planned_rows(number, future), coming, ("rang",))
    if wrong:
        yield f"sa fiche ne dit pas ce que dit son journal ({', '.join(dict.fromkeys(wrong))})"


def _plain(row: StoredRow | Mapping[str, object]) -> dict[str, object]:
    return (
        dict(row) if isinstance(row, Mapping) else {k: v for k, v in vars(row).items() if k != "unreadable"}
    )


def _different(
    name: str,
    expected: Sequence[Mapping[str, object]],
    stored: Sequence[StoredRow | Mapping[str, object]],
    keys: Sequence[str],
) -> Iterator[str]:
    rows = {tuple(row[key] for key in keys): row for row in map(_plain, stored)}
    due = {tuple(row[key] for key in keys): row for row in expected}
    if rows.keys() != due.keys():
        yield (
            f"{name} : {counted(len(rows), 'ligne')}, {counted(len(due), 'attendue')}"
            if len(rows) != len(due)
            else f"{name} : d'autres lignes"
        )
    for key in rows.keys() & due.keys():
        yield from (
            f"{name}.{column}" for column, value in due[key].items() if rows[key].get(column) != value
        )
