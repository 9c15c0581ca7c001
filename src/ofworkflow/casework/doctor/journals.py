"""The journal on its own: numbered without a hole, each act from where the last one arrived, authors and
instants that hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ofworkflow.casework.doctor.dossier import DossierFile
from ofworkflow.casework.doctor.raw import StoredRow
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.steps import row_written
from ofworkflow.procedure.vocabulary import AUTOMATE, Act, Stage
from ofworkflow.storage import models as m

_CLOCK_MOVES = 7200
"""Seconds by which a machine's clock may be put right: an entry recorded earlier than the one before by
less is let be."""

_BY_PERSONS_ONLY = frozenset(Act) - {
    Act.CONSTATER_AGE,
    Act.CONSTATER_TERME,
    Act.PREPARER_TRANSMISSION,
    Act.CLOTURER,
}
_BY_THE_NIGHT_ONLY = frozenset({Act.CONSTATER_AGE, Act.CONSTATER_TERME})


def numbering(file: DossierFile) -> Iterator[str]:
    """Say the entries that are missing: numbers go from 1, without a hole."""
    numbers = [line.n for line in file[m.journal]]
    if not numbers:
        yield "son journal est vide"
        return
    missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
    if missing:
        yield f"il manque à son journal {_listed(missing)}"
    if extra := sorted(n for n in numbers if n < 1):
        yield f"son journal porte un acte n° {extra[0]}"


def chain(file: DossierFile) -> Iterator[str]:
    """Say where an act does not leave from where the last one arrived, or is not in the procedure."""
    lines = file[m.journal]
    for before, line in pairwise(lines):
        if line.de != before.vers:
            yield (
                f"l'acte n° {line.n} part de « {line.de or 'rien'} », et le précédent arrivait à « "
                f"{before.vers} »"
            )
    for line in lines:
        step = row_written(Act(line.acte), Stage(line.de) if line.de else None, Stage(line.vers))
        if step is None:
            yield f"l'acte n° {line.n} (« {Act(line.acte).label} ») n'existe pas à cette étape"
        elif step.dest is not None and line.vers not in step.dests:
            yield f"l'acte n° {line.n} (« {Act(line.acte).label} ») n'arrive pas à « {line.vers} »"
    if lines and (lines[0].acte != Act.OUVRIR or any(line.acte == Act.OUVRIR for line in lines[1:])):
        yield "un journal s'ouvre par « Ouvrir », une fois"


def authors(file: DossierFile) -> Iterator[str]:
    """Say what the night signed that only a person may, and the reverse: the night prepares, a person
    signs."""
    for line in file[m.journal]:
        if line.auteur == AUTOMATE and line.acte in _BY_PERSONS_ONLY:
            yield f"l'acte n° {line.n} est signé de l'automate, qui ne fait pas cet acte"
        if line.auteur != AUTOMATE and line.acte in _BY_THE_NIGHT_ONLY:
            yield f"l'acte n° {line.n} est de l'automate, et porte un autre auteur"


def instants(file: DossierFile) -> Iterator[str]:
    """Say which entries were recorded before the one they follow, or by a night that no ledger holds."""
    lines = file[m.journal]
    for before, line in pairwise(lines):
        if line.enregistre_a.timestamp() < before.enregistre_a.timestamp() - _CLOCK_MOVES:
            yield f"l'acte n° {line.n} est enregistré avant le n° {before.n}"
    for table in (m.contact, m.modification):
        for before, line in pairwise(sorted(file[table], key=lambda row: row.id)):
            if line.enregistre_a.timestamp() < before.enregistre_a.timestamp() - _CLOCK_MOVES:
                yield f"une ligne de « {table.name} » est enregistrée avant celle qu'elle suit"
    for number in file.letters:
        for before, line in pairwise(file.events(number)):
            if line.enregistre_a.timestamp() < before.enregistre_a.timestamp() - _CLOCK_MOVES:
                yield f"une ligne du suivi de C{number:06d} est enregistrée avant celle qu'elle suit"
    if len({line.enregistre_a for line in lines}) > file.row.version:
        yield "sa fiche a été écrite moins de fois que son journal"
    by_persons = {line.enregistre_a for line in lines if line.auteur != AUTOMATE}
    for line in lines:
        if line.auteur == AUTOMATE and line.enregistre_a not in file.whole.nights | by_persons:
            yield (
                f"l'acte n° {line.n} est de l'automate, et aucune nuit du registre ne l'a fait à cet instant"
            )


def days(file: DossierFile) -> Iterator[str]:
    """Say what is dated after its recording, which a true base refuses, and what was recorded after this
    very instant."""
    now = file.whole.desk.now.timestamp() + _CLOCK_MOVES
    for table, day in _DATED:
        for row in file[table]:
            if row.enregistre_a.timestamp() > now:
                yield f"une ligne de « {table.name} » est enregistrée dans l'avenir"
            # east of Greenwich, a day begins before the one of the instant
            on = getattr(row, day) if day else None
            if on and not file.whole.is_trial and on.toordinal() > row.enregistre_a.date().toordinal() + 1:
                yield f"une ligne de « {table.name} » est datée d'après son enregistrement"


_DATED = (
    (m.journal, "fait_le"),
    (m.contact, "le"),
    (m.modification, "le"),
    (m.suivi, "le"),
    (m.alerte, "donnee_le"),
    (m.retouche, ""),
)


def alertes(file: DossierFile) -> Iterator[str]:
    """Say what an alerte tells that the journal and the ledger do not: its delay, its day, the night that
    gave it."""
    ends: dict[tuple[int, str], set[str]] = {}
    for line in file[m.journal]:
        for delay in (line.donnees or {}).get("ouvre", ()):
            ends.setdefault((delay["par"], delay["slug"]), set()).add(delay["legale"])
    by_persons = {line.enregistre_a for line in file[m.journal] if line.auteur != AUTOMATE}
    for alerte in file[m.alerte]:
        which = f"l'alerte du {french_day(alerte.tombe_le)} sur « {alerte.slug} »"
        known = ends.get((alerte.ouverte_par, alerte.slug))
        if not known:
            yield f"{which} parle d'une échéance qui n'a jamais couru"
        elif alerte.tombe_le.toordinal() + alerte.jours_restants not in {_ordinal(end) for end in known}:
            yield f"{which} ne compte pas les jours jusqu'à la fin légale"
        if alerte.donnee_le < alerte.tombe_le:
            yield f"{which} est donnée avant d'être tombée"
        if alerte.enregistre_a not in file.whole.nights | by_persons:
            yield f"{which} n'est d'aucune nuit du registre"


def contacts(file: DossierFile) -> Iterator[str]:
    """Say the contacts dated before the report, or recorded before they took place."""
    for contact in file[m.contact]:
        if contact.le < file.row.signale_le:
            yield f"un contact est daté du {french_day(contact.le)}, avant le signalement"


def opening(file: DossierFile) -> Iterator[str]:
    """Say what the row, the minor and the list say otherwise than the entry that opened the dossier."""
    lines = file[m.journal]
    if not lines:
        return
    first, row = lines[0], file.row
    request = (first.donnees or {}).get("demande", {})
    pairs = [
        ("le jour d'ouverture", row.ouvert_le, first.fait_le),
        ("la source", row.source, request.get("source")),
        ("le jour du signalement", row.signale_le.isoformat(), request.get("signale_le")),
    ]
    born_on, which = _born(file, str(request.get("naissance")))
    if file.minor is not None and file.minor.naissance.isoformat() != born_on:
        yield f"la date de naissance n'est pas la même dans sa fiche et dans l'acte qui {which}"
    if row.reference[:4] != str(row.ouvert_le.year):
        yield f"sa référence n'est pas de l'année de son ouverture ({row.ouvert_le.year})"
    lot = file.whole.lots.get(row.lot_id) if row.lot_id is not None else None
    if lot is not None:
        pairs += _of_the_lot(row, first, lot)
    for what, stored, value in pairs:
        if stored != value:
            yield f"{what} n'est pas la même dans sa fiche et dans l'acte qui l'ouvre"


def _born(file: DossierFile, born_on: str) -> tuple[str, str]:
    """Return the birth date that the journal says, and what the entry that says it does."""
    voided = {(line.donnees or {}).get("annule") for line in file[m.journal]}
    which = "l'ouvre"
    for line, request in file.asked(Act.CORRIGER_NAISSANCE):
        if line.n not in voided:
            born_on, which = str(request.get("naissance")), "la corrige"
    return born_on, which


def _of_the_lot(row: StoredRow, first: StoredRow, lot: StoredRow) -> list[tuple[str, object, object]]:
    return [
        ("la structure de sa liste", lot.structure, row.structure),
        ("la source de sa liste", lot.source, row.source),
        ("la date de sa liste", lot.liste_le, first.fait_le),
        ("l'auteur de l'import de sa liste", lot.auteur, first.auteur),
        ("l'instant de l'import de sa liste", lot.enregistre_a, first.enregistre_a),
    ]


def _ordinal(day: str) -> int:
    from datetime import date

    return date.fromisoformat(day).toordinal()


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(f"n° {n}" for n in numbers[:10])
    return (
        f"l'acte {shown}"
        if len(numbers) == 1
        else f"{len(numbers)} actes ({shown}{'…' if len(numbers) > 10 else ''})"
    )
