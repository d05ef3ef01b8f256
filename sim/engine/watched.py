"""A run under way while somebody watches each event, and may stop it.

Watching changes nothing: a run that is not stopped has the bytes of the run that nobody watched.
Nothing of this is called, or even looked for, where nobody watches.
"""

from typing import Protocol

from simpy.core import StopSimulation

from sim.engine.choices import Choices
from sim.engine.program import Program
from sim.engine.run import Run
from sim.events import Event
from sim.situation import Situation


class Watch(Protocol):
    """Who watches. What is initial is told to nobody: the first situation has it."""

    def before(self, event: Event, situation: Situation) -> None:
        """See the situation into which an event falls, before it is folded."""

    def after(self, event: Event, situation: Situation) -> bool:
        """See the situation after an event; true stops the run there."""

    def end(self, situation: Situation, until: int) -> None:
        """See the situation at the first second that was not run; not told of a stopped run."""


class WatchedRun(Run):
    """A run that tells somebody of each event."""

    def __init__(self, program: Program, seed: int, watch: Watch, choices: Choices | None) -> None:
        super().__init__(program, seed, 0, None, choices)
        self.watch = watch
        self.stopped = False

    def record(self, event: Event) -> None:
        """Record an event as any run does; stop if that is asked."""
        self.watch.before(event, self.situation)
        super().record(event)
        if self.watch.after(event, self.situation):
            self.stopped = True
            raise StopSimulation(None)
