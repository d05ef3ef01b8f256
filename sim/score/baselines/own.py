"""N4 and N5: our own ensemble with something taken away, to see what that is worth."""

import numpy as np

from sim.score.timelines.dates import Dates


def decoupled(forecast: Dates, chance: np.random.Generator) -> Dates:
    """N4: each target keeps its runs, and they are dealt anew: right margins, no dependence.

    What the model scores better than this is its skill in how events hang together.
    """
    return Dates(
        tuple(times[chance.permutation(len(times))] for times in forecast.times),
        forecast.horizon,
    )


def redrawn(forecast: Dates, chance: np.random.Generator, since: int = 0) -> Dates:
    """N5: each event keeps its place in its run and gets a date that is uniform on [since, H).

    What the model scores better than this is its skill in timing.
    """
    tables = []
    for times in forecast.times:
        happened = times < forecast.horizon
        drawn = chance.integers(since, forecast.horizon, size=times.shape)
        tables.append(np.sort(np.where(happened, drawn, forecast.horizon), axis=1))
    return Dates(tuple(tables), forecast.horizon)
