"""What is pending after a cut, derived from (scenario, seed, log prefix).

The prefix is folded and reacted to as it was when it happened; an intention due before the cut is
settled, later ones are pending. Nothing is simulated, and nothing but the log is needed.
"""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

from sim.engine.intention import Intention, Timer
from sim.engine.order import CALENDAR, DEADLINE, GIVEN, RATE, RESPONSE, rank
from sim.engine.program import Program
from sim.engine.run import Run
from sim.engine.trace import Trace
from sim.events import Event
from sim.scenario.model import Calendar, Response


def replayed(
    program: Program, seed: int, events: Sequence[Event], cut: int, trace: Trace | None
) -> Run:
    """A run standing at the first second after a prefix, with what is pending there."""
    run = Run(program, seed, cut, None)
    past = _Waiting()
    schedule = run.world.schedule
    run.world.schedule = past.wait
    firing = b""
    for event in events:
        if event.identity[:16] != firing:
            firing = event.identity[:16]
            for intention in past.settled(event.time, _rank_of(program, event), firing):
                _forget(run, intention)
            _count_firing(run, event)
        if event.step.startswith("initial: "):
            run.state(event)
        else:
            run.record(event)
    for intention in past.settled(cut, 0, b""):
        _forget(run, intention)
    run.world.trace = trace
    run.world.schedule = schedule
    for _, _, _, intention in past.heap:
        if intention.alive:
            run.world.schedule(intention, intention.rank, intention.due - cut)
    return run


class _Waiting:
    """Stands in for SimPy while the past is read: nothing falls due, all is remembered."""

    def __init__(self) -> None:
        self.heap: list[tuple[int, int, int, Intention]] = []
        self.number = 0
        self.fired: dict[bytes, list[Intention]] = {}

    def wait(self, timer: Timer, _rank: int, _delay: int) -> None:
        """Remember an intention by its instant, and by what it will be called if it fires."""
        if isinstance(timer, Intention):
            self.number += 1
            heappush(self.heap, (timer.due, timer.rank, self.number, timer))
            self.fired.setdefault(timer.digest[:16], []).append(timer)

    def settled(self, second: int, order: int, firing: bytes) -> Iterator[Intention]:
        """What fell due before an occasion, and what the occasion was: it is in the log."""
        while self.heap and self.heap[0][:2] < (second, order):
            intention = heappop(self.heap)[-1]
            if intention.alive:
                yield intention
        yield from [one for one in self.fired.pop(firing, ()) if one.alive]


def _forget(run: Run, intention: Intention) -> None:
    run.actors[intention.step.actor].settle(intention)
    intention.drop()


def _count_firing(run: Run, event: Event) -> None:
    step = run.program.by_label.get(event.step)
    if step is not None and step.limit is not None:
        run.firings[step.place] = run.firings.get(step.place, 0) + 1


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
