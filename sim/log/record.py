"""The documented timeline: a log too, whose events carry windows, sources and contested readings.

Read from the dossier's CSV. A row is known to its day, its month or its range, never closer: its
event has a window [time, until), and rows of one day are ties.
"""

import csv
import io
import math
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from itertools import count, product
from typing import Any

import attrs

from sim.errors import LONGEST_NAME, LONGEST_TEXT, Problem, suggestion
from sim.events import Event, Vocabulary
from sim.events.dates import DAY, seconds_at

COLUMNS = (
    "date", "date_end", "precision", "actor", "kind", "subject", "quantity", "unit", "summary",
    "source", "source_url", "source_date", "confidence", "contested",
)  # fmt: skip
PRECISIONS = ("day", "month", "range")
CONFIDENCES = ("high", "medium", "low")
NAMES = ("actor", "kind", "subject", "unit")
"""Columns of one line; the others may hold tabs and line breaks."""

MOST_ROWS = 10_000
"""Rows of a record, empty ones among them."""

MOST_PROBLEMS = 200
"""Problems after which the rest of a record is passed over."""

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
BREAK = re.compile(r"[\t\n\r]")


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

    def row(self, start: date) -> "_Meant":
        """The rows that are meant."""
        return seconds_at(start, self.day), self.label, self.row_actor, self.row_subject

    def terms(self) -> dict[str, str]:
        """What to read instead of what the row says."""
        said = {"kind": self.kind or None, "actor": self.actor or None, "subject": self.subject}
        return {name: term for name, term in said.items() if term is not None}


_Meant = tuple[int, str, str | None, str | None]
"""Rows of the record: their time and label, their actor and subject or any."""


@attrs.frozen
class _Row:
    """A row as written: its line, its cells by column, and what is wrong with them."""

    line: int
    cells: Mapping[str, str]
    complaints: list[tuple[str, str]] = attrs.field(factory=list)

    def complain(self, column: str, message: str) -> None:
        self.complaints.append((column, message))

    def day(self, column: str) -> date | None:
        text = self.cells[column]
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            self.complain(column, f"'{text}' is not a date such as 2024-01-31")
            return None
        return day

    def window(self) -> tuple[date, date] | None:
        """First and last day."""
        first = self.day("date")
        last = self.day("date_end") if self.cells["date_end"] else None
        precision = self.cells["precision"]
        if first is None or (last is None and self.cells["date_end"]):
            return None
        if last is not None and last < first:
            self.complain("date_end", f"{last} is before the row's date, {first}")
        elif last is None and precision == "range":
            self.complain("date_end", "the last day is missing; a range has one")
        elif last is not None and precision in {"day", "month"}:
            self.complain("date_end", f"a {precision} has no last day; empty it, or write range")
        if precision == "month":
            return first.replace(day=1), first.replace(day=monthrange(first.year, first.month)[1])
        return first, last or first

    def quantity(self) -> float | None:
        text = self.cells["quantity"]
        if not text:
            return None
        number = float(text) if NUMBER.fullmatch(text) else math.inf
        if number - number != 0:
            self.complain("quantity", f"'{text}' is not a number such as 2500 or 6.3")
            return None
        return number


def read_record(
    text: str, file: str, start: date, vocabulary: Vocabulary
) -> tuple[Record, list[Problem]]:
    """Read the CSV text of a record; return it with every problem, each at its line.

    What is too long is refused, and reading ends after 200 problems: records come from strangers.
    """
    events: list[DocumentedEvent] = []
    problems: list[Problem] = []
    twins: Counter[str] = Counter()
    for row in _rows(text):
        if row.cells:
            event = _event(row, len(events), start, vocabulary, twins)
            if event is not None:
                events.append(event)
        problems += [Problem(file, row.line, *complaint) for complaint in row.complaints]
        if len(problems) >= MOST_PROBLEMS:
            break
    return Record(file, start, tuple(events)), problems


def _rows(text: str) -> Iterator[_Row]:
    """The rows below the header; one without cells carries complaints only."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    names: list[str] = []
    for number in count():
        line = reader.line_num + 1
        if number > MOST_ROWS:
            yield _Row(line, {}, [("", f"more than {MOST_ROWS:,} rows; split the record")])
            return
        try:
            cells = next(reader, None)
        except csv.Error as error:
            hint = "put quotes around a cell with a comma in it, and double those inside"
            yield _Row(line, {}, [("", f"not CSV: {error}; {hint}")])
            if not names:
                return
            continue
        if not names:
            complaints = _header_complaints(cells or [])
            yield _Row(1, {}, complaints)
            if cells is None or not set(COLUMNS) <= set(cells):
                return
            names = cells
        elif cells is None:
            return
        elif len(cells) == len(names):
            stripped = (cell.strip() for cell in cells)
            yield _Row(line, dict(zip(names, stripped, strict=True)))
        elif cells:
            yield _Row(line, {}, [("", f"{len(cells)} columns, and {len(names)} are expected")])


def _header_complaints(found: Sequence[str]) -> list[tuple[str, str]]:
    complaints = [
        (name, f"column '{name}' stands twice")
        for name, times in Counter(found).items()
        if times > 1
    ]
    missing = [name for name in COLUMNS if name not in found]
    complaints += [
        (name, f"unknown column '{name}'{suggestion(name, missing or COLUMNS)}")
        for name in found
        if name not in COLUMNS
    ]
    if missing:
        complaints.append(("", f"missing column(s): {', '.join(missing)}"))
    return complaints


def _event(
    row: _Row, seq: int, start: date, vocabulary: Vocabulary, twins: Counter[str]
) -> DocumentedEvent | None:
    """A row as an event, or None where its date or kind cannot be read."""
    cells = row.cells
    _check_words(row)
    window, quantity, label = row.window(), row.quantity(), cells["kind"]
    if label not in vocabulary:
        hint = suggestion(label, vocabulary.kinds)
        row.complain("kind", f"unknown kind '{label}'{hint}; [kinds.{label}] may add it")
        return None
    if window is None:
        return None
    first, last = window
    named = "\x1f".join(cells[name] for name in ("date", "actor", "kind", "subject", "summary"))
    twins[named] += 1
    if twins[named] > 1:
        named += f"\x1f{twins[named]}"
    return DocumentedEvent(
        seq=seq,
        time=seconds_at(start, first),
        actor=cells["actor"],
        kind=vocabulary.folded(label),
        subject=cells["subject"],
        quantity=quantity,
        unit=cells["unit"],
        causes=(),
        step="record",
        identity=blake2b(named.encode(), digest_size=16).digest() + b"\0",
        until=seconds_at(start, last) + DAY,
        label=label,
        line=row.line,
        precision=cells["precision"],
        **{name: cells[name] for name in COLUMNS[8:]},
    )


def _check_words(row: _Row) -> None:
    """What any cell must be, whatever its column means."""
    for name, allowed in (("confidence", CONFIDENCES), ("precision", PRECISIONS)):
        if row.cells[name] not in allowed:
            row.complain(name, f"'{row.cells[name]}' is not one of {', '.join(allowed)}")
    if not row.cells["actor"]:
        row.complain("actor", "no actor; name the role that did it")
    for name, cell in row.cells.items():
        if CONTROL.search(cell) or (name in NAMES and BREAK.search(cell)):
            row.complain(name, f"{cell[:40]!r} holds a control character or a line break")
        most = LONGEST_NAME if name in NAMES else LONGEST_TEXT
        if len(cell) > most:
            row.complain(name, f"{len(cell):,} characters; at most {most:,} are read")


def reread(record: Record, readings: Sequence[Reading]) -> tuple[Record, list[int]]:
    """Read rows in the model's terms; return the record and which readings meet no row.

    Readings mean rows as the file writes them; of two that mean one row, the later has the word.
    """
    said: dict[_Meant, dict[str, tuple[int, str]]] = {}
    for index, reading in enumerate(readings):
        terms = said.setdefault(reading.row(record.start), {})
        terms |= {name: (index, term) for name, term in reading.terms().items()}
    met: set[_Meant] = set()
    events = []
    for event in record.events:
        own = product((None, event.actor), (None, event.subject))
        meant = [key for pair in own if (key := (event.time, event.label, *pair)) in said]
        met.update(meant)
        by_turn = sorted((term, name) for key in meant for name, term in said[key].items())
        now: dict[str, Any] = {name: term for (_, term), name in by_turn}
        events.append(attrs.evolve(event, **now) if now else event)
    unmet = [index for index, each in enumerate(readings) if each.row(record.start) not in met]
    return attrs.evolve(record, events=tuple(events)), unmet
