"""The continuous ranked probability score of an ensemble, in the form that is fair to its size.

    CRPS = mean |X - y|  -  1 / (2 M (M - 1))  sum over pairs |X - X'|

The second mean leaves out a run's distance to itself, so the expected score does not depend on M
(Ferro 2014, QJRMS 140:1917). With one run it is the absolute error.
"""

import numpy as np

from sim.score.measures.scored import Numbers


def crps(forecast: Numbers, outcome: Numbers) -> tuple[Numbers, Numbers]:
    """The fair CRPS of J quantities, from M x J forecasts and J outcomes, in their unit.

    Returns the scores (J) and the influence of each run on each (M x J), of the same mean.
    """
    runs = len(forecast)
    apart = np.abs(forecast - outcome)
    if runs == 1:
        return apart[0], apart
    among = mean_distances(forecast)
    spread = among.mean(axis=0)
    return apart.mean(axis=0) - spread / 2, apart - among + spread / 2


def mean_distances(values: Numbers) -> Numbers:
    """The mean distance of each run's value to those of the other runs: M x J, by sorting."""
    runs = len(values)
    order = np.argsort(values, axis=0, kind="stable")
    ordered = np.take_along_axis(values, order, axis=0)
    below = np.cumsum(ordered, axis=0) - ordered
    above = below[-1] + ordered[-1] - below - ordered
    rank = np.arange(runs).reshape(-1, 1)
    distances = (ordered * rank - below + above - ordered * (runs - 1 - rank)) / (runs - 1)
    result: Numbers = np.empty_like(distances)
    np.put_along_axis(result, order, distances, axis=0)
    return result
