"""What the layout of a letter is given: a page, as plain data that JSON can hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from ofworkflow.letters.markdown import Block, Run


class HeadOfHouse(TypedDict):
    """The house, at the head of the page."""

    nom: str
    couleur: str
    apparence: str
    adresse: list[str]
    telephone: str
    courriel: str


class Follower(TypedDict):
    """Who follows the dossier."""

    nom: str
    qualite: str
    telephone: str
    courriel: str


class Page(TypedDict):
    """A letter, composed and not laid out."""

    titre: str
    fenetre: dict[str, float]
    envoi: Sequence[str]
    maison: HeadOfHouse
    suivi: Follower
    bordereau: bool  # for who fills envelopes: nobody who follows a dossier is named
    reference: str
    lieu_date: str
    objet: list[Run]
    corps: list[Block]
    signature: list[Block]
    mentions: list[Block]
    qr: str | None
