"""The outlook from a date: what is still open of the milestones, how likely, and when.

A milestone that has happened by then is told with its date and is no forecast.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

import attrs

from sim.ensemble.projection import Projection
from sim.events import Pattern
from sim.events.dates import day_at
from sim.scenario.model import Scenario
from sim.score.dates import STATED, dates_of, scored
from sim.score.milestones import Outlook, outlooks
from sim.score.observed import sorted_out
from sim.score.targets import Target, targets

PAST = ("record", *STATED)
"""How the steps of events begin that a forecast is given, and not makes."""


@attrs.frozen
class Prospect:
    """A milestone seen from a date: the days in which it had happened by then (None: it is open).

    First and last day are one, but for a row of the record that knows no closer.
    """

    outlook: Outlook
    happened: tuple[date, date] | None


def watched(scenario: Scenario) -> tuple[Target, ...]:
    """What a forecast tells of: the targets scored by date, and milestones besides."""
    dated = [target for target in targets(scenario) if not target.monthly]
    known = {target.pattern for target in dated}
    families = {kind.name: kind.family for kind in scenario.vocabulary}
    dated += [
        Target(name, pattern, families[pattern.kind], 0.0, monthly=False)
        for name, pattern in scenario.milestones.items()
        if pattern not in known
    ]
    return tuple(dated)


def prospects(scenario: Scenario, runs: Projection, cut: int) -> list[Prospect]:
    """Each milestone as seen from a second, to the end of the clock.

    What has happened is what the record and the scenario state of the runs' shared past, never
    what the runs made up for it. A milestone is open until its first event; for one that is scored
    what the scenario states is none.
    """
    predicted = {target.pattern for target in targets(scenario)}
    found = []
    for target in watched(scenario):
        counts = scored if target.pattern in predicted else _any
        alone = (target,)
        record = sorted_out((), alone, scenario.start, scenario.horizon)
        (outlook,) = outlooks(dates_of(runs, alone, scenario.horizon, counts), record)
        known = dates_of(runs, alone, cut, partial(_given, counts)).first(0)
        happened = bool(len(known)) and bool((known < cut).all())
        days = _days(scenario, target.pattern, int(known.min())) if happened else None
        found.append(Prospect(outlook, days))
    return found


def _any(_: str) -> bool:
    return True


def _given(counts: Callable[[str], bool], step: str) -> bool:
    """Whether events of a step count, and a forecast is given them."""
    return step.startswith(PAST) and counts(step)


def _days(scenario: Scenario, pattern: Pattern, second: int) -> tuple[date, date]:
    """The days of what a pattern meant at a second: a fact's own, else the window of a row."""
    for fact in (*scenario.initial, *scenario.given):
        if max(fact.time, 0) == second and pattern.covers(fact.kind, fact.actor, fact.subject):
            return day_at(scenario.start, fact.time), day_at(scenario.start, fact.time)
    rows = scenario.record.events if scenario.record else ()
    windows = [
        (row.time + row.until, row.time, row.until)
        for row in rows
        if pattern.covers(row.kind, row.actor, row.subject) and row.time <= second < row.until
    ]
    _, first, until = min(windows, default=(0, second, second + 1))
    return day_at(scenario.start, first), day_at(scenario.start, until - 1)
