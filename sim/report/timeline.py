"""The lines of a run as a reader takes them in: by year, and what is alike on one line.

Pure. What is paired with the record always keeps a line of its own. Events that are predicted by
the month share one line a month; many alike that follow each other share one too.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import attrs

from sim.report.beside import Beside, Line
from sim.report.words import amount, numbered, window

MANY = 4
"""So many alike in a row become one line."""

NUMBERED = re.compile(r"(?P<stem>.*\D)(?P<number>\d{1,9})", re.ASCII)
"""A name with a number at its end: `outposts 12`."""

Alike = Callable[[Line], object]
"""What lines that may share a line have in common; None for one that may not."""


@attrs.frozen
class Item:
    """One line to show: an event, or several alike in the order of the log."""

    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        """The earliest of the events."""
        return self.lines[0]

    @property
    def numbers(self) -> str:
        """The numbers of the events: `12`, `23-61`, or `41..60` where others stand between."""
        first, last = self.first.event.seq, self.lines[-1].event.seq
        if first == last:
            return str(first)
        return f"{first}-{last}" if last - first + 1 == len(self.lines) else f"{first}..{last}"

    @property
    def date(self) -> str:
        """The day; the month of what shares a line for its month."""
        day = str(self.first.day)
        return day[:7] if self._days() > 1 and self.first.monthly else day

    @property
    def text(self) -> str:
        """What happened, how often and how much."""
        about = self._about()
        text = f"{self.first.what}: {about}" if about else self.first.what
        details = [f"x{len(self.lines)}"] if len(self.lines) > 1 else []
        details.append(self._amount())
        if self._days() > 1 and not self.first.monthly:
            details.append(f"to {self.lines[-1].day}")
        shown = ", ".join(filter(None, details))
        return f"{text} ({shown})" if shown else text

    @property
    def because(self) -> str:
        """The events that led to it, by number; else where it comes from."""
        causes = [cause for line in self.lines for cause in line.event.causes]
        return numbered(causes) or self.first.source

    def documented(self, start: dt.date) -> str:
        """When the record has it; `none` where it would and does not."""
        if self.first.row is not None:
            return window(self.first.row, start)
        return "none" if self.first.alone else ""

    @property
    def days(self) -> str:
        """How much later the run has it, with its sign."""
        days = self.first.days
        return "" if days is None else f"{days:+d}" if days else "0"

    def _days(self) -> int:
        return len({line.day for line in self.lines})

    def _about(self) -> str:
        """What all of them are about: `outposts 1 to 40`; nothing where each has its own."""
        subjects = sorted({line.about for line in self.lines})
        if len(subjects) == 1:
            return subjects[0]
        if len({stem(subject) for subject in subjects}) > 1:
            return ""
        found = [NUMBERED.fullmatch(subject) for subject in subjects]
        numbers = sorted({int(one["number"]) for one in found if one})
        gaps = numbers[-1] - numbers[0] + 1 - len(subjects)
        run = "" if gaps else f" {numbers[0]} to {numbers[-1]}"
        return stem(subjects[0]) + run

    def _amount(self) -> str:
        units = {line.event.unit for line in self.lines}
        if len(units) > 1:
            return ""
        values = [line.event.quantity for line in self.lines]
        return amount([value for value in values if value is not None], units.pop())


@attrs.frozen
class Stretch:
    """Lines of one calendar year (or initial ones), on one side of the last day compared."""

    items: tuple[Item, ...]
    compared: bool


def stretches(shown: Beside) -> Iterator[Stretch]:
    """A run's lines in stretches."""

    def side(line: Line) -> tuple[bool, int]:
        year = 0 if line.source == "initial" else line.day.year
        return shown.compared_until is None or line.day <= shown.compared_until, year

    for (compared, _), lines in groupby(shown.lines, side):
        yield Stretch(tuple(items(list(lines))), compared)


def items(lines: Sequence[Line]) -> list[Item]:
    """Lines put together where they are alike: by month, then on one day, then in a row."""
    together = [*_by_month(lines)]
    for alike in (_on_a_day, _in_a_row):
        together = [*_runs(together, alike)]
    return [Item(tuple(group)) for group in together]


def _by_month(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """What is predicted by the month, at the place of the month's first; all else alone."""
    found: dict[object, list[Line]] = {}
    for line in lines:
        month = (line.event.actor, line.event.kind, line.what, line.day.year, line.day.month)
        found.setdefault(month if line.monthly else line.event.seq, []).append(line)
    yield from found.values()


def _runs(groups: Sequence[list[Line]], alike: Alike) -> Iterator[list[Line]]:
    """Neighbours that are alike put together, where they are many."""

    def key(group: list[Line]) -> object:
        return (alike(group[0]) if len(group) == 1 else None) or id(group)

    for _, run in groupby(groups, key):
        neighbours = list(run)
        if len(neighbours) < MANY:
            yield from neighbours
        else:
            yield [line for group in neighbours for line in group]


def _on_a_day(line: Line) -> object:
    if line.row is not None or line.monthly:
        return None
    event = line.event
    alike = (event.actor, event.kind, event.unit, line.what, stem(line.about), line.alone)
    return (line.day, *alike)


def _in_a_row(line: Line) -> object:
    """What those of several days have in common: their quantities too, for each is news."""
    alike = _on_a_day(line)
    return (line.event.quantity, *alike[1:]) if isinstance(alike, tuple) else None


def stem(subject: str) -> str:
    """A subject without the number that tells it from its like."""
    found = NUMBERED.fullmatch(subject)
    return found["stem"].rstrip() if found else subject
