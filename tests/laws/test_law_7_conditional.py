"""Law 7: what follows a documented past has the probabilities that it has among runs with it.

Small scenarios, 20,000 free runs of each. Those that share one past, day by day, are the true
conditional distribution of what comes after; forecasts that are given this past as a record must
agree with them. A fit is refused below p = 0.0001 (`FALSE_ALARM`), with fixed seeds; there are
fewer than two hundred comparisons, so that a right program had a chance of 2 % to fail once.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from scipy import stats

from sim.engine import Program, Standpoint, forecast
from sim.engine.prefix import silence
from sim.events.dates import DAY
from sim.log import Log
from tests.laws.documented import (
    FALSE_ALARM,
    Told,
    after,
    forecasts,
    free_runs,
    known_at,
    p_of_categories,
    p_of_numbers,
    with_rows,
)
from tests.laws.logs import given, written
from tests.laws.test_step_semantics import step

CLOCK = "clock = { start = 2001-01-01, end = 2001-03-31 }\n"
RUNS, FORECASTS = 20_000, 2_000
FEWEST = 100
"""Free runs that must share a past, for it to be compared."""

KINDS = ("ash", "smoke", "fire", "rain", "attack", "deadline_missed")


def anything(_: tuple[Told, ...]) -> bool:
    """Whatever the past, also nothing."""
    return True


def one(kind: str, first: int = 0, last: int = 10**6) -> Callable[[tuple[Told, ...]], bool]:
    """A past of one event, of a kind, between two days."""
    return lambda past: len(past) == 1 and past[0][2] == kind and first <= past[0][0] <= last


@attrs.frozen
class Case:
    """A scenario, the day from which nothing is known, and the pasts that are compared."""

    text: str
    day: int
    pasts: tuple[Callable[[tuple[Told, ...]], bool], ...] = (anything,)


SPARK = given("1 host spark")
STRAIN = """
[gauges.strain]
start = 0
within = [0, 1]
half_life = "10 d"
moved_by = [{ event = "rain", set = 1 }]
"""
NEEDS = 'procedure = [{ event = "ash", needs = "rain", source = "made up" }]\n'

CASES = {
    "a chance that gives nothing": Case(
        step(
            on="spark",
            after="log-normal(median = 20 d, spread = 2)",
            outcomes=[{"chance": 0.5, "emits": "ash"}],
        )
        + SPARK,
        40,
    ),
    "a chance that a gauge moves": Case(
        STRAIN
        + step(
            on="spark",
            after="weibull(scale = 25 d, shape = 1.4)",
            outcomes=[
                {"chance": "0.9 * strain", "emits": "ash"},
                {"chance": 0.1, "emits": "smoke"},
            ],
        )
        + given("1 host spark", "12 guest rain", "40 guest rain"),
        35,
    ),
    "a guard that closes and opens as a gauge decays": Case(
        STRAIN
        + step(on="spark", after="exponential(mean = 30 d)", if_due="strain < 0.5", emits="ash")
        + given("1 host spark", "5 guest rain"),
        30,
    ),
    "a guard that is closed at the cut": Case(
        STRAIN
        + step(
            on="spark",
            after="log-normal(median = 20 d, spread = 1.5)",
            if_due="strain < 0.5",
            emits="ash",
        )
        + given("1 host spark", "20 guest rain"),
        22,
    ),
    "a guard that events close and open": Case(
        step(
            on="spark",
            after="gamma(mean = 25 d, shape = 3)",
            if_due="not standing('rain', until = 'fire')",
            emits="ash",
        )
        + given("1 host spark", "10 guest rain", "20 guest fire", "33 guest rain"),
        30,
    ),
    "refusals by procedure": Case(
        NEEDS
        + step(on="spark", after="exponential(mean = 30 d)", emits=["smoke", "ash"])
        + given("1 host spark", "20 guest rain"),
        30,
    ),
    "several intentions of different steps": Case(
        step(name="one", on="spark", after="log-normal(median = 20 d, spread = 2)", emits="smoke")
        + step(
            name="two",
            on="spark",
            after="gamma(mean = 30 d, shape = 3)",
            outcomes=[{"chance": 0.6, "emits": "fire"}],
        )
        + step(name="three", on="smoke", after="weibull(scale = 20 d, shape = 1.5)", emits="rain")
        + SPARK,
        25,
        (anything, one("smoke"), one("fire")),
    ),
    "several of one step, each memoryless": Case(
        step(on="spark", again="each", after="exponential(mean = 20 d)", emits="ash")
        + given("1 host spark", "6 host spark", "11 host spark"),
        25,
        (one("ash"), lambda past: len(past) == 0),
    ),
    "several of one step, of which one only can have been": Case(
        step(on="spark", again="each", after="uniform(low = 10 d, high = 40 d)", emits="ash")
        + given("1 host spark", "20 host spark"),
        35,
        (one("ash", last=29),),
    ),
    "several of one step under a limit": Case(
        step(
            on="spark",
            again="each",
            limit=2,
            after="exponential(mean = 20 d)",
            outcomes=[{"chance": 0.7, "emits": "ash"}],
        )
        + given("1 host spark", "6 host spark", "11 host spark"),
        25,
        (anything, one("ash")),
    ),
    "a rate on a gauge that it moves": Case(
        """
        parameters = { heat = { value = "0.02 / d", source = "assumed" } }
        [gauges.anger]
        start = 0.1
        within = [0, 1]
        half_life = "10 d"
        moved_by = [{ event = "attack", by = 0.5 }]
        """
        + step(rate="heat * (1 + 4 * anger)", emits="attack"),
        30,
        (anything, one("attack", first=20)),
    ),
    "a deadline that moves, and what counts from it": Case(
        """
        [deadlines.exit]
        set_by = "spark"
        falls = "60 d"
        moves_on = "rain"
        met_by = "fire"
        missed = "deadline_missed"
        """
        + step(
            name="one",
            on="spark",
            after="0.3 * time_to('exit') + exponential(mean = 20 d)",
            outcomes=[{"chance": 0.7, "emits": "smoke"}],
        )
        + step(name="two", on="smoke", after="exponential(mean = 20 d)", emits="fire")
        + given("1 host spark", "15 guest rain"),
        45,
        (anything, one("smoke")),
    ),
    "a deadline that moves to before what was due": Case(
        'deadlines = { exit = { set_by = "spark", falls = "20 d", moves_on = "rain" } }\n'
        + step(
            on="spark",
            after="0.5 * time_to('exit') + exponential(mean = 10 d)",
            if_due="not standing('fire', until = 'rain')",
            emits="ash",
        )
        + given("1 host spark", "13 guest fire", "24 guest rain"),
        25,
    ),
    "a restart": Case(
        step(
            name="one",
            on=["spark", "smoke"],
            after="log-normal(median = 25 d, spread = 1.6)",
            outcomes=[{"chance": 0.8, "emits": "ash"}],
        )
        + step(name="two", on="spark", after="exponential(mean = 20 d)", emits="smoke")
        + SPARK,
        30,
        (anything, one("smoke", last=10)),
    ),
    "a cancellation": Case(
        step(
            name="one",
            on="spark",
            again="each",
            cancelled_by="rain",
            after="log-normal(median = 25 d, spread = 1.6)",
            emits="ash",
        )
        + step(name="two", rate="0.02 / d", limit=1, emits="rain")
        + given("1 host spark", "8 host spark", "15 host spark"),
        20,
        (anything, one("rain", last=14)),
    ),
}


@pytest.fixture(scope="module", params=list(CASES.values()), ids=list(CASES))
def case_and_runs(request: pytest.FixtureRequest) -> tuple[Case, dict[tuple[Told, ...], list[Log]]]:
    """A case, and its free runs by the past that they share."""
    case: Case = request.param
    runs: dict[tuple[Told, ...], list[Log]] = {}
    for log in free_runs(written(CLOCK + case.text), RUNS):
        runs.setdefault(known_at(log, case.day), []).append(log)
    return case, runs


def kinds_after(log: Log, day: int) -> tuple[str, ...]:
    """What happens from a day on, in its order; what is given need not be told."""
    return tuple(e.kind for e in after(log, day) if not e.step.startswith("given: "))


def first_times(logs: list[Log], day: int, kind: str) -> list[float]:
    """When a kind first happens from a day on, in the runs in which it does."""
    found = (after(log, day, kind=kind) for log in logs)
    return [float(events[0].time) for events in found if events]


def check_agreement(free: list[Log], forecast_logs: list[Log], day: int) -> None:
    """What happens from a day on, and when, is the same for two lots of runs but for chance."""
    told = ([kinds_after(log, day) for log in logs] for logs in (free, forecast_logs))
    assert p_of_categories(*told) > FALSE_ALARM
    for kind in KINDS:
        times = (first_times(logs, day, kind) for logs in (free, forecast_logs))
        assert p_of_numbers(*times) > FALSE_ALARM, kind


def test_forecasts_agree_with_the_runs_that_share_their_past(
    case_and_runs: tuple[Case, dict[tuple[Told, ...], list[Log]]],
):
    """Given what happened by a day, the rest happens as often and as soon as in those free runs."""
    case, runs = case_and_runs
    for wanted in case.pasts:
        past = max(filter(wanted, runs), key=lambda past: len(runs[past]))
        free = runs[past]
        assert len(free) > FEWEST
        made = forecasts(written(CLOCK + case.text), past, case.day, FORECASTS)
        assert {known_at(log, case.day) for log in made} == {past}
        check_agreement(free, made, case.day)


def test_redrawing_the_delay_alone_would_be_noticed(monkeypatch: pytest.MonkeyPatch):
    """The comparison refuses the simpler rule, by which an intention never comes to nothing."""
    case = CASES["a chance that gives nothing"]
    scenario = written(CLOCK + case.text)
    free = [log for log in free_runs(scenario, RUNS) if known_at(log, case.day) == ()]
    monkeypatch.setattr(silence, "MOST_ATTEMPTS", 0)
    made = forecasts(scenario, (), case.day, FORECASTS)
    told = ([kinds_after(log, case.day) for log in logs] for logs in (free, made))
    assert p_of_categories(*told) < FALSE_ALARM


def waits_after(text: str, day: int, count: int = 2_000) -> list[float]:
    """How long after a silent past something happens, in days."""
    standpoint = Standpoint(Program(with_rows(written(text), ())), day * DAY)
    logs = [forecast(standpoint, seed) for seed in range(count)]
    return [(log.events[-1].time - day * DAY) / DAY for log in logs if after(log, day)]


def test_a_silence_that_no_attempt_agrees_with_is_drawn_given_not_yet():
    """After 64 attempts the delay is drawn given that it is not over: of an exponential, anew."""
    certain = step(on="spark", after="exponential(mean = 3 d)", emits="ash") + SPARK
    waits = waits_after(certain, 61)
    assert len(waits) == 2_000
    assert stats.kstest(waits, stats.expon(scale=3).cdf).pvalue > FALSE_ALARM


def test_a_wait_whose_silence_is_unlikely_has_the_tail_of_its_distribution():
    """A log-normal wait that is nearly always over goes on as its tail does."""
    certain = step(on="spark", after="log-normal(median = 5 d, spread = 1.5)", emits="ash") + SPARK
    waits = waits_after(certain, 41)
    whole = stats.lognorm(s=0.4054651081081644, scale=5)

    def tail(days: Any) -> Any:
        return 1 - whole.sf(days + 40) / whole.sf(40)

    assert len(waits) == 2_000
    assert stats.kstest(waits, tail).pvalue > FALSE_ALARM


def test_votes_that_were_not_taken_come_as_often():
    """A gate's ballot, whose chances have no formula, agrees with the runs that share its past."""
    text = """
        [actors.senate]
        behaviour = "legislature"
        seats = 20
        blocs = [{ name = "all", seats = 20, position = 0.1, spread = 0.5, attendance = 0.9 }]
        [gates.consent]
        body = "senate"
        considers = "spark"
        needs = "majority of present"
        quorum = 11
        passed = "smoke"
        failed = "fire"
        after = "log-normal(median = 20 d, spread = 2)"
    """
    scenario = written(CLOCK + text + SPARK)
    free = [log for log in free_runs(scenario, 5_000) if known_at(log, 25) == ()]
    made = forecasts(scenario, (), 25, FORECASTS)
    assert Counter(kinds_after(log, 25) for log in free).keys() >= {("smoke",), ("fire",)}
    check_agreement(free, made, 25)
