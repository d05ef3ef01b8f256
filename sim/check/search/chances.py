"""How likely a story is where it might have gone otherwise: each occasion of it drawn anew.

The chance of an occasion is the chance that the rule is broken all the same when it alone is drawn
anew, all else as in the story. A time is drawn in sixteen equally likely parts (a share smaller
than one of them is found by halving), outcomes by their chances there and then, votes by so many
recounts. Of a rate it is asked whether something comes at all in those sixteenths of the story's
time in which it breaks the rule, or nothing in those in which it would keep it.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor

import attrs

from sim.chance.mathematics import exp
from sim.check.search.case import Case, Decision
from sim.check.search.choosing import (
    HINDMOST,
    LEAST,
    NAME,
    RECOUNTS,
    Kept,
    falling,
    ladder,
    taken,
)  # fmt: skip
from sim.check.search.model import Model
from sim.check.search.trial import Broken, Noting, broken
from sim.engine.identity import uniform
from sim.engine.intention import Occasion
from sim.engine.odds import Odds
from sim.engine.program import StepCode
from sim.errors import RunError
from sim.events import Event
from sim.situation import Situation

PARTS = 16
"""Into how many equally likely parts a time is cut."""

HALVINGS = 8
"""By how many a share is found that is smaller than a part."""

SURE = 1 - 1e-9
"""A chance from here on is one."""

FEWER = (1 / 8, 1 / 2)
"""How late an occasion is tried to come, to see whether it matters at all that it did not."""


@attrs.frozen
class Came:
    """How an occasion came about: when, which outcome of which chances, at which intensity."""

    second: int
    outcome: int
    chances: Mapping[int, float]
    pace: float


class Telling(Noting):
    """Notes of some occasions how they came about."""

    def __init__(self, model: Model, case: Case) -> None:
        super().__init__(Kept(model, case))
        self.model = model
        self.case = case
        self.came: dict[bytes, Came] = {}
        self.late: dict[bytes, float] = {}
        """How late each intention comes, from 0 to 1, where one draw alone decides that."""

    def delay(
        self, step: StepCode, cause: Event, digest: bytes, situation: Situation
    ) -> bytes | None:
        """Note how late an intention comes."""
        chosen = super().delay(step, cause, digest, situation)
        waits = falling(self.model.odds[step.place], situation, cause)
        if chosen is not None and waits is not None and len(waits.terms) == 1:
            level = uniform(chosen, waits.terms[0].word)
            self.late[digest[:NAME]] = level if waits.terms[0].scale > 0 else 1 - level
        return chosen

    def outcome(self, occasion: Occasion, situation: Situation) -> bytes | None:
        """Note what comes of an occasion."""
        chosen = super().outcome(occasion, situation)
        step = occasion.step
        pace = step.intensity(situation, occasion.due, None) if step.intensity else 0.0
        place, chances = self._drawn(self.model.odds[step.place], occasion, situation, chosen)
        self.came[occasion.digest[:NAME]] = Came(occasion.due, place, chances, pace)
        return chosen

    @staticmethod
    def _drawn(
        odds: Odds, occasion: Occasion, situation: Situation, chosen: bytes | None
    ) -> tuple[int, Mapping[int, float]]:
        """Which outcome is drawn, and what chance each had; of a vote, each recount the same."""
        if odds.step.declared.gate:
            return 0, dict.fromkeys(range(RECOUNTS), 1 / RECOUNTS)
        rungs = ladder(odds, occasion, situation)
        place = -1 if chosen is None else taken(odds, occasion, situation, chosen)
        return place, {one: high - low for one, (low, high) in rungs.items()}


@attrs.frozen
class Chance:
    """The chance of an occasion, and of what it is made: of its time and of its outcome there.

    `timely` is the share of times that break the rule with the story's outcome, `outcome` the
    chance of that outcome; `whole` counts other outcomes that break it as well.
    """

    whole: float
    timely: float = 1.0
    outcome: float = 1.0


@attrs.frozen
class _Drawn:
    """An occasion at one time: whether its outcome breaks the rule, the chance of that outcome.

    `others` is the chance of the other outcomes that break it; `came` is None if nothing came up.
    """

    breaks: bool
    chance: float
    others: float
    came: Came | None

    @property
    def whole(self) -> float:
        """The chance that the rule is broken."""
        return self.breaks * self.chance + self.others


@attrs.frozen
class Trials:
    """A story, and what becomes of it with one occasion otherwise."""

    model: Model
    rule: str
    story: Broken

    def of_kept(self, decision: Decision) -> tuple[Chance, Came | None]:
        """The chance of a decision that matters, and how it came about."""
        telling = self._with(decision)
        self._breaks(telling)
        came = telling.came.get(decision.identity)
        if came is None:
            return Chance(1.0), None
        made = attrs.evolve(decision, outcome=came.outcome)
        outcome = came.chances.get(came.outcome, 1.0)
        if self._is_rate(decision):
            timely = 1 - exp(-self._expected(made, came))
            return Chance(timely * outcome, timely, outcome), came
        drawn = [self._drawn(late) for late in self._later(made)]
        timely = sum(one.breaks for one in drawn) / len(drawn)
        if not timely:
            timely = self._around(made, telling.late.get(decision.identity))
            return Chance(timely * outcome, timely, outcome), came
        return Chance(max(_mean(drawn), timely * outcome), timely, outcome), came

    def of_quiet(self, name: bytes, step: str) -> Chance:
        """The chance that an occasion that is not kept does not keep the rule either."""
        decision = Decision(name, step)
        if self._is_rate(decision):
            return Chance(exp(-self._expected(decision, None)))
        few = [attrs.evolve(decision, delay=late) for late in FEWER]
        if all(self._drawn(late).whole > SURE for late in few):
            return Chance(1.0)
        whole = _mean([self._drawn(late) for late in self._later(decision)])
        return Chance(whole or self._around(decision, HINDMOST))

    def _around(self, decision: Decision, own: float | None) -> float:
        """The share of delays near the story's own that break the rule; no part's middle does.

        Its bounds are found by halving; where several draws make a delay it is one part at most.
        """
        if own is None:
            return 1 / PARTS
        place = own * PARTS - 0.5
        low, high = max(floor(place) + 0.5, 0.0) / PARTS, min(ceil(place) + 0.5, PARTS) / PARTS

        def bound(inside: float, outside: float) -> float:
            for _ in range(HALVINGS):
                middle = (inside + outside) / 2
                if self._run(attrs.evolve(decision, delay=middle))[0]:
                    inside = middle
                else:
                    outside = middle
            return (inside + outside) / 2

        return bound(own, high) - bound(own, low)

    def _is_rate(self, decision: Decision) -> bool:
        return self.model.program.by_label[decision.step].intensity is not None

    def _later(self, decision: Decision) -> Iterator[Decision]:
        """A decision in the middle of each part of its time, if its time is a matter of chance."""
        if not self.model.odds[self.model.program.by_label[decision.step].place].drawn:
            yield decision
            return
        for part in range(PARTS):
            yield attrs.evolve(decision, delay=(part + 0.5) / PARTS)

    def _expected(self, decision: Decision, came: Came | None) -> float:
        """How many occasions of a rate are expected at times at which they would do.

        With `came` those that break the rule as that did, without those that keep it.
        """
        length = self.story.since / PARTS
        found = 0.0
        for part in range(PARTS):
            drawn = self._drawn(attrs.evolve(decision, second=int((part + 0.5) * length)))
            if drawn.came is not None:
                does = float(drawn.breaks) if came else 1.0 - drawn.whole
                found += drawn.came.pace * length * does
        return found or (came.pace * length if came else 0.0)

    def _drawn(self, decision: Decision) -> _Drawn:
        """A decision as given, and with each other outcome."""
        breaks, came = self._run(decision)
        if came is None:
            return _Drawn(breaks, 1.0, 0.0, None)
        others = 0.0
        for place, chance in came.chances.items():
            if place != came.outcome and chance >= LEAST:
                others += chance * self._run(attrs.evolve(decision, outcome=place))[0]
        return _Drawn(breaks, came.chances.get(came.outcome, 1.0), others, came)

    def _with(self, decision: Decision) -> Telling:
        """Who notes what happens in the story with a decision as given."""
        others = [
            one for one in self.story.case.decisions or () if one.identity != decision.identity
        ]
        case = attrs.evolve(self.story.case, decisions=(*others, decision))
        return Telling(self.model, case)

    def _run(self, decision: Decision) -> tuple[bool, Came | None]:
        """The story with a decision as given: whether it breaks the rule, how that came about."""
        telling = self._with(decision)
        return self._breaks(telling), telling.came.get(decision.identity)

    def _breaks(self, telling: Telling) -> bool:
        try:
            return bool(broken(self.model, [self.model.rules[self.rule]], telling.case, telling))
        except RunError:
            return False


def _mean(drawn: Sequence[_Drawn]) -> float:
    total = 0.0
    for one in drawn:
        total += one.whole
    return total / len(drawn)
