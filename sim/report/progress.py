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

MANY = 10
"""Steps a second that are told without decimals."""


class _Speed(ProgressColumn):
    """Steps a second, as of late."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self.unit = unit

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        if speed is None:
            return Text("")
        told = f"{speed:,.0f}" if speed >= MANY else f"{speed:.2g}"
        return Text(f"{told} {self.unit}/s")


def _watched() -> bool:
    """Whether anybody sees standard error, which may be closed."""
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def progress(unit: str, total: int, done: int = 0) -> Iterator[Callable[[int], None]]:
    """Show how many of so many there are; yields what is told how many more are done.

    Nothing is shown where standard error is no terminal. The bar moves only when it is told: it
    has no thread of its own, which Ctrl-C could reach in place of the command.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn(unit), _Speed(unit),
               TextColumn("left:"), TimeRemainingColumn())  # fmt: skip
    console = Console(file=sys.stderr, highlight=False)
    with Progress(*columns, console=console, auto_refresh=False) as bar:
        task = bar.add_task("", total=total, completed=done)
        bar.refresh()
        yield lambda more: bar.update(task, advance=more, refresh=True)
