"""A score, and what it rests on: what each run and each part of the record adds to it.

Scores are kept as means so that one bootstrap serves them all: over the runs, because an ensemble
is finite, and over kinds of event, because the record is.
"""

import attrs
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@attrs.frozen(eq=False)
class Scored:
    """A score: 0 is perfect, lower is better.

    `value` is the mean of `runs`, one number a run: the run's first-order influence, by which the
    mean of a resample of runs is the score of that resample but for terms of the order of 1 / M.
    `value` is also the mean of `parts` by `weights`; `members` names the targets (up to two) that
    each part is about. A score that does not split by target has no parts.
    """

    value: float
    runs: Numbers
    parts: Numbers
    weights: Numbers
    members: NDArray[np.int64]
    asked: bool = True
    """Whether there was anything to score; without it the value says nothing."""

    def by_target(self, target: int) -> float:
        """What the parts about one target add to the value."""
        mine = (self.members == target).any(axis=1)
        total = float(self.weights.sum())
        return float((self.parts * self.weights)[mine].sum()) / total if total else 0.0


def whole(value: float, runs: Numbers) -> Scored:
    """A score that does not split by target."""
    nothing = np.zeros(0)
    return Scored(value, runs, nothing, nothing, np.zeros((0, 1), dtype=np.int64))


def mean_of(parts: Numbers, weights: Numbers, members: NDArray[np.int64], runs: Numbers) -> Scored:
    """The weighted mean of parts: P of them, with `runs` as P x M, or already averaged over P."""
    total = float(weights.sum())
    if not total:
        return Scored(0.0, np.zeros(runs.shape[-1]), parts, weights, members, asked=False)
    value = float(parts @ weights) / total
    averaged = weights @ runs / total if runs.ndim > 1 else runs
    return Scored(value, averaged, parts, weights, members)
