"""Which rows of the record are predicted, given, context or initial: each exactly one."""

from collections.abc import Collection, Iterable, Iterator

import attrs

from sim.errors import Problem, nearest
from sim.events import Pattern, meant
from sim.events.dates import seconds_at
from sim.language.fields import PatternTable
from sim.log.record import DocumentedEvent, Record
from sim.scenario.model import Announced, Classes, Fact, Predicted, Step
from sim.scenario.resolve.names import Names
from sim.scenario.resolve.possible import possible
from sim.scenario.shapes import PredictedTable, ScoreTable
from sim.situation import Deadline

MOST_HINTS = 50
"""Rows whose subject is looked for among those that are named: a look takes time."""


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


@attrs.frozen
class _Claims:
    """The patterns of each class, each with its place: a row asks for the four that match it."""

    classes: dict[str, dict[Pattern, int]]

    def of(self, event: DocumentedEvent) -> list[str]:
        """Every class that claims a row; a sound scenario leaves exactly one."""
        if event.until <= 0:
            return ["initial"]
        return [name for name, own in self.classes.items() if any(p in own for p in meant(event))]

    def subjects(self, kind: str) -> set[str]:
        """What the patterns of a kind are about, where they say so."""
        patterns = (pattern for own in self.classes.values() for pattern in own)
        return {each.subject for each in patterns if each.kind == kind and each.subject}

    def predicted(self, event: DocumentedEvent) -> Pattern | None:
        """The first pattern that predicts a row."""
        own = self.classes["predicted"]
        return min((p for p in meant(event) if p in own), key=own.__getitem__, default=None)


def _claims(chosen: Classes) -> _Claims:
    predicted = [entry.pattern for entry in chosen.predicted]
    listed = {"predicted": predicted, "given": chosen.given, "context": chosen.context}
    places = {name: reversed(list(enumerate(own))) for name, own in listed.items()}
    return _Claims({name: {p: place for place, p in own} for name, own in places.items()})


def class_names(record: Record, chosen: Classes) -> list[str]:
    """The class of each row; for a sound scenario."""
    claims = _claims(chosen)
    return [[*claims.of(event), "none"][0] for event in record.events]


def row_classes(
    record: Record, chosen: Classes, steps: Iterable[Step], deadlines: Iterable[Deadline] = ()
) -> list[RowClass]:
    """Each row with its class and what could emit it; for a sound scenario."""
    claims, happening = _claims(chosen), possible(steps, deadlines)
    emitters: dict[Pattern, tuple[str, ...]] = {}
    result = []
    for event, name in zip(record.events, class_names(record, chosen), strict=True):
        pattern = claims.predicted(event) or Pattern(event.kind, event.actor, event.subject)
        if pattern not in emitters:
            emitters[pattern] = happening.emitters(pattern)
        result.append(RowClass(event, name, emitters[pattern]))
    return result


def check_rows(record: Record, chosen: Classes, names: Names) -> None:
    """Complain of rows in no class or in two."""
    remedy = "name it once under [score]: predicted, given or context"
    claims, told = _claims(chosen), 0
    for event in record.events:
        found = claims.of(event)
        if len(found) != 1:
            row = f"{event.label} by {event.actor}"
            row += f" of '{event.subject}'" if event.subject else ""
            told += 1
            known = claims.subjects(event.kind) if told <= MOST_HINTS and not found else ()
            near = nearest(event.subject, known)
            hint = f"; did you mean '{near}'?" if near else ""
            what = f"is {' and '.join(found)} at once" if found else f"has no class{hint}"
            names.found.add(Problem(record.file, event.line, "", f"{row} {what}; {remedy}"))


def check_given(record: Record, chosen: Classes, given: Iterable[Fact], names: Names) -> None:
    """Complain of stated events that are predicted rows: a run told of them foretells nothing."""
    for index, fact, row in foretold(record, chosen, given):
        message = (
            f"'{fact.name}' is a row that is predicted, {record.file}:{row.line}: a run"
            " that is told of it cannot predict it; list the row under [score] given, or"
            " leave this out"
        )
        names.found.complain(("given", index), message)


def foretold(
    record: Record, chosen: Classes, given: Iterable[Fact]
) -> Iterator[tuple[int, Fact, DocumentedEvent]]:
    """Each stated event that is a predicted row, with its place among the stated, and the row.

    A fact is a row if its kind, actor and subject are the row's and its day lies in the window.
    """
    claims = _claims(chosen)
    rows: dict[Pattern, list[DocumentedEvent]] = {}
    for event in record.events:
        if claims.of(event) == ["predicted"]:
            rows.setdefault(Pattern(event.kind, event.actor, event.subject), []).append(event)
    for index, fact in enumerate(given):
        for row in rows.get(Pattern(fact.kind, fact.actor, fact.subject), ()):
            if row.time <= fact.time < row.until:
                yield index, fact, row


def check_predictions(
    chosen: Classes,
    steps: Iterable[Step],
    deadlines: Iterable[Deadline],
    names: Names,
    unsure: Collection[str] = (),
) -> None:
    """Complain of predictions that nothing can make true, but of kinds that nobody is sure of."""
    happening = possible(steps, deadlines)
    for index, entry in enumerate(chosen.predicted):
        if entry.pattern.kind not in unsure and not happening.any(entry.pattern):
            near = happening.emitters(Pattern(entry.pattern.kind))
            hint = f"; {near[0]} emits that kind with another actor or subject" if near else ""
            message = f"no step can emit '{entry.name}'{hint}"
            names.found.complain(("score", "predicted", index), message)
