"""An intention: a step that something has triggered and that waits for its instant.

It holds nothing that cannot be had again from scenario, seed and log: identity and draws are a
digest of those, and the delay was drawn when its cause was folded.
"""

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

import attrs
import simpy

from sim.engine.delays import DelayCode
from sim.engine.program import StepCode
from sim.events import Event
from sim.language.formulas import added, times
from sim.situation import Situation
from sim.situation.parts import FOREVER

Calls = Sequence[Callable[[Any], None]]
"""What SimPy calls when a timer's second has come, with the timer."""


class Timer(simpy.Event):
    """A SimPy event that falls due at a second, in the order of its rank, and calls back.

    A Timeout cannot be used: it always takes SimPy's ordinary priority. The flags that SimPy reads
    when it processes an event are the class's, since none of these ever fails or is waited for.
    """

    _ok = True
    _value = None

    def __init__(self, calls: Calls) -> None:
        self.callbacks = calls  # type: ignore[assignment]  # never appended to, so shared by many

    def drop(self) -> None:
        """Make it do nothing when its second comes; SimPy's heap cannot give it back."""
        self.callbacks = ()  # type: ignore[assignment]


@attrs.frozen
class Wait:
    """A delay as it was drawn: so many seconds, and multiples of the times to deadlines.

    Both are fixed when the cause is folded; only where the deadlines fall may change after that.
    """

    seconds: float
    counted: tuple[tuple[float, int], ...]

    @classmethod
    def drawn(cls, delay: DelayCode, situation: Situation, cause: Event, digest: bytes) -> "Wait":
        """Draw a delay from the words of a digest."""
        now = cause.time
        seconds = delay.drawn(situation, now, cause, digest)
        counted = tuple((scale(situation, now, cause), place) for scale, place in delay.deadlines)
        return cls(seconds, counted)

    def due(self, situation: Situation, cause: Event, now: int) -> int:
        """The instant it ends at: whole seconds, rounded up, at least one after now."""
        total = self.seconds
        for scale, place in self.counted:
            falls_at = situation.falls_at[place]
            if falls_at >= FOREVER:
                return FOREVER
            total = added(total, times(scale, falls_at - cause.time))
        if total >= FOREVER:
            return FOREVER
        return max(cause.time + ceil(max(total, -FOREVER)), now + 1)


class Occasion(Timer):
    """A step whose instant comes: by the calendar, at a rate, or because of an event."""

    cause: Event | None

    def __init__(self, step: StepCode, digest: bytes, due: int) -> None:
        super().__init__(())
        self.step = step
        self.cause = None
        self.digest = digest
        self.due = due


class Intention(Occasion):
    """What an actor means to do: which step, because of what, with which draws, due when.

    It is its own timer: one object for each trigger, made on the hottest path of a run.
    """

    cause: Event
    wait: Wait | None = None
    """How its instant was found, where it may have to be found again."""

    def __init__(  # the parent's is not called: it would cost more than this does
        self, step: StepCode, cause: Event, digest: bytes, due: int, calls: Calls
    ) -> None:
        self.callbacks = calls  # type: ignore[assignment]
        self.step = step
        self.cause = cause
        self.digest = digest
        self.due = due

    @property
    def rank(self) -> int:
        """Its place among the occasions of its second."""
        return self.step.rank + self.cause.seq

    @property
    def alive(self) -> bool:
        """Whether it still waits: neither settled, nor cancelled, nor replaced."""
        return bool(self.callbacks)
