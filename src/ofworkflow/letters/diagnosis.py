"""What is wrong in a template, as one French sentence: the file, the line, the slip, the nearest known
word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches

from jinja2.exceptions import SecurityError, TemplateRuntimeError, TemplateSyntaxError, UndefinedError

from ofworkflow.letters.people import JeuneNomme, RendezVousAnnonce

OUR_FILTERS = ("accorde", "au", "date_courte", "date_longue", "date_simple", "de", "enumere", "heure", "que")
FILTERS = (
    "abs",
    "capitalize",
    "count",
    "d",
    "default",
    "first",
    "float",
    "int",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "select",
    "selectattr",
    "sort",
    "string",
    "title",
    "trim",
    "truncate",
    "unique",
    "upper",
    "wordcount",
)
"""Jinja's own filters that a template may use: those that make no more than they are given, or that are
bounded below."""
TAGS = ("if", "elif", "else", "endif", "for", "endfor", "include", "set", "endset")

_SYNTAX = (
    (
        r"innermost block that needs to be closed is '(\w+)'",
        "le bloc « {{% {0} %}} » n'est pas fermé ; ajoutez « {{% end{0} %}} »",
    ),
    (r"Encountered unknown tag '(\w+)'", "la balise « {0} » est inconnue{near}"),
    (r"No filter named '(\w+)'", "le filtre « {0} » est inconnu{near}"),
    (
        r"expected token 'end of print statement'|unexpected '}'|end of template.*print",
        "une double accolade « {{{{ » n'est pas fermée ou mal écrite ; écrivez « {{{{ mot }}}} »",
    ),
    (
        r"expected token 'end of statement block'|end of template",
        "une balise « {{% » n'est pas fermée ou mal écrite ; écrivez « {{% if … %}} »",
    ),
    (r"Missing end of comment tag", "un commentaire « {{# » n'est pas fermé ; ajoutez « #}} »"),
)


class SlipError(TemplateRuntimeError):
    """A slip of the template, already said in French."""


class UnknownWordError(UndefinedError):
    """A word the data of the letter does not hold."""

    def __init__(self, message: str | None = None, *, owner: object = None, word: object = None) -> None:
        super().__init__(message)
        self.owner = owner
        self.word = str(word)


def explain(error: Exception, template: str, known: list[str]) -> str:
    """Return the sentence for what a template provoked; `known` are the words of the letter's data."""
    match error:
        case TemplateSyntaxError():
            file, line, slip = error.name or template, error.lineno, _syntax(error.message or "")
        case _:
            file, line = _place(error, template)
            slip = _slip(error, known)
    where = f"Modèle {file}, ligne {line}" if line else f"Modèle {file}"
    return f"{where} : {slip}" + ("" if slip.endswith("?") else ".")


_WORDS: Mapping[type, str] = {JeuneNomme: "jeune", RendezVousAnnonce: "rendez_vous"}
"""How a template names what its class names otherwise."""


def _slip(error: Exception, known: list[str]) -> str:
    match error:
        case UnknownWordError() if is_dataclass(error.owner) and not isinstance(error.owner, type):
            kind = type(error.owner)
            own = [f.name for f in fields(error.owner)] + [
                n for n, v in vars(kind).items() if isinstance(v, property)
            ]
            return (
                f"« {error.word} » est inconnu dans « {_WORDS.get(kind, kind.__name__.lower())} "
                f"»{_near(error.word, own)}"
            )
        case UnknownWordError():
            return f"« {error.word} » est inconnu{_near(error.word, known)}"
        case SecurityError():
            return "un modèle n'a accès qu'aux données de sa lettre ; retirez ce qui touche au programme"
        case SlipError():
            return error.message or "valeur inattendue"
        case RecursionError():
            return (
                "il s'appelle lui-même sans fin, ou ses parenthèses s'emboîtent trop ; retirez ce qui "
                "revient sur soi"
            )
        case _:
            return f"ce qui est écrit entre accolades ne peut pas être calculé ({type(error).__name__})"


def _syntax(message: str) -> str:
    for pattern, sentence in _SYNTAX:
        if match := re.search(pattern, message, re.S):
            word = match[1] if match.re.groups else ""
            near = _near(word, TAGS if "tag" in pattern else [*OUR_FILTERS, *FILTERS])
            return sentence.format(word, near=near)
    return "ce qui est écrit entre accolades n'est pas compris ; comparez avec une ligne voisine"


def _near(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return (
        f" ; vouliez-vous dire « {near[0]} » ?" if near else f" ; mots connus : {', '.join(list(known)[:12])}"
    )


def _place(error: BaseException, template: str) -> tuple[str, int]:
    """Return the template and the line where `error` was raised: the last frame of the traceback that is a
    template."""
    file, line = template, 0
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".md.j2"):
            file, line = name, trace.tb_lineno
        trace = trace.tb_next
    return file, line
