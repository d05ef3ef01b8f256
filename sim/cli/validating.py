"""`sim validate`: every problem at once, and which rows of the record a scenario covers."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli import options
from sim.errors import InputError, Problem, printable

if TYPE_CHECKING:
    from sim.engine import Program
    from sim.scenario import Scenario
    from sim.scenario.load import Loaded
    from sim.scenario.resolve.classes import RowClass

CLASSES = ("predicted", "given", "context", "initial")

RARELY = 0.02
"""A gate that passes less often, or fails less often, decides nothing."""


@click.command("validate", short_help="Every problem at once.")
@click.argument("scenarios", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--rows", is_flag=True, help="List each row of the record with its class and steps.")
@options.as_json
def validate_command(scenarios: tuple[Path, ...], *, rows: bool, as_json: bool) -> None:
    """Check each SCENARIO and say how much of its record it covers.

    Beside a folder's scenario its expect.toml is checked too, if there is one. Exit status 2 if
    anything is wrong. Warnings are advice and change nothing. What several variants have from
    one file is told once.

    \b
    Examples:
      sim validate scenarios/iraq-hmc-2024
      sim validate scenarios/*/variants/*.toml
      sim validate scenarios/iraq-hmc-2024 --rows
    """  # noqa: D301  click's own mark for lines that must not be joined
    from sim.scenario import load_with_warnings  # noqa: PLC0415  heavy: loaded when called

    problems: list[Problem] = []
    warnings: list[Problem] = []
    sound: list[Scenario] = []
    for path in scenarios:
        try:
            loaded = load_with_warnings(path)
            advice = _of_expectations(path)
        except InputError as error:
            problems += error.problems
            continue
        sound.append(loaded.scenario)
        warnings += [*loaded.warnings, *_tried_out(loaded), *advice]
    problems, warnings = (list(dict.fromkeys(told)) for told in (problems, warnings))
    if as_json:
        click.echo(json.dumps(_document(problems, warnings, sound, rows=rows), indent=1))
    else:
        for warning in warnings:
            click.echo(f"warning: {warning}", err=True)
        for problem in problems:
            click.echo(str(problem), err=True)
        for scenario in sound:
            _show(scenario, rows=rows)
    if problems:
        raise click.exceptions.Exit(2)


def _of_expectations(path: Path) -> list[Problem]:
    """Warnings of what is expected of a folder's scenario; InputError for what is wrong with it."""
    from sim.scenario.expectations import FILE, expectations_with_warnings  # noqa: PLC0415

    folder = path if path.is_dir() else path.parent
    own = path.is_dir() or path.name == "scenario.toml"
    if not own or not (folder / FILE).exists():
        return []
    return expectations_with_warnings(folder)[1]


def _tried_out(loaded: "Loaded") -> list[Problem]:
    """What shows only where the scenario is run, or its record held against its procedure."""
    from sim.engine import Program  # noqa: PLC0415

    program = Program(loaded.scenario)
    return [*_unprecedented(program), *_overdue(program, loaded), *_one_sided(program, loaded)]


def _unprecedented(program: "Program") -> list[Problem]:
    """Rows of the record that lack a precondition of the scenario's procedure."""
    from sim.engine import without_precondition  # noqa: PLC0415

    record = program.scenario.record
    if record is None:
        return []
    question = "is the rule wrong, or the record?"
    return [
        Problem(
            record.file,
            row.line,
            row.kind,
            f"documented without its precondition: {why}; {question}",
        )
        for row, why in without_precondition(program)
    ]


def _overdue(program: "Program", loaded: "Loaded") -> list[Problem]:
    """Dates that passed before the clock starts, of which nothing is recorded."""
    from sim.engine import overdue  # noqa: PLC0415

    return [
        loaded.warning(
            ("instruments", each.subject) if each.subject else ("deadlines", each.name),
            f"'{each.name}' ran out before the clock starts, and no run records it; if it did,"
            f" say so: '{each.missed}' about '{about}' under [[initial]]",
        )
        for each, about in overdue(program)
    ]


def _one_sided(program: "Program", loaded: "Loaded") -> list[Problem]:
    """Gates that always or never pass what comes before them."""
    from sim.engine import shares_passed  # noqa: PLC0415

    return [
        loaded.warning(
            ("gates", gate),
            f"passes in {share:.1%} of votes with parameters drawn from their priors; a gate that"
            " decides nothing needs other blocs, wider priors, or to be a step",
        )
        for gate, share in shares_passed(program, loaded.chambers).items()
        if not RARELY <= share <= 1 - RARELY
    ]


def coverage(scenario: "Scenario") -> dict[str, int]:
    """How many rows of the record are in each class."""
    from sim.scenario.resolve.classes import class_names  # noqa: PLC0415

    found = class_names(scenario.record, scenario.classes) if scenario.record else []
    return {"rows": len(found)} | {name: found.count(name) for name in CLASSES}


def _rows(scenario: "Scenario") -> "list[RowClass]":
    from sim.scenario.resolve.classes import row_classes  # noqa: PLC0415

    if scenario.record is None:
        return []
    return row_classes(scenario.record, scenario.classes, scenario.steps, scenario.deadlines)


def _document(
    problems: list[Problem], warnings: list[Problem], sound: "list[Scenario]", *, rows: bool
) -> dict[str, object]:
    """The fields that scripts rely on; coverage adds up over several scenarios."""
    counted = [coverage(scenario) for scenario in sound]
    total = {name: sum(count[name] for count in counted) for name in ("rows", *CLASSES)}
    document: dict[str, object] = {
        "ok": not problems,
        "problems": [_plain(problem) for problem in problems],
        "coverage": total,
        "milestones": sum(len(scenario.milestones) for scenario in sound),
        "warnings": [_plain(warning) for warning in warnings],
    }
    if rows:
        document["rows"] = [
            {"scenario": scenario.name, "line": row.event.line, "kind": row.event.kind,
             "actor": row.event.actor, "subject": row.event.subject, "class": row.name,
             "steps": list(row.steps)}
            for scenario in sound
            for row in _rows(scenario)
        ]  # fmt: skip
    return document


def _plain(problem: Problem) -> dict[str, object]:
    return {name: getattr(problem, name) for name in ("file", "line", "path", "message")}


def _show(scenario: "Scenario", *, rows: bool) -> None:
    from sim.report.words import amount  # noqa: PLC0415

    counted = coverage(scenario)
    parts = ", ".join(f"{counted[name]} {name}" for name in CLASSES)
    sizes = (
        (len(scenario.roles), "actors"),
        (len(scenario.steps), "steps"),
        (len(scenario.milestones), "milestones"),
    )
    held = ", ".join(amount((size,), of_what) for size, of_what in sizes)
    rows_told = f"record of {amount((counted['rows'],), 'rows')}: {parts}"
    record = rows_told if scenario.record else "no record"
    click.echo(f"{printable(scenario.name)}: sound; {held}; {record}")
    if rows and scenario.record:
        _show_rows(scenario)


def _show_rows(scenario: "Scenario") -> None:
    from sim.report.terminal import show_table  # noqa: PLC0415
    from sim.report.words import window  # noqa: PLC0415

    show_table(
        ("line", "date", "class", "row", "steps that could emit it"),
        [
            (
                str(row.event.line),
                window(row.event, scenario.start),
                row.name,
                f"{row.event.kind} by {row.event.actor}: {row.event.subject}".removesuffix(": "),
                "; ".join(row.steps),
            )
            for row in _rows(scenario)
        ],
    )
