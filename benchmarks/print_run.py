"""One letter cold, and a print run of a thousand: against the bare renderer, and against WeasyPrint.

`python benchmarks/print_run.py [lettres] [tours]`. Cold: `of courriers apercu` as a whole process, against a bare Python that imports
click, SQLAlchemy Core, Jinja2 and typst and compiles the same page from two files. Run: `of courriers imprimer` as a whole process,
against the renderer alone compiling the very same pages one by one in one process (pages composed before the clock starts), and
against WeasyPrint making the same words on the same fonts (`pip install weasyprint`; a sample, scaled).
Memory is what the process and its children hold together (PSS: a library that two of them share counts once), sampled.
"""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

from common import desk, keep, person, ratios, spent, timed
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.mail import subjects
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.installation import prepare_folder
from ofworkflow.letters.compiler import FONTS
from ofworkflow.letters.renderer import Job
from ofworkflow.procedure import requests as ask
from ofworkflow.storage import models as m
from ofworkflow.wiring import App

ON = date(2025, 12, 2)
TOOL = "from ofworkflow.cli.main import main; main()"
BARE = """
import sys
from pathlib import Path
import click, sqlalchemy, jinja2, typst
from sqlalchemy import select, create_engine
folder, fonts = Path(sys.argv[1]), sys.argv[2]
found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
compiler = typst.Compiler(root=fonts, font_paths=found)
files = {path.name: path.read_bytes() for path in folder.glob("*.typ")}
pdf = compiler.compile(input=files, format="pdf", pdf_standards=["a-2a", "ua-1"])
(folder / "page.pdf").write_bytes(pdf)
"""
SAMPLE = 40  # letters through WeasyPrint


def main() -> None:
    """Measure cold, then the run."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    folder = Path(tempfile.mkdtemp())
    house = _house(folder / "maison", count)
    jobs = _jobs(house)
    cold = _cold(house, jobs[0], folder, rounds * 5)
    run = _run(house, jobs, folder, rounds)
    keep("courriers", {"courriers": len(jobs), "a_froid": cold, "tirage": run})


def _house(folder: Path, count: int) -> Path:
    """Return a folder whose base holds about that many letters waiting, two a dossier."""
    prepare_folder(folder, trial=True)
    app = App(config_path=str(folder / "config.toml"), pinned_on=ON)
    with app.database.writing() as connection:
        open_dossiers(
            connection, [person(i) for i in range(1, count // 2 + 1)], done_on=date(2025, 12, 1), desk=desk(date(2025, 12, 1))
        )
        rdv = ask.RendezVous(date(2025, 12, 15), time_of_day(14), "12 rue de l'Exemple")
        for number in range(1, count // 2 + 1):
            perform(connection, number, ask.Convoquer(rdv, malgre="mesure"), done_on=ON, desk=desk(ON))
    app.close()
    return folder


def _jobs(house: Path) -> list[Job]:
    app = App(config_path=str(house / "config.toml"), pinned_on=ON)
    with app.reading() as connection:
        found = [subjects.job_of(s) for s in subjects.subjects_of(connection, app.press, [m.courrier.c.etat == "a_produire"])]
    app.close()
    return found


def _cold(house: Path, job: Job, folder: Path, rounds: int) -> dict[str, Any]:
    bare = folder / "nu"
    bare.mkdir()
    literal = json.dumps(job.page | dict.fromkeys(job.images), ensure_ascii=False, separators=(",", ":"))
    literal = literal.replace("\\", "\\\\").replace('"', '\\"')
    (bare / "main.typ").write_text(
        f'#import "mise_en_page.typ": courrier\n#courrier(json(bytes("{literal}")))\n', encoding="utf-8"
    )
    (bare / "mise_en_page.typ").write_text(job.layout, encoding="utf-8")
    ours, theirs = [], []
    for _ in range(rounds + 1):
        theirs.append(spent([sys.executable, "-c", BARE, str(bare), str(FONTS)], folder))
        ours.append(spent([sys.executable, "-c", TOOL, "--au", str(ON), "courriers", "apercu", "C000001"], house))
    return {"cible": 1.5, "rapport": ratios(ours[1:], theirs[1:]), "secondes": round(min(ours), 3)}


def _run(house: Path, jobs: list[Job], folder: Path, rounds: int) -> dict[str, Any]:
    jobs[0].compile()  # the renderer is warm, as it is after the first letter of a run
    floors, runs, rivals, memory = [], [], [], 0.0
    for number in range(rounds):
        floors.append(timed(lambda: [job.compile() for job in jobs]))
        copy = folder / f"tirage{number}"
        shutil.copytree(house, copy)
        seconds, peak = _watched([sys.executable, "-c", TOOL, "--au", str(ON), "courriers", "imprimer"], copy)
        runs.append(seconds)
        memory = max(memory, peak)
        rivals.append(_weasyprint(jobs[:SAMPLE]) * len(jobs) / SAMPLE)
    return {
        "cible_sur_moteur_seul": 1.5, "tirage_sur_moteur_seul": ratios(runs, floors), "cible_weasyprint": 7,
        "weasyprint_sur_tirage": ratios(rivals, runs), "secondes": round(min(runs), 2), "moteur_seul": round(min(floors), 2),
        "memoire_mo": round(memory), "cible_memoire_mo": 250,
    }  # fmt: skip


def _watched(command: list[str], folder: Path) -> tuple[float, float]:
    """Return the seconds of a process, and the megabytes that it and its children hold at most."""
    import psutil

    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    peak, stop = [0.0], threading.Event()

    def watch() -> None:
        family = psutil.Process(process.pid)
        while not stop.wait(0.05):
            try:
                held = sum(p.memory_full_info().pss for p in (family, *family.children(recursive=True)))
            except psutil.Error:
                continue
            peak[0] = max(peak[0], held / 1e6)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - start
    stop.set()
    watcher.join()
    if code:
        raise SystemExit(f"{command} : code {code}")
    return seconds, peak[0]


def _weasyprint(jobs: list[Job]) -> float:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: Noto; font-weight: {weight}; src: url('{(FONTS / file).as_uri()}') }}"
        for weight, file in (("400", "NotoSans-Regular.ttf"), ("700", "NotoSans-Bold.ttf"))
    )
    style = CSS(string=faces + "@page { size: A4; margin: 20mm } body { font: 10pt Noto }", font_config=fonts)
    pages = [_as_html(job.page) for job in jobs]
    return timed(
        lambda: [HTML(string=page).write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-2b") for page in pages]
    )


def _as_html(page: dict[str, Any]) -> str:
    def runs(found: list[dict[str, Any]]) -> str:
        return "".join(f"<b>{html.escape(r['text'])}</b>" if r.get("strong") else html.escape(r.get("text", " ")) for r in found)

    def blocks(found: list[dict[str, Any]]) -> str:
        return "".join(
            f"<div>{blocks(b['blocks'])}</div>" if b["kind"] == "box"
            else f"<ul>{''.join(f'<li>{blocks(i)}</li>' for i in b['items'])}</ul>" if b["kind"] == "list"
            else f"<p>{runs(b['runs'])}</p>"
            for b in found if b["kind"] != "table"
        )  # fmt: skip

    head = "<br>".join(map(html.escape, (page["maison"]["nom"], *page["maison"]["adresse"], *page["envoi"], page["lieu_date"])))
    body = blocks(page["corps"]) + blocks(page["signature"]) + blocks(page["mentions"])
    return f"<html lang=fr><title>{html.escape(page['titre'])}</title><p>{head}</p><h1>{runs(page['objet'])}</h1>{body}</html>"


if __name__ == "__main__":
    main()
