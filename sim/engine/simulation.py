"""One run: the log grows, the situation folds it, actors react; from the start or from a cut.

    simulate(scenario, seed) -> Log          resume(scenario, log, until) -> Log

SimPy's clock and heap order everything; the rank of each timer is its priority. What is pending
after a cut is derived from (scenario, seed, log prefix) by `replay`, so a resumed run equals the
run that never stopped.
"""

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from math import ceil

import simpy

from sim import __version__
from sim.engine import identity
from sim.engine.actor import Actor
from sim.engine.identity import emitted
from sim.engine.intention import Intention, Timer
from sim.engine.order import DEADLINE, GIVEN, rank
from sim.engine.procedure import refusal
from sim.engine.program import Program, StepCode, concerned
from sim.engine.trace import LAPSED, LIMIT, NOTHING, REFUSED, Trace, values_of
from sim.errors import RunError
from sim.events import Event
from sim.events.dates import DAY
from sim.language import Expression
from sim.log.log import Log, Origin
from sim.scenario.model import Fact, Scenario
from sim.situation import Situation
from sim.situation.reading import FOREVER

MOST_EVENTS = 50_000
"""Events at which a run is stopped: no negotiation has as many."""

MOST_CANDIDATES = 2_000_000
"""Candidates of a step's rate that a run looks at before it is stopped."""


class Run:
    """A run under way."""

    def __init__(self, program: Program, seed: int, since: int, trace: Trace | None) -> None:
        self.program = program
        self.seed = seed
        self.key = identity.seed_key(seed)
        self.trace = trace
        self.situation = Situation(program.ledger)
        self.events: list[Event] = []
        self.firings: dict[int, int] = {}
        self.candidates: dict[int, int] = {}
        self.fallen: dict[int, int] = {}
        self.env = simpy.Environment(initial_time=since)
        self.schedule = self.env.schedule
        self.calls = (self.fire,)
        self.listeners = program.listeners
        self.cancels = program.cancels
        self.actors = {role: Actor(role, self) for role in program.roles}

    # Putting events into the log

    def record(self, event: Event) -> None:
        """Append an event, fold it, and let whoever listens react."""
        events = self.events
        events.append(event)
        if len(events) > MOST_EVENTS:
            raise RunError(self._overrun())
        changed = self.situation.fold(event)
        if changed:
            for place in changed:
                self._deadline_changed(place, event.time)
        self.react(event)

    def react(self, event: Event) -> None:
        """Cancel what the event cancels, then let actors take up what it triggers."""
        kind = event.kind
        if kind in self.cancels:
            for step, filters in self.cancels[kind]:
                if not filters or concerned(event, filters):
                    self.actors[step.actor].cancel(step, event)
        if kind not in self.listeners:
            return
        now, seq, cause = event.time, event.seq, event.identity
        key, calls, schedule = self.key, self.calls, self.schedule
        for step, filters in self.listeners[kind]:
            if filters and not concerned(event, filters):
                continue
            plain = step.plain
            if plain is None:
                self.actors[step.actor].intend(step, event)
            else:
                # what Actor.intend does where nothing is read or remembered: half of a run's time
                digest = blake2b(key + step.key + cause).digest()
                wait = ceil(plain(digest)) or 1
                schedule(
                    Intention(step, event, digest, now + wait, calls), step.rank + seq, wait
                )

    def await_second(self, timer: Timer, second: int, order: int) -> None:
        """Give a timer to SimPy, with its rank as the priority."""
        self.schedule(timer, order, second - self.env.now)  # type: ignore[arg-type]

    # Carrying steps out

    def fire(self, intention: Intention) -> None:
        """Carry a step out at its instant: limit, guard, outcome, procedure, then the events."""
        step, cause = intention.step, intention.cause
        if step.kept:
            self.actors[step.actor].settle(intention)
        if step.guarded and not self._may(step, intention.due, cause):
            return
        outcome = self._outcome(intention)
        if step.ruled and self._refused(step, outcome, cause):
            return
        if not outcome:
            self.trace_plainly(step, NOTHING, intention.due, cause)
        elif step.limit is not None:
            self.firings[step.place] = self.firings.get(step.place, 0) + 1
        for event in outcome:
            self.record(event)

    def _may(self, step: StepCode, now: int, cause: Event | None) -> bool:
        """Whether limit and guard let a step be carried out now."""
        if step.limit is not None and self.firings.get(step.place, 0) >= step.limit:
            self.trace_plainly(step, LIMIT, now, cause)
            return False
        if step.guard_due is not None and not step.guard_due(self.situation, now, cause):
            self.trace_guard(step, LAPSED, step.declared.guard_due, now, cause)
            return False
        return True

    def _outcome(self, intention: Intention) -> list[Event]:
        """The events that come of an intention, as they will stand in the log."""
        step, now, cause, digest = (
            intention.step, intention.due, intention.cause, intention.digest,
        )  # fmt: skip
        situation = self.situation
        causes, about = ((), "") if cause is None else ((cause.seq,), cause.subject)
        outcome: list[Event] = []
        for emission in step.decide(situation, now, cause, digest):
            subject, quantity, position = emission.subject, emission.quantity, len(outcome)
            outcome.append(
                Event(
                    len(self.events) + position,
                    now,
                    emission.actor,
                    emission.kind,
                    about if subject is None else subject,
                    None if quantity is None else quantity(situation, now, cause, digest),
                    emission.unit,
                    causes,
                    step.label,
                    emitted(digest, position) if position else digest[:17],
                )
            )
        return outcome

    def _refused(self, step: StepCode, outcome: list[Event], cause: Event | None) -> bool:
        """Whether the procedure refuses an outcome; if so, the trace says why."""
        why = refusal(self.program.requirements, outcome, self.situation)
        if why and self.trace is not None:
            self.trace.note(outcome[0].time, step.label, REFUSED, why, cause)
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
        if self.env.now <= falls_at < FOREVER:
            timer = Timer((lambda _: self._deadline_falls(place),))
            self.await_second(timer, falls_at, rank(DEADLINE, place, 0))

    def _deadline_falls(self, place: int) -> None:
        """Record that a deadline was missed, if it stands where it stood and nothing met it."""
        deadline = self.program.scenario.deadlines[place]
        situation = self.situation
        now = int(self.env.now)
        if situation.falls_at[place] != now or situation.met[place] or not deadline.missed:
            return
        if self.fallen.get(place) == now:
            return  # set twice to one date: one timer has already spoken
        self.fallen[place] = now
        owner = situation.owners[place]
        cause = owner.identity if owner else identity.stated("deadline", deadline.name)
        key = identity.step_key("deadline", deadline.name)
        digest = identity.intention(self.key, key, cause)
        actor = deadline.actor or (owner.actor if owner else "")
        subject = owner.subject if owner else deadline.name
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
            self.env.process(actor.live(since))
        for place, fact in enumerate(self.program.scenario.given):
            if fact.time >= since:
                timer = Timer((lambda _, fact=fact: self._give(fact),))
                self.await_second(timer, fact.time, rank(GIVEN, place, 0))
        for place in range(len(self.program.scenario.deadlines)):
            self.await_deadline(place)

    def _give(self, fact: Fact) -> None:
        self.record(stated_event(fact, "given", len(self.events)))

    # Limits and the trace

    def count_candidate(self, step: StepCode) -> None:
        """Count a candidate of a rate, and stop a run that looks at too many."""
        count = self.candidates[step.place] = self.candidates.get(step.place, 0) + 1
        if count > MOST_CANDIDATES:
            raise RunError(
                f"step '{step.label}': its rate has offered {MOST_CANDIDATES:,} candidates, the"
                f" limit of a run, by day {int(self.env.now) // DAY}; lower the rate or its ceiling"
            )

    def _overrun(self) -> str:
        counts = Counter(event.step for event in self.events)
        step, count = counts.most_common(1)[0]
        return (
            f"step '{step}': {count:,} of the {MOST_EVENTS:,} events that a run may hold, by day"
            f" {int(self.env.now) // DAY}; lower its rate, lengthen its delay or give it a 'limit'"
        )

    def trace_plainly(self, step: StepCode, what: str, now: int, cause: Event | None) -> None:
        """Note something that needs no reason."""
        if self.trace is not None:
            self.trace.note(now, step.label, what, "", cause)

    def trace_guard(
        self, step: StepCode, what: str, guard: Expression | None, now: int, cause: Event | None
    ) -> None:
        """Note a guard that did not hold, with what it read."""
        if self.trace is not None and guard is not None:
            values = values_of(guard, self.situation, now, cause)
            self.trace.note(now, step.label, what, guard.text, cause, values)


def stated_event(fact: Fact, table: str, seq: int) -> Event:
    """An event that the scenario states, initial or given."""
    return Event(
        seq, fact.time, fact.actor, fact.kind, fact.subject, fact.quantity, fact.unit, (),
        f"{table}: {fact.name}", identity.stated(table, fact.name),
    )  # fmt: skip


def simulate(
    scenario: Scenario | Program, seed: int, until: int | None = None, trace: Trace | None = None
) -> Log:
    """Run a scenario once.

    `seed` is from 0 to 2^64 - 1; `until` the first second not to run (default: past the scenario's
    end, which includes its whole day). Raises RunError for a run that would not end.
    """
    program = scenario if isinstance(scenario, Program) else Program(scenario)
    run = Run(program, seed, 0, trace)
    for fact in program.scenario.initial:
        event = stated_event(fact, "initial", len(run.events))
        run.events.append(event)
        run.situation.fold(event)
    run.begin(0)
    return _finished(run, until)


def resume(
    scenario: Scenario | Program, log: Log, until: int | None = None, trace: Trace | None = None
) -> Log:
    """Continue a run that stopped: the log it would have had, had it not."""
    from sim.engine.replay import replayed  # noqa: PLC0415  replay runs on this module's Run

    program = scenario if isinstance(scenario, Program) else Program(scenario)
    run = replayed(program, log.origin.seed, log.events, log.origin.until, trace)
    run.begin(log.origin.until)
    return _finished(run, until)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from looking through a run again and again: nothing dies in it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _finished(run: Run, until: int | None) -> Log:
    """Let SimPy run to the end, and close the log."""
    scenario = run.program.scenario
    horizon = min(scenario.horizon, until) if until is not None else scenario.horizon
    if horizon > run.env.now:
        with _no_collection():
            run.env.run(until=horizon)
    changes = {name: p.text for name, p in scenario.parameters.items() if p.changed}
    origin = Origin(
        scenario.name, scenario.digest, run.seed, scenario.start, horizon, __version__, changes
    )
    return Log(origin, tuple(run.events))
