"""VS, the variogram score of documented lags: how far apart two steps of the procedure fall.

Over the pairs that the scenario's procedure names, what is needed and what needs it. Dates are cut
off at the horizon. Proper, not strictly (Scheuerer & Hamill 2015, MWR 143:1321).
"""

from collections.abc import Sequence

import numpy as np

from sim.events import Pattern
from sim.score.measures.scored import Scored, mean_of
from sim.score.timelines.dates import Dates
from sim.score.timelines.grain import Days
from sim.score.timelines.observed import Observed
from sim.score.timelines.targets import Target
from sim.situation import Requirement

POWER = 0.5


def lag_variogram(forecast: Dates, record: Observed, pairs: Sequence[tuple[int, int]]) -> Scored:
    """The mean over pairs of the squared error of E |lag|^.5, in days; fair to the number of runs.

    The variance of the mean over M runs is taken off, so the expected score does not depend on M.
    """
    happened = record.dates()
    pairs = [pair for pair in pairs if record.contested.isdisjoint(pair)]
    parts = np.zeros(len(pairs))
    runs = np.zeros(forecast.runs)
    for number, pair in enumerate(pairs):
        mine = _lag(pair, forecast, record)
        error = float(mine.mean()) - float(_lag(pair, happened, record)[0])
        parts[number] = error * error
        if forecast.runs > 1:
            parts[number] -= float(mine.var(ddof=1)) / forecast.runs
        runs += (parts[number] + 2 * error * (mine - mine.mean())) / len(pairs)
    members = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return mean_of(parts, np.ones(len(pairs)), members, runs)


def _lag(pair: tuple[int, int], dates: Dates, record: Observed) -> Days:
    one, other = (record.grain(place, 0).days(dates.first(place)) for place in pair)
    return np.abs(one - other) ** POWER


def procedure_pairs(
    procedure: Sequence[Requirement], chosen: Sequence[Target]
) -> list[tuple[int, int]]:
    """The pairs of targets, scored by date, of which the procedure says that one needs the other.

    A pattern of the procedure means every target that it covers or that is wider than it.
    """
    found = {
        (first, then)
        for rule in procedure
        for need in rule.needs
        for first in _meant(need, chosen)
        for then in _meant(rule.event, chosen)
        if first != then
    }
    return sorted(found)


def _meant(pattern: Pattern, chosen: Sequence[Target]) -> list[int]:
    return [
        place
        for place, target in enumerate(chosen)
        if not target.monthly and _overlap(pattern, target.pattern)
    ]


def _overlap(one: Pattern, other: Pattern) -> bool:
    """Whether some event could match both patterns."""
    return one.kind == other.kind and all(
        None in {mine, theirs} or mine == theirs
        for mine, theirs in ((one.actor, other.actor), (one.subject, other.subject))
    )
