"""Advice on what nothing will ever be: patterns that no event of the scenario can match.

A misspelt kind or actor is an error; a subject is free text, so that a misspelt one only shows as
a step that never hears what it listens to.
"""

from collections.abc import Iterator

from sim.errors import suggestion
from sim.events import Pattern
from sim.language import tree as meant
from sim.language.tree import Expression, Tree, operands
from sim.scenario.model import Response, Scenario, Step
from sim.scenario.resolve.complaints import Complaints
from sim.scenario.shapes import ScenarioTable
from sim.scenario.tree import Path

Sort = tuple[str, str | None, str | None]
"""Kind, actor and subject of what may happen; None may be any."""


def advise_hearing(table: ScenarioTable, scenario: Scenario, found: Complaints) -> None:
    """Warn, once for each, of patterns that nothing in the scenario or its record can match."""
    possible = list(_possible(scenario))
    told: set[Pattern] = set()
    for pattern, path in _mentioned(table, scenario):
        if pattern.subject is None or pattern in told or _can_be(pattern, possible):
            continue
        told.add(pattern)
        subjects = [s for kind, _, s in possible if kind == pattern.kind and s]
        hint = suggestion(pattern.subject, subjects)
        found.warn(path, f"nothing here is ever {pattern}{hint}")


def _can_be(pattern: Pattern, possible: list[Sort]) -> bool:
    return any(
        kind == pattern.kind
        and (actor is None or pattern.actor in {None, actor})
        and (subject is None or subject == pattern.subject)
        for kind, actor, subject in possible
    )


def _possible(scenario: Scenario) -> Iterator[Sort]:
    """What steps emit, what is stated, what deadlines record, what is documented."""
    for step in scenario.steps:
        for outcome in step.outcomes:
            for emission in outcome.emissions:
                yield emission.kind, emission.actor, emission.subject
    for fact in (*scenario.initial, *scenario.given):
        yield fact.kind, fact.actor, fact.subject
    for deadline in scenario.deadlines:
        if deadline.missed:
            yield deadline.missed, None, None
    for row in scenario.record.events if scenario.record else ():
        yield row.kind, row.actor, row.subject


def _mentioned(table: ScenarioTable, scenario: Scenario) -> Iterator[tuple[Pattern, Path]]:
    """Every pattern that something waits for or reads, with its place."""
    places = {(entry.actor, entry.name): index for index, entry in enumerate(table.steps)}
    for step in scenario.steps:
        index = places.get((step.actor, step.name.split(" [")[0]))
        path: Path = ("steps", index) if index is not None else ("gates", step.gate)
        for pattern in _of_step(step):
            yield pattern, path
    for gauge in scenario.gauges:
        for move in gauge.moves:
            yield move.on, ("gauges", gauge.name)
    for deadline in scenario.deadlines:
        for pattern in (*deadline.set_by, *deadline.moves_on, *deadline.met_by):
            yield pattern, ("deadlines", deadline.name)
    for index, entry in enumerate(scenario.procedure[: len(table.procedure)]):
        for pattern in entry.needs:
            yield pattern, ("procedure", index)


def _of_step(step: Step) -> Iterator[Pattern]:
    """What a step listens to, is cancelled by, and asks the log about."""
    if isinstance(step.trigger, Response):
        yield from step.trigger.on
        yield from step.trigger.cancelled_by
    texts: list[Expression | None] = [step.guard, step.guard_due]
    texts += [outcome.chance for outcome in step.outcomes]
    for text in texts:
        if text is not None:
            yield from _asked(text.tree)


def _asked(tree: Tree) -> Iterator[Pattern]:
    match tree:
        case meant.History(pattern=pattern):
            yield pattern
        case meant.Order(first=first, second=second):
            yield from (first, second)
        case _:
            for part in operands(tree):
                yield from _asked(part)
