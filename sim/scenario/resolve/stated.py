"""Advice on what is stated, initial or given: actors that may be misspelt, and what nobody heeds.

Whoever is stated to act need be no role, since much comes from outside: so an actor that nothing
knows is no error. It is told where its name is all but a known one, and else shows in that nothing
here listens to what was given. What a row of the record says too is given for the record's sake.
"""

from collections.abc import Iterable, Iterator

import attrs

from sim.errors import nearest, suggestion
from sim.events import Pattern
from sim.scenario.model import Fact, Scenario
from sim.scenario.resolve.complaints import MOST, Complaints
from sim.scenario.tree import Path

MISSPELT = 0.8
"""How alike two actors' names are of which the one may be meant for the other."""


def advise_stated(scenario: Scenario, found: Complaints) -> None:
    """Warn of initial and given events by an actor that may be misspelt, and of unheeded ones."""
    if not scenario.initial and not scenario.given:
        return
    heeded = frozenset(_heeded(scenario))
    known = {*scenario.roles, *(pattern.actor for pattern in heeded if pattern.actor is not None)}
    rows = scenario.record.events if scenario.record else ()
    known |= {row.actor for row in rows}
    listened = {*heeded, *(Pattern(row.kind, row.actor, row.subject) for row in rows)}
    told = 0
    for fact, path in _placed(scenario, found):
        near = None if fact.actor in known else nearest(fact.actor, known, MISSPELT)
        if near:
            message = f"'{fact.actor}' is no role of the scenario; did you mean '{near}'?"
            found.warn((*path, "actor"), message)
        elif path[0] == "given" and not _is_heeded(fact, listened, scenario):
            found.warn(path, f"nothing here listens to {_about(fact)}{_hint(fact, heeded)}")
        else:
            continue
        told += 1
        if told == MOST:
            return


def _placed(scenario: Scenario, found: Complaints) -> Iterator[tuple[Fact, Path]]:
    """Each event that is stated, with its place: initial ones may stand in another order there."""
    for table, facts in (("initial", scenario.initial), ("given", scenario.given)):
        listed = found.root.at((table,)).value
        names = [node.entry("name") for node in listed] if isinstance(listed, list) else []
        places = {str(name or index): index for index, name in enumerate(names)}
        for fact in facts:
            yield fact, (table, places[fact.name])


def _is_heeded(fact: Fact, heeded: Iterable[Pattern], scenario: Scenario) -> bool:
    """Whether anything can come of an event: by offices and sites its kind alone is enough."""
    kind = scenario.vocabulary[fact.kind]
    if kind.office or kind.site:
        return True
    return any(pattern.covers(fact.kind, fact.actor, fact.subject) for pattern in heeded)


def _about(fact: Fact) -> str:
    """An event as patterns are told."""
    return str(Pattern(fact.kind, fact.actor, fact.subject or None))


def _hint(fact: Fact, heeded: Iterable[Pattern]) -> str:
    """What its subject, or else its actor, may be meant to be: what something does listen to."""
    alike = [pattern for pattern in heeded if pattern.kind == fact.kind]
    by = {p.actor for p in alike if p.actor is not None and p.subject in {None, fact.subject}}
    about = {p.subject for p in alike if p.subject is not None and p.actor in {None, fact.actor}}
    return suggestion(fact.subject, about) or suggestion(fact.actor, by)


def _heeded(scenario: Scenario) -> Iterator[Pattern]:
    """Every pattern in what a scenario does, whatever it waits for, reads, forbids or checks."""
    left: list[object] = [
        scenario.steps, scenario.gauges, scenario.deadlines, scenario.gates, scenario.bodies,
        scenario.sites, scenario.procedure, scenario.checks,
    ]  # fmt: skip
    while left:
        part = left.pop()
        if isinstance(part, Pattern):
            yield part
        elif isinstance(part, tuple | list):
            left += part
        elif isinstance(part, dict):
            left += part.values()
        elif attrs.has(type(part)):
            left += [getattr(part, field.name) for field in attrs.fields(type(part))]  # type: ignore[arg-type]
