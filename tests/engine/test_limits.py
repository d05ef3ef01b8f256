"""A run that would not end stops at a stated limit, with the step that causes it."""

from datetime import date

import pytest

from sim.engine import simulate
from sim.errors import RunError
from tests.strategies import scenario_of

BASE = {
    "format": 1,
    "title": "Too much",
    "clock": {"start": date(2000, 1, 1), "end": date(2009, 12, 31)},
    "actors": {"group": {}},
}


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"rate": "1 / s", "emits": "attack"}, "of the 50,000 events that are the limit of a run"),
        (
            {"rate": "1 / s", "while": "happened('treaty_rejected')", "emits": "attack"},
            "of the 500,000 candidates and dates that are the limit of a run",
        ),
        (
            {"every": "1 s", "if": "happened('treaty_rejected')", "emits": "attack"},
            "of the 500,000 candidates and dates that are the limit of a run",
        ),
        (
            {"on": "attack", "after": "1 s", "emits": "attack"},
            "of the 50,000 events that are the limit of a run",
        ),
    ],
    ids=["rate", "rate that never fires", "calendar that never fires", "response to itself"],
)
def test_a_run_stops_at_its_limit_and_names_the_step(step: dict[str, object], words: str) -> None:
    """The message names the step, the count and the limit."""
    first = {"name": "first", "date": date(2000, 1, 2), "event": "attack", "actor": "neighbour"}
    raid = {"actor": "group", "name": "raid", **step}
    scenario = scenario_of(BASE | {"given": [first], "steps": [raid]})

    with pytest.raises(RunError, match=words) as stopped:
        simulate(scenario, 1)

    assert "step 'group: raid'" in str(stopped.value)


def test_a_run_stops_before_reactions_fill_the_memory() -> None:
    """Many steps that each keep every one of many triggers meet a limit of their own."""
    raid = {"actor": "group", "name": "raid", "rate": "100 / d", "limit": 49_000, "emits": "attack"}
    answer = {
        "actor": "group",
        "name": "answer",
        "for_each": [str(number) for number in range(900)],
        "on": "attack",
        "again": "each",
        "after": "fixed(5 y)",
        "emits": "round_held",
    }
    scenario = scenario_of(BASE | {"steps": [raid, answer]})

    with pytest.raises(RunError, match="the limit of a run is 1,000,000 reactions"):
        simulate(scenario, 1)


@pytest.mark.parametrize("going", [{"rate": "1 / s"}, {"every": "1 s"}], ids=["rate", "calendar"])
def test_a_step_that_is_spent_awaits_nothing_more(going: dict[str, object]) -> None:
    """Candidates and dates after a step has reached its limit do not count towards the run's."""
    raid = {"actor": "group", "name": "raid", **going, "limit": 3, "emits": "attack"}
    scenario = scenario_of(BASE | {"steps": [raid]})

    assert len(simulate(scenario, 1).events) == 3
