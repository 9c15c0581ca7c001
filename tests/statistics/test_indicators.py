"""Each indicator at its edges, on dossiers lived through the real acts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

import pytest

from house import act, appointment, desk, minor, open_one, reported, summon
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.natures import NATURES
from ofworkflow.procedure.vocabulary import (
    Act,
    Breach,
    Closing,
    ContactNature,
    ContactResult,
    Excuse,
    Nature,
    PostMode,
    Presence,
    Proof,
    Source,
)
from ofworkflow.statistics.figures import Figure, Figures, compute
from ofworkflow.statistics.modalities import By, HouseTerritory
from ofworkflow.storage.database import Database

JAN_1, DEC_31 = date(2026, 1, 1), date(2026, 12, 31)
COMMUNES = ("Lambersart", "La Madeleine")
CUTS = ((By.COMMUNE,), (By.SOURCE,))


def figures(database: Database, first: date = JAN_1, last: date = DEC_31, communes: Sequence[str] = COMMUNES) -> Figures:
    with database.reading() as connection:
        return compute(connection, first=first, last=last, territory=HouseTerritory(tuple(communes)), by=CUTS)


def pairs(database: Database, first: date = JAN_1, last: date = DEC_31) -> dict[str, tuple[int, int | None]]:
    return {f.indicator.code: (f.numerator, f.denominator) for f in figures(database, first, last).total.figures}


def counts(database: Database, first: date = JAN_1, last: date = DEC_31) -> dict[str, int]:
    return {code: numerator for code, (numerator, _) in pairs(database, first, last).items()}


def receive(database: Database, dossier_id: int, on: date, present: Presence = Presence.LES_DEUX) -> None:
    """Summon ten days before, and hold the interview."""
    summon(database, dossier_id, date.fromordinal(on.toordinal() - 10), rdv=on)
    act(database, dossier_id, ask.Recevoir(present), on)


def situation(
    database: Database, dossier_id: int, on: date, *, until: date, nature: Nature = Nature.EMPLOI, since: date | None = None
) -> None:
    act(database, dossier_id, ask.ConstaterSituation(nature, since or on, NATURES[nature].shown_by[0], on, fin=until), on)


def post(database: Database, dossier_id: int, n: int, on: date) -> None:
    act(database, dossier_id, ask.Poster(n, (), PostMode.SIMPLE), on)


def contact(database: Database, dossier_id: int, on: date, result: ContactResult) -> None:
    with database.writing() as connection:
        record_contact(
            connection, dossier_id, nature=ContactNature.SMS, result=result, done_on=on, desk=desk(on), note=""
        )  # fmt: skip


@pytest.mark.parametrize(
    ("opened_on", "counted"),
    [
        (date(2025, 12, 31), 0),  # the eve of the period: in the population, not reported in it
        (date(2026, 1, 1), 1),  # the first day counts
        (date(2026, 12, 31), 1),  # so does the last
        (date(2027, 1, 1), 0),
    ],
)
def test_i1_counts_the_dossiers_opened_in_the_period(database, opened_on, counted):
    open_one(database, on=opened_on)
    assert counts(database)["I1"] == counted


def test_i1_is_given_by_source(database):
    open_one(database, reported(on=JAN_1, source=Source.CFA), on=JAN_1)
    lines = {line.modality[0]: line.figures[0].numerator for line in figures(database).breakdowns[By.SOURCE,]}
    assert lines == {"siei": 0, "psad": 0, "imilo": 0, "cfa": 1, "autre": 0}


@pytest.mark.parametrize(
    ("on", "result", "counted"),
    [
        (date(2026, 1, 1), ContactResult.JOINT, 1),
        (date(2026, 12, 31), ContactResult.JOINT, 1),
        (date(2025, 12, 31), ContactResult.JOINT, 0),  # before the period
        (date(2026, 2, 1), ContactResult.MESSAGE, 0),  # nobody answered
        (date(2026, 2, 1), ContactResult.SANS_REPONSE, 0),
        (date(2026, 2, 1), ContactResult.FAUX_NUMERO, 0),
    ],
)
def test_i2_counts_who_was_reached_in_the_period(database, on, result, counted):
    contact(database, open_one(database), on, result)
    assert counts(database)["I2"] == counted


def test_i2_counts_a_person_once(database):
    dossier = open_one(database)
    contact(database, dossier, date(2026, 2, 1), ContactResult.JOINT)
    contact(database, dossier, date(2026, 2, 2), ContactResult.JOINT)
    assert counts(database)["I2"] == 1


@pytest.mark.parametrize(
    ("present", "with_representative"), [(Presence.MINEUR, 0), (Presence.REPRESENTANT, 1), (Presence.LES_DEUX, 1)]
)
def test_i3_counts_who_was_received_and_with_whom(database, present, with_representative):
    receive(database, open_one(database), date(2026, 2, 2), present)
    found = counts(database)
    assert (found["I3"], found["I3b"], found["I4"], found["I4b"]) == (1, with_representative, 1, 1)


def test_i3_counts_only_the_interviews_of_the_period(database):
    receive(database, open_one(database), date(2026, 1, 5))
    assert counts(database, date(2026, 1, 6), DEC_31)["I3"] == 0
    assert counts(database, date(2026, 1, 5), date(2026, 1, 5))["I3"] == 1


def test_i4_counts_acts_and_persons_apart(database):
    """An excused absence brings a second « premier entretien » : two acts, one person, and no R. 114-7."""
    dossier = absent(database)
    act(database, dossier, ask.Justifier(Excuse.TRANSPORT), date(2026, 1, 27))
    summon(database, dossier, date(2026, 1, 28), rdv=date(2026, 2, 16))
    found = counts(database)
    assert (found["I4"], found["I4b"], found["I5"], found["I5b"]) == (2, 1, 0, 0)


def absent(database: Database) -> int:
    """Open a dossier whose minor does not come on 26/01/2026."""
    dossier = open_one(database)
    done = summon(database, dossier, date(2026, 1, 5), rdv=date(2026, 1, 26))
    post(database, dossier, done.decision.n, date(2026, 1, 6))
    act(database, dossier, ask.ConstaterAbsence(), date(2026, 1, 26))
    return dossier


def second(found: dict[str, int], prefix: str) -> list[int]:
    return [found[code] for code in (prefix, *(f"{prefix}-{trigger}" for trigger in (1, 2, 3)))]


def test_i5_counts_each_trigger_apart_and_adds_up(database):
    """One minor, two R. 114-7 convocations: after an absence (1°), then after a breach (2°)."""
    dossier = absent(database)
    summon(database, dossier, date(2026, 2, 10), rdv=date(2026, 3, 10))
    act(database, dossier, ask.Recevoir(Presence.MINEUR), date(2026, 3, 10))
    situation(database, dossier, date(2026, 3, 12), until=date(2026, 12, 31), nature=Nature.ACCOMPAGNEMENT)
    act(database, dossier, ask.Rompre(Breach.ABANDON), date(2026, 5, 4))
    summon(database, dossier, date(2026, 5, 5), rdv=date(2026, 6, 8))
    found = counts(database)
    assert second(found, "I5") == [2, 1, 1, 0]
    assert second(found, "I5b") == [1, 1, 1, 0]  # one person, under two triggers
    assert found["I4"] == 1


def test_i5_counts_the_convocation_after_a_silence(database):
    dossier = open_one(database)
    receive(database, dossier, date(2026, 1, 20))
    for day, nature in ((1, ContactNature.SMS), (10, ContactNature.TELEPHONE), (20, ContactNature.SMS)):
        with database.writing() as connection:
            record_contact(
                connection, dossier, nature=nature, result=ContactResult.SANS_REPONSE, done_on=date(2026, 2, day),
                desk=desk(date(2026, 2, day)), note="",
            )  # fmt: skip
    act(database, dossier, ask.ConstaterSilence(), date(2026, 2, 25))
    summon(database, dossier, date(2026, 2, 26), rdv=date(2026, 3, 26))
    assert second(counts(database), "I5") == [1, 0, 0, 1]


def test_i6_is_received_or_covered_on_a_day_of_the_period(database):
    open_one(database)  # neither
    receive(database, open_one(database), date(2026, 2, 2))
    covered = open_one(database)
    situation(database, covered, date(2025, 12, 15), until=date(2026, 1, 1))  # its last day is the first of the period
    before = open_one(database)
    situation(database, before, date(2025, 12, 15), until=date(2025, 12, 31))
    exempted = open_one(database)
    act(database, exempted, ask.Exempter(date(2026, 12, 31)), date(2026, 1, 5))  # an exemption is no situation
    assert counts(database)["I6"] == 2


def test_i6_does_not_count_a_situation_broken_before_the_period(database):
    dossier = open_one(database)
    situation(database, dossier, date(2025, 12, 2), until=date(2026, 6, 30))
    act(database, dossier, ask.Rompre(Breach.ABANDON), date(2026, 1, 1))  # broken on that day: the day before was the last
    assert counts(database)["I6"] == 0
    assert counts(database, date(2025, 12, 31), DEC_31)["I6"] == 1


@pytest.mark.parametrize(
    ("nature", "compliant", "beyond", "professional"),
    [
        (Nature.EMPLOI, 1, 1, 1),
        (Nature.FORMATION, 1, 1, 1),
        (Nature.APPRENTISSAGE, 1, 1, 1),
        (Nature.SERVICE_CIVIQUE, 1, 1, 1),
        (Nature.DEUXIEME_CHANCE, 1, 1, 1),
        (Nature.SCOLARITE, 1, 1, 1),  # schooling is counted among formations
        (Nature.ACCOMPAGNEMENT, 1, 0, 0),
        (Nature.MEDICO_SOCIAL, 1, 1, 0),
    ],
)
def test_i7_and_i8_follow_the_nature(database, nature, compliant, beyond, professional):
    situation(database, open_one(database), date(2026, 1, 5), until=date(2026, 12, 31), nature=nature)
    found = pairs(database)
    assert (found["I7a"], found["I7b"], found["I8"]) == ((compliant, 1), (beyond, 1), (professional, 1))


@pytest.mark.parametrize(("until", "compliant"), [(date(2026, 6, 30), 1), (date(2026, 6, 29), 0)])
def test_i7_is_observed_on_the_last_day(database, until, compliant):
    situation(database, open_one(database), date(2026, 1, 5), until=until)
    assert pairs(database, JAN_1, date(2026, 6, 30))["I7a"] == (compliant, 1)


def test_i7_leaves_the_exempt_out_and_i8_does_not(database):
    dossier = open_one(database)
    receive(database, dossier, date(2026, 1, 20))
    act(database, dossier, ask.Exempter(date(2026, 12, 31)), date(2026, 2, 1))
    found = pairs(database)
    assert (found["I6"], found["I7a"], found["I7b"], found["I8"]) == ((1, None), (0, 0), (0, 0), (0, 1))


def test_i7_counts_who_meets_the_obligation_while_a_certificate_still_runs(database):
    """Otherwise the numerator could pass the denominator."""
    dossier = open_one(database)
    act(database, dossier, ask.Exempter(date(2026, 12, 31)), date(2026, 2, 1))
    situation(database, dossier, date(2026, 3, 2), until=date(2026, 12, 31))
    assert pairs(database)["I7a"] == (1, 1)


@pytest.mark.parametrize(
    ("born_on", "until", "compliant"),
    [
        (date(2008, 6, 10), date(2026, 6, 9), 1),  # covered on the eve of majority
        (date(2008, 6, 10), date(2026, 6, 8), 0),  # until the day before only
        (date(2008, 2, 29), date(2026, 2, 27), 1),  # of age on 28 February: the eve is the 27th
        (date(2008, 2, 29), date(2026, 2, 26), 0),
    ],
)
def test_who_turns_18_is_observed_on_the_eve(database, born_on, until, compliant):
    dossier = open_one(database, reported(minor(born_on=born_on)))
    situation(database, dossier, date(2026, 1, 5), until=until)
    found = pairs(database)
    assert (found["I7a"], found["I8"]) == ((compliant, 1), (compliant, 1))


def test_who_turns_18_is_observed_on_the_eve_even_when_a_later_situation_was_broken(database):
    dossier = open_one(database, reported(minor(born_on=date(2008, 6, 10))))
    situation(database, dossier, date(2026, 1, 5), until=date(2026, 12, 31))
    act(database, dossier, ask.Rompre(Breach.ABANDON), date(2026, 6, 9))
    assert pairs(database)["I7a"] == (0, 1)


@pytest.mark.parametrize(
    ("born_on", "counted"),
    [
        (date(2008, 1, 1), 0),  # of age on the first day of the period
        (date(2008, 1, 2), 1),  # minor that day
        (date(2008, 2, 29), 1),
    ],
)
def test_the_population_is_minor_on_a_day_of_the_period(database, born_on, counted):
    dossier = open_one(database, reported(minor(born_on=born_on)))
    situation(database, dossier, date(2025, 12, 2), until=date(2026, 12, 31))
    assert counts(database)["I6"] == counted


@pytest.mark.parametrize("motif", [motif for motif in Closing if motif is not Closing.MAJORITE])  # the night's own
def test_error_duplicate_and_death_are_in_no_figure(database, motif):
    dossier = open_one(database, on=JAN_1)
    contact(database, dossier, date(2026, 1, 6), ContactResult.JOINT)
    receive(database, dossier, date(2026, 2, 2))
    act(database, dossier, ask.Cloturer(motif), date(2027, 2, 3))  # even when it is found after the period
    found = counts(database)
    left_out = motif in (Closing.ERREUR, Closing.DOUBLON, Closing.DECES)
    assert [found[code] for code in ("I1", "I2", "I3", "I4", "I6")] == [0 if left_out else 1] * 5


def test_a_dossier_closed_by_mistake_then_reopened_counts_again(database):
    dossier = open_one(database, on=JAN_1)
    act(database, dossier, ask.Cloturer(Closing.DOUBLON), date(2026, 2, 3))
    assert counts(database)["I1"] == 0
    act(database, dossier, ask.Rouvrir("ce n'en était pas un"), date(2026, 2, 4))
    assert counts(database)["I1"] == 1


@pytest.mark.parametrize("motif", [Closing.DEMENAGEMENT, Closing.DOUBLON])
def test_a_dossier_closed_by_mistake_then_reopened_did_not_leave(database, motif):
    dossier = open_one(database, reported(on=JAN_1), on=JAN_1)
    act(database, dossier, ask.Cloturer(motif), date(2026, 2, 1))
    act(database, dossier, ask.Rouvrir("erreur de saisie"), date(2026, 3, 10))
    found = counts(database, last=date(2026, 2, 28))
    assert found["I12"] == found["I12-demenagement"] == found["I12-sans"] == (motif is Closing.DEMENAGEMENT)


def test_i11_what_was_noted_before_the_two_months_did_not_end_them(database):
    dossier, on = open_one(database, reported(on=JAN_1), on=JAN_1), date(2026, 3, 2)
    situation(database, dossier, on, until=DEC_31, nature=Nature.ACCOMPAGNEMENT)
    act(database, dossier, ask.Rompre(Breach.ABANDON), on)
    summon(database, dossier, on, rdv=date(2026, 4, 1))
    act(database, dossier, ask.Cloturer(Closing.HORS_CHAMP), on)
    assert pairs(database)["I11b"] == (0, 0)


def test_a_voided_closing_leaves_nobody_out(database):
    dossier = open_one(database, on=JAN_1)
    act(database, dossier, ask.Cloturer(Closing.ERREUR), date(2026, 2, 3))
    act(database, dossier, ask.Annuler("mauvais dossier"), date(2026, 2, 3))
    assert counts(database)["I1"] == 1


@pytest.mark.parametrize(
    ("closed_on", "reopened_on", "counted"),
    [
        (date(2025, 12, 31), None, 0),  # closed before the period
        (date(2026, 1, 1), None, 1),  # the day of the closing was still a day of the dossier
        (date(2025, 12, 20), date(2026, 12, 31), 1),  # open again on the last day
        (date(2025, 12, 20), date(2027, 1, 1), 0),  # only after it
    ],
)
def test_a_dossier_counts_when_it_is_open_on_a_day_of_the_period(database, closed_on, reopened_on, counted):
    dossier = open_one(database, reported(minor(born_on=date(2009, 11, 25))))
    situation(database, dossier, date(2025, 12, 2), until=date(2027, 6, 30))
    act(database, dossier, ask.Cloturer(Closing.DEMENAGEMENT), closed_on)
    if reopened_on:
        act(database, dossier, ask.Rouvrir("revenu"), reopened_on)
    assert counts(database)["I6"] == counted


@pytest.mark.parametrize("annulled", [Act.CONVOQUER, Act.RECEVOIR, Act.CONSTATER_SITUATION])
def test_an_annulled_act_never_counts(database, annulled):
    dossier = open_one(database)
    on = date(2026, 1, 5)
    if annulled is Act.CONSTATER_SITUATION:
        situation(database, dossier, on, until=DEC_31)
    else:
        act(database, dossier, ask.Convoquer(appointment(date(2026, 1, 20), time(9))), on)
        on = date(2026, 1, 20)
    if annulled is Act.RECEVOIR:
        act(database, dossier, ask.Recevoir(Presence.LES_DEUX), on)
    act(database, dossier, ask.Annuler("erreur de saisie"), on)
    found = counts(database)
    left = {"I4": 1, "I4b": 1} if annulled is Act.RECEVOIR else {}
    assert {code: n for code, n in found.items() if n} == left | {"I15": 1}  # nothing else is known of that minor


def test_every_commune_of_the_territory_has_its_line_zeros_included(database):
    for commune in ("LAMBERSART", "Tourcoing", ""):
        open_one(database, reported(minor(commune=commune)), on=JAN_1)
    found = figures(database, communes=["Verlinghem", "Lambersart"])
    lines = [(line.modality[0], line.figures[0].numerator) for line in found.breakdowns[By.COMMUNE,]]
    assert lines == [("Verlinghem", 0), ("Lambersart", 1), ("Tourcoing", 1), ("inconnu", 1)]


def test_an_empty_base_gives_zeros_and_no_rate(database):
    found = figures(database)
    assert {f.value for f in found.total.figures if f.denominator is not None} == {None}
    assert {f.numerator for f in found.total.figures} == {0, None}
    assert [line.modality[0] for line in found.breakdowns[By.COMMUNE,]] == list(COMMUNES)


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (97, 198, "49 %"),
        (0, 0, "–"),  # never 0 %
        (0, 7, "0 %"),
        (7, 7, "100 %"),
        (1, 8, "13 %"),  # 12,5: the half goes up
        (12, None, "12"),
    ],
)
def test_a_rate_is_rounded_to_the_percent_and_nothing_over_nothing_is_a_dash(numerator, denominator, shown):
    from ofworkflow.statistics.indicators.catalogue import INDICATORS

    assert Figure(INDICATORS[-1], numerator, denominator).shown == shown


@pytest.mark.parametrize(
    ("request_", "days"),
    [
        (ask.Cloturer(Closing.DEMENAGEMENT), None),  # a closing is no outcome: nothing was measured
        (ask.ConstaterSituation(Nature.EMPLOI, date(2026, 7, 10), Proof.CONTRAT, date(2026, 7, 10), fin=DEC_31), 150),
    ],
)
def test_i11b_what_comes_after_the_two_months_is_never_in_time_nor_moves_a_past_figure(database, request_, days):
    """The convocation was never posted: its two months stay provisional, and end in April all the same."""
    dossier = absent(database)
    summon(database, dossier, date(2026, 2, 10), rdv=date(2026, 3, 10))
    half, year = (JAN_1, date(2026, 6, 30)), (JAN_1, DEC_31)
    assert pairs(database, *half)["I11b"] == (0, 1)
    act(database, dossier, request_, date(2026, 7, 10))
    assert pairs(database, *half)["I11b"] == (0, 1)
    assert pairs(database, *year)["I11b"] == (0, 1)
    assert pairs(database, *year)["I11b-mediane"] == (days, int(days is not None))
