"""Which column means what, as the house wrote it down: one file a partner, laid over the State's columns."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from ofworkflow.errors import ListError
from ofworkflow.intake.fields_of_lists import STATE_COLUMNS
from ofworkflow.intake.headings import TWO_IN_ONE, key_of
from ofworkflow.intake.joining import PARTS
from ofworkflow.intake.profiles import known_profile, profiles
from ofworkflow.outside.texts import NotATextError, decoded
from ofworkflow.outside.unused import unused_files
from ofworkflow.text import clean_line

_SUFFIX = ".toml"
_NAME = r"[\w-][\w .-]*"
_LARGEST = 200_000  # bytes of a mapping
_SHOWN = 300  # characters of a list of columns, at most, in a sentence


def load_mapping(folder: Path | None, name: str | None) -> Mapping[str, str]:
    """Return the mapping `folder/name.toml`, else the list that ships under that name, laid over the State's
    columns; raise `ListError` when it is absent or wrong."""
    if not name:
        return STATE_COLUMNS
    path = (folder or Path()) / f"{name}.toml"
    if not path.is_file() and (shipped := profiles().get(name)):
        return {**STATE_COLUMNS, **shipped.columns}
    if not re.fullmatch(_NAME, name) or not path.is_file():
        theirs = {file.stem for file in (folder or Path()).glob("*.toml")}
        known = ", ".join(sorted(theirs | profiles().keys()))
        raise ListError(
            f"La correspondance « {_names([name])} » n'existe pas ; connues : {known}. Donnez son nom seul, "
            "sans dossier, "
            f'ou créez {folder or Path()}/NOM.toml avec une ligne par champ : nom = "NOM DE FAMILLE".'
        )
    try:
        if path.stat().st_size > _LARGEST:
            raise NotATextError
        laid_over = tomllib.loads(decoded(path.read_bytes()))
    except (tomllib.TOMLDecodeError, NotATextError, RecursionError, OSError) as error:
        at = re.search(r"at line (\d+)", str(error))
        where = f", ligne {at[1]}" if at else ", à la fin" if "end of document" in str(error) else ""
        raise ListError(
            f'{path}{where} : la correspondance est mal écrite. Une ligne par champ : nom = "NOM DE FAMILLE".'
        ) from None
    for field, column in laid_over.items():
        if field not in STATE_COLUMNS and field not in TWO_IN_ONE and field not in PARTS:
            near = get_close_matches(field, [*STATE_COLUMNS, *TWO_IN_ONE, *PARTS], n=1)
            hint = (
                f"Vouliez-vous dire « {near[0]} » ?"
                if near
                else f"Champs connus : {', '.join(STATE_COLUMNS)}."
            )
            raise ListError(f"{path} : le champ « {field} » est inconnu. {hint}")
        if not isinstance(column, str) or not key_of(column):
            raise ListError(
                f'{path} : « {field} » doit nommer une colonne, entre guillemets : {field} = "EN-TÊTE".'
            )
    return {**STATE_COLUMNS, **laid_over}


def find_mapping(folder: Path | None, headings: Sequence[str]) -> str | None:
    """Return the name of the one mapping of the house whose own columns are all in a list, else of the one
    list that ships which it is; `None` when there is none, or several that fit as well."""
    there = {key_of(heading) for heading in headings}
    fitting: dict[str, int] = {}
    for path in sorted((folder or Path()).glob("*.toml")) if folder is not None and folder.is_dir() else []:
        try:
            own = {f: c for f, c in load_mapping(folder, path.stem).items() if c != STATE_COLUMNS.get(f)}
        except ListError:
            continue  # said by name, when it is asked for
        if own and {key_of(column) for column in own.values()} <= there:
            fitting[path.stem] = len(own)
    best = [name for name, size in fitting.items() if size == max(fitting.values())]
    return (best[0] if len(best) == 1 else None) if fitting else known_profile(headings) or None


def is_shipped(folder: Path | None, name: str) -> bool:
    """Tell whether a mapping is one that ships, and not one of the house."""
    return name in profiles() and not ((folder or Path()) / f"{name}{_SUFFIX}").is_file()


def mapping_text(places: Mapping[str, int], headings: Sequence[str]) -> str:
    """Return the mapping that reads a list as it was just read, as it is kept in a file."""
    lines = (
        f"{name} = {json.dumps(clean_line(headings[at]), ensure_ascii=False)}"
        for name, at in places.items()
        if headings[at]
    )
    return (
        '# Les colonnes d\'un partenaire : champ = "titre de la colonne". Voir docs/importer.md.\n'
        + "\n".join(lines)
        + "\n"
    )


def mapping_path(folder: Path | None, name: str) -> Path:
    """Return the file of a mapping; raise `ListError` for a name that is not one."""
    if not re.fullmatch(_NAME, name):
        raise ListError(
            f"« {_names([name])} » n'est pas le nom d'une correspondance. Donnez un nom seul, sans dossier."
        )
    return (folder or Path()) / f"{name}{_SUFFIX}"


def unused_mappings(folder: Path) -> list[str]:
    """Return one sentence for each file among the mappings that `--correspondance` cannot name."""
    names = [path.name for path in folder.glob("*")]
    meant = [name[: name.casefold().index(_SUFFIX)] + _SUFFIX for name in names if _SUFFIX in name.casefold()]
    return list(unused_files(folder, _is_mapping, meant))


def _is_mapping(name: str) -> bool:
    return name.endswith(_SUFFIX) and re.fullmatch(_NAME, name.removesuffix(_SUFFIX)) is not None


def _names(columns: Sequence[str]) -> str:
    text = ", ".join(column for column in columns if column) or "aucune"
    text = clean_line(text)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
