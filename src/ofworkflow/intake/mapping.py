"""Which column means what: the columns of the State's lists, or those of a mapping that the house saved."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from ofworkflow.errors import ListError
from ofworkflow.outside.texts import NotATextError, decoded
from ofworkflow.outside.unused import unused_files
from ofworkflow.procedure.fields import MINOR, RANKS, REPRESENTATIVE
from ofworkflow.text import clean_line, fold

_OF_REPRESENTATIVES = tuple((rank, f) for rank in RANKS for f in REPRESENTATIVE if f.heading)

STATE_COLUMNS: Mapping[str, str] = {
    **{f.mapped: f.heading for f in MINOR if f.heading},
    **{f"rl{rank}_{f.mapped}": f"RL{rank}_{f.heading}" for rank, f in _OF_REPRESENTATIVES},
}
"""Field → column of the State's lists (SIEI; the platforms and training centres send the same)."""

REQUIRED = (
    *(f.mapped for f in MINOR if f.needed),
    *(f"rl{rank}_{f.mapped}" for rank, f in _OF_REPRESENTATIVES if f.needed and rank == RANKS[0]),
)
"""Fields without which no row of a list could be sound."""

_SUFFIX = ".toml"
_NAME = r"[\w-][\w .-]*"
_LARGEST = 200_000  # bytes of a mapping
_SHOWN = 300  # characters of a list of columns, at most, in a sentence


def columns_of(headings: Sequence[str], wanted: Mapping[str, str], *, file: str) -> dict[str, str]:
    """Return field → column of the list, headers compared without case, accents, spaces nor signs.

    Raise `ListError` when a column that is needed, or that the house's mapping names, is missing or there
    twice.
    """
    by_key = {_fold(column): column for column in headings if _fold(column)}
    columns = {field: by_key[key] for field, column in wanted.items() if (key := _fold(column)) in by_key}
    if not columns:
        raise ListError(
            f"{file} : aucune colonne n'est connue. Colonnes trouvées : {_names(headings)}. La première "
            "ligne doit être "
            "l'en-tête, avec « ; », « , » ou une tabulation entre les colonnes ; vérifiez que c'est bien une "
            "liste de jeunes."
        )
    counts = Counter(map(_fold, headings))
    if twice := [wanted[field] for field, column in columns.items() if counts[_fold(column)] > 1]:
        raise ListError(
            f"{file} : la colonne {_names(twice)} est là plusieurs fois. Gardez la bonne, renommez l'autre."
        )
    described = [field for field, column in wanted.items() if column != STATE_COLUMNS.get(field)]
    missing = [
        wanted.get(field, field) for field in dict.fromkeys((*REQUIRED, *described)) if field not in columns
    ]
    if missing:
        raise ListError(_missing_columns(file, missing, headings, set(columns.values())))
    return columns


def load_mapping(folder: Path | None, name: str | None) -> Mapping[str, str]:
    """Return the mapping `folder/name.toml` laid over the State's columns; raise `ListError` when it is
    absent or wrong."""
    if not name:
        return STATE_COLUMNS
    path = (folder or Path()) / f"{name}.toml"
    if not re.fullmatch(_NAME, name) or not path.is_file():
        known = ", ".join(sorted(file.stem for file in (folder or Path()).glob("*.toml"))) or "aucune"
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
        if field not in STATE_COLUMNS:
            near = get_close_matches(field, STATE_COLUMNS, n=1)
            hint = (
                f"Vouliez-vous dire « {near[0]} » ?"
                if near
                else f"Champs connus : {', '.join(STATE_COLUMNS)}."
            )
            raise ListError(f"{path} : le champ « {field} » est inconnu. {hint}")
        if not isinstance(column, str) or not _fold(column):
            raise ListError(
                f'{path} : « {field} » doit nommer une colonne, entre guillemets : {field} = "EN-TÊTE".'
            )
    return {**STATE_COLUMNS, **laid_over}


def unused_mappings(folder: Path) -> list[str]:
    """Return one sentence for each file among the mappings that `--correspondance` cannot name."""
    names = [path.name for path in folder.glob("*")]
    meant = [name[: name.casefold().index(_SUFFIX)] + _SUFFIX for name in names if _SUFFIX in name.casefold()]
    return list(unused_files(folder, _is_mapping, meant))


def _is_mapping(name: str) -> bool:
    return name.endswith(_SUFFIX) and re.fullmatch(_NAME, name.removesuffix(_SUFFIX)) is not None


def _fold(column: str) -> str:
    return fold(column).replace(" ", "")


def _missing_columns(file: str, missing: list[str], headings: Sequence[str], taken: set[str]) -> str:
    free = {_fold(column): column for column in headings if column not in taken}
    near = {name: _nearest(_fold(name), free) for name in missing}
    hints = "".join(f" Est-ce « {_names([free[key]])} » pour {name} ?" for name, key in near.items() if key)
    which = f"la colonne {missing[0]}" if len(missing) == 1 else f"les colonnes {', '.join(missing)}"
    return (
        f"{file} : il manque {which}.{hints} Colonnes trouvées : {_names(headings)}. "
        "Renommez-les, ou décrivez-les dans correspondances/NOM.toml (--correspondance NOM)."
    )


def _nearest(key: str, keys: Iterable[str]) -> str:
    close = get_close_matches(key, keys, n=1) or [other for other in keys if other.startswith(key)]
    return close[0] if close else ""


def _names(columns: Sequence[str]) -> str:
    text = ", ".join(column for column in columns if column) or "aucune"
    text = clean_line(text)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
