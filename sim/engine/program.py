"""A scenario made ready to run: expressions compiled, steps filed under the kinds they listen to.

Made once for a scenario and shared by all its runs; nothing in it changes during a run.
"""

from collections.abc import Callable, Iterator, Sequence

import attrs

from sim.engine.delays import DelayCode, delay
from sim.engine.identity import step_key
from sim.engine.order import RESPONSE, rank
from sim.engine.outcome import Decision, Fork, decision, fork
from sim.engine.procedure import Requirements, requirements
from sim.engine.workload import LIGHT, Workload
from sim.events import Event, Pattern
from sim.language import Expression
from sim.scenario.model import Calendar, Rate, Response, Scenario, Step
from sim.situation import Ledger
from sim.situation.reading import Read, compiled


@attrs.frozen(eq=False)
class StepCode:
    """A step, compiled."""

    declared: Step
    label: str
    actor: str
    place: int
    key: bytes
    """What keys its draws, beside the seed and the cause."""
    rank: int
    """Its place among the occasions of one second, but for the number of the cause."""
    each: bool
    same_subject: bool
    plain: Callable[[bytes], float] | None
    """Its delay, where nothing need be read or remembered when it is triggered."""
    mean: float | None
    """The mean of such a delay, where it is exponential."""
    kept: bool
    """Whether its pending intentions must be found again: to replace, cancel or move them."""
    fork: Fork | None
    """Its outcome as data, where nothing is remembered and only the procedure may stop it."""
    guarded: bool
    """Whether a limit or a guard may stop it when its instant comes."""
    ruled: bool
    """Whether the procedure has anything to say about what it emits."""
    limit: int | None
    guard: Read | None
    guard_due: Read | None
    delay: DelayCode | None
    decide: Decision
    intensity: Read | None
    looks: int
    """How many occasions or reactions one of it counts as."""


Filter = tuple[str | None, str | None]
"""By whom and about what (None: anyone, anything)."""


Listener = tuple[StepCode, frozenset[Filter]]
"""A step that events of some kind trigger or cancel, and which of them; no filter is all."""


Reactions = tuple[int, Sequence[Listener], Sequence[Listener]]
"""What an event of a kind sets going: how much there is to look at (0: little), which steps it
cancels, which it triggers. A plain tuple, taken apart for every event.
"""


class Program:
    """A scenario, compiled.

    A `general` one has no shortcuts: each of its steps can be asked for its choices. Its runs are
    the same, and take a little longer.
    """

    def __init__(self, scenario: Scenario, *, general: bool = False) -> None:
        self.scenario = scenario
        self.ledger = Ledger(
            scenario.vocabulary,
            scenario.gauges,
            scenario.deadlines,
            scenario.gates,
            scenario.sites,
            _kinds(scenario),
        )
        self.requirements = requirements(scenario.procedure, self.ledger)
        looks = Workload(self.ledger, scenario.procedure)
        made = (
            _step(step, self.ledger, self.requirements, looks.of_step(step))
            for step in scenario.steps
        )
        self.steps = tuple(map(_general, made) if general else made)
        self.by_label = {step.label: step for step in self.steps}
        self.listeners: dict[str, list[Listener]] = {}
        self.cancels: dict[str, list[Listener]] = {}
        for step in self.steps:
            if isinstance(step.declared.trigger, Response):
                _file(self.listeners, step, step.declared.trigger.on)
                _file(self.cancels, step, step.declared.trigger.cancelled_by)
        self.looks = {kind: count for kind, count in self._looks(looks) if count > LIGHT}
        """How much there is to look at when an event of a kind happens, where that is much."""
        self.reactions: dict[str, Reactions] = {
            kind: (
                self.looks.get(kind, 0),
                self.cancels.get(kind, ()),
                self.listeners.get(kind, ()),
            )
            for kind in {**self.looks, **self.cancels, **self.listeners}
        }
        self.roles = tuple(scenario.roles)
        self.initiatives = {role: self._initiatives(role) for role in self.roles}
        self.counting = tuple(
            tuple(
                step
                for step in self.steps
                if step.delay and any(place == other for _, other in step.delay.deadlines)
            )
            for place in range(len(scenario.deadlines))
        )
        """For each deadline, the steps whose delays count from it."""
        self.standing = tuple(_read(one.standing, self.ledger) for one in scenario.deadlines)
        """For each deadline, what must hold for it to be missed."""

    def _looks(self, looks: Workload) -> Iterator[tuple[str, int]]:
        """The looks that each kind of event comes to: what it moves, cancels and triggers."""
        for kind, effects in self.ledger.effects.items():
            count = len(effects.deadlines) + len(self.cancels.get(kind, ()))
            for move in effects.moves:
                count += looks.of(looks.parts(move.tree))
            for step, _ in self.listeners.get(kind, ()):
                count += step.looks
            yield kind, count

    def _initiatives(self, role: str) -> tuple[StepCode, ...]:
        """What an actor does of its own accord: its calendar and its rates."""
        return tuple(
            step
            for step in self.steps
            if step.actor == role and not isinstance(step.declared.trigger, Response)
        )


def _kinds(scenario: Scenario) -> list[str]:
    """Every kind that a run of this scenario can hold, each once, in the order of mention."""
    kinds = [fact.kind for fact in (*scenario.initial, *scenario.given)]
    for step in scenario.steps:
        kinds += [emission.kind for outcome in step.outcomes for emission in outcome.emissions]
    kinds += [deadline.missed for deadline in scenario.deadlines if deadline.missed]
    kinds += [event.kind for event in scenario.record.events] if scenario.record else []
    return list(dict.fromkeys(kinds))


def _file(table: dict[str, list[Listener]], step: StepCode, patterns: Sequence[Pattern]) -> None:
    """File a step, once, under each kind of some patterns."""
    filters: dict[str, set[Filter]] = {}
    for pattern in patterns:
        filters.setdefault(pattern.kind, set()).add((pattern.actor, pattern.subject))
    for kind, some in filters.items():
        everything = (None, None) in some
        table.setdefault(kind, []).append((step, frozenset(() if everything else some)))


def concerned(event: Event, filters: frozenset[Filter]) -> bool:
    """Whether an event passes one of some filters, however many they are."""
    actor, subject = event.actor, event.subject
    return (None, subject) in filters or (actor, None) in filters or (actor, subject) in filters


def _step(step: Step, ledger: Ledger, rules: Requirements, looks: int) -> StepCode:
    trigger = step.trigger
    response = trigger if isinstance(trigger, Response) else None
    waits = (
        None
        if response is None or response.after is None
        else delay(response.after, step.label, ledger)
    )
    once = isinstance(trigger, Calendar) and trigger.period is None
    kept = response is not None and (
        not response.each or bool(response.cancelled_by) or bool(waits and waits.deadlines)
    )
    bare = step.guard is None and step.limit is None and not kept
    return StepCode(
        declared=step,
        label=step.label,
        actor=step.actor,
        place=step.place,
        key=step_key(step.actor, step.key),
        rank=rank(RESPONSE, step.place, 0),
        each=response is not None and response.each,
        same_subject=step.same_subject,
        plain=waits.plain if waits is not None and bare else None,
        mean=waits.mean if waits is not None and bare else None,
        kept=kept,
        fork=fork(step) if response and bare and step.guard_due is None else None,
        guarded=step.guard_due is not None or step.limit is not None or once,
        ruled=any(e.kind in rules for outcome in step.outcomes for e in outcome.emissions),
        limit=1 if once else step.limit,
        guard=_read(step.guard, ledger),
        guard_due=_read(step.guard_due, ledger),
        delay=waits,
        decide=decision(step, ledger),
        intensity=_read(trigger.intensity, ledger) if isinstance(trigger, Rate) else None,
        looks=looks,
    )


def _general(step: StepCode) -> StepCode:
    """A step without shortcuts."""
    return attrs.evolve(step, plain=None, mean=None, fork=None)


def _read(expression: Expression | None, ledger: Ledger) -> Read | None:
    return None if expression is None else compiled(expression.tree, ledger)
