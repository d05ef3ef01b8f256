"""A run as a sequence: its days with events, in order, and which targets each has.

Only targets that are scored by date. All events of a target are placed at the coarsest grain of
its rows, on both sides, so that a run is not more exact than the record; what falls on one day has
no order.
"""

import numpy as np
from numpy.typing import NDArray

from sim.score.timelines.dates import Dates
from sim.score.timelines.observed import Observed

Column = NDArray[np.int64]

Day = list[int]
"""The numbers of the targets that happened on a day, once for each event."""


def days_of(dates: Dates, record: Observed) -> list[list[Day]]:
    """For each run its days, in order."""
    sequences: list[list[Day]] = [[] for _ in range(dates.runs)]
    last = (-1, -1)
    columns = (column.tolist() for column in events(dates, record))
    for run, second, place in zip(*columns, strict=True):
        if (run, second) != last:
            sequences[run].append([])
            last = (run, second)
        sequences[run][-1].append(place)
    return sequences


def events(dates: Dates, record: Observed) -> tuple[Column, Column, Column]:
    """Columns run, second and target of all events, in that order."""
    nothing = np.zeros(0, np.int64)
    runs, seconds, places = [nothing], [nothing], [nothing]
    for place, target in enumerate(record.targets):
        if target.monthly:
            continue
        grain = record.coarsest(place)
        run, ordinal = np.nonzero(dates.times[place] < dates.horizon)
        runs.append(run)
        seconds.append(grain.starts[grain.cells(dates.times[place][run, ordinal])])
        places.append(np.full(len(run), place))
    columns = [np.concatenate(column) for column in (runs, seconds, places)]
    order = np.lexsort(columns[::-1])
    return columns[0][order], columns[1][order], columns[2][order]
