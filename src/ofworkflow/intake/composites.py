"""Cells that hold several fields: each field with its own text, as far as the cell shows the cut. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict

from ofworkflow.intake import reaching
from ofworkflow.intake import taking_apart as apart

Taker = Callable[[str], dict[str, str] | None]
"""Return the texts of the fields of a cell; `None` where nothing tells them apart."""


def _take_name(text: str) -> dict[str, str] | None:
    person = apart.name_and_first_name(text)
    return {"nom": person.nom, "prenom": person.prenom} if person else None


def _take_first_name(text: str) -> dict[str, str] | None:
    person = apart.name_and_first_name(text, first_name_first=True)
    return {"nom": person.nom, "prenom": person.prenom} if person else None


def _take_phones(text: str) -> dict[str, str]:
    numbers = reaching.phones(text)
    fixed = [number for number in numbers if reaching.is_fixed(number)]
    mobile = [number for number in numbers if number not in fixed]
    return {"tel_portable": " / ".join(mobile), "tel_fixe": " / ".join(fixed)}


def _town(postcode: str, town: str) -> Taker:
    def take(text: str) -> dict[str, str] | None:
        both = apart.postcode_and_town(text)
        return {postcode: both[0], town: both[1]} if both else {town: text}

    return take


def _address(prefix: str, town: str) -> Taker:
    def take(text: str) -> dict[str, str] | None:
        three = apart.street_postcode_town(text)
        if three is None:
            return {f"{prefix}adresse1": text}
        return {f"{prefix}adresse1": three[0], f"{prefix}code_postal": three[1], town: three[2]}

    return take


def _people(ranks: tuple[int, ...]) -> Taker:
    def take(text: str) -> dict[str, str] | None:
        people = apart.representatives(text)
        if people is None or len(people) > len(ranks):
            return None
        return {
            f"rl{rank}_{part}": value
            for rank, person in zip(ranks, people, strict=False)
            for part, value in asdict(person).items()
        }

    return take


TAKERS: Mapping[str, Taker] = {
    "nom_prenom": _take_name,
    "prenom_nom": _take_first_name,
    "telephones": _take_phones,
    "cp_ville": _town("code_postal", "commune"),
    "adresse_complete": _address("", "commune"),
    "representants": _people((1, 2)),
    **{f"rl{rank}_identite": _people((rank,) if rank == 2 else (1, 2)) for rank in (1, 2)},
    **{f"rl{rank}_cp_ville": _town(f"rl{rank}_code_postal", f"rl{rank}_ville") for rank in (1, 2)},
    **{f"rl{rank}_adresse_complete": _address(f"rl{rank}_", f"rl{rank}_ville") for rank in (1, 2)},
}
