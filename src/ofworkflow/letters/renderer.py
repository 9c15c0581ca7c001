"""The door of this package: a context in, a letter out, as the exact bytes that will be sealed."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ofworkflow.letters import words
from ofworkflow.letters.address import envelope
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.templates import LAYOUT, Templates

if TYPE_CHECKING:
    from ofworkflow.letters.rendering import Composer, Composition

# Names are printed as they were given; everything else is the house's own prose, and gets French typography.
AS_GIVEN = frozenset(
    {"reference", "civilite", "prenom", "nom", "adresse", "telephone", "courriel", "delegue_donnees"}
    | {"signataire", "presents", "attendus"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProducedLetter:
    """A letter as it will be sealed; `donnees` is what it was made from, ready for JSON."""

    modele: str
    pdf: bytes
    sha256: str
    version_modele: str
    donnees: dict[str, Any]


class Renderer:
    """Make letters from the mission locale's templates, `None` for those shipped; libraries load with the first letter."""

    def __init__(self, templates: Path | None = None) -> None:
        self._templates = Templates(templates)
        self._composer: Composer | None = None

    def render(self, context: Lettre) -> ProducedLetter:
        """Return the letter; raise `LetterError`, one French sentence, when it cannot be made."""
        from ofworkflow.letters.pdf import compile_letter

        composition = self.compose(context)
        pdf = compile_letter(
            self._templates.text(LAYOUT),
            _page(context, composition),
            le=context.le,
            logo=context.maison.logo,
            lettre=f"Courrier {context.modele} du dossier {context.reference}",
        )
        digest = hashlib.sha256(pdf).hexdigest()
        return ProducedLetter(context.modele, pdf, digest, composition.version, _snapshot(context))

    def compose(self, context: Lettre) -> Composition:
        """Return the letter in words, before its layout; raise `LetterError` for anything wrong in its template."""
        if self._composer is None:
            from ofworkflow.letters.rendering import Composer

            self._composer = Composer(self._templates)
        return self._composer.compose(_typeset(context))


def _page(context: Lettre, composition: Composition) -> dict[str, Any]:
    from ofworkflow.letters.markdown import plain

    maison, conseiller, to = context.maison, context.conseiller, context.destinataire
    quality = to.qualite if to.role == "departement" else ""  # « mère » has no place on an envelope
    prose = [words.typography(words.clean(text)) for text in (maison.nom, conseiller.qualite)]
    return {
        "titre": f"{plain(composition.objet).removeprefix('Objet').lstrip(' :' + words.NBSP)} – {context.reference}",
        "fenetre": dataclasses.asdict(maison.fenetre),
        "envoi": [] if to.role == "interne" else envelope(to.civilite, to.prenom, to.nom, to.adresse, quality),
        "maison": {
            "nom": prose[0],
            "adresse": [words.clean(line) for line in maison.adresse],
            "telephone": words.typography(words.clean(maison.telephone)),
            "courriel": words.clean(maison.courriel),
        },
        "suivi": {
            "nom": words.clean(f"{conseiller.prenom} {conseiller.nom}"),
            "qualite": prose[1],
            "telephone": words.typography(words.clean(conseiller.telephone)),
            "courriel": words.clean(conseiller.courriel),
        },
        "reference": words.clean(context.reference),
        "lieu_date": f"{words.clean(maison.ville)}, le {words.typography(words.day_month_year(context.le))}",
        "objet": composition.objet,
        "corps": composition.corps,
        "signature": composition.signature,
        "mentions": composition.mentions,
    }


def _typeset(value: Any, name: str = "") -> Any:
    """Return `value` where the house's prose has its typography; names and addresses stay as they were given."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _typeset(getattr(value, f.name), f.name) for f in dataclasses.fields(value) if f.init}
        return dataclasses.replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(_typeset(item, name) for item in value)
    return words.typography(value) if isinstance(value, str) and name not in AS_GIVEN else value


def _snapshot(value: Any) -> Any:
    """Return `value` as JSON can hold it, without the bytes of an image."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _snapshot(getattr(value, f.name)) for f in dataclasses.fields(value)}
    match value:
        case tuple():
            return [_snapshot(item) for item in value]
        case date() | time():
            return value.isoformat()
        case Path():
            return value.name
        case _:
            return value
