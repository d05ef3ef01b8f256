"""An actor: a SimPy process that starts its rates and calendar and owns its pending intentions.

Reacting to an event is synchronous: the run tells the actor what its steps listen to, the actor
makes an intention and a timer for it. Nothing lives in the generator; what is pending is a function
of scenario, seed and log, which is what makes resuming exact.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import simpy

from sim.engine import trace as traced
from sim.engine.backdrop import Candidate, candidates, layers_below
from sim.engine.identity import intention as intention_digest
from sim.engine.identity import occurrence, step_prefix
from sim.engine.intention import Intention
from sim.engine.order import CALENDAR, RATE, rank
from sim.events import Event
from sim.scenario.model import Calendar, Rate

if TYPE_CHECKING:
    from sim.engine.program import StepCode
    from sim.engine.simulation import Run

CALENDAR_LAYER = -1
"""Stands in a calendar date's identity where a rate's candidate has its layer."""


class Timer(simpy.Event):
    """A SimPy event that falls due at a second, in the order of its rank, and calls one function.

    A Timeout cannot be used: it always takes SimPy's ordinary priority.
    """

    __slots__ = ()

    def __init__(
        self, env: simpy.Environment, at: int, rank: int, call: Callable[..., None], what: object
    ) -> None:
        self.env = env
        self.callbacks = [call]
        self._value = what
        self._ok = True
        self._defused = False
        env.schedule(self, rank, at - env.now)


class Actor:
    """One role's pending intentions and timers."""

    __slots__ = ("pending", "prefixes", "role", "run")

    def __init__(self, role: str, run: "Run") -> None:
        self.role = role
        self.run = run
        self.pending: dict[int, dict[object, Intention]] = {}
        self.prefixes: dict[int, bytes] = {}

    def live(self, env: simpy.Environment, since: int) -> Iterator[simpy.Event]:
        """The process: start what this actor does of its own accord, then leave it to timers."""
        for step in self.run.program.initiatives[self.role]:
            occasions = self._dates(step) if isinstance(step.declared.trigger, Calendar) else ()
            if isinstance(step.declared.trigger, Rate):
                for layer in range(layers_below(step.declared.trigger.ceiling)):
                    self._watch(env, step, layer, candidates(self.prefix(step), layer), since)
            for number, second in occasions:
                if second >= since:
                    self._await_date(env, step, number, second)
                    break
        yield env.event()

    def prefix(self, step: "StepCode") -> bytes:
        """The key of a step's draws in this run, made on first use."""
        prefix = self.prefixes.get(step.place)
        if prefix is None:
            prefix = step_prefix(self.run.seed, step.actor, step.declared.key)
            self.prefixes[step.place] = prefix
        return prefix

    # What an event sets going

    def intend(self, step: "StepCode", cause: Event) -> Intention | None:
        """Take up an intention: the guard is read, the delay drawn, an older one replaced."""
        run = self.run
        situation = run.situation
        if step.guard is not None and not step.guard(situation, cause.time, cause):
            run.trace_guard(step, traced.FALSE_GUARD, step.declared.guard, cause.time, cause)
            return None
        if step.limit <= run.firings.get(step.place, 0):
            run.trace_plainly(step, traced.LIMIT, cause.time, cause)
            return None
        digest = intention_digest(self.prefix(step), cause.identity)
        intention = Intention(step, cause, digest)
        intention.draw(situation)
        key = digest if step.each else cause.subject if step.same_subject else None
        waiting = self.pending.get(step.place)
        if waiting is None:
            waiting = self.pending[step.place] = {}
        older = waiting.get(key)
        if older is not None:
            older.alive = False
            run.trace_plainly(step, traced.REPLACED, cause.time, older.cause)
        waiting[key] = intention
        return intention

    def cancel(self, step: "StepCode", event: Event) -> None:
        """Drop the step's pending intentions; only those about the event's subject, where it counts."""
        waiting = self.pending.get(step.place)
        if not waiting:
            return
        for key, intention in list(waiting.items()):
            if not step.same_subject or intention.cause.subject == event.subject:
                intention.alive = False
                del waiting[key]
                self.run.trace_plainly(step, traced.CANCELLED, event.time, intention.cause)

    def settle(self, intention: Intention) -> None:
        """Take an intention off the list: its instant has come."""
        intention.alive = False
        step = intention.step
        waiting = self.pending[step.place]
        key: object = None
        if step.each:
            key = intention.digest
        elif step.same_subject:
            key = intention.cause.subject
        if waiting.get(key) is intention:
            del waiting[key]

    def reconsider(self, step: "StepCode", now: int) -> Iterable[Intention]:
        """Re-evaluate what counts from a deadline that moved, with the same uniform."""
        for intention in list(self.pending.get(step.place, {}).values()):
            before = intention.due
            intention.settle_due(self.run.situation, now)
            if intention.due != before:
                yield intention

    # What the actor does of its own accord

    def _dates(self, step: "StepCode") -> Iterator[tuple[int, int]]:
        calendar = step.declared.trigger
        assert isinstance(calendar, Calendar)
        yield 0, calendar.first
        if calendar.period:
            number = 0
            while True:
                number += 1
                yield number, calendar.first + number * calendar.period

    def _await_date(
        self, env: simpy.Environment, step: "StepCode", number: int, second: int
    ) -> None:
        order = rank(CALENDAR, step.place, number)

        def fall_due(_: simpy.Event) -> None:
            calendar = step.declared.trigger
            assert isinstance(calendar, Calendar)
            if calendar.period:
                self._await_date(env, step, number + 1, second + calendar.period)
            self.run.fire(
                step, None, occurrence(self.prefix(step), CALENDAR_LAYER, number), step.guard
            )

        Timer(env, second, order, fall_due, None)

    def _watch(
        self, env: simpy.Environment, step: "StepCode", layer: int,
        backdrop: Iterator[Candidate], since: int,
    ) -> None:  # fmt: skip
        """Wait for the next candidate of a layer, and at each ask whether it fires."""
        run = self.run

        def wait() -> None:
            for number, second, height, digest in backdrop:
                if second >= since:
                    run.count_candidate(step)
                    order = rank(RATE, step.place, (layer << 48) + number)
                    Timer(env, second, order, fall_due, (height, digest))
                    return

        def fall_due(timer: simpy.Event) -> None:
            height, digest = timer.value
            wait()
            assert step.intensity is not None
            intensity = step.intensity(run.situation, env.now, None)
            if height < intensity:
                run.fire(step, None, digest, step.guard)

        wait()
