"""An actor: a SimPy process that starts its rates and calendar and owns its pending intentions.

Reacting to an event is synchronous: the run tells the actor what its steps listen to, the actor
makes an intention, which is its own timer. Nothing lives in the generator; what is pending is a
function of scenario, seed and log, which is what makes resuming exact.
"""

from collections.abc import Generator, Iterator

import simpy

from sim.engine import trace as traced
from sim.engine.backdrop import Candidate, candidates, layers_below
from sim.engine.identity import intention as intention_digest
from sim.engine.identity import occurrence
from sim.engine.intention import Intention, Occasion, Timer, Wait
from sim.engine.order import CALENDAR, RATE, rank
from sim.engine.program import StepCode
from sim.engine.world import World
from sim.events import Event
from sim.scenario.model import Calendar, Rate
from sim.situation.reading import Read

CALENDAR_LAYER = -1
"""Stands in a calendar date's identity where a rate's candidate has its layer."""


class Actor:
    """One role's pending intentions and timers."""

    __slots__ = ("pending", "role", "world")

    def __init__(self, role: str, world: World) -> None:
        self.role = role
        self.world = world
        self.pending: dict[int, dict[object, Intention]] = {}

    def live(self, since: int) -> Generator[simpy.Event]:
        """The process: start what this actor does of its own accord; from then on timers call."""
        world = self.world
        for step in world.program.initiatives[self.role]:
            if world.spent(step):
                continue
            trigger = step.declared.trigger
            if isinstance(trigger, Rate) and step.intensity is not None:
                moved = world.choices is not None and world.choices.moves(step)
                watch = self._scatter if moved else self._watch
                for layer in range(layers_below(trigger.ceiling)):
                    backdrop = candidates(world.key, step.key, layer)
                    watch(step, step.intensity, layer, backdrop, since)
            elif isinstance(trigger, Calendar):
                self._await_first_date(step, trigger, since)
        yield from ()

    # What an event sets going

    def intend(self, step: StepCode, cause: Event) -> None:
        """Take up an intention: the guard is read, the delay drawn, an older one replaced."""
        world = self.world
        situation = world.situation
        now = cause.time
        if step.guard is not None and not step.guard(situation, now, cause):
            world.trace_guard(step, traced.FALSE_GUARD, step.declared.guard, now, cause)
            return
        if step.limit is not None and world.firings.get(step.place, 0) >= step.limit:
            world.trace_plainly(step, traced.LIMIT, now, cause)
            return
        digest = intention_digest(world.key, step.key, cause.identity)
        words = digest
        if world.choices is not None:
            chosen = world.choices.delay(step, cause, digest, situation)
            if chosen is None:
                return
            words = chosen
        delay = step.delay
        wait = None if delay is None else Wait.drawn(delay, situation, cause, words)
        due = now if wait is None else wait.due(situation, cause, now)
        intention = Intention(step, cause, digest, due, world.calls)
        intention.wait = wait
        if step.kept:
            self.keep(step, intention)
        if due < world.horizon:
            world.schedule(intention, step.rank + cause.seq, due - now)

    def keep(self, step: StepCode, intention: Intention) -> None:
        """Remember an intention; one that it replaces is dropped."""
        waiting = self.pending.setdefault(step.place, {})
        key = _slot(intention)
        older = waiting.get(key)
        if older is not None:
            older.drop()
            self.world.trace_plainly(step, traced.REPLACED, intention.cause.time, older.cause)
        waiting[key] = intention

    def settle(self, occasion: Occasion) -> None:
        """Forget an intention: its instant has come."""
        waiting = self.pending.get(occasion.step.place)
        if waiting and isinstance(occasion, Intention):
            slot = _slot(occasion)
            if waiting.get(slot) is occasion:
                del waiting[slot]

    def cancel(self, step: StepCode, event: Event) -> None:
        """Drop a step's pending intentions; only those of the event's subject, if that counts."""
        waiting = self.pending.get(step.place)
        if not waiting:
            return
        slots = list(waiting)
        if step.same_subject and step.each:
            self.world.count_pending(step, len(slots))
        elif step.same_subject:
            slots = [event.subject] if event.subject in waiting else []
        for slot in slots:
            intention = waiting[slot]
            if not step.same_subject or intention.cause.subject == event.subject:
                intention.drop()
                del waiting[slot]
                self.world.trace_plainly(step, traced.CANCELLED, event.time, intention.cause)

    def reconsider(self, step: StepCode, now: int) -> None:
        """Re-evaluate, with the same uniform, what counts from a deadline that moved."""
        world = self.world
        waiting = self.pending.get(step.place)
        if not waiting:
            return
        world.count_pending(step, len(waiting))
        for slot, old in list(waiting.items()):
            due = old.wait.due(world.situation, old.cause, now) if old.wait else old.due
            if due != old.due:
                old.drop()
                new = waiting[slot] = Intention(step, old.cause, old.digest, due, world.calls)
                new.wait = old.wait
                if due < world.horizon:
                    world.schedule(new, new.rank, due - now)

    # What the actor does of its own accord

    def _await_first_date(self, step: StepCode, calendar: Calendar, since: int) -> None:
        """Wait for the first date at or after a second."""
        number, second = 0, calendar.first
        if calendar.period and second < since:
            number = -(-(since - second) // calendar.period)
            second += number * calendar.period
            self.world.count_occasion(step, number)
        if second >= since:
            self._await_date(step, calendar, number, second)

    def _await_date(self, step: StepCode, calendar: Calendar, number: int, second: int) -> None:
        world = self.world

        def fall_due(_: simpy.Event) -> None:
            if world.spent(step):
                return  # nor is any later date awaited
            if calendar.period:
                self._await_date(step, calendar, number + 1, second + calendar.period)
            digest = occurrence(world.key, step.key, CALENDAR_LAYER, number)
            world.fire(Occasion(step, digest, second))

        world.count_occasion(step)
        world.await_second(Timer((fall_due,)), second, rank(CALENDAR, step.place, number))

    def _watch(
        self,
        step: StepCode,
        intensity: Read,
        layer: int,
        backdrop: Iterator[Candidate],
        since: int,
    ) -> None:
        """Wait for the next candidate of a layer, and at each ask whether it fires."""
        world = self.world

        def wait() -> None:
            number, second, height, digest = next(backdrop)
            while second < since:
                world.count_occasion(step)
                number, second, height, digest = next(backdrop)

            def fall_due(_: simpy.Event) -> None:
                if world.spent(step):
                    return  # nor is any later candidate awaited
                wait()
                if height < intensity(world.situation, second, None):
                    world.fire(Occasion(step, digest, second))

            world.count_occasion(step)
            order = rank(RATE, step.place, (layer << 48) + number)
            world.await_second(Timer((fall_due,)), second, order)

        wait()

    def _scatter(
        self,
        step: StepCode,
        intensity: Read,
        layer: int,
        backdrop: Iterator[Candidate],
        since: int,
    ) -> None:
        """Wait for each candidate of a layer by itself, at the second that is chosen for it.

        One that is moved comes if there is any intensity at all: how high it stands is a matter of
        chance, as its own second is. The first beyond the end may be moved as well, so that each
        rate has one to move.
        """
        world = self.world
        assert world.choices is not None, "nobody chooses"

        def await_one(number: int, second: int, height: float, digest: bytes) -> None:
            def fall_due(_: simpy.Event) -> None:
                if not world.spent(step) and height < intensity(world.situation, second, None):
                    world.fire(Occasion(step, digest, second))

            order = rank(RATE, step.place, (layer << 48) + number)
            world.await_second(Timer((fall_due,)), second, order)

        for number, second, height, digest in backdrop:
            world.count_occasion(step)
            chosen = world.choices.candidate(digest, second)
            if chosen >= since:
                await_one(number, chosen, height if chosen == second else 0.0, digest)
            if second >= world.horizon:
                break


def _slot(intention: Intention) -> object:
    """Where an intention waits: one place for a step, or for each trigger or each subject."""
    if intention.step.each:
        return intention.digest
    return intention.cause.subject if intention.step.same_subject else None
