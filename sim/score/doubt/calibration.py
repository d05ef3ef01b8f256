"""Calibration: where the record falls in the forecast, and how wide the intervals are.

The probability integral transform (PIT) of each date that is scored: the rank of the documented
date among those of the runs and its own, from 0 to 1. M runs leave it M + 1 places, dates come in
cells, and never has a chance of its own, so a PIT is an interval, from the share of the pool below
the date to the share not above it, and counts in proportion: in expectation over calibrated
forecasts of any M the PITs are uniform, and a 90 % interval covers exactly 90 %.
"""

from itertools import pairwise

import attrs
import numpy as np

from sim.score.measures.scored import Numbers
from sim.score.timelines.dates import Dates
from sim.score.timelines.observed import Observed

LEVELS = (0.5, 0.8, 0.9, 0.95)
"""Central intervals whose coverage is told."""

BINS = 10


@attrs.frozen(eq=False)
class Calibration:
    """How often intervals covered what happened, by level, and the PIT's histogram.

    `items` says how many first dates this rests on; with few, coverage is coarse.
    """

    items: int
    coverage: dict[float, float]
    histogram: tuple[float, ...]


def calibration(forecast: Dates, record: Observed) -> Calibration:
    """The calibration of the first dates of all targets that are scored by date."""
    intervals = pit(forecast, record)
    coverage = {
        level: float(_share(intervals, (1 - level) / 2, (1 + level) / 2).mean())
        if len(intervals)
        else 0.0
        for level in LEVELS
    }
    edges = [n / BINS for n in range(BINS + 1)]
    bins = [float(_share(intervals, low, high).sum()) for low, high in pairwise(edges)]
    return Calibration(len(intervals), coverage, tuple(bins))


def pit(forecast: Dates, record: Observed) -> Numbers:
    """The PIT interval of each target that is scored by date: T x 2, from 0 to 1, never empty."""
    happened = record.dates()
    found = []
    for place in record.settled:
        grain = record.grain(place, 0)
        mine = grain.cells(forecast.first(place))
        theirs = int(grain.cells(happened.first(place))[0])
        found.append((int((mine < theirs).sum()), int((mine <= theirs).sum()) + 1))
    return np.array(found, dtype=np.float64).reshape(-1, 2) / (forecast.runs + 1)


def _share(intervals: Numbers, low: float, high: float) -> Numbers:
    """How much of each interval lies in [low, high]."""
    start, end = intervals[:, 0], intervals[:, 1]
    inside = np.clip(np.minimum(end, high) - np.maximum(start, low), 0.0, None)
    result: Numbers = inside / (end - start)
    return result
