"""Records and forecasts made by hand: targets a, b, c, ... on a clock that starts in 2001.

Days are numbered from 0; months of 2001 begin on the days 0, 31, 59, 90, 120, ...
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

import attrs
import numpy as np

from sim.ensemble.projection import Projection, RunMark, Words
from sim.events import Pattern
from sim.events.dates import DAY
from sim.log import DocumentedEvent, Record
from sim.scenario.model import Scenario
from sim.score.measures.flow import flow_energy
from sim.score.measures.icc import integrated_count_crps
from sim.score.measures.lags import lag_variogram
from sim.score.measures.occurrence import occurrence_brier, occurrence_log
from sim.score.measures.precedence import precedence_brier
from sim.score.measures.scored import Scored
from sim.score.timelines.dates import Dates, of_sequences
from sim.score.timelines.observed import Observed, sorted_out
from sim.score.timelines.targets import Target
from tests.laws.logs import written

START = date(2001, 1, 1)

Measure = Callable[[Dates, Observed], Scored]


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


def february(kind: str):
    """A documented event of which the month is known: February."""
    return row(kind, 31, 58, "month")


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


def on(*days: float | None, horizon: int = 100) -> Dates:
    """A forecast of one target that happens once, on one day in each run, or never (None)."""
    return forecast([[] if day is None else [(0, day)] for day in days], horizon)


def columns(runs: int, *events: tuple[int, float, str, str, str]) -> Projection:
    """Runs as columns of events in order: the run, the day, the kind, the subject and the step."""
    run, day, kind, subject, step = zip(*events, strict=True) if events else ((),) * 5
    count = len(events)
    return Projection(
        runs=tuple(RunMark(seed, run.count(seed), "") for seed in range(runs)),
        run=np.array(run, dtype=np.int32), seq=np.arange(count), ordinal=np.ones(count),
        second=(np.array(day) * DAY).astype(np.int64), quantity=np.full(count, np.nan),
        kind=words(*kind), actor=words(*["host"] * count), subject=words(*subject),
        unit=words(*[""] * count), step=words(*step),
    )  # fmt: skip


def words(*texts: str) -> Words:
    """A column of texts."""
    distinct = tuple(dict.fromkeys(texts))
    return Words(np.array([distinct.index(text) for text in texts], dtype=np.int32), distinct)


STEPS = "".join(
    f'\n[[steps]]\nactor = "host"\nname = "{kind}"\nrate = "1 / y"\nemits = "{kind}"\n'
    for kind in ("spark", "smoke", "fire", "rain")
)


def recorded(text: str, *rows: DocumentedEvent, **more: Any) -> Scenario:
    """A scenario with a step for each of four kinds, more text, and a record of rows."""
    scenario = written(STEPS + text)
    return attrs.evolve(scenario, record=Record("timeline.csv", START, rows), **more)


def repeated(dates: Dates, runs: int) -> Dates:
    """So many runs that are all like the first."""
    return dates.chosen(np.zeros(runs, dtype=np.int64))


def all_lags(dates: Dates, record: Observed) -> Scored:
    """The variogram score over all pairs of targets that are scored by date."""
    dated = [place for place, one in enumerate(record.targets) if not one.monthly]
    return lag_variogram(dates, record, list(combinations(dated, 2)))


SCORES: Mapping[str, Measure] = {
    "icc": integrated_count_crps,
    "precedence": precedence_brier,
    "flow": flow_energy,
    "lags": all_lags,
    "occurrence": occurrence_brier,
    "log": occurrence_log,
}

FAIR = [name for name in SCORES if name != "log"]
"""Scores that are 0 for a perfect forecast, and whose expectation does not depend on M."""
