"""What the headline would be under each reading of the disputed rows.

A score is linear in the law of the record, so the mean over readings by their weights is proper
where those are calibrated (Brehmer et al. 2021, arXiv:2103.11884); the band from the kindest to
the harshest reading asks for no weights.
"""

from collections.abc import Sequence

import attrs

from sim.log.contested import under
from sim.scenario.model import Scenario
from sim.score.dates import Dates
from sim.score.icc import integrated_count_crps
from sim.score.observed import Observed, observed
from sim.score.targets import Target, place_of


@attrs.frozen
class Band:
    """The headline over all targets, those with disputed rows too: days per kind.

    `low` and `high` take each row in the reading that is kindest and harshest to the forecast,
    `mean` weighs the readings; rows are varied one by one, and what they change is added up.
    """

    rows: int
    low: float
    mean: float
    high: float


def band(scenario: Scenario, forecast: Dates, chosen: Sequence[Target]) -> Band | None:
    """The band of a forecast's headline; None where nothing predicted is disputed."""
    if scenario.record is None:
        return None
    start = _headline(forecast, observed(scenario, chosen))
    low = mean = high = start
    rows = 0
    for each in scenario.contested:
        changes = []
        for alternative in each.alternatives:
            record = under(scenario.record, each, alternative)
            other = observed(attrs.evolve(scenario, record=record, contested=()), chosen)
            changes.append(_headline(forecast, other) - start)
        row = scenario.record.events[each.row]
        rows += place_of(row.kind, row.actor, row.subject, chosen) is not None
        low, high = low + min(changes), high + max(changes)
        for alternative, change in zip(each.alternatives, changes, strict=True):
            mean += alternative.weight * change
    return Band(rows, low, mean, high) if rows else None


def _headline(forecast: Dates, record: Observed) -> float:
    whole = attrs.evolve(record, contested=frozenset())
    return integrated_count_crps(forecast, whole).value
