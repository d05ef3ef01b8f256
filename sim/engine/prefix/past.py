"""A past that is given: what has happened, folded and reacted to, and who still means to act.

Nothing falls due while it is read: what was emitted is known. The situation after any number of
its events can be had again, so that what an intention would have done there can be asked.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence

import attrs

from sim.engine.intention import Intention, Timer
from sim.engine.program import Program, StepCode
from sim.engine.run import Run
from sim.events import Event
from sim.situation import Situation, fold

MOST_COPIES = 128
"""Situations of the past that are kept at a time: a long record must not fill the memory."""


class Past:
    """The past of a run, event by event; `run` is left standing where it ends.

    `since` is the second that the run's clock shows.
    """

    def __init__(self, program: Program, seed: int, since: int) -> None:
        self.program = program
        self.run = run = Run(program, seed, since, None)
        self.events = run.events
        self.put_down: dict[int, tuple[str, tuple[int, ...]]] = {}
        """What emitted an event, by its number: the step and the causes."""
        self.moves: dict[int, list[int]] = {}
        """For each deadline, after how many events it was set or moved."""
        self.used_dates: set[tuple[int, int]] = set()
        self._fired: dict[int, list[int]] = {}
        self._ends: list[int] = []
        self._loose: dict[int, list[Intention]] = {}
        self._copies: dict[int, Situation] = {0: Situation(program.ledger)}
        self._copied = [0]
        self._schedule = run.world.schedule
        run.world.schedule = self._wait

    def _wait(self, timer: Timer, _rank: int, _delay: int) -> None:
        """Stand in for SimPy, and keep what no actor keeps."""
        if isinstance(timer, Intention) and not timer.step.kept:
            self._loose.setdefault(timer.step.place, []).append(timer)

    # What happens

    def add(self, events: Sequence[Event]) -> None:
        """Append events of one instant; `fold` makes them count."""
        end = len(self.events) + len(events)
        self.events.extend(events)
        self._ends.extend([end] * len(events))

    def fold(self, events: Sequence[Event]) -> None:
        """Fold events of one instant together."""
        end = len(self.events)
        for event in events:
            for place in self.run.situation.fold(event):
                self.moves.setdefault(place, []).append(end)

    def react(self, event: Event) -> None:
        """Let whoever listens cancel and intend."""
        self.run.react(event)

    def count_firing(self, step: StepCode, count: int) -> None:
        """Count a firing, which put event number `count` in the log, for the step's limit."""
        if step.limit is not None:
            self._fired.setdefault(step.place, []).append(count)
            self.run.firings[step.place] = self.run.firings.get(step.place, 0) + 1

    def close(self) -> None:
        """Say of each event what emitted it, and fold the finished events once more."""
        for event in self.events:
            label, causes = self.put_down.get(event.seq, (event.step, event.causes))
            if label != event.step:
                self.events[event.seq] = attrs.evolve(event, step=label, causes=causes)
        self.run.situation = self.run.world.situation = fold(self.program.ledger, self.events)
        self.run.world.schedule = self._schedule

    # What can be asked

    def live(self, step: StepCode) -> Iterable[Intention]:
        """A step's intentions that nothing has fulfilled, replaced or cancelled."""
        if step.kept:
            return self.run.actors[step.actor].pending.get(step.place, {}).values()
        return self._loose.get(step.place, ())

    def forget(self, intention: Intention) -> None:
        """Drop an intention: it has been fulfilled, or has come to nothing."""
        step = intention.step
        intention.drop()
        if step.kept:
            self.run.actors[step.actor].settle(intention)
        else:
            self._loose[step.place].remove(intention)

    def spent(self, step: StepCode, count: int | None = None) -> bool:
        """Whether a step's limit was reached, now or after so many events."""
        if step.limit is None:
            return False
        fired = self._fired.get(step.place, [])
        return (len(fired) if count is None else bisect_left(fired, count)) >= step.limit

    def end_of(self, event: Event) -> int:
        """How many events had happened when what an event triggered was triggered."""
        return self._ends[event.seq]

    def happened_by(self, second: int) -> int:
        """How many events happened by a second: what is documented there comes first in it."""
        return bisect_right(self.events, second, key=lambda event: event.time)

    def after(self, count: int) -> Situation:
        """The situation after so many events; for reading only."""
        found = self._copies.get(count)
        if found is None:
            nearest = self._copied[bisect_right(self._copied, count) - 1]
            found = self._copies[nearest].copy()
            for event in self.events[nearest:count]:
                found.fold(event)
            if len(self._copied) == MOST_COPIES:  # every other one is forgotten, never the first
                for other in self._copied[1::2]:
                    del self._copies[other]
                del self._copied[1::2]
            self._copies[count] = found
            insort(self._copied, count)
        return found
