"""PB, the precedence Brier score: which of two came first.

Over pairs of targets that are scored by date, with three outcomes: a first, b first, neither. Two
dates within the coarser of their two grains are a tie, on both sides: a record that knows a month
cannot say which of two came first in it, nor can one whose windows overlap. What never happened
comes after what did.
"""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sim.score.dates import Dates
from sim.score.observed import Observed
from sim.score.scored import Scored, mean_of


def precedence_brier(forecast: Dates, record: Observed) -> Scored:
    """The mean over pairs of half the squared error of the three chances: 0 to 1.

    Fair to the number of runs M: p (1 - p) / (M - 1) is taken off each squared error.
    """
    pairs = list(combinations(record.settled, 2))
    happened = record.dates()
    parts = np.zeros(len(pairs))
    runs = np.zeros(forecast.runs)
    for number, pair in enumerate(pairs):
        parts[number], influence = _brier(
            _first_of(pair, forecast, record), _first_of(pair, happened, record)[0]
        )
        runs += influence / len(pairs)
    members = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return mean_of(parts, np.ones(len(pairs)), members, runs)


def _first_of(pair: tuple[int, int], dates: Dates, record: Observed) -> NDArray[np.int64]:
    """Which of two targets came first in each run: -1 the one, 1 the other, 0 neither."""
    one, other = pair
    grain = record.between(one, other)
    first: NDArray[np.int64] = np.sign(
        grain.cells(dates.first(one)) - grain.cells(dates.first(other))
    )
    return first


def _brier(found: NDArray[np.int64], outcome: int) -> tuple[float, np.ndarray]:
    """Half the squared error of three frequencies, and the runs' influence on it."""
    runs = len(found)
    value = 0.0
    influence = np.zeros(runs)
    for case in (-1, 0, 1):
        hit = found == case
        chance = float(hit.mean())
        error = chance - (outcome == case)
        value += error * error / 2
        if runs > 1:
            value -= chance * (1 - chance) / (runs - 1) / 2
        influence += error * (hit - chance)
    return value, value + influence
