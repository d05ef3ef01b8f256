"""The fair CRPS, and that of another package."""

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.score.measures.crps import crps, mean_distances

DAYS = st.integers(0, 400).map(float)


def test_by_hand() -> None:
    """Runs 1, 2, 6 and an outcome of 3: a mean error of 2, a mean distance of 10 / 3."""
    score, influence = crps(np.array([[1.0], [2.0], [6.0]]), np.array([3.0]))

    assert score[0] == pytest.approx(2 - 10 / 6)
    assert influence[:, 0] == pytest.approx([2 - 3 + 5 / 3, 1 - 2.5 + 5 / 3, 3 - 4.5 + 5 / 3])


def test_distances_by_hand() -> None:
    """1 lies 1 and 5 from 2 and 6, and so on; ties lie at 0."""
    assert mean_distances(np.array([[6.0], [1.0], [2.0]])).ravel().tolist() == [4.5, 3, 2.5]
    assert mean_distances(np.array([[4.0], [4.0]])).ravel().tolist() == [0, 0]


@given(
    arrays(np.float64, st.tuples(st.integers(2, 30), st.integers(1, 4)), elements=DAYS),
    st.lists(DAYS, min_size=4, max_size=4),
)
def test_agrees_with_scoringrules(runs: np.ndarray, outcomes: list[float]) -> None:
    """Its estimator of this form, "fair", gives the same number."""
    outcome = np.array(outcomes)[: runs.shape[1]]
    score, influence = crps(runs, outcome)
    theirs = scoringrules.crps_ensemble(outcome, runs.T, estimator="fair", backend="numpy")

    assert score == pytest.approx(theirs)
    assert influence.mean(axis=0) == pytest.approx(score)
