"""N7: the scenario with its procedure and its guards off. What the rules are worth."""

from sim.check.mutants import BOTH, without
from sim.scenario.model import Scenario


def unruled(scenario: Scenario) -> Scenario:
    """The scenario, every step allowed whenever it is triggered and whatever it emits.

    Delays, chances, rates, limits, gates and cancelling stay.
    """
    every = range(len(scenario.procedure))
    return without(scenario, every, {step.label: dict.fromkeys(BOTH) for step in scenario.steps})
