"""Persons against what the base says of them elsewhere: their modifications, the letters that name them,
the folded name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from ofworkflow.casework.doctor.dossier import DossierFile
from ofworkflow.casework.doctor.history import ADDED, broken_chains, persons_around, values_at
from ofworkflow.casework.dossier.persons import Persons, card_fingerprint
from ofworkflow.procedure.name_keys import NameForm
from ofworkflow.storage import models as m
from ofworkflow.storage.name_keys import known_keys
from ofworkflow.storage.searched import Searched, in_the_order_of, searched
from ofworkflow.text import fold


def cards(file: DossierFile) -> Iterator[str]:
    """Say a dossier without its minor, a folded name that is not the name's, ranks given twice."""
    if file.minor is None:
        yield "la fiche du jeune n'est plus là"
        return
    if file.minor.cle != fold(file.minor.nom or "", file.minor.prenom or ""):
        yield "le nom du jeune n'est pas celui sous lequel il se cherche"
    ranks = [row.rang for row in file[m.representant]]
    if sorted(ranks) != list(range(len(ranks))):
        yield "ses représentants ne se suivent pas : il en manque un, ou deux ont le même rang"


def keys(file: DossierFile) -> Iterator[str]:
    """Say where the keys of a minor are not those of the card and of the names that were corrected."""
    if file.minor is None or file.minor.naissance is None:
        return
    former: dict[str, list[str]] = defaultdict(list)
    for change in file[m.modification]:
        if change.representant_id is None and change.avant is not None:
            former[change.champ].append(change.avant)
    now = NameForm(file.minor.nom or "", file.minor.prenom or "", file.minor.nom_usage or "")
    if known_keys(now, file.minor.naissance, former) != {row.cle for row in file[m.cle_nom]}:
        yield "les clés sous lesquelles une liste retrouve le jeune ne sont pas celles de son nom"


def words(file: DossierFile) -> Iterator[str]:
    """Say where the words by which a dossier is looked for are not those that are written of it."""
    if file.minor is None:
        return
    noted = [row.note for table in (m.journal, m.contact) for row in file[table] if row.note is not None]
    parents = sorted(file[m.representant], key=lambda r: (r.rang, r.id))
    written = searched(file.minor, parents, noted)
    kept = [
        (row.structure, Searched(*(getattr(row, name) or "" for name in Searched._fields)))
        for row in file[m.recherche]
    ]
    if not kept or [(file.row.structure, in_the_order_of(each, written)) for _, each in kept[:1]] != kept:
        yield "les mots par lesquels le dossier se cherche ne sont pas ceux qui y sont écrits"


def modifications(file: DossierFile) -> Iterator[str]:
    """Say where the modifications do not lead to the card, or speak of somebody else."""
    known = {row.id for row in file[m.representant]}
    for change in file[m.modification]:
        if change.representant_id is not None and change.representant_id not in known:
            yield f"une modification de « {change.champ} » est d'un représentant qui n'est pas le sien"
    for row in file[m.representant]:
        added = next(
            (c for c in file[m.modification] if c.champ == ADDED and c.representant_id == row.id), None
        )
        then = values_at(file, row, row.id, added.enregistre_a) if added else None
        if added and then and added.apres != f"{then['prenom']} {then['nom']}":
            yield "un représentant ajouté n'a plus le nom sous lequel il l'a été"
    yield from broken_chains(file)


_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def as_opened(file: DossierFile) -> Iterator[str]:
    """Undo the modifications, and say when the persons are no longer those whose fingerprint the opening
    keeps."""
    first = file[m.journal][0] if file[m.journal] else None
    fingerprint = (first.donnees or {}).get("fiche") if first else None
    if first is None or fingerprint is None or file.minor is None:
        return  # opened before fingerprints were kept
    # all of them were made since: what was typed in the same second as the opening too
    minor = values_at(file, file.minor, None, _BEFORE_ALL)
    others = (
        values_at(file, r, r.id, _BEFORE_ALL) for r in sorted(file[m.representant], key=lambda r: r.rang)
    )
    if card_fingerprint(minor or {}, [card for card in others if card]) != fingerprint:
        yield "les fiches de ses personnes ont changé sans qu'une modification le dise"


def sealed_words(file: DossierFile) -> Iterator[str]:
    """Say where a letter that was sealed names a person, a birth date or an address otherwise than the
    card did that day."""
    for letter in file[m.courrier]:
        seal = file.seals.get(letter.sha256)
        if seal is None or not isinstance(seal.donnees, dict):
            continue
        sealed, name = seal.donnees, f"le courrier scellé C{letter.id:06d}"
        if sealed.get("reference") != file.row.reference:
            yield f"{name} est d'un autre dossier ({sealed.get('reference')})"
        flaws = (
            list(_sealed_persons(name, letter.representant_id, sealed, who))
            for who in persons_around(file, seal.enregistre_a)
        )
        first = next(flaws)
        if first and all(flaws):
            yield from first


def _sealed_persons(
    name: str, representative: int | None, sealed: Mapping[str, dict[str, object]], who: Persons
) -> Iterator[str]:
    minor, sealed_person = who.jeune, sealed.get("jeune") or {}
    facts = {
        "prenom": minor.prenom,
        "nom": minor.nom,
        "naissance": minor.naissance.isoformat(),
        "sexe": minor.sexe,
    }
    if wrong := [
        field for field, value in facts.items() if field in sealed_person and sealed_person[field] != value
    ]:
        yield f"{name} et la fiche du jeune ne disent pas le même {', '.join(wrong)}"
    yield from _addressee(name, representative, sealed.get("destinataire") or {}, who)


def _addressee(
    name: str, representative: int | None, sealed_person: dict[str, object], who: Persons
) -> Iterator[str]:
    if representative is None or representative not in who.representant_ids:
        return
    person = who.representants[who.representant_ids.index(representative)]
    facts = {"prenom": person.prenom, "nom": person.nom, "qualite": person.qualite.label}
    if wrong := [
        field for field, value in facts.items() if field in sealed_person and sealed_person[field] != value
    ]:
        yield f"{name} et la fiche du représentant ne disent pas le même {', '.join(wrong)}"
    lines = sealed_person.get("adresse")
    if isinstance(lines, list) and lines and set(person.adresse.lines()) != set(lines):
        yield f"{name} et la fiche du représentant ne disent pas la même adresse"
