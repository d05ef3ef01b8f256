"""Runs of a scenario beside runs without one of its rules, under the same seeds.

    scenario, mutants -> a recipe -> seen() of some seeds, by any worker -> Seen, one for each seed

A run without a rule is made only where the trace of the run with it shows that the rule may have
said no: everywhere else the two are one run. So rules that never say no cost nothing.
"""

import pickle
from collections.abc import Mapping, Sequence
from functools import lru_cache

import attrs

from sim.check.holding import checks, held
from sim.check.mutation.mutants import Mutant, unruled
from sim.engine import Program, Trace, simulate
from sim.errors import RunError
from sim.log import Log
from sim.scenario.model import Scenario

MOST_KEPT = 200_000
"""Steps that stay compiled, over all mutants: a scenario may have thousands of either."""

Broken = frozenset[int]
"""The checks that a run violates, by their places in the scenario."""


@attrs.frozen
class Seen:
    """What one seed shows: what the scenario's run violates, and each run without a rule.

    `changed` has the mutants, by place, whose run is another; what it violates, or None for a run
    that cannot go on. `unruled` is what the run without any rule violates, if it can go on.
    """

    seed: int
    broken: Broken
    changed: Mapping[int, Broken | None]
    unruled: Broken = frozenset()


def recipe(scenario: Scenario, mutants: Sequence[Mutant]) -> bytes:
    """What a worker needs."""
    return pickle.dumps((scenario, tuple(mutants)), protocol=pickle.HIGHEST_PROTOCOL)


def seen(recipe: bytes, seeds: range) -> bytes:
    """Look at some seeds; `told` reads the answer. Raises RunError for a seed that cannot run."""
    beside = _beside(recipe)
    return pickle.dumps([beside.seen(seed) for seed in seeds], protocol=pickle.HIGHEST_PROTOCOL)


def told(raw: bytes) -> list[Seen]:
    """What a worker saw."""
    found: list[Seen] = pickle.loads(raw)  # noqa: S301  made by a worker of this command
    return found


class _Beside:
    """A scenario with its mutants, each compiled once, when it is first needed."""

    def __init__(self, scenario: Scenario, mutants: Sequence[Mutant]) -> None:
        self.scenario = scenario
        self.mutants = mutants
        self.own = Held(scenario)
        self.unruled = Held(unruled(scenario))
        self._others: dict[int, Held] = {}

    def seen(self, seed: int) -> Seen:
        """One seed."""
        trace = Trace()
        try:
            log = simulate(self.own.program, seed, None, trace)
            _, broken = self.own.run(seed)
        except RunError as error:
            raise RunError(f"seed {seed}: {error}") from None
        try:
            _, bare = self.unruled.run(seed)
        except RunError:
            bare = frozenset()
        changed: dict[int, Broken | None] = {}
        for place, mutant in enumerate(self.mutants):
            if mutant.said_no(self.scenario, trace.notes):
                try:
                    other, violated = self._without(place).run(seed)
                except RunError:
                    changed[place] = None
                    continue
                if other.events != log.events:
                    changed[place] = violated
        return Seen(seed, broken, changed, bare)

    def _without(self, place: int) -> "Held":
        if len(self._others) * len(self.scenario.steps) > MOST_KEPT:
            self._others.clear()
        if place not in self._others:
            self._others[place] = Held(self.mutants[place].of(self.scenario))
        return self._others[place]


@lru_cache(maxsize=1)
def _beside(recipe: bytes) -> _Beside:
    return _Beside(*pickle.loads(recipe))  # noqa: S301  made by whoever started this


class Held:
    """A scenario with its checks, compiled."""

    def __init__(self, scenario: Scenario) -> None:
        self.program = Program(scenario)
        self.checks = checks(self.program)

    def run(self, seed: int) -> tuple[Log, Broken]:
        """One run, and what it violates."""
        log, verdicts = held(self.program, self.checks, seed)
        return log, frozenset(n for n, verdict in enumerate(verdicts) if not verdict.holds)
