"""Descriptive measures: printed, never ranked by.

They say how alike two histories look, and prefer a forecaster that is sure of one likely history
to the true one (measured for edit distance and for Kendall's tau). All are means over the first
runs, of what each looks like beside the record, by targets that are scored by date.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import pairwise

import attrs
import numpy as np
from numpy.typing import NDArray

from sim.events.dates import DAY
from sim.score.timelines.dates import Dates
from sim.score.timelines.observed import Observed
from sim.score.timelines.sequence import orders

RUNS = 200
"""So many runs are looked at: enough for a mean that nobody ranks by."""

NEAR = 30 * DAY
"""Two dates of one target no further apart are a match."""


@attrs.frozen
class Descriptions:
    """Means over runs.

    Edit distance of the order of events, by its length (0 alike, 1 nothing alike); F1 of dates
    matched within 30 days (1 alike); Kendall's tau-b of the first dates that both have (1 alike;
    nan where no run has two dates in common with the record); distance of the shares of bigrams
    (0 alike, 1 nothing alike).
    """

    edit_distance: float
    f1: float
    kendall_tau: float
    bigram_distance: float


def descriptions(forecast: Dates, record: Observed) -> Descriptions:
    """How alike the runs and the record look."""
    some = forecast.chosen(np.arange(min(RUNS, forecast.runs)))
    happened = record.dates()
    (real,), runs = orders(happened, record), orders(some, record)
    firsts = [_firsts(some, run, record) for run in range(some.runs)]
    theirs = _firsts(happened, 0, record)
    taus = [kendall_tau(*_common(mine, theirs, some.horizon)) for mine in firsts]
    return Descriptions(
        _mean([edit_distance(run, real) / (max(len(run), len(real)) or 1) for run in runs]),
        _mean(_f1(some, happened, record)),
        _mean([tau for tau in taus if not np.isnan(tau)]),
        _mean([bigram_distance(run, real) for run in runs]),
    )


def edit_distance(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """The Levenshtein distance: insertions, deletions and substitutions, each at 1."""
    above = list(range(len(other) + 1))
    for row, item in enumerate(one, start=1):
        left = row
        line = [left]
        for column, its in enumerate(other):
            left = min(above[column] + (item != its), above[column + 1] + 1, left + 1)
            line.append(left)
        above = line
    return above[-1]


def bigram_distance(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Half the summed difference of the shares of bigrams, with marks for start and end: 0 to 1."""
    shares = []
    for sequence in (one, other):
        marked = [None, *sequence, None]
        counts = Counter(pairwise(marked))
        shares.append({pair: count / (len(marked) - 1) for pair, count in counts.items()})
    total = 0.0
    for pair in shares[0].keys() | shares[1].keys():
        total += abs(shares[0].get(pair, 0.0) - shares[1].get(pair, 0.0))
    return total / 2


def kendall_tau(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """Kendall's tau-b of two rankings, -1 to 1; nan where one of them says nothing."""
    above, below = np.triu_indices(len(one), 1)
    mine, theirs = np.sign(one[above] - one[below]), np.sign(other[above] - other[below])
    scale = float(np.sqrt(float((mine != 0).sum()) * float((theirs != 0).sum())))
    return float((mine * theirs).sum()) / scale if scale else float("nan")


def _firsts(dates: Dates, run: int, record: Observed) -> NDArray[np.int64]:
    """The day of the first event of each target that is scored by date, in one run."""
    dated = [place for place, target in enumerate(record.targets) if not target.monthly]
    return np.array([int(dates.first(place)[run]) // DAY for place in dated], dtype=np.int64)


def _common(
    mine: NDArray[np.int64], theirs: NDArray[np.int64], horizon: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The days of what happened on both sides."""
    both = (mine < horizon // DAY) & (theirs < horizon // DAY)
    return mine[both], theirs[both]


def _f1(dates: Dates, happened: Dates, record: Observed) -> list[float]:
    """For each run the harmonic mean of how many of either side's dates match one on the other."""
    matched, total = [0] * dates.runs, [0] * dates.runs
    for place, target in enumerate(record.targets):
        if target.monthly:
            continue
        theirs = np.sort(happened.times[place][0]).tolist()
        for run, times in enumerate(dates.times[place].tolist()):
            mine = times[: bisect_left(times, dates.horizon)]
            total[run] += len(mine) + len(theirs)
            matched[run] += 2 * _matches(mine, theirs)
    return [hits / both if both else 1.0 for hits, both in zip(matched, total, strict=True)]


def _matches(mine: Sequence[int], theirs: Sequence[int]) -> int:
    """How many sorted dates pair off, each with one, no more than 30 days apart."""
    found = place = 0
    for second in mine:
        while place < len(theirs) and theirs[place] < second - NEAR:
            place += 1
        if place < len(theirs) and theirs[place] <= second + NEAR:
            found += 1
            place += 1
    return found


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else float("nan")
