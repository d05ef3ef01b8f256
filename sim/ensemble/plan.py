"""The plan of an ensemble: which runs it has, what they are made from, and in which groups.

A group is what a worker makes at once and what one file holds; how runs are grouped depends on
their number alone, so that neither files nor digest tell who made them.
"""

import attrs

from sim.engine import origin
from sim.log import Origin
from sim.scenario.model import Scenario

MOST_RUNS = 10_000_000
SEEDS = 2**64

MOST_IN_GROUP = 100
"""Runs of a group: enough that sending them about costs little, few enough to lose."""

LEAST_GROUPS = 16
"""Groups that an ensemble of that many runs has at least, so that several workers share it."""


@attrs.frozen
class Plan:
    """Runs with seeds that follow each other, in groups; the last group may be smaller."""

    origin: Origin
    """What the first run is made from; the others differ in the seed alone."""
    runs: int
    group: int
    """Runs in a group."""

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return -(-self.runs // self.group)

    def seeds(self, number: int) -> range:
        """The seeds of a group, which are counted from 0."""
        first = self.origin.seed
        return range(first + number * self.group, first + min((number + 1) * self.group, self.runs))

    def origin_of(self, number: int) -> Origin:
        """What the first run of a group is made from."""
        return attrs.evolve(self.origin, seed=self.seeds(number).start)

    def grows_to(self, other: "Plan") -> bool:
        """Whether another plan only adds groups to this one's."""
        return self.group == other.group and self.runs < other.runs and self.runs % self.group == 0


def plan(scenario: Scenario, runs: int, seed: int) -> Plan:
    """The plan of so many runs, the first with this seed; ValueError where there are too many."""
    if not 1 <= runs <= MOST_RUNS:
        raise ValueError(f"{runs:,} runs: an ensemble has from 1 to {MOST_RUNS:,}")
    if not 0 <= seed <= SEEDS - runs:
        raise ValueError(f"{runs:,} runs from seed {seed} on: seeds are from 0 to 2^64 - 1")
    group = min(MOST_IN_GROUP, max(1, runs // LEAST_GROUPS))
    return Plan(origin(scenario, seed), runs, group)
