"""Many summoned at once: a plan that the guards agree with, each minor in a transaction, nobody twice."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, time
from pathlib import Path

from house import BAC, LILAS, act, desk, minor, open_one, press, reported, summon
from ofworkflow.casework.agenda.summoning import SummonsPlan, plan_summons
from ofworkflow.casework.mail.posting import letters_of_act, post
from ofworkflow.casework.paper.summoning import Summoned, print_summons, summon_each
from ofworkflow.casework.registry.lines import DossierFilter
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.persons import Adresse, RepresentantLegal, Signalement
from ofworkflow.procedure.vocabulary import Breach, Closing, Nature, PostMode, Proof, Quality, Stage
from ofworkflow.storage.database import Database

TODAY = date(2025, 12, 2)
FAR = Adresse("1 rue Neuve", "", "59000", "Lille")


def family(prenom: str, nom: str = "DUPONT", *, where: Adresse = LILAS, **more: object) -> Signalement:
    """Return the report of a minor who lives with a mother of that name, there."""
    mother = RepresentantLegal(Quality.MERE, nom, "Anne", where, heberge=True)
    return replace(reported(minor(nom, prenom, **more)), representants=(mother,))  # type: ignore[arg-type]


def planned(database: Database, kept: DossierFilter | None = None, on: date = TODAY, at_most: int = 200) -> SummonsPlan:
    with database.reading() as connection:
        return plan_summons(
            connection, kept or DossierFilter(), at_most=at_most, desk=desk(on), place="12 rue de l'Exemple à Lambersart"
        )


def carried(database: Database, plan: SummonsPlan, on: date = TODAY) -> list[Summoned]:
    return list(summon_each(database, plan.proposed, desk=desk(on)))


def missed(database: Database, dossier: int, folder: Path) -> None:
    """Summon for 15/12/2025, posted, and note the absence."""
    done = summon(database, dossier, TODAY, rdv=date(2025, 12, 15))
    with database.writing() as connection:
        letters = letters_of_act(connection, dossier, done.decision.n)
        post(connection, press(folder), letters, done_on=TODAY, mode=PostMode.SIMPLE, desk=desk(TODAY))
    act(database, dossier, ask.ConstaterAbsence(), date(2025, 12, 15))


def test_a_family_comes_together_with_who_is_expected_already(database: Database) -> None:
    first = open_one(database, family("Léa"))
    summon(database, first, TODAY, rdv=date(2025, 12, 16))
    open_one(database, family("Tom"))
    open_one(database, family("Ana", where=FAR))  # a namesake of the mother, elsewhere
    by_name = {p.prenom: p for p in planned(database).proposed}
    assert (by_name["Tom"].rdv.le, by_name["Tom"].rdv.heure) == (date(2025, 12, 16), time(14))
    assert by_name["Tom"].ensemble == ("2025-0001",)
    assert (by_name["Ana"].rdv.le, by_name["Ana"].ensemble) == (date(2025, 12, 12), ())


def test_what_is_planned_is_done_and_done_once(database: Database) -> None:
    for name in ("A", "B", "C"):
        open_one(database, family("Léa", name, where=replace(LILAS, ligne1=f"{name} rue Haute")))
    plan = planned(database)
    assert [p.stage for p in plan.proposed] == [Stage.ENTRETIEN] * 3
    assert all(each.done for each in carried(database, plan))
    assert planned(database) == SummonsPlan((), ())
    again = carried(database, plan)
    assert [each.done for each in again] == [None] * 3
    assert all(each.why for each in again)


def test_one_who_cannot_be_summoned_any_more_stops_nobody_else(database: Database) -> None:
    dossiers = [open_one(database, family("Léa", name)) for name in ("A", "B", "C")]
    plan = planned(database)
    act(database, dossiers[1], ask.Cloturer(Closing.DEMENAGEMENT), TODAY)
    done = carried(database, plan)
    assert [each.done is not None for each in done] == [True, False, True]
    assert "impossible à l'étape" in done[1].why


def test_two_plans_of_one_counsellor_never_give_one_hour_twice(database: Database) -> None:
    for commune in ("Lambersart", "Lompret"):
        open_one(database, family("Léa", commune.upper(), commune=commune))
    plans = [planned(database, DossierFilter(commune=commune)) for commune in ("Lambersart", "Lompret")]
    assert plans[0].proposed[0].rdv == plans[1].proposed[0].rdv
    results: list[list[Summoned]] = []
    together = threading.Barrier(2)

    def at_once(plan: SummonsPlan) -> None:
        together.wait()
        results.append(carried(database, plan))

    threads = [threading.Thread(target=at_once, args=(plan,)) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = [each for result in results for each in result]
    assert sorted(each.done is not None for each in done) == [False, True]
    assert "une autre famille est attendue" in next(each.why for each in done if each.done is None)
    [next_one] = planned(database).proposed
    assert next_one.rdv != plans[0].proposed[0].rdv


def test_a_second_summons_is_proposed_once_the_excuse_may_no_longer_come(database: Database, tmp_path: Path) -> None:
    dossier = open_one(database)
    missed(database, dossier, tmp_path)
    window = planned(database, on=date(2025, 12, 22))  # five working days, the last one included
    assert window.proposed == ()
    assert "l'absence peut encore être justifiée jusqu'au" in window.aside[0].why
    [second] = planned(database, on=date(2025, 12, 23)).proposed
    assert second.stage is Stage.CONVOCATION
    assert second.rdv.le == date(2026, 1, 13)  # twenty-one days


def test_who_is_followed_is_proposed_only_where_something_calls_for_it(database: Database) -> None:
    dossier = open_one(database)
    act(
        database,
        dossier,
        ask.ConstaterSituation(Nature.ACCOMPAGNEMENT, TODAY, Proof.CONTRAT, TODAY, sous_type="CEJ", fin=date(2026, 11, 30)),
        TODAY,
    )
    assert planned(database) == SummonsPlan((), ())
    act(database, dossier, ask.Rompre(Breach.ABANDON), date(2025, 12, 3))
    [given] = planned(database, on=date(2025, 12, 3)).proposed
    assert given.stage is Stage.CONVOCATION


def test_who_is_of_age_before_the_notice_is_over_is_set_aside_with_what_to_type(database: Database) -> None:
    open_one(database, family("Léa", born_on=date(2007, 12, 12)))  # of age on the tenth day
    open_one(database, family("Tom", "AUTRE", born_on=date(2007, 12, 13)))  # one day of use is left
    plan = planned(database)
    assert [(p.prenom, p.rdv.le, p.is_late) for p in plan.proposed] == [("Tom", date(2025, 12, 12), False)]
    assert [a.reference for a in plan.aside] == ["2025-0001"]
    assert "of convoquer 2025-0001 --rdv DATE --motif-preavis majorite_proche" in plan.aside[0].why


def test_whom_no_letter_reaches_is_set_aside(database: Database) -> None:
    nowhere = Adresse("", "", "", "")
    open_one(database, family("Léa", where=nowhere, adresse=nowhere))
    plan = planned(database)
    assert plan.proposed == ()
    assert "adresse" in plan.aside[0].why


def test_filters_keep_and_the_limit_keeps_the_nearest_ends(database: Database) -> None:
    open_one(database, family("Léa", "A", commune="Lompret"))
    open_one(database, family("Tom", "B", born_on=date(2008, 1, 20)))
    open_one(database, family("Ana", "C"))
    assert [p.nom for p in planned(database, DossierFilter(commune="lompret")).proposed] == ["A"]
    assert [p.nom for p in planned(database, DossierFilter(conseiller="Personne")).proposed] == []
    assert [p.nom for p in planned(database, DossierFilter(source="psad")).proposed] == []
    assert [p.nom for p in planned(database, DossierFilter(due_before=date(2026, 2, 1))).proposed] == ["B"]
    assert [p.nom for p in planned(database, DossierFilter(stage="absence")).proposed] == []
    limited = planned(database, at_most=1)
    assert ([p.nom for p in limited.proposed], limited.beyond) == (["B"], 2)


def test_one_run_holds_their_letters_alone_and_one_envelope_a_home(database: Database, tmp_path: Path) -> None:
    """Brothers and sisters: what goes to their mother is in one envelope, what goes to their father in another."""
    waiting = open_one(database, family("Zoé", "AUTRE"))
    summon(database, waiting, TODAY, rdv=date(2025, 12, 30))  # its letters wait, and are nobody's here
    father = RepresentantLegal(Quality.PERE, "DUPONT", "Marc", BAC)
    for name in ("Léa", "Tom"):
        child = family(name)
        open_one(database, replace(child, representants=(*child.representants, father)))
    done = [each.done for each in carried(database, planned(database)) if each.done]
    run, failed = print_summons(
        database, press(tmp_path), desk(TODAY), done,
        output=None, duplex=False, together=True, progress=lambda _done, _total: None,
    )  # fmt: skip
    assert run is not None
    assert (len(run.letters), run.envelopes, failed) == (6, 2, ())
