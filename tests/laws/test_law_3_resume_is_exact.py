"""Law 3: a run that stopped, was stored and continued is the run that never stopped."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine import resume, simulate
from sim.events.dates import DAY
from sim.log import Log, digest_of, read_run, write_run
from sim.scenario import load
from sim.scenario.model import Scenario
from tests.laws.logs import ON_DISK, named, told, written
from tests.laws.logs import given as given_events
from tests.laws.new_process import digests_elsewhere
from tests.strategies import Table, cuts, sample, scenario_of, scenarios, seeds

TIES = written(
    """
[[steps]]
actor = "host"
name = "kindle"
on = "spark"
after = "5 d"
emits = ["ash", "ash"]

[[steps]]
actor = "guest"
name = "smoulder"
on = "spark"
after = "5 d"
cancelled_by = "ash"
emits = "fire"

[[steps]]
actor = "guest"
name = "smell"
on = "ash"
again = "each"
emits = "smoke"

[[steps]]
actor = "host"
name = "choke"
on = "smoke"
after = "5 d"
emits = "rain"

[[steps]]
actor = "guest"
name = "strike"
every = "5 d"
emits = "spark"
limit = 3
"""
    + given_events("5 host spark", "15 guest smoke")
)
"""Restarts, cancellations and dates that fall on the same instants."""


def stored(log: Log) -> Log:
    """A log written to disk and read back."""
    with TemporaryDirectory() as folder:
        write_run(log, Path(folder) / "run.jsonl")
        return read_run(Path(folder) / "run.jsonl")


def check_resume(scenario: Scenario, afresh: Scenario, seed: int, data: st.DataObject) -> None:
    """Stop a run at some seconds, one after another, and compare the end with the whole."""
    whole = simulate(scenario, seed)
    seconds = sorted(data.draw(st.lists(cuts(whole), min_size=1, max_size=3), label="cuts"))
    log = simulate(scenario, seed, until=seconds[0])
    for second in [*seconds[1:], None]:
        assert log.events == tuple(e for e in whole.events if e.time < log.origin.until)
        log = resume(afresh, stored(log), until=second)
    assert log.events == whole.events
    assert log.origin == whole.origin


@given(table=scenarios(), seed=seeds(), data=st.data())
def test_a_run_stopped_at_any_second_goes_on_as_if_it_had_not(
    table: Table, seed: int, data: st.DataObject
):
    """Stopped once or more, at any seconds, stored and resumed, a run ends as the whole one."""
    check_resume(scenario_of(table), scenario_of(table), seed, data)


@given(table=scenarios(tied=True, procedure=True), seed=seeds(), data=st.data())
def test_a_run_stopped_among_ties_goes_on_as_if_it_had_not(
    table: Table, seed: int, data: st.DataObject
):
    """So does one in which everything falls on the same few instants, at which it is stopped."""
    check_resume(scenario_of(table), scenario_of(table), seed, data)


@given(table=scenarios(counting=True), seed=seeds(), data=st.data())
def test_a_run_stopped_among_moving_deadlines_goes_on_as_if_it_had_not(
    table: Table, seed: int, data: st.DataObject
):
    """So does one whose intentions count from deadlines that events set and move."""
    check_resume(scenario_of(table), scenario_of(table), seed, data)


@pytest.mark.parametrize(
    "second", [day * DAY + more for day in (0, 5, 10, 15, 20) for more in (0, 1)]
)
def test_ties_that_undo_one_another(second: int):
    """A response, a cancellation, a restart and a date on one instant resume in their order."""
    whole = simulate(TIES, 1)
    assert told(whole) == [
        "5 host spark",
        "5 guest spark",
        "10 guest spark",
        "15 guest smoke",
        "15 guest spark",
        "20 host ash",
        "20 host ash",
        "20 guest smoke",
        "20 guest smoke",
        "25 host rain",
    ]
    cut = simulate(TIES, 1, until=second)
    assert resume(TIES, stored(cut)).events == whole.events


MOVED = """
deadlines = { exit = { set_by = "spark", falls = "20 d", moves_on = "rain" } }

[[steps]]
actor = "host"
name = "fires"
on = "spark"
after = "0.5 * time_to('exit')"
emits = "smoke"

[[steps]]
actor = "host"
name = "lapses"
on = "spark"
after = "0.5 * time_to('exit')"
if_due = "happened('rain')"
emits = "fire"

[[steps]]
actor = "guest"
name = "waits"
on = "spark"
after = "0.9 * time_to('exit')"
emits = "ash"
"""


@pytest.mark.parametrize("day", [1, 10, 11, 12, 14, 15, 16, 30])
def test_a_deadline_that_moves_revives_nothing(day: int):
    """What has fired or lapsed stays so, in the whole run and in the one that is resumed."""
    scenario = written(MOVED + given_events("1 host spark", "15 guest rain"))
    whole = simulate(scenario, 1)
    # from day 1 to day 35, to which the rain moves the exit, there are 34 days: day 31.6
    assert told(whole) == ["1 host spark", "11 host smoke", "15 guest rain", "31+51840 guest ash"]
    cut = simulate(scenario, 1, until=day * DAY)
    assert resume(scenario, stored(cut)).events == whole.events


@pytest.mark.parametrize("path", ON_DISK, ids=named)
@settings(max_examples=8)
@given(seed=seeds(), data=st.data())
def test_a_scenario_on_disk_goes_on_as_if_it_had_not_stopped(
    path: Path, seed: int, data: st.DataObject
):
    """So do the scenarios that ship."""
    check_resume(load(path), load(path), seed, data)


def test_a_run_goes_on_in_another_process():
    """Nothing lives outside scenario and file: a process that knows only these goes on exactly."""
    drawn = st.tuples(st.booleans().flatmap(lambda tied: scenarios(tied=tied)), seeds())
    jobs, wholes = [], []
    with TemporaryDirectory() as folder:
        for number, (table, seed) in enumerate(sample(drawn, 50)):
            scenario = scenario_of(table)
            whole = simulate(scenario, seed)
            middle = whole.events[len(whole.events) // 2].time if whole.events else 0
            file = str(Path(folder) / f"{number}.jsonl")
            write_run(simulate(scenario, seed, until=max(middle, 0) + number % 2), file)
            jobs.append({"table": table, "file": file})
            wholes.append(digest_of(whole))
        assert digests_elsewhere(jobs) == wholes
