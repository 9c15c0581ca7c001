"""Who may be somebody is found by the keys of names: nobody whom the comparison would find is missed for one slip."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ofworkflow.intake.likeness import likeness
from ofworkflow.intake.nearness import Near, marks_of
from ofworkflow.procedure.name_keys import NameForm, keys_asked, keys_of
from ofworkflow.procedure.persons import Adresse, Jeune

BORN = date(2009, 5, 14)
NAMES = (
    "MARTIN", "DAVID", "ROUX", "LI", "EL AMRANI", "DE LA TOUR", "D'HONDT", "SAINT YVES", "DUPONT MARTIN", "Amine", "Yanis",
    "Jean Pierre", "Mickaël", "Philippe", "Quentin", "Aïssata", "Chloé",
)  # fmt: skip
LETTERS = "aeiouychkqpsxt- "


def minor(nom: str, prenom: str, born_on: date = BORN, usage: str = "") -> Jeune:
    """Return a minor of that name."""
    return Jeune(nom, prenom, born_on, "F", "Lambersart", Adresse(), nom_usage=usage)


def slips(word: str) -> Iterator[str]:
    """Yield a word with one letter more, less, or another, or two inverted."""
    for at in range(len(word) + 1):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
        for letter in LETTERS:
            yield word[:at] + letter + word[at:]
            yield word[:at] + letter + word[at + 1 :]


def share(one: Jeune, other: Jeune) -> bool:
    kept = keys_of([NameForm(one.nom, one.prenom, one.nom_usage)], one.naissance)
    return bool(kept & keys_asked(NameForm(other.nom, other.prenom, other.nom_usage), other.naissance))


@pytest.mark.parametrize("name", NAMES)
def test_one_slip_in_a_name_hides_nobody(name: str) -> None:
    looked_at = 0
    for slip in {slip for slip in slips(name) if slip.strip(" -'")}:
        for known, other in ((minor(name, "Jeanne"), minor(slip, "Jeanne")), (minor("MOREL", name), minor("MOREL", slip))):
            if likeness(known, other):
                looked_at += 1
                assert share(known, other), (name, slip)
    assert looked_at > len(name)


@pytest.mark.parametrize(
    ("known", "other"),
    [
        (minor("DUPONT", "Léa"), minor("Léa", "DUPONT")),
        (minor("DE LA TOUR", "Léa"), minor("DELATOUR", "Léa", date(2009, 5, 15))),  # a day apart
        (minor("ST YVES", "Léa"), minor("SAINT-YVES", "Léa", date(2009, 4, 14))),
        (minor("EL AMRANI", "Léa"), minor("AMRANI", "Léa", date(2008, 5, 14))),
        (minor("KOWALSKI", "Léa", usage="ROUX"), minor("ROUX", "Léa")),
        (minor("ROUX", "Léa"), minor("KOWALSKI", "Léa", usage="ROUX")),
        (minor("BENALI", "Marie-Lou"), minor("BENALI", "Marie Lou Anne")),
        (minor("PHILIPPEAU", "Océane"), minor("FILIPO", "Oséane")),  # both as they sound
    ],
)
def test_another_spelling_hides_nobody(known: Jeune, other: Jeune) -> None:
    assert likeness(known, other)
    assert share(known, other)


def test_who_shares_no_key_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand minors of one day: a handful are compared, or a list against a country never ends."""
    from ofworkflow.intake import nearness

    syllables = ("ba", "mo", "ri", "len", "tur", "pel", "cha", "vi", "dos", "gar")
    near, compared = Near(), []
    for number in range(1000):
        nom, prenom = ("".join(syllables[int(d)] for d in f"{n:03}") for n in (number, number * 7 % 1000))
        near.add(number, one := minor(nom.upper(), prenom), marks_of(one))
    monkeypatch.setattr(nearness, "likeness", lambda one, other: compared.append(one) or likeness(one, other))
    near.alike(lea := minor("DUPONT", "Léa"), marks_of(lea))
    assert len(compared) < 100
