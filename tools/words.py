"""The words that name one thing only: their one meaning, what the code calls them, and what must never be called so.

`docs/glossary.md` begins with this table, and `tests/test_words.py` holds the code to it.
"""

from __future__ import annotations

from typing import NamedTuple


class OneWord(NamedTuple):
    """A word of the trade: its meaning, its names in the code, what is not called so.

    `kept_from`: pieces of English names that would say it another way, in a module or in a public class.
    """

    mot: str
    sens: str
    code: str
    jamais: str
    kept_from: tuple[str, ...] = ()


ONE_WORD: tuple[OneWord, ...] = (
    OneWord(
        "signalement",
        "quelqu'un dit qu'un mineur n'est ni en étude, ni en formation, ni en emploi ; il ouvre un dossier",
        "`Signalement`, `reported_on`",
        "un report, un rapport, une alerte",
        ("reporting",),
    ),
    OneWord(
        "report",
        "un autre rendez-vous donné à la place du premier (`of reporter`), et le courrier qui le dit",
        "`Reporter`, `Report`, `ReportReason`",
        "le rapport du matin, le bilan de l'année",
        ("report", "reports"),
    ),
    OneWord(
        "rapport",
        "ce que la dernière nuit a fait et ce que les gens doivent faire, chaque matin (`of rapport`)",
        "`Rapport`, `Morning`",
        "un taux, le bilan de l'année ; ce qu'une nuit rend au programme est `NightResult`",
    ),
    OneWord(
        "bilan",
        "les chiffres d'une année, pour qui finance (`of bilan`) ; figé, il a un numéro et un scellé",
        "`AnnualBilan`, `SealedBilan`",
        "le rapport du matin, les chiffres à l'écran (`of stats`)",
    ),
    OneWord(
        "constat d'absence",
        "personne n'est venu à un rendez-vous : l'acte (`of absence`), et la pièce qui reste au dossier",
        "`ConstaterAbsence`, `Stage.CARENCE`",
        "une carence, qui parle d'éducation : le mot ne reste que dans ce qui est stocké (`carence`, `constat_carence`)",
    ),
    OneWord(
        "convocation (article R. 114-7)",
        "celle qui suit une absence, un abandon ou un silence, et qui ouvre les deux mois",
        "`Stage.CONVOCATION`, `SECOND_SUMMONS`",
        "une « seconde convocation » là où il n'y en a pas eu de première (2°, 3°)",
    ),
    OneWord(
        "alerte",
        "un fait daté : la nuit dit qu'une échéance approche ou qu'elle est passée",
        "`Alerte`, `NightAlerte`, `PlannedAlerte`",
        "ce qu'un acte permis fait remarquer (un avertissement : `Decision.warnings`) ; l'alarme d'une nuit en échec",
        ("warning", "warnings", "alert", "alerts"),
    ),
    OneWord(
        "prévision",
        "ce que la nuit écrira d'un dossier si personne n'y touche : alertes, actes, refus",
        "`plan`, `Planned`, table `prevision`",
        "une échéance, l'agenda de la journée, le planificateur (`of planifier`)",
        ("forecast", "forecasts", "horizon", "planning", "planner"),
    ),
    OneWord(
        "préavis",
        "les jours que la maison laisse entre l'envoi d'une convocation et son rendez-vous",
        "`preavis_days`, `preavis_setting`",
        "l'information du département",
    ),
    OneWord(
        "information du département",
        "l'envoi au président du conseil départemental (R. 114-7), que la nuit prépare et que quelqu'un signe",
        "`notice`, `Act.TRANSMETTRE`",
        "un préavis, une alerte, la mention sur les données personnelles",
        ("notice", "notices"),
    ),
    OneWord(
        "courrier",
        "un document adressé à quelqu'un ; un pli est l'enveloppe qui part, un tirage ce qui s'imprime d'un coup",
        "`letters`, `Envelope`, `Run`, `Mailing`",
        "un courriel, qui ne porte que le rapport du matin (`scheduling/courriel.py`)",
        ("mailer", "mailroom", "dispatch"),
    ),
)
