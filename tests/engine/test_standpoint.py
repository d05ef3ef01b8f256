"""What is known at a date in the record, and when it happened."""

from datetime import date
from typing import Any

import pytest
from scipy import stats

from sim.engine import Program, Standpoint, forecast
from sim.errors import RunError
from sim.events.dates import DAY
from sim.log.log import Log
from sim.scenario.model import Scenario
from tests.laws.documented import with_rows
from tests.laws.logs import given, told, written

QUIET = """
[score]
given = [{ event = "fire" }]
context = ["spark", "smoke", "ash"]
"""

MONTH = {"precision": "month"}


def days(scenario: Scenario, *rows: Any, day: int, seed: int = 1, then: bool = False) -> list[str]:
    """What a forecast from the start of a day has before it: `day actor kind subject`."""
    return [
        f"{e.time // DAY} {e.actor} {e.kind} {e.subject}".strip()
        for e in forecast_of(scenario, *rows, day=day, seed=seed, then=then).events
        if e.time < day * DAY
    ]


def forecast_of(scenario: Scenario, *rows: Any, day: int, seed: int = 1, then: bool = False) -> Log:
    """A forecast from the start of a day."""
    program = Program(with_rows(scenario, rows))
    return forecast(Standpoint(program, day * DAY, known_then=then), seed)


def test_a_row_is_known_when_its_window_has_ended():
    """A day is known from the next one on, a range after its last day."""
    quiet = written(QUIET)
    span = {"precision": "range", "date_end": date(2001, 1, 12)}
    rows = [(4, "host", "spark", ""), (9, "host", "smoke", "", span)]
    assert days(quiet, *rows, day=4) == []
    assert days(quiet, *rows, day=5) == ["4 host spark"]
    assert days(quiet, *rows, day=11) == ["4 host spark"]
    assert [line.split()[2] for line in days(quiet, *rows, day=12)] == ["spark", "smoke"]


def test_a_day_as_a_standpoint_is_its_end():
    """Seen from a day, its own rows are known."""
    program = Program(with_rows(written(QUIET), [(4, "host", "spark", "")]))
    log = forecast(Standpoint.on(program, date(2001, 1, 5)), 1)
    assert log.origin.past == 5 * DAY
    assert len(log.events) == 1


def test_a_month_is_a_month():
    """The instant of a row known to its month lies anywhere in it, and is known after it."""
    quiet = written(QUIET)
    row = (date(2001, 2, 14), "host", "spark", "", MONTH)
    assert days(quiet, row, day=58) == []
    standpoint = Standpoint(Program(with_rows(quiet, [row])), 59 * DAY)
    times = [forecast(standpoint, seed).events[0].time for seed in range(2_000)]
    assert stats.kstest(times, stats.uniform(31 * DAY, 28 * DAY).cdf).pvalue > 1e-4


def test_known_then_asks_when_the_source_spoke():
    """Then a row counts from the day of its source on, and the others from the end of theirs."""
    quiet = written(QUIET)
    late = (4, "host", "spark", "", {"source_date": "2001-01-21"})
    early = (date(2001, 1, 1), "host", "smoke", "", {**MONTH, "source_date": "2001-01-10"})
    vague = (6, "host", "ash", "", {"source_date": "soon after"})
    announced = (40, "host", "spark", "later", {"source_date": "2001-01-02"})
    rows = (late, early, vague, announced)
    kinds = [
        sorted(line.split()[2] for line in days(quiet, *rows, day=day, then=True))
        for day in (7, 9, 10, 20, 21)
    ]
    assert kinds == [
        ["ash"],
        ["ash"],
        ["ash", "smoke"],
        ["ash", "smoke"],
        ["ash", "smoke", "spark"],
    ]
    for seed in range(100):  # of a month that is not over, it has happened by now
        assert len(days(quiet, early, day=10, seed=seed, then=True)) == 1


def test_an_instant_is_keyed_by_seed_and_row():
    """Another seed draws another; another cut or other rows of other days do not."""
    quiet = written(QUIET)
    row, other = (4, "host", "spark", ""), (6, "host", "smoke", "")
    times = [
        forecast_of(quiet, *rows, day=day, seed=seed).events[0].time
        for rows, day, seed in (
            ((row,), 5, 1),
            ((row, other), 5, 1),
            ((row,), 90, 1),
            ((row,), 5, 2),
        )
    ]
    assert times[0] == times[1] == times[2] != times[3]


def test_rows_of_one_day_share_the_instant_of_the_first():
    """They are ties: nothing says which came first."""
    quiet = written(QUIET)
    rows = [(4, "host", "spark", ""), (4, "guest", "smoke", ""), (5, "host", "ash", "")]
    first, second, third = (e.time for e in forecast_of(quiet, *rows, day=9).events)
    assert first == second < third
    alone = forecast_of(quiet, rows[0], day=9).events[0].time
    assert first == alone


def test_tied_rows_are_folded_together_and_then_trigger_in_the_order_of_the_file():
    """Each guard sees all rows of its day, also those further down."""
    text = """
        [[steps]]
        actor = "host"
        name = "answer"
        on = ["spark", "smoke"]
        if = "happened('smoke') and happened('spark')"
        if_due = "1 > 0"
        again = "each"
        after = "10 d"
        emits = "ash"
    """
    rows = [(4, "host", "spark", ""), (4, "host", "smoke", "")]
    log = forecast_of(written(text), *rows, day=5)
    assert [(e.kind, e.causes) for e in log.events[2:]] == [("ash", (0,)), ("ash", (1,))]


def test_what_is_given_is_not_folded_twice():
    """A row that states what a given event states is that event, one row for each."""
    scenario = written(QUIET + given("3 guest fire gate", "3 guest fire", "9 guest fire"))
    rows = [
        (3, "guest", "fire", "gate"),
        (3, "guest", "fire", ""),
        (3, "guest", "fire", ""),
        (4, "guest", "fire", "gate"),
        (9, "host", "fire", ""),
    ]
    assert days(scenario, *rows, day=20) == [
        "3 guest fire gate",
        "3 guest fire",
        "3 guest fire",
        "4 guest fire gate",
        "9 guest fire",
        "9 host fire",
    ]


def test_a_row_of_another_class_is_no_given_event():
    """Only rows of the class given may be what the scenario takes from outside."""
    scenario = written(QUIET + given("3 guest spark"))
    assert days(scenario, (3, "guest", "spark", ""), day=9) == ["3 guest spark", "3 guest spark"]


def test_given_events_after_the_cut_happen():
    """At their date; what is documented for later is not known."""
    scenario = written(QUIET + given("3 guest fire", "30 guest fire"))
    log = forecast_of(scenario, (40, "guest", "spark", ""), day=30)
    assert told(log) == ["3 guest fire", "30 guest fire"]
    assert log.origin.past == 30 * DAY


def test_initial_rows_are_the_scenario_s_to_state():
    """Rows before the clock are not folded; initial events are, and trigger nothing."""
    text = """
        initial = [{ date = 2000-12-01, event = "spark", actor = "host" }]
        [[steps]]
        actor = "host"
        name = "answer"
        on = "spark"
        after = "90 d"
        emits = "ash"
    """
    row = (date(2000, 12, 1), "host", "spark", "")
    assert told(forecast_of(written(text), row, day=30)) == ["-31 host spark"]


@pytest.mark.parametrize("cut", [-1, 181 * DAY + 1])
def test_a_cut_beyond_the_clock_is_refused(cut: int):
    """Nothing can be seen from there."""
    with pytest.raises(RunError, match="outside the clock, 2001-01-01 to 2001-06-30"):
        Standpoint(Program(written(QUIET)), cut)


def test_an_end_before_the_cut_is_refused():
    """A forecast does not stop in its past."""
    standpoint = Standpoint(Program(written(QUIET)), 20 * DAY)
    with pytest.raises(RunError, match="is before the cut"):
        forecast(standpoint, 1, until=20 * DAY - 1)
    assert forecast(standpoint, 1, until=20 * DAY).events == ()
