"""Shares of runs that break a rule, and how sure they are."""

import pytest

from sim.check.search.rates import wilson
from tests.check.small import ADOPTED, SIGNED, never, planted, unheard


@pytest.mark.parametrize(
    ("count", "runs", "low", "high"),
    [
        (0, 100, 0.0, 0.0370),
        (4, 100, 0.0157, 0.0984),
        (50, 100, 0.4038, 0.5962),
        (100, 100, 0.9630, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_of_a_share(count: int, runs: int, low: float, high: float) -> None:
    """Wilson's, by hand: (p + z^2/2n +- z sqrt(p q/n + z^2/4n^2)) / (1 + z^2/n)."""
    assert wilson(count, runs) == pytest.approx((low, high), abs=5e-5)


def test_each_rule_is_counted_by_itself() -> None:
    """Of the planted bug some four in a hundred runs, of the harmless rule a third."""
    search = planted()
    search.hold(range(1_000), unheard, never)
    signed, adopted = search.rates

    assert (signed.rule.name, adopted.rule.name) == (SIGNED, ADOPTED)
    assert signed.runs == adopted.runs == 1_000
    assert 0.025 < signed.rate < 0.055
    assert 0.3 < adopted.rate < 0.4
    assert signed.interval[0] < signed.rate < signed.interval[1]


def test_the_shortest_come_first() -> None:
    """Seeds of runs that break a rule stand in the order of how much happens until they do."""
    search = planted(ADOPTED)
    search.hold(range(200), unheard, never)

    lengths = [length for length, _ in search.rates[0].shortest]
    assert lengths == sorted(lengths)
    assert len(lengths) == 50


def test_when_time_is_up_fewer_runs_are_told() -> None:
    """The share is that of those that were made."""
    search = planted()
    left = iter([False] * 7)
    search.hold(range(100), unheard, lambda: next(left, True))

    assert search.runs == 7
