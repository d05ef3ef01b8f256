"""Calibration by hand, and that it is exact for what is exchangeable."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.score.doubt.calibration import BINS, LEVELS, calibration, pit
from tests.score.made import february, on, record, row, target

A = [target("a")]


def test_by_hand() -> None:
    """Two of three runs are below day 12: it has the third place of four, from 0.5 to 0.75."""
    found = record([row("a", 12)], 100)
    told = calibration(on(5, 10, 15), found)

    assert pit(on(5, 10, 15), found).tolist() == [[0.5, 0.75]]
    assert told.items == 1
    assert told.coverage == dict.fromkeys(LEVELS, 1.0)
    assert told.histogram == pytest.approx((0, 0, 0, 0, 0, 0.4, 0.4, 0.2, 0, 0))


def test_ties_share_their_places() -> None:
    """A run of the same day, or of the same month for a month's row, is no further than it."""
    assert pit(on(5, 12.5, 15), record([row("a", 12)], 100)).tolist() == [[0.25, 0.75]]
    assert pit(on(5, 31, 58), record([february("a")], 100)).tolist() == [[0.25, 1]]


def test_never_is_the_last_place() -> None:
    """A record in which it never happened lies with the runs in which it did not."""
    assert pit(on(5, None, None), record([], 100, A)).tolist() == [[0.25, 1]]


def test_what_lies_outside_is_not_covered() -> None:
    """After all of 19 runs: the last twentieth, of which the 95 % interval reaches half."""
    told = calibration(on(*range(19)), record([row("a", 50)], 100))

    assert told.coverage == pytest.approx({0.5: 0, 0.8: 0, 0.9: 0, 0.95: 0.5})


def test_nothing_dated_has_no_calibration() -> None:
    """Targets counted by the month are left out; without any other nothing is covered."""
    told = calibration(on(5), record([row("a", 3)], 100, [target("a", monthly=True)]))

    assert (told.items, told.histogram) == (0, (0.0,) * BINS)
    assert set(told.coverage.values()) == {0.0}


@given(st.lists(st.integers(0, 30), min_size=2, max_size=12))
def test_exact_for_what_is_exchangeable(pool: list[int]) -> None:
    """Each date of a pool as the record of the others, ties or not: intervals cover their level."""
    told = [
        calibration(on(*pool[:place], *pool[place + 1 :]), record([row("a", day)], 100))
        for place, day in enumerate(pool)
    ]

    for level in LEVELS:
        assert np.mean([one.coverage[level] for one in told]) == pytest.approx(level)
    assert np.mean([one.histogram for one in told], axis=0) == pytest.approx(1 / BINS)
