"""Cues: given events that are all that a step answers, so that it fires on a date written down.

A step that only a given event can trigger has that event's date as surely as one with `at`.
"""

from sim.scenario.model import Fact, Response, Scenario, Step
from sim.scenario.resolve.possible import possible


class Cues:
    """What a scenario gives from outside, and whether anything else may set a step going."""

    def __init__(self, scenario: Scenario) -> None:
        self._inside = possible(scenario.steps, scenario.deadlines)
        self._given: dict[str, list[Fact]] = {}
        for fact in scenario.given:
            self._given.setdefault(fact.kind, []).append(fact)

    def once(self, step: Step) -> bool:
        """Whether a step is triggered by one given event and by nothing else."""
        if not isinstance(step.trigger, Response):
            return False
        patterns = step.trigger.on
        if any(self._inside.any(pattern) for pattern in patterns):
            return False
        cues = {
            fact.name
            for pattern in patterns
            for fact in self._given.get(pattern.kind, ())
            if pattern.covers(fact.kind, fact.actor, fact.subject)
        }
        return len(cues) == 1
