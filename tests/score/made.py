"""Records and forecasts made by hand: targets a, b, c, ... on a clock that starts in 2001."""

from collections.abc import Sequence
from datetime import date

from sim.events import Pattern
from sim.events.dates import DAY
from sim.log import DocumentedEvent
from sim.score.dates import Dates, of_sequences
from sim.score.observed import Observed, sorted_out
from sim.score.targets import Target

START = date(2001, 1, 1)


def target(name: str, weight: float = 1.0, *, monthly: bool = False) -> Target:
    """A target that is the kind of its name."""
    return Target(name, Pattern(name), "other", weight, monthly)


def row(kind: str, first: float, last: float | None = None, precision: str = "day", line: int = 0):
    """A documented event, by its first and last day."""
    until = (first if last is None else last) + 1
    return DocumentedEvent(
        0, int(first * DAY), "host", kind, "", None, "", (), "record", b"", int(until * DAY),
        precision, kind, "", "", "", "", "high", "", line,
    )  # fmt: skip


def record(
    rows: Sequence[DocumentedEvent], horizon: int, targets: Sequence[Target] = ()
) -> Observed:
    """A record of rows; targets are the kinds that they have, if none are named."""
    kinds = dict.fromkeys(row.kind for row in rows)
    chosen = targets or [target(kind, 1 / len(kinds)) for kind in kinds]
    return sorted_out(rows, chosen, START, horizon * DAY)


def forecast(runs: Sequence[Sequence[tuple[int, float]]], horizon: int, targets: int = 1) -> Dates:
    """Runs as lists of (target, day)."""
    sequences = [[(place, int(day * DAY)) for place, day in run] for run in runs]
    return of_sequences(sequences, targets, horizon * DAY)
