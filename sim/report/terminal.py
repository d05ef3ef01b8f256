"""What a person reads in a terminal: tables by Rich, which only this and `progress` import.

Text from files is shown through `printable` and never as markup, so that a name cannot move a
cursor or colour a screen. A narrow terminal folds cells and leaves out what matters least; output
that is piped keeps each event on one line, however long.
"""

import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from sim.errors import printable
from sim.events.dates import day_at
from sim.report.beside import Beside
from sim.report.considered import conditions, reasons, refused
from sim.report.timeline import Item, stretches
from sim.report.words import amount, plain, window

if TYPE_CHECKING:
    from datetime import date

    from sim.engine import Note
    from sim.log import Log
    from sim.report.scores import Section
    from sim.scenario import Scenario

PIPED = 10_000
"""Columns of output that goes to a file or another program: no line is folded."""

NARROW = 90
"""Below this many columns a timeline leaves out numbers and causes."""

VERY_NARROW = 72
"""Below this the actor stands in the cell of what happened."""


NONE = "none: not in it"
DAYS = "days: later (+) or earlier (-) than the record"
KNOWN = "(the record is known until here)"


def console() -> Console:
    """A console on standard output: coloured and folded in a terminal, plain text elsewhere."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def show(screen: Console, *parts: RenderableType) -> None:
    """Print on standard output."""
    with screen.capture() as captured:
        for part in parts:
            screen.print(part)
    text = captured.get()
    if not screen.is_terminal:
        text = re.sub(r" +$", "", text, flags=re.MULTILINE)
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()  # what is said on standard error afterwards comes after it


def safe(text: str, style: str = "") -> Text:
    """Text of unknown origin, shown as it is."""
    return Text(printable(text), style=style)


def table_of(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table without frame; cells fold, columns of numbers stand to the right."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*map(safe, row))
    return table


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table."""
    show(console(), table_of(headings, rows))


def show_run(scenario: "Scenario", log: "Log", shown: Beside) -> None:
    """The run as a dated timeline beside the record."""
    screen = console()
    parts = [*_heading(scenario, log, shown), _timeline(screen.width, scenario, shown)]
    if shown.missing:
        title = f"In the record until {shown.compared_until}, and not in this run"
        rows = [
            (
                window(one.row, scenario.start),
                plain(one.row.actor),
                f"{one.what}: {one.about}" if one.about else one.what,
            )
            for one in shown.missing
        ]
        parts += ["", safe(title, "bold"), table_of(("date", "actor", "what happened"), rows)]
    if shown.counts:
        parts += ["", _counts(shown)]
    show(screen, *parts)


def _heading(scenario: "Scenario", log: "Log", shown: Beside) -> list[RenderableType]:
    origin = log.origin
    last = day_at(origin.start, origin.until - 1)
    changes = "".join(f", {name} = {value}" for name, value in origin.changes.items())
    events = amount((len(log.events),), "events")
    facts = f"seed {origin.seed}, {origin.start} to {last}, {events}{changes}"
    parts: list[RenderableType] = [safe(scenario.title, "bold"), safe(facts)]
    if shown.compared_until is not None:
        parts.append(safe(f"{DAYS}, which is known until {shown.compared_until}; {NONE}"))
    return [*parts, ""]


class Column(NamedTuple):
    """A column of the timeline: its heading, what stands in it, and how."""

    heading: str
    cell: Callable[[Item], str]
    right: bool = False
    style: str = ""
    folds: bool = False


def _columns(width: int, start: "date", *, recorded: bool) -> list[Column]:
    """The columns for which there is room."""

    def with_actor(item: Item) -> str:
        return f"{actor(item)} - {item.text}"

    def actor(item: Item) -> str:
        return plain(item.first.event.actor)

    def documented(item: Item) -> str:
        return item.documented(start)

    columns = [Column("date", lambda item: item.date)]
    if width < VERY_NARROW:
        columns.append(Column("what happened", with_actor, folds=True))
    else:
        columns.append(Column("actor", actor, folds=True))
        columns.append(Column("what happened", lambda item: item.text, folds=True))
    if recorded:
        columns.append(Column("record", documented))
        columns.append(Column("days", lambda item: item.days, right=True))
    if width >= VERY_NARROW:
        columns.insert(0, Column("#", lambda item: item.numbers, right=True, style="dim"))
    if width >= NARROW:
        columns.append(Column("because of", lambda item: item.because, style="dim"))
    return columns


def _timeline(width: int, scenario: "Scenario", shown: Beside) -> Table:
    """Every line of a run, with a gap between years and a mark where the record ends."""
    recorded = shown.compared_until is not None
    columns = _columns(width, scenario.start, recorded=recorded)
    table = table_of((), ())
    for column in columns:
        table.add_column(
            column.heading,
            justify="right" if column.right else "left",
            style=column.style,
            overflow="fold",
            no_wrap=not column.folds,
        )
    compared = True
    for stretch in stretches(shown):
        if compared and not stretch.compared:
            mark = {"date": str(shown.compared_until), "what happened": KNOWN}
            table.add_row(*[mark.get(column.heading, "") for column in columns], style="dim")
        compared = stretch.compared
        for item in stretch.items:
            table.add_row(*[safe(column.cell(item)) for column in columns])
        table.add_section()
    return table


def _counts(shown: Beside) -> Table:
    """How often, in the run and in the record, what is predicted by the month happened."""
    recorded = shown.compared_until is not None
    until = f" until {shown.compared_until}" if recorded else ""
    table = table_of((f"how often{until}",), ())
    table.add_column("this run", justify="right")
    if recorded:
        table.add_column("record", justify="right")
    for count in shown.counts:
        numbers = [count.simulated, count.documented] if recorded else [count.simulated]
        table.add_row(safe(count.name), *map(str, numbers))
    return table


def show_refusals(notes: "Sequence[Note]") -> None:
    """One line where the procedure refused something: it would go unseen without a trace."""
    steps = "; ".join(refused(notes))
    if steps:
        show(console(), "", safe(f"Refused by the procedure (--trace says why): {steps}", "dim"))


def show_trace(scenario: "Scenario", notes: "Sequence[Note]") -> None:
    """What was considered and did not happen."""
    if not notes:
        show(console(), "", safe("Nothing was considered that did not happen", "bold"))
        return
    rows = [
        (reason.days(scenario.start), note.step, note.what, reason.after, reason.why)
        for reason in reasons(notes)
        for note in reason.notes[:1]
    ]
    table = table_of(("date", "step", "what", "after", "why"), rows)
    parts: list[RenderableType] = ["", safe("Considered, and did not happen", "bold"), table]
    found = conditions(notes)
    if found:
        told = [(steps, condition) for condition, steps in found.items()]
        parts += ["", table_of(("step", "its condition"), told)]
    show(console(), *parts)


def show_sections(title: str, facts: str, found: "Sequence[Section]") -> None:
    """Tables under a heading, each with its notes; one with neither rows nor notes is left out."""
    parts: list[RenderableType] = [safe(title, "bold"), safe(facts)]
    for section in found:
        if section.rows or section.notes:
            parts += ["", safe(section.title, "bold")]
            parts += [_numbers(section)] if section.rows else []
            parts += [safe(note) for note in section.notes]
    show(console(), *parts)


def _numbers(section: "Section") -> Table:
    """A section's table: text to the left, figures to the right."""
    table = table_of((), ())
    for number, heading in enumerate(section.headings):
        right = number > 0 and not section.texts
        table.add_column(heading, justify="right" if right else "left", overflow="fold")
    for row in section.rows:
        table.add_row(*map(safe, row))
    return table
