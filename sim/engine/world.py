"""The world of one run: the log so far, the situation, SimPy's clock, and what actors share.

Actors know this and not the run that drives them; the run adds how events are recorded and steps
carried out.
"""

from collections import Counter
from collections.abc import Callable
from typing import cast

import simpy

from sim.engine.choices import Choices
from sim.engine.identity import seed_key
from sim.engine.intention import Occasion, Timer
from sim.engine.program import Program, StepCode
from sim.engine.trace import Trace, values_of
from sim.errors import RunError
from sim.events import Event
from sim.events.dates import DAY
from sim.language import Expression
from sim.situation import Situation
from sim.situation.parts import FOREVER

MOST_EVENTS = 50_000
"""Events at which a run is stopped: no negotiation has as many."""

MOST_OCCASIONS = 500_000
"""Candidates of rates and dates of calendars that a run awaits before it is stopped."""

MOST_REACTIONS = 1_000_000
"""What the events of a run may move, cancel and trigger, all told, before it is stopped."""

Fire = Callable[[Occasion], None]
"""Carries a step out when its instant has come; SimPy calls it too."""

Schedule = Callable[[Timer, int, int], None]
"""Takes a timer, its rank as SimPy's priority, and the seconds until it falls due."""


class World:
    """What the actors of a run share; `fire` is the run's own."""

    def __init__(  # noqa: PLR0917  the parts of a world
        self, program: Program, seed: int, since: int, trace: Trace | None, fire: Fire,
        choices: Choices | None = None,
    ) -> None:  # fmt: skip
        self.program = program
        self.seed = seed
        self.key = seed_key(seed)
        self.horizon = FOREVER
        """The first second that the run does not reach: nothing is awaited from there on."""
        self.trace = trace
        self.choices = choices
        self.situation = Situation(program.ledger)
        self.events: list[Event] = []
        self.firings: dict[int, int] = {}
        self.occasions: dict[int, int] = {}
        self.awaited = 0
        self.reactions = 0
        self.env = simpy.Environment(initial_time=since)
        self.schedule = cast("Schedule", self.env.schedule)
        self.fire = fire
        self.calls = (fire,)

    def await_second(self, timer: Timer, second: int, order: int) -> None:
        """Give a timer to SimPy, with its rank as the priority, unless the run ends before."""
        if second < self.horizon:
            self.schedule(timer, order, second - int(self.env.now))

    def spent(self, step: StepCode) -> bool:
        """Whether a step has put events into the log as often as it may."""
        return step.limit is not None and self.firings.get(step.place, 0) >= step.limit

    def close(self) -> None:
        """Let go of SimPy's heap and of the run."""
        vars(self).clear()

    # Limits and the trace

    def count_occasion(self, step: StepCode, times: int = 1) -> None:
        """Count candidates of a rate or dates of a calendar; stop a run of too many."""
        self.awaited += times * step.looks
        self.occasions[step.place] = self.occasions.get(step.place, 0) + times * step.looks
        if self.awaited > MOST_OCCASIONS:
            place, count = max(self.occasions.items(), key=lambda item: item[1])
            label = self.program.steps[place].label
            raise RunError(
                f"step '{label}': {count:,} of the {MOST_OCCASIONS:,} candidates and dates that"
                f" are the limit of a run, by day {int(self.env.now) // DAY};"
                " lower its rate or its ceiling, or lengthen its period"
            )

    def count_reactions(self, event: Event) -> None:
        """Count what an event moves, cancels and triggers; stop a run of too much."""
        self.reactions += self.program.looks[event.kind]
        if self.reactions > MOST_REACTIONS:
            listeners = self.program.listeners.get(event.kind, ())
            steps = sorted((step for step, _ in listeners), key=lambda step: step.looks)
            who = f"step '{steps[-1].label}', one of {len(steps):,}" if steps else "the gauges"
            self._refuse_reactions(f"{who} that '{event.kind}' sets going")

    def count_pending(self, step: StepCode, count: int) -> None:
        """Count intentions of a step that are looked through; stop a run of too many."""
        self.reactions += count
        if self.reactions > MOST_REACTIONS:
            self._refuse_reactions(f"step '{step.label}', of which {count:,} wait at once")

    def _refuse_reactions(self, who: str) -> None:
        raise RunError(
            f"{who}: the limit of a run is {MOST_REACTIONS:,} reactions, met by day"
            f" {int(self.env.now) // DAY}; listen to fewer events, or emit fewer"
        )

    def overrun(self) -> str:
        """Why a run is stopped, and the step that emits most."""
        counts = Counter(event.step for event in self.events)
        step, count = counts.most_common(1)[0]
        return (
            f"step '{step}': {count:,} of the {MOST_EVENTS:,} events that are the limit of a run,"
            f" by day {int(self.env.now) // DAY};"
            " lower its rate, lengthen its delay or give it a 'limit'"
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
