"""Which column means what: the columns of the State's lists, or those of a mapping that the house saved."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from ofworkflow.errors import ListError
from ofworkflow.procedure.persons import search_key

_REPRESENTATIVE = {
    "lien": "LIEN", "nom": "NOM", "prenom": "PRENOM", "adresse1": "ADRESSE1", "code_postal": "CODE_POSTAL",
    "ville": "COMMUNE", "telephone": "TEL", "courriel": "MEL",
}  # fmt: skip

# Field → column of the State's lists (SIEI; the platforms and training centres send the same).
STATE_COLUMNS: Mapping[str, str] = {
    "ine": "INE", "nom": "NOM", "nom_usage": "NOM_USAGE", "prenom": "PRENOM", "prenom2": "PRENOM2", "sexe": "SEXE",
    "naissance": "DATE_NAISSANCE", "lieu_naissance": "LIEU_NAISSANCE", "adresse1": "ADRESSE1", "adresse2": "ADRESSE2",
    "code_postal": "CODE_POSTAL", "commune": "COMMUNE", "commune_insee": "CODE_INSEE", "tel_fixe": "TEL_FIXE",
    "tel_portable": "TEL_PORTABLE", "courriel": "MEL", "uai": "UAI", "etablissement": "ETABLISSEMENT", "classe": "CLASSE",
    "entree": "DATE_ENTREE", "sortie": "DATE_SORTIE", "motif_sortie": "MOTIF_SORTIE", "diplome": "DIPLOME", "qpv": "QPV",
} | {f"rl{rank}_{field}": f"RL{rank}_{column}" for rank in (1, 2) for field, column in _REPRESENTATIVE.items()}  # fmt: skip

REQUIRED = ("nom", "prenom", "naissance", "sexe", "commune", "rl1_nom")


def columns_of(found: Sequence[str], wanted: Mapping[str, str], *, file: str) -> dict[str, str]:
    """Return field → column of the list, headers compared without case, accents nor signs.

    Raise `ListError` when a column that is needed is missing, with the nearest found.
    """
    by_key = {search_key(column): column for column in found}
    columns = {field: by_key[key] for field, column in wanted.items() if (key := search_key(column)) in by_key}
    missing = [wanted.get(field, field) for field in REQUIRED if field not in columns]
    if not missing:
        return columns
    near = {name: get_close_matches(search_key(name), by_key, n=1) for name in missing}
    hints = "".join(f" ; « {by_key[keys[0]]} » est-elle « {name} » ?" for name, keys in near.items() if keys)
    names = ", ".join(column for column in found if column)[:200] or "aucune"
    raise ListError(
        f"{file} : il manque la colonne {', '.join(missing)}{hints} Colonnes trouvées : {names}. "
        "Renommez-les, ou décrivez-les dans correspondances/NOM.toml (--correspondance NOM)."
    )


def load_mapping(folder: Path | None, name: str | None) -> Mapping[str, str]:
    """Return a saved mapping, laid over the State's columns; raise `ListError` when it is absent or wrong."""
    if not name:
        return STATE_COLUMNS
    path = (folder or Path()) / f"{name}.toml"
    if Path(name).name != name or not path.is_file():
        raise ListError(
            f'La correspondance « {name} » n\'existe pas. Créez {path}, avec une ligne par champ : nom = "NOM DE FAMILLE".'
        )
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ListError(f'La correspondance {path} est mal écrite ({error}). Écrivez : nom = "NOM DE FAMILLE".') from None
    for field, column in given.items():
        if field not in STATE_COLUMNS or not isinstance(column, str):
            near = get_close_matches(field, STATE_COLUMNS, n=1)
            hint = f"Vouliez-vous dire « {near[0]} » ?" if near else f"Champs connus : {', '.join(STATE_COLUMNS)}."
            raise ListError(f"{path} : le champ « {field} » est inconnu. {hint}")
    return {**STATE_COLUMNS, **given}
