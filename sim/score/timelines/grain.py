"""How finely a date is known: cells of a calendar, the same for the record and every forecaster.

A row known to its month says which month and nothing else. Fed into a score as the first of the
month it rewards a model that is ten days early (measured), so both sides are coarsened by one map,
fixed by the row's precision, before they are compared.
"""

from datetime import date

import attrs
import numpy as np
from numpy.typing import NDArray

from sim.events.dates import DAY, day_at, seconds_at

Seconds = NDArray[np.int64]
Days = NDArray[np.float64]

MONTH = 30.4375
"""Days in a month of the mean length."""


@attrs.frozen(eq=False)
class Grain:
    """Cells that cover [0, horizon); `starts` are their first seconds, `width` is in days.

    The horizon itself stands for never, and gets a cell of its own after the last. `even` is how
    many seconds each cell has, where that is the same from 0 on: then none need be looked up.
    """

    width: float
    starts: Seconds
    horizon: int
    even: int | None = None

    def cells(self, seconds: Seconds) -> NDArray[np.int64]:
        """The number of the cell that each second lies in."""
        if self.even is None:
            found = np.searchsorted(self.starts, seconds, side="right") - 1
        else:
            found = seconds // self.even
        return np.where(seconds >= self.horizon, len(self.starts), found)

    def days(self, seconds: Seconds) -> Days:
        """Seconds as days, as closely as this grain knows them: the cell's number by its width."""
        return self.cells(seconds).astype(np.float64) * self.width

    def joined(self, first: int, until: int) -> "Grain":
        """These cells, but those that a window [first, until) touches made one.

        They tell apart what is before, in and after it, and count days no longer.
        """
        low = self.starts.searchsorted(first, side="right")
        high = self.starts.searchsorted(until, side="left")
        if low >= high:
            return self
        return Grain(self.width, np.delete(self.starts, slice(low, high)), self.horizon)


def daily(horizon: int) -> Grain:
    """One cell a day."""
    return Grain(1.0, np.arange(0, horizon, DAY), horizon, even=DAY)


def monthly(start: date, horizon: int) -> Grain:
    """One cell a calendar month, each as wide as the mean month; the first may be cut short."""
    starts = [0]
    day = start
    while True:
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        second = seconds_at(start, day)
        if second >= horizon:
            return Grain(MONTH, np.array(starts), horizon)
        starts.append(second)


def ranged(first: int, until: int, horizon: int) -> Grain:
    """Cells as wide as a window [first, until), and laid so that the window is one of them."""
    width = max(until - first, DAY)
    starts = np.arange(first % width - width, horizon, width)
    return Grain(width / DAY, np.maximum(starts[starts > -width], 0), horizon)


def month_ends(start: date, horizon: int) -> list[int]:
    """The first second after each calendar month that ends within [0, horizon]."""
    ends = [int(second) for second in monthly(start, horizon).starts[1:]]
    return [*ends, horizon] if day_at(start, horizon).day == 1 else ends
