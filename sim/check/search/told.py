"""What was found, as a story: what happened, because of what, which decisions matter, how likely.

The chance of a decision is that of its outcome times that of its time. For the time of an
intention it is the share of sixteen equally likely delays with which the rule is broken all the
same; for a rate it is the chance that something comes at all in those sixteenths of the story's
time in which it breaks the rule. All else is as in the story; a vote's is the share of recounts.
"""

from hashlib import blake2b

import attrs

from sim.chance.mathematics import exp
from sim.check.search.case import Case, Decision
from sim.check.search.choosing import NAME, Kept, ladder, taken
from sim.check.search.model import Model, Models
from sim.check.search.trial import Broken, Noting, broken
from sim.check.watching import Rule
from sim.engine.intention import Occasion
from sim.errors import RunError
from sim.scenario.model import Rate
from sim.situation import Situation

PARTS = 16
"""Into how many equally likely parts a time is cut, to see with which a rule is broken."""

RECOUNTS = 200
"""Recounts of a vote by which the chance of its result is told."""


@attrs.frozen
class Decided:
    """A decision that matters: whose step, when it came about, what came of it, how likely both are.

    `outcome` is the place among the step's outcomes, -1 for nothing, None for one that is sure;
    `chance` is its chance there and then. `parts` are the sixteenths of its time that would do
    (None where its time is no matter of chance), `timely` their chance.
    """

    decision: Decision
    second: int | None
    outcome: int | None
    chance: float
    parts: int | None
    timely: float

    @property
    def probability(self) -> float:
        """The chance of the outcome and of the time."""
        return self.chance * self.timely


@attrs.frozen
class Counterexample:
    """A run that breaks a rule, made small.

    `minimal` says that no decision could be left out any more; without it there was no time.
    """

    rule: Rule
    broken: Broken
    decided: tuple[Decided, ...]
    minimal: bool

    @property
    def probability(self) -> float:
        """The chance of all decisions that matter, each given the others."""
        product = 1.0
        for one in self.decided:
            product *= one.probability
        return product


@attrs.frozen
class Came:
    """How an occasion came about: when, which outcome, its chance, the intensity of its rate."""

    second: int
    outcome: int | None
    chance: float
    pace: float


class Telling(Noting):
    """Notes of each occasion that a case keeps how it came about."""

    def __init__(self, model: Model, case: Case) -> None:
        kept = Kept(model, case)
        super().__init__(kept)
        self.model = model
        self.case = case
        self.kept = kept.kept
        self.came: dict[bytes, Came] = {}

    def outcome(self, occasion: Occasion, situation: Situation) -> bytes | None:
        """Note what comes of an occasion."""
        chosen = super().outcome(occasion, situation)
        name, step, now = occasion.digest[:NAME], occasion.step, occasion.due
        if name in self.kept:
            place, chance = self._drawn(occasion, situation, chosen)
            pace = step.intensity(situation, now, None) if step.intensity else 0.0
            self.came[name] = Came(now, place, chance, pace)
        return chosen

    def _drawn(
        self, occasion: Occasion, situation: Situation, chosen: bytes | None
    ) -> tuple[int | None, float]:
        """Which outcome is drawn, and how likely it was; none where only one is possible."""
        odds = self.model.odds[occasion.step.place]
        if odds.step.declared.gate and chosen is not None:
            return None, _recounted(occasion, situation, chosen)
        rungs = ladder(odds, occasion, situation)
        place = -1 if chosen is None else taken(odds, occasion, situation, chosen)
        low, high = rungs.get(place, (0.0, 1.0))
        return (None if len(rungs) == 1 else place), high - low


def _recounted(occasion: Occasion, situation: Situation, chosen: bytes) -> float:
    """The share of recounts with the same result as a vote had."""
    decide, now, cause = occasion.step.decide, occasion.due, occasion.cause
    result = decide(situation, now, cause, chosen)
    same = 0
    for number in range(RECOUNTS):
        again = blake2b(occasion.digest + number.to_bytes(2, "little")).digest()
        same += decide(situation, now, cause, again) == result
    return max(same, 1) / RECOUNTS


def told(models: Models, rule: str, found: Broken, *, minimal: bool) -> Counterexample:
    """The story of a run that breaks a rule; `minimal` if nothing more could be left out of it."""
    model = models.of(found.case.changes) or models.own
    trials = _Trials(model, rule, found)
    decided = [trials.decided(one) for one in found.case.decisions or ()]
    decided.sort(key=lambda one: -1 if one.second is None else one.second)
    return Counterexample(model.rules[rule], found, tuple(decided), minimal)


@attrs.frozen
class _Trials:
    """A story, and what becomes of it with one decision otherwise."""

    model: Model
    rule: str
    story: Broken

    def decided(self, decision: Decision) -> Decided:
        """A decision with its chances."""
        came = self._run(decision)[1]
        second, outcome = (None, None) if came is None else (came.second, came.outcome)
        chance = 1.0 if came is None else came.chance
        step = self.model.program.by_label.get(decision.step)
        parts, timely = None, 1.0
        if step is not None and isinstance(step.declared.trigger, Rate):
            parts, timely = self._of_rate(decision, came)
        elif step is not None and self.model.odds[step.place].drawn:
            parts = self._of_delay(decision)
            timely = parts / PARTS
        return Decided(decision, second, outcome, chance, parts, timely)

    def _of_delay(self, decision: Decision) -> int:
        """With how many of equally likely delays the rule is broken; its own is one of them."""
        levels = ((part + 0.5) / PARTS for part in range(PARTS))
        broken_by = [self._run(attrs.evolve(decision, delay=level))[0] for level in levels]
        return max(sum(broken_by), 1)

    def _of_rate(self, decision: Decision, came: Came | None) -> tuple[int, float]:
        """At how many of equal parts of the story's time, and how likely anything is in them."""
        length = self.story.since / PARTS
        paces = []
        for part in range(PARTS):
            moved = attrs.evolve(decision, second=int((part + 0.5) * length))
            breaks, there = self._run(moved)
            if breaks and there is not None:
                paces.append(there.pace)
        if not paces and came is not None:
            paces.append(came.pace)
        expected = 0.0
        for pace in paces:
            expected += pace * length
        return len(paces), 1 - exp(-expected)

    def _run(self, decision: Decision) -> tuple[bool, Came | None]:
        """The story with a decision as given: whether it breaks the rule, how that came about."""
        case = self.story.case
        others = [one for one in case.decisions or () if one.identity != decision.identity]
        telling = Telling(self.model, attrs.evolve(case, decisions=(*others, decision)))
        try:
            found = broken(self.model, [self.model.rules[self.rule]], telling.case, telling)
        except RunError:
            return False, None
        return bool(found), telling.came.get(decision.identity)
