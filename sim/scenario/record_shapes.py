"""What `[record]` may hold: the timeline's file, and how single rows of it are read."""

import datetime as dt
from datetime import date

import attrs

from sim.language.fields import Prose


@attrs.frozen
class RowTable:
    """Which row of the record is meant."""

    date: date
    event: str
    actor: str | None = None
    subject: str | None = None


@attrs.frozen
class ReadAsTable:
    """A row of the record, and the terms of the model in which it is read."""

    row: RowTable
    event: str | None = None
    actor: str | None = None
    subject: str | None = None


@attrs.frozen
class AlternativeTable:
    """One reading of a disputed row: another date, or that it did not happen; else as it stands."""

    weight: float
    date: dt.date | None = None
    date_end: dt.date | None = None
    happened: bool = True


@attrs.frozen
class ReadingsTable:
    """A row of the record whose date or occurrence is disputed, and its readings."""

    row: RowTable
    alternatives: list[AlternativeTable]


@attrs.frozen
class RecordTable:
    """The documented record: its file, until when it is known, and how its labels are read.

    `track` is what `measured_on` calls it.
    """

    file: Prose
    track: str = ""
    known_until: date | None = None
    read_as: list[ReadAsTable] = attrs.Factory(list)
    readings: list[ReadingsTable] = attrs.Factory(list)
