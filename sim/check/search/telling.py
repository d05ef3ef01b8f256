"""A run that notes of each occasion how it came about: when, how late, which of which outcomes."""

from collections.abc import Mapping

import attrs

from sim.check.search.case import Case
from sim.check.search.choosing import NAME, NOTHING, RECOUNTS, Kept, falling, ladder, taken
from sim.check.search.model import Model
from sim.check.search.trial import Noting
from sim.engine.identity import uniform
from sim.engine.intention import Occasion
from sim.engine.odds import Falling, Odds
from sim.engine.program import StepCode
from sim.events import Event
from sim.situation import Situation


@attrs.frozen
class Came:
    """How an occasion came about: when, which outcome of which chances, at which intensity."""

    second: int
    outcome: int
    chances: Mapping[int, float]
    pace: float


@attrs.frozen
class Wait:
    """How long an intention waits where one draw alone decides that: how late it comes, 0 to 1."""

    own: float
    cause: int
    falling: Falling

    def level(self, second: float) -> float:
        """The share of delays after which it has come by a second; 0 if deadlines count as well."""
        if self.falling.counted:
            return 0.0
        return self.falling.terms[0].at_most(second - self.cause - self.falling.offset)


class Telling(Noting):
    """Notes of some occasions how they came about."""

    def __init__(self, model: Model, case: Case) -> None:
        kept = Kept(model, case)
        super().__init__(kept)
        self.model = model
        self.case = case
        self.made = kept.kept
        self.came: dict[bytes, Came] = {}
        self.waits: dict[bytes, Wait] = {}

    def delay(
        self, step: StepCode, cause: Event, digest: bytes, situation: Situation
    ) -> bytes | None:
        """Note how late an intention comes."""
        chosen = super().delay(step, cause, digest, situation)
        delay = falling(self.model.odds[step.place], situation, cause)
        if chosen is not None and delay is not None and len(delay.terms) == 1:
            level = uniform(chosen, delay.terms[0].word)
            late = level if delay.terms[0].scale > 0 else 1 - level
            self.waits[digest[:NAME]] = Wait(late, cause.time, delay)
        return chosen

    def outcome(self, occasion: Occasion, situation: Situation) -> bytes | None:
        """Note what comes of an occasion."""
        chosen = super().outcome(occasion, situation)
        step = occasion.step
        pace = step.intensity(situation, occasion.due, None) if step.intensity else 0.0
        place, chances = self._drawn(self.model.odds[step.place], occasion, situation, chosen)
        self.came[occasion.digest[:NAME]] = Came(occasion.due, place, chances, pace)
        return chosen

    def _drawn(
        self, odds: Odds, occasion: Occasion, situation: Situation, chosen: bytes | None
    ) -> tuple[int, Mapping[int, float]]:
        """Which outcome is drawn, and what chance each had; of a vote, each recount the same."""
        if odds.step.declared.gate:
            made = self.made.get(occasion.digest[:NAME])
            recount = 0 if made is None else max(made.outcome or 0, 0)
            return recount, dict.fromkeys(range(RECOUNTS), 1 / RECOUNTS)
        rungs = ladder(odds, occasion, situation)
        place = NOTHING if chosen is None else taken(odds, occasion, situation, chosen)
        return place, {one: high - low for one, (low, high) in rungs.items()}
