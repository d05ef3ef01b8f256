"""Honest fit: what in a scenario looks as if it had been read off the record that it is to explain.

Nothing here is wrong by itself. A number that equals a lag of the scenario's own record, a subject
that names a date, a step that can fire once and explains one row: each may have a good reason,
which then is for the scenario's README.
"""

import re
from collections.abc import Iterator

from sim.log.record import Record
from sim.scenario.model import Calendar, Classes, Scenario, Step
from sim.scenario.resolve.classes import class_names
from sim.scenario.resolve.complaints import Complaints
from sim.scenario.resolve.cues import Cues
from sim.scenario.resolve.lags import Lags
from sim.scenario.shapes import ScenarioTable
from sim.scenario.tree import Node, Path

DATE = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?:[01][0-9][0-3][0-9])?(?![0-9])")
"""A year, or a date without hyphens; a date with hyphens begins with a year."""

MANY = 2
"""Rows that are more than one."""

UNASKED = ("record", "score", "initial", "given")
"""Tables whose subjects are those of the record, or of what comes from outside on its date."""


def advise_fit(table: ScenarioTable, scenario: Scenario, found: Complaints) -> None:
    """Warn of what looks fitted to a scenario's own record."""
    _advise_lags(table, scenario, found)
    _advise_dates(table, found)
    _advise_single_rows(table, scenario, found)


# Numbers that are lags of the record


def _advise_lags(table: ScenarioTable, scenario: Scenario, found: Complaints) -> None:
    """Warn, once for each, of assumed durations that are a documented lag of their own step."""
    lags = Lags(scenario)
    told: set[Path] = set()
    for step, path in _placed(table, scenario):
        for key, text in _delays(table, path):
            for name, value in lags.assumed(text).items():
                named = name in scenario.parameters
                at: Path = ("parameters", name) if named else (*path, key)
                if at in told or not (named or found.root.at(at).own):
                    continue
                lag = lags.like(value, step)
                if lag is not None:
                    told.add(at)
                    found.warn(at, f"{lag}; measure it elsewhere, or say why it is this long")


def _placed(table: ScenarioTable, scenario: Scenario) -> Iterator[tuple[Step, Path]]:
    """Each step with the place of its table; those of one list have one place."""
    places = {(entry.actor, entry.name): index for index, entry in enumerate(table.steps)}
    for step in scenario.steps:
        index = places.get((step.actor, step.name.split(" [")[0]))
        if step.gate:
            yield step, ("gates", step.gate)
        elif index is not None:
            yield step, ("steps", index)


def _delays(table: ScenarioTable, path: Path) -> Iterator[tuple[str, str]]:
    """The delays that are written in the table of a step or gate, by key."""
    kind, name = path
    if kind == "gates":
        gate = table.gates[str(name)]
        written = {"between": gate.between, "after": gate.after}
    else:
        step = table.steps[int(name)]
        written = {"after": step.after, "every": step.every}
    yield from ((key, text) for key, text in written.items() if text is not None)


# Subjects that name a date


def _advise_dates(table: ScenarioTable, found: Complaints) -> None:
    """Warn, once for each, of subjects that name a date."""
    told: set[str] = set()
    named: list[tuple[str, Path]] = [(name, ("instruments", name)) for name in table.instruments]
    for key, node in found.root.value.items():
        if key not in UNASKED:
            named += _subjects(node, (key,))
    for subject, path in named:
        if DATE.search(subject) and subject not in told:
            told.add(subject)
            message = f"the subject '{subject}' names a date: what happens only then was known"
            found.warn(path, f"{message}; let a step, a deadline or [[given]] say when")


def _subjects(node: Node, path: Path) -> list[tuple[str, Path]]:
    """Every subject written below a node, with its place."""
    below: list[tuple[str | int, Node]] = []
    if isinstance(node.value, list):
        below = list(enumerate(node.value))
    elif isinstance(node.value, dict):
        below = list(node.value.items())
    found: list[tuple[str, Path]] = []
    for key, inner in below:
        at: Path = (*path, key)
        if key == "subject" and isinstance(inner.value, str) and inner.own:
            found.append((inner.value, at))
        found += _subjects(inner, at)
    return found


# Steps that restate a row


def _advise_single_rows(table: ScenarioTable, scenario: Scenario, found: Complaints) -> None:
    """Warn of steps that can fire once only and explain one row only."""
    if scenario.record is None:
        return
    restated: dict[Path, set[int]] = {}
    rows = _lines(scenario.record, scenario.classes)
    placed = list(_placed(table, scenario))
    for step, path in placed:
        lines = restated.setdefault(path, set())
        for outcome in step.outcomes:
            for emission in outcome.emissions:
                lines |= rows.get((emission.kind, emission.actor, emission.subject), set())
    cues = Cues(scenario)
    for step, path in placed:
        if len(restated[path]) == 1 and (_once(step) or cues.once(step)):
            (line,) = restated[path]
            restated[path] = set()  # told once, of whichever entry of a list
            what = f"can fire once only, and explains one row of the record only, line {line}"
            found.warn(path, f"the step '{step.name}' {what}: it may restate that row")


def _lines(record: Record, chosen: Classes) -> dict[tuple[str, str, str | None], set[int]]:
    """By kind, actor and subject (None: any), the lines of predicted rows: two, if not one."""
    lines: dict[tuple[str, str, str | None], set[int]] = {}
    for row, name in zip(record.events, class_names(record, chosen), strict=True):
        if name == "predicted":
            for subject in (row.subject, None):
                known = lines.setdefault((row.kind, row.actor, subject), set())
                if len(known) < MANY:
                    known.add(row.line)
    return lines


def _once(step: Step) -> bool:
    """Whether a step says itself that it fires once at most."""
    single = isinstance(step.trigger, Calendar) and step.trigger.period is None
    return single or step.limit == 1
