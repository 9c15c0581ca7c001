"""A house in which every column about a dossier holds something: a year of every command that writes, and what it leaves empty."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, func, insert, select, update
from tools.kills.state import resolve
from tools.kills.story import YEAR, write_list

from ofworkflow.cli.french import speak_french
from ofworkflow.cli.main import cli
from ofworkflow.installation import prepare_folder
from ofworkflow.storage import models as m

LAST = "2026-01-12"
CARD = {
    "INE": "451631864KJ", "NOM": "TISSERAND", "NOM_USAGE": "TISSERAND-OGER", "PRENOM": "Maëlle", "PRENOM2": "Philippine",
    "SEXE": "F", "DATE_NAISSANCE": "23/05/2009", "LIEU_NAISSANCE": "Armentières", "ADRESSE1": "17 allée des Tanneurs",
    "ADRESSE2": "Bâtiment Quartz", "CODE_POSTAL": "59118", "COMMUNE": "Wambrechies", "CODE_INSEE": "59636",
    "TEL_FIXE": "03 53 01 44 55", "TEL_PORTABLE": "06 39 98 30 71", "MEL": "maelle@exemple.invalid", "UAI": "0590001A",
    "ETABLISSEMENT": "LP Alfred Mongy", "CLASSE": "2NDE PRO MELEC", "DATE_ENTREE": "02/09/2024", "DATE_SORTIE": "21/08/2025",
    "MOTIF_SORTIE": "ABANDON", "DIPLOME": "AUCUN", "QPV": "O", "RL1_LIEN": "MERE", "RL1_NOM": "OGER", "RL1_PRENOM": "Victoire",
    "RL1_ADRESSE1": "6 quai Vert", "RL1_CODE_POSTAL": "59118", "RL1_COMMUNE": "Wambrechies", "RL1_TEL": "06 39 98 30 72",
    "RL1_MEL": "victoire@exemple.invalid", "RL2_LIEN": "PERE", "RL2_NOM": "TISSERAND", "RL2_PRENOM": "Basile",
    "RL2_ADRESSE1": "44 rue Grise", "RL2_CODE_POSTAL": "59110", "RL2_COMMUNE": "La Madeleine",
}  # fmt: skip
"""A minor of whom the list tells everything that a list can."""

_WHOLE, _AFAR, _HURT = "2026-0004", "2026-0005", "2026-0003"
MORE = (
    "importer complet.csv --source siei --appliquer",
    f"modifier {_WHOLE} --representant 1 --complement 'Escalier Saphir' --heberge oui --depuis-le 03/02/2021 --jusqu-au 04/03/2027",
    f"modifier {_WHOLE} --representant 2 --a-part-jusqu-au 05/04/2027 --confidentielle oui",
    f"contact {_WHOLE} --nature telephone --resultat joint --qui representant --representant 1 --note 'rappeler le mardi'",
    f"recevoir {_WHOLE} --present mineur --mode passage",
    f"situation {_WHOLE} --nature deuxieme_chance --sous-type e2c --debut 2026-01-05 --fin 2026-05-29 --preuve attestation",
    # an address abroad, and a minor of age by law
    "ouvrir --nom KELLER --prenom Zoé --naissance 09/06/2009 --sexe F --commune Lambersart --source cfa --signale-le 2025-12-03 "
    "--representant 'KELLER;Ida;mere;Kirchgasse 5;;79098 Freiburg;Allemagne'",
    f"modifier {_AFAR} --pays Allemagne --ville '79098 Freiburg' --adresse 'Kirchgasse 5' --cp '' --emancipe-le 2026-01-02",
    f"convoquer {_AFAR} --rdv '2026-02-16 14:00'",
    "courriers imprimer",
    f"courriers poster {_AFAR} --mode recommande --numero 1A00000000017",
    "courriers retour C000047 --issue distribue --presente-le 2026-01-12",
    # two dossiers that contradict each other, merged all the same
    "ouvrir --nom BERNE --prenom Lou --naissance 09/07/2009 --sexe F --commune Lambersart --source cfa --ine 111111111AA",
    "ouvrir --nom BERNE --prenom Lou --naissance 10/07/2009 --sexe F --commune Lambersart --source psad --ine 222222222BB "
    "--representant 'BERNE;Odile;mere;2 cour Brune;59130;Lambersart'",
    "fusionner 2026-0006 2026-0007 --malgre 'deux INE, une personne'",
)  # fmt: skip


def lived(place: Path) -> Path:
    """Return the folder of a house that lived all of it, until the 13th."""
    speak_french()
    house = prepare_folder(place, trial=True)
    write_list(house / "liste.csv")
    (house / "complet.csv").write_text(f"{';'.join(CARD)}\n{';'.join(CARD.values())}\n", encoding="utf-8-sig")
    url = f"sqlite:///{house / 'ofworkflow.db'}"
    year = [(step.on, step.words) for step in YEAR if step.operation != "rappels"]  # no server takes their mail here
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(house)
        monkeypatch.delenv("OFWORKFLOW_AU", raising=False)
        for day, words in (*year, *((LAST, shlex.split(line)) for line in MORE)):
            _type(day, *resolve(url, words))
        with writing(url) as connection:
            _unmade(connection)
            hurt = m.dossier.c.reference == _HURT
            right = connection.execute(select(m.dossier.c.prochaine_le).where(hurt)).scalar_one()
            connection.execute(update(m.dossier).where(hurt).values(prochaine_le=date(2031, 1, 2)))
        _type("2026-01-13", "nuit")  # it sets that dossier aside
        with writing(url) as connection:
            connection.execute(update(m.dossier).where(hurt).values(prochaine_le=right))
            _refused(connection)
    return house


def _type(day: str, *words: str) -> None:
    cli.main(["--au", day, "--auteur", "Camille Renard", *words], "of", standalone_mode=False)


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    """Give the base, changed by hand."""
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def _unmade(connection: Connection) -> None:
    """Have a letter that could not be made; its template is whole again, so that the night makes it: kept as it was."""
    c = m.courrier.c
    last = connection.execute(select(c.id).where(c.etat == "annule").order_by(c.id.desc()).limit(1)).scalar_one()
    connection.execute(update(m.courrier).where(c.id == last).values(erreur="le modèle ne se lit pas, ligne 17"))


def _refused(connection: Connection) -> None:
    """Foresee an act that the night will owe and that the procedure refuses."""
    p, d = m.prevision.c, m.dossier.c
    dossier = connection.execute(select(d.id).where(d.reference == _HURT)).scalar_one()
    rank = connection.execute(select(func.max(p.rang)).where(p.dossier_id == dossier)).scalar_one()
    refused = {"dossier_id": dossier, "rang": rank + 1, "le": date(2031, 7, 9), "refus": "une garde de la table le refuse"}
    connection.execute(insert(m.prevision).values(refused))
