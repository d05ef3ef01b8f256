"""The plainest outcomes are kept as data; they draw what the code for any outcome draws."""

from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine import Program
from sim.engine.identity import word_at
from sim.situation import Situation
from tests.strategies import scenario_of

PLAIN: dict[str, dict[str, Any]] = {
    "one of two": {
        "outcomes": [{"chance": 0.3, "emits": "strike"}, {"emits": "attack", "subject": "bases"}]
    },
    "one or nothing": {"outcomes": [{"chance": 0.3, "emits": "strike", "unit": "persons"}]},
    "the rest first": {"outcomes": [{"emits": "strike"}, {"chance": 0.6, "emits": "attack"}]},
    "always": {"emits": "strike", "actor": "guest"},
}
OTHERS: dict[str, dict[str, Any]] = {
    "a chance that is read": {"outcomes": [{"chance": "strain", "emits": "strike"}]},
    "two chances": {
        "outcomes": [{"chance": 0.3, "emits": "strike"}, {"chance": 0.2, "emits": "attack"}]
    },
    "two events": {"emits": ["strike", "attack"]},
    "a quantity": {"emits": "strike", "quantity": 3},
    "a guard": {"emits": "strike", "if": "strain > 0"},
    "a limit": {"emits": "strike", "limit": 2},
    "a pending one replaced": {"emits": "strike", "again": "restart"},
}


@cache
def program(name: str) -> Program:
    """A scenario of one response."""
    return Program(
        scenario_of({
            "format": 1,
            "title": "One response",
            "clock": {"start": date(2001, 1, 1), "end": date(2001, 12, 31)},
            "gauges": {"strain": {"start": 0.5, "within": [0, 1]}},
            "actors": {"host": {}, "guest": {}},
            "initial": [{"date": date(2000, 1, 1), "event": "attack", "actor": "host"}],
            "steps": [
                {"actor": "host", "name": "reply", "on": "attack", "after": "5 d",
                 "again": "each", **{**PLAIN, **OTHERS}[name]}
            ],
        })
    )  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
@given(st.binary(min_size=64, max_size=64))
def test_a_fork_draws_what_the_code_draws(name: str, digest: bytes) -> None:
    """The same event for every digest, or nothing."""
    made = program(name)
    (code,) = made.steps
    assert code.fork is not None
    below, first, rest = code.fork

    drawn = first if word_at(digest)[0] < below else rest

    emissions = code.decide(Situation(made.ledger), 0, None, digest)
    expected = [(kind, actor, subject, unit) for _, kind, actor, subject, _, unit in emissions]
    assert ([] if drawn is None else [drawn]) == expected


@pytest.mark.parametrize("name", OTHERS)
def test_other_outcomes_are_no_forks(name: str) -> None:
    """What must be read, counted, remembered or emitted together has code."""
    (code,) = program(name).steps

    assert code.fork is None
