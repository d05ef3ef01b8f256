"""Law 5: the causal links of a log form a directed acyclic graph, with roots of stated sorts."""

from pathlib import Path

import pytest
from hypothesis import given

from sim.engine import simulate
from sim.log import Log
from sim.scenario import load
from sim.scenario.model import Response, Scenario
from tests.laws.logs import ON_DISK, named
from tests.laws.reference import fits
from tests.strategies import Table, scenario_of, scenarios, seeds

STATED = ("given: ", "initial: ")


def may_be_root(scenario: Scenario, step: str) -> bool:
    """Whether what emitted an event needs no cause: it is stated, or acts of its own accord."""
    if step.startswith(STATED):
        return True
    if step.startswith("deadline: "):
        (deadline,) = (d for d in scenario.deadlines if f"deadline: {d.name}" == step)
        return deadline.at is not None
    return not isinstance(_trigger(scenario, step), Response)


def _trigger(scenario: Scenario, label: str) -> object:
    (step,) = (step for step in scenario.steps if step.label == label)
    return step.trigger


def check_order(log: Log) -> None:
    """Causes come first in the log and in time, and the log is in the order of time."""
    for number, event in enumerate(log.events):
        assert event.seq == number
        for cause in event.causes:
            assert 0 <= cause < event.seq
            assert log.events[cause].time <= event.time
    times = [event.time for event in log.events]
    assert times == sorted(times)


def check_roots(scenario: Scenario, log: Log) -> None:
    """What has no cause may be a root, and so may what every chain of causes ends in."""
    for event in log.events:
        if not event.causes:
            assert may_be_root(scenario, event.step)
        else:
            assert not event.step.startswith(STATED)
        ancestor = event
        while ancestor.causes:
            ancestor = log.events[ancestor.causes[0]]
        assert may_be_root(scenario, ancestor.step)


def check_links(scenario: Scenario, log: Log) -> None:
    """A response has one cause, which its step listens to; a missed deadline, what last set it."""
    deadlines = {f"deadline: {d.name}": (*d.set_by, *d.moves_on) for d in scenario.deadlines}
    for event in log.events:
        causes = [log.events[cause] for cause in event.causes]
        if event.step in deadlines:
            marks = deadlines[event.step]
            before = [e for e in log.events[: event.seq] if any(fits(mark, e) for mark in marks)]
            assert causes == before[-1:]
        elif causes:
            trigger = _trigger(scenario, event.step)
            assert isinstance(trigger, Response)
            (cause,) = causes
            assert any(fits(pattern, cause) for pattern in trigger.on)
            assert not cause.step.startswith("initial: ")


@given(table=scenarios(), seed=seeds())
def test_causes_precede_effects(table: Table, seed: int):
    """A cause has a lower number and no later time, so that no chain of causes can close."""
    check_order(simulate(scenario_of(table), seed))


@given(table=scenarios(), seed=seeds())
def test_roots_are_what_is_stated_or_acts_of_its_own_accord(table: Table, seed: int):
    """Each chain of causes ends in a given or initial event, a date, rate or dated deadline."""
    scenario = scenario_of(table)
    check_roots(scenario, simulate(scenario, seed))


@given(table=scenarios(), seed=seeds())
def test_a_cause_is_what_its_effect_listens_to(table: Table, seed: int):
    """The links are those that the scenario declares."""
    scenario = scenario_of(table)
    check_links(scenario, simulate(scenario, seed))


@pytest.mark.parametrize("path", ON_DISK, ids=named)
def test_causes_in_scenarios_on_disk(path: Path):
    """So it is in the scenarios that ship."""
    scenario = load(path)
    for seed in range(10):
        log = simulate(scenario, seed)
        check_order(log)
        check_roots(scenario, log)
        check_links(scenario, log)
