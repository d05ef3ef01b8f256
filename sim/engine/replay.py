"""What is pending after a cut, derived from (scenario, seed, log prefix).

The prefix is folded and reacted to as it was when it happened; an intention due before the cut is
settled, later ones are pending. Nothing is simulated, and nothing but the log is needed.
"""

from collections.abc import Sequence

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
    waiting: list[Intention] = []
    schedule = run.world.schedule

    def wait(timer: Timer, _rank: int, _delay: int) -> None:
        """Stand in for SimPy: nothing falls due while the past is read."""
        if isinstance(timer, Intention):
            waiting.append(timer)

    run.world.schedule = wait
    firing = b""
    for event in events:
        if event.identity[:16] != firing:
            firing = event.identity[:16]
            _settle(run, waiting, event.time, _rank_of(program, event))
            _settle_firing(run, waiting, firing)
            waiting[:] = [intention for intention in waiting if intention.alive]
            _count_firing(run, event)
        run.events.append(event)
        for place in run.situation.fold(event):
            for step in program.counting[place]:
                run.actors[step.actor].reconsider(step, event.time)
        if not event.step.startswith("initial: "):
            run.react(event)
    _settle(run, waiting, cut, 0)
    run.world.trace = trace
    run.world.schedule = schedule
    for intention in waiting:
        if intention.alive:
            run.world.schedule(intention, intention.rank, intention.due - cut)
    return run


def _settle(run: Run, waiting: Sequence[Intention], second: int, order: int) -> None:
    """Settle what fell due before an occasion: its instant came, and what it did is in the log."""
    for intention in waiting:
        if intention.alive and (intention.due, intention.rank) < (second, order):
            _forget(run, intention)


def _settle_firing(run: Run, waiting: Sequence[Intention], firing: bytes) -> None:
    """Settle the intention whose outcome the next events are."""
    for intention in waiting:
        if intention.alive and intention.digest[:16] == firing:
            _forget(run, intention)


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
