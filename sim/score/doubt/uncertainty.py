"""How sure a score is: intervals by the bootstrap.

Two doubts, told apart. An ensemble is finite: its runs are drawn anew. The record is one history:
its kinds of event are drawn anew, whole kinds at a time, since dates of one kind are not
independent. Neither makes one record many.
"""

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from sim.score.measures.scored import Numbers, Scored

RESAMPLES = 1_000
LEVEL = 0.9
"""Of the intervals: from the 5 % to the 95 % quantile of the resamples."""

BLOCK = 100
"""Resamples that are taken as floating-point numbers at a time."""

Weights = NDArray[np.uint8] | NDArray[np.float64]
Interval = tuple[float, float]


@attrs.frozen
class Skill:
    """1 - S / S_ref: how much better than a baseline; 0 as good, below 0 worse.

    `difference` is S - S_ref in the score's unit: a ratio of proper scores is not itself proper.
    `by_runs` is the interval from drawing the runs anew, `by_kinds` that from drawing the record's
    kinds anew, None for a score that does not split by kind.
    """

    value: float
    difference: float
    by_runs: Interval
    by_kinds: Interval | None


def generator(seed: int) -> np.random.Generator:
    """What baselines and resamples are drawn with: the same for the same seed."""
    return np.random.Generator(np.random.PCG64(seed))


def resamples(count: int, chance: np.random.Generator) -> Weights:
    """How often each of some things is drawn in each resample: RESAMPLES x count, of mean 1.

    A byte holds each: that one thing is drawn more than 255 times has a chance below 1e-500.
    """
    drawn = np.zeros((RESAMPLES, count), np.uint8)
    if count:
        for resample in drawn:
            resample[:] = np.bincount(chance.integers(count, size=count), minlength=count)
    return drawn


def interval(values: Numbers) -> Interval:
    """The central interval of resampled values; those that are not finite are left out."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return (float("nan"), float("nan"))
    low, high = np.quantile(finite, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def over_runs(score: Scored, drawn: Weights) -> Numbers:
    """The score of each resample of the runs.

    A score that looks at the first so many runs only is resampled as often as these are drawn.
    """
    return means(score.runs, drawn[:, : len(score.runs)])


def means(values: Numbers, drawn: Weights) -> Numbers:
    """The mean of some values in each resample of them."""
    blocks = (drawn[first : first + BLOCK] for first in range(0, len(drawn), BLOCK))
    return np.concatenate([block @ values / block.sum(axis=1) for block in blocks])


def over_kinds(score: Scored, kinds: NDArray[np.int64], drawn: Weights) -> Numbers:
    """The score of each resample of the kinds; `kinds` gives the number of each target's kind.

    A part that is about two kinds counts as often as both were drawn together, one about two
    targets of one kind as often as that kind was drawn.
    """
    first, last = kinds[score.members[:, 0]], kinds[score.members[:, -1]]
    times = drawn[:, first] * np.where(first == last, 1.0, drawn[:, last])
    weights = times * score.weights
    with np.errstate(invalid="ignore"):
        result: Numbers = weights @ score.parts / weights.sum(axis=1)
    return result


FEWEST_KINDS = 3
"""Of fewer kinds no resample tells anything."""


def skill(
    score: Scored,
    reference: Scored,
    runs: Weights,
    kinds: NDArray[np.int64],
    drawn: Weights,
    *,
    theirs: Weights | None,
) -> Skill:
    """Skill against a baseline; the same kinds are drawn for both.

    `theirs` is how often each run of the reference is drawn: as ours for one that is paired with
    them, otherwise for one that has runs of its own, None for one that stands as it is.
    """
    other = reference.value if theirs is None else over_runs(reference, theirs)
    mine = over_runs(score, runs)
    by_kinds = None
    weighed = score.members[score.weights > 0]
    if len(reference.parts) and len(np.unique(kinds[weighed])) >= FEWEST_KINDS:
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = over_kinds(score, kinds, drawn) / over_kinds(reference, kinds, drawn)
        by_kinds = interval(1 - ratio)
    with np.errstate(divide="ignore", invalid="ignore"):
        by_runs = interval(np.asarray(1 - mine / other))
        value = float(1 - np.float64(score.value) / np.float64(reference.value))
    return Skill(value, score.value - reference.value, by_runs, by_kinds)


def kinds_of(names: Sequence[str]) -> NDArray[np.int64]:
    """Number the kinds of targets from 0, in the order of first mention."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names], dtype=np.int64)
