"""Nights, lists, print runs, sealed bilans: what each says it did, against what is there."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, FromClause, func, select

from ofworkflow.casework.doctor.kinds import Flaw, Ground
from ofworkflow.casework.doctor.raw import StoredRow, rows
from ofworkflow.casework.doctor.words import wrong_in
from ofworkflow.casework.dossier.houses import other_house
from ofworkflow.casework.mail.runs import run_name
from ofworkflow.casework.mail.sealing import broken_seals
from ofworkflow.casework.night import ledger
from ofworkflow.casework.registry.merging import MERGED_INTO
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import AUTOMATE, Act, Stage
from ofworkflow.storage import bilans
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own, structure_of
from ofworkflow.text import counted


def expected_nights(ground: Ground) -> Iterator[Flaw]:
    """Say the last night when it is missing, and the dossiers that the nights set aside."""
    nights = ledger.nights(ground.connection, first=ground.expected_on, last=ground.expected_on)
    if nights.missing:
        last = ledger.last_night_on(ground.connection)
        since = f"la dernière est celle du {french_day(last)}" if last else "aucune n'a encore été faite"
        yield Flaw(french_day(ground.expected_on), f"cette nuit n'a pas été faite ; {since}")
    for failure in ledger.failures_of(ground.connection):
        yield Flaw(failure.reference, f"mis de côté {failure.since} : {failure.reason}")


def what_nights_did(ground: Ground) -> Iterator[Flaw]:
    """Compare what each finished night says it did with the entries and the alertes that bear its instant."""
    j, a = m.journal, m.alerte
    acts = _at_each_instant(ground, j, j.c.auteur == AUTOMATE)
    alertes = _at_each_instant(ground, a)
    both = select(j.c.enregistre_a, j.c.dossier_id).where(j.c.auteur == AUTOMATE)
    touched = _at_each_instant(ground, both.union(select(a.c.enregistre_a, a.c.dossier_id)).subquery())
    days_given: dict[datetime, set[object]] = {}
    for on, at in ground.connection.execute(select(a.c.donnee_le, a.c.enregistre_a).distinct()):
        days_given.setdefault(at, set()).add(on)
    runs: dict[datetime, list[StoredRow]] = {}
    for run in rows(ground.connection, m.nuit):
        if not run.unreadable:
            runs.setdefault(run.debut_a, []).append(run)
        yield from (Flaw(f"nuit n° {run.id}", sentence) for sentence in _alone(run))
    person = (
        select(j.c.enregistre_a)
        .where(j.c.auteur != AUTOMATE, j.c.enregistre_a.in_(select(m.nuit.c.debut_a)))
        .distinct()
    )
    for at in ground.connection.execute(person).scalars():
        runs.pop(at, None)  # an act at the very same instant: what it settled bears it too
    for at, together in runs.items():
        number = ", ".join(str(run.id) for run in together)
        days = {run.jour_le for run in together}
        if at in days_given and not days_given[at] <= days:
            yield Flaw(f"nuit n° {number}", "elle a donné des alertes un autre jour que le sien")
        if any(run.fin_a is None for run in together):
            continue  # interrupted: what it did is not summed up
        examined = [("dossier", touched[at], "examines")] if not any(run.echecs for run in together) else []
        for what, did, says in (("acte", acts[at], "actes"), ("alerte", alertes[at], "alertes"), *examined):
            total = sum(getattr(run, says) for run in together)
            if total != did:
                yield Flaw(f"nuit n° {number}", f"elle dit {total} {what}(s), et la base en porte {did}")


def _alone(run: StoredRow) -> Iterator[str]:
    yield from wrong_in(m.nuit, [run])
    if run.unreadable:
        return
    if run.fin_a is not None and (run.fin_a - run.debut_a).days not in (
        0,
        -1,
    ):  # a clock may go back a little
        yield "elle finit avant de commencer, ou plus d'un jour après"
    if min(run.examines, run.actes, run.alertes, run.controles) < 0:
        yield "elle compte moins que rien"
    if run.fin_a is None and (run.examines or run.actes or run.alertes or run.controles or run.echecs):
        yield "elle n'a pas fini, et dit pourtant ce qu'elle a fait"
    if not isinstance(run.echecs, list) or any(set(e) != {"reference", "motif"} for e in run.echecs):
        yield "ses échecs ne se lisent pas"


def _at_each_instant(ground: Ground, table: FromClause, *where: ColumnElement[bool]) -> Counter[datetime]:
    question = select(table.c.enregistre_a, func.count()).where(*where).group_by(table.c.enregistre_a)
    return Counter(dict(ground.connection.execute(question).all()))


def lists(ground: Ground) -> Iterator[Flaw]:
    """Compare each list with the dossiers it opened."""
    d = m.dossier.c
    opened: Mapping[int, int] = dict(
        ground.connection.execute(
            select(d.lot_id, func.count()).where(d.lot_id.is_not(None)).group_by(d.lot_id)
        ).all()
    )  # fmt: skip
    known = {row.id: row.numero for row in rows(ground.connection, m.lot)}
    if sorted(known.values()) != [known[number] for number in sorted(known)]:
        yield Flaw("les listes", "leurs numéros ne se suivent pas dans l'ordre où elles ont été importées")
    for row in rows(ground.connection, m.lot, *own(ground.connection, m.lot)):
        yield from (
            Flaw(row.numero or "une liste", sentence) for sentence in _list(row, opened.get(row.id, 0))
        )


def _list(row: StoredRow, opened: int) -> Iterator[str]:
    yield from wrong_in(m.lot, [row])
    counts = row.bilan if isinstance(row.bilan, dict) else {}
    if set(counts) < {"crees", "modifies", "inchanges", "douteux", "rejets"}:
        yield "son bilan ne se lit pas"
        return
    undone = counts.get("retires", {}).get("references", ())
    if counts["crees"] != opened + len(undone):
        yield f"elle a ouvert {counted(counts['crees'], 'dossier')}, et la base en porte {opened}"
    if counts["modifies"] != len(counts.get("completes", ())):
        yield "elle ne compte pas les fiches qu'elle a complétées"
    if not counts["crees"] + counts["modifies"] + len(counts.get("doutes", ())):
        yield "elle n'a rien ouvert ni complété : elle n'aurait pas été écrite"
    if row.annule_a is not None and (opened or not counts.get("annulations")):
        yield "elle est dite annulée, et ce qu'elle a écrit est là"
    if row.liste_le > row.enregistre_a.date() and (row.liste_le - row.enregistre_a.date()).days > 1:
        yield "elle est datée d'après son import"


def directory(ground: Ground) -> Iterator[Flaw]:
    """Say what cannot be read of the directory of partners, which nothing else tells."""
    for sentence in wrong_in(m.partenaire, rows(ground.connection, m.partenaire)):
        yield Flaw("le carnet des partenaires", sentence)


def merges(ground: Ground) -> Iterator[Flaw]:
    """Compare each merge of two dossiers with the journal of the one that does not go on."""
    j = m.journal.c
    known = {row.id: row for row in rows(ground.connection, m.dossier, *own(ground.connection, m.dossier))}
    for row in rows(ground.connection, m.fusion, *own(ground.connection, m.fusion)):
        goes, stays = known.get(row.absorbe_id), known.get(row.garde_id)
        closing = ground.connection.execute(
            select(m.journal).where(j.dossier_id == row.absorbe_id, j.n == row.acte_n)
        ).first()
        subject = goes.reference if goes else "une réunion de dossiers"
        yield from (Flaw(subject, sentence) for sentence in wrong_in(m.fusion, [row]))
        if goes is None or stays is None or closing is None or goes is stays:
            yield Flaw(subject, "le dossier auquel il est réuni n'est plus là, ou n'est pas un autre")
            continue
        record = (closing.acte, closing.fait_le, closing.auteur, closing.enregistre_a)
        if record != (str(Act.CLOTURER), row.le, row.auteur, row.enregistre_a):
            yield Flaw(subject, "l'acte qui le réunit n'est pas celui que son journal porte")
        elif stays.reference not in (closing.note or ""):
            yield Flaw(subject, "le dossier auquel il est réuni n'est pas celui que son journal dit")
        if row.annule_a is None and goes.etape != Stage.CLOTURE:
            yield Flaw(subject, f"il est dit réuni à {stays.reference}, et n'est pas clos")
    told_by_journals = (j.acte == str(Act.CLOTURER), j.note.startswith(MERGED_INTO))
    f = m.fusion.c
    row_of_it = select(f.id).where(
        f.absorbe_id == j.dossier_id, f.acte_n == j.n, f.structure == m.dossier.c.structure
    )
    question = select(m.dossier.c.reference).join(m.dossier, m.dossier.c.id == j.dossier_id)
    question = question.where(*told_by_journals, ~row_of_it.exists(), *own(ground.connection, m.dossier))
    for reference in ground.connection.execute(question).scalars():
        yield Flaw(reference, "son journal le dit réuni à un autre dossier, et rien ne dit plus auquel")


def unfinished_runs(ground: Ground) -> Iterator[Flaw]:
    """Yield the print runs whose program died before their file took its place: nothing is lost, the next one
    gives it."""
    for run in rows(ground.connection, m.tirage, *own(ground.connection, m.tirage)):
        if run.fini_a is None or run.fichier is None:
            yield Flaw(
                run_name(run.id), "son fichier n'a pas encore pris sa place ; ses courriers sont scellés"
            )


def print_runs(ground: Ground) -> Iterator[Flaw]:
    """Compare each print run with its sheets, and each sheet with the pages of what was sealed."""
    from ofworkflow.errors import LetterError
    from ofworkflow.letters.page_reading import pages_of

    t, f, c, s = m.tirage, m.feuille.c, m.courrier.c, m.scelle.c
    whose = own(ground.connection, t)
    for run in rows(ground.connection, t, *whose):
        name = run_name(run.id)
        yield from (Flaw(name, sentence) for sentence in wrong_in(t, [run]))
        if run.fini_a not in (None, run.enregistre_a):
            yield Flaw(name, "il est fini à un autre instant que le sien")
        sheets = select(f.rang, f.pages, c.structure, s.pdf).join(m.courrier, c.id == f.courrier_id)
        sheets = (
            sheets.outerjoin(m.scelle, s.sha256 == c.sha256).where(f.tirage_id == run.id).order_by(f.rang)
        )
        parities = set()
        for expected, (rank, pages, structure, pdf) in enumerate(
            ground.connection.execute(sheets.execution_options(yield_per=50)), 1
        ):
            if rank != expected:
                yield Flaw(name, f"sa feuille n° {expected} manque")
                break
            if structure != run.structure:
                yield Flaw(name, "il porte un courrier d'une autre structure")
            try:
                alone = pages_of(pdf) if pdf else 0
            except LetterError:
                continue  # the seal itself is told elsewhere
            parities.add(bool(alone % 2))
            if alone and pages != alone + (alone % 2 if run.recto_verso else 0):
                yield Flaw(
                    name,
                    f"sa feuille n° {rank} compte {counted(pages, 'page')}, et le courrier scellé {alone}",
                )


def seals(ground: Ground) -> Iterator[Flaw]:
    """Read again every sealed byte against its SHA-256, and every file that came back changed."""
    for broken in broken_seals(ground.connection):
        yield Flaw(", ".join(broken.letters) or "un scellé", broken.reason)
    for row in rows(ground.connection, m.retouche):
        if row.contenu is None or hashlib.sha256(row.contenu).hexdigest() != row.sha256:
            yield Flaw(f"C{row.courrier_id:06d}", "la copie retouchée n'est plus celle de son SHA-256")


def sealed_reports(ground: Ground) -> Iterator[Flaw]:
    """Read again every sealed report against its SHA-256."""
    known = list(rows(ground.connection, m.bilan_fige))
    whose = structure_of(ground.connection)
    mine = {row.numero for row in known if whose in (None, row.structure)}
    for row in known:
        yield from (
            Flaw(row.numero if row.numero in mine else "un bilan figé", sentence)
            for sentence in wrong_in(m.bilan_fige, [row])
        )
        if not row.unreadable and (reason := bilans.what_is_wrong(row)):
            yield Flaw(row.numero if row.numero in mine else "un bilan figé", reason)
    if [row.numero for row in known] != sorted(str(row.numero) for row in known):
        yield Flaw("les bilans figés", "leurs numéros ne se suivent pas dans l'ordre où ils ont été figés")


def other_codes(ground: Ground) -> Iterator[Flaw]:
    """On a base of one's own, a dossier under another code is seen by nobody."""
    code = structure_of(ground.connection)
    if sentence := other_house(ground.connection):
        yield Flaw(code or "", sentence)
    if code is None or not ground.is_sqlite:
        return
    d = m.dossier.c
    others = (
        select(d.structure, func.count())
        .where(d.structure != code, d.clos_le.is_(None))
        .group_by(d.structure)
    )
    for other, count in ground.connection.execute(others):
        yield Flaw(
            other,
            f"{counted(count, 'dossier ouvert')} sous ce code : personne ne les voit",
        )


def kept_values(ground: Ground) -> Iterator[Flaw]:
    """Say what the base keeps beside the tables (`meta`) that ofworkflow does not, or cannot, read."""
    for row in rows(ground.connection, m.meta):
        name, _, _ = row.cle.partition(":")
        value = row.valeur or ""
        try:
            good = name not in _KEPT or _KEPT[name](value)  # another part of ofworkflow may keep more
        except ValueError:
            good = False
        if not good:
            yield Flaw(f"meta {row.cle}", f"contient « {value[:40]} », qui n'en a pas la forme")


_KEPT: Mapping[str, Callable[[str], bool]] = {
    "essai": lambda value: value == "oui",
    "regles": lambda value: len(value) == len("0123456789abcdef") and int(value, 16) >= 0,
    "rappel_nuit": lambda value: bool(date.fromisoformat(value)),
}
