"""The documented timeline in the model's terms: `read_as` and the readings of disputed rows."""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from sim.errors import FEW, suggestion
from sim.events import Pattern, Vocabulary
from sim.events.dates import DAY, seconds_at
from sim.log.contested import Alternative, Contested, first_readings
from sim.log.record import Reading, Record, read_record, reread
from sim.scenario.record_shapes import AlternativeTable, ReadAsTable, ReadingsTable, RowTable
from sim.scenario.resolve.complaints import Complaints
from sim.scenario.shapes import ScenarioTable
from sim.scenario.tree import Path

ROUNDING = 1e-9


@attrs.frozen
class Written:
    """A record as written: how its file is named, and its text."""

    file: str
    text: str


Documented = tuple[Record | None, tuple[Contested, ...]]
"""A record, if there is one, and its disputed rows."""


@attrs.frozen
class Rows:
    """The rows of a record while they are read; complaints go to `found`."""

    table: ScenarioTable
    found: Complaints
    patterns: Mapping[str, Pattern]

    def record(self, written: Written | None, kinds: Vocabulary) -> Documented:
        """The record, and its disputed rows; each stands in its first reading."""
        entry = self.table.record
        if written is None or entry is None:
            return None, ()
        record, problems = read_record(written.text, written.file, self.table.clock.start, kinds)
        for problem in problems:
            self.found.add(problem)
        disputed = tuple(self._disputed(entry.readings, record, sound=not problems))
        readings = [
            self._reading(each, ("record", "read_as", index))
            for index, each in enumerate(entry.read_as)
        ]
        written_as = record
        record, unmet = reread(record, readings)
        for index in unmet if not problems else ():
            self._unmet(entry.read_as[index].row, ("record", "read_as", index, "row"), written_as)
        return first_readings(record, disputed), disputed

    def _unmet(self, row: RowTable, path: Path, record: Record) -> None:
        """Complain of a row that is not there."""
        second = seconds_at(record.start, row.date)
        near = [event.label for event in record.events if event.time == second][:FEW]
        there = f"that day has {', '.join(near)}" if near else "no row has that date"
        self.found.complain(path, f"no row {row.event} of {row.date}; {there}")

    def _reading(self, entry: ReadAsTable, path: Path) -> Reading:
        """A row of the record and the model's terms for it; a milestone says several of them."""
        meant = Pattern(entry.event) if entry.event is not None else None
        if meant is not None and meant.kind in self.patterns:
            meant = self.patterns[meant.kind]
        elif meant is not None and meant.kind not in self.found.broken:
            hint = suggestion(meant.kind, self.patterns)
            message = f"unknown kind or milestone '{meant.kind}'{hint}"
            self.found.complain((*path, "event"), message)
        return Reading(
            day=entry.row.date,
            label=entry.row.event,
            row_actor=entry.row.actor,
            row_subject=entry.row.subject,
            kind=meant.kind if meant else None,
            actor=entry.actor or (meant.actor if meant else None),
            subject=meant.subject if meant and entry.subject is None else entry.subject,
        )

    def _disputed(
        self, entries: Sequence[ReadingsTable], record: Record, *, sound: bool
    ) -> Iterator[Contested]:
        """The disputed rows, each once, with what is wrong complained of."""
        seen: set[int] = set()
        for index, entry in enumerate(entries):
            path: Path = ("record", "readings", index)
            rows = [place for place, _ in enumerate(record.events) if _is(record, place, entry.row)]
            if not rows and sound:
                self._unmet(entry.row, (*path, "row"), record)
            if len(rows) > 1 or seen & set(rows):
                message = "means more than one row, or one that is disputed above; name one"
                self.found.complain((*path, "row"), message)
                continue
            seen.update(rows)
            if self._may_be_read(entry, (*path, "alternatives")) and rows:
                row = record.events[rows[0]]
                yield Contested(
                    rows[0],
                    tuple(
                        self._alternative(one, record, (row.time, row.until))
                        for one in entry.alternatives
                    ),
                )

    def _may_be_read(self, entry: ReadingsTable, path: Path) -> bool:
        """Whether the alternatives of a row make sense together; complain if not."""
        if any(place[: len(path)] == path for place in self.found.at):
            return False
        total = 0.0
        messages = []
        for one in entry.alternatives:
            total += one.weight
            if one.weight <= 0:
                messages.append(f"a weight of {one.weight:g}: a reading has some; else delete it")
            if one.date is None and one.date_end is not None:
                messages.append("'date_end' without a 'date'")
            elif one.date_end is not None and one.date is not None and one.date_end < one.date:
                messages.append(f"{one.date_end} is before {one.date}")
            if not one.happened and one.date is not None:
                messages.append("what did not happen has no date")
        if not entry.alternatives or not entry.alternatives[0].happened:
            messages.append("the first reading is the one that is run from: one that happened")
        elif abs(total - 1) > ROUNDING:
            messages.append(f"weights add up to {total:g}; make them 1")
        for message in messages:
            self.found.complain(path, message)
        return not messages

    def _alternative(
        self, entry: AlternativeTable, record: Record, own: tuple[int, int]
    ) -> Alternative:
        if not entry.happened:
            return Alternative(entry.weight, None)
        if entry.date is None:
            return Alternative(entry.weight, own)
        last = entry.date_end or entry.date
        window = seconds_at(record.start, entry.date), seconds_at(record.start, last) + DAY
        return Alternative(entry.weight, window)


def _is(record: Record, place: int, row: RowTable) -> bool:
    """Whether a row of the record, as the file writes it, is the one that is meant."""
    event = record.events[place]
    return (
        event.label == row.event
        and event.time == seconds_at(record.start, row.date)
        and row.actor in {None, event.actor}
        and row.subject in {None, event.subject}
    )
