"""A list against a million dossiers of one mission locale: 240 rows known, then 240 rows with a slip in the name, matched at
10,000, 100,000 and 1,000,000 dossiers; what the largest costs against the smallest. The bases are written straight in SQL."""

from __future__ import annotations

import argparse
import gc
import random
import sqlite3
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from common import keep, new_base, peak_mo, person
from country import NamedPlace
from ofworkflow.intake.matching import match
from ofworkflow.procedure.name_keys import NameForm, keys_of
from ofworkflow.procedure.persons import Signalement
from ofworkflow.storage.database import Database
from ofworkflow.storage.searched import searched
from ofworkflow.text import fold

ROWS, AT_ONCE = 240, 50_000
_SYLLABLES = (
    "ba", "mo", "ri", "len", "tur", "pel", "cha", "vi", "dos", "gar", "nel", "fou", "quin", "sar", "jo", "ker", "me", "lin", "du",
    "bre", "cos", "tan", "fi", "ral", "go", "hen", "lu", "mar", "no", "pi", "ver", "zi",
)  # fmt: skip
_MINOR = (
    "INSERT INTO jeune (id, nom, prenom, naissance, cle, sexe, commune, commune_insee, adresse1, code_postal, ville)"
    " VALUES (?, ?, ?, ?, ?, 'F', 'Lambersart', '59328', '1 rue des Lilas', '59130', 'Lambersart')"
)
_MOTHER = (
    "INSERT INTO representant (jeune_id, rang, qualite, nom, prenom, adresse1, code_postal, ville, heberge)"
    " VALUES (?, 0, 'mere', ?, 'Anne', '1 rue des Lilas', '59130', 'Lambersart', 1)"
)
_DOSSIER = (
    "INSERT INTO dossier (id, reference, structure, jeune_id, source, conseiller, signale_le, ouvert_le, etape)"
    " VALUES (?, ?, 'ML-EXEMPLE', ?, 'siei', 'Camille', '2025-12-01', '2025-12-01', 'reperage')"
)

_WORDS = (
    "INSERT INTO recherche (structure, dossier_id, noms, parents, sons, commune, etablissement, notes)"
    " VALUES ('ML-EXEMPLE', ?, ?, ?, ?, ?, ?, ?)"
)


def who(number: int) -> tuple[str, str, date]:
    """Return the name, the first name and the birth date of a minor: 200,000 names, 2,000 first names, two years."""
    chance = random.Random(number)
    nom, prenom = _name(chance.randrange(200_000), 3).upper(), _name(chance.randrange(2_000), 2).capitalize()
    return nom, prenom, date(2007, 12, 1) + timedelta(days=chance.randrange(730))


def _name(number: int, words: int) -> str:
    scattered = number * 2_654_435_761 % 2**32
    scattered = (scattered ^ scattered >> 13) * 0x9E3779B1 % 2**32
    return "".join(_SYLLABLES[scattered >> 5 * place & 31] for place in range(words))


def fill(path: Path, size: int) -> None:
    """Write a base of so many dossiers."""
    new_base(f"sqlite:///{path}").dispose()
    base = sqlite3.connect(path)
    base.execute("PRAGMA synchronous = OFF")
    for start in range(1, size + 1, AT_ONCE):
        known = [(number, *who(number)) for number in range(start, min(start + AT_ONCE, size + 1))]
        base.executemany(_MINOR, ((n, nom, first, born.isoformat(), fold(nom, first)) for n, nom, first, born in known))
        base.executemany(_MOTHER, ((n, nom) for n, nom, _, _ in known))
        base.executemany(_DOSSIER, ((n, f"2025-{n:07d}", n) for n, *_ in known))
        keys = sorted((key, n) for n, nom, first, born in known for key in keys_of([NameForm(nom, first)], born))
        base.executemany("INSERT INTO cle_nom VALUES (?, ?)", keys)
        base.executemany(
            _WORDS,
            (
                (n, *searched(NamedPlace(nom, first, commune="Lambersart"), [NamedPlace(nom, "Anne")]))
                for n, nom, first, _ in known
            ),
        )
        base.commit()
    base.execute("ANALYZE")
    base.commit()
    base.close()


def reported(number: int, *, slip: bool) -> Signalement:
    """Return the row of a list about a known minor, a letter of the name lost where there is a slip."""
    nom, prenom, born_on = who(number)
    nom = nom[:3] + nom[4:] if slip else nom
    row = person(number, born_on)
    parents = tuple(replace(each, nom=nom) for each in row.representants)
    return replace(row, jeune=replace(row.jeune, nom=nom, prenom=prenom), representants=parents)


def main() -> None:
    """Measure, print, keep."""
    gc.set_threshold(500_000, 10, 10)  # as `of` itself runs
    options = argparse.ArgumentParser()
    options.add_argument("--dossiers", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    results: dict[str, object] = {}
    medians: dict[str, list[float]] = {"connues": [], "avec une faute": []}
    for size in options.parse_args().dossiers:
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder) / "base.db", size)
            base = Database(f"sqlite:///{folder}/base.db")
            for label, slip in (("connues", False), ("avec une faute", True)):
                rows = [(line, reported(1 + line * (size // ROWS), slip=slip)) for line in range(ROWS)]
                with base.reading() as connection:
                    ours, seconds = connection.execution_options(of_structure="ML-EXEMPLE"), []
                    for _ in range(5):
                        start = time.process_time()
                        seen = match(ours, rows)
                        seconds.append(time.process_time() - start)
                assert (len(seen.doubtful) if slip else seen.unchanged) == ROWS
                medians[label].append(sorted(seconds)[2])
                results[f"{ROWS} lignes {label}, {size} dossiers (s de calcul)"] = round(medians[label][-1], 3)
            base.dispose()
    results |= {f"rapport, {label}": round(each[-1] / each[0], 2) for label, each in medians.items()}
    keep("rapprochement_million", results | {"memoire (Mo)": peak_mo()})


if __name__ == "__main__":
    main()
