"""A run as a sequence: its events, in order, and which target each is of.

Only targets that are scored by date. All events of a target are placed at the coarsest grain of
its rows, on both sides, so that a run is not more exact than the record; what falls on one day has
no order.
"""

import numpy as np
from numpy.typing import NDArray

from sim.score.timelines.dates import Dates
from sim.score.timelines.observed import Observed

Column = NDArray[np.int64]


def orders(dates: Dates, record: Observed) -> list[list[int]]:
    """For each run the targets of its events, in order; those of one day by their numbers."""
    found: list[list[int]] = [[] for _ in range(dates.runs)]
    run, _, place = (column.tolist() for column in events(dates, record))
    for number, target in zip(run, place, strict=True):
        found[number].append(target)
    return found


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
