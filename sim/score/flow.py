"""ES_b, the energy score of directly-follows counts: which kind of event comes right after which.

A run is a sequence of targets with a start and an end; its features are how often one directly
follows another. Rows of one day are a set without order: each pair in it counts a half each way,
and from one day's set to the next one step is shared out evenly. The energy score with the
Euclidean norm is proper (Gneiting & Raftery 2007); an edit distance in its place is not, since it
is not of negative type (measured).
"""

from itertools import combinations, pairwise

import numpy as np

from sim.score.dates import Dates
from sim.score.observed import Observed
from sim.score.scored import Numbers, Scored, whole
from sim.score.sequence import days_of

MOST_RUNS = 2_000
"""Runs among which all distances are taken: of more, the first so many, which are as random."""

ROUNDING = 1e-12
"""Squared distances that are a smaller share of the squared lengths are what rounding leaves of 0.
"""


def flow_energy(forecast: Dates, record: Observed) -> Scored:
    """The energy score, in directly-follows counts; fair to the number of runs."""
    if forecast.runs > MOST_RUNS:
        forecast = forecast.chosen(np.arange(MOST_RUNS))
    return energy(follows(forecast, record), follows(record.dates(), record)[0])


def energy(forecast: Numbers, outcome: Numbers) -> Scored:
    """The fair energy score of M x D features against D: mean |X - y| - half the mean |X - X'|."""
    runs = len(forecast)
    told = forecast.any(axis=0) | (outcome != 0)  # most pairs of targets never follow each other
    forecast, outcome = forecast[:, told], outcome[told]
    apart = np.sqrt(((forecast - outcome) ** 2).sum(axis=1))
    if runs == 1:
        return whole(float(apart[0]), apart)
    products = forecast @ forecast.T
    squares = products.diagonal()
    lengths = squares[:, None] + squares[None, :]
    products = lengths - 2 * products
    products[products < ROUNDING * lengths] = 0.0
    among = np.sqrt(products).sum(axis=1) / (runs - 1)
    spread = float(among.mean())
    return whole(float(apart.mean()) - spread / 2, apart - among + spread / 2)


def follows(dates: Dates, record: Observed) -> Numbers:
    """How often each target directly follows each other: M x D, with marks for start and end.

    Targets that are scored by the month are left out. All events of a target are placed at the
    coarsest grain of its rows, so that a run is not more exact than the record.
    """
    mark = len(record.targets)
    table = np.zeros((dates.runs, mark + 1, mark + 1))
    for run, days in enumerate(days_of(dates, record)):
        _count(table[run], [[mark], *days, [mark]])
    return table.reshape(dates.runs, -1)


def _count(table: Numbers, days: list[list[int]]) -> None:
    """Count the steps of one run into its table."""
    for today, tomorrow in pairwise(days):
        share = 1.0 / (len(today) * len(tomorrow))
        for one in today:
            for other in tomorrow:
                table[one, other] += share
    for today in days:
        for one, other in combinations(today, 2):
            table[one, other] += 0.5
            table[other, one] += 0.5
