"""Advice on what nothing will ever be: patterns that no event of the scenario can match.

A misspelt kind or actor is an error; a subject is free text, so that a misspelt one only shows as
a step that never hears what it listens to. A check is advised on by kinds as well: one about what
never is cannot be broken, or cannot be kept, and either looks like a result.
"""

from collections.abc import Collection, Iterator, Mapping

from sim.errors import nearest, suggestion
from sim.events import Pattern
from sim.language import tree as meant
from sim.language.tree import Expression, Tree, operands
from sim.log import DocumentedEvent
from sim.scenario.model import Check, Fact, Response, Scenario, Step
from sim.scenario.resolve.complaints import MOST, Complaints
from sim.scenario.resolve.possible import Possible, possible
from sim.scenario.shapes import ScenarioTable
from sim.scenario.tree import Path


def advise_hearing(table: ScenarioTable, scenario: Scenario, found: Complaints) -> None:
    """Warn, once for each, of patterns that nothing in the scenario or its record can match."""
    happening = _possible(scenario)
    subjects: dict[str, set[str]] = {}
    for kind, subject in _subjects(scenario):
        subjects.setdefault(kind, set()).add(subject)
    told: set[Pattern] = set()
    for pattern, path in _mentioned(table, scenario):
        if pattern.subject in table.instruments:
            continue  # nobody need ever denounce an instrument that somebody may
        if pattern in told or happening.any(pattern):
            continue
        told.add(pattern)
        if len(told) > MOST:
            found.warn(path, f"more than {MOST} patterns that nothing here ever is")
            return
        found.warn(path, f"nothing here is ever {pattern}{_hint(pattern, subjects)}")


def _hint(pattern: Pattern, subjects: Mapping[str, Collection[str]]) -> str:
    """What a pattern may be meant to be: the nearest subject of its kind, or the nearest kind."""
    if pattern.subject is not None:
        return suggestion(pattern.subject, subjects.get(pattern.kind, ()))
    near = None if pattern.kind in subjects else nearest(pattern.kind, subjects)
    return f"; did you mean '{near}'?" if near else ""


def _possible(scenario: Scenario) -> Possible:
    """What steps emit, what is stated, what deadlines record, what is documented."""
    found = possible(scenario.steps, scenario.deadlines)
    for event in _told(scenario):
        found.add("", [(event.kind, event.actor, event.subject)])
    return found


def _subjects(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Kinds, each with a subject that it may be about."""
    for step in scenario.steps:
        for outcome in step.outcomes:
            for emission in outcome.emissions:
                yield emission.kind, emission.subject or ""
    for event in _told(scenario):
        yield event.kind, event.subject


def _told(scenario: Scenario) -> Iterator[Fact | DocumentedEvent]:
    """What is stated and what is documented."""
    yield from (*scenario.initial, *scenario.given)
    yield from scenario.record.events if scenario.record else ()


def _mentioned(table: ScenarioTable, scenario: Scenario) -> Iterator[tuple[Pattern, Path]]:
    """Every pattern with a subject that something waits for or reads, and all of checks."""
    for pattern, path in _heard(table, scenario):
        if pattern.subject is not None:
            yield pattern, path
    for index, check in enumerate(scenario.checks):
        for pattern in _of_check(check):
            yield pattern, ("checks", index, "rule")


def _of_check(check: Check) -> Iterator[Pattern]:
    """What a check speaks of, as events or in conditions."""
    for events in check.events:
        yield from events
    for condition in check.conditions:
        if condition is not None:
            yield from _asked(condition.tree)


def _heard(table: ScenarioTable, scenario: Scenario) -> Iterator[tuple[Pattern, Path]]:
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
        path = (_table_of(deadline.name, table), deadline.name)
        for pattern in (*deadline.set_by, *deadline.moves_on, *deadline.met_by):
            yield pattern, path
    for index, entry in enumerate(scenario.procedure[: len(table.procedure)]):
        for pattern in entry.needs:
            yield pattern, ("procedure", index)


def _table_of(deadline: str, table: ScenarioTable) -> str:
    """The table that a deadline is of: instruments have their own."""
    return "instruments" if deadline in table.instruments else "deadlines"


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
