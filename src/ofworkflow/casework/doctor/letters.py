"""Letters against what made them, what sealed them, and what happened to them since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import PurePath

from ofworkflow.casework.acts.perform import TO_SEVERAL, came_alone, of_letter
from ofworkflow.casework.doctor.dossier import DossierFile
from ofworkflow.casework.doctor.history import persons_around
from ofworkflow.casework.doctor.raw import StoredRow
from ofworkflow.casework.dossier.opened import Whose, letter_id
from ofworkflow.casework.dossier.persons import Persons
from ofworkflow.casework.mail.sealing import AGAIN, CHANGED, SENT_AGAIN
from ofworkflow.casework.registry.cycles import signalement_of_cycle
from ofworkflow.procedure.step_letters import NOTICE_AND_FAMILY, SUMMONSES, Model, StepLetter
from ofworkflow.procedure.steps import row_written
from ofworkflow.procedure.vocabulary import Act, LetterState, PostMode, Recipient, Source
from ofworkflow.storage import models as m

S = LetterState
_NOT_SEALED = frozenset({S.A_PRODUIRE, S.PREPARE, S.ANNULE})
_SINCE_THE_FIRST = frozenset({Model.RECTIFICATIF_FAMILLE})
"""Letters that the first version did not make: an act that it wrote has none."""
_LEFT = frozenset(S) - _NOT_SEALED - {S.IMPRIME}


def of_the_acts(file: DossierFile) -> Iterator[str]:
    """Say which letters an act should have made and that are not there, and which no act made."""
    voided = {
        int(request["annule"]) for line in file[m.journal] if "annule" in (request := line.donnees or {})
    }
    withdrawn = {int(request["acte_n"]) for _, request in file.asked(Act.RECTIFIER)}
    by_act: dict[int, list[StoredRow]] = {}
    for letter in file[m.courrier]:
        by_act.setdefault(letter.acte_n, []).append(letter)
    entries = file.opened.entries
    for i, (line, entry) in enumerate(zip(file[m.journal], entries, strict=True)):
        letters = [letter for letter in by_act.pop(line.n, []) if letter.remplace is None]
        for letter in letters:
            stays = line.n in withdrawn and letter.etat in _LEFT  # what left is not undone: a letter says so
            if line.n in voided and letter.etat != S.ANNULE and not stays:
                yield f"{letter_id(letter.id)} est d'un acte annulé, et n'est pas annulé"
        step = row_written(entry.act, entry.source, entry.dest)
        if step is not None and i and step.letters and not entry.effects.repris_de:
            wanted = [x for x in step.letters if x.applies(entry.request, file.before[i], entry.done_on)]
            yield from _against(file, i, wanted, letters)
        elif letters:
            yield f"{letter_id(letters[0].id)} est de l'acte n° {line.n}, qui ne fait pas de courrier"
    for n in by_act:
        yield f"des courriers sont d'un acte n° {n} que le journal ne porte pas"


def _against(
    file: DossierFile, i: int, wanted: Sequence[StepLetter], letters: list[StoredRow]
) -> Iterator[str]:
    """Compare the letters of an act with those that the persons known at that instant call for, as the table
    of today says, or as that of the first version did."""
    line = file[m.journal][i]
    known = persons_around(file, line.enregistre_a)
    expected = sorted(_expected(file, i, wanted, then := next(known)), key=repr)
    written = sorted(
        ((x.modele, x.role, x.representant_id, x.destinataire, x.pli) for x in letters), key=repr
    )
    first = [replace(x, of_act=None) for x in wanted if x.model not in _SINCE_THE_FIRST]
    others = ((table, who) for who in chain([then], known) for table in (wanted, first))
    if written != expected and not any(written == sorted(_expected(file, i, *x), key=repr) for x in others):
        missing = [row for row in expected if row not in written]
        more = [
            letter_id(x.id)
            for x in letters
            if (x.modele, x.role, x.representant_id, x.destinataire, x.pli) not in expected
        ]
        parts = [f"il manque « {Model(model).label} » à {name}" for model, _, _, name, _ in missing[:3]]
        parts += [f"{', '.join(more)} n'y est pas attendu" if more else ""]
        yield (
            f"les courriers de l'acte n° {line.n} ne sont pas ceux qu'il appelle : "
            f"{' ; '.join(filter(None, parts))}"
        )


def _reached(file: DossierFile, i: int, letter: StepLetter) -> frozenset[Whose] | None:
    """Return whom the letters of the earlier act reached, as the journal told it then; `None`: it is for
    everybody."""
    case = file.before[i]
    if letter.of_act is None:
        return None
    mine, others = (
        frozenset((x.role, x.representant_id) for x in file[m.courrier] if x.id in ids)
        for ids in letter.for_letters(file.opened.entries[i].request, case)
    )
    return mine - others


Expected = tuple[str, str, int | None, str, int]


def _expected(file: DossierFile, i: int, wanted: Sequence[StepLetter], who: Persons) -> Iterator[Expected]:
    before = 0
    for letter in wanted:
        taken, model = before, str(letter.model)
        if letter.to is Recipient.REPRESENTANT:
            for their_own, name in came_alone(
                file.opened.entries[i].request, who, file[m.journal][i].fait_le
            ):
                before += 1
                yield model, str(letter.to), their_own, name, before
            continue
        if letter.to not in TO_SEVERAL:
            before = taken + 1
            name = f"{who.jeune.prenom} {who.jeune.nom}" if letter.to is Recipient.JEUNE else letter.to.label
            if (had := _reached(file, i, letter)) is not None and (str(letter.to), None) not in had:
                continue
            yield model, str(letter.to), None, name, before
            continue
        reached = _reached(file, i, letter)
        for x in of_letter(who, letter, file[m.journal][i].fait_le, file.opened.entries[i].request):
            number = who.representant_ids[x.rank] if x.rank is not None else None
            if x.deliverable and (reached is None or (x.role, number) in reached):
                before = max(before, taken + x.envelope)
                yield model, x.role, number, x.name, taken + x.envelope


def states(file: DossierFile) -> Iterator[str]:
    """Say where the state of a letter is not what last happened to it, or does not go with what it bears."""
    for letter in file[m.courrier]:
        name, state = letter_id(letter.id), S(letter.etat)
        happened = [
            e.evenement for e in file.events(letter.id) if e.evenement not in (AGAIN, CHANGED, SENT_AGAIN)
        ]
        last = happened[-1] if happened else None
        if last is None and state not in _NOT_SEALED:
            yield f"{name} est « {state.label} », et son suivi n'en dit rien"
        if last not in (None, state) and not (state is S.ANNULE and last == S.IMPRIME):
            yield f"{name} est « {state.label} », et son suivi finit par « {last} »"
        yield from (
            f"{name} ({state.label}) : {flaw}" for wrong, flaw in _STATE_RULES if wrong(letter, state)
        )
        if letter.structure != file.row.structure:
            yield f"{name} est d'une autre structure que son dossier"
        seal = file.seals.get(letter.sha256)
        if seal is not None and seal.modele != letter.modele:
            yield f"{name} porte le scellé d'un courrier « {seal.modele} »"


def _another_file(letter: StoredRow, state: LetterState) -> bool:
    name = PurePath((letter.fichier or "").replace("\\", "/")).name
    return bool(name) and name != f"{letter_id(letter.id)}_{letter.modele}.pdf"


_STATE_RULES: tuple[tuple[Callable[[StoredRow, LetterState], bool], str], ...] = (
    (lambda x, s: bool(x.sha256) and s in (S.A_PRODUIRE, S.PREPARE), "il est déjà scellé"),
    (lambda x, s: not x.sha256 and s not in _NOT_SEALED, "il n'a pas de scellé"),
    (lambda x, s: (x.poste_le is None) != (s not in _LEFT), "le jour de son envoi ne va pas avec son état"),
    (
        lambda x, s: (x.mode is None) != (x.poste_le is None),
        "son mode et son jour d'envoi ne vont pas ensemble",
    ),
    (lambda x, s: bool(x.numero) and x.mode is None, "il a un numéro d'envoi sans être parti"),
    (
        lambda x, s: s in (S.POSTE, S.REMIS) and (s is S.REMIS) != (x.mode == PostMode.MAIN_PROPRE),
        "ce n'est pas son mode d'envoi",
    ),
    (lambda x, s: bool(x.erreur) and s not in (S.A_PRODUIRE, S.ANNULE), "il porte une erreur de production"),
    (lambda x, s: s is S.PREPARE and not x.fichier, "il n'a pas de fichier"),
    (lambda x, s: s is S.IMPRIME and x.tirage_id is None, "il n'est d'aucun tirage"),
    (_another_file, "il porte le fichier d'un autre courrier"),
)


def postings(file: DossierFile) -> Iterator[str]:
    """Compare each posting and each return of the journal with the letters and what happened to them, both
    ways."""
    states: dict[int, list[str]] = {}
    returned: dict[int, tuple[StoredRow, str | None]] = {}
    corrected = {int(request["envoi_n"]) for _, request in file.asked(Act.CORRIGER)}
    for line, request in file.asked(Act.POSTER, Act.ENREGISTRER_RETOUR):
        for number in request.get("courriers", ()):
            letter = file.letters.get(number)
            if letter is None:
                yield f"l'acte n° {line.n} parle de {letter_id(number)}, qui n'est pas un courrier du dossier"
                continue
            event = request.get("issue") or (
                S.REMIS if request.get("mode") == PostMode.MAIN_PROPRE else S.POSTE
            )
            states.setdefault(number, []).append(str(event))
            stands = line.acte == Act.POSTER and line.n not in corrected
            wrong = list(_posting(letter, line, request) if stands else ())
            # corrected within the second, a letter has several of one instant: one of them is this line's
            flaws = [
                [f"suivi ({what})" for what, same in _event(e, line, request).items() if not same]
                for e in file.events(number)
                if e.evenement == event and e.enregistre_a == line.enregistre_a
            ]
            wrong += sorted(flaws, key=len)[0] if flaws else ["suivi"]
            if line.acte == Act.ENREGISTRER_RETOUR:
                known = returned[number][1] if number in returned else None
                returned[number] = (line, request.get("presente_le") or known)
            if wrong:
                yield f"{letter_id(number)} ne dit pas ce que dit l'acte n° {line.n} : {', '.join(wrong)}"
    for number, letter in file.letters.items():
        events = [e.evenement for e in file.events(number) if e.evenement in _LEFT]
        if letter.poste_le and number not in states:
            yield f"{letter_id(number)} est parti, et aucun acte du journal ne le dit"
        elif sorted(events) != sorted(states.get(number, [])):
            yield f"le suivi de {letter_id(number)} et le journal ne disent pas les mêmes envois et retours"
        yield from _return(letter, returned.get(number))


def _posting(letter: StoredRow, line: StoredRow, request: Mapping[str, object]) -> Iterator[str]:
    pairs = {"jour": (letter.poste_le, line.fait_le), "mode": (letter.mode, request.get("mode")),
             "acte": (letter.acte_n, request.get("acte_n"))}  # fmt: skip
    yield from (what for what, (kept, noted) in pairs.items() if kept != noted)
    if letter.numero and letter.numero not in str(request.get("numero", "")).split(", "):
        yield "numéro"


def _event(event: StoredRow, line: StoredRow, request: Mapping[str, object]) -> dict[str, bool]:
    return {
        "jour": event.le == line.fait_le,
        "auteur": event.auteur == line.auteur,
        "mode": event.mode == request.get("mode"),
        "numéro": not event.numero or event.numero in str(request.get("numero", "")).split(", "),
        "tirage": event.tirage_id is None,
    }


def _return(letter: StoredRow, last: tuple[StoredRow, str | None] | None) -> Iterator[str]:
    line, presented = last or (None, None)
    if letter.issue_le != (line.fait_le if line else None):
        yield f"le jour du retour de {letter_id(letter.id)} n'est pas celui du journal"
    if (letter.presente_le.isoformat() if letter.presente_le else None) != presented:
        yield f"le jour de présentation de {letter_id(letter.id)} n'est pas celui du journal"


def following(file: DossierFile) -> Iterator[str]:
    """Compare what happened to each letter with the run, the file changed by hand, the letter sent again;
    and the numbers."""
    replaced = {letter.remplace for letter in file[m.courrier] if letter.remplace is not None}
    for number in sorted(replaced - set(file.letters)):
        yield f"un courrier remplace {letter_id(number)}, qui n'est pas du dossier"
    changed = {row.courrier_id: row for row in file[m.retouche]}
    for number, letter in file.letters.items():
        name, events = letter_id(number), file.events(number)
        kinds = [e.evenement for e in events]
        if (SENT_AGAIN in kinds) != (number in replaced):
            yield f"{name} : le renvoi du suivi et celui des courriers ne vont pas ensemble"
        yield from _changed(name, [e for e in events if e.evenement == CHANGED], changed.get(number))
        yield from _printed(file, letter, [e for e in events if e.evenement == S.IMPRIME])
        for event in events:
            if event.evenement in (CHANGED, SENT_AGAIN) and (event.mode or event.numero or event.tirage_id):
                yield f"{name} : une ligne du suivi porte un envoi qui n'est pas le sien"
            if event.evenement == AGAIN and event.tirage_id != letter.tirage_id:
                yield f"{name} est dit imprimé de nouveau dans un autre tirage que le sien"
        posted = next((e for e in reversed(events) if e.evenement in (S.POSTE, S.REMIS)), None)
        if posted and posted.numero != letter.numero:
            yield f"le numéro d'envoi de {name} n'est pas celui de son suivi"
        if (seal := file.seals.get(letter.sha256)) is not None and (seal.retouche_sha256 is None) != (
            number not in changed
        ):
            yield f"{name} : son scellé et sa copie retouchée ne vont pas ensemble"
        if seal is not None and number in changed and seal.retouche_sha256 != changed[number].sha256:
            yield f"{name} n'est pas scellé de la copie retouchée qui est gardée"
        if seal is not None and (seal.origine_sha256 is None) != (seal.retouche_sha256 is None):
            yield (
                f"{name} : le scellé d'une copie retouchée garde l'empreinte du courrier d'origine, et "
                "seulement lui"
            )


def _changed(name: str, events: list[StoredRow], kept: StoredRow | None) -> Iterator[str]:
    if bool(events) != (kept is not None):
        yield f"{name} : le suivi et les copies retouchées ne vont pas ensemble"
    elif kept is not None and (events[-1].auteur, events[-1].enregistre_a) != (
        kept.auteur,
        kept.enregistre_a,
    ):
        yield f"{name} : la copie retouchée n'est ni de l'auteur ni de l'instant que dit son suivi"


def _printed(file: DossierFile, letter: StoredRow, events: list[StoredRow]) -> Iterator[str]:
    name, run = letter_id(letter.id), file.runs.get(letter.tirage_id)
    sheets = [row for row in file[m.feuille] if row.courrier_id == letter.id]
    if [row.tirage_id for row in sheets] != ([letter.tirage_id] if letter.tirage_id is not None else []):
        yield f"{name} et les feuilles des tirages ne disent pas le même tirage"
    if [e.tirage_id for e in events] != [row.tirage_id for row in sheets]:
        yield f"{name} : son suivi et les feuilles des tirages ne disent pas les mêmes impressions"
    if letter.tirage_id is not None and run is None:
        yield f"{name} est d'un tirage qui n'est plus là"
    for event in events:
        if run and (event.le, event.auteur, event.enregistre_a) != (
            run.cree_le,
            run.auteur,
            run.enregistre_a,
        ):
            yield f"{name} : son impression n'est pas du jour, de l'auteur ou de l'instant de son tirage"
        if event.mode or event.numero:
            yield f"{name} : une impression porte un mode ou un numéro d'envoi"


def sealed_facts(file: DossierFile) -> Iterator[str]:
    """Compare what a sealed letter says of its act (day, appointment), of the report and of its source
    with the journal."""
    appointments = {row.n: row for row in file[m.rendez_vous]}
    for letter in file[m.courrier]:
        seal, name = file.seals.get(letter.sha256), letter_id(letter.id)
        if seal is None or not isinstance(seal.donnees, dict):
            continue
        source, reported_on = signalement_of_cycle(
            file.opened, letter.acte_n, Source(file.row.source), file.row.signale_le
        )
        facts = {
            "source": source.label,
            "signale_le": reported_on.isoformat(),
        }
        wrong = [what for what, value in facts.items() if seal.donnees.get(what, value) != value]
        if seal.donnees.get("le") not in (None, *_days_told(file, letter)):
            wrong.append("le")
        if wrong:
            yield f"{name} est scellé avec d'autres mots que le journal ({', '.join(wrong)})"
        there, kept = seal.donnees.get("rendez_vous"), appointments.get(letter.acte_n)
        if letter.modele not in SUMMONSES or not there or not kept:
            continue
        appointment = next((a for a in file.case.appointments if a.n == letter.acte_n), None)
        hours = {f"{slot.heure:%H:%M}" for slot in appointment.slots} if appointment else {kept.heure}
        if (there.get("le"), there.get("lieu")) != (kept.le.isoformat(), kept.lieu) or (
            str(there.get("heure"))[:5] not in (hours if letter.role == "representant" else {kept.heure})
        ):
            yield f"{name} donne un autre rendez-vous que celui de l'acte n° {letter.acte_n}"


def _days_told(file: DossierFile, letter: StoredRow) -> Iterator[str]:
    """Yield the days that a letter may bear: that of its act, which one sent again keeps; what tells of a
    notice, the days that the notice was noted as posted too."""
    yield from (line.fait_le.isoformat() for line in file[m.journal] if line.n == letter.acte_n)
    if letter.modele in NOTICE_AND_FAMILY:
        for line, request in file.asked(Act.POSTER):
            if request.get("acte_n") == letter.acte_n:
                yield line.fait_le.isoformat()


def post_numbers(file: DossierFile) -> Iterator[str]:
    """Compare the numbers of the post with the envelopes that bear them, both ways."""
    borne = {
        ("".join(x.numero.upper().split()), x.acte_n, x.pli, x.poste_le): letter_id(x.id)
        for x in file[m.courrier]
        if x.numero
    }
    kept = {(row.numero, row.acte_n, row.pli, row.poste_le) for row in file[m.numero]}
    for key, name in borne.items():
        if key not in kept and key[0] in file.whole.doubled:
            yield (
                f"le numéro {key[0]} de {name} est aussi celui d'un autre pli, posté avant : relisez les "
                "deux preuves d'envoi"
            )
        elif key not in kept:
            yield f"le numéro {key[0]} de {name} n'est pas tenu pour donné : il pourrait l'être deux fois"
    for number, *_ in sorted(kept - borne.keys(), key=repr):
        yield f"le numéro {number} est tenu pour donné, et aucun de ses courriers ne le porte ainsi"


def seals(file: DossierFile) -> Iterator[str]:
    """Say where a seal is not of the author and the instant of what first sealed its bytes."""
    for letter in file[m.courrier]:
        seal = file.seals.get(letter.sha256)
        first = next(
            (e for e in file.events(letter.id) if e.evenement in (S.IMPRIME, S.POSTE, S.REMIS)), None
        )
        if seal is None or first is None:
            continue
        same = [x for x in file[m.courrier] if x.sha256 == letter.sha256]
        if len(same) == 1 and (seal.auteur, seal.enregistre_a) != (first.auteur, first.enregistre_a):
            yield f"le scellé de {letter_id(letter.id)} n'est ni de l'auteur ni de l'instant qui l'a fait"
