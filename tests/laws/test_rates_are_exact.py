"""The rate step is exact: in its own time, a rate that depends on a gauge is a Poisson process.

By the time-rescaling theorem (Brown et al. 2002, Neural Computation 14, 325-346), the integrals of
the true intensity between events are independent and exponential of mean 1. The intensity here is
heat * (1 + 4 * anger); anger decays, and each event kicks it. The integral is written out below.
Runs are laid end to end in their own time, so that no gap is lost where a clock stops.
"""

import math
from collections.abc import Callable
from itertools import pairwise

import pytest
from scipy import stats

from sim.engine import Program, simulate
from sim.events.dates import DAY
from tests.laws.logs import given, written

HEAT, HALF_LIFE, KICK, START = 0.1 / DAY, 5.0 * DAY, 0.4, 0.2
REJECTED = 1e-4
"""A p-value below which a fit is refused; seeds are fixed, so this is no matter of luck."""

SCENARIO = """
clock = { start = 2001-01-01, end = 2008-12-31 }
parameters = { heat = { value = "0.1 / d", source = "assumed" } }

[gauges.anger]
start = 0.2
within = [0, 1]
half_life = "5 d"
moved_by = [{ event = "attack", by = 0.4 }]

[[steps]]
actor = "host"
name = "raid"
rate = "heat * (1 + 4 * anger)"
emits = "attack"
"""

TRUCES = [(day, day + 15) for day in range(20, 2_900, 40)]
"""Days on which truces begin and end."""

Integral = Callable[[float, float, float], float]
"""What passes of a rate's own time: from a level of anger, since a second, until another."""


def rescaled_gaps(program: Program, integral: Integral) -> list[float]:
    """The gaps between the events of many runs, in the time that an integral tells."""
    gaps: list[float] = []
    waited = 0.0
    for seed in range(15):
        log = simulate(program, seed)
        anger, since = START, 0
        times = [event.time for event in log.events if event.kind == "attack"]
        for time in times:
            gaps.append(waited + integral(anger, since, time))
            anger = min(1.0, anger * 2 ** (-(time - since) / HALF_LIFE) + KICK)
            waited, since = 0.0, time
        waited += integral(anger, since, log.origin.until)
    return gaps


def exact(anger: float, since: float, until: float) -> float:
    """The integral of heat * (1 + 4 * anger) while anger decays."""
    span = until - since
    worn = anger * (1 - 2 ** (-span / HALF_LIFE)) * HALF_LIFE / math.log(2)
    return HEAT * (span + 4 * worn)


def without_decay(anger: float, since: float, until: float) -> float:
    """As if anger stayed where the last event left it."""
    return HEAT * (1 + 4 * anger) * (until - since)


def without_gauge(_anger: float, since: float, until: float) -> float:
    """As if the rate were constant, at about what it is on average."""
    return 3.4 * HEAT * (until - since)


def slightly_hotter(anger: float, since: float, until: float) -> float:
    """As if the rate were a twelfth higher than it is."""
    return exact(anger, since, until) * 13 / 12


def truced(anger: float, since: float, until: float) -> float:
    """The exact integral without the days of truce."""
    inside = [day * DAY for truce in TRUCES for day in truce if since < day * DAY < until]
    total = 0.0
    for low, high in pairwise([since, *inside, until]):
        if not any(first * DAY <= low and high <= last * DAY for first, last in TRUCES):
            total += exact(anger * 2 ** (-(low - since) / HALF_LIFE), low, high)
    return total


def p_value(gaps: list[float]) -> float:
    """How well gaps fit an exponential distribution of mean 1, by Kolmogorov and Smirnov."""
    return float(stats.kstest(gaps, "expon").pvalue)


@pytest.fixture(scope="module")
def program() -> Program:
    """The scenario, ready to run."""
    return Program(written(SCENARIO))


def test_rescaled_gaps_are_exponential(program: Program):
    """The gaps between the events of a rate on a decaying gauge are exponential in its own time."""
    gaps = rescaled_gaps(program, exact)
    assert len(gaps) > 5_000
    assert p_value(gaps) > REJECTED


def test_rescaled_gaps_are_independent(program: Program):
    """A gap says nothing of the next: their ranks do not correlate."""
    gaps = rescaled_gaps(program, exact)
    assert stats.spearmanr(gaps[:-1], gaps[1:]).pvalue > REJECTED


@pytest.mark.parametrize("wrong", [without_decay, without_gauge, slightly_hotter])
def test_a_wrong_rescaling_is_rejected(program: Program, wrong: Integral):
    """The same test refuses intensities that are not the scenario's, so that it can fail."""
    assert p_value(rescaled_gaps(program, wrong)) < REJECTED


def test_a_rate_rests_while_its_condition_does_not_hold():
    """A `while` that is false stops a rate, and its own time with it, and nothing else."""
    guarded = SCENARIO + "while = \"not standing('truce_declared', until = 'truce_ended')\"\n"
    edges = [(f"{a} guest truce_declared", f"{b} guest truce_ended") for a, b in TRUCES]
    guarded += given(*[line for pair in edges for line in pair])
    program = Program(written(guarded))
    assert p_value(rescaled_gaps(program, truced)) > REJECTED
    assert p_value(rescaled_gaps(program, exact)) < REJECTED
