"""The door of this package: a context in, a letter out, as the exact bytes that will be sealed."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ofworkflow.letters import words
from ofworkflow.letters.address import envelope
from ofworkflow.letters.contexts import Document
from ofworkflow.letters.invitation import Invitation, calendar_file, qr_svg
from ofworkflow.letters.people import Maison
from ofworkflow.letters.templates import LAYOUT, Templates
from ofworkflow.records import dataclass

if TYPE_CHECKING:
    from ofworkflow.letters.page import Page
    from ofworkflow.letters.rendering import Composer, Composition

# Names are printed as they were given; everything else is the house's own prose, and gets French typography.
AS_GIVEN = frozenset(
    {"reference", "civilite", "prenom", "nom", "adresse", "telephone", "courriel", "delegue_donnees"}
    | {"signataire", "presents", "attendus", "non_atteints", "informes", "accompagnants", "a"}
    | {"recu_par", "suivi_par", "destinataire", "ville", "commune"}
)  # fmt: skip
_OF_THE_HOUSE = frozenset({"nom", "adresse", "ville"})  # its own name and address are its prose
_NAMES = frozenset({"prenom", "nom", "informes", "accompagnants", "a"})  # what else in a letter may quote
_FILES = frozenset(
    {"logo", "signature"}
)  # images of the house: their folder is no business of a template, nor of an archive


Annexe = tuple[str, bytes]
"""A letter that is bound behind another: how it is named there, and its PDF as it was sealed."""


@dataclass(frozen=True, slots=True)
class ProducedLetter:
    """A letter as it will be sealed; `donnees` is what it was made from, ready for JSON.

    `invitation` is its appointment. Changed by hand: `retouche_sha256` is the file that came back,
    `origine_sha256` the letter as its template would have made it.
    """

    modele: str
    pdf: bytes
    sha256: str
    version_modele: str
    donnees: dict[str, object]
    invitation: Invitation | None = None
    retouche_sha256: str = ""
    origine_sha256: str = ""

    @property
    def ics(self) -> bytes:
        """The calendar file of its appointment; empty without one."""
        return calendar_file(self.invitation) if self.invitation else b""


@dataclass(frozen=True, slots=True)
class Job:
    """A letter whose words are composed and whose page is not: plain data, that another process may lay
    out."""

    modele: str
    layout: str
    page: Page
    le: date
    images: dict[str, str | None]
    lettre: str
    version_modele: str
    donnees: dict[str, object]
    invitation: Invitation | None = None
    retouche_sha256: str = ""
    page_origine: Page | None = None
    annexes: tuple[Annexe, ...] = ()

    def compile(self) -> tuple[bytes, str]:
        """Return the PDF, and the SHA-256 of the letter before it was changed by hand; raise
        `LetterError`."""
        from ofworkflow.letters.pdf import compile_letter

        pages = [self.page] if self.page_origine is None else [self.page, self.page_origine]
        made = [
            compile_letter(
                self.layout,
                page,
                le=self.le,
                images=self.images,
                lettre=self.lettre,
                annexes=self.annexes,
            )
            for page in pages
        ]
        return made[0], hashlib.sha256(made[1]).hexdigest() if self.page_origine is not None else ""

    def make(self) -> ProducedLetter:
        """Return the letter; raise `LetterError`."""
        return self.made_of(*self.compile())

    def made_of(self, pdf: bytes, origine_sha256: str = "") -> ProducedLetter:
        """Return the letter that another process laid out."""
        return ProducedLetter(
            self.modele,
            pdf,
            hashlib.sha256(pdf).hexdigest(),
            self.version_modele,
            self.donnees,
            self.invitation,
            self.retouche_sha256,
            origine_sha256,
        )


class Renderer:
    """Make letters from the mission locale's templates, `None` for those shipped; libraries load with the
    first letter."""

    def __init__(self, templates: Path | None = None) -> None:
        self.templates = Templates(templates)
        self._composer: Composer | None = None

    @property
    def has_composed(self) -> bool:
        """Whether a letter was composed since this was made."""
        return self._composer is not None

    def unused_files(self) -> list[str]:
        """Return one sentence for each file of the house's templates that no letter reads, and for a
        folder that is not there."""
        from ofworkflow.letters.models import names

        return self.templates.unused_files(names())

    def render(self, context: Document) -> ProducedLetter:
        """Return the letter; raise `LetterError`, one French sentence, when it cannot be made."""
        return self.prepare(context).make()

    def prepare(
        self, context: Document, *, retouche: bytes | None = None, annexes: tuple[Annexe, ...] = ()
    ) -> Job:
        """Return the letter composed, not yet laid out; `retouche` is a file whose words stand in place of
        the template's, `annexes` what is bound behind it.

        Raise `LetterError` for anything wrong in the template, the address or the file.
        """
        composition = self.compose(context)
        invitation = invitation_of(context)
        page = _page(context, composition, invitation)
        changed = (
            _page(context, _retouched(composition, retouche), invitation) if retouche is not None else None
        )
        return Job(
            context.modele,
            self.templates.text(LAYOUT),
            changed or page,
            context.le,
            _images(context),
            f"Courrier {context.modele} du dossier {context.reference}",
            composition.version,
            _snapshot(context),
            invitation,
            hashlib.sha256(retouche).hexdigest() if retouche is not None else "",
            page if changed else None,
            annexes,
        )

    def editable(self, context: Document, name: str) -> bytes:
        """Return the letter as a document whose sentences can be changed by hand; `name` is the letter's
        (« C000123 »)."""
        from ofworkflow.letters.editable import to_docx

        return to_docx(_page(context, self.compose(context), None), name=name, le=context.le)

    def compose(self, context: Document) -> Composition:
        """Return the letter in words, before its layout; raise `LetterError` for anything wrong in its
        template."""
        if self._composer is None:
            from ofworkflow.letters.rendering import Composer

            self._composer = Composer(self.templates)
        return self._composer.compose(_typeset(context, frozenset(_names(context))))


def invitation_of(context: Document) -> Invitation | None:
    """Return the appointment that a letter gives or cancels, for the calendar of who receives it; names
    nobody."""
    calendar = context.calendrier
    if calendar is None or context.destinataire.role == "interne":
        return None
    (rdv, off), house = calendar, context.maison
    return Invitation(
        f"{context.reference}-rdv@ofworkflow",
        rdv.rang + off,
        rdv.le,
        rdv.heure,
        house.duree_entretien,
        rdv.lieu,
        f"Rendez-vous : {house.nom}",
        house.nom,
        house.telephone,
        house.fuseau,
        context.le,
        off,
    )


def _images(context: Document) -> dict[str, str | None]:
    """Return the images of the house; the counsellor's signature only under what he or she signs."""
    conseiller = context.conseiller
    signatory = str(getattr(context, "signataire", ""))
    signs = signatory.casefold() in ("", f"{conseiller.prenom} {conseiller.nom}".casefold())
    return {"logo": context.maison.logo, "signature_image": conseiller.signature if signs else None}


def _retouched(composition: Composition, retouche: bytes) -> Composition:
    from ofworkflow.letters.edited import from_docx

    edited = from_docx(retouche)
    return dataclasses.replace(
        composition,
        objet=edited.objet,
        corps=edited.corps,
        signature=edited.signature,
        mentions=edited.mentions,
    )


def _page(context: Document, composition: Composition, invitation: Invitation | None) -> Page:
    from ofworkflow.letters.markdown import plain

    maison, conseiller, to = context.maison, context.conseiller, context.destinataire
    quality = to.qualite if to.role == "departement" else ""  # « mère » has no place on an envelope
    prose = [words.typography(words.clean(text)) for text in (maison.nom, conseiller.qualite)]
    return {
        "titre": f"{_without_its_word(plain(composition.objet))} – {context.reference}",
        "fenetre": dataclasses.asdict(maison.fenetre),
        "envoi": []
        if to.role == "interne"
        else envelope(to.civilite, to.prenom, to.nom, to.adresse, quality),
        "maison": {
            "nom": prose[0],
            "couleur": maison.couleur,
            "apparence": maison.apparence,
            "adresse": [words.typography(words.clean(line)) for line in maison.adresse],
            "telephone": words.typography(words.clean(maison.telephone)),
            "courriel": words.clean(maison.courriel),
        },
        "suivi": {
            "nom": words.clean(f"{conseiller.prenom} {conseiller.nom}"),
            "qualite": prose[1],
            "telephone": words.typography(words.clean(conseiller.telephone)),
            "courriel": words.clean(conseiller.courriel),
        },
        "bordereau": context.bordereau,
        "reference": words.clean(context.reference),
        "lieu_date": f"{words.clean(maison.ville)}, le {words.typography(words.day_month_year(context.le))}",
        "objet": composition.objet,
        "corps": composition.corps,
        "signature": composition.signature,
        "mentions": composition.mentions,
        # a cancelled appointment has nothing to be scanned
        "qr": qr_svg(invitation).decode() if invitation and not invitation.annule else None,
    }


def _without_its_word(objet: str) -> str:
    return objet.removeprefix("Objet").lstrip(" :" + words.NBSP)


def _typeset(value: Any, names: frozenset[str], name: str = "") -> Any:
    """Return `value` where the house's prose has its typography; names and addresses stay as they were
    given, `names` wherever a sentence quotes them."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        ours = _OF_THE_HOUSE if isinstance(value, Maison) else frozenset[str]()
        changed = {
            f.name: _typeset(getattr(value, f.name), names, "" if f.name in ours else f.name)
            for f in dataclasses.fields(value)
            if f.init
        }
        return dataclasses.replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(_typeset(item, names, name) for item in value)
    if name in _FILES and isinstance(value, str):
        return Path(value).name
    return words.typography(value, names) if isinstance(value, str) and name not in AS_GIVEN else value


def _names(value: Any, name: str = "") -> Iterator[str]:
    """Yield the names that a letter holds, and that typography would change."""
    if isinstance(value, Maison):
        return
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for f in dataclasses.fields(value):
            yield from _names(getattr(value, f.name), f.name)
    elif isinstance(value, tuple):
        for item in value:
            yield from _names(item, name)
    elif isinstance(value, str) and name in _NAMES and words.typography(value) != value:
        yield value


def _snapshot(value: Any, name: str = "") -> Any:
    """Return `value` as JSON can hold it; of an image, its name alone."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _snapshot(getattr(value, f.name), f.name) for f in dataclasses.fields(value)}
    match value:
        case str() if name in _FILES:
            return Path(value).name
        case tuple():
            return [_snapshot(item) for item in value]
        case date() | time():
            return value.isoformat()
        case _:
            return value
