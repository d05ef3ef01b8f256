"""The record held against the procedure: documented events that lack a precondition.

Procedure binds steps. A documented event that lacks its precondition happened all the same, so
either the rule is wrong or the record is; both are for the reader to judge.
"""

from collections.abc import Iterator

import attrs

from sim.engine.procedure import refusal
from sim.engine.program import Program
from sim.engine.run import stated_event
from sim.log.record import DocumentedEvent
from sim.situation import fold

MOST_READ = 500_000
"""Events read again to judge rows, each by all before it; later rows of a long record are not."""


def judged(program: Program) -> tuple[list[DocumentedEvent], list[DocumentedEvent]]:
    """The rows that the procedure speaks of: those that are held against it, and the rest."""
    scenario = program.scenario
    rows = scenario.record.events if scenario.record else ()
    ruled = [row for row in rows if row.kind in program.requirements]
    most = MOST_READ // (1 + len(rows) + len(scenario.initial) + len(scenario.given))
    return ruled[:most], ruled[most:]


def without_precondition(program: Program) -> Iterator[tuple[DocumentedEvent, str]]:
    """Yield each row of the record that lacks a precondition, and which.

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
    for row in judged(program)[0]:
        earlier = [event for event in known if event.time < row.until and event is not row]
        before = [attrs.evolve(event, seq=seq) for seq, event in enumerate(earlier)]
        why = refusal(program.requirements, [row], fold(program.ledger, before))
        if why:
            yield row, why
