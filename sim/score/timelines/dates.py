"""Dates: when each target happened, again and again, in each run of a forecaster.

All that the scores need of an ensemble. The n-th date of a target is that of its n-th event; where
it did not happen as often before the horizon, the horizon stands for never.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import attrs
import numpy as np
from numpy.typing import NDArray

from sim.ensemble.projection import Projection
from sim.score.timelines.grain import Seconds
from sim.score.timelines.targets import Target


@attrs.frozen(eq=False)
class Dates:
    """For each target the seconds of its events, M runs x J ordinals; the horizon is never.

    A baseline that names one date only, and not a chance, is a forecaster of one run.
    """

    times: tuple[Seconds, ...]
    horizon: int

    @property
    def runs(self) -> int:
        """How many runs there are: M."""
        return len(self.times[0]) if self.times else 0

    def first(self, target: int) -> Seconds:
        """When a target first happened in each run, or the horizon."""
        times = self.times[target]
        return times[:, 0] if times.shape[1] else np.full(len(times), self.horizon)

    def padded(self, target: int, ordinals: int) -> Seconds:
        """A target's dates for at least so many ordinals: M x J."""
        times = self.times[target]
        missing = ordinals - times.shape[1]
        if missing <= 0:
            return times
        never = np.full((len(times), missing), self.horizon, dtype=np.int64)
        return np.concatenate([times, never], axis=1)

    def until(self, horizon: int) -> "Dates":
        """The same dates as far as an earlier horizon."""
        return Dates(tuple(np.minimum(times, horizon) for times in self.times), horizon)

    def since(self, second: int) -> "Dates":
        """What happens from a second on; what happened before it is left out."""
        return Dates(
            tuple(
                np.sort(np.where(times < second, self.horizon, times), axis=1)
                for times in self.times
            ),
            self.horizon,
        )

    def after(self, past: "Dates") -> "Dates":
        """These dates, each run after one past that all share: a forecaster of one run."""
        return Dates(
            tuple(
                np.concatenate([np.repeat(before, len(times), axis=0), times], axis=1)
                for before, times in zip(past.times, self.times, strict=True)
            ),
            self.horizon,
        )

    def chosen(self, runs: NDArray[np.int64]) -> "Dates":
        """The dates of some of the runs."""
        return Dates(tuple(times[runs] for times in self.times), self.horizon)


INITIAL = "initial: "
STATED = ("given: ", INITIAL)
"""How the steps of events begin that the scenario states: they are never scored."""


def scored(step: str) -> bool:
    """Whether events of a step are scored: all but those that the scenario states."""
    return not step.startswith(STATED)


def dates_of(
    runs: Projection,
    chosen: Sequence[Target],
    horizon: int,
    counts: Callable[[str], bool] = scored,
) -> Dates:
    """The dates of many runs of a scenario, by the events of those steps that count.

    What is stated to have happened before the start stands at the start.
    """
    target = np.full(len(runs.run), -1, dtype=np.int64)
    for place in reversed(range(len(chosen))):  # what several cover is the first one's
        target[runs.matching(chosen[place].pattern)] = place
    counted = np.array([counts(word) for word in runs.step.words], dtype=np.bool_)
    initial = np.array([word.startswith(INITIAL) for word in runs.step.words], dtype=np.bool_)
    return gathered(
        runs.run.astype(np.int64),
        np.where(counted[runs.step.codes], target, -1),
        np.where(initial[runs.step.codes], np.maximum(runs.second, 0), runs.second),
        runs=len(runs.runs), targets=len(chosen), horizon=horizon,
    )  # fmt: skip


def gathered(
    run: NDArray[np.int64],
    target: NDArray[np.int64],
    second: Seconds,
    *,
    runs: int,
    targets: int,
    horizon: int,
) -> Dates:
    """The dates of events given as columns, one entry an event, run by run.

    `run` and `target` are numbers from 0; a target of -1, and a second outside [0, horizon), is
    left out.
    """
    kept = (target >= 0) & (second >= 0) & (second < horizon)
    run, target, second = run[kept], target[kept], second[kept]
    order = np.argsort(target.astype(np.min_scalar_type(targets)), kind="stable")
    run, target, second = run[order], target[order], second[order]
    ends = np.searchsorted(target, np.arange(targets + 1))
    return Dates(
        tuple(
            _laid_out(run[low:high], second[low:high], runs, horizon)
            for low, high in pairwise(ends)
        ),
        horizon,
    )


def _laid_out(run: NDArray[np.int64], second: Seconds, runs: int, horizon: int) -> Seconds:
    """Seconds, run by run, as a table of runs x ordinals."""
    counts = np.bincount(run, minlength=runs)
    table = np.full((runs, int(counts.max(initial=0))), horizon, dtype=np.int64)
    first = np.cumsum(counts) - counts
    table[run, np.arange(len(run)) - first[run]] = second
    table.sort(axis=1)
    return table


def of_sequences(
    sequences: Sequence[Sequence[tuple[int, int]]], targets: int, horizon: int
) -> Dates:
    """The dates of runs given as lists of (target, second), in any order."""
    events = [
        (number, target, second)
        for number, sequence in enumerate(sequences)
        for target, second in sequence
    ]
    columns = np.array(events, dtype=np.int64).reshape(-1, 3)
    return gathered(
        columns[:, 0], columns[:, 1], columns[:, 2],
        runs=len(sequences), targets=targets, horizon=horizon,
    )  # fmt: skip
