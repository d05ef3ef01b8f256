"""Law 7: a documented log cut at any date can stand in for a run's own past.

Here: that the log of a forecast is a valid log which holds the record and nothing else before the
cut. Whether what follows has the right probabilities is asked in `test_law_7_conditional`.
"""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine import Program, Standpoint, forecast, resume, simulate
from sim.engine.prefix.history import stood
from sim.errors import InputError
from sim.events.dates import DAY
from sim.log import Log, digest_of
from sim.scenario import load
from sim.scenario.model import Scenario
from sim.situation import fold
from tests.laws.documented import as_record, told_by_day, with_rows
from tests.laws.logs import ON_DISK, named, written
from tests.laws.test_law_1_the_log_is_the_truth import state
from tests.laws.test_law_3_resume_is_exact import stored
from tests.laws.test_law_5_causes_precede_effects import check_links, check_order
from tests.laws.test_law_6_procedure_holds import breaches
from tests.laws.test_step_semantics import step
from tests.strategies import Table, cuts, sample, scenario_of, scenarios, seeds

STATED = ("given: ", "initial: ")


def days_of(scenario: Scenario) -> st.SearchStrategy[int]:
    """Draw the day before which the record is known."""
    return st.integers(0, scenario.horizon // DAY)


def check_prefix(scenario: Scenario, free: Log, log: Log) -> None:
    """Before the cut the log is the record, each row on its day, and what the scenario states."""
    cut = log.origin.past
    known, past = ([e for e in one.events if e.time < cut and e.actor] for one in (free, log))
    assert Counter(told_by_day(past)) == Counter(told_by_day(known))
    assert scenario.record is not None
    rows = {row.identity: row for row in scenario.record.events}
    for event in past:
        if not event.step.startswith(STATED):
            assert rows[event.identity].time <= event.time < rows[event.identity].until


def check_laws(scenario: Scenario, log: Log) -> None:
    """Laws 5 and 6: causes come first and are those declared, and procedure holds for steps."""
    check_order(log)
    check_links(scenario, log)
    assert list(breaches(scenario, log.events)) == []
    for event in log.events:
        if event.step == "record":
            assert event.time < log.origin.past
            assert not event.causes


def check_limits(scenario: Scenario, log: Log) -> None:
    """No step has more firings in past and future together than its limit."""
    for one in scenario.steps:
        if one.limit is not None and all(len(o.emissions) == 1 for o in one.outcomes):
            assert sum(event.step == one.label for event in log.events) <= one.limit


def check_forecast(scenario: Scenario, seed: int, data: st.DataObject) -> None:
    """Make a run's own log the record, cut it, forecast, and hold the laws against the log."""
    free = simulate(scenario, seed)
    scenario = as_record(scenario, free.events)
    cut = data.draw(days_of(scenario), label="day") * DAY
    log = forecast(Standpoint(Program(scenario), cut), seed + 1)
    assert log.origin.past == cut
    assert log.origin.until == scenario.horizon
    check_prefix(scenario, free, log)
    check_laws(scenario, log)
    check_limits(scenario, log)


@given(table=scenarios(), seed=st.integers(0, 10**6), data=st.data())
def test_the_record_is_the_prefix(table: Table, seed: int, data: st.DataObject):
    """At any cut, a forecast is a valid log whose past is the record, and no event is between."""
    check_forecast(scenario_of(table), seed, data)


@given(table=scenarios(tied=True, procedure=True), seed=st.integers(0, 10**6), data=st.data())
def test_the_record_is_the_prefix_among_ties(table: Table, seed: int, data: st.DataObject):
    """So it is where everything happens on few days, and the procedure refuses much."""
    check_forecast(scenario_of(table), seed, data)


@given(table=scenarios(counting=True), seed=st.integers(0, 10**6), data=st.data())
def test_the_record_is_the_prefix_among_moving_deadlines(
    table: Table, seed: int, data: st.DataObject
):
    """So it is where intentions count from deadlines that events set and move."""
    check_forecast(scenario_of(table), seed, data)


@pytest.mark.parametrize("path", ON_DISK, ids=named)
@settings(max_examples=8)
@given(seed=st.integers(0, 10**6), data=st.data())
def test_the_record_is_the_prefix_in_scenarios_on_disk(path: Path, seed: int, data: st.DataObject):
    """So it is in the scenarios that ship."""
    check_forecast(load(path), seed, data)


@given(table=scenarios(), seed=seeds(), data=st.data())
def test_the_situation_at_the_cut_is_the_fold_of_the_past(
    table: Table, seed: int, data: st.DataObject
):
    """Law 1: what a forecast stands on is the fold of the log that it returns, bit for bit."""
    scenario = scenario_of(table)
    program = Program(as_record(scenario, simulate(scenario, seed).events))
    cut = data.draw(days_of(scenario), label="day") * DAY
    standpoint = Standpoint(program, cut)
    run = stood(standpoint, seed, standpoint.placed(seed), cut).stand(cut, None)
    assert state(run.situation, cut) == state(fold(program.ledger, run.events), cut)
    assert run.situation is run.world.situation


@given(table=scenarios(), seed=seeds())
def test_with_nothing_known_a_forecast_is_a_run(table: Table, seed: int):
    """At the first second of the clock nothing is given, and the forecast is the free run."""
    scenario = scenario_of(table)
    free = simulate(scenario, seed)
    log = forecast(Standpoint(Program(as_record(scenario, free.events)), 0), seed)
    assert log.events == free.events
    assert log.origin == free.origin


def check_resume(scenario: Scenario, afresh: Scenario, seed: int, data: st.DataObject) -> None:
    """Law 3: a forecast that stopped, was stored and continued is the one that never stopped."""
    events = simulate(scenario, seed).events
    cut = data.draw(days_of(scenario), label="day") * DAY
    standpoint = Standpoint(Program(as_record(scenario, events)), cut)
    whole = forecast(standpoint, seed)
    second = max(cut, data.draw(cuts(whole), label="stop"))
    log = stored(forecast(standpoint, seed, until=second))
    assert log.events == tuple(e for e in whole.events if e.time < second)
    on = resume(as_record(afresh, events), log)
    assert on.events == whole.events
    assert on.origin == whole.origin


@given(table=scenarios(), seed=seeds(), data=st.data())
def test_a_forecast_stopped_at_any_second_goes_on(table: Table, seed: int, data: st.DataObject):
    """Stopped at its cut or later, stored and resumed, a forecast ends as the whole one."""
    check_resume(scenario_of(table), scenario_of(table), seed, data)


@given(table=scenarios(tied=True, procedure=True), seed=seeds(), data=st.data())
def test_a_forecast_stopped_among_ties_goes_on(table: Table, seed: int, data: st.DataObject):
    """So does one in which everything falls on the same few instants."""
    check_resume(scenario_of(table), scenario_of(table), seed, data)


@given(table=scenarios(counting=True), seed=seeds(), data=st.data())
def test_a_forecast_stopped_among_moving_deadlines_goes_on(
    table: Table, seed: int, data: st.DataObject
):
    """So does one whose intentions count from deadlines that events set and move."""
    check_resume(scenario_of(table), scenario_of(table), seed, data)


@pytest.mark.parametrize("known_then", [False, True])
def test_a_forecast_of_the_record_that_ships_goes_on(known_then: bool):
    """So does one of the scenario that ships, from within its own record, as known then or now."""
    path = next(path for path in ON_DISK if named(path) == "iraq-hmc-2024")
    scenario = load(path)
    standpoint = Standpoint(Program(scenario), 179 * DAY + 3_600, known_then=known_then)
    for seed in range(5):
        whole = forecast(standpoint, seed)
        stopped = stored(forecast(standpoint, seed, until=330 * DAY))
        assert resume(load(path), stopped).events == whole.events
        check_laws(scenario, whole)


def test_a_forecast_of_another_record_is_refused():
    """A past that the scenario's record does not hold, or holds otherwise, cannot be resumed."""
    scenario = written(step(on="spark", after="exponential(mean = 20 d)", emits="ash"))
    rows = [(4, "host", "spark", ""), (9, "host", "ash", "")]
    log = forecast(Standpoint(Program(with_rows(scenario, rows)), 20 * DAY), 1)
    with pytest.raises(InputError, match="log:3: id: in no row of the record"):
        resume(with_rows(scenario, rows[:1]), log)
    other = written(step(on="spark", after="exponential(mean = 20 d)", emits="smoke"))
    with pytest.raises(InputError, match="log:1: scenario: run of 'generated' as it was"):
        resume(with_rows(other, rows), log)


def test_a_forecast_is_the_same_everywhere():
    """Law 2: the same standpoint and seed give the same bytes, whoever made the standpoint."""
    drawn = st.tuples(scenarios(), st.integers(0, 10**6))
    for table, seed in sample(drawn, 20):
        digests = set()
        for _ in range(2):
            scenario = scenario_of(table)
            program = Program(as_record(scenario, simulate(scenario, seed).events))
            standpoint = Standpoint(program, 20 * DAY)
            digests |= {digest_of(forecast(standpoint, seed)) for _ in range(2)}
        assert len(digests) == 1
