"""Delays read as distributions, beside the same delays drawn."""

from itertools import pairwise
from math import ceil

import pytest
from scipy import stats

from sim.engine import Program, simulate
from sim.engine.odds import Falling, Odds
from sim.events.dates import DAY
from sim.situation import Situation, fold
from tests.laws.logs import given, written
from tests.laws.test_step_semantics import step

SPARK = given("1 host spark")
SINCE = DAY
GAUGE = "gauges = { strain = { start = 0.5, within = [0, 1] } }\n"
EXIT = 'deadlines = { exit = { set_by = "spark", falls = "30 d" } }\n'

SINGLE = [
    "exponential(mean = 9 d)",
    "log-normal(median = 9 d, spread = 2)",
    "weibull(scale = 9 d, shape = 0.8)",
    "gamma(mean = 9 d, shape = 2.5)",
    "triangular(low = 2 d, mode = 5 d, high = 20 d)",
    "uniform(low = 2 d, high = 20 d)",
    "normal(mean = 8 d, sd = 5 d)",
    "fixed(value = 8 d)",
    "8 d",
    "2 d + 0.5 * exponential(mean = 9 d)",
    "20 d - uniform(low = 2 d, high = 15 d)",
    "(1 + strain) * exponential(mean = (1 + strain) * 4 d)",
    "0.5 * time_to('exit')",
    "0.2 * time_to('exit') + exponential(mean = 9 d)",
    "0.6 * time_to('exit') - exponential(mean = 9 d)",
]


def falling_of(after: str) -> tuple[Falling, Situation]:
    """A delay as a distribution, right after a spark on day 1."""
    program = Program(written(GAUGE + EXIT + step(on="spark", after=after, emits="ash") + SPARK))
    odds = Odds.of(program.steps[0], program.ledger)
    spark = simulate(program, 1).events[0]
    situation = fold(program.ledger, [spark])
    assert odds.delay is not None
    return odds.delay(situation, SINCE, spark), situation


def instants(after: str, count: int) -> list[int]:
    """When a step falls due in so many runs."""
    text = GAUGE + EXIT + step(on="spark", after=after, emits="ash") + SPARK
    program = Program(written(text))
    logs = (simulate(program, seed) for seed in range(count))
    return [event.time for log in logs for event in log.events[1:]]


@pytest.mark.parametrize("after", SINGLE)
def test_the_probability_of_a_window_is_how_often_a_run_falls_due_in_it(after: str):
    """For one draw, an atom or a deadline it is exact."""
    falling, situation = falling_of(after)
    known = falling.known(situation.falls_at, SINCE)
    times = instants(after, 1_500)
    for first, last in ((1, 2), (2, 4), (4, 9), (9, 10), (10, 18), (18, 40)):
        p = falling.between(first * DAY, last * DAY, SINCE, SINCE, known)
        found = sum(first * DAY <= time < last * DAY for time in times)
        low, high = stats.binom.interval(1 - 1e-6, 1_500, min(max(p, 0.0), 1.0))
        assert low <= found <= high


@pytest.mark.parametrize(
    "after", [*SINGLE, "exponential(mean = 9 d) + uniform(low = 0 d, high = 3 d)"]
)
def test_the_windows_of_all_time_hold_everything(after: str):
    """No probability is lost between windows, or counted twice; none is before the trigger."""
    falling, situation = falling_of(after)
    known = falling.known(situation.falls_at, SINCE)
    assert falling.between(0, SINCE + 1, SINCE, SINCE, known) == 0
    edges = [SINCE, *(SINCE + day * DAY for day in (1, 2, 5, 30)), SINCE + 10**12]
    total = 0.0
    for first, until in pairwise(edges):
        total += falling.between(first, until, SINCE, SINCE, known)
    assert total == pytest.approx(1)


def test_a_deadline_s_move_lets_nothing_fall_due_before_it():
    """What a move puts in the past is due at the next second, and there its probability lies."""
    falling, situation = falling_of("0.1 * time_to('exit') + exponential(mean = 1 d)")
    known = falling.known(situation.falls_at, SINCE)
    moved = 20 * DAY
    assert falling.between(0, moved + 1, SINCE, moved, known) == 0
    assert falling.between(moved, moved + 2, SINCE, moved, known) > 0.99


def test_a_deadline_that_is_not_set_gives_no_probability():
    """Nothing falls due by it."""
    program = Program(written(EXIT + step(on="rain", after="1 * time_to('exit')", emits="ash")))
    odds = Odds.of(program.steps[0], program.ledger)
    situation = Situation(program.ledger)
    assert odds.delay is not None
    falling = odds.delay(situation, 0, None)
    known = falling.known(situation.falls_at, 0)
    assert falling.between(0, 10**12, 0, 0, known) == 0


def test_several_draws_are_told_by_the_widest():
    """The others stand at their medians."""
    falling, _ = falling_of("uniform(low = 0 d, high = 2 d) + exponential(mean = 9 d)")
    alone, _ = falling_of("1 d + exponential(mean = 9 d)")
    for first, last in ((1, 2), (2, 9), (9, 40)):
        probabilities = [
            one.between(first * DAY, last * DAY, SINCE, SINCE, one.offset)
            for one in (falling, alone)
        ]
        assert probabilities[0] == pytest.approx(probabilities[1])


@pytest.mark.parametrize(
    "after",
    [after for after in SINGLE if "(" in after and "fixed" not in after and after[0] != "0"],
)
def test_a_delay_given_not_yet_is_the_rest_of_its_distribution(after: str):
    """By one uniform, through the inverse distribution function above what is over."""
    falling, _ = falling_of(after)
    least = 6 * DAY
    whole = falling.between(SINCE + least + 1, 10**12, SINCE, SINCE, falling.offset)
    drawn = []
    for number in range(400):
        digest = bytes([number % 256, number // 256]) * 32
        seconds = falling.above(least, falling.offset, digest)
        assert seconds is not None
        assert ceil(seconds) > least or seconds == pytest.approx(least)
        drawn.append(seconds)
    nine = sorted(drawn)[360]
    above = falling.between(SINCE + ceil(nine), 10**12, SINCE, SINCE, falling.offset)
    assert above < whole


@pytest.mark.parametrize("after", ["8 d", "fixed(value = 8 d)", "uniform(low = 2 d, high = 8 d)"])
def test_a_delay_that_must_be_over_has_no_rest(after: str):
    """There is nothing to draw."""
    falling, _ = falling_of(after)
    assert falling.above(9 * DAY, falling.offset, bytes(64)) is None


def test_the_chances_of_outcomes_add_up():
    """The one without a chance takes the rest; what is missing is nobody's."""
    some = [{"chance": "0.6 * strain", "emits": "ash"}, {"chance": 0.2, "emits": "smoke"}]
    for rest, expected in (([], [0.3, 0.2]), ([{"emits": "fire"}], [0.3, 0.2, 0.5])):
        text = GAUGE + step(on="spark", after="5 d", outcomes=some + rest)
        program = Program(written(text))
        odds = Odds.of(program.steps[0], program.ledger)
        chances = odds.chances(Situation(program.ledger), 0, None)
        assert chances == pytest.approx(expected)


@pytest.mark.parametrize("after", SINGLE)
def test_a_delay_of_one_value_only_is_no_matter_of_chance(after: str):
    """Neither a number of seconds nor the distribution `fixed`; every other one is."""
    program = Program(written(GAUGE + EXIT + step(on="spark", after=after, emits="ash") + SPARK))

    sure = {"fixed(value = 8 d)", "8 d", "0.5 * time_to('exit')"}
    assert Odds.of(program.steps[0], program.ledger).drawn is (after not in sure)
