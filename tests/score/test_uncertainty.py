"""Intervals and skill: resamples by hand, and the linear bootstrap beside the true one."""

import numpy as np
import pytest

from sim.score.doubt.uncertainty import (
    RESAMPLES,
    generator,
    interval,
    kinds_of,
    means,
    over_kinds,
    over_runs,
    resamples,
    skill,
)
from sim.score.measures.scored import Scored, mean_of, whole
from tests.score.made import SCORES, forecast, record, row
from tests.score.negotiation import HORIZON, KINDS, TARGETS, true

CHANCE = np.random.default_rng(0)


def numbers(*values: float) -> np.ndarray:
    """An array of floats."""
    return np.array(values, dtype=np.float64)


def one_by_one(parts: np.ndarray, runs: np.ndarray) -> Scored:
    """A score with a part for each target, all of one weight."""
    places = np.arange(len(parts)).reshape(-1, 1)
    return mean_of(parts, np.ones(len(parts)), places, runs)


def test_resamples_draw_as_many_as_there_are() -> None:
    """Each resample has as many draws as things; of nothing nothing is drawn."""
    drawn = resamples(7, CHANCE)

    assert drawn.shape == (RESAMPLES, 7)
    assert set(drawn.sum(axis=1)) == {7}
    assert resamples(0, CHANCE).shape == (RESAMPLES, 0)


def test_a_seed_decides_what_is_drawn() -> None:
    """The same again, and another for another."""
    one, again, other = (resamples(7, generator(seed)) for seed in (1, 1, 2))

    assert (one == again).all()
    assert (one != other).any()
    assert one.dtype == np.uint8


def test_kinds_without_weight_are_no_kinds() -> None:
    """Of three kinds of which one does not count no resample tells anything."""
    parts, runs = numbers(1, 2, 3), np.ones((3, 4))
    places = np.arange(3).reshape(-1, 1)
    drawn, anew = resamples(4, generator(0)), resamples(3, generator(0))

    def by_kinds(*weights: float):
        mine = mean_of(parts, numbers(*weights), places, runs)
        theirs = mean_of(2 * parts, numbers(*weights), places, runs)
        return skill(mine, theirs, drawn, np.arange(3), anew, theirs=None).by_kinds

    assert by_kinds(1, 1, 0) is None
    assert by_kinds(1, 1, 1) == pytest.approx((0.5, 0.5))


def test_resamples_without_an_error_to_divide_by_are_left_out() -> None:
    """The baseline is right about two kinds of three, where we are wrong."""
    places, runs = np.arange(3).reshape(-1, 1), np.ones((3, 4))
    mine = mean_of(numbers(1, 1, 1), np.ones(3), places, runs)
    theirs = mean_of(numbers(0, 0, 6), np.ones(3), places, runs)
    drawn, anew = resamples(4, generator(0)), resamples(3, generator(0))

    found = skill(mine, theirs, drawn, np.arange(3), anew, theirs=None)

    assert found.value == pytest.approx(0.5)
    assert found.by_kinds is not None
    assert np.isfinite(found.by_kinds).all()


def test_intervals_hold_nine_tenths() -> None:
    """From the 5 % to the 95 % quantile; what is not finite is left out."""
    assert interval(np.arange(101.0)) == pytest.approx((5, 95))
    assert interval(numbers(3, np.nan, np.inf)) == (3, 3)
    assert np.isnan(interval(numbers(np.nan))).all()


def test_over_runs_by_hand() -> None:
    """The mean of the runs drawn; a score of the first two of four is drawn as they are."""
    drawn = np.array([[2.0, 0, 1, 1], [1, 1, 1, 1], [1, 3, 0, 0]])

    assert over_runs(whole(3, numbers(1, 2, 3, 6)), drawn).tolist() == [2.75, 3, 1.75]
    assert over_runs(whole(3, numbers(2, 4)), drawn).tolist() == [2, 3, 3.5]


def test_means_of_bytes_are_those_of_numbers() -> None:
    """However many blocks of resamples there are."""
    drawn = resamples(40, CHANCE)
    values = CHANCE.normal(size=40)

    assert means(values, drawn) == pytest.approx(drawn.astype(np.float64) @ values / 40)


def test_kinds_are_weighed_as_their_parts_are() -> None:
    """1 with weight 1 and 3 with weight 3, each as often as its kind was drawn."""
    score = mean_of(numbers(1, 3), numbers(1, 3), np.arange(2).reshape(-1, 1), np.ones((2, 4)))
    drawn = np.array([[1.0, 1], [2, 0], [3, 1]])

    assert over_kinds(score, np.arange(2), drawn).tolist() == [10 / 4, 1, 12 / 6]


def test_over_kinds_by_hand() -> None:
    """Two kinds with parts 1 and 3: both once, or one of them twice."""
    drawn = np.array([[2.0, 0], [1, 1], [0, 2]])

    assert over_kinds(one_by_one(numbers(1, 3), numbers(2)), np.arange(2), drawn).tolist() == [
        1, 2, 3,
    ]  # fmt: skip


def test_parts_about_two_kinds_are_drawn_together() -> None:
    """Of targets a, b of one kind and c of another: a pair in a kind as often as the kind."""
    pairs = np.array([[0, 1], [0, 2]])
    score = mean_of(numbers(1, 3), np.ones(2), pairs, numbers(2))
    drawn = np.array([[1.0, 1], [2, 0], [2, 1], [0, 2]])

    found = over_kinds(score, np.array([0, 0, 1]), drawn)

    assert found[:3].tolist() == [2, 1, 2]
    assert np.isnan(found[3])


def test_kinds_are_numbered_as_they_come() -> None:
    """Two targets of a kind share a number."""
    assert kinds_of(["x", "y", "x"]).tolist() == [0, 1, 0]


def test_skill_by_hand() -> None:
    """2 against 8: a skill of 3 / 4, and 6 days less; the reference's runs are drawn with ours."""
    mine = one_by_one(numbers(1, 2, 3), numbers(2, 2))
    theirs = one_by_one(numbers(4, 8, 12), numbers(8, 8))
    runs, drawn = np.ones((4, 2)), np.array([[3.0, 0, 0], [1, 1, 1]])
    found = skill(mine, theirs, runs, np.arange(3), drawn, theirs=runs)

    assert (found.value, found.difference) == (0.75, -6)
    assert found.by_runs == (0.75, 0.75)
    assert found.by_kinds == (0.75, 0.75)


def test_of_one_kind_no_resample_tells_anything() -> None:
    """Two kinds, or one with all the weight, give no interval over kinds."""
    mine, theirs = one_by_one(numbers(1, 3), numbers(2, 2)), whole(4, numbers(4, 4))
    found = skill(mine, mine, np.ones((4, 2)), np.arange(2), np.ones((4, 2)), theirs=None)

    assert found.by_kinds is None
    assert skill(theirs, theirs, np.ones((4, 2)), np.arange(0), np.ones((4, 0)),
                 theirs=None).by_kinds is None  # fmt: skip


def test_a_reference_of_other_runs_stands_as_it_is() -> None:
    """Runs that are not paired with ours are not drawn with them."""
    mine = whole(2, numbers(1, 3))
    runs = np.array([[2.0, 0], [0, 2]])
    found = skill(mine, whole(4, numbers(4)), runs, np.arange(0), np.ones((2, 0)), theirs=None)

    assert found.by_runs == pytest.approx((1 - 2.9 / 4, 1 - 1.1 / 4))
    assert found.by_kinds is None


def test_against_a_perfect_reference_skill_is_not_finite() -> None:
    """And warns nobody; the difference says all there is to say."""
    mine, perfect, runs = whole(2, numbers(1, 3)), whole(0, numbers(0)), np.ones((3, 2))
    found = skill(mine, perfect, runs, np.arange(0), np.ones((3, 0)), theirs=None)

    assert found.value == -np.inf
    assert found.difference == 2


@pytest.mark.parametrize("name", SCORES)
def test_the_linear_bootstrap_is_as_wide_as_the_true_one(name: str) -> None:
    """Resampling influences and scoring resampled runs anew move together, and as far.

    What the linear form leaves out is a quadratic form of order 1 / M beside a standard deviation
    of order 1 / sqrt(M): a part in 14 for 200 runs. Its mean, half the spread over M, is that by
    which a resample, having runs twice, is narrower than the runs.
    """
    chance = np.random.default_rng(3)
    dates = forecast(true(chance, 200), HORIZON, len(KINDS))
    happened = [row(KINDS[kind], int(day)) for kind, day in true(chance, 1)[0]]
    found = record(happened, HORIZON, TARGETS)
    measure = SCORES[name]
    score = measure(dates, found)
    chosen = chance.integers(200, size=(60, 200))
    drawn = np.array([np.bincount(runs, minlength=200) for runs in chosen], dtype=np.float64)

    linear = over_runs(score, drawn)
    anew = np.array([measure(dates.chosen(runs), found).value for runs in chosen])

    assert float(score.runs.mean()) == pytest.approx(score.value)
    assert np.corrcoef(linear, anew)[0, 1] > 0.98
    assert anew.std() == pytest.approx(linear.std(), rel=0.15)
    assert abs(anew.mean() - linear.mean()) < 2 * linear.std()
