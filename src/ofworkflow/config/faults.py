"""A whole `config.toml` looked at: each setting with where it comes from and its article; each fault, with
its line."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path

from ofworkflow.config.agreement import disagreements
from ofworkflow.config.domains import Domain
from ofworkflow.config.reading import built, content, load
from ofworkflow.config.settings import Settings
from ofworkflow.errors import ConfigError
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class SettingFault:
    """What is wrong, in one sentence; `line` is 0 where no line can be named."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ShownSetting:
    """A setting: its value in words, the line that gives it (0: by default), another origin, its articles."""

    name: str
    value: str
    line: int
    origin: str
    article: str


def faults(path: Path) -> list[SettingFault]:
    """Return everything that is wrong with a configuration, in the order of its lines."""
    try:
        text = content(path)
        table = tomllib.loads(text)
    except (ConfigError, tomllib.TOMLDecodeError, RecursionError):
        return [_syntax(path)]
    lines, wrong = _lines(text), list[SettingFault]()
    for section, values in table.items():
        keys = values if isinstance(values, dict) and section in _SECTIONS else {"": values}
        for key, value in keys.items():
            alone = {section: {key: value}} if key else {section: value}
            try:
                built(alone, path)
            except ConfigError as error:
                wrong.append(
                    SettingFault(lines.get((section, key), lines.get((section, ""), 0)), _bare(error, path))
                )
    if not wrong:
        wrong = [
            SettingFault(_line_named(sentence, lines), sentence)
            for sentence in disagreements(built(table, path))
        ]
    return sorted(wrong, key=lambda fault: fault.line)


def shown_settings(path: Path, model: Path) -> Iterator[ShownSetting]:
    """Yield every setting of a configuration, in the order of the file that the house is shipped (`model`),
    whose comments name the articles; raise `ConfigError` for a faulty one."""
    settings, lines = load(path), _lines(content(path))
    articles = _articles(content(model))
    for section in fields(Settings):
        values = getattr(settings, section.name)
        if section.metadata.get("internal") or not is_dataclass(values):
            continue
        for key in fields(values):
            domain: Domain | None = key.metadata.get("domain")
            name = section.name, key.name
            value = getattr(values, key.name)
            yield ShownSetting(
                ".".join(name),
                "(caché)" if domain and domain.hidden and value else _in_words(value),
                lines.get(name, 0),
                _BY_ENVIRONMENT if name == ("base", "url") and os.environ.get("OFWORKFLOW_BASE_URL") else "",
                articles.get(name, ""),
            )


_SECTIONS = frozenset(section.name for section in fields(Settings))
_BY_ENVIRONMENT = "OFWORKFLOW_BASE_URL"
_HEAD = re.compile(r"\s*\[\s*\"?(\w+)")
_KEY = re.compile(r"\s*\"?(\w+)\"?\s*=")
_ARTICLE = re.compile(r"\b(?:[RL]\. ?\d+(?:-\d+)+|article 642)")


def _lines(text: str) -> Mapping[tuple[str, str], int]:
    """Return where each section and each key stands."""
    places: dict[tuple[str, str], int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if head := _HEAD.match(line):
            section = head[1]
            places.setdefault((section, ""), number)
        elif key := _KEY.match(line):
            places.setdefault((section, key[1]), number)
    return places


def _articles(text: str) -> Mapping[tuple[str, str], str]:
    """Return the articles that the comments of the shipped file name beside each key."""
    by_line = {number: name for name, number in _lines(text).items()}
    places: dict[tuple[str, str], list[str]] = {}
    name = ("", "")
    for number, line in enumerate(text.splitlines(), start=1):
        name = by_line.get(number, name)
        places.setdefault(name, []).extend(_ARTICLE.findall(line.partition("#")[2]))
    return {name: ", ".join(dict.fromkeys(each)) for name, each in places.items()}


def _in_words(value: object) -> str:
    if isinstance(value, tuple | list):
        return " ; ".join(map(str, value)) or "(vide)"
    return str(value) if value != "" else "(vide)"


def _bare(error: ConfigError, path: Path) -> str:
    return str(error).removeprefix(f"{path} : ")


def _syntax(path: Path) -> SettingFault:
    try:
        load(path)
    except ConfigError as error:
        at = re.search(r"ligne (\d+)", str(error))
        return SettingFault(int(at[1]) if at else 0, str(error))
    return SettingFault(0, f"{path} ne se lit pas.")


def _line_named(sentence: str, lines: Mapping[tuple[str, str], int]) -> int:
    named: Sequence[tuple[str, str]] = re.findall(r"« (\w+)\.(\w+) »", sentence)
    return next((lines[name] for name in named if name in lines), 0)
