"""Law 1: folding any prefix of a run's log gives exactly the situation the run had there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine import Program, simulate
from sim.events import Event
from sim.scenario import load
from sim.scenario.model import Scenario
from sim.situation import Situation, fold
from tests.laws.logs import ON_DISK, named, written
from tests.strategies import Table, scenario_of, scenarios, seeds

State = dict[str, Any]


@attrs.define
class Watch:
    """A run's situation, and its state after each event that it folded.

    Asking the procedure about a whole outcome folds copies; they are not the run's.
    """

    situation: Situation | None = None
    copies: list[Situation] = attrs.Factory(list)
    states: list[State] = attrs.Factory(list)


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch the situation of the run that takes place meanwhile."""
    ordinary, copy = Situation.fold, Situation.copy
    watch = Watch()

    def copied(situation: Situation) -> Situation:
        watch.copies.append(copy(situation))
        return watch.copies[-1]

    def folded(situation: Situation, event: Event) -> Sequence[int]:
        changed = ordinary(situation, event)
        if any(situation is other for other in watch.copies):
            return changed
        watch.situation = watch.situation or situation
        if situation is watch.situation:  # and no copy, in which the procedure tries events out
            watch.states.append(state(situation, event.time))
        return changed

    with mock.patch.multiple(Situation, fold=folded, copy=copied):
        yield watch


def state(situation: Situation, now: int) -> State:
    """All that a situation says of itself at a second, and all that it keeps, copied."""
    kept = {name: getattr(situation, name) for name in Situation.__slots__ if name != "ledger"}
    return {"says": situation.summary(now), "keeps": _copied(kept)}


def _copied(value: Any) -> Any:
    """A copy of what can change."""
    match value:
        case dict():
            return {key: _copied(inner) for key, inner in value.items()}
        case list():
            return [_copied(inner) for inner in value]
        case set():
            return set(value)
        case _:
            return value


def check_prefixes(scenario: Scenario, afresh: Scenario, seed: int) -> None:
    """Compare what a run had after each event with the fold of its log up to there."""
    with watched() as watch:
        log = simulate(scenario, seed)
    assert len(watch.states) == len(log.events)
    ledger = Program(afresh).ledger
    for event, had in zip(log.events, watch.states, strict=True):
        assert state(fold(ledger, log.events[: event.seq + 1]), event.time) == had


@given(table=scenarios(), seed=seeds())
def test_every_prefix_folds_to_the_situation_that_the_run_had_there(table: Table, seed: int):
    """After each event the run's situation is the fold of the log so far, bit for bit."""
    check_prefixes(scenario_of(table), scenario_of(table), seed)


@pytest.mark.parametrize("path", ON_DISK, ids=named)
def test_every_prefix_folds_in_scenarios_on_disk(path: Path):
    """So it is in the scenarios that ship."""
    check_prefixes(load(path), load(path), 3)


@given(table=scenarios(), seed=seeds(), later=st.integers(0, 10**8))
def test_nothing_but_events_changes_the_situation(table: Table, seed: int, later: int):
    """At the end of a run, seen from any later second, its situation is the fold of its log."""
    with watched() as watch:
        log = simulate(scenario_of(table), seed)
    if watch.situation is not None:
        folded = fold(Program(scenario_of(table)).ledger, log.events)
        now = log.origin.until + later
        assert state(watch.situation, now) == state(folded, now)


def test_a_situation_that_is_no_fold_would_be_noticed():
    """The comparison sees the smallest change that is made behind the log's back."""
    scenario = written("""
        gauges = { strain = { start = 0.5, within = [0, 1], half_life = "10 d" } }
        given = [{ name = "only", date = 2001-01-05, event = "spark", actor = "host" }]
    """)
    with watched() as watch:
        log = simulate(scenario, 1)
    assert watch.situation is not None
    folded = fold(Program(scenario).ledger, log.events)
    assert state(watch.situation, 10**6) == state(folded, 10**6)
    watch.situation.levels[0] += 2**-53
    assert state(watch.situation, 10**6) != state(folded, 10**6)
