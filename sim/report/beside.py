"""A run beside the record: which simulated event answers to which documented row, how far off.

Pure: a log and a scenario in, lines out. Documented and simulated events that match a predicted
pattern are paired first with first, second with second; what recurs is compared by its counts.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from sim.events import Event, Pattern
from sim.events.dates import DAY, day_at, seconds_at
from sim.log import DocumentedEvent, Log
from sim.scenario.model import Predicted, Scenario


@attrs.frozen
class Line:
    """One event of the run and the documented row that answers to it.

    `days` is how much later the run has it than the record's window; 0 inside the window.
    """

    event: Event
    day: date
    name: str
    row: DocumentedEvent | None
    days: int | None


@attrs.frozen
class Missing:
    """A documented row that nothing in the run answers to."""

    name: str
    row: DocumentedEvent


@attrs.frozen
class Count:
    """How often something that recurs happened, while the record is known."""

    name: str
    simulated: int
    documented: int


@attrs.frozen
class Beside:
    """A run beside the record."""

    lines: tuple[Line, ...]
    missing: tuple[Missing, ...]
    counts: tuple[Count, ...]
    known_until: date | None


def beside(scenario: Scenario, log: Log) -> Beside:
    """Pair a run's events with the record's rows."""
    monthly = [p for p in scenario.classes.predicted if p.monthly]
    single = sorted(
        (p for p in scenario.classes.predicted if not p.monthly), key=lambda p: -_narrowness(p)
    )
    rows = _rows(scenario, log)
    answers, missing = _paired(log.events, rows, single)
    lines = tuple(
        _line(event, scenario, answers.get(event.seq), single)
        for event in log.events
        if event.seq in answers or not any(p.pattern.matches(event) for p in monthly)
    )
    counts = tuple(_count(entry, scenario, log, rows) for entry in monthly)
    return Beside(lines, tuple(missing), counts, scenario.known_until)


def _narrowness(entry: Predicted) -> int:
    """Patterns that say more come first, so that a milestone keeps its own rows."""
    return (entry.pattern.actor is not None) + 2 * (entry.pattern.subject is not None)


def _rows(scenario: Scenario, log: Log) -> list[DocumentedEvent]:
    """The record's rows that the run could have reached and that the record is known for."""
    if scenario.record is None:
        return []
    until = min(log.origin.until, _known(scenario))
    return [row for row in scenario.record.events if 0 <= row.time < until]


def _known(scenario: Scenario) -> int:
    """The second at which the record's known part ends."""
    if scenario.known_until is None:
        return scenario.horizon
    return seconds_at(scenario.start, scenario.known_until) + DAY


def _paired(
    events: Sequence[Event], rows: Sequence[DocumentedEvent], single: Sequence[Predicted]
) -> tuple[dict[int, tuple[Predicted, DocumentedEvent | None]], list[Missing]]:
    """Each predicted event with its row, and the rows without an event."""
    answers: dict[int, tuple[Predicted, DocumentedEvent | None]] = {}
    missing: list[Missing] = []
    for entry in single:
        mine = [e for e in events if e.time >= 0 and _first(single, e) is entry]
        documented = [row for row in rows if _first(single, row) is entry]
        for place, event in enumerate(mine):
            answers[event.seq] = (entry, documented[place] if place < len(documented) else None)
        missing += [Missing(entry.name, row) for row in documented[len(mine) :]]
    return answers, sorted(missing, key=lambda m: m.row.time)


def _first(single: Sequence[Predicted], event: Event) -> Predicted | None:
    """The narrowest pattern that an event matches."""
    return next((entry for entry in single if entry.pattern.matches(event)), None)


def _line(
    event: Event,
    scenario: Scenario,
    answer: tuple[Predicted, DocumentedEvent | None] | None,
    single: Sequence[Predicted],
) -> Line:
    row = answer[1] if answer else None
    day = day_at(scenario.start, event.time)
    return Line(event, day, name_of(event, scenario), row, None if row is None else apart(event, row))


def name_of(event: Event, scenario: Scenario) -> str:
    """The milestone that an event is, or its kind and subject."""
    matching = [
        (name, pattern) for name, pattern in scenario.milestones.items() if pattern.matches(event)
    ]
    if matching:
        name, _ = max(matching, key=lambda item: _said(item[1]))
        return name.replace("_", " ")
    text = event.kind.replace("_", " ")
    return f"{text}: {event.subject.replace('_', ' ')}" if event.subject else text


def _said(pattern: Pattern) -> int:
    return (pattern.actor is not None) + 2 * (pattern.subject is not None)


def apart(event: Event, row: DocumentedEvent) -> int:
    """Days from a row's window to an event: 0 inside it, negative before it."""
    day = event.time // DAY
    first, last = row.time // DAY, (row.until - 1) // DAY
    return day - last if day > last else day - first if day < first else 0


def _count(
    entry: Predicted, scenario: Scenario, log: Log, rows: Sequence[DocumentedEvent]
) -> Count:
    until = _known(scenario)
    simulated = [e for e in log.events if 0 <= e.time < until and entry.pattern.matches(e)]
    documented = [row for row in rows if entry.pattern.matches(row)]
    return Count(entry.name.replace("_", " "), len(simulated), len(documented))


def stretches(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines in stretches of one calendar year."""
    start = 0
    for place, line in enumerate(lines):
        if line.day.year != lines[start].day.year:
            yield lines[start:place]
            start = place
    if lines:
        yield lines[start:]
