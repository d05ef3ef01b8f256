"""How far a long command is: a bar on standard error, for whoever watches a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class _Speed(ProgressColumn):
    """Steps a second, as of late."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self.unit = unit

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.0f} {self.unit}/s")


@contextmanager
def progress(unit: str, total: int, done: int = 0) -> Iterator[Callable[[int], None]]:
    """Show how many of so many there are; yields what is told how many more are done.

    Nothing is shown where standard error is no terminal. The bar moves only when it is told: it
    has no thread of its own, which Ctrl-C could reach in place of the command.
    """
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn(unit), _Speed(unit),
               TextColumn("left:"), TimeRemainingColumn())  # fmt: skip
    console = Console(file=sys.stderr, highlight=False)
    bar = Progress(*columns, console=console, auto_refresh=False, disable=not sys.stderr.isatty())
    with bar:
        task = bar.add_task("", total=total, completed=done)

        def advance(more: int) -> None:
            bar.update(task, advance=more, refresh=True)

        bar.refresh()
        yield advance
