"""What a person reads in a terminal: tables by Rich, which is imported here and nowhere else.

Text from files is shown through `printable` and never as markup, so that a name cannot move a
cursor or colour a screen. Where the output is piped or the terminal narrow, columns give way.
"""

import os
import sys
from collections.abc import Sequence
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.engine import Note
from sim.errors import printable
from sim.events.dates import day_at
from sim.log import DocumentedEvent, Log
from sim.report.beside import Beside, Line
from sim.scenario.model import Scenario

PIPED = 110
"""Columns of output that goes to a file or another program."""

NARROW = 90
"""Below this a table leaves out who caused what."""


def console(stream: TextIO | None = None) -> Console:
    """A console on a stream: coloured and as wide as the terminal, plain where it is piped."""
    stream = stream or sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else PIPED
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def plain(text: str, style: str = "") -> Text:
    """Text of unknown origin, shown as it is."""
    return Text(printable(text), style=style)


def show_run(scenario: Scenario, log: Log, shown: Beside) -> None:
    """The run as a dated timeline beside the record."""
    out = console()
    origin = log.origin
    last = day_at(origin.start, origin.until - 1)
    out.print(plain(scenario.title, "bold"))
    out.print(plain(f"seed {origin.seed}, {origin.start} to {last}, {len(log.events)} events"))
    if scenario.record is not None and shown.known_until is not None:
        out.print(plain(f"the record is known until {shown.known_until}"))
    out.print(_timeline(shown.lines, wide=out.width >= NARROW, recorded=bool(scenario.record)))
    if shown.missing:
        out.print(plain("Documented, and not in this run", "bold"))
        for missing in shown.missing:
            name = missing.name.replace("_", " ")
            out.print(plain(f"  {window(missing.row, scenario)}  {name}, by {missing.row.actor}"))
    if shown.counts:
        _show_counts(out, shown)


def _timeline(lines: Sequence[Line], *, wide: bool, recorded: bool) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    if wide:
        table.add_column("#", justify="right", style="dim", no_wrap=True)
    table.add_column("date", no_wrap=True)
    table.add_column("actor", overflow="fold")
    table.add_column("what happened", overflow="fold", ratio=1)
    if recorded:
        table.add_column("record", no_wrap=True)
        table.add_column("days", justify="right", no_wrap=True)
    if wide:
        table.add_column("because of", justify="right", style="dim", no_wrap=True)
    for line in lines:
        table.add_row(*_cells(line, wide=wide, recorded=recorded))
    return table


def _cells(line: Line, *, wide: bool, recorded: bool) -> list[Text]:
    event = line.event
    what = line.name
    if event.quantity is not None:
        what += f" ({event.quantity:g} {event.unit.replace('_', ' ')})".replace(" )", ")")
    cells = [plain(str(line.day)), plain(event.actor), plain(what)]
    if recorded:
        documented = "" if line.row is None else _row_day(line.row, line)
        cells += [plain(documented), plain("" if line.days is None else f"{line.days:+d}")]
    if wide:
        because = ", ".join(f"#{cause}" for cause in event.causes) or event.step.split(":")[0]
        first = event.step.startswith(("given", "initial", "deadline"))
        cells = [plain(str(event.seq)), *cells, plain(because if event.causes or first else "")]
    return cells


def _row_day(row: DocumentedEvent, line: Line) -> str:
    day = day_at(line.day, (row.time // 86_400 - line.event.time // 86_400) * 86_400)
    return day.strftime("%Y-%m") if row.precision == "month" else str(day)


def window(row: DocumentedEvent, scenario: Scenario) -> str:
    """The day, month or range of a documented row."""
    first = day_at(scenario.start, row.time)
    if row.precision == "month":
        return first.strftime("%Y-%m   ")
    return str(first)


def _show_counts(out: Console, shown: Beside) -> None:
    until = f" until {shown.known_until}" if shown.known_until else ""
    out.print()
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    table.add_column(f"how often{until}", overflow="fold")
    table.add_column("this run", justify="right")
    table.add_column("record", justify="right")
    for count in shown.counts:
        table.add_row(plain(count.name), str(count.simulated), str(count.documented))
    out.print(table)


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table; the last column takes the room that is left."""
    out = console()
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    for place, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", ratio=1 if place == len(headings) - 1 else None)
    for row in rows:
        table.add_row(*[plain(cell) for cell in row])
    out.print(table)


def show_trace(scenario: Scenario, notes: Sequence[Note]) -> None:
    """What was considered and did not happen."""
    rows = [
        (
            str(day_at(scenario.start, note.time)),
            note.step,
            note.what,
            "" if note.cause is None else f"#{note.cause}",
            "; ".join(filter(None, [note.why, *(f"{k} = {v:.4g}" for k, v in note.values)])),
        )
        for note in notes
    ]
    console().print(plain("Considered, and did not happen", "bold"))
    show_table(("date", "step", "what", "after", "why"), rows)
