"""Leave: no hour is proposed then, and the appointments that it meets are given over to who is free, once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, time

import pytest

from house import act, appointment, desk, minor, open_one, reported
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.agenda.appointments import agenda_of, appointments
from ofworkflow.casework.agenda.leaves import (
    Relay,
    hand_over,
    note_leave,
    noted_leaves,
    plan_relays,
    withdraw,
)
from ofworkflow.casework.agenda.summoning import plan_summons
from ofworkflow.casework.registry.lines import DossierFilter
from ofworkflow.errors import AlreadyNotedError, UsageError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.appointments import Leave
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.vocabulary import ReportReason
from ofworkflow.storage.database import Database
from ofworkflow.storage.migrate import upgrade
from older_bases import go_back

TODAY = date(2025, 12, 2)
MONDAY, TUESDAY, FRIDAY = date(2025, 12, 15), date(2025, 12, 16), date(2025, 12, 19)
ME, SACHA, NOUR = "Camille Renard", "Sacha Morel", "Nour Petit"
WEEK = Leave(ME, MONDAY, FRIDAY)


def noted(database: Database, leave: Leave = WEEK) -> int:
    with database.writing() as connection:
        return note_leave(connection, leave, desk=desk(TODAY))


def summoned(database: Database, name: str, at: time, on: date = TUESDAY) -> int:
    dossier = open_one(database, reported(minor(name)))
    act(database, dossier, ask.Convoquer(appointment(on, at)), TODAY)
    return dossier


def relays(database: Database, *team: str, to: str = "") -> tuple[Relay, ...]:
    with database.reading() as connection:
        return plan_relays(connection, WEEK, rules=desk(TODAY).rules, team=set(team), to=to)


def receivers(database: Database) -> list[str]:
    with database.reading() as connection:
        return [a.conseiller for a in appointments(connection, MONDAY, FRIDAY)]


@pytest.mark.parametrize(
    ("on", "refused"), [(date(2025, 12, 12), False), (MONDAY, True), (FRIDAY, True), (date(2025, 12, 22), False)]
)
def test_an_appointment_on_a_day_of_leave_wants_a_reason_that_is_kept(database: Database, on: date, refused: bool) -> None:
    noted(database)
    noted(database, Leave(SACHA, date(2025, 12, 1), date(2025, 12, 31)))  # a colleague's stands in nobody's way
    dossier = open_one(database)
    with database.writing() as connection:
        if refused:
            with pytest.raises(GuardError, match=r"Camille Renard est en congé du lun. 15/12/2025.*--malgre"):
                perform(connection, dossier, ask.Convoquer(appointment(on)), done_on=TODAY, desk=desk(TODAY))
        request = ask.Convoquer(appointment(on), malgre="je reviens exprès" if refused else "")
        warnings = perform(connection, dossier, request, done_on=TODAY, desk=desk(TODAY)).warnings
    assert any("en congé" in each and "je reviens exprès" in each for each in warnings) is refused


def test_neither_the_agenda_nor_a_plan_proposes_an_hour_of_leave_until_it_is_withdrawn(database: Database) -> None:
    number = noted(database, Leave(ME, date(2025, 12, 12), FRIDAY))
    open_one(database)

    def first_proposed() -> tuple[date, bool]:
        with database.reading() as connection:
            [one] = plan_summons(connection, DossierFilter(), desk=desk(TODAY), place="ici").proposed
            week = agenda_of(connection, MONDAY, FRIDAY, rules=desk(TODAY).rules, today=TODAY)
        return one.rdv.le, bool(week.libres)

    assert first_proposed() == (date(2025, 12, 22), False)
    with database.writing() as connection:
        assert withdraw(connection, number, desk=desk(TODAY)).first == date(2025, 12, 12)
    assert first_proposed() == (date(2025, 12, 12), True)


def test_a_leave_is_noted_once_and_withdrawn_once(database: Database) -> None:
    number = noted(database)
    with database.writing() as connection:
        for same in (WEEK, Leave(ME, TUESDAY, TUESDAY)):
            with pytest.raises(AlreadyNotedError):
                note_leave(connection, same, desk=desk(TODAY))
        with pytest.raises(UsageError, match="avant de commencer"):
            note_leave(connection, Leave(ME, FRIDAY, MONDAY), desk=desk(TODAY))
        withdraw(connection, number, desk=desk(TODAY))
        with pytest.raises(AlreadyNotedError):
            withdraw(connection, number, desk=desk(TODAY))
        with pytest.raises(UsageError):
            withdraw(connection, 99, desk=desk(TODAY))
        assert noted_leaves(connection, MONDAY, FRIDAY) == ()


def test_each_appointment_goes_to_a_colleague_who_is_there_and_free(database: Database) -> None:
    for name, at in (("A", time(9)), ("B", time(9, 30)), ("C", time(14))):
        summoned(database, name, at)
    noted(database, Leave(NOUR, MONDAY, MONDAY))  # back on the Tuesday
    plan = relays(database, SACHA, NOUR, ME)
    assert [each.to for each in plan] == [NOUR, SACHA, NOUR]  # nine and half past nine meet; the least taken first
    alone = relays(database, SACHA)
    assert [each.to for each in alone] == [SACHA, "", SACHA]
    assert "of reporter 2025-0002 --rdv" in alone[1].why
    noted(database, Leave(SACHA, TUESDAY, TUESDAY))
    assert [each.to for each in relays(database, SACHA)] == ["", "", ""]
    assert [each.to for each in relays(database, SACHA, NOUR, to=SACHA)] == ["", "", ""]


def test_brothers_and_sisters_go_together_to_one_colleague(database: Database) -> None:
    for name in ("A", "B"):
        summoned(database, name, time(9))
    plan = relays(database, SACHA, NOUR)
    assert [each.to for each in plan] == [NOUR, NOUR]
    assert [why for _, why in hand_over(database, plan, desk=desk(TODAY))] == ["", ""]
    assert receivers(database) == [NOUR, NOUR]


def test_what_is_given_over_is_the_appointment_alone_and_takes_the_colleague_s_hour(database: Database) -> None:
    dossier = summoned(database, "A", time(9))
    desk_ = desk(TODAY)
    assert [why for _, why in hand_over(database, relays(database, SACHA), desk=desk_)] == [""]
    assert receivers(database) == [SACHA]
    assert relays(database, SACHA) == ()  # nothing is left to give over
    noted(database)
    other = open_one(database, reported(minor("B")))
    with database.writing() as connection, pytest.raises(GuardError) as refused:  # the hour is mine again, the day is not
        perform(connection, other, ask.Convoquer(appointment(TUESDAY, time(9))), done_on=TODAY, desk=desk_)
    assert "en congé" in str(refused.value)
    assert "une autre famille" not in str(refused.value)
    act(database, dossier, ask.Reporter(appointment(date(2025, 12, 29)), ReportReason.DEMANDE_FAMILLE), TODAY)
    with database.reading() as connection:
        assert [a.conseiller for a in appointments(connection, date(2025, 12, 29), date(2025, 12, 29))] == [ME]


def test_what_happened_meanwhile_is_said_and_stops_nobody_else(database: Database) -> None:
    first = summoned(database, "A", time(9))
    summoned(database, "B", time(14))
    plan = relays(database, SACHA)
    act(database, first, ask.Reporter(appointment(date(2025, 12, 29)), ReportReason.DEMANDE_FAMILLE), TODAY)
    done = [why for _, why in hand_over(database, plan, desk=desk(TODAY))]
    assert ("n'est plus attendu" in done[0], done[1]) == (True, "")
    again = [why for _, why in hand_over(database, plan[1:], desk=desk(TODAY))]
    assert again[0].startswith("Déjà noté")


def test_two_who_give_over_at_once_do_not_give_one_colleague_two_families_at_one_hour(database: Database) -> None:
    for name in ("A", "B"):
        summoned(database, name, time(9))
    [one, two] = (Relay(each.appointment, SACHA) for each in relays(database, SACHA, NOUR))
    together, said = threading.Barrier(2), list[str]()

    def at_once(relay: Relay) -> Callable[[], None]:
        def run() -> None:
            together.wait()
            said.extend(why for _, why in hand_over(database, [relay], desk=desk(TODAY)))

        return run

    threads = [threading.Thread(target=at_once(relay)) for relay in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(bool(why) for why in said) == [False, True]
    assert sorted(receivers(database)) == [ME, SACHA]


def test_one_leave_noted_by_two_at_the_same_second_is_one(database: Database) -> None:
    together, refused = threading.Barrier(2), list[bool]()

    def run() -> None:
        together.wait()
        try:
            noted(database)
        except AlreadyNotedError:
            refused.append(True)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert len(noted_leaves(connection, MONDAY, FRIDAY)) == 1
    assert refused == [True]


def test_a_leave_of_a_base_from_before_is_of_whole_days(database: Database) -> None:
    number = noted(database)
    with database.writing() as connection:
        go_back(connection, "0018")
        upgrade(connection)
        half = Leave(ME, MONDAY, MONDAY, until=time(12))
        with pytest.raises(AlreadyNotedError):
            note_leave(connection, half, desk=desk(TODAY))
        withdraw(connection, number, desk=desk(TODAY))
        note_leave(connection, half, desk=desk(TODAY))
        assert [each.leave for each in noted_leaves(connection, MONDAY, FRIDAY)] == [half]
