"""The record under the same rules: what happened, held against what must hold.

A rule that the documented history breaks is wrong, or the record is; which, is for the reader to
say. Rows that are known by their day or month get the benefit of every order that this allows.
"""

from collections.abc import Iterator, Sequence

import attrs

from sim.check.orders import Kept, recorded
from sim.check.rules import concerned
from sim.check.watching import Hearing, Rule
from sim.engine import Program, Standpoint, lacking
from sim.events.dates import DAY, seconds_at
from sim.log import DocumentedEvent
from sim.scenario import Scenario
from sim.scenario.model import Check
from sim.situation import Situation

PLACINGS = 20
"""Ways of placing rows within their days and months that conditions are read in."""


@attrs.frozen
class Documented:
    """A rule on the record: in which orders it is kept (None: it has no case), and where not.

    `why` says of a rule of the procedure what the row lacks.
    """

    rule: Rule
    kept: Kept | None
    rows: tuple[DocumentedEvent, ...] = ()
    why: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the record keeps it; None where it does not tell, or where there is no case."""
        return {Kept.EVERY: True, Kept.NONE: False}.get(self.kept) if self.kept else None


def documented(program: Program, some: Sequence[Rule]) -> Iterator[Documented]:
    """Hold the record against rules, one after the other; without a record there is nothing."""
    scenario = program.scenario
    if scenario.record is None:
        return
    until = known_until(scenario)
    rows = [row for row in scenario.record.events if row.until > 0 and row.time < until]
    lacked = {id(rule): (row, why) for row, rule, why in reversed([*lacking(program)])}
    for rule in some:
        if rule.requirement is not None:
            declared = rule.requirement.declared
            if id(declared) in lacked:
                row, why = lacked[id(declared)]
                yield Documented(rule, Kept.NONE, (row,), why)
            else:
                asked = any(declared.event.matches(row) for row in rows)
                yield Documented(rule, Kept.EVERY if asked else None)
        elif rule.check is not None and rule.check.reads_situation:
            yield _read(program, rule, until)
        elif rule.check is not None:
            yield _ordered(rule, rule.check, rows, until)


def known_until(scenario: Scenario) -> int:
    """The first second of which the record does not tell."""
    if scenario.known_until is None:
        return scenario.horizon
    return min(scenario.horizon, seconds_at(scenario.start, scenario.known_until) + DAY)


def _ordered(rule: Rule, check: Check, rows: Sequence[DocumentedEvent], until: int) -> Documented:
    """A check about events, in every order that the rows allow."""
    real = recorded(check, rows, until)
    if real is None or real.vacuous:
        return Documented(rule, None)
    places = real.rows
    if real.kept is not Kept.EVERY and not places:  # asked of the whole: tell of all that is meant
        places = tuple(
            place
            for place, row in enumerate(rows)
            if concerned(check.events[0], (row.kind, row.actor, row.subject))
        )
    return Documented(rule, real.kept, tuple(rows[place] for place in places))


def _read(program: Program, rule: Rule, until: int) -> Documented:
    """A check that reads conditions, in some placings of the rows within their windows."""
    standpoint = Standpoint(program, until)
    record = program.scenario.record
    rows = {row.identity: row for row in record.events} if record else {}
    broken: list[DocumentedEvent | None] = []
    asked = False
    for seed in range(PLACINGS):
        hearing = Hearing(rule)
        names = _heard(program, standpoint, seed, hearing, until)
        verdict = hearing.verdict()
        asked = asked or not verdict.vacuous
        if not verdict.holds:
            place = verdict.broken_at  # a condition may be broken where no row stands
            there = None if place is None or place >= len(names) else names[place]
            broken.append(None if there is None else rows.get(there))
    if not asked:
        return Documented(rule, None)
    kept = Kept.NONE if len(broken) == PLACINGS else Kept.SOME if broken else Kept.EVERY
    return Documented(rule, kept, tuple(dict.fromkeys(row for row in broken if row is not None)))


def _heard(
    program: Program, standpoint: Standpoint, seed: int, hearing: Hearing, until: int
) -> list[bytes]:
    """Let a rule hear of the record as a seed places its rows; the identity of each event."""
    situation = Situation(program.ledger)
    names = []
    for group in standpoint.placed(seed):
        for placed in group:
            event = placed.event
            names.append(event.identity)
            if event.time < 0:
                situation.fold(event)
                continue
            hearing.before(event, situation)
            situation.fold(event)
            hearing.after(event, situation)
    hearing.end(situation, until, len(names))
    return names
