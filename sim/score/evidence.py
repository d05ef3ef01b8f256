"""What an ensemble is compared with: other records, and runs of the scenario changed in one way.

How runs are made is handed in, so that whoever asks decides on processes and progress.
"""

from collections.abc import Callable, Mapping, Sequence

import attrs
import numpy as np

from sim.check.mutation.mutants import unruled
from sim.ensemble.projection import Projection, joined
from sim.errors import InputError, RunError
from sim.log.record import Record
from sim.scenario.model import Scenario
from sim.scenario.prior import stratified
from sim.score.baselines.tracks import track
from sim.score.scorecard import Compared, measured_here

MOST_RUNS = 1_000
"""Runs of each changed scenario; of a smaller ensemble, as many as it has."""

DRAWS = 20
"""Values drawn from each prior; the runs are shared out among them."""

Load = Callable[[Mapping[str, str]], Scenario]
"""Loads the scenario again, with some parameters given other values."""

Make = Callable[[Scenario, int, int], Projection]
"""Makes so many runs of a scenario, from a seed on."""


@attrs.frozen
class Study:
    """A scenario, how it is loaded again and how runs are made; `runs` from `seed` on."""

    scenario: Scenario
    load: Load
    make: Make
    runs: int
    seed: int

    @property
    def fewer(self) -> int:
        """How many runs a changed scenario gets."""
        return min(self.runs, MOST_RUNS)

    def evidence(
        self, others: Sequence[tuple[str, Record]], chance: np.random.Generator
    ) -> Compared:
        """Other tracks, and the scenario without rules and with priors for numbers.

        Raises InputError for a prior that has values which the scenario refuses.
        """
        tracks = [track(*each) for each in others]
        return Compared(
            tuple(one for one in tracks if one is not None),
            self.without_rules(),
            self.from_priors(chance),
        )

    def without_rules(self) -> Projection | None:
        """Runs of the scenario with its rules off; None where such runs would not end."""
        try:
            return self.make(unruled(self.scenario), self.fewer, self.seed)
        except RunError:
            return None

    def from_priors(self, chance: np.random.Generator) -> Projection | None:
        """Runs with each parameter measured on this record alone drawn from its prior.

        None where there is no such parameter that has a prior, or where such runs would not end.
        """
        names = unsure(self.scenario)
        if not names:
            return None
        draws = min(DRAWS, self.fewer)
        orders = [chance.permutation(draws).tolist() for _ in names]
        shares = [self.fewer // draws + (n < self.fewer % draws) for n in range(draws)]
        parts, first = [], self.seed
        values = stratified(self.scenario, names, draws, orders)
        for share, changes in zip(shares, values, strict=True):
            try:
                parts.append(self.make(self._drawn(changes), share, first))
            except RunError:
                return None
            first += share
        return joined(parts)

    def _drawn(self, changes: Mapping[str, str]) -> Scenario:
        """The scenario with values from priors; what it refuses is told as the priors' fault."""
        try:
            return self.load(changes)
        except InputError as error:
            drawn = ", ".join(f"{name} = {value}" for name, value in changes.items())
            hint = f"that is with {drawn}, drawn from the prior; narrow it"
            told = [attrs.evolve(one, message=f"{one.message}; {hint}") for one in error.problems]
            raise InputError(told) from None


def unsure(scenario: Scenario) -> list[str]:
    """The parameters that were measured on this record alone and have a prior to fall back on."""
    return [name for name in measured_here(scenario) if scenario.parameters[name].prior]


def planned(scenario: Scenario, runs: int) -> int:
    """How many runs the evidence for an ensemble of so many takes."""
    return min(runs, MOST_RUNS) * (2 if unsure(scenario) else 1)
