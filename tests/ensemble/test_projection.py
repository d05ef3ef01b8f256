"""Runs as columns: what each row says, and that groups can be put together."""

import hashlib
import math
from collections import Counter
from itertools import pairwise
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ensemble import Projection, joined, projected
from sim.events import Event, Pattern
from sim.events.event import meant
from sim.log import Log, digest_of
from tests.ensemble.many import logs, seen


def expected_row(event: Event, kinds: Counter[str]) -> tuple[object, ...]:
    """What a row says of an event, after it was counted among the kinds of its run."""
    kinds[event.kind] += 1
    return (
        event.seq, event.time, kinds[event.kind], event.kind, event.actor, event.subject,
        event.unit, event.step,
    )  # fmt: skip


def rows(columns: Projection) -> list[tuple[object, ...]]:
    """The rows of a projection, without quantities."""
    texts = (columns.kind, columns.actor, columns.subject, columns.unit, columns.step)
    numbers = (columns.seq, columns.second, columns.ordinal)
    return [
        tuple(row)
        for row in zip(*(n.tolist() for n in numbers), *(t.texts() for t in texts), strict=True)
    ]


def test_a_row_is_an_event() -> None:
    """In the order of the log; quantities are nan where the event has none."""
    runs = logs(4)

    columns = projected(runs)

    wanted = []
    for log in runs:
        kinds: Counter[str] = Counter()
        wanted += [expected_row(event, kinds) for event in log.events]
    assert rows(columns) == wanted
    quantities = [event.quantity for log in runs for event in log.events]
    assert None in quantities
    for value, quantity in zip(columns.quantity.tolist(), quantities, strict=True):
        assert math.isnan(value) if quantity is None else value == quantity


def test_patterns_match_rows_as_they_match_events() -> None:
    """By kind, actor and subject; a word that no event has matches none."""
    runs = logs(4)
    columns = projected(runs)
    events = [event for log in runs for event in log.events]
    patterns = {pattern for event in events for pattern in meant(event)}

    for pattern in (*patterns, Pattern("nothing"), Pattern(events[0].kind, "nobody")):
        expected = [pattern.matches(event) for event in events]
        assert columns.matching(pattern).tolist() == expected


def test_every_run_has_a_mark() -> None:
    """With its seed, its number of events, and the digest that `sim run --json` prints."""
    runs = logs(4)

    columns = projected(runs)

    assert [mark.seed for mark in columns.runs] == [0, 1, 2, 3]
    assert [mark.events for mark in columns.runs] == [len(log.events) for log in runs]
    assert [mark.digest for mark in columns.runs] == [digest_of(log) for log in runs]
    assert np.bincount(columns.run).tolist() == [len(log.events) for log in runs]


def test_a_run_without_events_has_a_mark_and_no_row() -> None:
    """Nothing happened is a result too; the rows of the next run say which run they are of."""
    empty, full = Log(logs()[0].origin, ()), logs()[1]

    columns = projected([empty, full])

    assert [mark.events for mark in columns.runs] == [0, len(full.events)]
    assert set(columns.run.tolist()) == {1}


def test_nothing_projects_to_nothing() -> None:
    """No runs give columns of no length, of the types of every other."""
    nothing, something = seen(projected([])), seen(projected(logs(1)))

    assert seen(joined([])) == nothing
    assert {name: nothing[name][0] for name in nothing if name != "runs"} == {
        name: something[name][0] for name in something if name != "runs"
    }


@given(st.sets(st.integers(0, 8), max_size=4))
def test_groups_put_together_are_the_whole(cuts: set[int]) -> None:
    """However runs are grouped, joined they are what they are when projected at once."""
    runs = logs(8)
    edges = sorted({0, len(runs), *cuts})

    parts = [projected(runs[start:end]) for start, end in pairwise(edges)]

    assert seen(joined(parts)) == seen(projected(runs))
    assert joined(parts).digest == projected(runs).digest


def test_the_digest_is_that_of_seeds_and_digests() -> None:
    """One line a run, so that anybody can compute it from what `sim run --json` prints."""
    lines = "".join(f"{log.origin.seed} {digest_of(log)}\n" for log in logs())

    assert projected(logs()).digest == hashlib.sha256(lines.encode()).hexdigest()


@pytest.mark.parametrize("change", [{"unit": "x"}, {"causes": (0,)}, {"identity": b"\1" * 17}])
def test_the_digest_feels_every_change(change: dict[str, Any]) -> None:
    """Also in what the columns leave out."""
    *first, last = logs()
    changed = Log(last.origin, (*last.events[:-1], attrs.evolve(last.events[-1], **change)))

    assert projected([*first, changed]).digest != projected(logs()).digest


def test_columns_cannot_be_changed_by_accident() -> None:
    """Whoever writes into a column is told."""
    columns = projected(logs(1))

    with pytest.raises(ValueError, match="read-only"):
        columns.second[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        columns.kind.codes[0] = 1
