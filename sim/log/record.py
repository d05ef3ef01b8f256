"""The documented timeline: a log too, whose events carry windows, sources and contested readings.

Read from the dossier's CSV. A row is known to its day, its month or its range, never closer: its
event has a window [time, until), and rows of one day are ties.
"""

import csv
import io
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date
from hashlib import blake2b

import attrs

from sim.errors import Problem, suggestion
from sim.events import Event, Vocabulary
from sim.events.dates import DAY, seconds_at

COLUMNS = (
    "date", "date_end", "precision", "actor", "kind", "subject", "quantity", "unit", "summary",
    "source", "source_url", "source_date", "confidence", "contested",
)  # fmt: skip
PRECISIONS = ("day", "month", "range")
CONFIDENCES = ("high", "medium", "low")


@attrs.frozen
class DocumentedEvent(Event):
    """An event as documented: it happened in [time, until), by these sources.

    `label` is the kind as the record writes it, before synonyms are folded and labels are read in
    the model's terms; `line` is its line in the file.
    """

    until: int
    precision: str
    label: str
    summary: str
    source: str
    source_url: str
    source_date: str
    confidence: str
    contested: str
    line: int


@attrs.frozen
class Record:
    """The rows of a documented timeline, in the order of the file."""

    file: str
    start: date
    events: tuple[DocumentedEvent, ...]


@attrs.frozen
class Reading:
    """A row of the record (by date and label), and the model's terms for it."""

    day: date
    label: str
    row_actor: str | None
    row_subject: str | None
    kind: str | None
    actor: str | None
    subject: str | None

    def concerns(self, start: date, event: DocumentedEvent) -> bool:
        """Whether this is the row that is meant."""
        return (
            seconds_at(start, self.day) == event.time
            and self.label == event.label
            and self.row_actor in {None, event.actor}
            and self.row_subject in {None, event.subject}
        )


Complain = Callable[[int, str, str], None]
"""Takes the line, the column and what is wrong there."""


def read_record(
    text: str, file: str, start: date, vocabulary: Vocabulary
) -> tuple[Record, list[Problem]]:
    """Read the CSV text of a record; return it with every problem, each at its line."""
    problems: list[Problem] = []

    def complain(line: int, column: str, message: str) -> None:
        problems.append(Problem(file, line, column, message))

    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    events: list[DocumentedEvent] = []
    try:
        if not _columns_hold(list(reader.fieldnames or ()), complain):
            return Record(file, start, ()), problems
        for row in reader:
            event = _event(row, len(events), reader.line_num, start, vocabulary, complain)
            if event is not None:
                events.append(event)
    except csv.Error as error:
        complain(reader.line_num + 1, "", f"not CSV: {error}")
    return Record(file, start, tuple(events)), problems


def _columns_hold(found: list[str], complain: Complain) -> bool:
    for name in found:
        if name not in COLUMNS:
            complain(1, name, f"unknown column '{name}'{suggestion(name, COLUMNS)}")
    missing = [name for name in COLUMNS if name not in found]
    if missing:
        complain(1, "", f"missing column(s): {', '.join(missing)}")
    return not missing and len(found) == len(COLUMNS)


def _event(  # noqa: PLR0913  one row and everything that reading it needs
    row: dict[str, str | None],
    seq: int,
    line: int,
    start: date,
    vocabulary: Vocabulary,
    complain: Complain,
) -> DocumentedEvent | None:
    """One row as an event, or None with its complaints."""
    if None in row or None in row.values():
        complain(line, "", f"a row of {len(COLUMNS)} columns is expected")
        return None
    cells = {name: (cell or "").strip() for name, cell in row.items()}
    window = _window(cells, line, complain)
    quantity = _quantity(cells["quantity"], line, complain)
    label = cells["kind"]
    sound = window is not None
    if label not in vocabulary:
        hint = suggestion(label, vocabulary.kinds)
        complain(line, "kind", f"unknown kind '{label}'{hint}; [kinds.{label}] may add it")
        sound = False
    for name, allowed in (("confidence", CONFIDENCES), ("precision", PRECISIONS)):
        if cells[name] not in allowed:
            complain(line, name, f"'{cells[name]}' is not one of {', '.join(allowed)}")
            sound = False
    if not sound or window is None:
        return None
    first, last = window
    named = "\x1f".join(cells[name] for name in ("date", "actor", "kind", "subject", "summary"))
    return DocumentedEvent(
        seq,
        seconds_at(start, first),
        cells["actor"],
        vocabulary.folded(label),
        cells["subject"],
        quantity,
        cells["unit"],
        (),
        "record",
        blake2b(named.encode(), digest_size=16).digest() + b"\0",
        seconds_at(start, last) + DAY,
        cells["precision"],
        label,
        *(cells[name] for name in COLUMNS[8:]),
        line=line,
    )


def _window(cells: dict[str, str], line: int, complain: Complain) -> tuple[date, date] | None:
    """First and last day of a row."""
    first = _day(cells["date"], "date", line, complain)
    if first is None:
        return None
    if cells["precision"] == "month":
        return first.replace(day=1), first.replace(day=monthrange(first.year, first.month)[1])
    if not cells["date_end"]:
        return first, first
    last = _day(cells["date_end"], "date_end", line, complain)
    if last is not None and last < first:
        complain(line, "date_end", f"{last} is before the row's date, {first}")
        return None
    return None if last is None else (first, last)


def _day(text: str, column: str, line: int, complain: Complain) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        complain(line, column, f"'{text}' is not a date such as 2024-01-31")
        return None


def _quantity(text: str, line: int, complain: Complain) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if number - number != 0:
        complain(line, "quantity", f"'{text}' is not a number")
        return None
    return number


def reread(record: Record, readings: Iterable[Reading]) -> tuple[Record, list[Reading]]:
    """Read rows in the model's terms; return the record and the readings that meet no row."""
    events = list(record.events)
    unmet = []
    for reading in readings:
        places = [i for i, e in enumerate(events) if reading.concerns(record.start, e)]
        if not places:
            unmet.append(reading)
        for place in places:
            event = events[place]
            events[place] = attrs.evolve(
                event,
                kind=reading.kind or event.kind,
                actor=reading.actor or event.actor,
                subject=event.subject if reading.subject is None else reading.subject,
            )
    return attrs.evolve(record, events=tuple(events)), unmet
