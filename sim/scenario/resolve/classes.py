"""Which rows of the record are predicted, given, context or initial: each exactly one."""

from collections.abc import Iterable, Iterator

import attrs

from sim.events import Pattern
from sim.log.record import DocumentedEvent, Record
from sim.scenario.model import Classes, Predicted, Step
from sim.scenario.resolve.complaints import Path
from sim.scenario.resolve.loops import could_be
from sim.scenario.resolve.names import Names
from sim.language.fields import PatternTable
from sim.scenario.shapes import PredictedTable, ScoreTable


@attrs.frozen
class RowClass:
    """A row of the record with its class, and the steps that could emit it."""

    event: DocumentedEvent
    name: str
    steps: tuple[str, ...]


def classes(table: ScoreTable, names: Names) -> Classes:
    """The score table's patterns."""
    predicted = []
    for index, entry in enumerate(table.predicted):
        path: Path = ("score", "predicted", index)
        shape = PredictedTable(entry) if isinstance(entry, str) else entry
        pattern = names.pattern(PatternTable(shape.event, shape.actor, shape.subject), path)
        if shape.per not in {None, "month"}:
            names.found.complain(path, f"per = '{shape.per}': only 'month' is counted by")
        if shape.weight < 0:
            names.found.complain(path, f"weight = {shape.weight:g}: a weight is 0 or more")
        if pattern is not None:
            name = shape.event if shape.actor is None and shape.subject is None else str(pattern)
            predicted.append(Predicted(name, pattern, shape.per == "month", shape.weight))
    return Classes(
        tuple(predicted),
        tuple(_patterns(table.given, "given", names)),
        tuple(_patterns(table.context, "context", names)),
    )


def _patterns(entries: list[str | PatternTable], key: str, names: Names) -> Iterator[Pattern]:
    for index, entry in enumerate(entries):
        shape = PatternTable(entry) if isinstance(entry, str) else entry
        pattern = names.pattern(shape, ("score", key, index))
        if pattern is not None:
            yield pattern


def classes_of(event: DocumentedEvent, chosen: Classes) -> list[str]:
    """Every class that claims a row; a sound scenario leaves exactly one."""
    if event.time < 0:
        return ["initial"]
    found = []
    if any(entry.pattern.matches(event) for entry in chosen.predicted):
        found.append("predicted")
    if any(pattern.matches(event) for pattern in chosen.given):
        found.append("given")
    if any(pattern.matches(event) for pattern in chosen.context):
        found.append("context")
    return found


def emitters(pattern: Pattern, steps: Iterable[Step]) -> tuple[str, ...]:
    """The steps that could emit an event of this pattern."""
    return tuple(
        step.label
        for step in steps
        if any(could_be(e, pattern) for outcome in step.outcomes for e in outcome.emissions)
    )


def row_classes(record: Record, chosen: Classes, steps: Iterable[Step]) -> list[RowClass]:
    """Each row with its class; for a sound scenario."""
    steps = tuple(steps)
    result = []
    for event in record.events:
        (name, *_) = [*classes_of(event, chosen), "none"]
        pattern = Pattern(event.kind, event.actor, event.subject)
        result.append(RowClass(event, name, emitters(pattern, steps)))
    return result


def check_coverage(record: Record, chosen: Classes, steps: list[Step], names: Names) -> None:
    """Complain of rows in no class or in two, and of predictions that no step can make true."""
    for event in record.events:
        found = classes_of(event, chosen)
        row = f"{event.label} by {event.actor} of '{event.subject}'"
        if len(found) != 1:
            what = "has no class" if not found else f"is {' and '.join(found)} at once"
            remedy = "name it once under [score] predicted, given or context"
            names.found.complain(("score",), f"{record.file}:{event.line}: {row} {what}; {remedy}")
    for index, entry in enumerate(chosen.predicted):
        if not emitters(entry.pattern, steps):
            near = emitters(Pattern(entry.pattern.kind), steps)
            hint = f"; {near[0]} emits that kind with another actor or subject" if near else ""
            names.found.complain(
                ("score", "predicted", index), f"no step can emit '{entry.name}'{hint}"
            )
