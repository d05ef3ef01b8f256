"""Each target that is scored by date: how likely it is, when, and how far off.

The forecast of one target is the law of its first date, with never beyond the horizon. Dates here
are of days; an interval that reaches past the horizon is open: it ends in None.
"""

from datetime import date

import attrs
import numpy as np

from sim.events.dates import day_at
from sim.score.measures.crps import crps
from sim.score.timelines.dates import Dates
from sim.score.timelines.grain import Seconds
from sim.score.timelines.observed import Observed

Span = tuple[date | None, date | None]

NEVER = date.max
"""Where what never happens stands among dates."""

LOW, HIGH = 0.01, 0.99
"""The ends of the widest interval: what lies outside it the runs all but rule out."""


@attrs.frozen
class Outlook:
    """The forecast of a target's first date: chance of it by the horizon, median, intervals.

    An interval has as many runs before it as after it; what never happened is later than all dates.
    """

    name: str
    actor: str | None
    kind: str
    subject: str | None
    probability: float
    median: date | None
    interval_50: Span
    interval_90: Span
    interval_98: Span


@attrs.frozen
class Milestone:
    """An outlook beside what happened: the documented window (None: it did not), CRPS in days.

    `inside` says whether what happened lies in the 98 % interval, its ends included; of a window,
    whether some day of it does.
    """

    outlook: Outlook
    documented: tuple[date, date] | None
    crps: float
    inside: bool


def outlooks(forecast: Dates, record: Observed) -> list[Outlook]:
    """The outlook of each target that is scored by date."""
    found = []
    for place, target in enumerate(record.targets):
        if target.monthly:
            continue
        first = np.sort(forecast.first(place))
        chance = float((first < forecast.horizon).mean()) if len(first) else 0.0
        pattern = target.pattern
        found.append(
            Outlook(
                target.name, pattern.actor, pattern.kind, pattern.subject, chance,
                _quantile(first, 0.5, record),
                (_quantile(first, 0.25, record), _quantile(first, 0.75, record)),
                (_quantile(first, 0.05, record), _quantile(first, 0.95, record)),
                (_quantile(first, LOW, record), _quantile(first, HIGH, record)),
            )
        )  # fmt: skip
    return found


def milestones(forecast: Dates, record: Observed) -> list[Milestone]:
    """Each outlook beside the first documented row."""
    happened = record.dates()
    dated = [place for place, target in enumerate(record.targets) if not target.monthly]
    found = []
    for place, outlook in zip(dated, outlooks(forecast, record), strict=True):
        grain = record.grain(place, 0)
        mine, theirs = grain.days(forecast.first(place)), grain.days(happened.first(place))
        score, _ = crps(mine.reshape(-1, 1), theirs)
        rows = record.rows[place][:1]
        window = next(
            ((day_at(record.start, r.time), day_at(record.start, r.until - 1)) for r in rows), None
        )
        found.append(Milestone(outlook, window, float(score[0]), _inside(outlook, window)))
    return found


def _inside(outlook: Outlook, window: tuple[date, date] | None) -> bool:
    """Whether a documented window touches the range from the 1 % to the 99 % date."""
    earliest, latest = (bound or NEVER for bound in outlook.interval_98)
    first, last = window or (NEVER, NEVER)
    return earliest <= last and first <= latest


def _quantile(ordered: Seconds, level: float, record: Observed) -> date | None:
    """The day by which the target has happened in this share of runs; None past the horizon."""
    if not len(ordered):
        return None
    second = int(ordered[min(int(np.ceil(level * len(ordered))), len(ordered)) - 1])
    return day_at(record.start, second) if second < record.horizon else None
