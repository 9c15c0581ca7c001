"""The linter of templates: each one tried on rich, poor and hostile data, and read back as it will be
seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches

from ofworkflow.errors import LetterError
from ofworkflow.letters.address import MAX_CHARS, MAX_LINES, plain_capitals
from ofworkflow.letters.contexts import Document
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import FORBIDDEN
from ofworkflow.letters.models import kind_of
from ofworkflow.letters.models import names as kind_names
from ofworkflow.letters.page_reading import Piece, pages_of, pieces_on, text_of
from ofworkflow.letters.people import Maison
from ofworkflow.letters.renderer import Renderer
from ofworkflow.letters.samples import Sample, samples
from ofworkflow.letters.templates import SUFFIX
from ofworkflow.records import dataclass

ERROR, WARNING = "erreur", "avertissement"
UNUSED = "fichier"  # the kind of a finding about a file that serves nothing
_LEFTOVERS = (r"\{\{", r"\}\}", r"\{%", r"%\}", r"\*\*", r"(?<!\S)\*(?!\S)", r"\]\(", r"(?<!\S)#{1,6}(?!\S)")
_BLEED = 0.2  # millimetres: how far a rounded rectangle of text may stand out


@dataclass(frozen=True, slots=True)
class TemplateRemark:
    """What is wrong with a template: on which data, how serious, in one sentence."""

    modele: str
    kind: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class _Read:
    """A sample letter, made and read back."""

    kind: LetterKind
    sample: Sample
    pdf: bytes
    text: str
    first_page: Sequence[Piece]

    @property
    def context(self) -> Document:
        return self.sample.context


def lint(renderer: Renderer, maison: Maison, names: Sequence[str] | None = None) -> list[TemplateRemark]:
    """Return what is wrong with the templates, all of them or those named; the same sentence is said once
    a template."""
    remarks: list[TemplateRemark] = []
    if names is None:
        remarks += [
            TemplateRemark("dossier des modèles", UNUSED, WARNING, sentence)
            for sentence in renderer.unused_files()
        ]
    for name in names if names is not None else renderer.templates.names():
        modele = name.removesuffix(SUFFIX)
        if names is None and modele not in kind_names():
            continue  # said above
        if not modele.startswith("_"):  # a fragment is tried with the letters that include it
            remarks += _lint_one(renderer, maison, modele)
    return list({(f.modele, f.message): f for f in reversed(remarks)}.values())[::-1]


def _lint_one(renderer: Renderer, maison: Maison, modele: str) -> Iterator[TemplateRemark]:
    if modele not in kind_names():
        near = get_close_matches(modele, kind_names(), n=1)
        hint = f"vouliez-vous dire « {near[0]}{SUFFIX} » ?" if near else "renommez-le ou retirez-le."
        yield TemplateRemark(
            modele, UNUSED, WARNING, f"Aucun courrier n'utilise « {modele}{SUFFIX} » ; {hint}"
        )
        return
    kind = kind_of(modele)
    for sample in samples(kind, maison):
        try:
            pdf = renderer.render(sample.context).pdf
        except LetterError as error:
            yield TemplateRemark(modele, sample.kind, ERROR, str(error))
            continue
        read = _Read(kind, sample, pdf, text_of(pdf), pieces_on(pdf))
        for severity, check in _CHECKS:
            for message in check(read):
                yield TemplateRemark(modele, sample.kind, severity, message)


def _mentions(read: _Read) -> Iterator[str]:
    if read.sample.kind != "riche":
        return
    for mention in read.kind.mentions:
        if not mention.is_in(read.text, read.context):
            yield f"Il manque {mention.label} ; remettez cette mention dans le modèle."


def _threats(read: _Read) -> Iterator[str]:
    if read.sample.kind != "riche":
        return
    for pattern, named in {**FORBIDDEN, **read.kind.forbidden}.items():
        if words := re.search(pattern, read.text, re.I):
            yield f"Il dit « {words[0]} » : aucun courrier n'annonce {named} ; retirez ces mots."


def _leftovers(read: _Read) -> Iterator[str]:
    if read.sample.kind != "riche":
        return
    for pattern in _LEFTOVERS:
        if sign := re.search(f".{{0,20}}{pattern}.{{0,20}}", read.text):
            yield (
                f"Un signe de mise en forme s'imprime tel quel : « {sign[0].strip()} » ; fermez-le ou "
                "retirez-le."
            )


def _follower(read: _Read) -> Iterator[str]:
    if not read.context.bordereau:
        return
    if read.context.conseiller.nom in read.text:
        yield (
            "Le bordereau nomme un conseiller, dont qui met sous pli n'a pas besoin : votre mise_en_page.typ "
            "est d'avant. Reprenez-y le mot « bordereau » de celle d'origine, ou gardez-la ainsi."
        )


def _pages(read: _Read) -> Iterator[str]:
    if read.sample.kind == "hostile":
        return
    count, most = pages_of(read.pdf), read.kind.pages_at_most
    if count > most:
        yield f"Il fait {count} pages, {most} au plus ; raccourcissez-le."


def _window(read: _Read) -> Iterator[str]:
    if read.context.destinataire.role == "interne":
        return
    window = read.context.maison.fenetre
    place = (window.gauche, window.haut, window.largeur, window.hauteur)
    name = _folded(read.context.destinataire.nom)
    inside = [piece for piece in read.first_page if piece.text and piece.touches(*place)]
    for piece in inside:
        if not piece.is_inside(
            place[0] - _BLEED, place[1] - _BLEED, place[2] + 2 * _BLEED, place[3] + 2 * _BLEED
        ):
            yield (
                f"« {piece.text} » dépasse dans la fenêtre de l'enveloppe ou en sort ; corrigez la mise en "
                "page ou la fenêtre."
            )
    shown = [piece.text for piece in sorted(inside, key=lambda p: (round(p.top), p.left))]
    if not any(name[:12] in _folded(line) or _folded(line) in name for line in shown):
        yield (
            "L'adresse ne se voit pas dans la fenêtre de l'enveloppe ; corrigez la mise en page ou la "
            "fenêtre."
        )
    expected = _folded(" ".join((read.context.destinataire.nom, *read.context.destinataire.adresse)))
    for line in shown:
        if _folded(line)[-6:] not in expected and not line[:1].isdigit() and name[-6:] not in _folded(line):
            yield f"« {line} » se voit dans la fenêtre de l'enveloppe : seule l'adresse doit y être."


def _norm(read: _Read) -> Iterator[str]:
    window = read.context.maison.fenetre
    if read.context.destinataire.role == "interne":
        return
    lines: dict[int, list[Piece]] = {}
    for piece in read.first_page:
        if piece.text and piece.touches(window.gauche, window.haut, window.largeur, window.hauteur):
            lines.setdefault(round(piece.bottom), []).append(piece)
    if len(lines) > MAX_LINES:
        yield f"L'adresse fait {len(lines)} lignes, {MAX_LINES} au plus (NF Z 10-011)."
    for pieces in lines.values():
        line = " ".join(p.text for p in sorted(pieces, key=lambda p: p.left))
        if len(line) > MAX_CHARS:
            yield (
                f"La ligne d'adresse « {line} » fait {len(line)} caractères, {MAX_CHARS} au plus (NF Z "
                "10-011)."
            )


def _folded(text: str) -> str:
    return plain_capitals(text).replace(" ", "")


_CHECKS: tuple[tuple[str, Callable[[_Read], Iterator[str]]], ...] = (
    (ERROR, _mentions),
    (ERROR, _threats),
    (WARNING, _leftovers),
    (WARNING, _follower),
    (ERROR, _pages),
    (ERROR, _window),
    (ERROR, _norm),
)
