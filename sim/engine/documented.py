"""The record held against the procedure: documented events that lack a precondition.

Procedure binds steps. A documented event that lacks its precondition happened all the same, so
either the rule is wrong or the record is; both are for the reader to judge.
"""

from bisect import bisect_left
from collections.abc import Iterator

import attrs

from sim.engine.procedure import lacks
from sim.engine.program import Program
from sim.engine.run import stated_event
from sim.errors import RunError
from sim.log.record import DocumentedEvent
from sim.situation import Requirement, Situation

MOST_LOOKS = 5_000_000
"""Events and rules that are looked at for the rows of a record, all told."""

COPIED = 20
"""Events that are copied in the time in which one is folded."""


def without_precondition(program: Program) -> Iterator[tuple[DocumentedEvent, str]]:
    """Yield each row of the record that lacks a precondition, and which: the first, if several."""
    seen: set[int] = set()
    for row, rule, why in lacking(program):
        if row.line not in seen:
            seen.add(row.line)
            yield row, f"{row.kind} by {row.actor}: {why} ({rule.source})"


def lacking(program: Program) -> Iterator[tuple[DocumentedEvent, Requirement, str]]:
    """Yield each row of the record that breaks a rule of the procedure, the rule, what it misses.

    A row is judged by everything that may have happened before its window ends: rows of one day
    are ties, and get the benefit of the doubt.
    """
    scenario = program.scenario
    if scenario.record is None:
        return
    stated = [
        stated_event(fact, table, 0)
        for table, facts in (("initial", scenario.initial), ("given", scenario.given))
        for fact in facts
    ]
    rows = scenario.record.events
    known = sorted((*stated, *rows), key=lambda event: event.time)
    sure = Situation(program.ledger)
    """What had happened before a row's window begins, folded once for all rows."""
    found: list[tuple[DocumentedEvent, Requirement, str]] = []
    looks = 0
    for row in sorted(rows, key=lambda row: row.time):
        while known[sure.events].time < row.time:
            sure.fold(attrs.evolve(known[sure.events], seq=sure.events))
        if row.kind not in program.requirements:
            continue
        begins, ends = sure.events, bisect_left(known, row.until, key=lambda event: event.time)
        looks += ends - begins + len(program.requirements[row.kind]) + begins // COPIED
        if looks > MOST_LOOKS:
            raise RunError(
                f"{scenario.record.file}:{row.line}: here the record grows too long to be held"
                f" against the procedure: {MOST_LOOKS:,} events and rules; shorten either"
            )
        situation = sure.copy()
        for event in known[begins:ends]:
            if event is not row:
                situation.fold(attrs.evolve(event, seq=situation.events))
        found += [(row, *each) for each in lacks(program.requirements, row, situation)]
    yield from sorted(found, key=lambda each: each[0].line)
