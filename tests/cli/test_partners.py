"""Partners and meetings as they are typed: on the sheet, in the day, as JSON; late once their day is over."""

from __future__ import annotations

from cli.conftest import OPEN, Of

REF = "2025-0001"
DEMAND = ("demander", REF, "--genre", "cio", "--nom", "CIO de Lille", "--objet", "nouvelles", "--avant", "16/12/2025")


def _opened(of: Of) -> None:
    of("--au", "01/12/2025", *OPEN)


def test_an_answer_awaited_of_a_partner_is_on_the_sheet_and_gets_late_in_the_day(of: Of) -> None:
    _opened(of)
    assert "Réponse d'un partenaire : mar. 16/12/2025" in of("--au", "02/12/2025", *DEMAND).out
    shown = of("--au", "17/12/2025", "voir", REF).out.replace("\n", " ")
    assert "Demande n° 2 à CIO de Lille" in shown
    assert "en retard" in shown
    lines = [line for line in of("--au", "17/12/2025", "jour", "--tout").out.splitlines() if "CIO de Lille" in line]
    assert lines, of("--au", "17/12/2025", "jour", "--tout").out
    assert "repondre" in of("--au", "17/12/2025", "guide", REF).out
    of("--au", "17/12/2025", "repondre", REF, "--reponse", "renseignement")
    [demand] = of("voir", REF, "--json").json["demandes"]
    assert (demand["nom"], demand["reponse"], demand["reponse_le"]) == ("CIO de Lille", "renseignement", "2025-12-17")
    assert "CIO de Lille" not in of("--au", "17/12/2025", "jour", "--tout").out


def test_what_a_meeting_decided_is_a_dated_step_until_it_is_done(of: Of) -> None:
    _opened(of)
    of("--au", "02/12/2025", "inscrire", REF, "--reunion", "09/12/2025", "--sujet", "injoignable")
    assert "Réunion de la plateforme" in of("--au", "03/12/2025", "jour", "--tout").out
    assert "of decider" in of("--au", "09/12/2025", "jour", "--tout").out
    decided = ("decider", REF, "--quoi", "contacter", "--qui", "CIO de Lille", "--genre", "cio", "--avant", "16/12/2025")
    assert of("--au", "09/12/2025", *decided).code == 0
    day = of("--au", "17/12/2025", "jour", "--tout").out.replace("\n", " ")
    assert f"of achever {REF}" in day
    assert "par CIO de Lille" in of("--au", "17/12/2025", "voir", REF).out.replace("\n", " ")
    of("--au", "17/12/2025", "achever", REF)
    [decision] = of("voir", REF, "--json").json["decisions"]
    assert (decision["quoi"], decision["avant"], decision["issue"]) == ("contacter", "2025-12-16", "faite")
    assert f"of achever {REF}" not in of("--au", "17/12/2025", "jour", "--tout").out


def test_a_frame_is_shown_with_its_days_and_meets_nothing(of: Of) -> None:
    _opened(of)
    typed = ("cadrer", REF, "--cadre", "tdo", "--debut", "01/12/2025", "--fin", "30/04/2026", "--etablissement", "lycée Baggio")
    warned = of("--au", "02/12/2025", *typed)
    assert "dure au plus 4 mois" in warned.err.replace("\n", " ")
    shown = of("--au", "02/12/2025", "voir", REF).out.replace("\n", " ")
    assert "Cadre n° 2 : parcours « Tous droits ouverts » (TDO), du lun. 01/12/2025 au jeu. 30/04/2026" in shown
    assert "Pas en règle" in shown
    [frame] = of("voir", REF, "--json").json["cadres"]
    assert frame == {"n": 2, "cadre": "tdo", "debut": "2025-12-01", "fin": "2026-04-30", "etablissement": "lycée Baggio"}
