"""What a score rests on: parts and their weights, what runs add, and what is about a target."""

import numpy as np
import pytest

from sim.score.measures.scored import mean_of, whole

PARTS, WEIGHTS = np.array([1.0, 4.0, 10.0]), np.array([1.0, 2.0, 1.0])
MEMBERS = np.array([[0, 1], [1, 2], [0, 2]])


def test_a_score_is_the_weighted_mean_of_its_parts() -> None:
    """19 / 4, of parts and of what each run adds to them."""
    table = np.array([[0.0, 2.0], [4.0, 4.0], [12.0, 8.0]])
    score = mean_of(PARTS, WEIGHTS, MEMBERS, table)

    assert score.value == 19 / 4
    assert score.runs.tolist() == [20 / 4, 18 / 4]
    assert score.asked is True


def test_what_runs_add_may_be_averaged_already() -> None:
    """Then it stays as it is."""
    assert mean_of(PARTS, WEIGHTS, MEMBERS, np.array([4.0, 5.5])).runs.tolist() == [4.0, 5.5]


@pytest.mark.parametrize(("target", "share"), [(0, 11 / 4), (1, 9 / 4), (2, 18 / 4), (3, 0)])
def test_what_the_parts_about_a_target_add(target: int, share: float) -> None:
    """Each by its weight; a pair counts for both."""
    assert mean_of(PARTS, WEIGHTS, MEMBERS, np.zeros(2)).by_target(target) == share


def test_without_weights_nothing_is_asked() -> None:
    """The value says nothing, and no target adds to it."""
    score = mean_of(PARTS, 0 * WEIGHTS, MEMBERS, np.ones((3, 2)))

    assert (score.asked, score.value, score.runs.tolist()) == (False, 0, [0, 0])
    assert [score.by_target(target) for target in range(3)] == [0, 0, 0]


def test_a_score_that_does_not_split_is_about_no_target() -> None:
    """Whichever is asked about."""
    score = whole(3.0, np.array([2.0, 4.0]))

    assert (score.value, score.runs.tolist(), score.by_target(0)) == (3, [2, 4], 0)
