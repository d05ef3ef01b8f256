"""PB, the precedence Brier score: which of two came first.

Over pairs of targets that are scored by date, with three outcomes: a first, b first, neither. Two
dates within the coarser of their two grains are a tie, on both sides: a record that knows a month
cannot say which of two came first in it, nor can one whose windows overlap. What never happened
comes after what did.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.score.measures.scored import Numbers, Scored, mean_of
from sim.score.timelines.dates import Dates
from sim.score.timelines.observed import Observed

Told = tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]
"""Whether the one, neither or the other came first: others x runs."""


def precedence_brier(forecast: Dates, record: Observed) -> Scored:
    """The mean over pairs of half the squared error of the three chances: 0 to 1.

    Fair to the number of runs M: p (1 - p) / (M - 1) is taken off each squared error.
    """
    happened = record.dates()
    pairs: list[tuple[int, int]] = []
    parts = [np.zeros(0)]
    runs = np.zeros(forecast.runs)
    for grain, ones in record.compared.items():
        involved = sorted({place for one, others in ones.items() for place in (one, *others)})
        mine, theirs = (
            {place: grain.cells(side.first(place)) for place in involved}
            for side in (forecast, happened)
        )
        for one, others in ones.items():
            values, influence = _brier(_told(one, others, mine), _told(one, others, theirs))
            parts.append(values)
            runs += influence
            pairs += [(one, other) for other in others]
    members = np.array(pairs, np.int64).reshape(-1, 2)
    return mean_of(np.concatenate(parts), np.ones(len(pairs)), members, runs / (len(pairs) or 1))


def _told(one: int, others: Sequence[int], cells: Mapping[int, NDArray[np.int64]]) -> Told:
    """Which of a target and each other one came first in each run, by the cells of first dates."""
    mine, theirs = cells[one], np.array([cells[other] for other in others])
    return mine < theirs, mine == theirs, mine > theirs


def _brier(found: Told, outcome: Told) -> tuple[Numbers, Numbers]:
    """Half the squared error of three frequencies for each pair, and the runs' summed influence."""
    runs = found[0].shape[1]
    chances = np.array([np.count_nonzero(each, axis=1) for each in found]) / runs
    errors = chances - np.array(outcome)[:, :, 0]
    values: Numbers = (errors**2).sum(axis=0) / 2
    if runs > 1:
        values -= (chances * (1 - chances)).sum(axis=0) / (runs - 1) / 2
    influence = np.full(runs, (values - (errors * chances).sum(axis=0)).sum())
    for error, each in zip(errors, found, strict=True):
        influence += error @ each
    return values, influence
