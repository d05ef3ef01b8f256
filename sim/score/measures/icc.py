"""The headline: the integrated count CRPS, in days per kind of event.

For each target the CRPS of the n-th date, summed over n; never stands at the horizon. At the
precision of a day this is the CRPS of the count N(t), integrated over time, because N(t) >= n
exactly when the n-th date is at or before t. So one number scores dates, repeats, what never
happened and false alarms. Proper, as a sum of CRPSs (Gneiting & Raftery 2007, JASA 102:359); blind
to how targets depend on one another, which `precedence` and `flow` see.
"""

import numpy as np

from sim.score.measures.crps import crps
from sim.score.measures.scored import Numbers, Scored, mean_of
from sim.score.timelines.dates import Dates
from sim.score.timelines.observed import Observed


def integrated_count_crps(forecast: Dates, record: Observed) -> Scored:
    """Days per kind: the mean over targets, by their weights, of the summed CRPS of their dates.

    Targets with a disputed row are left out.
    """
    happened = record.dates()
    parts = np.zeros(len(record.targets))
    runs = np.zeros((len(record.targets), forecast.runs))
    for place in range(len(record.targets)):
        scores, influence = by_ordinal(place, forecast, happened, record)
        parts[place] = scores.sum()
        runs[place] = influence.sum(axis=1)
    weights = np.array(
        [0.0 if place in record.contested else target.weight
         for place, target in enumerate(record.targets)]
    )  # fmt: skip
    members = np.arange(len(record.targets)).reshape(-1, 1)
    return mean_of(parts, weights, members, runs)


def by_ordinal(
    target: int, forecast: Dates, happened: Dates, record: Observed
) -> tuple[Numbers, Numbers]:
    """The CRPS of a target's first, second, ... date, in days, and the runs' influence on each."""
    return crps(*coarse_pair(target, forecast, happened, record))


def coarse_pair(
    target: int, forecast: Dates, happened: Dates, record: Observed
) -> tuple[Numbers, Numbers]:
    """A target's dates in days, M x J and J, as closely as the record knows each."""
    ordinals = max(forecast.times[target].shape[1], happened.times[target].shape[1])
    mine = record.coarse(target, forecast.padded(target, ordinals))
    theirs = record.coarse(target, happened.padded(target, ordinals))
    return mine, theirs[0]
