"""The house: its configuration, its clock, its rules, its letters; each thing made when it is first asked
for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ofworkflow import config
from ofworkflow.clock import Clock
from ofworkflow.config import CourriersSettings, Settings
from ofworkflow.errors import ConfigError
from ofworkflow.files import Protected, base_files
from ofworkflow.records import dataclass

if TYPE_CHECKING:
    from ofworkflow.casework.dossier.desk import Desk
    from ofworkflow.casework.mail.letters.subject import DepartementAddress, Press
    from ofworkflow.config.faults import SettingFault, ShownSetting
    from ofworkflow.files import Destination
    from ofworkflow.intake.territory import Communes
    from ofworkflow.procedure.case import HouseRules
    from ofworkflow.statistics.modalities import HouseTerritory


MAPPINGS = "correspondances"
"""The folder, beside the configuration, of the lists that the house describes."""
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".svg")


@dataclass
class SettledHouse:
    """What was given before the command, and what follows from it without looking at the base."""

    config_path: str | None = None
    pinned_on: date | None = None
    author: str | None = None
    unused_are_said: bool = False  # the command has named the files that serve nothing
    cautions: list[str] = field(default_factory=list)

    @cached_property
    def settings_path(self) -> Path:
        """The file of the configuration; raise `ConfigError` when there is none."""
        path = config.find_config(self.config_path)
        if path is None:
            raise ConfigError(
                "Aucune configuration trouvée ici. "
                + (
                    config.misnamed(Path(config.FILE_NAME))
                    or "Créez-en une avec « of init », ou indiquez la vôtre avec --config FICHIER."
                )
            )
        return path

    @cached_property
    def settings(self) -> Settings:
        """The configuration; raise `ConfigError` when there is none, or when it is wrong."""
        return config.load(self.settings_path)

    def shown_settings(self) -> list[ShownSetting]:
        """Return every setting, with where it comes from and its article; raise `ConfigError`."""
        from ofworkflow.config.faults import shown_settings

        return list(shown_settings(self.settings_path, defaults_folder() / config.FILE_NAME))

    def config_faults(self) -> list[SettingFault]:
        """Return all that is wrong with the configuration, each with its line; raise `ConfigError` where
        there is none."""
        from ofworkflow.config.faults import faults

        return faults(self.settings_path)

    @cached_property
    def clock(self) -> Clock:
        """The civil time of the territory, with `--au`."""
        return Clock(self.settings.territoire.fuseau, self.pinned_on)

    @cached_property
    def rules(self) -> HouseRules:
        """The habits of the house, as the procedure knows them."""
        return house_rules(self.settings)

    @cached_property
    def territory(self) -> HouseTerritory:
        """The communes and the antennes of the house, as figures are broken down by them."""
        from ofworkflow.statistics.modalities import HouseTerritory

        place = self.settings.territoire
        return HouseTerritory(tuple(place.commune_names().values()), place.offices())

    @cached_property
    def communes(self) -> Communes:
        """The communes of the house, as people type them."""
        from ofworkflow.intake.territory import Communes

        return Communes(self.settings.territoire.commune_names())

    @property
    def backup_folder(self) -> Path:
        """Where backups go: beside the configuration."""
        return self.settings.folder / "sauvegardes"

    def destination(self, path: Path, *, replaces: bool) -> Destination:
        """Return the place of a file that was asked for: never the base, its journals, the configuration."""
        from ofworkflow.files import Destination

        return Destination(path, self.protected, replaces)

    @property
    def has_made_letters(self) -> bool:
        """Whether this call composed a letter."""
        return "press" in self.__dict__ and self.press.renderer.has_composed

    def unused_mappings(self) -> list[str]:
        """Return one sentence for each file of the mappings' folder that no list can be read with."""
        from ofworkflow.intake.mapping import unused_mappings

        return unused_mappings(self.settings.path(MAPPINGS))

    def unused_files(self) -> list[str]:
        """Return one sentence for each file that the house put there for its letters or its lists, and
        that nothing reads."""
        s = self.settings
        wanted = {
            "logo": ("structure.logo", s.structure.logo),
            "signature": ("conseiller.signature", s.conseiller.signature),
        }
        return [*self.press.renderer.unused_files(), *self.unused_mappings()] + [
            f"{path.name} ne sert à rien : « {key} » est vide dans config.toml ; écrivez-y ce nom, ou "
            "retirez le fichier."
            for stem, (key, value) in wanted.items()
            if not value
            for path in sorted(s.folder.glob("*.*"))
            if path.stem.casefold().startswith(stem) and path.suffix.casefold() in IMAGE_SUFFIXES
        ]

    @property
    def clock_is_pinned(self) -> bool:
        """Whether this call lives on a day of its own (`--au`)."""
        return self.pinned_on is not None

    @cached_property
    def press(self) -> Press:
        """What makes the letters."""
        return replace(make_press(self.settings), today=self.clock.today())

    @property
    def letters_folder(self) -> Path:
        """Where letters and runs lie; the paths that the base keeps are relative to it."""
        return self.settings.path(self.settings.courriers.dossier)

    @cached_property
    def protected(self) -> Protected:
        """What no file that we write may replace."""
        return what_is_protected(self.settings, config.find_config(self.config_path))

    def desk(self) -> Desk:
        """Return who acts, and on which day."""
        from ofworkflow.casework.dossier.desk import Desk

        s = self.settings
        return Desk(
            rules=self.rules,
            author=self.author or s.utilisateur.auteur or session_user(),
            today=self.clock.today(),
            now=self.clock.now(),
            structure=s.structure.code,
            conseiller=f"{s.conseiller.prenom} {s.conseiller.nom}",
        )

    @cached_property
    def night_expected_on(self) -> date:
        """The last day whose night should be done by now."""
        from ofworkflow.casework.night.ledger import expected_on

        return expected_on(self.clock.now(), self.clock.today(), self.settings.nuit.heure)


def what_is_protected(settings: Settings, config_file: Path | None) -> Protected:
    """Return what the house lives on: its base and the journals of it, its configuration, its templates,
    what left on paper."""
    from ofworkflow.storage.database import sqlite_path

    s = settings
    images = (
        (s.structure.logo, "le logo de vos courriers"),
        (s.conseiller.signature, "la signature de vos courriers"),
    )
    named = sqlite_path(
        s.base.url
    )  # the one of the file is no less a base when the environment names another
    bases = {path for path in (sqlite_path(s.database_place()), named and s.path(str(named))) if path}
    return Protected(
        files=(
            *((path, "la base, ou son journal") for base in bases for path in base_files(base)),
            *((path, "la configuration") for path in (config_file,) if path),
            *((s.path(image), words) for image, words in images if image),
        ),
        folders=(
            (s.path(s.courriers.modeles), "dans le dossier des modèles"),
            (s.path(MAPPINGS), "dans le dossier des correspondances"),
        ),
        letters=s.path(s.courriers.dossier),
    )


def session_user() -> str:
    """Return who is at the keyboard; a user whom the system does not list (a container, a service) by
    number."""
    import getpass
    import os

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return f"utilisateur {os.getuid()}" if hasattr(os, "getuid") else "utilisateur inconnu"


def house_rules(settings: Settings) -> HouseRules:
    """Return the habits of the house, with the calendar of its territory."""
    from ofworkflow.law.calendar import WorkCalendar
    from ofworkflow.law.school_holidays import zone_of
    from ofworkflow.procedure.case import HouseRules

    place = settings.territoire
    calendar = WorkCalendar(
        place.jours_feries,
        place.jours_coutumiers == "oui",
        place.vendredi_saint == "oui",
        place.jours_chomes_prolongent == "oui",
    )
    return HouseRules(
        calendar=calendar,
        fuseau=place.fuseau,
        zone_scolaire=zone_of(settings.departement_codes())
        if not place.zone_scolaire
        else place.zone_scolaire.removeprefix("aucune"),
        duree_entretien=settings.courriers.duree_entretien,
        departements=tuple(sorted(settings.departement_codes())),
        **asdict(settings.procedure),
    )


def make_press(settings: Settings) -> Press:
    """Return what makes letters, from the configuration; no library of letters is loaded yet."""
    from ofworkflow.casework.mail.letters.subject import Press
    from ofworkflow.letters.people import Conseiller, Fenetre, Maison
    from ofworkflow.letters.renderer import Renderer

    s, c, who = settings.structure, settings.courriers, settings.conseiller
    window = Fenetre(c.fenetre_haut, c.fenetre_gauche, c.fenetre_largeur, c.fenetre_hauteur)
    templates = settings.path(c.modeles)
    return Press(
        maison=Maison(
            s.nom,
            s.adresse,
            s.ville,
            s.telephone,
            s.courriel,
            s.acces,
            s.horaires,
            str(settings.path(s.logo)) if s.logo else None,
            s.delegue_donnees,
            c.duree_entretien,
            window,
            settings.procedure.conservation,
            settings.territoire.fuseau,
            s.couleur,
            c.apparence,
        ),
        conseiller=Conseiller(
            who.prenom,
            who.nom,
            who.qualite,
            who.telephone,
            who.courriel,
            str(settings.path(who.signature)) if who.signature else None,
        ),
        departement_of=_departements(settings),
        folder=settings.path(c.dossier),
        renderer=Renderer(
            templates if templates.is_dir() or c.modeles != CourriersSettings().modeles else None
        ),
        rules=house_rules(settings),
    )


def _departements(settings: Settings) -> Callable[[str], DepartementAddress | None]:
    """Return what finds who is written to in a département, by its code."""
    from ofworkflow.casework.mail.letters.subject import DepartementAddress

    def found(code: str) -> DepartementAddress | None:
        d = settings.departement_of(code)
        return DepartementAddress(d.nom, d.destinataire, d.salutation, d.adresse, d.autorite) if d else None

    return found


def defaults_folder() -> Path:
    """Return the folder of what is shipped: `config.toml`, `letter_templates/`, in the wheel or at the
    root of the sources."""
    packed = Path(__file__).parents[1] / "_defaults"
    return packed if packed.is_dir() else Path(__file__).parents[3]
