"""What the night did or will do by itself: the delay it comes from, the setting, the arithmetic, the
floor."""

from __future__ import annotations

from collections.abc import Iterator

from ofworkflow.casework.explain.links import Explanation, Link, LinkKind, Subject, said_of
from ofworkflow.law.periods import add_days, days_between
from ofworkflow.procedure.case import CaseState, RunningDelay
from ofworkflow.procedure.due import DueAct, due_acts, never_before
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.replay import replay
from ofworkflow.procedure.vocabulary import Act
from ofworkflow.text import counted


def explain_coming(subject: Subject, act: Act | None = None) -> list[Explanation]:
    """Explain the acts that the night will do if nothing changes, earliest first; one act only when it is
    given."""
    return [
        Explanation(
            f"La nuit fera « {due.request.act.label} »",
            str(due.request.act),
            due.done_on,
            f"{_arithmetic(due).capitalize()}"
            f"{_cut_short(subject, due) or ', si rien ne change avant ce jour'}.",
            tuple(_due_links(subject, subject.case, due)),
        )
        for due in due_acts(subject.case, subject.rules)
        if act in (None, due.request.act)
    ]


def due_first(subject: Subject) -> Iterator[Link]:
    """Say what the night has to do before anything else: an act of a person is decided after it."""
    for due in due_acts(subject.case, subject.rules)[:1]:
        if due.done_on <= subject.today:
            what = f"« {due.request.act.label} », daté du {french_day(due.done_on)}"
            facts = {"acte": str(due.request.act), "du_le": due.due_on, "date_le": due.done_on, "etat": "du"}
            yield Link(
                LinkKind.AUTOMATE,
                f"La nuit doit d'abord faire {what} ; ce qui suit est dit du dossier avant elle.",
                facts,
            )


def coming_of(subject: Subject, delay: RunningDelay) -> Iterator[Link]:
    """Say which act of the night comes from a delay."""
    for due in due_acts(subject.case, subject.rules):
        if due.origin.delay is not None and due.origin.delay.key == delay.key:
            late = due.done_on <= subject.today
            when = "Dû : la prochaine nuit fera" if late else "À venir : la nuit fera"
            text = (
                f"{when} « {due.request.act.label} », daté du {french_day(due.done_on)}, {_arithmetic(due)}"
            )
            state = "du" if late else "a_venir"
            facts = {"acte": str(due.request.act), "du_le": due.due_on, "date_le": due.done_on, "etat": state}
            yield Link(
                LinkKind.AUTOMATE,
                f"{text}{_cut_short(subject, due)} ({subject.ask(due.request.act)}).",
                facts,
            )


def _cut_short(subject: Subject, due: DueAct) -> str:
    """Say that majority closes the dossier first, where it does."""
    majority = subject.case.majority_on
    first = due.request.act is not Act.CLOTURER and due.done_on >= majority
    return (
        f", si le dossier n'était pas clos avant, à la majorité, le {french_day(majority)}" if first else ""
    )


def before(subject: Subject, entry: Entry) -> CaseState | None:
    """Return the case as it was when an entry was written; `None` for the first."""
    earlier = [e for e in subject.entries if e.n < entry.n]
    return replay(earlier) if earlier else None


def done_links(subject: Subject, entry: Entry) -> Iterator[Link]:
    """Say why the night did an act on that day."""
    case = before(subject, entry)
    dues = [d for d in due_acts(case, subject.rules) if d.request.act is entry.act] if case else []
    text = (
        f"La nuit l'a fait d'elle-même, et l'a daté du jour où il était dû, le {french_day(entry.done_on)}."
    )
    yield Link(LinkKind.AUTOMATE, text, {"acte": str(entry.act), "date_le": entry.done_on, "etat": "fait"})
    if case is None or not dues:
        yield Link(
            LinkKind.REGLAGE,
            "Avec les réglages d'aujourd'hui, la nuit ne le ferait pas ; ce qui est fait reste.",
            {},
        )
        return
    yield from _due_links(subject, case, dues[0])
    if dues[0].done_on != entry.done_on:
        text = (
            f"Avec les réglages d'aujourd'hui, ce serait le {french_day(dues[0].done_on)} ; l'acte fait "
            "garde son jour."
        )
        yield Link(
            LinkKind.REGLAGE, text, {"inscrit": entry.done_on, "aujourd_hui": dues[0].done_on, "change": True}
        )


def _due_links(subject: Subject, case: CaseState, due: DueAct) -> Iterator[Link]:
    origin = due.origin
    if origin.delay is not None:
        d = origin.delay
        opener = subject.entry(d.opened_by)
        facts = {"echeance": str(d.slug), "ouverte_par": d.opened_by, "legale": d.dates.legal_on}
        text = f"Il vient de l'échéance « {d.slug.label} », ouverte par {said_of(opener)} : fin légale le "
        yield Link(LinkKind.ECHEANCE, f"{text}{french_day(d.dates.legal_on)} ({subject.ask(d.slug)}).", facts)
    shifted = add_days(origin.delay_end_on, origin.shift)
    facts = {"fin": origin.delay_end_on, "decalage": origin.shift, "jour": shifted}
    if origin.setting:
        value = getattr(subject.rules, origin.setting)
        facts |= {"section": "procedure", "reglage": origin.setting, "valeur": value}
        text = (
            f"Réglage : [procedure] {origin.setting} = {value} ; le {french_day(origin.delay_end_on)} moins "
        )
        yield Link(LinkKind.REGLAGE, f"{text}{counted(value, 'jour')} : le {french_day(shifted)}.", facts)
    else:
        yield Link(LinkKind.AUTOMATE, f"Dû {_arithmetic(due)} : le {french_day(shifted)}.", facts)
    if origin.not_before:
        moved = " : c'est ce qui le retarde" if origin.not_before > shifted else ""
        text = (
            "Jamais avant que le rendez-vous de la convocation soit passé, le "
            f"{french_day(origin.not_before)}{moved}."
        )
        yield Link(
            LinkKind.PLANCHER,
            text,
            {"jour": origin.not_before, "quoi": "rendez_vous", "retarde": bool(moved)},
        )
    yield from _floor(case, due)


def _floor(case: CaseState, due: DueAct) -> Iterator[Link]:
    floor = never_before(case)
    if floor is None:
        return
    moved = due.done_on != due.due_on
    then = f" : dû le {french_day(due.due_on)}, il prend le jour de cet acte" if moved else ""
    whose = "d'une personne" if floor == case.last_human_on else "du journal"
    text = f"Jamais avant le dernier acte {whose}, le {french_day(floor)}{then}."
    yield Link(LinkKind.PLANCHER, text, {"jour": floor, "quoi": "dernier_acte", "retarde": moved})


def _arithmetic(due: DueAct) -> str:
    origin = due.origin
    shift = days_between(origin.delay_end_on, due.due_on)
    if origin.not_before and origin.not_before == due.due_on and shift != origin.shift:
        return "une fois le rendez-vous de la convocation passé"
    if shift == 0:
        return "le jour même de la fin légale"
    if shift == 1:
        return "le lendemain de la fin légale"
    return f"{counted(abs(shift), 'jour')} {'avant' if shift < 0 else 'après'} la fin légale"


def done_by_night(subject: Subject, act: Act) -> list[Entry]:
    """Return the entries of that act that the night wrote and nobody voided, latest first."""
    dues = [
        e for e in subject.entries if e.act is act and e.by_automaton and e.n not in subject.case.annulled
    ]
    return list(reversed(dues))
