"""Delays and quantities in steps: their distributions, whole seconds, and one uniform each."""

import math
from typing import Any

import pytest
from hypothesis import given
from scipy import stats

from sim.engine import Program, resume, simulate
from sim.events.dates import DAY
from sim.scenario.model import Response
from tests.laws.logs import given as given_events
from tests.laws.logs import told, written
from tests.strategies import Table, scenario_of, scenarios, seeds

DAILY = """
clock = { start = 2001-01-01, end = 2004-12-31 }
parameters = { pace = { value = "10 d", source = "assumed" } }
gauges = { strain = { start = 0.5, within = [0, 1] } }

[[steps]]
actor = "host"
name = "daily"
every = "1 d"
limit = 1200
emits = "spark"

[[steps]]
actor = "guest"
name = "answer"
on = "spark"
again = "each"
"""

FORMS: dict[str, Any] = {
    "exponential(mean = pace)": stats.expon(scale=10),
    "log-normal(median = 10 d, spread = 2)": stats.lognorm(math.log(2), scale=10),
    "weibull(scale = pace, shape = 0.7)": stats.weibull_min(0.7, scale=10),
    "gamma(mean = pace, shape = 3)": stats.gamma(3, scale=10 / 3),
    "triangular(low = 1 d, mode = 2 d, high = pace)": stats.triang(1 / 9, loc=1, scale=9),
    "uniform(low = 2 d, high = pace)": stats.uniform(2, 8),
    "2 d + uniform(low = 0 d, high = 4 d)": stats.uniform(2, 4),
    "0.5 * triangular(low = 0 d, mode = 0 d, high = pace) + 1 d": stats.triang(0, loc=1, scale=5),
    "(1 + strain) * gamma(mean = 4 d, shape = 2)": stats.gamma(2, scale=3),
    "exponential(mean = (1 + strain) * pace) / 3": stats.expon(scale=5),
}


def delays(after: str, seed: int = 1, changes: dict[str, str] | None = None) -> dict[int, int]:
    """The seconds from each cause to its effect, by the cause's time, for a delay as written."""
    scenario = written(DAILY + f'after = "{after}"\nemits = "smoke"\n', changes)
    log = simulate(scenario, seed)
    causes = [(log.events[e.causes[0]].time, e.time) for e in log.events if e.causes]
    return {cause: effect - cause for cause, effect in causes}


@pytest.mark.parametrize("form", FORMS)
def test_delays_follow_their_distribution(form: str):
    """Alone, scaled, shifted or read from a gauge, a delay has the distribution that is written."""
    drawn = [second / DAY for second in delays(form).values()]
    assert len(drawn) > 1_000
    assert stats.kstest(drawn, FORMS[form].cdf).pvalue > 1e-4


def test_two_draws_in_one_delay_are_independent():
    """The sum of two distributions is drawn with one uniform each."""
    fits = {
        after: stats.kstest([s / DAY for s in delays(after).values()], stats.gamma(2, scale=5).cdf)
        for after in (
            "exponential(mean = 5 d) + exponential(mean = 5 d)",
            "2 * exponential(mean = 5 d)",
        )
    }
    assert [fit.pvalue > 1e-4 for fit in fits.values()] == [True, False]


def test_quantities_follow_their_distribution():
    """A drawn quantity has the distribution that is written, and is independent of the delay."""
    quantity = 'quantity = "log-normal(median = 3, spread = 1.5)"'
    text = DAILY + f'after = "exponential(mean = 1 d)"\nemits = "smoke"\n{quantity}\n'
    log = simulate(written(text), 1)
    pairs = [(e.quantity, e.time - log.events[e.causes[0]].time) for e in log.events if e.causes]
    amounts = [amount for amount, _ in pairs]
    assert stats.kstest(amounts, stats.lognorm(math.log(1.5), scale=3).cdf).pvalue > 1e-4
    assert stats.spearmanr(pairs).pvalue > 1e-4


@given(table=scenarios(), seed=seeds())
def test_only_an_omitted_delay_is_immediate(table: Table, seed: int):
    """With `after` an effect comes at least a whole second later; without, at the same second."""
    scenario = scenario_of(table)
    steps = {step.label: step.trigger for step in scenario.steps}
    events = simulate(scenario, seed).events
    for event in events:
        assert isinstance(event.time, int)
        trigger = steps.get(event.step)
        if isinstance(trigger, Response):
            waited = event.time - events[event.causes[0]].time
            assert waited == 0 if trigger.after is None else waited >= 1


@pytest.mark.parametrize(
    "after", ["0 d", "normal(mean = 0 d, sd = 0.1 s)", "0.1 s", "fixed(value = 1 s)"]
)
def test_a_delay_lasts_a_second_at_least(after: str):
    """However short or negative what is drawn, the effect comes a second after its cause."""
    assert set(delays(after).values()) == {1}


def test_delays_round_up():
    """A fraction of a second counts as a whole one."""
    assert set(delays("2.5 s").values()) == {3}


def test_a_delay_moves_smoothly_with_its_parameters():
    """One uniform a draw: a longer mean stretches each single delay in proportion."""
    short = delays("exponential(mean = pace)")
    long = delays("exponential(mean = pace)", changes={"pace": "11 d"})
    assert len(long) > 1_000
    assert all(abs(long[cause] - 1.1 * short[cause]) <= 2.1 for cause in long)


def test_other_seeds_and_causes_draw_other_delays():
    """Each trigger and each seed has its own uniform."""
    first, second = (delays("exponential(mean = pace)", seed) for seed in (1, 2))
    assert len(set(first.values())) > 0.99 * len(first)
    assert sum(first[cause] == second[cause] for cause in {*first} & {*second}) < 3


def test_what_is_drawn_is_drawn_once():
    """A program that has run before draws the same delays again."""
    program = Program(written(DAILY + 'after = "exponential(mean = pace)"\nemits = "smoke"\n'))
    assert simulate(program, 5).events == simulate(program, 5).events


@pytest.mark.parametrize(
    "after",
    [
        "triangular(low = 0 s, mode = 5e159 s, high = 1e160 s)",
        "fixed(1e300 s)",
        "1e200 * (1 + days_since('smoke')) * exponential(mean = 1e200 d)",
        "days_since('rain') * uniform(low = 1 d, high = 2 d)",
        "days_since('rain') * time_to('exit')",
        "1e308 * time_to('exit') + 1e300 * gamma(mean = 1e200 d, shape = 2)",
        "exp(1e9) * log-normal(median = 1e100 d, spread = 2)",
        "1e300 * time_to('never')",
    ],
)
def test_what_lies_beyond_the_clock_does_not_happen(after: str):
    """However far beyond, and if it is endless: nothing happens, and nothing overflows."""
    scenario = written(
        f"""
        [deadlines]
        exit = {{ at = 2001-03-01 }}
        never = {{ set_by = "rain", falls = "1 d" }}
        [[steps]]
        actor = "host"
        name = "late"
        on = "spark"
        after = "{after}"
        emits = "smoke"
    """
        + given_events("1 host smoke", "2 host spark")
    )
    log = simulate(scenario, 1)

    assert told(log) == ["1 host smoke", "2 host spark"]
    assert resume(scenario, simulate(scenario, 1, until=3 * DAY)).events == log.events


@pytest.mark.parametrize(
    "after", ["-days_since('rain') * time_to('exit')", "(1 - days_since('rain')) * time_to('exit')"]
)
def test_what_is_endlessly_overdue_comes_a_second_later(after: str):
    """A multiple of the time to a deadline may be negative, even without end: it is due at once."""
    scenario = written(
        f"""
        deadlines = {{ exit = {{ at = 2001-03-01 }} }}
        [[steps]]
        actor = "host"
        name = "late"
        on = "spark"
        after = "{after}"
        emits = "smoke"
    """
        + given_events("2 host spark")
    )

    assert told(simulate(scenario, 1)) == ["2 host spark", "2+1 host smoke"]
