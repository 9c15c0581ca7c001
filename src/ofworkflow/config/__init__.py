"""`config.toml` read once into frozen settings, each key within its domain, or refused with the nearest known
word.

`settings` declares every key with its default and its domain, `domains` says what a domain is, `agreement`
what several keys must hold together, `reading` finds the file and reads it.
"""

from ofworkflow.config.reading import FILE_NAME, find_config, load, misnamed
from ofworkflow.config.settings import (
    COMMUNES_EXEMPLE,
    BaseSettings,
    ConseillerSettings,
    CourriersSettings,
    DepartementSettings,
    NuitSettings,
    ProcedureSettings,
    RapportSettings,
    Settings,
    StatistiquesSettings,
    StructureSettings,
    TerritoireSettings,
    UtilisateurSettings,
)

__all__ = [
    "COMMUNES_EXEMPLE",
    "FILE_NAME",
    "BaseSettings",
    "ConseillerSettings",
    "CourriersSettings",
    "DepartementSettings",
    "NuitSettings",
    "ProcedureSettings",
    "RapportSettings",
    "Settings",
    "StatistiquesSettings",
    "StructureSettings",
    "TerritoireSettings",
    "UtilisateurSettings",
    "find_config",
    "load",
    "misnamed",
]
