"""The proper scores by name, in the order in which they are read: the headline first."""

from collections.abc import Callable, Mapping

from sim.scenario.model import Scenario
from sim.score.measures.flow import flow_energy
from sim.score.measures.icc import integrated_count_crps
from sim.score.measures.lags import lag_variogram, procedure_pairs
from sim.score.measures.occurrence import occurrence_brier, occurrence_log
from sim.score.measures.precedence import precedence_brier
from sim.score.measures.scored import Scored
from sim.score.timelines.dates import Dates
from sim.score.timelines.observed import Observed
from sim.score.timelines.targets import Target

Measure = Callable[[Dates, Observed], Scored]

HEADLINE = "icc"
"""Decided in advance; the others are diagnostic."""

COMPARED = ("icc", "pb", "es_b", "vs")
"""Those that baselines are given too."""


def measures(scenario: Scenario, chosen: tuple[Target, ...]) -> Mapping[str, Measure]:
    """The scores of a scenario by name."""
    pairs = procedure_pairs(scenario.procedure, chosen)
    return {
        "icc": integrated_count_crps,
        "pb": precedence_brier,
        "es_b": flow_energy,
        "vs": lambda forecast, record: lag_variogram(forecast, record, pairs),
        "brier": occurrence_brier,
        "log": occurrence_log,
    }
