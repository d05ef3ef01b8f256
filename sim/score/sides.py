"""The sides of a comparison: runs of a scenario, or the record told as often as there are runs."""

import attrs
import numpy as np

from sim.ensemble.projection import Projection
from sim.scenario.model import Scenario
from sim.score.comparison import Comparison, differences, partings
from sim.score.doubt.uncertainty import resamples
from sim.score.timelines.dates import Dates, dates_of
from sim.score.timelines.observed import observed
from sim.score.timelines.targets import targets


@attrs.frozen(eq=False)
class Side:
    """One side: its name, when each target of the first scenario happened, and the runs."""

    name: str
    dates: Dates
    runs: Projection | None


def of_runs(name: str, runs: Projection, first: Scenario) -> Side:
    """Runs of a scenario, read for the targets of the first."""
    return Side(name, dates_of(runs, targets(first), first.horizon), runs)


def of_record(first: Scenario, runs: int) -> Side:
    """The first scenario's own record, each row at the start of its window."""
    once = observed(first, targets(first)).dates()
    times = tuple(np.repeat(table, runs, axis=0) for table in once.times)
    return Side("the record", Dates(times, once.horizon), None)


def beside(first: Side, other: Side, scenario: Scenario, chance: np.random.Generator) -> Comparison:
    """What differs, by target; beside a record only until its known end, and without partings."""
    mine, theirs = first.dates, other.dates
    if theirs.horizon < mine.horizon:
        mine = mine.until(theirs.horizon)
    chosen = targets(scenario)
    found = differences(mine, theirs, chosen, resamples(mine.runs, chance))
    if first.runs is None or other.runs is None:
        return Comparison(found, None, ())
    same, places = partings(first.runs, other.runs, scenario.start)
    return Comparison(found, same, tuple(places))
