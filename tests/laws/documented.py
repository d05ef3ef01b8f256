"""Runs as records: what a free run did, written down by day and read back as a documented past.

record_of(scenario, log)  ->  a scenario with that record  ->  Standpoint  ->  forecast
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

import attrs
from scipy import stats

from sim.engine import Program, Standpoint, forecast, simulate
from sim.events import Event
from sim.events.dates import DAY, day_at
from sim.log import Log
from sim.log.record import COLUMNS, read_record
from sim.scenario.model import Scenario

FALSE_ALARM = 1e-4
"""A p-value below which two samples are told apart; seeds are fixed, so this is no luck."""

Told = tuple[int, str, str, str]
"""What a record tells of an event: its day, actor, kind and subject."""


def told_by_day(events: Iterable[Event]) -> tuple[Told, ...]:
    """Events as a record tells them."""
    return tuple((e.time // DAY, e.actor, e.kind, e.subject) for e in events)


def with_rows(scenario: Scenario, rows: Iterable[Sequence[object]]) -> Scenario:
    """A scenario with a record of rows (date or day, actor, kind, subject, further columns)."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    for number, (when, actor, kind, subject, *more) in enumerate(rows):
        day = scenario.start + timedelta(days=when) if isinstance(when, int) else when
        cells = {"date": day, "actor": actor, "kind": kind, "subject": subject}
        cells |= {"precision": "day", "confidence": "high", "summary": f"row {number}"}
        cells |= more[0] if more and isinstance(more[0], dict) else {}
        writer.writerow(cells)
    record, problems = read_record(
        text.getvalue(), "timeline.csv", scenario.start, scenario.vocabulary
    )
    assert problems == []
    return attrs.evolve(scenario, record=record)


def as_record(scenario: Scenario, events: Iterable[Event]) -> Scenario:
    """A scenario whose record is what some events of a run were, but for what it states itself."""
    rows = [
        (
            day_at(scenario.start, e.time), e.actor, e.kind, e.subject,
            {"quantity": "" if e.quantity is None else repr(e.quantity), "unit": e.unit},
        )
        for e in events
        if e.actor and not e.step.startswith(("given: ", "initial: "))
    ]  # fmt: skip
    return with_rows(scenario, rows)


def free_runs(scenario: Scenario, count: int) -> list[Log]:
    """So many free runs."""
    program = Program(scenario)
    return [simulate(program, seed) for seed in range(count)]


def known_at(log: Log, day: int) -> tuple[Told, ...]:
    """What a record would tell of a run by the start of a day; not what the scenario states."""
    return told_by_day(
        e for e in log.events if e.time < day * DAY and not e.step.startswith("given: ")
    )


def forecasts(scenario: Scenario, rows: Iterable[Told], day: int, count: int) -> list[Log]:
    """So many forecasts from the start of a day, given the rows before it."""
    standpoint = Standpoint(Program(with_rows(scenario, rows)), day * DAY)
    return [forecast(standpoint, 10**9 + seed) for seed in range(count)]


def after(log: Log, day: int, *, kind: str | None = None) -> list[Event]:
    """The events from a day on, of one kind or of any."""
    return [e for e in log.events if e.time >= day * DAY and kind in {None, e.kind}]


def p_of_categories(one: Iterable[object], other: Iterable[object]) -> float:
    """How well two samples of categories agree, by a chi-square test; rare ones count together."""
    counts = [Counter(one), Counter(other)]
    common = [c for c in counts[0] | counts[1] if sum(count[c] for count in counts) >= 20]
    table = [[count[c] for c in common] for count in counts]
    rest = [sum(count.values()) - sum(row) for count, row in zip(counts, table, strict=True)]
    if sum(rest):
        table = [[*row, more] for row, more in zip(table, rest, strict=True)]
    if len(table[0]) < 2:
        return 1.0
    return float(stats.chi2_contingency(table).pvalue)


def p_of_numbers(one: Sequence[float], other: Sequence[float]) -> float:
    """How well two samples of numbers agree, by Kolmogorov and Smirnov."""
    return float(stats.ks_2samp(one, other).pvalue) if one and other else 1.0
