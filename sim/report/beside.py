"""A run beside the record: which simulated event answers to which documented row, how far off.

Pure: a log and a scenario in, lines out. Events and rows of one predicted pattern are paired first
with first, second with second; what is predicted by the month is compared by its counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

import attrs

from sim.events import Event
from sim.events.dates import day_at
from sim.log import DocumentedEvent, Log
from sim.report.words import apart, named, titled
from sim.scenario.model import Calendar, Predicted, Rate, Scenario
from sim.score.timelines.targets import compared_until, narrowest_first

STATED = ("initial", "given", "deadline", "record")
"""What a scenario or its record states, or its calendar brings about, without a step."""

AnyEvent = TypeVar("AnyEvent", bound=Event)


@attrs.frozen
class Line:
    """One event of the run, and what the record has of it.

    `what` it is and `about` what are words; `source` says where an event without causes comes
    from. `row` is the documented row that answers to it, and `days` how much later the run has it
    than the row's window: 0 inside. `alone` is an event that the record would show and does not,
    `monthly` one that is compared by its count.
    """

    event: Event
    day: date
    what: str
    about: str
    source: str = ""
    row: DocumentedEvent | None = None
    days: int | None = None
    alone: bool = False
    monthly: bool = False


@attrs.frozen
class Missing:
    """A documented row that nothing in the run answers to."""

    row: DocumentedEvent
    what: str
    about: str


@attrs.frozen
class Count:
    """How often something predicted by the month happened, in the run and in the record."""

    name: str
    simulated: int
    documented: int


@attrs.frozen
class Beside:
    """A run beside the record; without one there is no day until which they are compared."""

    lines: tuple[Line, ...]
    missing: tuple[Missing, ...]
    counts: tuple[Count, ...]
    compared_until: date | None


def beside(scenario: Scenario, log: Log) -> Beside:
    """Pair a run's events with the record's rows."""
    until = min(log.origin.until, compared_until(scenario))
    rows = _rows(scenario, until)
    entries = narrowest_first(scenario.classes.predicted)
    given = {f"given: {fact.name}" for fact in scenario.given}
    events = [e for e in log.events if e.time >= 0 and e.step not in given]
    mine, documented = _sorted_out(events, entries), _sorted_out(rows, entries)
    lines = {line.event.seq: line for line in _bare(log, scenario)}
    missing: list[Missing] = []
    for place, entry in enumerate(entries):
        if entry.monthly:
            lines |= {e.seq: attrs.evolve(lines[e.seq], monthly=True) for e in mine[place]}
            continue
        found = documented[place]
        for event, row in zip(mine[place], found, strict=False):
            days = apart(event, row)
            lines[event.seq] = attrs.evolve(lines[event.seq], row=row, days=days)
        for event in mine[place][len(found) :]:
            alone = scenario.record is not None and event.time < until
            lines[event.seq] = attrs.evolve(lines[event.seq], alone=alone)
        unmet = found[len(mine[place]) :]
        missing += [Missing(row, *named(row, scenario.milestones)) for row in unmet]
    return Beside(
        tuple(lines.values()),
        tuple(sorted(missing, key=lambda one: (one.row.time, one.row.line))),
        tuple(_counts(scenario, events, rows, until)),
        None if scenario.record is None else day_at(scenario.start, until - 1),
    )


def _rows(scenario: Scenario, until: int) -> list[DocumentedEvent]:
    """The rows that the run could have reached, by the middle of their windows."""
    found = scenario.record.events if scenario.record else ()
    return sorted(
        (row for row in found if row.until > 0 and row.time < until),
        key=lambda row: (row.time + row.until, row.line),
    )


def _sorted_out(
    events: Iterable[AnyEvent], entries: Sequence[Predicted]
) -> Mapping[int, list[AnyEvent]]:
    """Events by the place of the first entry that they match; what nothing predicts is left out."""
    found: dict[int, list[AnyEvent]] = {place: [] for place in range(len(entries))}
    for event in events:
        place = next((i for i, entry in enumerate(entries) if entry.pattern.matches(event)), None)
        if place is not None:
            found[place].append(event)
    return found


def _bare(log: Log, scenario: Scenario) -> Iterable[Line]:
    """Each event as a line that knows nothing of the record."""
    words = {Rate: "rate", Calendar: "calendar"}
    sources = {step.label: words.get(type(step.trigger), "") for step in scenario.steps}
    for event in log.events:
        table = event.step.partition(":")[0]
        source = sources.get(event.step, table if table in STATED else "")
        what, about = named(event, scenario.milestones)
        yield Line(event, day_at(log.origin.start, event.time), what, about, source)


def _counts(
    scenario: Scenario, events: Sequence[Event], rows: Sequence[Event], until: int
) -> Iterable[Count]:
    """Both counts of what is predicted by the month, in the order of the file."""
    for entry in scenario.classes.predicted:
        if entry.monthly:
            matches = entry.pattern.matches
            yield Count(
                titled(entry, scenario),
                len([event for event in events if event.time < until and matches(event)]),
                len([row for row in rows if matches(row)]),
            )
