"""A run under way: events are recorded, folded and reacted to; steps are carried out.

The situation folds each event, the steps that listen to its kind are triggered, and each waits on
SimPy's clock for its instant. SimPy's heap orders everything; ranks decide within a second.
"""

from collections.abc import Sequence
from functools import partial
from hashlib import blake2b
from math import ceil

from sim.chance.mathematics import log1p
from sim.engine import identity
from sim.engine.actor import Actor
from sim.engine.choices import Choices
from sim.engine.delays import AT
from sim.engine.identity import SCALE, emitted, word_at
from sim.engine.intention import Intention, Occasion, Timer
from sim.engine.order import DEADLINE, GIVEN, rank
from sim.engine.procedure import refusal
from sim.engine.program import Listener, Program, StepCode, concerned
from sim.engine.trace import LAPSED, LIMIT, NOTHING, REFUSED, REPORTED, Trace
from sim.engine.world import MOST_EVENTS, World
from sim.errors import RunError
from sim.events import Event, sealed
from sim.scenario.model import Fact

MINUS_SCALE = -SCALE


class Run:
    """The world of a run, and what moves it on."""

    def __init__(
        self,
        program: Program,
        seed: int,
        since: int,
        trace: Trace | None,
        choices: Choices | None = None,
    ) -> None:
        self.program = program
        self.seed = seed
        self.world = world = World(program, seed, since, trace, self.fire, choices)
        self.situation = world.situation
        self.events = world.events
        self.firings = world.firings
        self.fallen: dict[int, int] = {}
        """For each deadline that was missed, the number of the event that had set it."""
        self.actors = {role: Actor(role, world) for role in program.roles}

    def close(self) -> None:
        """Undo what refers to itself, so that a finished run is freed at once and not collected."""
        self.actors.clear()
        self.world.close()

    # Putting events into the log

    def state(self, event: Event) -> None:
        """Append and fold what is true before the clock starts: it triggers nothing."""
        self.events.append(event)
        self.situation.fold(event)

    def record(self, event: Event) -> None:
        """Append an event, fold it, and let whoever listens react."""
        events = self.events
        events.append(event)
        if len(events) > MOST_EVENTS:
            raise RunError(self.world.overrun())
        for place in self.situation.fold(event):
            self._deadline_changed(place, event.time)
        self.react(event)

    def react(self, event: Event) -> None:
        """Cancel what an event cancels, and set going what it triggers."""
        reactions = self.program.reactions.get(event.kind)
        if reactions is None:
            return
        looks, cancelled, triggered = reactions
        world = self.world
        if looks:
            world.count_reactions(event)
        if cancelled:
            self._cancel(event, cancelled)
        now, seq, cause = event.time, event.seq, event.identity
        key, calls, schedule = world.key, world.calls, world.schedule
        left = world.horizon - now
        for step, filters in triggered:
            if filters and not concerned(event, filters):
                continue
            if step.plain is None:
                self.actors[step.actor].intend(step, event)
                continue
            # what Actor.intend does where nothing is read or remembered: half of a run's time
            digest = blake2b(key + step.key + cause).digest()
            mean = step.mean
            if mean is None:
                wait = ceil(step.plain(digest)) or 1
            else:  # the commonest plain delay: two calls less, 5 % of an event
                bits = word_at(digest, AT)[0] >> 11
                wait = ceil(-mean * log1p((bits + 0.5) * MINUS_SCALE)) or 1
            if wait < left:
                intention = Intention(step, event, digest, now + wait, calls)
                schedule(intention, step.rank + seq, wait)

    def _cancel(self, event: Event, cancelled: Sequence[Listener]) -> None:
        """Drop what pends of the steps that an event cancels."""
        for step, filters in cancelled:
            if not filters or concerned(event, filters):
                self.actors[step.actor].cancel(step, event)

    # Carrying steps out

    def fire(self, occasion: Occasion) -> None:
        """Carry a step out at its instant; a fork without the calls that others need, 8 % less."""
        step, now, cause, digest = occasion.step, occasion.due, occasion.cause, occasion.digest
        if step.fork is None or cause is None:
            self._carry_out(occasion)
            return
        below, first, rest = step.fork
        emission = first if word_at(digest)[0] < below else rest
        if emission is None:
            self.world.trace_plainly(step, NOTHING, now, cause)
            return
        kind, actor, subject, unit = emission
        event = sealed(
            len(self.events),
            now,
            actor,
            kind,
            cause.subject if subject is None else subject,
            None,
            unit,
            (cause.seq,),
            step.label,
            digest[:17],
        )
        rules = self.program.requirements
        if step.ruled and kind in rules and self._refused(step, [event], cause):
            return
        self.record(event)

    def _carry_out(self, occasion: Occasion) -> None:
        """Any step: limit, guard, outcome, procedure, then the events."""
        step, now, cause, digest = occasion.step, occasion.due, occasion.cause, occasion.digest
        if step.kept:
            self.actors[step.actor].settle(occasion)
        if step.guarded and not self._may(step, now, cause):
            return
        situation = self.situation
        words = digest
        if self.world.choices is not None:
            chosen = self.world.choices.outcome(occasion, situation)
            if chosen is None:
                return
            words = chosen
        seq = len(self.events)
        causes, about = ((), "") if cause is None else ((cause.seq,), cause.subject)
        outcome: list[Event] = []
        for position, kind, actor, subject, quantity, unit in step.decide(
            situation, now, cause, words
        ):
            event = sealed(
                seq + position,
                now,
                actor,
                kind,
                about if subject is None else subject,
                None if quantity is None else quantity(situation, now, cause, words),
                unit,
                causes,
                step.label,
                emitted(digest, position) if position else digest[:17],
            )
            outcome.append(event)
        if step.ruled and self._refused(step, outcome, cause):
            return
        if not outcome:
            self.world.trace_plainly(step, NOTHING, now, cause)
        elif step.limit is not None:
            self.firings[step.place] = self.firings.get(step.place, 0) + 1
        for event in outcome:
            self.record(event)

    def _may(self, step: StepCode, now: int, cause: Event | None) -> bool:
        """Whether limit and guard let a step be carried out now."""
        if step.limit is not None and self.firings.get(step.place, 0) >= step.limit:
            self.world.trace_plainly(step, LIMIT, now, cause)
            return False
        if step.guard_due is not None and not step.guard_due(self.situation, now, cause):
            self.world.trace_guard(step, LAPSED, step.declared.guard_due, now, cause)
            return False
        return True

    def _refused(self, step: StepCode, outcome: list[Event], cause: Event | None) -> bool:
        """Whether the procedure refuses an outcome; if so, the trace says why."""
        why = refusal(self.program.requirements, outcome, self.situation)
        if why and self.world.trace is not None:
            self.world.trace.note(outcome[0].time, step.label, REFUSED, why, cause)
        return bool(why)

    # Deadlines and what the scenario states

    def _deadline_changed(self, place: int, now: int) -> None:
        """A deadline was set or moved: await it, and re-evaluate what counts from it."""
        self.await_deadline(place)
        for step in self.program.counting[place]:
            self.actors[step.actor].reconsider(step, now)

    def await_deadline(self, place: int) -> None:
        """Start the timer of a deadline that lies ahead."""
        falls_at = self.situation.falls_at[place]
        if self.world.env.now <= falls_at:
            timer = Timer((partial(self._deadline_falls, place),))
            self.world.await_second(timer, falls_at, rank(DEADLINE, place, 0))

    def _deadline_falls(self, place: int, _timer: Timer) -> None:
        """Record that a deadline was missed, if it stands where it stood and nothing met it."""
        deadline = self.program.scenario.deadlines[place]
        situation = self.situation
        now = int(self.world.env.now)
        if situation.falls_at[place] != now or situation.met[place] or not deadline.missed:
            return
        stands = self.program.standing[place]
        if stands is not None and not stands(situation, now, None):
            return
        owner = situation.owners[place]
        setter = -1 if owner is None else owner.seq
        if self.fallen.get(place) == setter:
            return  # set twice to one date: one timer has already spoken for the later setting
        self.fallen[place] = setter
        cause = owner.identity if owner else identity.stated("deadline", deadline.name)
        key = identity.step_key("deadline", deadline.name)
        digest = identity.intention(self.world.key, key, cause)
        actor, subject = deadline.speaker(owner)
        causes = (owner.seq,) if owner else ()
        self.record(
            Event(
                len(self.events), now, actor, deadline.missed, subject, None, "", causes,
                f"deadline: {deadline.name}", identity.emitted(digest, 0),
            )
        )  # fmt: skip

    def begin(self, since: int) -> None:
        """Start the actors' processes and await given events and deadlines, from a second on."""
        for actor in self.actors.values():
            self.world.env.process(actor.live(since))
        for place, fact in enumerate(self.program.scenario.given):
            if fact.time >= since:
                timer = Timer((partial(self._give, fact),))
                self.world.await_second(timer, fact.time, rank(GIVEN, place, 0))
        for place in range(len(self.program.scenario.deadlines)):
            self.await_deadline(place)

    def _give(self, fact: Fact, _timer: Timer) -> None:
        """Record a given event; procedure does not bind it, and the trace says what it lacks."""
        event = stated_event(fact, "given", len(self.events))
        if self.world.trace is not None:
            why = refusal(self.program.requirements, [event], self.situation)
            if why:
                self.world.trace.note(event.time, event.step, REPORTED, why, None)
        self.record(event)


def stated_event(fact: Fact, table: str, seq: int) -> Event:
    """An event that the scenario states, initial or given."""
    return Event(
        seq, fact.time, fact.actor, fact.kind, fact.subject, fact.quantity, fact.unit, (),
        f"{table}: {fact.name}", identity.stated(table, fact.name),
    )  # fmt: skip
