"""ES_b, the energy score of directly-follows counts: which kind of event comes right after which.

A run is a sequence of targets with a start and an end; its features are how often one directly
follows another. Rows of one day are a set without order: each pair in it counts a half each way,
and from one day's set to the next one step is shared out evenly. The energy score with the
Euclidean norm is proper (Gneiting & Raftery 2007); an edit distance in its place is not, since it
is not of negative type (measured).
"""

import attrs
import numpy as np
from numpy.typing import NDArray

from sim.score.measures.scored import Numbers, Scored, whole
from sim.score.timelines.dates import Dates
from sim.score.timelines.observed import Observed
from sim.score.timelines.sequence import events

Places = NDArray[np.int64]

MOST_RUNS = 2_000
"""Runs among which all distances are taken: of more, the first so many, which are as random."""

ROUNDING = 1e-12
"""Squared distances that are a smaller share of the squared lengths are what rounding leaves of 0.
"""


def flow_energy(forecast: Dates, record: Observed) -> Scored:
    """The energy score, in directly-follows counts; fair to the number of runs."""
    if forecast.runs > MOST_RUNS:
        forecast = forecast.chosen(np.arange(MOST_RUNS))
    return energy(follows(forecast, record), follows(record.dates(), record)[0])


def energy(forecast: Numbers, outcome: Numbers) -> Scored:
    """The fair energy score of M x D features against D: mean |X - y| - half the mean |X - X'|."""
    runs = len(forecast)
    told = forecast.any(axis=0) | (outcome != 0)  # most pairs of targets never follow each other
    forecast, outcome = forecast[:, told], outcome[told]
    apart = np.sqrt(((forecast - outcome) ** 2).sum(axis=1))
    if runs == 1:
        return whole(float(apart[0]), apart)
    distances = forecast @ forecast.T
    squares = distances.diagonal().copy()
    distances *= -2
    distances += np.add.outer(squares, squares)
    distances[distances < np.add.outer(ROUNDING * squares, ROUNDING * squares)] = 0.0
    among = np.sqrt(distances, out=distances).sum(axis=1) / (runs - 1)
    spread = float(among.mean())
    return whole(float(apart.mean()) - spread / 2, apart - among + spread / 2)


def follows(dates: Dates, record: Observed) -> Numbers:
    """How often each target directly follows each other: M x D, with marks for start and end.

    Targets that are scored by the month are left out. All events of a target are placed at the
    coarsest grain of its rows, so that a run is not more exact than the record.
    """
    size = len(record.targets) + 1
    sets = _sets(dates, record)
    today, tomorrow = _pairs(sets.next, sets.after)
    steps = sets.share[today] * sets.share[tomorrow]
    one, other = _pairs(sets.first, sets.next)
    alike = sets.times[one] * (sets.times[other] - (one == other)) / 2
    left, right = np.concatenate([today, one]), np.concatenate([tomorrow, other])
    step = (sets.run[left] * size + sets.place[left]) * size + sets.place[right]
    counts = np.bincount(step, np.concatenate([steps, alike]), dates.runs * size * size)
    table: Numbers = counts.astype(np.float64, copy=False).reshape(dates.runs, size * size)
    return table


@attrs.frozen(eq=False)
class _Sets:
    """The days of all runs as sets of targets: a row for each target of a day, in order.

    `times` is how often the target is there, `share` the part of its day's events that this is.
    Rows from `first` to `next` are of one day, those from there to `after` of the day after it.
    """

    run: Places
    place: Places
    times: Numbers
    share: Numbers
    first: Places
    next: Places
    after: Places


def _sets(dates: Dates, record: Observed) -> _Sets:
    """The days of each run, between a day before all with the mark and one after all."""
    every, mark = np.arange(dates.runs), np.full(dates.runs, len(record.targets))
    before, after = np.full(dates.runs, -1), np.full(dates.runs, dates.horizon)
    run, second, place = (
        np.concatenate(column)
        for column in zip(
            (every, before, mark), events(dates, record), (every, after, mark), strict=True
        )
    )
    order = np.lexsort((place, second, run))
    run, second, place = run[order], second[order], place[order]
    new_day = np.diff(run, prepend=-1).astype(bool) | np.diff(second, prepend=-2).astype(bool)
    rows = np.flatnonzero(new_day | np.diff(place, prepend=-1).astype(bool))
    times = np.diff(rows, append=len(run)).astype(np.float64)
    day = np.cumsum(new_day)[rows] - 1
    run, place = run[rows], place[rows]
    starts = np.searchsorted(day, np.arange(day.max(initial=-1) + 3))
    last = run != np.append(run, -1)[starts[day + 1]]
    return _Sets(
        run, place, times, times / np.bincount(day, times)[day],
        starts[day], starts[day + 1], np.where(last, starts[day + 1], starts[day + 2]),
    )  # fmt: skip


def _pairs(low: Places, high: Places) -> tuple[Places, Places]:
    """For each place i all pairs (i, j) with low[i] <= j < high[i]."""
    counts = high - low
    one = np.repeat(np.arange(len(low)), counts)
    other = np.arange(len(one)) - np.repeat(np.cumsum(counts) - counts - low, counts)
    return one, other
