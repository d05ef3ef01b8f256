"""A run that would not end stops at a stated limit, with the step that causes it."""

import re
from datetime import date
from typing import Any

import attrs
import pytest

from sim.engine import resume, simulate
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

    with pytest.raises(RunError, match="the limit of a run is 1,000,000 reactions") as stopped:
        simulate(scenario, 1)

    assert "one of 900 that 'attack' sets going" in str(stopped.value)


LONG = " + ".join(["count('attack')"] * 90)

RAID = {"actor": "group", "name": "raid", "rate": "20 / d", "limit": 49_000, "emits": "attack"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (
            {"steps": [RAID | {"rate": "20 / d", "while": f"{LONG} < 0"}]},
            "of the 500,000 candidates and dates",
        ),
        (
            {"steps": [RAID | {"quantity": " + ".join(["gamma(mean = 1, shape = 9)"] * 3)}]},
            "of the 500,000 candidates and dates",
        ),
        (
            {
                "steps": [
                    RAID,
                    {
                        "actor": "group",
                        "name": "look",
                        "for_each": [str(number) for number in range(40)],
                        "on": "attack",
                        "if": f"{LONG} < 0",
                        "emits": "round_held",
                    },
                ]
            },
            "step 'group: look [39]', one of 40 that 'attack' sets going",
        ),
        (
            {
                "steps": [
                    RAID,
                    {
                        "actor": "group",
                        "name": "drop",
                        "for_each": [str(number) for number in range(90)],
                        "on": "protest",
                        "after": "1 d",
                        "cancelled_by": "attack",
                        "emits": "round_held",
                    },
                ]
            },
            "the gauges that 'attack' sets going",
        ),
        (
            {
                "steps": [
                    RAID | {"emits": [{"event": "attack", "subject": "a"}, "protest"]},
                    {
                        "actor": "group",
                        "name": "wait",
                        "on": "attack",
                        "again": "each",
                        "same_subject": True,
                        "after": "5 y",
                        "cancelled_by": "protest",
                        "emits": "round_held",
                    },
                ]
            },
            "step 'group: wait', of which",
        ),
        (
            {
                "steps": [RAID],
                "gauges": {
                    "heat": {
                        "start": 0,
                        "within": [0, 1],
                        "moved_by": [{"event": "attack", "by": 0.1}] * 40,
                    }
                },
            },
            "the gauges that 'attack' sets going",
        ),
    ],
    ids=["long rate", "long draws", "long conditions", "cancelling", "looking through", "gauges"],
)
def test_a_run_stops_where_there_is_too_much_to_look_at(more: dict[str, Any], words: str) -> None:
    """What is long, or looked through in vain, counts as what happens does."""
    with pytest.raises(RunError, match=re.escape(words)):
        simulate(scenario_of(BASE | more), 1)


def test_a_run_that_is_resumed_stops_at_the_limit_of_the_whole() -> None:
    """Candidates before the cut count as they did, and those of a forged cut are not endless."""
    raid = {
        "actor": "group",
        "name": "raid",
        "rate": "0.002 / s",
        "while": "1 > 2",
        "emits": "attack",
    }
    scenario = scenario_of(BASE | {"steps": [raid]})
    log = simulate(scenario, 1, until=9)
    late = attrs.evolve(log, origin=attrs.evolve(log.origin, until=scenario.horizon - 1))

    with pytest.raises(RunError, match="of the 500,000 candidates and dates"):
        resume(scenario, late)


@pytest.mark.parametrize("going", [{"rate": "1 / s"}, {"every": "1 s"}], ids=["rate", "calendar"])
def test_a_step_that_is_spent_awaits_nothing_more(going: dict[str, object]) -> None:
    """Candidates and dates after a step has reached its limit do not count towards the run's."""
    raid = {"actor": "group", "name": "raid", **going, "limit": 3, "emits": "attack"}
    scenario = scenario_of(BASE | {"steps": [raid]})

    assert len(simulate(scenario, 1).events) == 3
