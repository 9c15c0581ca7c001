"""Find `config.toml` and read it: whatever a plain editor made of it is accepted, what is wrong is named
with its key."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import Field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from ofworkflow.config.agreement import disagreements
from ofworkflow.config.domains import Domain
from ofworkflow.config.settings import Settings
from ofworkflow.errors import ConfigError
from ofworkflow.outside.texts import NotATextError, decoded
from ofworkflow.text import clean_line

FILE_NAME = "config.toml"
_LARGEST = 1_000_000  # bytes: every commune of France would fit


def find_config(explicit: str | None) -> Path | None:
    """Return the configuration file: `--config`, `$OFWORKFLOW_CONFIG`, `./config.toml`, the user's folder;
    or `None`."""
    named = explicit or os.environ.get("OFWORKFLOW_CONFIG")
    if named:
        path = Path(named)
        return path / FILE_NAME if _is_there(path, Path.is_dir) else path
    here = Path(FILE_NAME)
    if _is_there(here):
        return here
    home = _user_folder()
    return home / "ofworkflow" / FILE_NAME if home and _is_there(home / "ofworkflow" / FILE_NAME) else None


def misnamed(path: Path) -> str:
    """Return what to do about a file that stands where `path` does not, under nearly its name; empty when
    there is none."""
    try:
        names = sorted(each.name for each in path.parent.iterdir())
    except (OSError, ValueError):
        return ""
    wanted = path.name.casefold()
    near = {wanted, f"{wanted}.txt", f"{wanted}.toml", wanted.replace(".toml", ".txt")}
    name = next((name for name in names if name.casefold() in near and name != path.name), "")
    why = " (Windows cache la fin des noms : affichez les extensions)" if name.casefold() != wanted else ""
    return f"« {name} » est là, et n'est pas lu : renommez-le en « {path.name} »{why}." if name else ""


def load(path: Path) -> Settings:
    """Read `path`; raise `ConfigError` naming the file, the key and what to do."""
    text = content(path)
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(
            f"{path} est mal écrit : {_french_toml_error(str(error), text)}. "
            "Corrigez cette ligne (texte entre guillemets, liste entre crochets)."
        ) from None
    settings = built(table, path)
    for sentence in disagreements(settings):
        raise ConfigError(f"{path} : {sentence}")
    return settings


def _is_there(path: Path, what: Callable[[Path], bool] = Path.is_file) -> bool:
    """Tell whether there is such a file; one in a place that we may not look into, or with no possible
    name, is not for us."""
    try:
        return what(path)
    except (OSError, ValueError):
        return False


def state_folder() -> Path | None:
    """Return where what a user's program remembers is kept, for nobody else; `None` for one without a
    home."""
    named = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    if named:
        return Path(named) / "ofworkflow"
    try:
        return Path.home() / ".local" / "state" / "ofworkflow"
    except (RuntimeError, OSError, KeyError):
        return None


def _user_folder() -> Path | None:
    """Return where a user keeps settings; `None` for one without a home (a container, a service)."""
    named = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    if named:
        return Path(named)
    try:
        return Path.home() / ".config"
    except (RuntimeError, OSError, KeyError):
        return None


def built(table: Mapping[str, object], path: Path) -> Settings:
    """Return the settings of a table that was read; raise `ConfigError` for the first key that is wrong."""
    settings: Settings = replace(_build(Settings, table, str(path), ""), folder=_folder_of(path))
    return settings


def content(path: Path) -> str:
    """Return the text of a configuration; raise `ConfigError` where it is none."""
    try:
        if path.stat().st_size > _LARGEST:
            raise ConfigError(
                f"{path} dépasse 1 Mo : ce n'est pas une configuration. Donnez la vôtre avec --config."
            )
        return decoded(path.read_bytes())
    except FileNotFoundError:
        raise ConfigError(
            f"Le fichier de configuration {path} n'existe pas. "
            f"{misnamed(path) or 'Créez-le avec « of init », ou donnez-en un avec --config.'}"
        ) from None
    except NotATextError:
        raise ConfigError(
            f"{path} n'est pas un texte : enregistrez-le à nouveau en UTF-8, ou donnez votre configuration "
            "avec --config."
        ) from None
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or error
        raise ConfigError(
            f"Le fichier de configuration {path} est illisible ({why}). Vérifiez ses droits et son nom."
        ) from None


def _folder_of(path: Path) -> Path:
    try:
        return path.resolve().parent
    except OSError as error:  # the current folder was removed
        raise ConfigError(
            f"Le dossier de {path} n'existe plus ({error.strerror}). Placez-vous dans un dossier qui existe."
        ) from None


def _french_toml_error(message: str, text: str) -> str:
    at = re.search(r"at line (\d+), column (\d+)", message)
    if not at:
        return "la fin du fichier est inattendue"
    line = (text.splitlines() or [""])[min(int(at[1]), len(text.splitlines())) - 1]
    hint = next((refusal for sign, refusal in _SLIPS.items() if sign in line), "")
    return f"ligne {at[1]}, colonne {at[2]}{hint}"


_SLIPS = {
    "“": ', les guillemets sont courbes : écrivez-les droits (")',
    "”": ', les guillemets sont courbes : écrivez-les droits (")',
    "«": ", ces guillemets ne sont pas ceux qu'il faut : écrivez-les droits (\")",
    "\\": ", une barre \\ ne s'écrit pas seule : dans un chemin, écrivez /",
}


def _build(cls: type[Any], table: Mapping[str, object], file: str, section: str) -> Any:
    known = {f.name: f for f in fields(cls) if "table" in f.metadata or not f.metadata.get("internal")}
    hints = get_type_hints(cls)
    values: dict[str, object] = {}
    for key, value in table.items():
        if key not in known:
            raise ConfigError(_unknown_key(file, section, key, list(known)))
        name = f"{section}.{key}" if section else key
        if of := known[key].metadata.get("table"):
            values[key] = _tables(of, known[key].metadata["keys"], value, file, name)
        elif is_dataclass(hints[key]):
            if not isinstance(value, dict):
                raise ConfigError(f"{file} : « {name} » doit être une section, écrite [{name}].")
            values[key] = _build(hints[key], value, file, name)
        else:
            values[key] = _checked(value, hints[key], _domain(known[key]), f"{file} : « {name} »")
    return cls(**values)


def _tables(cls: type[Any], keys: Domain, value: object, file: str, name: str) -> Mapping[str, Any]:
    """Return sections of the same sort, each under a key of its own: [departements.59]."""
    if not isinstance(value, dict):
        raise ConfigError(f"{file} : « {name} » doit être des sections, chacune écrite [{name}.59].")
    for key, table in value.items():
        if refusal := keys.refusal(key):
            raise ConfigError(f"{file} : « {name}.{key} » {refusal}")
        if not isinstance(table, dict):
            raise ConfigError(f"{file} : « {name}.{key} » doit être une section, écrite [{name}.{key}].")
    return {key: _build(cls, table, file, f"{name}.{key}") for key, table in value.items()}


def _domain(field: Field[Any]) -> Domain:
    domain: Domain = field.metadata["domain"]
    return domain


def _unknown_key(file: str, section: str, key: str, known: list[str]) -> str:
    from difflib import get_close_matches  # only when something is wrong

    near = get_close_matches(key, known, n=1, cutoff=0.5)
    where = f" dans [{section}]" if section else ""
    hint = f"Vouliez-vous dire « {near[0]} » ?" if near else f"Mots connus : {', '.join(known)}."
    return f"{file} : « {key} » est inconnu{where}. {hint}"


def _checked(value: object, expected: type, domain: Domain, where: str) -> Any:
    if get_origin(expected) is tuple:
        item = get_args(expected)[0]
        if not isinstance(value, list):
            words = {int: "nombres entiers", str: "textes"}
            raise ConfigError(f"{where} doit être une liste de {words[item]} entre crochets.")
        values = tuple(_checked(one, item, domain, where) for one in value)
        if refusal := domain.refusal_of_list(values):
            raise ConfigError(f"{where} {refusal}")
        return values
    if expected is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, expected) or isinstance(value, bool):
        words = {int: "un nombre entier", float: "un nombre", str: "un texte entre guillemets"}
        raise ConfigError(f"{where} doit être {words[expected]} ; vous avez écrit {value!r}.")
    if refusal := domain.refusal(value):
        raise ConfigError(f"{where} {refusal}")
    if not isinstance(value, str) or domain.verbatim:
        return value
    cleaned = clean_line(value)
    if refusal := domain.refusal(cleaned):  # nothing of it could be seen
        raise ConfigError(f"{where} {refusal}")
    return cleaned
