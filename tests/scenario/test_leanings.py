"""Chambers that read what is expected of one another's votes."""

from typing import Any

import pytest

from sim.engine import Program, simulate
from sim.errors import InputError
from tests.laws.logs import HEAD
from tests.strategies import scenario_of


def chambers(*positions: str) -> dict[str, Any]:
    """A scenario of chambers c0, c1, ... of one bloc each, each with a gate g0, g1, ..."""
    actors: dict[str, Any] = {"host": {}}
    gates: dict[str, Any] = {}
    for number, position in enumerate(positions):
        bloc = {"name": "all", "seats": 9, "position": position}
        actors[f"c{number}"] = {"behaviour": "legislature", "seats": 9, "blocs": [bloc]}
        gates[f"g{number}"] = {
            "body": f"c{number}",
            "considers": "agreement_signed",
            "needs": "majority of present",
            "passed": "law_passed",
            "failed": "law_rejected",
        }
    step = {"actor": "host", "name": "sign", "every": "30 d", "emits": "agreement_signed"}
    return HEAD | {"actors": actors, "gates": gates, "steps": [step]}


def test_a_chamber_may_look_at_another() -> None:
    """A position may hang on what is expected of another chamber's vote."""
    scenario = scenario_of(chambers("0.3", "0.1 * margin('g0')", "-0.2 * margin('g1')"))

    assert {e.actor for e in simulate(Program(scenario), 1).events} >= {"c0", "c1", "c2"}


@pytest.mark.parametrize(
    ("positions", "words"),
    [
        (("0.1 * margin('g1')", "0.1 * margin('g0')"), "c0 -> c1 -> c0"),
        (("margin('g1')", "0", "expected_yes('g2')"), "c2 -> c2"),
        (("0", *(f"margin('g{n}')" for n in range(40))), "more than 10 chambers in a row"),
        (
            ("0", *(" + ".join([f"margin('g{n}')"] * 9) for n in range(9))),
            "more than 20,000 parts of expressions",
        ),
    ],
    ids=["circle of two", "one that reads itself", "long chain", "wide chain"],
)
def test_chambers_that_cannot_be_read_are_refused(positions: tuple[str, ...], words: str) -> None:
    """A circle of chambers is refused as one, and so is what would take for ever to read."""
    with pytest.raises(InputError) as refused:
        scenario_of(chambers(*positions))

    (problem,) = refused.value.problems
    assert words in problem.message
    assert problem.path.startswith("actors.c")
