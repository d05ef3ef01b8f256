"""A date in the record, and the scenario seen from there: made once, shared by all its forecasts.

A row is known when its window ends at or before the cut. What is known later happened later, as
far as a forecast is concerned.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter

import attrs

from sim.engine import identity
from sim.engine.odds import Odds
from sim.engine.program import Program
from sim.engine.run import stated_event
from sim.errors import RunError
from sim.events import Event
from sim.events.dates import DAY, day_at, seconds_at
from sim.log.log import Log
from sim.log.record import DocumentedEvent
from sim.scenario.model import Fact, Scenario
from sim.scenario.resolve.classes import class_names

Window = tuple[int, int]
"""The seconds [first, until) in which something happened."""

ROW = 2
"""Rows come after the initial (0) and the given events (1) of their second."""


@attrs.frozen
class Placed:
    """An event of the past, at its second; what the scenario states has no window."""

    event: Event
    window: Window | None


@attrs.frozen
class _Row:
    """A known row: its window, and the identity that draws its instant."""

    event: DocumentedEvent
    window: Window
    drawn_by: bytes

    def instant(self, key: bytes) -> int:
        """The second at which it happened, for the key of a seed."""
        first, until = self.window
        return first + int((until - first) * identity.instant(key, self.drawn_by))


class Standpoint:
    """A scenario, seen from a second of its record.

    `cut` is the first second that is not known, from 0 to the scenario's horizon. With
    `known_then` a row is known from its `source_date` on, if it has one, even where its window
    goes on; without, when its window has ended. Raises RunError for a cut beyond the clock.
    """

    def __init__(self, program: Program, cut: int, *, known_then: bool = False) -> None:
        scenario = program.scenario
        if not 0 <= cut <= scenario.horizon:
            raise RunError(f"second {cut} is outside the clock, {scenario.start} to {scenario.end}")
        self.program = program
        self.cut = cut
        self.odds = tuple(Odds.of(step, program.ledger) for step in program.steps)
        self.emitters = _emitters(self.odds)
        self.initial = scenario.initial
        self.given = tuple(fact for fact in scenario.given if fact.time < cut)
        rows = tuple(_known(scenario, cut, known_then=known_then))
        stated = _stated_twice(scenario, self.given, [row.event for row in rows])
        self._rows = tuple(row for row in rows if row.event not in stated)

    @classmethod
    def on(cls, program: Program, day: date, *, known_then: bool = False) -> "Standpoint":
        """A scenario, seen from the end of a day."""
        cut = seconds_at(program.scenario.start, day) + DAY
        return cls(program, cut, known_then=known_then)

    def placed(self, seed: int) -> list[list[Placed]]:
        """What happened before the cut, in the order of time; rows of one second stand together.

        An instant is drawn uniformly within a row's window, keyed by the seed and the row.
        """
        key = identity.seed_key(seed)
        return self._in_order([(row.instant(key), row.event, row.window) for row in self._rows])

    def read(self, log: Log) -> list[list[Placed]]:
        """What happened before the cut, as the log of a forecast has it.

        Raises RunError for a log that was made from another record.
        """
        record = self.program.scenario.record
        rows = {row.identity: row for row in record.events} if record else {}
        stated = ("initial: ", "given: ")
        found = []
        for event in log.events:
            if event.time >= self.cut:
                break
            row = rows.get(event.identity)
            if row is not None:
                found.append((event.time, row, (max(row.time, 0), min(row.until, self.cut))))
            elif not event.step.startswith(stated):
                raise RunError(f"event {event.seq} ({event.kind}) is in no row of the record")
        return self._in_order(found)

    def _in_order(self, rows: Sequence[tuple[int, DocumentedEvent, Window]]) -> list[list[Placed]]:
        """Number what is stated and documented; what is stated comes first in its second."""
        ordered: list[tuple[tuple[int, int, int], Fact | DocumentedEvent, Window | None]] = [
            ((second, ROW, 0), row, window) for second, row, window in rows
        ]
        ordered += [((fact.time, 0, n), fact, None) for n, fact in enumerate(self.initial)]
        ordered += [((fact.time, 1, n), fact, None) for n, fact in enumerate(self.given)]
        ordered.sort(key=itemgetter(0))
        groups: list[list[Placed]] = []
        last = None
        for seq, (key, source, window) in enumerate(ordered):
            if key != last:
                groups.append([])
                last = key
            groups[-1].append(Placed(_event(source, key, seq), window))
        return groups


def _event(source: Fact | DocumentedEvent, key: tuple[int, int, int], seq: int) -> Event:
    """A fact or a row as an event of a log."""
    if isinstance(source, Fact):
        return stated_event(source, "given" if key[1] else "initial", seq)
    return Event(
        seq, key[0], source.actor, source.kind, source.subject, source.quantity, source.unit, (),
        "record", source.identity,
    )  # fmt: skip


def _known(scenario: Scenario, cut: int, *, known_then: bool) -> Iterator[_Row]:
    """The rows of the record that are known; initial ones are the scenario's to state."""
    first_of: dict[Window, bytes] = {}
    today = day_at(scenario.start, cut - 1)
    for row in scenario.record.events if scenario.record else ():
        if row.until <= 0:
            continue
        said = _said(row) if known_then else None
        if not (row.until <= cut if said is None else row.time < cut and said <= today):
            continue
        window = (max(row.time, 0), row.until)
        drawn_by = row.identity
        if row.until - row.time == DAY:  # ties: they share the instant of the first of their day
            drawn_by = first_of.setdefault(window, row.identity)
        yield _Row(row, (window[0], min(row.until, cut)), drawn_by)


def _said(row: DocumentedEvent) -> date | None:
    """The day of a row's source; the last of a month or a year that is all there is of it."""
    text = row.source_date
    for ending in ("", "-31", "-30", "-29", "-28", "-12-31"):
        try:
            return date.fromisoformat(text + ending)
        except ValueError:
            continue
    return None


def _stated_twice(
    scenario: Scenario, given: Sequence[Fact], rows: Sequence[DocumentedEvent]
) -> list[DocumentedEvent]:
    """The rows that say what a given event says, one for each."""
    found: list[DocumentedEvent] = []
    if scenario.record is None:
        return found
    names = class_names(scenario.record, scenario.classes)
    stated = {row.seq for row, name in zip(scenario.record.events, names, strict=True)
              if name == "given"}  # fmt: skip
    for fact in given:
        for row in rows:
            if (
                (row.kind, row.actor, row.subject) == (fact.kind, fact.actor, fact.subject)
                and row.time <= fact.time < row.until
                and row.seq in stated
                and row not in found
            ):
                found.append(row)
                break
    return found


def _emitters(odds: Sequence[Odds]) -> Mapping[str, Sequence[Odds]]:
    """The steps that may emit each kind."""
    found: dict[str, list[Odds]] = {}
    for one in odds:
        kinds = [e.kind for outcome in one.step.declared.outcomes for e in outcome.emissions]
        for kind in dict.fromkeys(kinds):
            found.setdefault(kind, []).append(one)
    return found
