"""What has happened of one pattern: the matching events, in the order of the log.

A tally is a plain list of events, because every event is appended to at least one; these functions
read it. What counts is always an end of a tally, told by the place where it begins, so that no
reading takes longer the longer the log.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter

from sim.events import Event

LEAST = 1074
"""Every float is a whole multiple of two to the power of minus this."""

_time = attrgetter("time")
_seq = attrgetter("seq")


class Totals(list[Event]):
    """A tally that keeps its running totals, so that any end of it is summed in one step.

    They are exact, in multiples of the least float: what came before cannot change the last digit
    of what came since.
    """

    def __init__(self, events: Iterable[Event] = ()) -> None:
        super().__init__()
        self.totals = [0]
        for event in events:
            self.append(event)

    def append(self, event: Event) -> None:
        """Add the next event and its quantity."""
        super().append(event)
        above, below = float(event.quantity or 0.0).as_integer_ratio()
        self.totals.append(self.totals[-1] + (above << LEAST + 1 - below.bit_length()))

    def copy(self) -> "Totals":
        """A tally that can go on by itself."""
        other = Totals()
        other.extend(self)
        other.totals = self.totals.copy()
        return other

    def since(self, first: int) -> float:
        """The sum of quantities from a place on."""
        total = self.totals[-1] - self.totals[first]
        try:
            return total / (1 << LEAST)
        except OverflowError:
            return math.inf if total > 0 else -math.inf


def since(tally: Sequence[Event], second: float, first: int) -> int:
    """The place of the first event at or after a second, from a place on."""
    return bisect_left(tally, second, first, key=_time)


def after(tally: Sequence[Event], event: Event, first: int) -> int:
    """The place of the first event that follows an event in the log, from a place on."""
    return bisect_right(tally, event.seq, first, key=_seq)
