"""A template and its data to blocks: Jinja2 in a bounded sandbox, then Markdown.

Whatever is wrong in a template is a `LetterError`: one French sentence with its file, its line and the
nearest known word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date, datetime, time
from functools import partial
from typing import TypeVar

from jinja2 import BaseLoader, Environment, StrictUndefined, Undefined, meta
from jinja2.exceptions import SecurityError, TemplateRuntimeError, UndefinedError

from ofworkflow.errors import LetterError
from ofworkflow.letters import words
from ofworkflow.letters.contexts import Document
from ofworkflow.letters.diagnosis import SlipError, UnknownWordError, explain
from ofworkflow.letters.markdown import Block, Run, UnprintableError, sections, shield
from ofworkflow.letters.people import Destinataire, JeuneNomme
from ofworkflow.letters.sandbox import BoundedEnvironment, Budget
from ofworkflow.letters.templates import LAYOUT, SUFFIX, Templates, version
from ofworkflow.records import dataclass
from ofworkflow.text import counted

_LONE_TAGS = re.compile(r"(?:(?:\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\})[ \t]*)+")
_INCLUSION = re.compile(r"\{%[-+]?[ \t]*(?:include|extends)\b")


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Composition:
    """A letter in words: its object, its body, its signature, the small print below, and the version of
    its template."""

    objet: list[Run]
    corps: list[Block]
    signature: list[Block]
    mentions: list[Block]
    version: str


class Composer:
    """Compose letters from the templates of one folder."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._environment = _environment(templates)
        self._inclusions: dict[tuple[str, str], list[str]] = {}

    def compose(self, context: Document) -> Composition:
        """Return the letter in words; raise `LetterError` for anything wrong in its template."""
        name = f"{context.modele}{SUFFIX}"
        known = {field.name: getattr(context, field.name) for field in fields(context)}
        self._environment.budget = Budget()
        try:
            used = self._texts(name)
            text = self._environment.get_template(name).render(known)
        except LetterError:
            raise
        except Exception as error:  # whatever a template provokes is said as one sentence about that template
            raise LetterError(explain(error, name, sorted(known))) from error
        return _split(name, sections(text), version(used))

    def _texts(self, name: str) -> list[tuple[str, str]]:
        """Return the template, what it includes, and the layout: what the version of a letter is made of."""
        texts = {LAYOUT: self._templates.text(LAYOUT)}
        self._follow(name, (), texts)
        return list(texts.items())

    def _follow(self, name: str, above: tuple[str, ...], texts: dict[str, str]) -> None:
        """Add a template and what it includes to `texts`; raise `LetterError` for one that includes
        itself."""
        if name in above:
            circle = " → ".join((*above[above.index(name) :], name))
            raise LetterError(
                f"Modèle {above[-1]} : il s'inclut lui-même ({circle}) ; retirez l'une de ces inclusions."
            )
        if name not in texts:
            text = texts.setdefault(name, self._templates.text(name))
            for other in self._included(name, text):
                self._follow(other, (*above, name), texts)

    def _included(self, name: str, text: str) -> list[str]:
        if (name, text) not in self._inclusions:
            others = list(meta.find_referenced_templates(self._environment.parse(text, name)))
            if None in others:
                raise LetterError(
                    f"Modèle {name} : le nom d'un fichier inclus s'écrit entre guillemets, sans calcul."
                )
            self._inclusions[name, text] = [other for other in others if other is not None]
        return self._inclusions[name, text]


class _Loader(BaseLoader):
    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        text = self._templates.text(template)
        return _without_tag_lines(text), template, lambda: self._templates.text(template) == text


def _without_tag_lines(text: str) -> str:
    """Return `text` where a line of tags alone prints nothing; its end moves inside the tag, so that line
    numbers stay true."""
    lines = text.splitlines(keepends=True)
    for i, line in enumerate(lines):
        tags = line.strip()
        if line.endswith("\n") and _LONE_TAGS.fullmatch(tags) and not _INCLUSION.search(tags):
            closing = 3 if tags[-3] in "-+" else 2
            lines[i] = f"{tags[:-closing]}\n{tags[-closing:]}"
    return "".join(lines)


class _Unknown(StrictUndefined):
    """A word the template does not know; any use of it says so in French."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: object = None, name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:  # fmt: skip
        super().__init__(hint, obj, name, exc)
        if exc is not SecurityError:
            self._undefined_exception = partial(UnknownWordError, owner=obj, word=name)  # type: ignore[assignment]


def _environment(templates: Templates) -> BoundedEnvironment:
    environment = BoundedEnvironment(
        _printed, loader=_Loader(templates), undefined=_Unknown, autoescape=False, cache_size=100
    )
    ours: dict[str, Callable[..., object]] = {
        "date_longue": _of(date, words.long_date),
        "date_simple": _of(date, words.day_month_year),
        "date_courte": _of(date, words.short_date),
        "heure": _of(time, words.hour),
        "accorde": _agreed,
        "enumere": _listed,
        "compte": _counted,
        "de": _of(str, words.of),
        "que": _of(str, words.that),
        "au": _of(str, words.to),
    }
    environment.filters |= {name: environment.counted(function) for name, function in ours.items()}
    return environment


def _printed(value: object) -> str:
    """Return what `{{ value }}` prints: text out of Markdown's reach; a date or an hour in words."""
    if isinstance(value, Undefined):
        return str(value)  # raises, and says which word
    match value:
        case bool() | None:
            raise SlipError("une valeur entre {{ }} est vide ; entourez-la de {% if … %}")
        case str() | int():
            return _shielded(str(value))
        case date() if not isinstance(value, datetime):
            return _shielded(words.long_date(value))
        case time():
            return _shielded(words.hour(value))
        case _:
            raise SlipError(
                "une valeur entre {{ }} n'est ni un texte, ni une date, ni une heure ; précisez laquelle (« "
                "jeune.nom »)"
            )


def _shielded(text: str) -> str:
    try:
        return shield(text)
    except UnprintableError as error:
        raise SlipError(str(error)) from None


_KINDS = {date: "date", time: "heure", str: "texte"}


def _of(kind: type[_T], words_of: Callable[[_T], str]) -> Callable[[object], str]:
    def convert(value: object) -> str:
        if isinstance(value, Undefined):
            return str(value)
        if not isinstance(value, kind) or isinstance(value, datetime):
            raise SlipError(f"un filtre de {_KINDS[kind]} reçoit autre chose")
        return words_of(value)

    return convert


def _agreed(word: str, jeune: JeuneNomme | Destinataire) -> str:
    """Return `word`, given in the masculine, as it agrees with the person: convoqué, convoquée,
    convoqué(e)."""
    return word + {"M": "", "F": "e"}.get(jeune.sexe, "(e)")


def _counted(number: object, one: str, several: str = "") -> str:
    """Return a number with its noun: « 1 page », « 2 pages »."""
    if isinstance(number, Undefined):
        return str(number)
    if not isinstance(number, int):
        raise SlipError("le filtre « compte » reçoit autre chose qu'un nombre")
    return counted(number, one, several)


def _listed(values: Sequence[str]) -> str:
    """Return « a, b et c »."""
    *first, last = values or ("",)
    return f"{', '.join(first)} et {last}" if first else last


def _split(name: str, parts: list[list[Block]], version_modele: str) -> Composition:
    body, *rest = parts
    if not body or body[0]["kind"] != "heading" or body[0]["level"] != 1:
        raise LetterError(
            f"Le modèle {name} ne commence pas par son objet ; écrivez en première ligne « # Objet : … »."
        )
    if any(
        block["kind"] == "heading" and block["level"] == 1
        for part in parts
        for block in part
        if block is not body[0]
    ):
        raise LetterError(
            f"Le modèle {name} a deux objets ; gardez un seul titre « # … », les suivants sont des « ## … »."
        )
    if not body[1:]:
        raise LetterError(f"Le modèle {name} n'a rien sous son objet ; écrivez-y le texte du courrier.")
    if len(rest) > 2:
        raise LetterError(
            f"Le modèle {name} a plus de deux lignes « --- » ; l'une annonce la signature, l'autre les "
            "mentions."
        )
    signature, mentions = [*rest, [], []][:2]
    return Composition(body[0]["runs"], body[1:], signature, mentions, version_modele)
