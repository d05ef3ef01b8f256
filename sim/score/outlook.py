"""The outlook from a date: what is still open of the milestones, how likely, and when.

A milestone that the record has had by then is told with its date and is no forecast.
"""

from datetime import date

import attrs
import numpy as np

from sim.ensemble.projection import Projection
from sim.events.dates import day_at
from sim.scenario.model import Scenario
from sim.score.dates import dates_of
from sim.score.milestones import Outlook, outlooks
from sim.score.observed import sorted_out
from sim.score.targets import Target, targets


@attrs.frozen
class Prospect:
    """A milestone seen from a date: the day on which it had happened by then (None: it is open)."""

    outlook: Outlook
    happened: date | None


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

    What has happened is read from the record and from what the scenario states, not from the
    runs, which share it. A milestone is open until its first event.
    """
    found = []
    for target in watched(scenario):
        alone = (target,)
        dates = dates_of(runs, alone, scenario.horizon)
        record = sorted_out((), alone, scenario.start, scenario.horizon)
        (outlook,) = outlooks(dates, record)
        first = dates.first(0)
        known = bool(len(first)) and bool((first < cut).all())
        day = day_at(scenario.start, int(np.min(first))) if known else None
        found.append(Prospect(outlook, day))
    return found
