"""PB, the precedence Brier score: which of two came first.

Over pairs of targets that are scored by date, with three outcomes: a first, b first, neither. Two
dates within the coarser of their two grains are a tie, on both sides: a record that knows a month
cannot say which of two came first in it, nor can one whose windows overlap. What never happened
comes after what did.
"""

import numpy as np
from numpy.typing import NDArray

from sim.score.measures.scored import Scored, mean_of
from sim.score.timelines.dates import Dates
from sim.score.timelines.grain import Grain
from sim.score.timelines.observed import Observed


def precedence_brier(forecast: Dates, record: Observed) -> Scored:
    """The mean over pairs of half the squared error of the three chances: 0 to 1.

    Fair to the number of runs M: p (1 - p) / (M - 1) is taken off each squared error.
    """
    pairs = [pair for pair, _ in record.pairs]
    mine, theirs = _Cells(forecast, record), _Cells(record.dates(), record)
    parts = np.zeros(len(pairs))
    runs = np.zeros(forecast.runs)
    for number, (pair, grain) in enumerate(record.pairs):
        found, outcome = (side.first_of(pair, grain) for side in (mine, theirs))
        parts[number], influence = _brier(found, int(outcome[0]))
        runs += influence / len(pairs)
    members = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return mean_of(parts, np.ones(len(pairs)), members, runs)


class _Cells:
    """The cells of first dates.

    Most pairs are compared by the day or the month, so these cells are looked up once; those of a
    grain that two rows share alone are not kept.
    """

    def __init__(self, dates: Dates, record: Observed) -> None:
        self._dates = dates
        self._kept = (record.days, record.months)
        self._known: dict[tuple[int, Grain], NDArray[np.int64]] = {}

    def first_of(self, pair: tuple[int, int], grain: Grain) -> NDArray[np.int64]:
        """Which of two targets came first in each run: -1 the one, 1 the other, 0 neither."""
        one, other = (self._of(target, grain) for target in pair)
        first: NDArray[np.int64] = np.sign(one - other)
        return first

    def _of(self, target: int, grain: Grain) -> NDArray[np.int64]:
        if grain not in self._kept:
            return grain.cells(self._dates.first(target))
        if (target, grain) not in self._known:
            self._known[target, grain] = grain.cells(self._dates.first(target))
        return self._known[target, grain]


def _brier(found: NDArray[np.int64], outcome: int) -> tuple[float, NDArray[np.float64]]:
    """Half the squared error of three frequencies, and the runs' influence on it."""
    runs = len(found)
    chances = np.bincount(found + 1, minlength=3) / runs
    errors = chances - (np.arange(-1, 2) == outcome)
    value = float(errors @ errors) / 2
    if runs > 1:
        value -= float(chances @ (1 - chances)) / (runs - 1) / 2
    return value, value + errors[found + 1] - float(errors @ chances)
