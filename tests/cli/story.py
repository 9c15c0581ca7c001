"""A demo base in which every example of the help has its dossier: who stands where on the day of the examples."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from ofworkflow.cli.demo import SAMPLE
from ofworkflow.cli.french import speak_french
from ofworkflow.cli.main import cli
from ofworkflow.installation import prepare_folder

TODAY = "01/12/2026"
_LIST = "importer liste.csv --le 15/09/2026 --appliquer"

# (day, what was typed): who stands where on the day of the examples, as their references say in the table.
STORY: tuple[tuple[str, str], ...] = (
    ("15/09/2026", _LIST),
    ("16/09/2026", "ouvrir --nom DUMONT --prenom Aimee --naissance 27/06/2009 --sexe F --commune Lambersart --homonyme"),  # 2026-0058: 2026-0016, again
    ("20/11/2026", "base sauvegarder sauvegarde.db"),
    ("20/11/2026", 'convoquer 2026-0015 --rdv "07/12/2026 14:00"'),  # C000001: came back
    ("20/11/2026", "courriers imprimer"),
    ("20/11/2026", "courriers poster 2026-0015 --mode recommande"),
    ("27/11/2026", "courriers retour C000001 --issue npai"),
    ("18/11/2026", 'convoquer 2026-0002 --rdv "01/12/2026 14:00" --envoi recommande'),
    ("20/10/2026", 'convoquer 2026-0003 --rdv "10/11/2026 14:00" --envoi simple'),
    ("10/11/2026", "absence 2026-0003"),
    ("12/11/2026", 'convoquer 2026-0008 --rdv "30/11/2026 14:00" --envoi simple'),
    ("30/11/2026", "absence 2026-0008"),
    *((day, command.replace("REF", reference)) for reference in ("2026-0004", "2026-0009", "2026-0010") for day, command in (
        ("17/09/2026", 'convoquer REF --rdv "28/09/2026 14:00" --envoi simple'),
        ("28/09/2026", "absence REF"),
    )),
    ("06/10/2026", 'convoquer 2026-0004 --rdv "27/10/2026 14:00" --envoi recommande'),
    ("27/10/2026", "absence 2026-0004"),
    ("06/10/2026", 'convoquer 2026-0010 --rdv "27/10/2026 15:00" --envoi recommande'),
    ("27/10/2026", "absence 2026-0010"),
    ("02/11/2026", 'convoquer 2026-0009 --rdv "23/11/2026 15:00" --envoi recommande'),
    ("23/11/2026", "absence 2026-0009"),
    ("26/11/2026", "preparer 2026-0004"),
    ("26/11/2026", "preparer 2026-0010"),
    ("27/11/2026", 'transmettre 2026-0010 --signataire "Camille Renard" --envoi recommande'),
    *((day, command.replace("REF", reference)) for reference in ("2026-0005", "2026-0006", "2026-0007") for day, command in (
        ("05/10/2026", "recevoir REF --present les_deux --mode passage"),
    )),
    ("05/10/2026", "recevoir 2026-0012 --present les_deux --mode passage"),
    ("20/11/2026", "situation 2026-0006 --nature apprentissage --debut 20/11/2026 --preuve contrat"),
    ("20/11/2026", "promettre 2026-0007 --nature apprentissage --debut 04/01/2027 --preuve contrat"),
    ("20/11/2026", 'partenaires --ajouter "CIO de Lille" --genre cio --contact "Mme Delattre" --telephone "03 53 01 22 33"'),  # n° 1
    ("20/11/2026", 'demander 2026-0006 --genre cfa --nom "CFA de Roubaix" --objet inscription --avant 04/12/2026'),  # act 4
    *(("20/11/2026", f"inscrire {reference} --reunion 24/11/2026 --sujet nouvelles") for reference in ("2026-0006", "2026-0007")),
    ("24/11/2026", 'decider 2026-0006 --quoi verifier --qui "CFA de Roubaix" --genre cfa --avant 15/12/2026'),  # act 6
    ("30/11/2026", "bilan 2026 --figer"),
    ("20/11/2026", "clore 2026-0011 --motif erreur"),
    *((f"{day}/2026", f"contact 2026-0012 --nature {nature} --resultat sans_reponse") for day, nature in (
        ("12/10", "telephone"), ("20/10", "sms"), ("12/11", "courriel"),
    )),
    ("30/11/2026", 'convoquer 2026-0013 --rdv "15/12/2026 09:00"'),
    ("30/11/2026", "courriers imprimer"),
    ("30/11/2026", 'convoquer 2026-0014 --rdv "15/12/2026 10:30"'),
    ("30/11/2026", "courriers apercu 2026-0014 --docx"),
    ("30/11/2026", "bilan 2026 --figer --remplacer"),
)  # fmt: skip
FORWARD = """de = "la mission locale de Roubaix"

[[actes]]
acte = "convoquer"
le = 2026-10-05
rdv = 2026-10-20T14:00:00
mode = "simple"

[[actes]]
acte = "absence"
le = 2026-10-20
"""


def played(place: Path) -> Path:
    """Return the folder of a house that lived the story."""
    speak_french()  # as `main` does: click keeps the words of its own help at the first use
    house = prepare_folder(place, trial=True)
    (house / "liste.csv").write_bytes(SAMPLE.read_bytes())
    (house / "histoire.toml").write_text(FORWARD, encoding="utf-8")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(house)
        monkeypatch.delenv("OFWORKFLOW_AU", raising=False)
        for day, typed in STORY:
            cli.main(["--au", day, "--auteur", "Camille Renard", *shlex.split(typed)], "of", standalone_mode=False)
    shutil.copy(house / "courriers/apercus/C000048.docx", house / "retouche.docx")
    return house
