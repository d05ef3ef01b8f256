"""Who decides in a run: whatever a case keeps comes about, and as little else as may be.

An occasion that is not kept comes as late as is at all likely, and then nothing comes of it where
there is a chance of that, else what is likeliest; a vote comes out as its seed draws it. A rate's
candidate may always be missing: that an intensity yields nothing for a while has a chance above
zero. What is sure cannot be left out.
"""

from hashlib import blake2b
from struct import pack

from sim.check.search.case import Case
from sim.check.search.model import Model
from sim.engine.identity import OUTCOME, WORD, uniform
from sim.engine.intention import Occasion
from sim.engine.odds import Falling, Odds
from sim.engine.program import StepCode
from sim.events import Event
from sim.situation import Situation

NAME = 16
"""Bytes of a digest that are the identity of an occasion."""

HINDMOST = 1 - 2.0**-10
"""The level at which a delay counts as late as is at all likely: one in a thousand takes longer."""

LEAST = 1e-6
"""A chance below this counts as none."""

NOTHING = -1
"""The place of an outcome of which nothing comes."""

HIGHEST = 2**53 - 2
"""The largest draw that is below one when it is read as the middle of its step."""


def with_level(digest: bytes, word: int, level: float) -> bytes:
    """A digest with one of its first eight words as a level between 0 and 1."""
    bits = min(max(int(level * 2.0**53), 0), HIGHEST) << 11
    return digest[: word * WORD] + pack("<Q", bits) + digest[(word + 1) * WORD :]


def falling(odds: Odds, situation: Situation, cause: Event) -> Falling | None:
    """A step's delay as a distribution, right after its cause; None where it is immediate."""
    return None if odds.delay is None else odds.fixed or odds.delay(situation, cause.time, cause)


def delayed(odds: Odds, cause: Event, digest: bytes, situation: Situation, late: float) -> bytes:
    """A digest that draws a delay so late: each of its draws, up or down, as it makes it longer."""
    delay = falling(odds, situation, cause)
    for term in delay.terms if delay else ():
        digest = with_level(digest, term.word, late if term.scale > 0 else 1 - late)
    return digest


def outcome_digest(odds: Odds, occasion: Occasion, situation: Situation, place: int) -> bytes:
    """A digest that draws an outcome by its place; as it was drawn if that has no chance now.

    Of a vote the place says which recount is taken; NOTHING is what no outcome takes.
    """
    digest = occasion.digest
    if odds.step.declared.gate:
        return blake2b(digest + place.to_bytes(2, "little")).digest() if place > 0 else digest
    rungs = ladder(odds, occasion, situation)
    low, high = rungs.get(place, (0.0, 0.0))
    return digest if high - low < LEAST else with_level(digest, OUTCOME, (low + high) / 2)


RECOUNTS = 8
"""Counts of a vote that are told apart by number."""


def possible(odds: Odds, occasion: Occasion, situation: Situation) -> list[int]:
    """The places of the outcomes that have a chance now; of a vote, the numbers of its recounts."""
    if odds.step.declared.gate:
        return list(range(RECOUNTS))
    rungs = ladder(odds, occasion, situation)
    return [place for place, (low, high) in rungs.items() if high - low >= LEAST]


def ladder(odds: Odds, occasion: Occasion, situation: Situation) -> dict[int, tuple[float, float]]:
    """From and to which level of its draw each outcome is taken, or NOTHING."""
    chances = odds.chances(situation, occasion.due, occasion.cause)
    outcomes = list(enumerate(odds.step.declared.outcomes))
    known = [place for place, one in outcomes if one.chance is not None]
    rest = [place for place, one in outcomes if one.chance is None]
    found, total = {}, 0.0
    for place in known:
        found[place] = total, min(total + chances[place], 1.0)
        total = found[place][1]
    found[rest[0] if rest else NOTHING] = total, 1.0
    return found


def taken(odds: Odds, occasion: Occasion, situation: Situation, digest: bytes) -> int:
    """The place of the outcome that a digest draws, or NOTHING."""
    level = uniform(digest, OUTCOME)
    rungs = ladder(odds, occasion, situation)
    return next((place for place, (low, high) in rungs.items() if low <= level < high), NOTHING)


class AsDrawn:
    """Decides nothing: all is as the seed draws it, but for actors who are left out."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def delay(
        self, step: StepCode, cause: Event, digest: bytes, situation: Situation
    ) -> bytes | None:
        """As drawn."""
        del cause, situation
        return None if step.actor in self.case.without else digest

    def moves(self, step: StepCode) -> bool:
        """None."""
        del step
        return False

    def candidate(self, digest: bytes, second: int) -> int:
        """As drawn."""
        del digest
        return second

    def outcome(self, occasion: Occasion, situation: Situation) -> bytes | None:
        """As drawn."""
        del situation
        return None if occasion.step.actor in self.case.without else occasion.digest


class Kept(AsDrawn):
    """Decides so that what a case keeps comes about, and as little else as may be."""

    def __init__(self, model: Model, case: Case) -> None:
        super().__init__(case)
        self.model = model
        self.kept = {one.identity: one for one in case.decisions or ()}
        self.moved = {one.step for one in self.kept.values() if one.second is not None}

    def delay(
        self, step: StepCode, cause: Event, digest: bytes, situation: Situation
    ) -> bytes | None:
        """As kept, or late."""
        if step.actor in self.case.without:
            return None
        decision = self.kept.get(digest[:NAME])
        if decision is not None and decision.delay is None:
            return digest
        late = HINDMOST if decision is None or decision.delay is None else decision.delay
        return delayed(self.model.odds[step.place], cause, digest, situation, late)

    def moves(self, step: StepCode) -> bool:
        """Whether a decision has an occasion of this rate come at another second."""
        return step.label in self.moved

    def candidate(self, digest: bytes, second: int) -> int:
        """As kept."""
        decision = self.kept.get(digest[:NAME])
        return second if decision is None or decision.second is None else decision.second

    def outcome(self, occasion: Occasion, situation: Situation) -> bytes | None:
        """As kept, or nothing where that has a chance."""
        step = occasion.step
        if step.actor in self.case.without:
            return None
        odds = self.model.odds[step.place]
        decision = self.kept.get(occasion.digest[:NAME])
        if decision is not None:
            if decision.outcome is None:
                return occasion.digest
            return outcome_digest(odds, occasion, situation, decision.outcome)
        if step.intensity is not None:
            return None
        if step.declared.gate:
            return occasion.digest
        rungs = ladder(odds, occasion, situation)
        chances = {place: high - low for place, (low, high) in rungs.items()}
        if chances.get(NOTHING, 0.0) >= LEAST:
            return None
        likeliest = max(chances, key=lambda place: (chances[place], -place))
        return outcome_digest(odds, occasion, situation, likeliest)
