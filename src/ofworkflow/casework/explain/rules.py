"""Which rule a delay follows: its article and version, or the setting of the house, as written that day
and as they are today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from ofworkflow.casework.explain.links import Link, LinkKind, Subject
from ofworkflow.law.periods import add_days, add_months, days_between
from ofworkflow.law.texts import ARTICLES, DEPARTEMENT, RULES, rule_behind
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import EXEMPTION, Coverage, RunningDelay
from ofworkflow.procedure.delays import FIRST, HOUSE_UNITS, house_length
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Delay, Nature, Stage

_BY_NUMBER = {article.number: article for article in ARTICLES}
KEPT = "une échéance ouverte garde ce qui valait à son ouverture"


def rule_links(delay: RunningDelay, subject: Subject) -> Iterator[Link]:
    """Say the rule, its version, and what the house chose."""
    d = delay.dates
    article = _BY_NUMBER.get(d.basis)
    if article:
        yield Link(
            LinkKind.REGLE,
            f"Règle : {article}. {article.says}",
            {"article": article.number, "code": article.code},
        )
    else:
        yield Link(
            LinkKind.REGLE,
            "Règle de la maison : aucune loi ne fixe ce délai.",
            {"article": None, "fondement": d.basis},
        )
    if d.version_since:
        yield _version(delay, d.version_since, subject.today)
    if chain := _CHOSEN.get(delay.slug):
        yield from chain(delay, subject)


def _version(delay: RunningDelay, since: date, today: date) -> Link:
    d = delay.dates
    rule = rule_behind(delay.slug, d.basis) or RULES[delay.slug]
    now = rule.on(max(today, d.starts_on))
    changed = (now.since, str(now.length)) != (since, d.length)
    text = f"Version en vigueur depuis le {since:%d/%m/%Y} : {d.length}."
    if changed:
        text += f" Celle du {now.since:%d/%m/%Y} dit {now.length} ; {KEPT}."
    facts = {
        "version": since,
        "duree": d.length,
        "aujourd_hui": now.since,
        "duree_aujourd_hui": str(now.length),
    }
    return Link(LinkKind.VERSION, text, facts | {"change": changed})


def setting(name: str, value: object, *, written: object, now: object, what: str = "") -> Link:
    """Return a setting by its name and value in `config.toml`; `written` and `now` are what it gave then,
    and gives today."""
    shown = f'"{value}"' if isinstance(value, str) else value
    text = f"Réglage : [procedure] {name} = {shown}{f' ({what})' if what else ''}."
    if written != now:
        text += f" À l'ouverture il donnait {_shown(written)}, aujourd'hui {_shown(now)} ; {KEPT}."
    facts = {"section": "procedure", "reglage": name, "valeur": value, "inscrit": written, "aujourd_hui": now}
    return Link(LinkKind.REGLAGE, text, facts | {"change": written != now})


def _shown(value: object) -> str:
    return f"le {french_day(value)}" if isinstance(value, date) else f"« {value} »"


def _of_the_house(delay: RunningDelay, subject: Subject) -> Iterator[Link]:
    name = delay.dates.basis.removeprefix("maison (").removesuffix(")")
    if name in HOUSE_UNITS:
        now = str(house_length(name, subject.rules))
        yield setting(name, getattr(subject.rules, name), written=delay.dates.length, now=now, what=now)


def _of_the_two_months(delay: RunningDelay, subject: Subject) -> Iterator[Link]:
    rules = subject.rules
    first = subject.entry(delay.opened_by).dest is Stage.ENTRETIEN
    now = rules.depart_convocation
    yield setting(
        "depart_convocation",
        now,
        written=FIRST if first else now,
        now=now,
        what=f"celle qui ouvre les {DEPARTEMENT.words}",
    )
    if delay.anchor:
        now = rules.depart_date
        yield setting("depart_date", now, written=delay.anchor, now=now, what="ce qui les fait courir")


def _of_the_situation(delay: RunningDelay, subject: Subject) -> Iterator[Link]:
    entry = subject.entry(delay.opened_by)
    yield from coverage_links(entry, subject)
    own = entry.effects.covers
    if own and own.ends_on < delay.dates.legal_on:
        last = next((c for c in subject.case.coverages if c.ends_on == delay.dates.legal_on), None)
        text = f"Une autre solution, ou exemption, continue jusqu'au {french_day(delay.dates.legal_on)}"
        facts = {"origine": "continuite", "fin": delay.dates.legal_on, "acte_n": last.n if last else None}
        yield Link(LinkKind.SITUATION, f"{text} (acte n° {last.n})." if last else f"{text}.", facts)


def coverage_links(entry: Entry, subject: Subject) -> Iterator[Link]:
    """Say what an entry covers, and where its end comes from."""
    c = entry.effects.covers
    if c is None:
        return
    origin = _origin(entry, c)
    what = "Exemption" if c.nature == EXEMPTION else Nature(c.nature).label.capitalize()
    text = f"{what} du {french_day(c.starts_on)} au {french_day(c.ends_on)} : {_ORIGINS[origin]}."
    facts = {"nature": c.nature, "debut": c.starts_on, "fin": c.ends_on, "origine": origin}
    yield Link(LinkKind.SITUATION, text, facts)
    rules = subject.rules
    if origin == "inscription_provisoire":
        written, days = days_between(entry.done_on, c.ends_on), rules.inscription_provisoire
        yield setting(
            origin,
            days,
            written=c.ends_on,
            now=add_days(entry.done_on, days),
            what=f"{written} jours, R. 114-1",
        )
    elif origin == "revision_exemption":
        months = rules.revision_exemption
        yield setting(
            origin, months, written=c.ends_on, now=add_months(entry.done_on, months), what=f"{months} mois"
        )


def _origin(entry: Entry, c: Coverage) -> str:
    request = entry.request
    if isinstance(request, ask.Exempter):
        return "certificat" if request.jusqu_au else "revision_exemption"
    if isinstance(request, ask.ConstaterSituation) and c.ends_on in (request.fin, request.revue):
        return "fin_donnee" if c.ends_on == request.fin else "revue_donnee"
    return "inscription_provisoire" if c.is_review else "duree_habituelle"


_ORIGINS = {
    "certificat": "jusqu'où le certificat est valable",
    "revision_exemption": "le certificat n'a pas de terme, elle est revue",
    "fin_donnee": "fin donnée par la preuve",
    "revue_donnee": "revue demandée ce jour-là",
    "inscription_provisoire": "inscription sans assiduité, donc provisoire (R. 114-1)",
    "duree_habituelle": "fin non donnée, durée habituelle de cette situation",
}
_CHOSEN: Mapping[Delay, Callable[[RunningDelay, Subject], Iterator[Link]]] = {
    Delay.ISSUE: _of_the_house,
    Delay.JUSTIFICATION: _of_the_house,
    Delay.DEPARTEMENT: _of_the_two_months,
    Delay.FIN_SITUATION: _of_the_situation,
    Delay.REVISION_EXEMPTION: _of_the_situation,
    Delay.ASSIDUITE: _of_the_house,
    Delay.ACCUSE_DEPARTEMENT: _of_the_house,
    Delay.CONSERVATION: _of_the_house,
}
