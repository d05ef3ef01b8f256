"""Where the record stands among the runs: the exchangeability rank.

    p = (1 + number of runs that score no better than the record) / (M + 1)

Record and runs are one pool, and each is scored against all the others, so that under
exchangeability every place is as likely: p <= u with chance at most u, exactly. A check of
calibration, not a test of skill, and with one record of little power (measured: 0.06 against a
world 60 % slower).
"""

import numpy as np

from sim.score.measures.crps import mean_distances
from sim.score.measures.icc import coarse_pair
from sim.score.timelines.dates import Dates
from sim.score.timelines.observed import Observed


def exchangeability(forecast: Dates, record: Observed) -> float:
    """The rank p, from 1 / (M + 1) (no run is as strange as the record) to 1, by the headline.

    Against the others of the pool, the headline of each is its mean distance to them, stretched
    and shifted by what is the same for all, so the mean distance ranks as the headline does.
    """
    happened = record.dates()
    distances = np.zeros(forecast.runs + 1)
    for place, target in enumerate(record.targets):
        if place in record.contested:
            continue
        mine, theirs = coarse_pair(place, forecast, happened, record)
        pool = np.vstack([theirs, mine])
        distances += target.weight * mean_distances(pool).sum(axis=1)
    return float((distances >= distances[0]).mean())
