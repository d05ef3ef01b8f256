"""N7: the scenario with its procedure and its guards off. What the rules are worth."""

import attrs

from sim.scenario.model import Scenario


def unruled(scenario: Scenario) -> Scenario:
    """The scenario, every step allowed whenever it is triggered and whatever it emits.

    Delays, chances, rates, limits, gates and cancelling stay.
    """
    steps = tuple(attrs.evolve(step, guard=None, guard_due=None) for step in scenario.steps)
    return attrs.evolve(scenario, steps=steps, procedure=())
