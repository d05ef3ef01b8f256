"""A scenario made ready to run: expressions compiled, steps filed under the kinds they listen to.

Made once for a scenario and shared by all its runs; nothing in it changes during a run.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import attrs

from sim.chance import ARGUMENTS, QUANTILES, refusal
from sim.engine.identity import DELAY, QUANTITY, uniform
from sim.errors import RunError
from sim.events import Event, Pattern
from sim.language import Expression
from sim.language import tree as meant
from sim.language.linear import MOST_DRAWS, Sum, summed
from sim.scenario.model import Calendar, Emission, Outcome, Rate, Response, Scenario, Step
from sim.situation import Gate, Ledger, Requirement, Situation
from sim.situation.reading import Read, compiled, leanings, needs_met
from sim.situation.votes import Leaning

if TYPE_CHECKING:
    from sim.language.tree import Tree

Drawn = Callable[[Situation, int, Event | None, bytes], float]
"""A value for given words: (situation, now, triggering event, digest) to a number."""


@attrs.frozen(eq=False)
class EmissionCode:
    """An event to emit; `subject` None is the trigger's, `quantity` None is none."""

    kind: str
    actor: str
    subject: str | None
    quantity: Drawn | None
    unit: str


@attrs.frozen(eq=False)
class DelayCode:
    """A delay: what is drawn, and multiples of the time to deadlines."""

    drawn: Drawn
    deadlines: tuple[tuple[Read, int], ...]


@attrs.frozen(eq=False)
class VoteCode:
    """A gate's vote."""

    gate: Gate
    leanings: Callable[[Situation, int, Event | None], list[Leaning]]


@attrs.frozen(eq=False)
class RequirementCode:
    """One precondition: places of the tallies that must not be empty, and a condition."""

    declared: Requirement
    met: tuple[tuple[Pattern, Read], ...]
    condition: Read | None


@attrs.frozen(eq=False)
class StepCode:
    """A step, compiled."""

    declared: Step
    label: str
    actor: str
    place: int
    each: bool
    same_subject: bool
    limit: int
    guard: Read | None
    guard_due: Read | None
    delay: DelayCode | None
    chances: tuple[Read | None, ...]
    certain: bool
    outcomes: tuple[tuple[EmissionCode, ...], ...]
    vote: VoteCode | None
    intensity: Read | None


Listener = tuple[StepCode, str | None, str | None]
"""A step that an event of some kind triggers or cancels, by whom and about what (None: any)."""

UNLIMITED = 1 << 60


class Program:
    """A scenario, compiled."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.ledger = Ledger(
            scenario.vocabulary,
            scenario.gauges,
            scenario.deadlines,
            scenario.gates,
            scenario.sites,
            _kinds(scenario),
        )
        self.steps = tuple(_step(step, scenario, self.ledger) for step in scenario.steps)
        self.by_label = {step.label: step for step in self.steps}
        self.listeners: dict[str, list[Listener]] = {}
        self.cancels: dict[str, list[Listener]] = {}
        for step in self.steps:
            if isinstance(step.declared.trigger, Response):
                _file(self.listeners, step, step.declared.trigger.on)
                _file(self.cancels, step, step.declared.trigger.cancelled_by)
        self.requirements: dict[str, list[RequirementCode]] = {}
        for requirement in scenario.procedure:
            code = _requirement(requirement, self.ledger)
            self.requirements.setdefault(requirement.event.kind, []).append(code)
        self.roles = tuple(scenario.roles)
        self.initiatives = {
            role: tuple(
                step
                for step in self.steps
                if step.actor == role and not isinstance(step.declared.trigger, Response)
            )
            for role in self.roles
        }
        self.counting = {
            place: tuple(
                step
                for step in self.steps
                if step.delay and any(place == other for _, other in step.delay.deadlines)
            )
            for place in range(len(scenario.deadlines))
        }


def _kinds(scenario: Scenario) -> list[str]:
    """Every kind that a run of this scenario can hold, each once, in the order of mention."""
    kinds = [fact.kind for fact in (*scenario.initial, *scenario.given)]
    for step in scenario.steps:
        kinds += [emission.kind for outcome in step.outcomes for emission in outcome.emissions]
    kinds += [deadline.missed for deadline in scenario.deadlines if deadline.missed]
    kinds += [event.kind for event in scenario.record.events] if scenario.record else []
    return list(dict.fromkeys(kinds))


def _file(table: dict[str, list[Listener]], step: StepCode, patterns: Sequence[Pattern]) -> None:
    """File a step under the kinds of some patterns."""
    for pattern in patterns:
        table.setdefault(pattern.kind, []).append((step, pattern.actor, pattern.subject))


def _step(step: Step, scenario: Scenario, ledger: Ledger) -> StepCode:
    trigger = step.trigger
    gate = ledger.gates[step.gate] if step.gate else None
    delay = None
    if isinstance(trigger, Response) and trigger.after is not None:
        delay = _delay(trigger.after, ledger)
    return StepCode(
        declared=step,
        label=step.label,
        actor=step.actor,
        place=step.place,
        each=isinstance(trigger, Response) and trigger.each,
        same_subject=step.same_subject,
        limit=step.limit
        or (1 if isinstance(trigger, Calendar) and not trigger.period else UNLIMITED),
        guard=_read(step.guard, ledger),
        guard_due=_read(step.guard_due, ledger),
        delay=delay,
        chances=tuple(_read(outcome.chance, ledger) for outcome in step.outcomes),
        certain=len(step.outcomes) == 1 and step.outcomes[0].chance is None,
        outcomes=tuple(_outcome(outcome, ledger) for outcome in step.outcomes),
        vote=VoteCode(gate, leanings(gate, ledger)) if gate else None,
        intensity=compiled(trigger.intensity.tree, ledger) if isinstance(trigger, Rate) else None,
    )


def _read(expression: Expression | None, ledger: Ledger) -> Read | None:
    return None if expression is None else compiled(expression.tree, ledger)


def _outcome(outcome: Outcome, ledger: Ledger) -> tuple[EmissionCode, ...]:
    return tuple(
        _emission(emission, position, ledger) for position, emission in enumerate(outcome.emissions)
    )


def _emission(emission: Emission, position: int, ledger: Ledger) -> EmissionCode:
    quantity = None
    if emission.quantity is not None:
        parts = summed(emission.quantity)
        quantity = _drawn(parts, QUANTITY + position * MOST_DRAWS, ledger)
        if parts.deadlines:
            quantity = _with_deadlines(quantity, parts, ledger)
    return EmissionCode(emission.kind, emission.actor, emission.subject, quantity, emission.unit)


def _delay(after: Expression, ledger: Ledger) -> DelayCode:
    parts = summed(after)
    counted = tuple(
        (compiled(scale, ledger), ledger.deadline_place[name]) for scale, name in parts.deadlines
    )
    return DelayCode(_drawn(parts, DELAY, ledger), counted)


def _with_deadlines(drawn: Drawn, parts: Sum, ledger: Ledger) -> Drawn:
    """A quantity that counts from deadlines as they stand when it is drawn."""
    counted = [
        (compiled(scale, ledger), compiled(meant.Institution("time_to", name), ledger))
        for scale, name in parts.deadlines
    ]

    def value(s: Situation, now: int, event: Event | None, digest: bytes) -> float:
        total = drawn(s, now, event, digest)
        for scale, time_to in counted:
            total += scale(s, now, event) * time_to(s, now, event)
        return total

    return value


def _drawn(parts: Sum, first_word: int, ledger: Ledger) -> Drawn:
    """A sum of draws, the n-th from the n-th word; the plainest forms have plain code."""
    if not parts.draws:
        offset = compiled(parts.offset, ledger)
        return lambda s, now, event, _digest: offset(s, now, event)
    if len(parts.draws) == 1 and parts.offset == meant.Constant(0.0):
        ((scale, draw),) = parts.draws
        values = _constants(draw.arguments)
        if scale == meant.Constant(1.0) and values is not None:
            quantile = QUANTILES[draw.family]
            return lambda _s, _now, _event, digest: quantile(uniform(digest, first_word), *values)
    return _general(parts, first_word, ledger)


def _constants(trees: Sequence["Tree"]) -> tuple[float, ...] | None:
    """The values of trees that are all constants."""
    values = tuple(tree.value for tree in trees if isinstance(tree, meant.Constant))
    return values if len(values) == len(trees) else None


def _general(parts: Sum, first_word: int, ledger: Ledger) -> Drawn:
    offset = compiled(parts.offset, ledger)
    terms = [
        (
            compiled(scale, ledger),
            draw.family,
            [compiled(argument, ledger) for argument in draw.arguments],
            first_word + number,
        )
        for number, (scale, draw) in enumerate(parts.draws)
    ]

    def value(s: Situation, now: int, event: Event | None, digest: bytes) -> float:
        total = offset(s, now, event)
        for scale, family, arguments, word in terms:
            values = [argument(s, now, event) for argument in arguments]
            if values[0] == 0 and family != "normal":
                continue  # a scale of zero leaves nothing to draw
            why = refusal(family, dict(zip(_names(family), values, strict=True)))
            if why:
                raise RunError(f"{family}: {why}")
            total += scale(s, now, event) * QUANTILES[family](uniform(digest, word), *values)
        return total

    return value


def _names(family: str) -> list[str]:
    return [argument.name for argument in ARGUMENTS[family]]


def _requirement(requirement: Requirement, ledger: Ledger) -> RequirementCode:
    if requirement.same_subject:
        for pattern in requirement.needs:
            ledger.of_kind(pattern.kind).subjects = True
    met = tuple((pattern, needs_met(pattern, ledger)) for pattern in requirement.needs)
    return RequirementCode(requirement, met, _read(requirement.condition, ledger))
