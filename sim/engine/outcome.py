"""What comes of a step at its instant: the outcome that the first word of the digest falls on.

Chances are read now; at most one outcome without a chance takes the rest, and what is missing is
nothing. A vote is counted from the leanings of the blocs.
"""

from collections.abc import Callable, Sequence

from sim.engine.delays import Drawn, quantity
from sim.engine.identity import BALLOT, OUTCOME, uniform, word_at, word_below
from sim.errors import RunError
from sim.events import Event
from sim.language import tree as meant
from sim.scenario.model import Emission, Outcome, Step
from sim.situation import Gate, Ledger, Situation
from sim.situation.reading import Read, compiled, leanings
from sim.situation.votes import ballot, decided

ROUNDING = 1e-9
"""Chances that add up to one may exceed it by a last digit."""


EmissionCode = tuple[int, str, str, str | None, Drawn | None, str]
"""An event to emit: (position in the outcome, kind, actor, subject, quantity, unit).

A subject of None is the trigger's, a quantity of None is none. A plain tuple, because a run takes
one apart for every event.
"""

Emissions = tuple[EmissionCode, ...]
Decision = Callable[[Situation, int, Event | None, bytes], Emissions]
"""(situation, now, triggering event, digest) to the events to emit; none for nothing."""


def decision(step: Step, ledger: Ledger) -> Decision:
    """Compile how a step's outcome is drawn."""
    if step.gate and step.reads:
        return _reading(step, ledger.gates[step.gate], ledger)
    if step.gate:
        return _vote(step, ledger.gates[step.gate], ledger)
    outcomes = [_emissions(outcome, step.label, ledger) for outcome in step.outcomes]
    rest = next((e for o, e in zip(step.outcomes, outcomes, strict=True) if o.chance is None), ())
    chances = [
        (outcome.chance.tree, emissions)
        for outcome, emissions in zip(step.outcomes, outcomes, strict=True)
        if outcome.chance is not None
    ]
    if not chances:
        return lambda _s, _now, _event, _digest: rest
    known = [(tree.value, e) for tree, e in chances if isinstance(tree, meant.Constant)]
    if len(known) == len(chances):
        return _ladder(known, rest)
    reads = [(compiled(tree, ledger), emissions) for tree, emissions in chances]
    return _walk(reads, rest, step.label)


Plain = tuple[str, str, str | None, str]
"""An event without a quantity, alone in its outcome: (kind, actor, subject, unit)."""

Fork = tuple[int, Plain | None, Plain | None]
"""One of two outcomes by one known chance: (word, what words below it draw, what others draw)."""


def fork(step: Step) -> Fork | None:
    """An outcome as data, where it is as plain as that; no calls are then needed to draw it."""
    outcomes = step.outcomes
    if step.gate or not all(_is_plain(outcome) for outcome in outcomes):
        return None
    known = [outcome for outcome in outcomes if outcome.chance is not None]
    rest = next((_plain(outcome) for outcome in outcomes if outcome.chance is None), None)
    if not known:
        return 0, None, rest
    chance = known[0].chance.tree if known[0].chance else None
    if len(known) > 1 or not isinstance(chance, meant.Constant):
        return None
    return word_below(chance.value), _plain(known[0]), rest


def _is_plain(outcome: Outcome) -> bool:
    """Whether an outcome has no more than one event, and no quantity."""
    emissions = outcome.emissions
    return len(emissions) <= 1 and all(emission.quantity is None for emission in emissions)


def _plain(outcome: Outcome) -> Plain | None:
    for emission in outcome.emissions:
        return (emission.kind, emission.actor, emission.subject, emission.unit)
    return None


def _emissions(outcome: Outcome, label: str, ledger: Ledger) -> Emissions:
    return tuple(
        _emission(emission, position, label, ledger)
        for position, emission in enumerate(outcome.emissions)
    )


def _emission(emission: Emission, position: int, label: str, ledger: Ledger) -> EmissionCode:
    drawn = None
    if emission.quantity is not None:
        drawn = quantity(emission.quantity, position, label, ledger)
    return (position, emission.kind, emission.actor, emission.subject, drawn, emission.unit)


def _ladder(chances: Sequence[tuple[float, Emissions]], rest: Emissions) -> Decision:
    """Known chances: the rungs of their sums."""
    rungs: list[tuple[int, Emissions]] = []
    total = 0.0
    for chance, emissions in chances:
        total += chance
        rungs.append((word_below(total), emissions))

    def decide(_s: Situation, _now: int, _event: Event | None, digest: bytes) -> Emissions:
        (word,) = word_at(digest)
        for rung, emissions in rungs:
            if word < rung:
                return emissions
        return rest

    return decide


def _walk(chances: Sequence[tuple[Read, Emissions]], rest: Emissions, label: str) -> Decision:
    """Chances that the situation decides: read now, never clamped."""

    def decide(s: Situation, now: int, event: Event | None, digest: bytes) -> Emissions:
        word = uniform(digest, OUTCOME)
        total = 0.0
        chosen: Emissions | None = None
        for read, emissions in chances:
            chance = read(s, now, event)
            if not -ROUNDING <= chance <= 1.0 + ROUNDING:
                why = "is not a probability; keep it so by other numbers, or clamp(..., 0, 1)"
                raise RunError(f"step '{label}': a chance of {chance:g} {why}")
            total += chance
            if chosen is None and word < total:
                chosen = emissions
        if total > 1.0 + ROUNDING:
            raise RunError(f"step '{label}': its chances add up to {total:g}, which is above 1")
        return rest if chosen is None else chosen

    return decide


Count = Callable[[Situation, int, Event | None, bytes], tuple[int, int]]
"""(situation, now, triggering event, digest) to (present, voting for)."""


def _count(gate: Gate, ledger: Ledger) -> Count:
    """How a gate's body is counted: who has come, and who of them is for."""
    read = leanings(gate, ledger)

    def count(s: Situation, now: int, event: Event | None, digest: bytes) -> tuple[int, int]:
        blocs = read(s, now, event)
        uniforms = [uniform(digest, BALLOT + number) for number in range(len(blocs) + 1)]
        return ballot(blocs, gate.body.turnout_spread, uniforms)

    return count


def _heads(count: Count, which: int) -> Drawn:
    """Those present (0) or voting for (1), as the quantity of an event."""
    return lambda s, now, event, digest: float(count(s, now, event, digest)[which])


def _vote(step: Step, gate: Gate, ledger: Ledger) -> Decision:
    """A ballot; the outcomes are passed, failed and no quorum, with the votes or heads counted."""
    count = _count(gate, ledger)
    outcomes = _counted(step, (_heads(count, 1), _heads(count, 1), _heads(count, 0)))

    def decide(s: Situation, now: int, event: Event | None, digest: bytes) -> Emissions:
        return outcomes[decided(gate, *count(s, now, event, digest))]

    return decide


def _reading(step: Step, gate: Gate, ledger: Ledger) -> Decision:
    """A text is read to a quorum and not decided; the outcomes are read and no quorum."""
    count = _count(gate, ledger)
    read, unread = _counted(step, (_heads(count, 0), _heads(count, 0)))

    def decide(s: Situation, now: int, event: Event | None, digest: bytes) -> Emissions:
        return read if count(s, now, event, digest)[0] >= gate.quorum else unread

    return decide


def _counted(step: Step, quantities: Sequence[Drawn]) -> list[Emissions]:
    """A step's outcomes, each with what is counted as its quantity."""
    return [
        tuple((0, e.kind, e.actor, e.subject, drawn, e.unit) for e in outcome.emissions)
        for outcome, drawn in zip(step.outcomes, quantities, strict=True)
    ]
