"""How much there is to look at: what bounds the time that a run takes, whatever a scenario says.

The limits of a run count occasions and reactions. One of many parts (long expressions, many
outcomes, a long procedure) counts as several, so that the limits bound the work and not only the
number.
"""

from sim.language.tree import Draw, Institution, Tree, operands
from sim.scenario.model import Rate, Response, Step
from sim.situation import Ledger, Requirement

PARTS = 25
"""Parts of expressions, procedure and ballots that count as one look."""

LIGHT = 20
"""Looks of an event that need not be counted: before they are too many, the events are."""


DRAWN, GAMMA = 10, 200
"""Parts that a draw counts as; a gamma of a large shape takes the longest by far."""


class Workload:
    """Counts looks; each part that many mention is counted once and remembered."""

    def __init__(self, ledger: Ledger, procedure: tuple[Requirement, ...]) -> None:
        self._gates = ledger.gates
        self._leanings: dict[str, int] = {}
        self._rules: dict[str, int] = {}
        for rule in procedure:
            parts = 1 + len(rule.needs)
            if rule.condition is not None:
                parts += self.parts(rule.condition.tree)
            self._rules[rule.event.kind] = self._rules.get(rule.event.kind, 0) + parts

    def of(self, parts: int) -> int:
        """The looks that so many parts count as: one at least."""
        return 1 + parts // PARTS

    def of_step(self, step: Step) -> int:
        """The looks that triggering a step and carrying it out may come to."""
        trigger = step.trigger
        read = [step.guard, step.guard_due]
        if isinstance(trigger, Response):
            read.append(trigger.after)
        elif isinstance(trigger, Rate):
            read.append(trigger.intensity)
        parts = 0 if not step.gate else self._blocs(step.gate)
        for outcome in step.outcomes:
            read.append(outcome.chance)
            for emission in outcome.emissions:
                read.append(emission.quantity)
                parts += self._rules.get(emission.kind, 0)
            if len(outcome.emissions) > 1:  # of which each may be tried out on a copy
                parts += LIGHT * PARTS if parts else 0
        for expression in read:
            parts += 0 if expression is None else self.parts(expression.tree)
        return self.of(parts)

    def parts(self, tree: Tree) -> int:
        """The parts of a tree, and of the leanings that it reads."""
        count = 1
        if isinstance(tree, Institution) and tree.name in self._gates:
            count += self._blocs(tree.name)
        elif isinstance(tree, Draw):
            count += GAMMA if tree.family == "gamma" else DRAWN
        for part in operands(tree):
            count += self.parts(part)
        return count

    def _blocs(self, gate: str) -> int:
        """The parts of the leanings of a gate's body; a bloc counts even if it reads nothing."""
        body = self._gates[gate].body
        if body.actor not in self._leanings:
            count = 0
            for bloc in body.blocs:
                count += 5 + self.parts(bloc.position.tree) + self.parts(bloc.attendance.tree)
            self._leanings[body.actor] = count
        return self._leanings[body.actor]
