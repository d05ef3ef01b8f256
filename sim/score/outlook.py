"""The outlook from a date: what is still open of the milestones, how likely, and when.

A milestone that has happened by then is told with its date and is no forecast.
"""

from collections.abc import Sequence
from datetime import date

import attrs

from sim.engine.prefix.standpoint import Standpoint, Window
from sim.engine.program import Program
from sim.ensemble.projection import Projection
from sim.events.dates import day_at
from sim.scenario.model import Scenario
from sim.score.milestones import Outlook, outlooks
from sim.score.timelines.dates import dates_of, scored
from sim.score.timelines.observed import sorted_out
from sim.score.timelines.targets import Target, targets


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


def prospects(
    scenario: Scenario, runs: Projection, cut: int, *, known_then: bool = False
) -> list[Prospect]:
    """Each milestone as seen from a second, to the end of the clock; `runs` are made from there.

    What has happened is what the record and the scenario state of the past that the runs share,
    never what they made up for it. A milestone is open until its first event; for one that is
    scored what the scenario states is none.
    """
    groups = Standpoint(Program(scenario), cut, known_then=known_then).placed(0)
    past = [one for group in groups for one in group]
    predicted = {target.pattern for target in targets(scenario)}
    found = []
    for target in watched(scenario):
        counts = scored if target.pattern in predicted else _any
        alone = (target,)
        record = sorted_out((), alone, scenario.start, scenario.horizon)
        (outlook,) = outlooks(dates_of(runs, alone, scenario.horizon, counts), record)
        windows = [
            one.window or (one.event.time, one.event.time + 1)
            for one in past
            if counts(one.event.step) and target.pattern.matches(one.event)
        ]
        found.append(Prospect(outlook, _days(scenario, windows)))
    return found


def _any(_: str) -> bool:
    return True


def _days(scenario: Scenario, windows: Sequence[Window]) -> tuple[date, date] | None:
    """First and last day of what came first, by the middles of windows; None where nothing did."""
    if not windows:
        return None
    first, until = min(windows, key=lambda window: (sum(window), window[1]))
    return day_at(scenario.start, first), day_at(scenario.start, until - 1)
