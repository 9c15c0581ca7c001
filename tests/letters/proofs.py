"""What a letter states, found again in the journal, the cards and the settings, without the code that writes letters.

`PROOFS` names each field of the data of a letter that a sentence of the table states, and how it is known: from the acts
as they were asked, from the persons, from what was posted. Whoever enters a sentence with a new field adds its line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time, timedelta

from ofworkflow.casework.mail.letters.subject import LetterSubject
from ofworkflow.letters.models.rectificatif import CourrierRetire
from ofworkflow.letters.people import RendezVousAnnonce
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.french import french_hour
from ofworkflow.procedure.natures import nature_label, told_outside
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.procedure.requests import RendezVous
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import (
    Act,
    Authority,
    Closing,
    Nature,
    Presence,
    Proof,
    Quality,
    Source,
    Stage,
)

COLLEAGUE = "Sacha Morel"
"""Who receives what the life of a leave gives over."""

Proved = Callable[[LetterSubject], object]
_SUMMONS = (ask.Convoquer, ask.Reporter, ask.Inviter)


def acts(s: LetterSubject, *kinds: type, before: int | None = None) -> list[Entry]:
    """Return the acts of these kinds up to that of the letter (or before an entry), those voided left out."""
    voided = set(s.opened.case.annulled)
    until = s.letter.acte_n if before is None else before - 1
    return [e for e in s.opened.entries if e.n <= until and e.n not in voided and isinstance(e.request, kinds)]


def given(s: LetterSubject, before: int | None = None) -> list[tuple[int, RendezVous]]:
    """Return the appointments given, with the number of the act."""
    return [(e.n, e.request.rdv) for e in acts(s, *_SUMMONS, before=before)]


def _colleague(s: LetterSubject) -> str:
    # of these lives, one alone is given over: its first summons
    return COLLEAGUE if s.persons.jeune.prenom == "Solène" and s.letter.acte_n == 2 else ""


def _opened(s: LetterSubject) -> ask.Ouvrir:
    request = s.opened.entries[0].request
    assert isinstance(request, ask.Ouvrir)
    return request


def _named_source(s: LetterSubject) -> str:
    school = s.persons.jeune.etablissement
    whose = {Source.SIEI: "l'établissement scolaire", Source.CFA: "le centre de formation d'apprentis"}.get(_opened(s).source)
    return f"{whose} ({school})" if whose and school else _opened(s).source.label


def _withdrawn(s: LetterSubject) -> Entry:
    request = s.entry.request
    assert isinstance(request, ask.Rectifier)
    return s.opened.entries[request.acte_n - 1]


def _rdv(s: LetterSubject) -> RendezVous:
    if s.letter.modele == "rectificatif":
        return _withdrawn_appointments(s)[-1]
    # to who is expected no more, what is cancelled is the one before
    n, rdv = given(s)[-2 if s.letter.modele == "annulation" and s.entry.act is Act.REPORTER else -1]
    return replace(rdv, heure=_asked(s, n).aussi) if _is_apart(s, n) else rdv


def _asked(s: LetterSubject, n: int) -> ask.Appointing:
    request = s.opened.entries[n - 1].request
    assert isinstance(request, _SUMMONS)
    return request


def _is_apart(s: LetterSubject, n: int) -> bool:
    """Tell whether who reads is received without the minor at the appointment of the act `n`."""
    who = _representative(s)
    return who is not None and _asked(s, n).aussi_avec == s.persons.representants.index(who) + 1


def _whose(s: LetterSubject, n: int) -> str:
    """Return the mission locale by which an entry is signed, where it is another one."""
    author = s.opened.entries[n - 1].author
    return author if author.startswith("la mission locale de") else ""


_AS_READ = {
    "information_famille": "Information du département",
    "rectificatif_famille": "Ce que nous écrivons au département",
}


def _withdrawn_together(s: LetterSubject) -> list[int]:
    """Return the acts withdrawn by its own and, in the same go, before it, the first one first."""
    ours = s.entry.request
    assert isinstance(ours, ask.Rectifier)
    upto = [e.request for e in s.opened.entries if e.n < s.entry.n and isinstance(e.request, ask.Rectifier)]
    return sorted({ours.acte_n, *(r.acte_n for r in upto if r.suite_de and r.suite_de == (ours.suite_de or ours.acte_n))})


def _withdrawn_appointments(s: LetterSubject) -> list[RendezVous]:
    """Return those that this person was given and that no more hold, the last one last."""
    who = (s.letter.role, s.letter.representant_id)
    to_them = {x.acte_n for x in s.posted if (x.role, x.representant_id) == who} | {_withdrawn(s).n}
    requests = [s.opened.entries[n - 1].request for n in _withdrawn_together(s) if n in to_them]
    return [r.rdv for r in requests if isinstance(r, ask.Appointing)]


def _their_letters(s: LetterSubject) -> tuple[CourrierRetire, ...]:
    who = (s.letter.role, s.letter.representant_id)
    return tuple(
        CourrierRetire(_AS_READ.get(x.modele, Model(x.modele).label), x.poste_le)
        for x in s.posted
        if x.acte_n in _withdrawn_together(s) and x.poste_le and (x.role, x.representant_id) == who
    )


def _to_the_departement(s: LetterSubject) -> list[date]:
    return [x.poste_le for x in s.posted if x.acte_n == _withdrawn(s).n and x.role == "departement" and x.poste_le]


def _still_expected(s: LetterSubject) -> RendezVous | None:
    """Return the last appointment given and not settled, among what stands."""
    n, rdv = (given(s) or [(0, None)])[-1]
    settled = acts(s, ask.Recevoir, ask.ConstaterAbsence, ask.ConstaterSituation, ask.Cloturer)
    return rdv if rdv and rdv.le >= s.entry.done_on and not any(e.n > n for e in settled) else None


_OURS = {"courriers_revenus", "poste_empechee", "erreur_structure"}


def _theirs(s: LetterSubject) -> bool:
    accepted = acts(s, ask.Justifier)
    return not accepted or accepted[-1].request.motif not in _OURS  # type: ignore[union-attr]


def _before(s: LetterSubject) -> tuple[RendezVous | None, str]:
    """Return the appointment before the one that the letter gives, and what became of it."""
    numbered = given(s)
    if len(numbered) < 2:
        return None, ""
    (n, before), (last, _) = numbered[-2:]
    meanwhile = [e.act for e in acts(s, ask.ConstaterAbsence, ask.Justifier, before=last) if e.n > n]
    if not _theirs(s) and Act.JUSTIFIER in meanwhile:
        return before, "leve"
    return before, "excuse" if Act.JUSTIFIER in meanwhile else "absent" if Act.CONSTATER_ABSENCE in meanwhile else ""


def _excused(s: LetterSubject) -> date | None:
    if isinstance(s.entry.request, ask.Justifier):
        return acts(s, *_SUMMONS)[-1].request.rdv.le  # type: ignore[union-attr]
    before, fate = _before(s)
    return before.le if before and fate in ("excuse", "leve") else None


_TRIGGERS: Mapping[type, str] = {ask.ConstaterAbsence: "1", ask.Rompre: "2", ask.ConstaterSilence: "3"}


def _trigger(s: LetterSubject) -> str:
    return _TRIGGERS[type(acts(s, *_TRIGGERS)[-1].request)]


def _missed(s: LetterSubject) -> date | None:
    if _trigger(s) != "1":
        return None
    return given(s, before=acts(s, ask.ConstaterAbsence)[-1].n)[-1][1].le


def _that_count(s: LetterSubject) -> list[Entry]:
    """Return the convocations from which the two months may run; an excuse accepted after a notice left begins others."""
    first = s.press.rules.depart_convocation == "premiere_convocation"
    excused = [e for e in acts(s, ask.Justifier) if e.source is Stage.DEPARTEMENT]
    left = [x.acte_n for x in s.posted if x.role == "departement"]
    since = max((e.n for e in excused if any(n < e.n for n in left)), default=0)
    return [
        e for e in acts(s, *_SUMMONS) if e.n > since and (e.dest is Stage.CONVOCATION or (first and e.dest is Stage.ENTRETIEN))
    ]


def _began(s: LetterSubject) -> date | None:
    """Return since when the two months run, where an earlier letter that left made them run."""
    if not (found := _that_count(s)) or (first := found[0]).n >= s.letter.acte_n:
        return None
    left = [x.poste_le for x in s.posted if x.acte_n == first.n and x.poste_le]
    return _start(s, first, min(left)) if left else None


def _start(s: LetterSubject, entry: Entry, left_on: date) -> date:
    return entry.request.rdv.le if s.press.rules.depart_date == "rendez_vous" else left_on  # type: ignore[union-attr]


def _two_months(s: LetterSubject) -> date | None:
    if not (found := _that_count(s)):
        return None
    left = [x.poste_le for x in s.posted if x.acte_n == found[0].n and x.poste_le]
    start = _start(s, found[0], min(left, default=found[0].done_on))
    year, month = divmod(start.month + 1, 12)
    end = date(start.year + year, month + 1, 1)
    end += timedelta(days=min(start.day, _days_of(end)) - 1)
    while end.weekday() >= 5:  # no holiday falls at such an end in these lives
        end += timedelta(days=1)
    return end


def _days_of(month: date) -> int:
    return ((month + timedelta(days=31)).replace(day=1) - timedelta(days=1)).day


def _earliest(s: LetterSubject) -> date | None:
    """Return the morrow of five working days after the appointment: the window for an excuse (default)."""
    day, left = _rdv(s).le, 5
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5  # no holiday in these lives
    end = _two_months(s)
    window, morrow = day + timedelta(days=1), _rdv(s).le + timedelta(days=1)
    return min(window, max(end, morrow)) if end else window  # the house's day yields to the end of the two months


def _birthday_before_their_end(s: LetterSubject) -> date | None:
    born, end = s.persons.jeune.naissance, _two_months(s)
    eighteen = born.replace(year=born.year + 18)  # nobody is born on a 29 February in these lives
    return eighteen if end and eighteen <= end else None


def _stopped(s: LetterSubject) -> str:
    if _trigger(s) != "2":
        return ""
    broken = acts(s, ask.Rompre)[-1]
    return nature_label(acts(s, ask.ConstaterSituation, before=broken.n)[-1].request.nature)  # type: ignore[union-attr]


def _proposed(s: LetterSubject) -> tuple[str, ...]:
    """Return each proposal with the last answer that names it."""
    made = acts(s, ask.Proposer)
    found = []
    for first in (e for e in made if e.request.suite_de is None):  # type: ignore[union-attr]
        last = [first, *(e for e in made if e.request.suite_de == first.n)][-1]  # type: ignore[union-attr]
        since = f" (le {last.done_on:%d/%m/%Y})" if last is not first else ""
        asked: ask.Proposer = last.request  # type: ignore[assignment]
        found.append(f"{asked.nature.label}, le {first.done_on:%d/%m/%Y} : {asked.reponse.label}{since}")
    return tuple(found)


def _recorded(s: LetterSubject) -> ask.ConstaterSituation:
    request = acts(s, ask.ConstaterSituation)[-1].request
    assert isinstance(request, ask.ConstaterSituation)
    return request


def _enrolled(s: LetterSubject) -> bool:
    known = _recorded(s)
    return known.nature is Nature.SCOLARITE and known.preuve is Proof.CERTIFICAT_SCOLARITE


def _received(s: LetterSubject) -> tuple[str, ...]:
    request, j, people = s.entry.request, s.persons.jeune, s.persons.representants
    assert isinstance(request, ask.Recevoir | ask.ConstaterAbsence)
    noted = [people[n - 1] for n in request.representants] or (written_to(s) if len(written_to(s)) == 1 else [])
    minor = () if request.present is Presence.REPRESENTANT else (f"{j.prenom} {j.nom}",)
    if request.present is Presence.MINEUR:
        return minor
    return (*minor, *((_received_name(r) for r in noted) if noted else ("un représentant légal",)))


def _received_name(r: RepresentantLegal) -> str:
    return f"une personne de « {r.nom} »" if r.qualite is Quality.ASE else _name(r)


def _came_to_nothing(s: LetterSubject) -> tuple[str, ...]:
    """Return who came beside an absence, as the record of it names them."""
    request, people = s.entry.request, s.persons.representants
    assert isinstance(request, ask.ConstaterAbsence)
    if not request.present:
        return ()
    return tuple(f"{_name(people[n - 1])}, {people[n - 1].qualite.label}" for n in request.representants)


def _hours(s: LetterSubject) -> tuple[time | None, time | None]:
    """Return from when to when, as it was typed."""
    request = s.entry.request
    return (request.debut, request.fin) if isinstance(request, ask.Recevoir) else (None, None)


def _left(s: LetterSubject, n: int, *, otherwise: date) -> date:
    return min((x.poste_le for x in s.posted if x.acte_n == n and x.poste_le and x.role == "departement"), default=otherwise)


def _notice_left(s: LetterSubject) -> date:
    withdrawn = isinstance(s.entry.request, ask.Rectifier) and _withdrawn(s).act is Act.TRANSMETTRE
    notice = _withdrawn(s) if withdrawn else _notices(s)[-1]
    return _left(s, notice.n, otherwise=notice.done_on)


def _notices(s: LetterSubject) -> list[Entry]:
    """Return the notices that stood on the day of the letter."""
    n, voided = s.letter.acte_n, s.opened.case.annulled
    sent = [e for e in s.opened.entries if e.n <= n and isinstance(e.request, ask.Transmettre)]
    return [e for e in sent if voided.get(e.n, n) >= n]


def _left_by_post(s: LetterSubject) -> list[tuple[date, str, str]]:
    """Return each convocation that left: its day, its number, how its seal begins."""
    summons = {e.n for e in acts(s, *_SUMMONS) if not isinstance(e.request, ask.Inviter)}
    left = (x for x in s.posted if x.acte_n in summons and x.role != "copie")
    return [(x.poste_le, x.numero or "", (x.sha256 or "")[:12]) for x in left if x.poste_le]


def _lost(r: RepresentantLegal, on: date) -> bool:
    return r.autorite in (Authority.RETIREE, Authority.DECEDE) and (r.depuis_le is None or r.depuis_le <= on)


def holders(s: LetterSubject) -> list[RepresentantLegal]:
    """Return the representatives that are not withdrawn, deceased, told only; none once emancipated."""
    told_only = (Authority.CONFIE, Authority.COPIE)
    on = s.entry.done_on
    return [r for r in s.persons.representants if r.autorite not in told_only and not _lost(r, on)] if not _emancipated(s) else []


def written_to(s: LetterSubject) -> list[RepresentantLegal]:
    """Return who is written to: those who act alone, else every holder."""
    alone = [r for r in holders(s) if r.autorite in (Authority.EXCLUSIVE, Authority.DELEGATION, Authority.TUTELLE)]
    return alone or holders(s)


def _expected(s: LetterSubject) -> list[RepresentantLegal]:
    """Return who is expected at the appointment: of two who must not meet, the one that was chosen."""
    last = acts(s, *_SUMMONS)[-1:]
    chosen = [(e.request.aussi_avec if _is_apart(s, e.n) else e.request.avec) for e in last]  # type: ignore[union-attr]
    return [r for n, r in enumerate(s.persons.representants, 1) if r in written_to(s) and chosen in ([], [None], [n])]


def _summoned(s: LetterSubject) -> list[tuple[str, str, date | None]]:
    """Return who was summoned to the appointment that was missed, as the record names each, and what the post said of it."""
    n, _ = given(s)[-1]
    young = f"{s.persons.jeune.prenom} {s.persons.jeune.nom}"
    named: dict[int | None, str] = {None: young}
    for id_, r in zip(s.persons.representant_ids, s.persons.representants, strict=True):
        apart = _asked(s, n).aussi if _asked(s, n).aussi_avec == s.persons.representants.index(r) + 1 else None
        named[id_] = f"{_name(r)}, {r.qualite.label}" + (f" (à part, à {french_hour(apart)})" if apart else "")
    return [
        (named[x.representant_id], x.etat, x.issue_le)
        for x in s.posted
        if x.acte_n == n
        and x.role in ("jeune", "representant")
        and x.modele in ("premiere_convocation", "seconde_convocation", "report", "invitation")
    ]


def _emancipated(s: LetterSubject) -> date | None:
    on = s.persons.jeune.emancipe_le
    return on if on and on <= s.entry.done_on else None


def _name(r: RepresentantLegal) -> str:
    return r.nom if r.qualite is Quality.ASE else f"{r.prenom} {r.nom}"


def _notice_names(s: LetterSubject) -> tuple[tuple[str, tuple[str, ...] | None], ...]:
    return tuple((_name(r), None if r.confidentielle else r.adresse.lines()) for r in written_to(s))


def _known_before(s: LetterSubject) -> str:
    known = acts(s, ask.ConstaterSituation, before=s.letter.acte_n)
    if not known:
        return "Aucune situation satisfaisant à l'obligation n'est connue de la mission locale"
    return f"Dernière situation connue : {told_outside(known[-1].request.nature)}"  # type: ignore[union-attr]


def _told_by_act(s: LetterSubject) -> list[tuple[date, str]]:
    """Return what the notice must tell, by its days: reported, contacts, summons, absences, excuses, interviews."""
    told = [(_opened(s).signale_le, "Repérage"), *((c.le, c.quoi) for c in s.contacts)]
    told += [
        (min((x.poste_le for x in s.posted if x.acte_n == e.n and x.poste_le), default=e.done_on), "onvocation")
        for e in acts(s, *_SUMMONS)
    ]
    told += [(given(s, before=e.n)[-1][1].le, "Absence constatée") for e in acts(s, ask.ConstaterAbsence)]
    told += [(e.done_on, "Entretien tenu") for e in acts(s, ask.Recevoir)]
    told += [(e.done_on, "Absence excusée") for e in acts(s, ask.Justifier)]
    return sorted(told)


def _calls(s: LetterSubject) -> list[date]:
    since = acts(s, *_SUMMONS)[-1].done_on
    return [c.le for c in s.contacts if since <= c.le <= s.entry.done_on]


def _accompanied(s: LetterSubject) -> bool:
    return any(e.request.nature is Nature.ACCOMPAGNEMENT for e in acts(s, ask.ConstaterSituation))  # type: ignore[union-attr]


def _closing(s: LetterSubject) -> Closing | None:
    return s.entry.request.motif if isinstance(s.entry.request, ask.Cloturer) else None


def _majority(s: LetterSubject) -> date:
    born = s.persons.jeune.naissance
    return born.replace(year=born.year + 18)


def _representative(s: LetterSubject) -> RepresentantLegal | None:
    ids = s.persons.representant_ids
    return s.persons.representants[ids.index(s.letter.representant_id)] if s.letter.representant_id in ids else None


def _sex(s: LetterSubject) -> str:
    r = _representative(s)
    return (
        s.persons.jeune.sexe
        if s.letter.role == "jeune"
        else {Quality.MERE: "F", Quality.PERE: "M"}.get(r.qualite, "")
        if r
        else ""
    )


def _greeting(s: LetterSubject) -> str:
    if s.letter.role == "departement":
        known = s.press.departement_of(s.persons.jeune.commune_insee[:2])  # none lives in Corsica, nor overseas
        return known.salutation if known else ""
    r = _representative(s)
    if r is None:
        return f"Bonjour {s.persons.jeune.prenom}," if s.letter.role == "jeune" else ""
    return {Quality.MERE: "Madame,", Quality.PERE: "Monsieur,"}.get(r.qualite, "Madame, Monsieur,")


PROOFS: dict[str, Proved] = {
    "le": lambda s: _notice_left(s) if s.letter.modele.startswith("information_") else s.entry.done_on,
    "jeune.prenom": lambda s: s.persons.jeune.prenom,
    "jeune.nom": lambda s: s.persons.jeune.nom,
    "jeune.nom_entier": lambda s: f"{s.persons.jeune.prenom} {s.persons.jeune.nom}",
    "jeune.sexe": lambda s: s.persons.jeune.sexe,
    "jeune.naissance": lambda s: s.persons.jeune.naissance,
    "destinataire.est_le_jeune": lambda s: s.letter.role == "jeune",
    "destinataire.est_un_service": lambda s: (r := _representative(s)) is not None and r.qualite is Quality.ASE,
    "destinataire.sexe": _sex,
    "destinataire.role": lambda s: s.letter.role,
    "destinataire.salutation": _greeting,
    "jeune_seul": lambda s: "emancipe" if _emancipated(s) else "" if holders(s) else "inconnu",
    "emancipe_le": _emancipated,
    "remplace": lambda s: s.entry.act is Act.REPORTER,
    "remplace.le": lambda s: b.le if s.entry.act is Act.REPORTER and (b := _before(s)[0]) else None,
    "remplace.heure": lambda s: b.heure if s.entry.act is Act.REPORTER and (b := _before(s)[0]) else None,
    "accompagnants": lambda s: tuple(map(_name, _expected(s))),
    "accompagnants.0": lambda s: _expected(s) != [],
    "accompagnants.1": lambda s: len(_expected(s)) > 1,
    "representants.0": lambda s: written_to(s) != [],
    "representants.1": lambda s: len(written_to(s)) > 1,
    "signale_le": lambda s: _opened(s).signale_le,
    "source": lambda s: _opened(s).source.label,
    "source_nommee": _named_source,
    "repere_par_nous": lambda s: _opened(s).source is Source.IMILO,
    "rendez_vous": lambda s: given(s) != [],
    "rendez_vous.le": lambda s: _rdv(s).le,
    "rendez_vous.heure": lambda s: _rdv(s).heure,
    "rendez_vous.lieu": lambda s: _rdv(s).lieu,
    "rendez_vous.a_part": lambda s: _is_apart(s, given(s)[-1][0]),
    "rendez_vous.recu_par": _colleague,
    "excuse_le": _excused,
    "excuse_de_leur_fait": _theirs,
    "ancien.le": lambda s: (b := _before(s)[0]) and b.le,
    "ancien.heure": lambda s: (b := _before(s)[0]) and b.heure,
    "ancien_issue": lambda s: _before(s)[1],
    "declencheur": _trigger,
    "absence_le": _missed,
    "parent_venu": lambda s: _missed(s) is not None and bool(acts(s, ask.ConstaterAbsence)[-1].request.present),
    "seconde": lambda s: any(e.dest is Stage.ENTRETIEN for e in acts(s, ask.Convoquer)),
    "suivante": lambda s: sum(e.dest is Stage.CONVOCATION for e in acts(s, *_SUMMONS)) > 1,
    "r114_7": lambda s: acts(s, *_SUMMONS)[-1].dest is Stage.CONVOCATION,
    "depart": lambda s: s.press.rules.depart_date,
    "depart_le": _began,
    "terme_le": _two_months,
    "information_des_le": lambda s: _earliest(s) if _that_count(s) else None,
    "majorite_le": _birthday_before_their_end,
    "arret_de": _stopped,
    "recu_le": lambda s: s.entry.done_on,
    "presents": lambda s: _received(s) if s.letter.role != "interne" else _came_to_nothing(s),
    "jeune_present": lambda s: isinstance(s.entry.request, ask.Recevoir) and s.entry.request.present is not Presence.REPRESENTANT,
    "debut": lambda s: _hours(s)[0],
    "fin": lambda s: _hours(s)[1],
    "attendu_jusqu_a": lambda s: s.entry.request.attendu_jusqu_a,  # type: ignore[union-attr]
    "situation": lambda s: _known_before(s)
    if s.letter.modele == "information_departement"
    else ""
    if isinstance(s.entry.request, ask.Justifier)
    else (told_outside if s.letter.role == "departement" or s.letter.modele == "attestation_conformite" else nature_label)(_recorded(s).nature),
    "depuis": lambda s: None if isinstance(s.entry.request, ask.Justifier) else _recorded(s).debut,
    "inscription_seule": _enrolled,
    "preuve_vue_le": lambda s: _recorded(s).preuve_vue,
    "a_verifier_le": lambda s: _recorded(s).preuve_vue + timedelta(days=30) if _enrolled(s) else None,
    "adresse_jeune": lambda s: None
    if any(r.confidentielle and r.heberge for r in s.persons.representants)
    else next((r.adresse for r in s.persons.representants if r.heberge), s.persons.jeune.adresse).lines(),
    "telephone_jeune": lambda s: s.persons.jeune.tel_portable,
    "courriel_jeune": lambda s: s.persons.jeune.courriel,
    "representants": _notice_names,
    "chronologie": _told_by_act,
    "appels": _calls,
    "propositions": _proposed,
    "propositions_faites": lambda s: bool(acts(s, ask.Proposer)),
    "plusieurs_representants": lambda s: len(written_to(s)) > 1,
    "representants_connus": lambda s: holders(s) != [],
    "signataire": lambda s: next(
        (e.request.signataire for e in acts(s, ask.Transmettre) if e.n == s.letter.acte_n),  # type: ignore[union-attr]
        f"{s.press.conseiller.prenom} {s.press.conseiller.nom}",
    ),
    "annexes": lambda s: tuple(e.done_on for e in acts(s, *_SUMMONS) if not _whose(s, e.n)),
    "hors_delai": lambda s: (end := _two_months(s)) is not None and _notice_left(s) > end,
    "informes": lambda s: (f"{s.persons.jeune.prenom} {s.persons.jeune.nom}", *(_name(r) for r in written_to(s)))
    if not s.entry.request.sans_famille and all(r.adresse.ville for r in written_to(s))  # type: ignore[attr-defined]
    else (),
    "envois": _left_by_post,
    "famille_non_informee": lambda s: {None: "", "danger": "pour ne pas mettre le jeune en danger"}[s.entry.request.sans_famille],  # type: ignore[attr-defined]
    "transmis_le": _notice_left,
    "autre_rendez_vous": lambda s: isinstance(s.entry.request, ask.Justifier) and s.entry.dest is not Stage.CLOTURE,
    "transmis_par": lambda s: _whose(s, _notices(s)[-1].n),
    "propose_par": lambda s: _whose(s, acts(s, ask.ConstaterAbsence)[-1].n) if acts(s, ask.ConstaterAbsence) else "",
    "donne_par": lambda s: _whose(s, given(s)[-2][0]) if len(given(s)) > 1 else "",
    "retires": _their_letters,
    "a_venir": lambda s: any(rdv.le >= s.entry.done_on for rdv in _withdrawn_appointments(s)[-1:]),
    "autres": lambda s: tuple(RendezVousAnnonce(r.le, r.heure, r.lieu) for r in _withdrawn_appointments(s)[:-1] if r.le < s.entry.done_on),
    "avec_rectificatif_du": lambda s: max(
        (x.poste_le for x in s.posted if x.acte_n in _withdrawn_together(s) and x.modele == "rectificatif_departement" and x.poste_le),
        default=None,
    ),
    "maintenu.le": lambda s: (rdv := _still_expected(s)) and rdv.le,
    "maintenu.heure": lambda s: (rdv := _still_expected(s)) and rdv.heure,
    "maintenu.lieu": lambda s: (rdv := _still_expected(s)) and rdv.lieu,
    "en_regle": lambda s: s.entry.dest is Stage.CONFORMITE,
    "exempte": lambda s: s.entry.dest is Stage.EXEMPTION,
    "clos": lambda s: s.entry.dest is Stage.CLOTURE,
    "departement_prevenu": lambda s: any(x.acte_n in _withdrawn_together(s) and x.role == "departement" and x.poste_le for x in s.posted),
    "retiree_depuis": lambda s: _withdrawn(s).act is not Act.TRANSMETTRE and _notices(s)[-1].n in s.opened.case.annulled,
    "retiree": lambda s: _withdrawn(s).act is Act.TRANSMETTRE,
    "rectificatif_du": lambda s: None if _withdrawn(s).act is Act.TRANSMETTRE else _to_the_departement(s)[0],
    "motif": lambda s: str(s.entry.request.motif) if isinstance(s.entry.request, ask.Rectifier) else "à ce jour, nous n'avons pas pu établir que cette obligation est respectée",
    "attendus": lambda s: sorted(name for name, state, _ in _summoned(s) if state not in ("npai", "perdu")),
    "non_atteints": lambda s: sorted(
        f"{name} : revenue (inconnu à l'adresse) le {on:%d/%m/%Y}" for name, state, on in _summoned(s) if state == "npai"
    ),
    "le_jour": _majority,
    "close": lambda s: _closing(s) is not None,
    "demenage": lambda s: _closing(s) is Closing.DEMENAGEMENT,
    "etranger": lambda s: _closing(s) is Closing.DEPART_ETRANGER,
    "par_erreur": lambda s: _closing(s) in (Closing.ERREUR, Closing.DOUBLON),
    "repris_par": lambda s: next((e.request.vers for e in acts(s, ask.Cloturer)[-1:]), ""),  # type: ignore[union-attr]
    "accompagnement": _accompanied,
}  # fmt: skip
"""The fields that sentences state, and how each is known."""

OF_THE_HOUSE = ("maison.", "conseiller.", "departement_nom", "signataire_qualite")
"""What is a setting: the same in every letter."""

OF_THE_LETTERS = frozenset({"avec_mention"})
"""What follows from the other letters of the person: `test_true_letters.py` tells when."""
