"""One dossier on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from ofworkflow.casework.dossier.opened import WAITING
from ofworkflow.casework.registry.possible import AskedAct
from ofworkflow.casework.registry.view import ContactLine, DossierView, delay_state
from ofworkflow.cli.files import stored_place
from ofworkflow.cli.fitting import show_fitted
from ofworkflow.cli.output import WrittenLines, echo
from ofworkflow.cli.sheet_partners import partner_lines
from ofworkflow.cli.sheet_top import delay_bar, kin_line, to_complete_lines, top_lines
from ofworkflow.clock import Clock
from ofworkflow.law.deadlines import age_on
from ofworkflow.procedure.addressees import GROUNDS, ground_on
from ofworkflow.procedure.case import EXEMPTION
from ofworkflow.procedure.delays import last_useful_on
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE, PersonField, lines_of
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.natures import promised
from ofworkflow.procedure.persons import Jeune, RepresentantLegal
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import (
    Act,
    Answering,
    ContactNature,
    ContactResult,
    DelayState,
    Nature,
    Proof,
    Stage,
)
from ofworkflow.text import NO_LIMIT, counted


def _more(fields: Sequence[PersonField], person: Jeune | RepresentantLegal) -> Iterator[str]:
    """Say what the line above does not; an address in one piece is for the caller to say."""
    for f, words in lines_of(fields, person):
        if not f.line and f.of(person) != f.empty and f.name not in _SAID_ABOVE:
            yield f.label if words == "oui" else f"{f.label} : {words}"


_SAID_ABOVE = frozenset({"nom", "prenom", "naissance", "sexe", "commune", "qualite", "telephone"})


def write_sheet(
    view: DossierView,
    clock: Clock,
    folder: Path,
    *,
    title: Callable[[str], None],
    confidential: bool = False,
    height: int = NO_LIMIT,
    acts: Sequence[AskedAct] = (),
    every: bool = False,
) -> None:
    """Write a dossier for a person to read; the letters lie in `folder`; `confidential`: with the addresses
    that are given to nobody; `height`: of the screen, which what a phone call needs does not leave; `acts`:
    what a person may ask of it today, with what is refused where `every`."""
    ends = WrittenLines.lines + height - 2  # the prompt comes below, and where the rest is
    small = height != NO_LIMIT
    today, case, j = clock.today(), view.opened.case, view.persons.jeune
    stage = case.stage or Stage.REPERAGE
    waits = f", le {french_day(case.sixteen_on)}" if stage is Stage.ATTENTE else ""
    title(f"{view.opened.reference} · {j.prenom} {j.nom} · {stage.label}{waits}")
    born = f"Né{'e' if j.sexe == 'F' else ''} le {j.naissance:%d/%m/%Y} ({age_on(j.naissance, today)} ans)"
    echo(f"{born}, majorité le {french_day(case.majority_on)} · {j.commune} · conseiller : {view.conseiller}")
    echo(_compliance(view, today))
    for line in top_lines(case, view.opened.reference, today, view.relays):
        echo(line)
    for promise in case.held_promises:
        echo(f"Promesse : {promised(promise)} ({promise.proof.label}) ; elle ne met pas encore en règle.")
    for p in case.proposals:
        echo(f"Proposition n° {p.n} : {p.what.label}, le {french_day(p.on)} ; {p.answer.label}.")
    for line in partner_lines(case.partnership, today, view.partners):
        echo(line)
    if why := view.persons.alone(today):
        echo(f"Courriers au jeune seul : {why.label}.")
    for line in to_complete_lines(view, today):
        echo(line)
    for line in _representatives(view, today, confidential=confidential):
        echo(line)
    card_fields = [f for f in MINOR if f.name in _FOR_A_CALL] if small else MINOR
    if card := [part for part in (", ".join(j.adresse.lines()), *_more(card_fields, j)) if part]:
        echo(f"Fiche : {' · '.join(card)}")
    for sibling in view.fratrie:
        echo(kin_line(view.opened.reference, sibling))
    _past(view, again_only=small)
    _delays(view, today, title, running=small)
    if small:
        _what_fits(view, folder, title, ends)
        return
    _journal(view, title)
    _letters(view, folder, title)
    _contacts(view, title)
    _merged(view, folder, title, today, confidential=confidential)
    _acts(acts, title, refused_too=every)


def _acts(acts: Sequence[AskedAct], title: Callable[[str], None], *, refused_too: bool) -> None:
    """Write what can be done today, and with `refused_too` why the rest of what its stage admits cannot."""
    echo("")
    accepted = ", ".join(f"of {each.command}" for each in acts if not each.refusal)
    echo(f"Actes possibles ce jour : {accepted or 'aucun'}")
    refused = [(f"of {each.command}", each.refusal) for each in acts if each.refusal]
    if refused and refused_too:
        title("\nRefusés ce jour")
        show_fitted(
            ("acte", "pourquoi"), [(name, f"{no.why}. {no.instead}") for name, no in refused], flexible=(1,)
        )


def _merged(
    view: DossierView, folder: Path, title: Callable[[str], None], today: date, *, confidential: bool
) -> None:
    """Write the dossiers that were merged into this one: who the minor is there, what was done, what left."""
    for one in view.reunis:
        title(f"\nDossier réuni à celui-ci : {one.opened.reference}, source {one.source}")
        echo(_card_of_merged(one.persons.jeune))
        for line in _representatives(one, today, confidential=confidential):
            echo(line)
        _journal(one, title)
        _letters(one, folder, title)


def _representatives(view: DossierView, today: date, *, confidential: bool) -> Iterator[str]:
    """Say of each representative the ground, what may be sent, and the card."""
    for rank, r in enumerate(view.persons.representants):
        ground = ground_on(r, today)
        what, nothing = view.persons.receives(rank, today)
        # emancipated, dead, withdrawn, beside one who holds authority alone: known, and representing nobody
        represents = "Représentant légal" if what == "courriers" else "Au dossier"
        role = "En copie" if ground and GROUNDS[ground].copy else represents
        sent = {"courriers": "reçoit les courriers", "copie": "reçoit une copie"}.get(
            what, f"ne reçoit rien ({nothing})" if nothing else "ne reçoit rien"
        )
        known = (
            f"{role} : {r.full_name} ({r.qualite.label}), n° {rank + 1}, {sent}",
            "" if r.confidentielle and not confidential else ", ".join(r.adresse.lines()),
            r.telephone,
        )
        yield " · ".join(part for part in (*known, *_more(REPRESENTATIVE, r)) if part)


def _card_of_merged(j: Jeune) -> str:
    """Say who the minor of a merged dossier is there: what told it from this one is kept."""
    born = f"{j.prenom} {j.nom}, né{'e' if j.sexe == 'F' else ''} le {j.naissance:%d/%m/%Y}, {j.commune}"
    return " · ".join(part for part in (born, ", ".join(j.adresse.lines()), *_more(MINOR, j)) if part)


# What is said of the minor where the screen is short; the rest of the card with `--tout`.
_FOR_A_CALL = frozenset({"tel_fixe", "tel_portable", "courriel", "etablissement", "classe"})
_LEAST = 4  # lines of a section: a blank one, its title, its headings, a row


def _what_fits(view: DossierView, folder: Path, title: Callable[[str], None], ends: int) -> None:
    """Write the latest of what was done, of what was said and of what left, as many as the screen holds."""
    sections: tuple[tuple[int, Callable[[int], None]], ...] = (
        (len(view.contacts), partial(_contacts, view, title)),
        (len(view.opened.entries), partial(_journal, view, title)),
        (len(view.letters), partial(_letters, view, folder, title)),
    )
    there = [each for each in sections if each[0]]
    left_out = False
    for rank, (rows, section) in enumerate(there):
        room_left = ends - WrittenLines.lines
        share = max(room_left // (len(there) - rank), min(_LEAST, room_left))
        if most := max(min(rows, share - _LEAST + 1), 0):
            section(most)
        left_out |= most < rows
    more = "tout son journal, ses courriers, ses contacts" if left_out else "toute la fiche"
    echo(f"{more[0].upper()}{more[1:]} : of voir {view.opened.reference} --tout")


def _contacts(view: DossierView, title: Callable[[str], None], most: int = NO_LIMIT) -> None:
    if not view.contacts:
        return
    title(_headed("Contacts", len(view.contacts), most))
    show_fitted(
        ("n°", "le", "voie", "résultat", "qui", "note"),
        [
            (
                c.n,
                french_day(c.le),
                ContactNature.say(c.nature),
                ContactResult.say(c.resultat) + (" (annulé)" if c.annule_a else ""),
                _who(c),
                f"{c.note} annulé : {c.annule_motif}".strip() if c.annule_a else c.note,
            )
            for c in view.contacts
        ][-most:],
        flexible=(5,),
    )


def _headed(name: str, rows: int, most: int) -> str:
    return f"\n{name}" if rows <= most else f"\n{name} ({counted(most, 'dernier')} sur {rows})"


def _who(contact: ContactLine) -> str:
    if contact.representant is not None:
        return f"représentant n° {contact.representant}"
    return Answering.say(contact.qui) if contact.qui else ""


def _past(view: DossierView, *, again_only: bool = False) -> None:
    """Say the reports, and the cycles that are over."""
    first, *again = view.signalements
    if not again_only:
        echo(f"Signalé le {french_day(first.on)} par {first.told}.")
    for report in again:
        echo(f"Signalé de nouveau le {french_day(report.on)} par {report.told} (acte n° {report.n}).")
    if len(view.cycles) == 1:
        return
    for rank, cycle in enumerate(view.cycles, start=1):
        closed = (
            f" au {french_day(cycle.closed_on)} ({cycle.motif.label})"
            if cycle.closed_on and cycle.motif
            else ""
        )
        running = "" if closed else ", en cours"
        echo(f"Cycle {rank}, du {french_day(cycle.since)}{closed}{running} : actes à partir du n° {cycle.n}.")


def _compliance(view: DossierView, today: date) -> str:
    covering = view.opened.case.covering(today)
    if view.opened.case.stage is Stage.ATTENTE:
        return f"Rien n'est dû avant le {french_day(view.opened.case.sixteen_on)}."
    if not covering:
        return f"Pas en règle le {french_day(today)}."
    c = covering[0]
    if c.nature == EXEMPTION:
        return f"Exempté jusqu'au {french_day(c.ends_on)} (R. 114-3)."
    ends = f"à revoir le {french_day(c.ends_on)}" if c.is_review else f"jusqu'au {french_day(c.ends_on)}"
    since = f"{Nature(c.nature).label}, depuis le {french_day(c.starts_on)}"
    return f"En règle : {since}, {ends} ({Proof(c.proof).label})."


def _delays(view: DossierView, today: date, title: Callable[[str], None], *, running: bool = False) -> None:
    title("\nÉchéances")
    rows = []
    for delay in sorted(view.opened.case.delays, key=lambda d: (not d.is_open, d.dates.legal_on)):
        if running and not delay.is_open:
            continue
        d = delay.dates
        state = delay_state(delay, today)
        state_shown = (
            "provisoire, à poster" if delay.provisional and state is DelayState.OUVERTE else state.label
        )
        if last := last_useful_on(view.opened.case, delay):
            state_shown += f" ; dernier jour utile le {french_day(last)} (majorité)"
        internal = french_day(d.internal_on) if d.internal_on != d.legal_on else ""
        bar = delay_bar(view.opened.case, d.starts_on, d.legal_on, today) if delay.is_open else ""
        rows.append((delay.slug.label, french_day(d.legal_on), bar, internal, state_shown, d.basis))
    show_fitted(
        ("échéance", "fin légale", "écoulé (M : majorité)", "interne", "état", "fondement"),
        rows,
        optional=(3, 5),
        flexible=(4, 0),
    )


def _journal(view: DossierView, title: Callable[[str], None], most: int = NO_LIMIT) -> None:
    title(_headed("Journal", len(view.opened.entries), most))
    annulled = view.opened.case.annulled
    rows = []
    for entry in view.opened.entries:
        voided = f" (annulé par {annulled[entry.n]})" if entry.n in annulled else ""
        missed = view.opened.case.appointment_before(entry.n) if entry.act is Act.CONSTATER_ABSENCE else None
        voided += f" (repris de {entry.effects.repris_de})" if entry.effects.repris_de else ""
        label = (
            Act(entry.act).label + (f" au rendez-vous du {french_day(missed.on)}" if missed else "") + voided
        )
        rows.append(
            (
                entry.n,
                french_day(entry.done_on),
                label,
                entry.dest.label,
                entry.author,
                view.notes.get(entry.n, ""),
            )
        )
    headings = ("n°", "fait le", "acte", "étape", "auteur", "note")
    show_fitted(headings, rows[-most:], optional=(4,), flexible=(3, 2, 5))


def _letters(view: DossierView, folder: Path, title: Callable[[str], None], most: int = NO_LIMIT) -> None:
    if not view.letters:
        return
    title(_headed("Courriers", len(view.letters), most))
    rows = []
    for row in view.letters:
        where = (
            (stored_place(folder, row.fichier) or row.erreur or "")
            if row.etat in WAITING
            else (row.sha256 or "")[:12]
        )
        posted = french_day(row.poste_le) if row.poste_le else ""
        rows.append((row.name, Model.say(row.modele), row.destinataire, row.state, posted, where))
    headings = ("id", "courrier", "destinataire", "état", "posté le", "fichier ou empreinte")
    show_fitted(headings, rows[-most:], optional=(5,), flexible=(1, 2))
