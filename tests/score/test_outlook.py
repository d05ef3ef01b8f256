"""What is still open of the milestones, and what has happened: by hand."""

from datetime import date

import attrs
import pytest

from sim.events import Pattern
from sim.events.dates import DAY
from sim.log import Record
from sim.score.outlook import Prospect, prospects, watched
from sim.score.timelines.targets import Target
from tests.score.made import columns, recorded, row

TEXT = """
[milestones]
lit = { event = "spark", actor = "host" }
election = { event = "external_shock", subject = "election" }
asked = { event = "dialogue_proposed" }

[[initial]]
date = 2000-12-20
event = "dialogue_proposed"
actor = "host"

[[given]]
name = "vote"
date = 2001-02-01
event = "external_shock"
actor = "host"
subject = "election"

[score]
predicted = ["lit", "smoke", { event = "rain", per = "month" }]
"""
SCENARIO = recorded(TEXT, row("spark", 9, 12, "range"), row("external_shock", 31))
STATED = [
    (0, -12, "dialogue_proposed", "", "initial: dialogue_proposed"),
    (1, -12, "dialogue_proposed", "", "initial: dialogue_proposed"),
    (0, 31, "external_shock", "election", "given: vote"),
    (1, 31, "external_shock", "election", "given: vote"),
]


def seen(day: int, *events: tuple[int, float, str, str, str]) -> dict[str, Prospect]:
    """Each milestone as two runs have it, from the end of a day on."""
    runs = columns(2, *STATED, *events)
    return {one.outlook.name: one for one in prospects(SCENARIO, runs, (day + 1) * DAY)}


def test_milestones_are_told_besides_what_is_scored_by_date() -> None:
    """Each pattern once; what is counted by the month has no date."""
    assert [one.name for one in watched(SCENARIO)] == ["lit", "smoke", "election", "asked"]


def test_a_milestone_besides_has_no_share_of_the_headline() -> None:
    """Nor is it counted by the month; its family is its kind's."""
    pattern = Pattern("external_shock", None, "election")

    assert watched(SCENARIO)[2] == Target("election", pattern, "other", 0.0, monthly=False)


def test_what_came_first_is_told_by_the_middles_of_windows() -> None:
    """A row of day 8 comes before one of the days 5 to 15."""
    scenario = recorded(TEXT, row("spark", 5, 15, "range"), row("spark", 8))

    (lit, *_) = prospects(scenario, columns(1), 20 * DAY)

    assert lit.happened == (date(2001, 1, 9), date(2001, 1, 9))


def test_what_has_happened_is_told_by_the_window_of_its_row() -> None:
    """Runs place it on days of their own within the window."""
    found = seen(
        15, (0, 10.2, "spark", "", "record"), (1, 11.7, "spark", "", "host: spark"),
        (0, 40, "smoke", "", "host: smoke"),
    )  # fmt: skip

    assert found["lit"].happened == (date(2001, 1, 10), date(2001, 1, 13))
    assert (found["smoke"].happened, found["smoke"].outlook.probability) == (None, 0.5)


def test_what_runs_make_up_for_the_past_has_not_happened() -> None:
    """Though every run has it before the date: the record does not say so."""
    found = seen(
        15, (0, 10, "smoke", "", "host: smoke"), (1, 11, "smoke", "", "host: smoke")
    )["smoke"]  # fmt: skip

    assert (found.happened, found.outlook.probability) == (None, 1)


def test_what_the_scenario_states_has_happened_on_its_day() -> None:
    """Before the clock's start too, and only once it is past."""
    before, after = seen(15), seen(31)

    assert before["asked"].happened == (date(2000, 12, 20), date(2000, 12, 20))
    assert before["election"].happened is None
    assert before["election"].outlook.probability == 1
    assert before["election"].outlook.median == date(2001, 2, 1)
    assert after["election"].happened == (date(2001, 2, 1), date(2001, 2, 1))


def test_what_is_stated_is_not_scored_and_so_does_not_close_a_forecast() -> None:
    """A predicted pattern is open though an initial event matches it."""
    initial = attrs.evolve(SCENARIO.initial[0], kind="smoke")
    scenario = attrs.evolve(SCENARIO, initial=(initial,))
    runs = columns(1, (0, -12, "smoke", "", "initial: smoke"))

    smoke = prospects(scenario, runs, 20 * DAY)[1]

    assert (smoke.happened, smoke.outlook.probability) == (None, 0)


@pytest.mark.parametrize("record", [SCENARIO.record, None])
def test_an_open_milestone_has_no_day(record: Record | None) -> None:
    """Whether there is a record or not."""
    scenario = attrs.evolve(SCENARIO, record=record)

    (lit, *_) = prospects(scenario, columns(3), 5 * DAY)

    assert (lit.happened, lit.outlook.median, lit.outlook.probability) == (None, None, 0)
    assert watched(scenario)[0].pattern == Pattern("spark", "host")


def test_a_row_is_known_from_the_day_of_its_source_on() -> None:
    """With what was known then, a window that has passed is open until its source says so."""
    late = attrs.evolve(row("spark", 9), source_date="2001-01-20")
    scenario = recorded(TEXT, late)
    runs = columns(1, (0, 9, "spark", "", "host: spark"))

    def happened(day: int, *, known_then: bool) -> bool:
        (lit, *_) = prospects(scenario, runs, (day + 1) * DAY, known_then=known_then)
        return lit.happened is not None

    assert happened(15, known_then=False)
    assert prospects(scenario, runs, 16 * DAY)[0].happened is not None  # as if nothing is said
    assert not happened(15, known_then=True)
    assert happened(19, known_then=True)
