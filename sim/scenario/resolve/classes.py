"""Which rows of the record are predicted, given, context or initial: each exactly one."""

from collections.abc import Iterable, Iterator

import attrs

from sim.errors import Problem
from sim.events import Pattern
from sim.events.dates import seconds_at
from sim.language.fields import PatternTable
from sim.log.record import DocumentedEvent, Record
from sim.scenario.model import Announced, Classes, Predicted, Step
from sim.scenario.resolve.loops import could_be
from sim.scenario.resolve.names import Names
from sim.scenario.shapes import PredictedTable, ScoreTable
from sim.situation import Deadline


@attrs.frozen
class RowClass:
    """A row of the record with its class, and the steps that could emit it."""

    event: DocumentedEvent
    name: str
    steps: tuple[str, ...]


def classes(table: ScoreTable, names: Names) -> Classes:
    """The score table's patterns."""
    predicted = [
        _predicted(PredictedTable(entry) if isinstance(entry, str) else entry, index, names)
        for index, entry in enumerate(table.predicted)
    ]
    return Classes(
        tuple(entry for entry in predicted if entry is not None),
        tuple(_patterns(table.given, "given", names)),
        tuple(_patterns(table.context, "context", names)),
        tuple(_announced(table, [entry.pattern for entry in predicted if entry], names)),
    )


def _predicted(entry: PredictedTable, index: int, names: Names) -> Predicted | None:
    path = ("score", "predicted", index)
    table = PatternTable(entry.event, entry.actor, entry.subject)
    pattern = names.pattern(table, path)
    if entry.per not in {None, "month"}:
        names.found.complain((*path, "per"), f"'{entry.per}': counts are per 'month'")
    if entry.weight < 0:
        names.found.complain((*path, "weight"), f"{entry.weight:g}: a weight is 0 or more")
    if pattern is None:
        return None
    name = entry.event if table == PatternTable(entry.event) else str(pattern)
    return Predicted(name, pattern, entry.per == "month", entry.weight)


def _patterns(entries: list[str | PatternTable], key: str, names: Names) -> Iterator[Pattern]:
    for index, entry in enumerate(entries):
        shape = PatternTable(entry) if isinstance(entry, str) else entry
        pattern = names.pattern(shape, ("score", key, index))
        if pattern is not None:
            yield pattern


def _announced(table: ScoreTable, predicted: list[Pattern], names: Names) -> Iterator[Announced]:
    start = names.scope.start
    for index, entry in enumerate(table.announced):
        path = ("score", "announced", index)
        pattern = names.pattern(PatternTable(entry.event, entry.actor, entry.subject), path)
        if pattern is not None and pattern not in predicted:
            message = f"'{pattern}' is not predicted; name one of the patterns under 'predicted'"
            names.found.complain((*path, "event"), message)
        elif pattern is not None:
            when, told = seconds_at(start, entry.date), seconds_at(start, entry.announced)
            yield Announced(pattern, when, told, entry.source)


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


def emitters(
    pattern: Pattern, steps: Iterable[Step], deadlines: Iterable[Deadline] = ()
) -> tuple[str, ...]:
    """The steps that could emit an event of this pattern, and the deadlines that could."""
    found = [
        step.label
        for step in steps
        if any(could_be(e, pattern) for outcome in step.outcomes for e in outcome.emissions)
    ]
    for deadline in deadlines:
        by = {None, deadline.actor} if deadline.actor else {None, pattern.actor}
        if deadline.missed == pattern.kind and pattern.actor in by:
            found.append(f"deadline: {deadline.name}")
    return tuple(found)


def row_classes(
    record: Record, chosen: Classes, steps: Iterable[Step], deadlines: Iterable[Deadline] = ()
) -> list[RowClass]:
    """Each row with its class; for a sound scenario."""
    steps, deadlines = tuple(steps), tuple(deadlines)
    result = []
    for event in record.events:
        (name, *_) = [*classes_of(event, chosen), "none"]
        claimed = (entry.pattern for entry in chosen.predicted if entry.pattern.matches(event))
        pattern = next(claimed, Pattern(event.kind, event.actor, event.subject))
        result.append(RowClass(event, name, emitters(pattern, steps, deadlines)))
    return result


def check_rows(record: Record, chosen: Classes, names: Names) -> None:
    """Complain of rows in no class or in two."""
    remedy = "name it once under [score]: predicted, given or context"
    for event in record.events:
        found = classes_of(event, chosen)
        if len(found) != 1:
            row = f"{event.label} by {event.actor}"
            row += f" of '{event.subject}'" if event.subject else ""
            what = "has no class" if not found else f"is {' and '.join(found)} at once"
            names.found.add(Problem(record.file, event.line, "", f"{row} {what}; {remedy}"))


def check_predictions(
    chosen: Classes, steps: Iterable[Step], deadlines: Iterable[Deadline], names: Names
) -> None:
    """Complain of predictions that nothing in the scenario can make true."""
    steps, deadlines = tuple(steps), tuple(deadlines)
    for index, entry in enumerate(chosen.predicted):
        if not emitters(entry.pattern, steps, deadlines):
            near = emitters(Pattern(entry.pattern.kind), steps, deadlines)
            hint = f"; {near[0]} emits that kind with another actor or subject" if near else ""
            message = f"no step can emit '{entry.name}'{hint}"
            names.found.complain(("score", "predicted", index), message)
