"""What the headline would be under each reading of the disputed rows.

A score is linear in the law of the record, so the mean over readings by their weights is proper
where those are calibrated (Brehmer et al. 2021, arXiv:2103.11884); the band from the kindest to
the harshest reading asks for no weights.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

import attrs

from sim.log.contested import Contested, under
from sim.scenario.model import Scenario
from sim.score.measures.icc import integrated_count_crps
from sim.score.timelines.dates import Dates
from sim.score.timelines.observed import Observed, observed
from sim.score.timelines.targets import Target, place_of


@attrs.frozen
class Band:
    """The headline over all targets, those with disputed rows too: days per kind.

    `low` and `high` are over all ways of reading the disputed rows together, `mean` weighs them.
    """

    rows: int
    low: float
    mean: float
    high: float


MOST_WAYS = 256
"""Ways of reading the rows of one target together; of more, the last rows keep their first one."""


def band(scenario: Scenario, forecast: Dates, chosen: Sequence[Target]) -> Band | None:
    """The band of a forecast's headline; None where nothing predicted is disputed.

    The headline is a sum over targets, so the rows of different targets are read apart.
    """
    if scenario.record is None:
        return None
    low = mean = high = _headline(forecast, observed(scenario, chosen))
    start, rows = low, 0
    for disputed in _by_target(scenario, chosen):
        rows += len(disputed)
        changes = [
            (weight, _headline(forecast, observed(read, chosen)) - start)
            for weight, read in _ways(scenario, disputed)
        ]
        low += min(change for _, change in changes)
        high += max(change for _, change in changes)
        for weight, change in changes:
            mean += weight * change
    return Band(rows, low, mean, high) if rows else None


def _by_target(scenario: Scenario, chosen: Sequence[Target]) -> list[list[Contested]]:
    """The disputed rows that are predicted, those of a target together."""
    found: dict[int, list[Contested]] = {}
    events = scenario.record.events if scenario.record else ()
    for each in scenario.contested:
        row = events[each.row]
        place = place_of(row.kind, row.actor, row.subject, chosen)
        if place is not None:
            found.setdefault(place, []).append(each)
    return list(found.values())


def _ways(scenario: Scenario, disputed: Sequence[Contested]) -> Iterator[tuple[float, Scenario]]:
    """The scenario with some rows read in each way, and the weight of each; weights make 1."""
    varied = list(disputed)
    while prod(len(each.alternatives) for each in varied) > MOST_WAYS:
        varied.pop()
    for way in product(*(each.alternatives for each in varied)):
        weight, record = 1.0, scenario.record
        # from the last row on, so that one left out moves none that is still to be read
        for each, alternative in sorted(zip(varied, way, strict=True), key=lambda one: -one[0].row):
            weight *= alternative.weight
            record = None if record is None else under(record, each, alternative)
        yield weight, attrs.evolve(scenario, record=record, contested=())


def _headline(forecast: Dates, record: Observed) -> float:
    whole = attrs.evolve(record, contested=frozenset())
    return integrated_count_crps(forecast, whole).value
