"""Scenarios, logs and records made by hand, with only what a report reads."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import attrs

from sim.events import Event, Pattern
from sim.events.dates import DAY, seconds_at
from sim.log import DocumentedEvent, Log, Origin, Record
from sim.scenario.model import Classes, Fact, Predicted, Scenario, Step

START, END = date(2001, 1, 1), date(2002, 12, 31)


def event(seq: int, day: str, kind: str, actor: str = "a", subject: str = "", **more: Any) -> Event:
    """An event at noon of a day."""
    return Event(
        seq=seq,
        time=seconds_at(START, date.fromisoformat(day)) + DAY // 2,
        actor=actor,
        kind=kind,
        subject=subject,
        **{"quantity": None, "unit": "", "causes": (), "step": "a: step", "identity": b""} | more,
    )


def row(line: int, when: str, kind: str, actor: str = "a", subject: str = "") -> DocumentedEvent:
    """A row of the record: of a day `2001-02-03`, a month `2001-02` or a range `day/day`."""
    if "/" in when:
        precision = "range"
        first, last = (date.fromisoformat(day) for day in when.split("/"))
    elif len(when) == len("2001-02"):
        precision, first = "month", date.fromisoformat(f"{when}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    else:
        precision, first = "day", date.fromisoformat(when)
        last = first
    given: dict[str, Any] = {
        "seq": line, "time": seconds_at(START, first), "actor": actor, "kind": kind,
        "subject": subject, "quantity": None, "unit": "", "causes": (), "step": "record",
        "identity": b"", "until": seconds_at(START, last) + DAY, "precision": precision,
        "label": kind, "line": line,
    }  # fmt: skip
    texts: dict[str, Any] = {
        field.name: "" for field in attrs.fields(DocumentedEvent) if field.name not in given
    }
    return DocumentedEvent(**given, **texts)


def predicted(kind: str, monthly: bool = False, name: str = "", **narrowed: str) -> Predicted:
    """An entry of the score."""
    return Predicted(name or kind, Pattern(kind, **narrowed), monthly, 1.0)


def scenario(
    entries: Sequence[Predicted],
    rows: Sequence[DocumentedEvent] | None,
    known_until: str | None = None,
    *,
    milestones: Mapping[str, Pattern] | None = None,
    given: Sequence[Fact] = (),
    steps: Sequence[Step] = (),
) -> Scenario:
    """A scenario of two years whose other tables are empty."""
    said: dict[str, Any] = {
        "name": "made", "title": "Made by hand", "digest": "0" * 64, "start": START, "end": END,
        "known_until": date.fromisoformat(known_until) if known_until else None,
        "milestones": milestones or {}, "given": tuple(given), "steps": tuple(steps),
        "classes": Classes(tuple(entries), (), ()),
        "record": None if rows is None else Record("timeline.csv", START, tuple(rows)),
    }  # fmt: skip
    return Scenario(**{f.name: said.get(f.name, ()) for f in attrs.fields(Scenario)})


def log(*events: Event, until: date = END, **changes: str) -> Log:
    """The log of a run to a last day."""
    horizon = seconds_at(START, until) + DAY
    return Log(Origin("made", "0" * 64, 7, START, horizon, "0", changes), events)
