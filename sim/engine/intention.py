"""An intention: a step that something has triggered and that waits for its instant.

It holds nothing that cannot be had again from scenario, seed and log: identity and draws are a
digest of those, and the delay was drawn when its cause was folded.
"""

from math import ceil
from typing import TYPE_CHECKING

from sim.engine.order import RESPONSE, rank
from sim.events import Event
from sim.situation import Situation
from sim.situation.reading import FOREVER

if TYPE_CHECKING:
    from sim.engine.program import StepCode


class Intention:
    """What an actor means to do: which step, because of what, due when.

    Made for every trigger, so a plain class with slots. `alive` is false once it has been
    settled, cancelled or replaced; a timer that finds it so does nothing.
    """

    __slots__ = ("alive", "cause", "counted", "digest", "drawn", "due", "rank", "step")

    def __init__(self, step: "StepCode", cause: Event, digest: bytes) -> None:
        self.step = step
        self.cause = cause
        self.digest = digest
        self.rank = rank(RESPONSE, step.place, cause.seq)
        self.alive = True
        self.due = cause.time
        self.drawn = 0.0
        self.counted: tuple[tuple[float, int], ...] = ()

    def draw(self, situation: Situation) -> None:
        """Draw the delay: the drawn part and the multiples of times to deadlines stay fixed."""
        delay = self.step.delay
        if delay is None:
            return
        now = self.cause.time
        self.drawn = delay.drawn(situation, now, self.cause, self.digest)
        if delay.deadlines:
            self.counted = tuple(
                (scale(situation, now, self.cause), place) for scale, place in delay.deadlines
            )
        self.settle_due(situation, now)

    def settle_due(self, situation: Situation, now: int) -> None:
        """Fix the instant: whole seconds, rounded up, at least one after now."""
        delay = self.drawn
        for scale, place in self.counted:
            falls_at = situation.falls_at[place]
            if falls_at >= FOREVER:
                self.due = FOREVER
                return
            delay += scale * (falls_at - self.cause.time)
        if delay >= FOREVER:
            self.due = FOREVER
            return
        due = self.cause.time + ceil(delay)
        self.due = due if due > now else now + 1
