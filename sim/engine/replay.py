"""What is pending after a cut, derived from (scenario, seed, log prefix).

The prefix is folded and reacted to as it was when it happened; an intention due before the cut is
settled, later ones are pending. Nothing is simulated, and nothing but the log is needed.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush

from sim.engine.intention import Intention, Timer
from sim.engine.order import CALENDAR, DEADLINE, GIVEN, RATE, RESPONSE, rank
from sim.engine.program import Program
from sim.engine.run import Run
from sim.engine.trace import Trace
from sim.events import Event
from sim.scenario.model import Calendar, Response


class Replay:
    """A run whose log is read instead of made; `waiting` are the intentions that pend so far."""

    def __init__(self, run: Run, waiting: Iterable[Intention] = ()) -> None:
        self.run = run
        self.waiting = _Waiting()
        for intention in waiting:
            self.waiting.add(intention)
        self._schedule = run.world.schedule
        run.world.schedule = self._wait

    def _wait(self, timer: Timer, _rank: int, _delay: int) -> None:
        """Stand in for SimPy: nothing falls due while the past is read."""
        if isinstance(timer, Intention):
            self.waiting.add(timer)

    def read(self, events: Sequence[Event]) -> None:
        """Read what happened next."""
        run = self.run
        firing = b""
        for event in events:
            if event.identity[:16] != firing:
                firing = event.identity[:16]
                self._settle(event.time, _rank_of(run.program, event), firing)
                self._count_firing(event)
            if event.step.startswith("initial: "):
                run.state(event)
            else:
                run.record(event)

    def stand(self, cut: int, trace: Trace | None) -> Run:
        """The run at the first second after what was read, with what is pending there."""
        run = self.run
        self._settle(cut, 0, b"")
        run.world.trace = trace
        run.world.schedule = self._schedule
        for intention in self.waiting.left():
            run.world.schedule(intention, intention.rank, intention.due - cut)
        return run

    def _settle(self, second: int, order: int, firing: bytes) -> None:
        for intention in self.waiting.settled(second, order, firing):
            self.run.actors[intention.step.actor].settle(intention)
            intention.drop()

    def _count_firing(self, event: Event) -> None:
        run = self.run
        step = run.program.by_label.get(event.step)
        if step is not None and step.limit is not None:
            run.firings[step.place] = run.firings.get(step.place, 0) + 1


class _Waiting:
    """Intentions by their instant, and by what they will be called if they fire."""

    def __init__(self) -> None:
        self.heap: list[tuple[int, int, int, Intention]] = []
        self.number = 0
        self.fired: dict[bytes, list[Intention]] = {}

    def add(self, intention: Intention) -> None:
        """Remember an intention."""
        self.number += 1
        heappush(self.heap, (intention.due, intention.rank, self.number, intention))
        self.fired.setdefault(intention.digest[:16], []).append(intention)

    def settled(self, second: int, order: int, firing: bytes) -> Iterator[Intention]:
        """What fell due before an occasion, and what the occasion was: it is in the log."""
        while self.heap and self.heap[0][:2] < (second, order):
            intention = heappop(self.heap)[-1]
            if intention.alive:
                yield intention
        yield from [one for one in self.fired.pop(firing, ()) if one.alive]

    def left(self) -> Iterator[Intention]:
        """What has not fallen due yet."""
        return (intention for _, _, _, intention in self.heap if intention.alive)


def _rank_of(program: Program, event: Event) -> int:
    """The rank of the occasion on which an event was emitted."""
    if event.step.startswith("deadline: "):
        return rank(DEADLINE, 0, 0)
    step = program.by_label.get(event.step)
    if step is None:
        return rank(GIVEN, 0, 0)
    trigger = step.declared.trigger
    if isinstance(trigger, Response):
        return rank(RESPONSE, step.place, event.causes[0])
    return rank(CALENDAR if isinstance(trigger, Calendar) else RATE, step.place, 0)
