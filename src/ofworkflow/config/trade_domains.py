"""The domains of our trade: addresses, communes and their official codes, territories, time zones, the
base."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from ofworkflow.config.domains import Domain, like, line
from ofworkflow.text import DEPARTEMENT_CODE

# As `law.calendar` knows them; the floors keep `config` from asking it, a test holds the two lists together.
TERRITORIES = (
    "metropole", "alsace_moselle", "guadeloupe", "martinique", "guyane", "la_reunion", "mayotte",
    "saint_barthelemy", "saint_martin", "saint_pierre_et_miquelon", "nouvelle_caledonie",
    "polynesie_francaise", "wallis_et_futuna",
)  # fmt: skip

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = (
    rf"{_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"  # no space, no comma, no line break: one address
)

# Code officiel géographique: département then commune; Corsica is 2A and 2B, overseas 971-978 and 98x.
OFFICIAL_CODE = r"(?:(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5])\d{3}|97[1-8]\d{2}|98[46-9]\d{2})"
_LINE_CHARS = 38  # NF Z 10-011


def departement_code(*, empty: bool = False) -> Domain:
    """The code of a département or of an overseas collectivity, as official codes of communes begin."""
    return like(
        "59",
        rf"{'|' if empty else ''}{DEPARTEMENT_CODE}",
        ("590", "20", "00", "96", "97", "Nord", "5", *(() if empty else ("",))),
    )


def email(*, empty: bool = False, **more: object) -> Domain:
    """One plain e-mail address."""
    pattern = f"|{_ADDRESS}" if empty else _ADDRESS
    outside = (
        "a",
        "a@exemple.invalid, b@exemple.invalid",
        "A <a@exemple.invalid>",
        "a..b@c",
        *(() if empty else ("",)),
    )
    return like("accueil@exemple.invalid", pattern, outside, **more)


def postal_address() -> Domain:
    """The lines of an address, its postcode and town last (NF Z 10-011)."""
    inside = line(_LINE_CHARS)

    def town_last(lines: tuple[str, ...]) -> str:
        if re.fullmatch(r"\d{5} \S.*", lines[-1]) and not lines[-1].startswith(("00", "99")):
            return ""
        return (
            "doit finir par le code postal et la ville, comme « 59130 LAMBERSART » ; vous avez écrit « "
            f"{lines[-1]} »."
        )

    return Domain(inside.must, inside.holds, inside.outside, count=(1, 5), whole=town_last)


def territory() -> Domain:
    """A territory whose public holidays are known."""
    return Domain(
        f"être un territoire dont les jours fériés sont connus ({', '.join(TERRITORIES)}), celui-ci n'est "
        "pas connu",
        TERRITORIES.__contains__,
        ("mars", "", "Metropole"),
        known=lambda: TERRITORIES,
    )


def time_zone() -> Domain:
    """A time zone of the IANA list."""
    return Domain(
        "être un fuseau horaire connu (Europe/Paris, Indian/Reunion, America/Miquelon…)",
        _is_zone,
        ("Europe/Lille", "", "heure de Paris", "../etc/passwd", "/etc/localtime", "Europe"),
        known=lambda: sorted(available_timezones()),
    )


def communes() -> Domain:
    """« INSEE nom »: an official code and a name, each once."""

    def each_once(lines: tuple[str, ...]) -> str:
        pairs = [(code, nom.strip()) for code, _, nom in (each.partition(" ") for each in lines)]
        for position, what in enumerate(("le code", "le nom")):
            if twice := _first_twice([pair[position] for pair in pairs]):
                return f"a deux fois {what} « {twice} » ; gardez une seule ligne, ou précisez le nom."
        return ""

    return Domain(
        "commencer par le code officiel de la commune (INSEE, 5 caractères), puis son nom, comme « 59328 "
        "Lambersart »",
        lambda v: len(v) <= 100 and re.fullmatch(rf"{OFFICIAL_CODE} +[^\W\d_].*", v) is not None,
        (
            "Lambersart",
            "5932 Lambersart",
            "00123 Nulle-Part",
            "20004 Ajaccio",
            "96001 Ailleurs",
            "59328",
            "59328 ",
            "ABCDE X",
            "",
        ),
        count=(0, 2000),
        whole=each_once,
    )


def offices() -> Domain:
    """« Nom : code, code »: the antennes and their communes, each antenne once."""

    def each_once(lines: tuple[str, ...]) -> str:
        twice = _first_twice([each.partition(":")[0].strip() for each in lines])
        return f"a deux fois l'antenne « {twice} » ; gardez une seule ligne." if twice else ""

    return like(
        "Antenne de Pérenchies : 59457, 59482",
        rf"[^:]*[^:\s]\s*:\s*{OFFICIAL_CODE}(\s*,\s*{OFFICIAL_CODE})*\s*",
        ("Pérenchies", ": 59457", "Antenne : ", "Antenne : 5945", "Antenne : 59457;59482"),
        count=(0, 200),
        whole=each_once,
    )


def neighbours() -> Domain:
    """« Nom : code, code »: the missions locales around, with the communes, postcodes or départements that
    are theirs, each once."""
    code = rf"(?:{OFFICIAL_CODE}|\d{{5}}|{DEPARTEMENT_CODE})"

    def each_once(lines: tuple[str, ...]) -> str:
        codes = [code.strip() for each in lines for code in each.partition(":")[2].split(",")]
        twice = _first_twice(codes)
        return f"a deux fois le code « {twice} » ; gardez une seule mission locale pour lui." if twice else ""

    return like(
        "Mission locale de l'Exemple : 62041, 62000, 62",
        rf"[^:]*[^:\s]\s*:\s*{code}(\s*,\s*{code})*\s*",
        (
            "Mission locale",
            ": 62041",
            "Mission locale : ",
            "Mission locale : 6204",
            "Mission locale : 62041;62000",
        ),
        count=(0, 500),
        whole=each_once,
    )


_DAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_HOUR = r"([01]?\d|2[0-3]):([0-5]\d)"


def opening_hours() -> Domain:
    """« lundi-vendredi 9:00-12:00 »: when the house receives; none: at any hour."""

    def holds(line: str) -> bool:
        match = re.fullmatch(rf"(?:{_DAYS})(?:-(?:{_DAYS}))? +{_HOUR} *- *{_HOUR}", line.strip().lower())
        return match is not None and (int(match[1]), int(match[2])) < (int(match[3]), int(match[4]))

    return Domain(
        "s'écrire comme « lundi-vendredi 9:00-12:00 », un jour ou plusieurs puis deux heures qui se suivent",
        holds,
        (
            "",
            "9:00-12:00",
            "lundi",
            "lundi 12:00-9:00",
            "lundi 9:00-24:00",
            "lundis 9:00-12:00",
            "lundi 9h-12h",
        ),
        count=(0, 50),
    )


def rooms() -> Domain:
    """The names of rooms, each once, without a comma: what follows one in a place is the rest of the
    place."""
    return like(
        "bureau 2",
        r"[^,\s][^,]{0,59}",
        ("", " ", "bureau 2, dans nos locaux", "x" * 70),
        count=(0, 50),
        whole=distinct,
    )


def distinct(values: tuple[object, ...]) -> str:
    """Say which value stands twice in a list."""
    twice = _first_twice(values)
    return f"a deux fois « {twice} » ; gardez une seule ligne." if twice else ""


def database() -> Domain:
    """The address of the base; never repeated in an error, a password may stand in it."""
    return Domain(
        "s'écrire comme sqlite:///fichier.db ou postgresql+psycopg://utilisateur@serveur/base, cette adresse "
        "n'est pas comprise",
        lambda v: re.fullmatch(r"sqlite(\+\w+)?:///.*|postgresql(\+psycopg)?://.+", v) is not None,
        ("", "ofworkflow.db", "oracle://x", "mysql://serveur/base", "sqlite:/ofworkflow.db"),
        hidden=True,
        verbatim=True,
    )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (
        ZoneInfoNotFoundError,
        ValueError,
        OSError,
    ):  # a folder of the list is an OSError, a way out of it a ValueError
        return False
    return bool(name)


def _first_twice(values: Sequence[object]) -> object:
    return next((value for i, value in enumerate(values) if value in values[:i]), None)
