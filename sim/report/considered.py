"""What a run considered and did not do, told once: the same reason again and again is one line.

Pure. A condition is long and its values are short, so conditions stand apart, once each.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import attrs

from sim.events.dates import day_at
from sim.report.words import numbered

if TYPE_CHECKING:
    from sim.engine import Note


@attrs.frozen
class Reason:
    """Why something did not happen, and when it first and last stood in the way."""

    notes: tuple["Note", ...]

    def days(self, start: date) -> str:
        """The first day, and how often and how long it went on."""
        first, last = (day_at(start, note.time) for note in (self.notes[0], self.notes[-1]))
        return str(first) if len(self.notes) == 1 else f"{first} (x{len(self.notes)}, to {last})"

    @property
    def after(self) -> str:
        """The events that it was in answer to."""
        return numbered([note.cause for note in self.notes])

    @property
    def why(self) -> str:
        """The values behind it; where there are none, the reason given."""
        values = self.notes[0].values
        return "; ".join(f"{what} = {value:.4g}" for what, value in values) or self.notes[0].why


def reasons(notes: "Iterable[Note]") -> list[Reason]:
    """Notes put together where step, verdict and reason are the same, by their first time."""
    found: dict[object, list[Note]] = {}
    for note in notes:
        found.setdefault((note.step, note.what, note.why, note.values), []).append(note)
    return [Reason(tuple(together)) for together in found.values()]


def conditions(notes: "Sequence[Note]") -> Mapping[str, str]:
    """The conditions that did not hold, each with the steps that have it."""
    found: dict[str, dict[str, None]] = {}
    for note in notes:
        if note.values and note.why:
            found.setdefault(note.why, {})[note.step] = None
    return {why: "; ".join(steps) for why, steps in found.items()}


def refused(notes: "Iterable[Note]") -> list[str]:
    """The steps that the procedure refused something."""
    from sim.engine.trace import REFUSED  # noqa: PLC0415  commands without a run do not load it

    return sorted({note.step for note in notes if note.what == REFUSED})
