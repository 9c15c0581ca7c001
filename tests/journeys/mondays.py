"""Monday morning of three weeks at a real terminal, from an empty folder: what she types, what she sees.

`python -m tools.mondays --ecrire` keeps every screen under `docs/guide/lundis/`, at both sizes; they are to be looked at.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ofworkflow.cli.demo import SAMPLE
from screens import Terminal

KEPT = Path(__file__).resolve().parents[2] / "docs" / "guide" / "lundis"
SIZES = ((80, 24), (120, 40))
SUMMONS, OUTCOMES, POSTINGS, PERSON = "quinze convocations", "sept issues", "trois envois", "une personne"
AT_MOST = {(SUMMONS,): 60, (OUTCOMES, POSTINGS): 60, (PERSON,): 15}
"""The most keys of what is counted together (issue 16)."""


@dataclass(frozen=True)
class Typed:
    """What is typed on a day, and the name of its screen; `whole`: its first line must not have left the screen."""

    day: str
    screen: str
    keys: str
    counts: str = ""
    whole: bool = True


STORY = (
    Typed("02/11/2026", "", "of init --essai\n"),  # its screen names the folder
    Typed("02/11/2026", "liste-lue", "of importer liste.csv\n"),
    Typed("02/11/2026", "liste-ecrite", "of importer liste.csv --appliquer\n\n", whole=False),
    Typed("02/11/2026", "premier-matin", "of\n"),
    Typed("02/11/2026", "convocations", "of convoquer --lot --limite 15\no\no\n", SUMMONS, whole=False),
    Typed("09/11/2026", "nuit", "of nuit\n"),
    Typed("09/11/2026", "deuxieme-matin", "of\n"),
    Typed("09/11/2026", "une-personne", "of voir ferr\n", PERSON),
    Typed("09/11/2026", "retour", "of courriers retour C000004 --issue npai\n"),
    Typed("09/11/2026", "adresse", 'of modifier 2026-0004 --representant 2 --adresse "3 rue Basse"\n'),
    Typed("09/11/2026", "renvoi", "of courriers renvoyer C000004\n"),
    Typed("09/11/2026", "deplace", 'of reporter 2026-0011 --rdv "19/11 10:00" --motif demande_famille\n'),
    Typed("09/11/2026", "mauvais-dossier", 'of convoquer 2026-0019 --rdv "24/11 10:00"\n'),
    Typed("09/11/2026", "acte-annule", "of annuler 2026-0019 --motif erreur\n"),
    Typed("09/11/2026", "envoi-corrige", 'of courriers corriger C000006 --le 03/11 --motif "postés mardi"\n'),
    Typed("09/11/2026", "tirage", "of courriers imprimer\n"),
    Typed("16/11/2026", "", "of nuit\n"),
    Typed("16/11/2026", "troisieme-matin", "of\n"),
    Typed("16/11/2026", "issues", "of issues\np\ns\nr\na\na\np\np\nq\n", OUTCOMES, whole=False),
    Typed("16/11/2026", "second-tirage", "of courriers imprimer\n"),
    Typed("16/11/2026", "", 'of reporter 2026-0014 --rdv "27/11 10:00" --motif demande_famille\n'),
    Typed("16/11/2026", "envois", "of courriers poster\ns\ns\ns\n", POSTINGS),
    Typed("16/11/2026", "excuse", "of justifier 2026-0018 --motif transport\n"),
    Typed("16/11/2026", "conge", "of conges --du 23/11 --au-jour 27/11\no\n"),
    Typed("16/11/2026", "apres", "of\n"),
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A screen, as it was left, and the keys that it took."""

    typed: Typed
    screen: str
    keys: int


def played(folder: Path, columns: int, lines: int) -> Iterator[Seen]:
    """Play the three Mondays in that empty folder, on a terminal of that size."""
    shutil.copy(SAMPLE, folder / "liste.csv")
    colleague = """sed -i 's/^equipe = \\[\\]/equipe = ["Sacha Morel"]/' config.toml"""
    env = {"LOGNAME": "Camille Renard", "XDG_STATE_HOME": str(folder / "etat")}
    with Terminal(folder, columns=columns, lines=lines, env=env) as terminal:
        day = ""
        for typed in STORY:
            if typed.day != day:
                day = typed.day
                terminal.unseen(f"export OFWORKFLOW_AU={day}\n")
            terminal.clear()
            before = terminal.keys
            terminal.types(typed.keys)
            yield Seen(typed, terminal.screen, terminal.keys - before)
            if terminal.screen.rstrip().endswith("q : passer :"):
                terminal.unseen("q\n")
            if "init" in typed.keys:
                terminal.unseen(f"{colleague}\n")


def place_of(number: int, typed: Typed, columns: int, lines: int) -> Path:
    """Return where a screen is kept."""
    return KEPT / f"{columns}x{lines}" / f"{number:02}-{typed.screen}.txt"
