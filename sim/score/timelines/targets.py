"""What is scored: the patterns that a scenario predicts, each with its share of the headline.

An event and a row count for the narrowest pattern that they match, so that a milestone keeps its
own; given and initial events count for none.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import attrs

from sim.events import Pattern
from sim.events.dates import DAY, seconds_at
from sim.scenario.model import Predicted, Scenario


@attrs.frozen
class Target:
    """A predicted pattern; `weight` is its share of the headline: those of all targets make 1.

    `monthly` ones are compared by their counts at the ends of calendar months, the others date by
    date.
    """

    name: str
    pattern: Pattern
    family: str
    weight: float
    monthly: bool


def targets(scenario: Scenario) -> tuple[Target, ...]:
    """The targets of a scenario, those that say most first.

    Weights are the scenario's, shared out among the targets of each family of kinds and then made
    to add up to 1: no family counts for more because it has many kinds.
    """
    families = {kind.name: kind.family for kind in scenario.vocabulary}
    entries = narrowest_first(scenario.classes.predicted)
    sizes = Counter(families[entry.pattern.kind] for entry in entries)
    shares = [entry.weight / sizes[families[entry.pattern.kind]] for entry in entries]
    total = 0.0
    for share in shares:
        total += share
    return tuple(
        Target(e.name, e.pattern, families[e.pattern.kind], share / (total or 1.0), e.monthly)
        for e, share in zip(entries, shares, strict=True)
    )


def narrowest_first(predicted: Iterable[Predicted]) -> list[Predicted]:
    """Patterns that say more come first; of two that say as much, the one scored date by date."""
    return sorted(predicted, key=lambda entry: (-entry.pattern.says, entry.monthly))


def compared_until(scenario: Scenario) -> int:
    """The first second that is not compared: past the clock's end, or what the record knows."""
    if scenario.record is None or scenario.known_until is None:
        return scenario.horizon
    return min(scenario.horizon, seconds_at(scenario.start, scenario.known_until) + DAY)


def place_of(kind: str, actor: str, subject: str, chosen: Sequence[Target]) -> int | None:
    """The number of the target that an event of these names counts for."""
    return next(
        (i for i, target in enumerate(chosen) if target.pattern.covers(kind, actor, subject)), None
    )
