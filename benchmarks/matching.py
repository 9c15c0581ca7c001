"""A list against a base that grows: 240 known rows matched at 2,500, 10,000 and 100,000 dossiers of one mission locale, then
10,000 rows previewed beside reading the same file and one indexed look-up a row, in one run."""

from __future__ import annotations

import argparse
import gc
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from common import RESULTS, desk, new_base, peak_mo, person
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.intake.matching import match
from ofworkflow.intake.preview import preview, read_list
from ofworkflow.procedure.persons import Signalement
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.storage import models as m

ON = date(2025, 12, 1)
ROWS, KNOWN = 10_000, 240
_SYLLABLES = ("ba", "mo", "ri", "len", "tur", "pel", "cha", "vi", "dos", "gar", "nel", "fou", "quin", "sar", "jo", "ker")


def _name(number: int, words: int) -> str:
    """Return an invented name, spread as names are."""
    scattered = number * 2_654_435_761 % 2**32
    return "".join(_SYLLABLES[scattered >> 4 * place & 15] for place in range(words))


def who(number: int) -> Signalement:
    """Return an invented report of a name of its own, born on one of 600 days."""
    given = person(number, date(2008, 6, 1) + timedelta(days=number * 7919 % 540))
    nom, prenom = _name(number, 5).upper(), _name(number * 31 + 7, 3).capitalize()
    parents = tuple(replace(each, nom=nom) for each in given.representants)
    return replace(given, jeune=replace(given.jeune, nom=nom, prenom=prenom), representants=parents)


def _list(path: Path, numbers: range) -> None:
    head = "NOM;PRENOM;DATE_NAISSANCE;SEXE;ADRESSE1;CODE_POSTAL;COMMUNE;RL1_LIEN;RL1_NOM;RL1_PRENOM;RL1_ADRESSE1;RL1_CODE_POSTAL;RL1_COMMUNE"
    lines = [head]
    for number in numbers:
        j, mother = who(number).jeune, who(number).representants[0]
        home = f"{j.adresse.ligne1};59130;Lambersart"
        lines.append(f"{j.nom};{j.prenom};{j.naissance:%d/%m/%Y};F;{home};MERE;{mother.nom};Anne;{home}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def computed(work: Callable[[], object]) -> float:
    """Return the seconds of processor that a piece of work takes here: what its neighbours do weighs less on them."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Measure, print, keep."""
    gc.set_threshold(500_000, 10, 10)  # as `of` itself runs
    options = argparse.ArgumentParser()
    options.add_argument("--dossiers", type=int, nargs="*", default=[2_500, 10_000, 100_000])
    sizes = options.parse_args().dossiers
    results: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        base, filled = new_base(f"sqlite:///{folder}/base.db"), 0
        for size in sizes:
            for start in range(filled, size, 500):
                some = [who(number) for number in range(start, min(start + 500, size))]
                with base.writing() as connection:
                    open_dossiers(connection, some, done_on=ON, desk=desk(ON))
            filled = size
            rows = [(line, who(line * (size // KNOWN))) for line in range(KNOWN)]
            with base.reading() as connection:
                ours = connection.execution_options(of_structure="ML-EXEMPLE")
                seconds = sorted(computed(lambda: match(ours, rows)) for _ in range(5))  # noqa: B023 — called at once
            results[f"{KNOWN} lignes connues, {size} dossiers (s)"] = round(seconds[2], 3)
        path = Path(folder) / "liste.csv"
        _list(path, range(filled // 2, filled // 2 + ROWS))
        before = peak_mo()
        with base.reading() as connection:
            ours = connection.execution_options(of_structure="ML-EXEMPLE")
            reading = computed(lambda: read_list(path))
            keys = [(f"{who(n).jeune.nom} {who(n).jeune.prenom}").lower() for n in range(ROWS)]
            looking = computed(lambda: [ours.execute(select(m.jeune.c.id).where(m.jeune.c.cle == key)).all() for key in keys])
            read = read_list(path)
            whole = computed(lambda: preview(ours, read, source=Source.SIEI, list_on=ON, communes={}))
        results |= {
            "lire le fichier (s)": round(reading, 3),
            "une recherche indexée par ligne (s)": round(looking, 3),
            f"aperçu de {ROWS} lignes (s)": round(whole, 3),
            "rapport": round((reading + whole) / (reading + looking), 2),
            "mémoire (Mo, avant et après l'aperçu)": [before, peak_mo()],
        }
    print(json.dumps(results, ensure_ascii=False, indent=1))
    (RESULTS / "rapprochement.json").write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
