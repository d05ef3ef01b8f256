"""Rows whose date or occurrence is disputed: the readings that sources give, with their weights.

The record carries the first reading of each; scores leave such rows out of the headline and tell
what it would be under every reading.
"""

from collections.abc import Sequence

import attrs

from sim.events.dates import DAY
from sim.log.record import DocumentedEvent, Record


@attrs.frozen
class Alternative:
    """A reading of a row: its window in seconds, None where it says that nothing happened."""

    weight: float
    window: tuple[int, int] | None


@attrs.frozen
class Contested:
    """A disputed row by its place in the record, and its readings; weights make 1."""

    row: int
    alternatives: tuple[Alternative, ...]


def under(record: Record, contested: Contested, alternative: Alternative) -> Record:
    """The record with one row in another reading; what did not happen is left out."""
    events = list(record.events)
    if alternative.window is None:
        del events[contested.row]
    else:
        events[contested.row] = read(events[contested.row], alternative.window)
    return attrs.evolve(record, events=tuple(events))


def first_readings(record: Record, disputed: Sequence[Contested]) -> Record:
    """The record with each disputed row in its first reading."""
    events = list(record.events)
    for each in disputed:
        window = each.alternatives[0].window
        if window is not None:
            events[each.row] = read(events[each.row], window)
    return attrs.evolve(record, events=tuple(events))


def read(row: DocumentedEvent, window: tuple[int, int]) -> DocumentedEvent:
    """A row at another time, known to the day or to the range of its window."""
    first, until = window
    if (first, until) == (row.time, row.until):
        return row
    precision = "day" if until - first == DAY else "range"
    return attrs.evolve(row, time=first, until=until, precision=precision)
