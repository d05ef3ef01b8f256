"""A case made smaller until nothing can be left out, while its run still breaks the same rule.

Delta debugging (Zeller and Hildebrandt 2002) on the decisions that were to be made: a part of them
is left out, and what is left out comes about as little as may be. It ends where no single decision
can be left out without the rule being kept, or the story growing longer.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import attrs

from sim.check.search.case import Case, Decision
from sim.check.search.model import Models
from sim.check.search.trial import Broken, tried
from sim.check.search.waiting import Spent
from sim.scenario.model import Rate

SOONER = (1 / 32, 1 / 8, 1 / 4)
"""How late what is kept is tried to come, to shorten a story."""

T = TypeVar("T")

MOST_RUNS = 3_000
"""Runs by which one case is made smaller, at most: a hundred or so are common."""

MOST_LEFT = 100
"""Decisions of a case that was made small: it has a tenth of it."""


class Reducer:
    """Makes cases of one rule smaller; counts the runs that it takes."""

    def __init__(self, models: Models, rule: str, spent: Spent) -> None:
        self.models = models
        self.rule = rule
        self.spent = spent
        self.runs = 0
        self.cut = False
        self._left = MOST_RUNS
        steps = models.own.program.scenario.steps
        self.rates = {step.label for step in steps if isinstance(step.trigger, Rate)}

    def reduced(self, found: Broken) -> Broken:
        """The smallest found from a run that breaks the rule; `cut` says that less may do."""
        self.cut, self._left = False, MOST_RUNS
        best = self._try(attrs.evolve(found.case, decisions=found.decisions)) or found
        size = None
        while best.size != size and not self.cut:
            size = best.size
            best = self._without_assumptions(best)
            best = self._fewer_decisions(best)
            best = self._sooner(best)
        return best

    def _try(self, case: Case) -> Broken | None:
        """Run a case; None once there is no more time, or were too many runs."""
        self.cut = self.cut or self.spent() or self._left <= 0
        if self.cut:
            return None
        self.runs += 1
        self._left -= 1
        return tried(self.models, self.rule, case)

    def _without_assumptions(self, best: Broken) -> Broken:
        """Put back what was assumed otherwise than the scenario has it, as much as can be."""

        def still(changes: Sequence[str], without: Iterable[str]) -> bool:
            nonlocal best
            left = {name: best.case.changes[name] for name in changes}
            case = attrs.evolve(best.case, changes=left, without=frozenset(without))
            found = self._try(case)
            best = found or best
            return found is not None

        fewest([*best.case.changes], lambda names: still(names, best.case.without))
        fewest(sorted(best.case.without), lambda roles: still([*best.case.changes], roles))
        return best

    def _fewer_decisions(self, best: Broken) -> Broken:
        """Leave out decisions: halves, then ever smaller parts, at last one by one."""

        def still(decisions: Sequence[Decision]) -> bool:
            nonlocal best
            found = self._try(attrs.evolve(best.case, decisions=tuple(decisions)))
            if found is None or found.length > best.length:
                return False
            best = found
            return True

        fewest(best.case.decisions or (), still)
        return best

    def _sooner(self, best: Broken) -> Broken:
        """Let what is kept come sooner, where that makes the story shorter."""
        for decision in best.case.decisions or ():
            for other in self._other_times(best, decision):
                decisions = [
                    other if one.identity == other.identity else one
                    for one in best.case.decisions or ()
                ]
                found = self._try(attrs.evolve(best.case, decisions=tuple(decisions)))
                if found is not None and found.length < best.length:
                    best = found
                    break
        return best

    def _other_times(self, best: Broken, decision: Decision) -> list[Decision]:
        """A decision with its occasion sooner."""
        if decision.step in self.rates:
            seconds = [int(best.since * share) for share in SOONER]
            return [attrs.evolve(decision, second=second) for second in seconds]
        return [attrs.evolve(decision, delay=late) for late in SOONER]


def irreducible(models: Models, rule: str, found: Broken) -> bool:
    """Whether nothing can be left out: neither an assumption nor a decision.

    Without it the rule is kept, or, without a decision, the story is longer. Of what has not been
    made small that is not asked: it would take a run for each decision.
    """
    case, decisions = found.case, found.case.decisions
    if decisions is None or len(decisions) > MOST_LEFT:
        return False
    for name in case.changes:
        left = {other: value for other, value in case.changes.items() if other != name}
        if tried(models, rule, attrs.evolve(case, changes=left)) is not None:
            return False
    for role in case.without:
        if tried(models, rule, attrs.evolve(case, without=case.without - {role})) is not None:
            return False
    for place in range(len(decisions)):
        fewer = attrs.evolve(case, decisions=decisions[:place] + decisions[place + 1 :])
        other = tried(models, rule, fewer)
        if other is not None and other.length <= found.length:
            return False
    return True


def fewest(items: Sequence[T], still: Callable[[Sequence[T]], bool]) -> Sequence[T]:
    """A part of some items that `still` has what all have, and of which none can be left out."""
    kept = list(items)
    size = len(kept)
    while size:
        smaller, begins = False, 0
        while begins < len(kept):
            rest = kept[:begins] + kept[begins + size :]
            if still(rest):
                kept, smaller = rest, True
            else:
                begins += size
        size = size // 2 if size > 1 else int(smaller)
    return kept
