"""Every key of `config.toml`: its default, and its domain beside it.

What differs from one mission locale to the next lives here with its default; what is the same everywhere in
France lives in `ofworkflow.law.texts`. Days, months and minutes are whole numbers whose unit is written
beside each field.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from ofworkflow.config import trade_domains as trade
from ofworkflow.config.domains import between, digits, like, line, one_of, place, setting
from ofworkflow.records import dataclass
from ofworkflow.text import departement_of_commune


@dataclass(frozen=True, slots=True)
class StructureSettings:
    """The mission locale as its letters show it."""

    code: str = setting(
        "ML-EXEMPLE", like("ML-EXEMPLE", r"[\w.-]{1,40}", ("", "ML EXEMPLE", "x" * 41, "ML/1"))
    )
    nom: str = setting("Mission locale de la Deûle", line(120))
    adresse: tuple[str, ...] = setting(("12 rue de l'Exemple", "59130 LAMBERSART"), trade.postal_address())
    ville: str = setting("Lambersart", line(60))
    telephone: str = setting("03 53 01 00 00", digits())
    courriel: str = setting("accueil@exemple.invalid", trade.email())
    acces: str = setting(
        "Bus ligne 10, arrêt Exemple ; entrée accessible aux fauteuils roulants.", line(empty=True)
    )
    horaires: str = setting("Du lundi au vendredi, de 9 h à 12 h et de 13 h 30 à 17 h.", line(empty=True))
    logo: str = setting("", place(empty=True))
    couleur: str = setting("#1f3a5f", like("#1f3a5f", "#[0-9a-fA-F]{6}", ("bleu", "#123", "")))
    delegue_donnees: str = setting("dpo@exemple.invalid", line(120))
    equipe: tuple[str, ...] = setting((), line(120, count=(0, 200), whole=trade.distinct))


@dataclass(frozen=True, slots=True)
class ConseillerSettings:
    """The referent counsellor, named in every letter (CRPA L. 111-2)."""

    prenom: str = setting("Camille", line(60))
    nom: str = setting("Renard", line(60))
    qualite: str = setting("Conseillère référente, Obligation de formation", line(120))
    telephone: str = setting("03 53 01 00 01", digits())
    courriel: str = setting("camille.renard@exemple.invalid", trade.email())
    signature: str = setting("", place(empty=True))


@dataclass(frozen=True, slots=True)
class DepartementSettings:
    """Who receives the information of article R. 114-7 in one département; `code` is that of its communes."""

    code: str = setting("", trade.departement_code(empty=True))
    nom: str = setting("Département du Nord", line(80))
    destinataire: str = setting("Monsieur le Président du conseil départemental du Nord", line(120))
    salutation: str = setting("Monsieur le Président,", line(80))
    autorite: str = setting(
        "le président du conseil départemental",
        like(
            "le président du conseil départemental",
            r"(le|la) \S.{0,100}",
            ("", "président", "Monsieur le Président"),
        ),
    )
    adresse: tuple[str, ...] = setting(
        ("Hôtel du Département", "1 place de l'Exemple", "59000 LILLE"), trade.postal_address()
    )


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

    jours_feries: str = setting("metropole", trade.territory())
    jours_coutumiers: str = setting("oui", one_of("oui", "non"))
    jours_chomes_prolongent: str = setting("non", one_of("oui", "non"))
    vendredi_saint: str = setting("non", one_of("oui", "non"))
    fuseau: str = setting("Europe/Paris", trade.time_zone())
    zone_scolaire: str = setting("", like("B", "|A|B|C|aucune", ("D", "b", "zone B")))
    communes: tuple[str, ...] = setting(COMMUNES_EXEMPLE, trade.communes())
    antennes: tuple[str, ...] = setting((), trade.offices())
    voisines: tuple[str, ...] = setting((), trade.neighbours())

    def commune_names(self) -> dict[str, str]:
        """Return the communes of the territory, INSEE code → name, in the house's order."""
        return {code: nom.strip() for code, _, nom in (each.partition(" ") for each in self.communes)}

    def neighbours(self) -> dict[str, str]:
        """Return the mission locale of each code that is not ours: of a commune, of the post, of a
        département."""
        lines = (each.partition(":") for each in self.voisines)
        return {code.strip(): name.strip() for name, _, codes in lines for code in codes.split(",")}

    def office_codes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the antennes in the house's order, each with the codes of its communes as they are
        written."""
        lines = (each.partition(":") for each in self.antennes)
        return tuple((name.strip(), tuple(map(str.strip, codes.split(",")))) for name, _, codes in lines)

    def offices(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the antennes in the house's order, each with the names of its communes; a code of no
        commune is left out."""
        names = self.commune_names()
        return tuple(
            (name, tuple(names[code] for code in codes if code in names))
            for name, codes in self.office_codes()
        )


OUVERTURE = ("lundi-vendredi 9:00-12:00", "lundi-vendredi 13:30-17:00")


@dataclass(frozen=True, slots=True)
class ProcedureSettings:
    """The habits of the house, none of them set by law."""

    preavis_premier_entretien: int = setting(10, between(0, 60, "jours"))
    preavis_seconde_convocation: int = setting(21, between(0, 60, "jours"))
    justification: int = setting(5, between(0, 60, "jours ouvrés"))
    issue: int = setting(1, between(0, 60, "jours"))
    convocations_par_cycle: int = setting(2, between(1, 10))
    preparation_avant_terme: int = setting(10, between(0, 59, "jours"))
    information_au_plus_tot: str = setting(
        "justification",
        like("justification", "justification|lendemain|[1-9]|[1-5][0-9]", ("", "0", "60", "hier")),
    )
    signalement_repete: str = setting("cycle", one_of("cycle", "toujours", "jamais"))
    promesse_information: str = setting("signale", one_of("signale", "retient"))
    depart_convocation: str = setting(
        "second_convocation", one_of("second_convocation", "premiere_convocation")
    )
    depart_date: str = setting("envoi", one_of("envoi", "presentation", "rendez_vous"))
    silence_sollicitations: int = setting(3, between(1, 20))
    silence_canaux: int = setting(2, between(1, 6))
    silence_duree: int = setting(21, between(1, 365, "jours"))
    inscription_provisoire: int = setting(30, between(1, 365, "jours"))
    revision_exemption: int = setting(3, between(1, 24, "mois"))
    accuse_departement: int = setting(30, between(1, 365, "jours"))
    conservation: int = setting(24, between(1, 120, "mois"))
    ouverture: tuple[str, ...] = setting(OUVERTURE, trade.opening_hours())
    salles: tuple[str, ...] = setting((), trade.rooms())
    entretien_conjoint: str = setting("oui", one_of("oui", "non"))
    assiduite: int = setting(3, between(0, 12, "mois"))
    age_au_plus_tot: int = setting(15, between(14, 16, "ans"))


@dataclass(frozen=True, slots=True)
class CourriersSettings:
    """Where letters go and how the page is laid out; millimetres."""

    dossier: str = setting("courriers", place())
    modeles: str = setting("letter_templates", place())
    apparence: str = setting("sobre", one_of("sobre", "bandeau"))
    fenetre_haut: float = setting(55.0, between(20, 250, "mm"))
    fenetre_gauche: float = setting(110.0, between(0, 150, "mm"))
    fenetre_largeur: float = setting(85.0, between(40, 190, "mm"))
    fenetre_hauteur: float = setting(33.0, between(15, 120, "mm"))
    duree_entretien: int = setting(45, between(5, 480, "minutes"))
    attente: int = setting(30, between(0, 240, "minutes"))
    lieu: str = setting("dans nos locaux, 12 rue de l'Exemple à Lambersart", line(200))


@dataclass(frozen=True, slots=True)
class NuitSettings:
    """The nightly check."""

    heure: str = setting("04:15", like("04:15", r"([01]\d|2[0-3]):[0-5]\d", ("4h15", "24:00", "04:60", "")))
    battement: int = setting(5, between(1, 60, "minutes"))
    lot: int = setting(1000, between(1, 100_000, "dossiers"))  # a transaction; none would never end
    nouveaux_essais: tuple[int, ...] = setting((1, 5, 15, 60), between(0, 1440, "minutes", count=(0, 20)))


@dataclass(frozen=True, slots=True)
class RapportSettings:
    """Who receives the morning rapport, and through which server; the password comes from the environment
    only."""

    fichier: str = setting("", place(empty=True))
    destinataires: tuple[str, ...] = setting((), trade.email(count=(0, 100), whole=trade.distinct))
    expediteur: str = setting("", trade.email(empty=True))
    serveur: str = setting(
        "", like("smtp.exemple.invalid", r"|[\w.:-]{1,253}", ("smtp exemple", "smtp://exemple", "x" * 254))
    )
    port: int = setting(587, between(1, 65535))
    chiffrement: str = setting("starttls", one_of("starttls", "tls", "aucun"))
    utilisateur: str = setting("", line(254, empty=True))

    @property
    def by_mail(self) -> bool:
        """Whether the house asks for e-mails."""
        return bool(self.serveur and self.destinataires)


@dataclass(frozen=True, slots=True)
class RappelsSettings:
    """Whether families are reminded of their appointments by e-mail, through the server of the rapport."""

    courriel: str = setting("non", one_of("oui", "non"))


@dataclass(frozen=True, slots=True)
class StatistiquesSettings:
    """What may leave the house."""

    seuil_masquage: int = setting(5, between(3, 100))  # below 3, a masked count could only be 1


@dataclass(frozen=True, slots=True)
class BaseSettings:
    """The database."""

    url: str = setting("sqlite:///ofworkflow.db", trade.database())


@dataclass(frozen=True, slots=True)
class UtilisateurSettings:
    """Who is at the keyboard; empty: the user of the operating system."""

    auteur: str = setting("", line(120, empty=True))


@dataclass(frozen=True, slots=True)
class Settings:
    """All of `config.toml`; `folder` is where it lies, and what relative paths are relative to."""

    structure: StructureSettings = StructureSettings()
    conseiller: ConseillerSettings = ConseillerSettings()
    departement: DepartementSettings = DepartementSettings()
    departements: Mapping[str, DepartementSettings] = field(
        default_factory=dict,
        metadata={"internal": True, "table": DepartementSettings, "keys": trade.departement_code()},
    )
    territoire: TerritoireSettings = TerritoireSettings()
    procedure: ProcedureSettings = ProcedureSettings()
    courriers: CourriersSettings = CourriersSettings()
    nuit: NuitSettings = NuitSettings()
    rapport: RapportSettings = RapportSettings()
    rappels: RappelsSettings = RappelsSettings()
    statistiques: StatistiquesSettings = StatistiquesSettings()
    base: BaseSettings = BaseSettings()
    utilisateur: UtilisateurSettings = UtilisateurSettings()
    folder: Path = field(default=Path(), metadata={"internal": True})

    def departement_codes(self) -> frozenset[str]:
        """Return the codes of the départements that are known: the house's own, those of the table; none:
        every commune is of the house's own."""
        own = {self.departement.code} if self.departement.code else self._of_its_communes()
        return frozenset(own | set(self.departements)) if own else frozenset()

    def departement_of(self, code: str) -> DepartementSettings | None:
        """Return the département of that code; `None` where the configuration does not know it."""
        if code in self.departements:
            return self.departements[code]
        known = self.departement_codes()
        return self.departement if not known or code in known else None

    def _of_its_communes(self) -> set[str]:
        return {departement_of_commune(code) for code in self.territoire.commune_names()}

    def path(self, relative: str) -> Path:
        """Return a path of the configuration, relative to the folder of `config.toml`."""
        return self.folder / relative

    def database_place(self) -> str | Path:
        """Return the file of the base as a path, a relative one taken from the folder of `config.toml`; or a
        server's address.

        What follows `sqlite:///` is a path as it is written: spaces, accents, « # », « ? » and « % » are
        those of its name. `$OFWORKFLOW_BASE_URL`, where set, wins: a password has no place in a file.
        """
        url = os.environ.get("OFWORKFLOW_BASE_URL") or self.base.url
        path = url.removeprefix("sqlite:///")
        return url if path in (url, "", ":memory:") else (self.folder / path).resolve()
