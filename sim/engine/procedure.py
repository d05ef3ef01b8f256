"""The procedure asked: may these events stand in the log now?

One refusal refuses a whole outcome. Each event is asked for as if those before it in the same
outcome had happened.
"""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from sim.events import Event, Pattern
from sim.situation import Ledger, Requirement, Situation
from sim.situation.reading import Read, compiled


@attrs.frozen(eq=False)
class RequirementCode:
    """One precondition, compiled: what must have happened, and a condition with its text."""

    declared: Requirement
    needs: tuple[tuple[Pattern, int], ...]
    """Patterns, each with the place of its tally."""
    condition: tuple[Read, str] | None


Requirements = Mapping[str, Sequence[RequirementCode]]
"""Preconditions by the kind of event that they stand before."""


def requirements(declared: Sequence[Requirement], ledger: Ledger) -> Requirements:
    """Compile the procedure, filed by kind."""
    result: dict[str, list[RequirementCode]] = {}
    for requirement in declared:
        if requirement.same_subject:
            for pattern in requirement.needs:
                ledger.of_kind(pattern.kind).subjects = True
        needs = tuple((pattern, ledger.tally(pattern)) for pattern in requirement.needs)
        condition = requirement.condition
        read = None if condition is None else (compiled(condition.tree, ledger), condition.text)
        result.setdefault(requirement.event.kind, []).append(
            RequirementCode(requirement, needs, read)
        )
    return result


def refusal(rules: Requirements, outcome: Sequence[Event], situation: Situation) -> str:
    """Why the procedure refuses an outcome, with its source; nothing if it does not."""
    for position, event in enumerate(outcome):
        if position:
            situation = situation.copy() if position == 1 else situation
            situation.fold(outcome[position - 1])
        for declared, why in lacks(rules, event, situation):
            return f"{event.kind} by {event.actor}: {why} ({declared.source})"
    return ""


def lacks(
    rules: Requirements, event: Event, situation: Situation
) -> Iterator[tuple[Requirement, str]]:
    """Yield each rule that an event would break here, and what it misses."""
    for rule in rules.get(event.kind, ()):
        if rule.declared.event.matches(event):
            why = unmet(rule, event, situation)
            if why:
                yield rule.declared, why


def unmet(rule: RequirementCode, event: Event, situation: Situation) -> str:
    """What a rule misses for an event that it is about, or nothing."""
    declared = rule.declared
    for pattern, place in rule.needs:
        if declared.same_subject:
            needed = Pattern(pattern.kind, pattern.actor, event.subject)
            held = situation.has_happened(needed)
        else:
            needed = pattern
            held = bool(situation.tallies[place])
        if not held:
            return f"needs {needed}"
    if rule.condition is not None:
        holds, text = rule.condition
        if not holds(situation, event.time, event):
            return f"needs that {text}"
    return ""
