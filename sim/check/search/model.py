"""A scenario made ready to be searched: its program, its rules, and what is likely of each step."""

from collections.abc import Callable, Mapping

from sim.check.watching import Rule, rules
from sim.engine import Program
from sim.engine.odds import Odds
from sim.errors import InputError
from sim.scenario import Scenario


class Model:
    """A scenario, compiled so that each of its steps can be asked for its choices."""

    def __init__(self, scenario: Scenario) -> None:
        self.program = Program(scenario, general=True)
        self.odds = [Odds.of(step, self.program.ledger) for step in self.program.steps]
        self.rules: Mapping[str, Rule] = {rule.name: rule for rule in rules(self.program)}


MOST_MODELS = 16
"""Ways of assuming otherwise that are remembered: one takes some megabytes."""


class Models:
    """The scenario with one or other assumption changed; each is made once."""

    def __init__(self, scenario: Scenario, again: Callable[[Mapping[str, str]], Scenario]) -> None:
        self.own = Model(scenario)
        self._again = again
        self._made: dict[tuple[tuple[str, str], ...], Model | None] = {}

    def of(self, changes: Mapping[str, str]) -> Model | None:
        """The model with some parameters given other values; None where that is no scenario."""
        if not changes:
            return self.own
        key = tuple(sorted(changes.items()))
        if key not in self._made:
            if len(self._made) == MOST_MODELS:
                del self._made[next(iter(self._made))]
            try:
                self._made[key] = Model(self._again(changes))
            except InputError:
                self._made[key] = None
        return self._made[key]
