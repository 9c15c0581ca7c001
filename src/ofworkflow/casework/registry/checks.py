"""What is typed of a person, checked against what is known: the postcode, the commune of the official list.

What is wrong is refused with what may have been meant: a letter to « Lamberzart » comes back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ofworkflow.communes import Commune, directory, key_of
from ofworkflow.errors import UsageError
from ofworkflow.intake.territory import Communes
from ofworkflow.procedure.cleaning import FaultError, clean_postcode, shown
from ofworkflow.procedure.fields import Card
from ofworkflow.text import of_name, similarity

_PROPOSED = 4  # communes, at most, in a sentence


def checked_card(values: Card, known: Card, communes: Communes) -> Card:
    """Return what was typed of a person, checked with what is `known` of him or her: the postcode of a French
    address, the commune as the official list writes it, with its code.

    Raise `UsageError` with what may have been meant.
    """
    card = {**known, **values}
    abroad = bool(card.get("pays"))
    if not abroad and ("code_postal" in values or "pays" in values):
        check_postcode(str(card.get("code_postal") or ""))
    commune = values.get("commune")
    if not isinstance(commune, str) or not commune:
        return values
    code, name = communes.named(commune) if abroad else official_commune(commune, communes)
    return {**values, "commune": name, "commune_insee": code}


def check_postcode(postcode: str) -> None:
    """Raise `UsageError` for a French postcode that has not five digits."""
    try:
        clean_postcode(postcode)
    except FaultError:
        raise UsageError(
            f"--cp : {shown(postcode)} n'est pas un code postal : il a cinq chiffres. Pour une adresse à "
            "l'étranger, donnez aussi --pays."
        ) from None


def official_commune(typed: str, communes: Communes) -> tuple[str, str]:
    """Return the code and the name of a commune: one of the territory, else one of the official list, where
    its name, or its code (« 62041 Arras »), leaves no doubt; raise `UsageError` with the nearest."""
    code, name = communes.named(typed)
    if code in communes.communes:
        return code, name
    if code:
        return _coded(code, name)
    namesakes = {
        c.code: c for c in map(directory().current, directory().of_key(key_of(typed)))
    }  # a former commune is now part of another
    if len(namesakes) == 1:
        [one] = namesakes.values()
        return one.code, one.nom
    if namesakes:
        raise UsageError(
            f"--commune : {len(namesakes)} communes s'appellent {shown(typed)}. Donnez-la avec son code : "
            f"{_named(tuple(namesakes.values()))}."
        )
    raise UsageError(
        f"--commune : {shown(typed)} n'est pas dans la liste officielle des communes. "
        f"{_nearest(typed, communes)}"
    )


def _coded(code: str, name: str) -> tuple[str, str]:
    known = directory().of_code(code)
    if known is None:
        raise UsageError(
            f"--commune : aucune commune n'a le code {code}. Vérifiez-le, ou donnez le nom seul."
        )
    now = directory().current(known)
    if key_of(name) not in (known.cle, now.cle):
        raise UsageError(
            f"--commune : le code {code} est celui {of_name(now.nom, articles=True)}, non de {shown(name)}."
        )
    return now.code, now.nom


def _nearest(typed: str, communes: Communes) -> str:
    key = key_of(typed)
    if not re.search(r"[a-z]{3}", key):
        return "Écrivez son nom, ou son code et son nom : « 59328 Lambersart »."
    ours = [c for code in communes.communes if (c := directory().of_code(code))]
    around = directory().starting(key[:2])
    scored = {c.code: (similarity(key, c.cle), c.code in communes.communes, c) for c in (*ours, *around)}
    alike = sorted((s for s in scored.values() if s[0] >= _ALIKE), key=lambda s: s[:2], reverse=True)
    if not alike:
        return "Vérifiez le nom, ou donnez son code et son nom : « 59328 Lambersart »."
    return f"Les plus proches : {_named([commune for _, _, commune in alike])}."


_ALIKE = 70  # of a hundred


def _named(some: Sequence[Commune]) -> str:
    return ", ".join(f"« {c.code} {c.nom} »" for c in some[:_PROPOSED])
