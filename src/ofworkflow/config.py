"""`config.toml` read once into frozen settings, or refused with the nearest known word.

What differs from one mission locale to the next lives here with its default; what is the same everywhere in France lives in
`ofworkflow.law.texts`. Days, months and minutes are whole numbers whose unit is written beside each field.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from ofworkflow.errors import ConfigError

FILE_NAME = "config.toml"


@dataclass(frozen=True, slots=True)
class StructureSettings:
    """The mission locale as its letters show it."""

    code: str = "ML-EXEMPLE"
    nom: str = "Mission locale de la Deûle"
    adresse: tuple[str, ...] = ("12 rue de l'Exemple", "59130 LAMBERSART")
    ville: str = "Lambersart"
    telephone: str = "03 53 01 00 00"
    courriel: str = "accueil@exemple.invalid"
    acces: str = "Bus ligne 10, arrêt Exemple ; entrée accessible aux fauteuils roulants."
    horaires: str = "Du lundi au vendredi, de 9 h à 12 h et de 13 h 30 à 17 h."
    logo: str = ""
    couleur: str = field(default="#1f3a5f", metadata={"pattern": "#[0-9a-fA-F]{6}", "example": "#1f3a5f"})
    delegue_donnees: str = "dpo@exemple.invalid"


@dataclass(frozen=True, slots=True)
class ConseillerSettings:
    """The referent counsellor, named in every letter (CRPA L. 111-2)."""

    prenom: str = "Camille"
    nom: str = "Renard"
    qualite: str = "Conseillère référente, Obligation de formation"
    telephone: str = "03 53 01 00 01"
    courriel: str = "camille.renard@exemple.invalid"
    signature: str = ""


@dataclass(frozen=True, slots=True)
class DepartementSettings:
    """Who receives the information of article R. 114-7."""

    nom: str = "Département du Nord"
    destinataire: str = "Monsieur le Président du conseil départemental du Nord"
    salutation: str = "Monsieur le Président,"
    adresse: tuple[str, ...] = ("Hôtel du Département", "1 place de l'Exemple", "59000 LILLE")


COMMUNES_EXEMPLE = (
    "59328 Lambersart",
    "59356 Lompret",
    "59368 La Madeleine",
    "59378 Marcq-en-Barœul",
    "59386 Marquette-lez-Lille",
    "59457 Pérenchies",
    "59482 Quesnoy-sur-Deûle",
    "59527 Saint-André-lez-Lille",
    "59611 Verlinghem",
    "59636 Wambrechies",
)


@dataclass(frozen=True, slots=True)
class TerritoireSettings:
    """Where we are: public holidays, civil time, communes (« INSEE nom »; none: all are accepted)."""

    jours_feries: str = "metropole"
    fuseau: str = "Europe/Paris"
    communes: tuple[str, ...] = COMMUNES_EXEMPLE
    antennes: tuple[str, ...] = field(
        default=(),
        metadata={"pattern": r"[^:]*[^:\s]\s*:\s*\w{5}(\s*,\s*\w{5})*", "example": "Antenne de Pérenchies : 59457, 59482"},
    )

    def commune_names(self) -> dict[str, str]:
        """Return the communes of the territory, INSEE code → name, in the house's order."""
        return {code: nom for code, _, nom in (line.partition(" ") for line in self.communes)}

    def offices(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the antennes in the house's order, each with the names of its communes; a code of no commune is left out."""
        names = self.commune_names()
        lines = ((name.strip(), codes) for name, _, codes in (line.partition(":") for line in self.antennes))
        return tuple((name, tuple(names[c] for c in map(str.strip, codes.split(",")) if c in names)) for name, codes in lines)


@dataclass(frozen=True, slots=True)
class ProcedureSettings:
    """The habits of the house, none of them set by law."""

    preavis_premier_entretien: int = 10  # days
    preavis_seconde_convocation: int = 21  # days
    justification: int = 5  # working days
    issue: int = 1  # days
    convocations_par_cycle: int = 2
    preparation_avant_terme: int = 10  # days
    depart_convocation: str = field(
        default="second_convocation", metadata={"choices": ("second_convocation", "premiere_convocation")}
    )
    depart_date: str = field(default="envoi", metadata={"choices": ("envoi", "presentation", "rendez_vous")})
    silence_sollicitations: int = 3
    silence_canaux: int = 2
    silence_duree: int = 21  # days
    inscription_provisoire: int = 30  # days
    revision_exemption: int = 3  # months
    accuse_departement: int = 30  # days
    conservation: int = 24  # months


@dataclass(frozen=True, slots=True)
class CourriersSettings:
    """Where letters go and how the page is laid out; millimetres."""

    dossier: str = "courriers"
    modeles: str = "letter_templates"
    apparence: str = field(default="sobre", metadata={"choices": ("sobre", "bandeau")})
    fenetre_haut: float = 55.0
    fenetre_gauche: float = 110.0
    fenetre_largeur: float = 85.0
    fenetre_hauteur: float = 33.0
    duree_entretien: int = 45  # minutes
    attente: int = 30  # minutes
    lieu: str = "dans nos locaux, 12 rue de l'Exemple à Lambersart"


@dataclass(frozen=True, slots=True)
class NuitSettings:
    """The nightly check."""

    heure: str = field(default="04:15", metadata={"pattern": r"([01]\d|2[0-3]):[0-5]\d", "example": "04:15"})
    battement: int = 5  # minutes
    lot: int = 1000  # dossiers a transaction
    nouveaux_essais: tuple[int, ...] = (1, 5, 15, 60)  # minutes after each failure


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = rf"{_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"  # no space, no comma, no line break: one address


@dataclass(frozen=True, slots=True)
class RapportSettings:
    """Who receives the morning report, and through which server; the password comes from the environment only."""

    fichier: str = ""
    destinataires: tuple[str, ...] = field(default=(), metadata={"pattern": _ADDRESS, "example": "accueil@exemple.invalid"})
    expediteur: str = field(default="", metadata={"pattern": f"|{_ADDRESS}", "example": "ofworkflow@exemple.invalid"})
    serveur: str = ""
    port: int = 587
    chiffrement: str = field(default="starttls", metadata={"choices": ("starttls", "tls", "aucun")})
    utilisateur: str = ""

    @property
    def by_mail(self) -> bool:
        """Whether the house asks for e-mails."""
        return bool(self.serveur and self.destinataires)


@dataclass(frozen=True, slots=True)
class StatistiquesSettings:
    """What may leave the house."""

    seuil_masquage: int = field(default=5, metadata={"least": 3})  # below it, a masked count could only be 1


@dataclass(frozen=True, slots=True)
class BaseSettings:
    """The database."""

    url: str = "sqlite:///ofworkflow.db"


@dataclass(frozen=True, slots=True)
class UtilisateurSettings:
    """Who is at the keyboard; empty: the user of the operating system."""

    auteur: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """All of `config.toml`; `folder` is where it lies, and what relative paths are relative to."""

    structure: StructureSettings = StructureSettings()
    conseiller: ConseillerSettings = ConseillerSettings()
    departement: DepartementSettings = DepartementSettings()
    territoire: TerritoireSettings = TerritoireSettings()
    procedure: ProcedureSettings = ProcedureSettings()
    courriers: CourriersSettings = CourriersSettings()
    nuit: NuitSettings = NuitSettings()
    rapport: RapportSettings = RapportSettings()
    statistiques: StatistiquesSettings = StatistiquesSettings()
    base: BaseSettings = BaseSettings()
    utilisateur: UtilisateurSettings = UtilisateurSettings()
    folder: Path = field(default=Path(), metadata={"internal": True})

    def path(self, relative: str) -> Path:
        """Return a path of the configuration, relative to the folder of `config.toml`."""
        return self.folder / relative

    def database_url(self) -> str:
        """Return the URL to open, a relative SQLite file taken from the folder of `config.toml`.

        `$OFWORKFLOW_BASE_URL`, where set, wins: a password has no place in a file.
        """
        url = os.environ.get("OFWORKFLOW_BASE_URL") or self.base.url
        prefix = "sqlite:///"
        if url.startswith(prefix) and not url.startswith(prefix + "/") and ":memory:" not in url:
            return prefix + str((self.folder / url.removeprefix(prefix)).resolve())
        return url


def find_config(explicit: str | None) -> Path | None:
    """Return the configuration file: `--config`, `$OFWORKFLOW_CONFIG`, `./config.toml`, the user's folder; or `None`."""
    named = explicit or os.environ.get("OFWORKFLOW_CONFIG")
    if named:
        path = Path(named)
        return path / FILE_NAME if path.is_dir() else path
    home = Path(os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA") or Path.home() / ".config")
    return next((path for path in (Path(FILE_NAME), home / "ofworkflow" / FILE_NAME) if path.is_file()), None)


def load(path: Path) -> Settings:
    """Read `path`; raise `ConfigError` naming the file, the key and what to do."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(
            f"Le fichier de configuration {path} n'existe pas. Créez-le avec « of init », ou donnez-en un avec --config."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"Le fichier de configuration {path} est illisible ({error}). Vérifiez ses droits.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{path} est mal écrit : {_french_toml_error(str(error))}. "
            "Corrigez cette ligne (texte entre guillemets, liste entre crochets)."
        ) from None
    settings: Settings = _build(Settings, table, str(path), "")
    return Settings(**{f.name: getattr(settings, f.name) for f in fields(Settings)} | {"folder": path.resolve().parent})


def _french_toml_error(message: str) -> str:
    at = re.search(r"at line (\d+), column (\d+)", message)
    return f"ligne {at[1]}, colonne {at[2]}" if at else "la fin du fichier est inattendue"


def _build(cls: type[Any], table: dict[str, Any], file: str, section: str) -> Any:
    known = {f.name: f for f in fields(cls) if not f.metadata.get("internal")}
    hints = get_type_hints(cls)
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            raise ConfigError(_unknown_key(file, section, key, list(known)))
        name = f"{section}.{key}" if section else key
        if is_dataclass(hints[key]):
            if not isinstance(value, dict):
                raise ConfigError(f"{file} : « {name} » doit être une section, écrite [{name}].")
            values[key] = _build(hints[key], value, file, name)
        else:
            values[key] = _checked(value, hints[key], known[key].metadata, f"{file} : « {name} »")
    return cls(**values)


def _unknown_key(file: str, section: str, key: str, known: list[str]) -> str:
    from difflib import get_close_matches  # only when something is wrong

    near = get_close_matches(key, known, n=1, cutoff=0.5)
    where = f" dans [{section}]" if section else ""
    hint = f"Vouliez-vous dire « {near[0]} » ?" if near else f"Mots connus : {', '.join(known)}."
    return f"{file} : « {key} » est inconnu{where}. {hint}"


def _checked(value: Any, expected: Any, metadata: Any, where: str) -> Any:
    if get_origin(expected) is tuple:
        item = get_args(expected)[0]
        if not isinstance(value, list):
            words = {int: "nombres entiers", str: "textes"}
            raise ConfigError(f"{where} doit être une liste de {words[item]} entre crochets.")
        return tuple(_checked(one, item, metadata, where) for one in value)
    if expected is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, expected) or isinstance(value, bool):
        words = {int: "un nombre entier", float: "un nombre", str: "un texte entre guillemets"}
        raise ConfigError(f"{where} doit être {words[expected]} ; vous avez écrit {value!r}.")
    if isinstance(value, int | float) and value < 0:
        raise ConfigError(f"{where} ne peut pas être négatif ; vous avez écrit {value}.")
    if (least := metadata.get("least")) is not None and value < least:
        raise ConfigError(f"{where} doit valoir {least} au moins ; vous avez écrit {value}.")
    if (choices := metadata.get("choices")) and value not in choices:
        raise ConfigError(f"{where} doit être l'un de : {', '.join(choices)} ; vous avez écrit « {value} ».")
    if (pattern := metadata.get("pattern")) and not re.fullmatch(pattern, value):
        raise ConfigError(f"{where} doit s'écrire comme « {metadata['example']} » ; vous avez écrit « {value} ».")
    return value
