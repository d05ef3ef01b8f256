"""One run: the log grows, the situation folds it, actors react; from the start or from a cut.

    simulate(scenario, seed) -> Log          resume(scenario, log, until) -> Log

SimPy's clock and heap order everything; the rank of each timer is its priority. What is pending
after a cut is derived from (scenario, seed, log prefix) by `replay`, so a resumed run equals the
run that never stopped.
"""

from collections.abc import Callable

import simpy

from sim import __version__
from sim.engine import identity
from sim.engine.actor import Actor, Timer
from sim.engine.intention import Intention
from sim.engine.order import DEADLINE, GIVEN, rank
from sim.engine.outcome import Emitted, drawn_outcome, refusal_of
from sim.engine.program import Program, StepCode
from sim.engine.trace import LAPSED, LIMIT, NOTHING, REFUSED, Trace, values_of
from sim.errors import RunError
from sim.events import Event
from sim.events.dates import DAY
from sim.language import Expression
from sim.log.log import Log, Origin
from sim.scenario.model import Fact, Scenario
from sim.situation import Situation
from sim.situation.reading import FOREVER, Read

MOST_EVENTS = 50_000
"""Events at which a run is stopped: no negotiation has as many."""

MOST_CANDIDATES = 2_000_000
"""Candidates of rates that a run looks at before it is stopped."""


class Run:
    """A run under way."""

    def __init__(self, program: Program, seed: int, since: int, trace: Trace | None) -> None:
        self.program = program
        self.seed = seed
        self.trace = trace
        self.situation = Situation(program.ledger)
        self.events: list[Event] = []
        self.firings: dict[int, int] = {}
        self.candidates: dict[int, int] = {}
        self.fallen: dict[int, int] = {}
        self.env = simpy.Environment(initial_time=since)
        self.actors = {role: Actor(role, self) for role in program.roles}

    # Putting events into the log

    def record(self, emitted: Emitted, now: int, causes: tuple[int, ...], step: str) -> Event:
        """Append an event, fold it, and let whoever listens react."""
        kind, actor, subject, quantity, unit, name = emitted
        event = Event(
            len(self.events), now, actor, kind, subject, quantity, unit, causes, step, name
        )
        self.take(event)
        self.react(event, self.start_timer)
        return event

    def take(self, event: Event) -> None:
        """Append and fold an event; deadlines that it sets or moves get their timers."""
        self.events.append(event)
        if len(self.events) > MOST_EVENTS:
            raise RunError(self._overrun())
        for place in self.situation.fold(event):
            self._deadline_changed(place, event.time)

    def react(self, event: Event, start: Callable[[Intention], None]) -> None:
        """Cancel what the event cancels, then take up what it triggers."""
        program = self.program
        actors = self.actors
        cancels = program.cancels.get(event.kind)
        if cancels:
            for step, actor, subject in cancels:
                if actor in {None, event.actor} and subject in {None, event.subject}:
                    actors[step.actor].cancel(step, event)
        listeners = program.listeners.get(event.kind)
        if listeners:
            triggered = -1
            for step, actor, subject in listeners:
                if (
                    step.place != triggered
                    and (actor is None or actor == event.actor)
                    and (subject is None or subject == event.subject)
                ):
                    triggered = step.place
                    intention = actors[step.actor].intend(step, event)
                    if intention is not None:
                        start(intention)

    def start_timer(self, intention: Intention) -> None:
        if intention.due < FOREVER:
            Timer(self.env, intention.due, intention.rank, self._fall_due, intention)

    # Carrying steps out

    def _fall_due(self, timer: simpy.Event) -> None:
        intention: Intention = timer.value
        if not intention.alive or intention.due != self.env.now:
            return
        step = intention.step
        self.actors[step.actor].settle(intention)
        self.fire(step, intention.cause, intention.digest, step.guard_due)

    def fire(self, step: StepCode, cause: Event | None, digest: bytes, guard: Read | None) -> None:
        """Carry a step out at its instant: guard, limit, outcome, procedure, then the events."""
        now: int = self.env.now
        situation = self.situation
        fired = self.firings.get(step.place, 0)
        if fired >= step.limit:
            self.trace_plainly(step, LIMIT, now, cause)
            return
        if guard is not None and not guard(situation, now, cause):
            self.trace_guard(step, LAPSED, step.declared.guard_due, now, cause)
            return
        try:
            outcome = drawn_outcome(step, situation, now, cause, digest)
        except RunError as error:
            raise RunError(f"step '{step.label}': {error}") from None
        if not outcome:
            self.trace_plainly(step, NOTHING, now, cause)
            return
        refused = refusal_of(self.program.requirements, outcome, situation, now)
        if refused is not None:
            if self.trace is not None:
                self.trace.note(now, step.label, REFUSED, *refused(cause))
            return
        self.firings[step.place] = fired + 1
        causes = () if cause is None else (cause.seq,)
        for emitted in outcome:
            self.record(emitted, now, causes, step.label)

    # Deadlines and what the scenario states

    def _deadline_changed(self, place: int, now: int) -> None:
        """A deadline was set or moved: await it, and re-evaluate what counts from it."""
        self.await_deadline(place)
        for step in self.program.counting[place]:
            for intention in self.actors[step.actor].reconsider(step, now):
                self.start_timer(intention)

    def await_deadline(self, place: int) -> None:
        """Start the timer of a deadline that lies ahead."""
        falls_at = self.situation.falls_at[place]
        if self.env.now <= falls_at < FOREVER:
            Timer(self.env, falls_at, rank(DEADLINE, place, 0), self._deadline_falls, place)

    def _deadline_falls(self, timer: simpy.Event) -> None:
        place: int = timer.value
        deadline = self.program.scenario.deadlines[place]
        situation = self.situation
        now = self.env.now
        if situation.falls_at[place] != now or situation.met[place] or not deadline.missed:
            return
        if self.fallen.get(place) == now:
            return  # set twice to one date: one timer has already spoken
        self.fallen[place] = now
        owner = situation.owners[place]
        cause = owner.identity if owner else identity.stated("deadline", deadline.name)
        prefix = identity.step_prefix(self.seed, "deadline", deadline.name)
        name = identity.emitted(identity.intention(prefix, cause), 0)
        actor = deadline.actor or (owner.actor if owner else "")
        subject = owner.subject if owner else deadline.name
        self.record(
            (deadline.missed, actor, subject, None, "", name),
            now,
            (owner.seq,) if owner else (),
            f"deadline: {deadline.name}",
        )

    def start(self, since: int) -> None:
        """Start the actors' processes and await given events and deadlines, from a second on."""
        for actor in self.actors.values():
            self.env.process(actor.live(self.env, since))
        for place, fact in enumerate(self.program.scenario.given):
            if fact.time >= since:
                Timer(self.env, fact.time, rank(GIVEN, place, 0), self._give, fact)
        for place in range(len(self.program.scenario.deadlines)):
            self.await_deadline(place)

    def _give(self, timer: simpy.Event) -> None:
        fact: Fact = timer.value
        self.record(emitted_fact(fact, "given"), self.env.now, (), f"given: {fact.name}")

    # Limits and the trace

    def count_candidate(self, step: StepCode) -> None:
        """Count a candidate of a rate, and stop a run that looks at too many."""
        count = self.candidates[step.place] = self.candidates.get(step.place, 0) + 1
        if count > MOST_CANDIDATES:
            raise RunError(
                f"step '{step.label}': its rate has offered {MOST_CANDIDATES:,} candidates, the limit"
                f" of a run, by day {self.env.now // DAY}; lower the rate or its ceiling"
            )

    def _overrun(self) -> str:
        place, count = max(self.firings.items(), key=lambda item: item[1])
        step = self.program.steps[place]
        return (
            f"step '{step.label}': {count:,} firings of the {MOST_EVENTS:,} events that a run may hold,"
            f" by day {self.env.now // DAY}; lower its rate, lengthen its delay or give it a 'limit'"
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


def emitted_fact(fact: Fact, table: str) -> Emitted:
    """An event that the scenario states."""
    name = identity.stated(table, fact.name)
    return (fact.kind, fact.actor, fact.subject, fact.quantity, fact.unit, name)


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
        kind, actor, subject, quantity, unit, name = emitted_fact(fact, "initial")
        event = Event(
            len(run.events), fact.time, actor, kind, subject, quantity, unit, (),
            f"initial: {fact.name}", name,
        )  # fmt: skip
        run.events.append(event)
        run.situation.fold(event)
    run.start(0)
    return _finished(run, until)


def resume(
    scenario: Scenario | Program, log: Log, until: int | None = None, trace: Trace | None = None
) -> Log:
    """Continue a run that stopped: the log it would have had, had it not."""
    from sim.engine.replay import replayed  # noqa: PLC0415  replay runs on this module's Run

    program = scenario if isinstance(scenario, Program) else Program(scenario)
    run = replayed(program, log.origin.seed, log.events, log.origin.until, trace)
    run.start(log.origin.until)
    return _finished(run, until)


def _finished(run: Run, until: int | None) -> Log:
    """Let SimPy run to the end, and close the log."""
    scenario = run.program.scenario
    horizon = min(scenario.horizon, until) if until is not None else scenario.horizon
    if horizon > run.env.now:
        run.env.run(until=horizon)
    changes = {name: p.text for name, p in scenario.parameters.items() if p.changed}
    origin = Origin(
        scenario.name, scenario.digest, run.seed, scenario.start, horizon, __version__, changes
    )
    return Log(origin, tuple(run.events))
