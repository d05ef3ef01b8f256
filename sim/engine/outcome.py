"""What comes of a step at its instant: the outcome drawn, the events named, the procedure asked.

Pure functions of the step, the situation and the words of the digest.
"""

from collections.abc import Callable, Mapping, Sequence

from sim.engine.identity import BALLOT, OUTCOME, emitted, uniform
from sim.engine.program import EmissionCode, RequirementCode, StepCode, VoteCode
from sim.errors import RunError
from sim.events import Event
from sim.situation import Situation
from sim.situation.votes import ballot, decided

Emitted = tuple[str, str, str, float | None, str, bytes]
"""An event to be: (kind, actor, subject, quantity, unit, identity)."""

Refused = Callable[[Event | None], tuple[str, Event | None]]
ROUNDING = 1e-9
"""Chances that add up to one may exceed it by a last digit."""


def drawn_outcome(
    step: StepCode, situation: Situation, now: int, cause: Event | None, digest: bytes
) -> list[Emitted]:
    """The events of the outcome that the first word falls on; none if it falls on nothing."""
    if step.certain:
        emissions, counted = step.outcomes[0], None
    elif step.vote is not None:
        emissions, counted = _vote(step, step.vote, situation, now, cause, digest)
    else:
        emissions, counted = _chosen(step, situation, now, cause, digest), None
    return [
        _event(emission, position, situation, now, cause, digest, counted)
        for position, emission in enumerate(emissions)
    ]


def _event(  # noqa: PLR0913, PLR0917  on the hot path: no object is made to carry these
    emission: EmissionCode,
    position: int,
    situation: Situation,
    now: int,
    cause: Event | None,
    digest: bytes,
    counted: float | None,
) -> Emitted:
    subject = emission.subject
    if subject is None:
        subject = cause.subject if cause is not None else ""
    quantity = counted
    if emission.quantity is not None:
        # nine digits: what platforms disagree on in the last one must not reach a log
        quantity = float(f"{emission.quantity(situation, now, cause, digest):.9g}")
        if quantity - quantity != 0:
            raise RunError(f"the quantity of {emission.kind} is not finite")
    return (
        emission.kind, emission.actor, subject, quantity, emission.unit, emitted(digest, position),
    )  # fmt: skip


def _chosen(
    step: StepCode, situation: Situation, now: int, cause: Event | None, digest: bytes
) -> tuple[EmissionCode, ...]:
    """Walk the chances up to the drawn word; they are read now, and never clamped."""
    word = uniform(digest, OUTCOME)
    total = 0.0
    chosen: tuple[EmissionCode, ...] | None = None
    rest: tuple[EmissionCode, ...] = ()
    for read, emissions in zip(step.chances, step.outcomes, strict=True):
        if read is None:
            rest = emissions
            continue
        chance = read(situation, now, cause)
        if not 0.0 <= chance <= 1.0 + ROUNDING:
            raise RunError(f"a chance of {chance:g} is not a probability")
        total += chance
        if chosen is None and word < total:
            chosen = emissions
    if total > 1.0 + ROUNDING:
        raise RunError(f"its chances add up to {total:g}, which is above 1")
    return rest if chosen is None else chosen


def _vote(
    step: StepCode,
    vote: VoteCode,
    situation: Situation,
    now: int,
    cause: Event | None,
    digest: bytes,
) -> tuple[tuple[EmissionCode, ...], float]:
    """Count the ballot; the outcomes are passed, failed, no quorum."""
    leanings = vote.leanings(situation, now, cause)
    uniforms = [uniform(digest, BALLOT + number) for number in range(len(leanings) + 1)]
    present, yes = ballot(leanings, vote.gate.body.turnout_spread, uniforms)
    result = decided(vote.gate, present, yes)
    return step.outcomes[result], float(present if result == 2 else yes)


def refusal_of(
    requirements: Mapping[str, Sequence[RequirementCode]],
    outcome: Sequence[Emitted],
    situation: Situation,
    now: int,
) -> Refused | None:
    """Why the procedure refuses an outcome, or None if it does not.

    Each event is asked for as if those before it in the same outcome had happened.
    """
    for position, candidate in enumerate(outcome):
        rules = requirements.get(candidate[0])
        if not rules:
            continue
        for rule in rules:
            why = _unmet(rule, candidate, outcome[:position], situation, now)
            if why:
                source = rule.declared.source
                text = f"{candidate[0]} by {candidate[1]}: {why} ({source})"
                return lambda cause: (text, cause)
    return None


def _unmet(
    rule: RequirementCode,
    candidate: Emitted,
    before: Sequence[Emitted],
    situation: Situation,
    now: int,
) -> str:
    """What a rule misses for an event, or nothing."""
    event = _as_event(candidate, now)
    if not rule.declared.event.matches(event):
        return ""
    for pattern, met in rule.met:
        earlier = any(pattern.matches(_as_event(other, now)) for other in before)
        if rule.declared.same_subject:
            held = situation.has_happened(pattern, event.subject)
        else:
            held = bool(met(situation, now, event))
        if not held and not earlier:
            return f"needs {pattern}"
    if rule.condition is not None and not rule.condition(situation, now, event):
        condition = rule.declared.condition
        return f"needs that {condition.text}" if condition else ""
    return ""


def _as_event(candidate: Emitted, now: int) -> Event:
    kind, actor, subject, quantity, unit, name = candidate
    return Event(-1, now, actor, kind, subject, quantity, unit, (), "", name)
