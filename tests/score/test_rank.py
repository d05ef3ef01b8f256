"""The exchangeability rank: by hand, beside the headline, and its size on a known generator."""

import attrs
import numpy as np
import pytest

from sim.score.doubt.rank import exchangeability
from sim.score.measures.icc import integrated_count_crps
from tests.score.made import forecast, on, record, row, target
from tests.score.negotiation import HORIZON, KINDS, TARGETS, Run, true


def observed(run: Run):
    """A run as if it had been documented, by the day."""
    return record([row(KINDS[kind], int(day)) for kind, day in run], HORIZON, TARGETS)


def test_the_strangest_has_the_smallest_rank() -> None:
    """Far from three runs that lie close: 1 / 4."""
    assert exchangeability(on(10, 11, 12), record([row("a", 90)], 100)) == 1 / 4


def test_a_disputed_target_is_left_out_and_the_others_count() -> None:
    """Wherever it stands: a is disputed, and b is far from three runs that lie close."""
    runs = forecast([[(0, 50), (1, 10 + run)] for run in range(3)], 100, 2)
    found = record([row("a", 50), row("b", 90)], 100)

    assert exchangeability(runs, attrs.evolve(found, contested=frozenset({0}))) == 1 / 4
    assert exchangeability(runs, attrs.evolve(found, contested=frozenset({1}))) == 1


def test_a_copy_of_a_run_is_as_strange_as_it() -> None:
    """Both are counted: a copy of the strangest of four runs has 2 / 5, of the middle 1."""
    assert exchangeability(on(10, 11, 12, 60), record([row("a", 60)], 100)) == 2 / 5
    assert exchangeability(on(10, 11, 12, 60), record([row("a", 11)], 100)) == 1


def test_all_alike_or_one_run_alone_tells_nothing() -> None:
    """No history is stranger than another: 1."""
    assert exchangeability(on(10, 10, 10), record([row("a", 10)], 100)) == 1
    assert exchangeability(on(10), record([row("a", 90)], 100)) == 1
    assert exchangeability(on(None, None), record([], 100, [target("a")])) == 1


def test_each_is_scored_by_the_headline_against_all_others() -> None:
    """The record's place among the headlines that leave out one history of the pool each."""
    chance = np.random.default_rng(4)
    for _ in range(10):
        pool = true(chance, 8)
        scores = [
            integrated_count_crps(
                forecast([*pool[:place], *pool[place + 1 :]], HORIZON, len(KINDS)), observed(run)
            ).value
            for place, run in enumerate(pool)
        ]
        rank = exchangeability(forecast(pool[1:], HORIZON, len(KINDS)), observed(pool[0]))

        assert rank == sum(score >= scores[0] for score in scores) / len(pool)


def test_its_size_is_right() -> None:
    """Of 400 records drawn as the runs are, one in twenty has p <= 0.05; ranks are uniform.

    Within three standard errors, 0.011 of the share and 0.015 of the mean.
    """
    chance = np.random.default_rng(11)
    ranks = [
        exchangeability(forecast(true(chance, 19), HORIZON, len(KINDS)), observed(drawn))
        for drawn in true(chance, 400)
    ]

    assert np.mean(np.array(ranks) <= 0.05) == pytest.approx(0.05, abs=0.033)
    assert np.mean(ranks) == pytest.approx(21 / 40, abs=0.044)
