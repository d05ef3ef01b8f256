"""What has happened of one pattern: the matching events, in the order of the log.

A tally is a plain list of events, because every event is appended to at least one; these functions
read it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from sim.events import Event

_time = attrgetter("time")
_seq = attrgetter("seq")


def since(tally: Sequence[Event], second: float) -> Sequence[Event]:
    """The events at or after a second."""
    return tally[bisect_left(tally, second, key=_time) :]


def after(tally: Sequence[Event], event: Event) -> Sequence[Event]:
    """The events that follow an event in the log."""
    return tally[bisect_right(tally, event.seq, key=_seq) :]


def total(events: Sequence[Event]) -> float:
    """The sum of quantities, added from left to right."""
    result = 0.0
    for event in events:
        result += event.quantity or 0.0
    return result


def follows(one: Sequence[Event], other: Sequence[Event]) -> bool:
    """Whether the latest of one came after every one of the other."""
    return bool(one) and (not other or one[-1].seq > other[-1].seq)


def precedes(one: Sequence[Event], other: Sequence[Event]) -> bool:
    """Whether the first of one came before any of the other."""
    return bool(one) and (not other or one[0].seq < other[0].seq)
