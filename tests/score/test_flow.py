"""What directly follows what: features and energy score by hand, and the score of another."""

import math

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.score.measures.flow import MOST_RUNS, energy, flow_energy, follows
from tests.score.made import february, forecast, on, record, repeated, row, target

AB = [target("a"), target("b")]
A, B, MARK = 0, 1, 2
RECORD = record([row("a", 1), row("b", 2)], 100, AB)


def steps(run, found=RECORD):
    """The steps of one run that are counted at all."""
    table = follows(forecast([run], 100, 2), found).reshape(3, 3)
    return {(int(i), int(j)): float(table[i, j]) for i, j in zip(*np.nonzero(table), strict=True)}


def test_start_and_end_are_marked() -> None:
    """A then b: from the start to a, to b, to the end; of nothing, from the start to the end."""
    assert steps([(A, 1), (B, 5)]) == {(MARK, A): 1, (A, B): 1, (B, MARK): 1}
    assert steps([]) == {(MARK, MARK): 1}
    assert steps([(A, 0)]) == {(MARK, A): 1, (A, MARK): 1}
    assert steps([(B, 99.9)]) == {(MARK, B): 1, (B, MARK): 1}


def test_a_day_is_a_set() -> None:
    """Each pair of a day counts a half each way, and each step in or out is shared."""
    assert steps([(A, 1.1), (B, 1.9)]) == {
        (MARK, A): 0.5, (MARK, B): 0.5, (A, B): 0.5, (B, A): 0.5, (A, MARK): 0.5, (B, MARK): 0.5,
    }  # fmt: skip
    assert steps([(A, 1.1), (A, 1.9)]) == {(MARK, A): 1, (A, A): 1, (A, MARK): 1}


def test_a_target_is_placed_at_its_coarsest_grain() -> None:
    """With a month's row, all of a's events of February are a's on 1 February, one set with b."""
    found = record([february("a"), row("b", 31)], 100, AB)

    assert steps([(B, 31), (A, 58)], found) == steps([(A, 31), (B, 31)], found)
    assert steps([(B, 32), (A, 58)], found) == steps([(A, 31), (B, 32)], found)


def test_monthly_targets_have_no_place_in_the_sequence() -> None:
    """They are counted, not dated."""
    found = record([row("a", 1)], 100, [target("a"), target("b", monthly=True)])

    assert steps([(A, 1), (B, 5)], found) == {(MARK, A): 1, (A, MARK): 1}
    found = record([row("b", 1)], 100, [target("a", monthly=True), target("b")])
    assert steps([(A, 1), (B, 5)], found) == {(MARK, B): 1, (B, MARK): 1}


def test_distance_by_hand() -> None:
    """B then a shares no step with a then b: six differences of 1."""
    score = flow_energy(forecast([[(B, 1), (A, 2)]], 100, 2), RECORD)

    assert (score.value, score.runs.tolist()) == (math.sqrt(6), [math.sqrt(6)])


def test_half_the_spread_is_taken_off() -> None:
    """Of two runs, one right and one with all steps wrong: half the distance, less half of it."""
    runs = [[(A, 1), (B, 2)], [(B, 1), (A, 2)]]

    assert flow_energy(forecast(runs, 100, 2), RECORD).value == pytest.approx(0)


def test_runs_that_are_alike_have_no_spread() -> None:
    """Rounding in the squared distances leaves nothing behind, whatever the features."""
    features = np.random.default_rng(0).uniform(0, 30, size=(1, 40)).repeat(50, axis=0)

    assert energy(features, features[0]).value == 0


def test_of_very_many_runs_the_first_are_looked_at() -> None:
    """All distances among more would fill the memory."""
    dates = repeated(on(3), MOST_RUNS + 1)
    score = flow_energy(dates, record([row("a", 3)], 100, [target("a")]))

    assert (score.value, len(score.runs)) == (0, MOST_RUNS)


@given(
    arrays(np.float64, (8, 5), elements=st.integers(0, 6).map(float)),
    arrays(np.float64, 5, elements=st.integers(0, 6).map(float)),
)
def test_agrees_with_scoringrules(runs: np.ndarray, outcome: np.ndarray) -> None:
    """Its fair estimator of the energy score gives the same number."""
    score = energy(runs, outcome)
    theirs = scoringrules.es_ensemble(outcome, runs, estimator="fair", backend="numpy")

    assert score.value == pytest.approx(float(theirs), abs=1e-9)
    assert float(score.runs.mean()) == pytest.approx(score.value, abs=1e-9)
