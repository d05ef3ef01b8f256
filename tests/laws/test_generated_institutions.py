"""The laws are not empty: generated scenarios have instruments that end, and gates that read."""

import pytest

from sim.engine import simulate
from tests.strategies import sample, scenario_of, scenarios

STEPS = (
    "deadline: compact",
    "deadline: compact notice by ",
    ": leave",
    ": stay",
    "chamber: gate consent, reading 1",
    "chamber: gate consent, reading 2",
    "chamber: gate consent",
)


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """What emitted events in one run of each of some generated scenarios."""
    tables = sample(scenarios(), 200)
    runs = (simulate(scenario_of(table), 1) for table in tables)
    return {event.step for run in runs for event in run.events}


@pytest.mark.parametrize("step", STEPS)
def test_generated_runs_have(step: str, seen: set[str]) -> None:
    """Terms and notices that run out, notices given and withdrawn, readings and votes."""
    assert any(step in label for label in seen)
