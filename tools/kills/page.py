"""docs/reliability.md, from the figures that campaigns kept in benchmarks/results."""

from __future__ import annotations

import json
import os
import platform
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ofworkflow.text import counted
from tools.kills.lives import Campaign

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results"
FAULTS = {"perdu": "perdus", "double": "doublés", "reste": "laissés", "autre": "autres"}
_INTRODUCTION = """# Fiabilité : ce qu'un arrêt brutal laisse

Un programme s'arrête sans prévenir : fenêtre fermée, poste éteint par un autre, serveur redémarré. Cette page dit ce qui a été
essayé, combien de fois, et ce qui a été perdu. Elle est écrite par un programme, à partir de ce qu'il a compté
(`benchmarks/results/morts_*.json`).

## Ce qui est fait

Une année de travail (`tools/kills/story.py`) est tapée ligne par ligne : chaque commande qui écrit, sur quelques dossiers et une
liste. À chaque ligne, le processus est tué net (SIGKILL), à une de ses instructions (une question à la base, une validation, un
fichier ouvert, renommé, effacé ou synchronisé, un mot affiché) ou à un instant quelconque ; sur PostgreSQL, c'est parfois sa
session, ou un processus du serveur, qui redémarre alors tout entier. Puis :

1. la base est rouverte et lue par le pilote seul : tout ce qui avait été confirmé y est, rien n'y est deux fois, rien n'est à
   moitié ;
2. la ligne est **tapée à nouveau**, comme le ferait quelqu'un : elle est faite, reconnue ou refusée, et la base dit alors
   exactement ce qu'elle dit quand personne ne meurt ;
3. il ne reste ni fichier de trop, ni processus, et `of docteur` n'a rien à redire.

Ce qui est « confirmé » est lu dans un journal tenu **hors de la base** : chaque ligne y est écrite, et sur le disque, avant
d'être tapée, puis son code de sortie et ce qu'elle a dit. Une phrase lue avant la mort compte comme une confirmation.

- *perdus* : confirmés, et absents de la base rouverte ;
- *doublés* : dans la base deux fois, ou faits une seconde fois par la ligne tapée à nouveau ;
- *laissés* : un fichier ou un processus de trop. Ce qui était en train d'être écrit porte un nom à part (`.of-…`, `.tirage-…`) et
  attend la prochaine commande qui balaie son dossier (un tirage, la nuit, un bilan) ;
- *autres* : un état à moitié écrit, une anomalie de `of docteur`, un refus inattendu, une phrase qui dit le contraire de ce que
  la base contient.
"""
_END = """## Refaire

```sh
python -m tools.reliability --moteur sqlite --morts 500 --migrations 40 --sauvegardes 40 --grands 10 --garder sqlite
python -m tools.reliability --moteur postgresql --morts 500 --migrations 40 --sauvegardes 40 --grands 10 --garder postgresql
python -m tools.docs --ecrire
```

`--froids N` tue des processus entiers, partis de rien ; `--graine N` donne d'autres moments. Un court échantillon est dans les
tests (`tests/kills`) ; `OFWORKFLOW_MORTS=500` l'allonge.
Une faute trouvée est écrite avec son opération, sa mort et ce qui diffère, et la commande sort en 1.

## Ce qui n'est pas couvert

- **Une coupure de courant.** Un processus tué laisse au système ce qu'il avait déjà écrit ; une machine qui s'éteint, non. Chaque
  validation attend le disque (`synchronous=FULL` sur SQLite, `fsync` sur PostgreSQL et pour chaque fichier), mais ce n'est pas
  éprouvé ici.
- **Un disque qui ment**, ou qui s'abîme : `of docteur` le constate, une sauvegarde le répare.
- **Un lecteur réseau.** Les essais sont faits sur un disque local.
- **Le fichier d'un courrier scellé.** Tué juste après la validation, il peut manquer dans le dossier des courriers : ses octets
  sont dans la base (`of courriers apercu`).
- **Toute l'année sur PostgreSQL.** Les chiffres gardés y portent sur les mises à jour, les sauvegardes, les restaurations et les
  processus entiers ; l'année complète, sessions et serveur tués compris, reste à refaire et à garder.
- **Windows.** Les morts sont des SIGKILL, sous Linux.
- **La même ligne retapée le lendemain.** Elle l'est ici aussitôt, comme après un arrêt ; plus tard, certains actes (un contact,
  un report) sont tenus pour de nouveaux actes.
- Un instant que ces essais n'ont pas rencontré reste possible : ils se refont, avec d'autres moments.
"""


def keep(name: str, campaign: Campaign, engine: str, seed: int) -> None:
    """Keep what a campaign counted."""
    by_operation: dict[str, dict[str, Any]] = defaultdict(lambda: {"morts": Counter(), "fautes": Counter(), "confirmes": 0})
    for result in campaign.results:
        kind = f"{result.kind}, processus entier" if result.cold else result.kind
        by_operation[result.operation]["morts"][kind] += result.died
    for (_, operation), count in campaign.acts.items():
        by_operation[operation]["confirmes"] += count
    for fault in campaign.faults:
        by_operation[fault.operation]["fautes"][fault.kind if fault.kind in FAULTS else "autre"] += 1
    data = {
        "machine": {"coeurs": os.cpu_count(), "python": platform.python_version(), "systeme": platform.system()},
        "moteur": engine, "graine": seed, "retapes_deja_faits": campaign.retyped, "operations": by_operation,
    }  # fmt: skip
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)
    (RESULTS / f"morts_{name}.json").write_text(text + "\n", encoding="utf-8")


def page() -> str:
    """Return docs/reliability.md."""
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("morts_*.json"))]
    return "\n".join([_INTRODUCTION, *_figures(kept), _END])


def _figures(kept: list[dict[str, Any]]) -> Iterator[str]:
    rows: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    kinds: Counter[tuple[str, str]] = Counter()
    for part in kept:
        for operation, counts in part["operations"].items():
            row = rows[part["moteur"], operation]
            row["morts"] += sum(counts["morts"].values())
            row["confirmes"] += counts["confirmes"]
            row.update(counts["fautes"])
            for kind, count in counts["morts"].items():
                kinds[part["moteur"], kind] += count
    total = Counter[str]()
    for row in rows.values():
        total.update(row)
    yield "## Chiffres\n"
    yield (
        f"**{total['morts']} morts, {total['confirmes']} confirmations, {counted(total['perdu'], 'perdue')}, "
        f"{total['double']} en double, {counted(total['reste'], 'chose laissée')}, {counted(total['autre'], 'autre faute')}.** "
        f"{sum(part['retapes_deja_faits'] for part in kept)} fois, la ligne tapée à nouveau était déjà faite : elle a été "
        "reconnue, ou refusée.\n"
    )
    heads = ("Opération", "Moteur", "Morts", "Confirmations", *(word.capitalize() for word in FAULTS.values()))
    yield "| " + " | ".join(heads) + " |"
    yield "| --- | --- |" + " --- |" * (len(heads) - 2)
    for (engine, operation), row in sorted(rows.items(), key=lambda each: (each[0][1], each[0][0])):
        cells = (operation, engine, row["morts"], row["confirmes"], *(row[kind] for kind in FAULTS))
        yield "| " + " | ".join(map(str, cells)) + " |"
    yield "\n| Qui meurt, et quand | Moteur | Morts |\n| --- | --- | --- |"
    for (engine, kind), count in sorted(kinds.items(), key=lambda each: (each[0][1], each[0][0])):
        yield f"| {kind} | {engine} | {count} |"
    yield ""
