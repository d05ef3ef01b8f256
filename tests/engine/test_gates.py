"""What a body does at its gates: it reads, to a quorum, and votes after the last reading."""

import pytest

from sim.engine import Program, Standpoint, forecast, resume, simulate
from sim.errors import InputError
from sim.events.dates import DAY
from sim.scenario.model import Scenario
from tests.laws.documented import with_rows
from tests.laws.logs import given, told, written

SENATE = """
[actors.senate]
behaviour = "legislature"
seats = 10
turnout_spread = 0
blocs = [{{ name = "all", seats = 10, position = 8, spread = 0, attendance = {attendance} }}]
[deadlines.recess]
at = 2001-02-20
[gates.consent]
body = "senate"
considers = "spark"
{readings}
needs = "majority of present"
quorum = 6
passed = "fire"
failed = "ash"
no_quorum = "session_failed_quorum"
before = "recess"
"""
TWO = 'readings = ["committee_vote", "plenary_vote"]\nbetween = "5 d"\nafter = "10 d"'


def senate(readings: str, *events: str, attendance: str = "1") -> Scenario:
    """A chamber of ten that is always for, with a gate, and what is given."""
    return written(SENATE.format(readings=readings, attendance=attendance) + given(*events))


def test_a_text_is_read_before_it_is_voted_on() -> None:
    """`between` from what is considered to each reading, `after` from the last to the vote."""
    assert told(simulate(senate(TWO, "1 host spark bill"), 1)) == [
        "1 host spark of bill",
        "6 senate committee_vote of bill x10",
        "11 senate plenary_vote of bill x10",
        "21 senate fire of bill x10",
    ]


def test_without_between_readings_take_as_long_as_the_vote() -> None:
    """`between` is `after` where it is left out."""
    readings = 'readings = ["committee_vote"]\nafter = "3 d"'

    assert told(simulate(senate(readings, "1 host spark"), 1))[1:] == [
        "4 senate committee_vote x10",
        "7 senate fire x10",
    ]


def test_a_reading_without_a_quorum_lets_the_text_rest() -> None:
    """It is recorded with the heads that came, and nothing follows from it."""
    scenario = senate(TWO, "1 host spark bill", attendance="0.5")

    assert told(simulate(scenario, 1))[1:] == ["6 senate session_failed_quorum of bill x5"]


def test_a_text_that_is_considered_anew_begins_again() -> None:
    """What was still to come of it is dropped; another text goes its own way."""
    scenario = senate(TWO, "1 host spark bill", "3 guest spark pact", "8 host spark bill")

    assert told(simulate(scenario, 1))[3:] == [
        "8 host spark of bill",
        "8 senate committee_vote of pact x10",
        "13 senate committee_vote of bill x10",
        "13 senate plenary_vote of pact x10",
        "18 senate plenary_vote of bill x10",
        "23 senate fire of pact x10",
        "28 senate fire of bill x10",
    ]


def test_no_reading_is_held_after_the_deadline_of_the_gate() -> None:
    """`before` binds readings like the vote."""
    scenario = senate(TWO, "43 host spark bill")

    assert told(simulate(scenario, 1))[1:] == ["48 senate committee_vote of bill x10"]


@pytest.mark.parametrize("cut", range(0, 25, 2))
def test_a_run_resumes_between_readings(cut: int) -> None:
    """The log is that of the run that never stopped."""
    scenario = senate(TWO.replace('"5 d"', '"exponential(5 d)"'), "1 host spark bill")
    part = simulate(scenario, 5, until=cut * DAY)

    assert resume(scenario, part).events == simulate(scenario, 5).events


def test_a_documented_reading_is_followed_by_the_next() -> None:
    """It is put down to the step, and what follows counts from it; the vote comes last."""
    scenario = senate(TWO, "1 host spark bill")
    scenario = with_rows(scenario, [(6, "senate", "committee_vote", "bill")])
    log = forecast(Standpoint(Program(scenario), 8 * DAY), 1)

    assert log.events[1].step == "senate: gate consent, reading 1"
    assert [(e.time // DAY, e.kind) for e in log.events[2:]] == [
        (11, "plenary_vote"),
        (21, "fire"),
    ]


def test_each_reading_draws_its_own_turnout() -> None:
    """Readings and vote are keyed apart: heads differ between them, and from run to run."""
    text = SENATE.format(readings=TWO, attendance="0.8").replace(
        "spread = 0\nblocs", "spread = 1\nblocs"
    )
    text = text.replace("quorum = 6", "quorum = 0").replace("seats = 10", "seats = 1000")
    scenario = written(text + given("1 host spark bill"))
    heads = [tuple(e.quantity for e in simulate(scenario, seed).events[1:]) for seed in range(5)]

    assert all(len(set(each)) == 3 for each in heads)
    assert len(set(heads)) == 5


OWN = """
[milestones]
bill = { event = "spark", subject = "bill" }
first = { event = "bill_introduced", subject = "bill, read first" }
second = { event = "reading_completed", subject = "bill, read again" }
"""


def test_readings_may_have_subjects_of_their_own() -> None:
    """Where the record labels them so; the result is still about what was considered."""
    text = SENATE.format(readings=TWO, attendance="1").replace('"spark"', '"bill"')
    text = text.replace("committee_vote", "first").replace("plenary_vote", "second")
    events = ["1 host spark bill", "8 host spark bill"]

    assert told(simulate(written(OWN + text + given(*events)), 1)) == [
        "1 host spark of bill",
        "6 senate bill_introduced of bill, read first x10",
        "8 host spark of bill",
        "13 senate bill_introduced of bill, read first x10",
        "18 senate reading_completed of bill, read again x10",
        "28 senate fire of bill x10",
    ]


def test_readings_with_subjects_of_their_own_are_of_one_text() -> None:
    """Without a subject in `considers` nobody could tell whose reading it was."""
    text = SENATE.format(readings=TWO, attendance="1").replace("committee_vote", "first")

    with pytest.raises(InputError, match="'first' says about what, so 'considers' must too"):
        written(OWN + text)


@pytest.mark.parametrize("result", ["fire", "ash", "session_failed_quorum"])
def test_what_a_gate_comes_to_is_no_reading_of_it(result: str) -> None:
    """Else a body that failed its quorum would have read, and one that decided would vote again."""
    with pytest.raises(InputError, match=f"'{result}' is also what 'consent' comes to"):
        senate(f'readings = ["committee_vote", "{result}"]\nafter = "3 d"', "1 host spark")
