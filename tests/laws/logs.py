"""How the law tests look at logs: events whatever their number, and logs told as short lines."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sim.events import Event
from sim.events.dates import DAY
from sim.log import Log
from sim.scenario.model import Scenario
from tests.strategies import scenario_of

Fact = tuple[object, ...]

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

ON_DISK = [HERE / "bases.toml", HERE / "truce.toml"]
ON_DISK += sorted((ROOT / "scenarios").glob("*/scenario.toml"))
"""Scenarios with a file: two that are fixed, and those that ship."""


def named(path: Path) -> str:
    """What a scenario on disk is called in the names of tests."""
    return path.parent.name if path.name == "scenario.toml" else path.stem


def facts(log: Log) -> list[Fact]:
    """Everything that an event says but its number; causes are told by their identities."""
    names = [event.identity for event in log.events]
    return [
        (*unnumbered(event), tuple(names[cause] for cause in event.causes)) for event in log.events
    ]


def unnumbered(event: Event) -> Fact:
    """What an event says of itself, whatever stands before it in the log."""
    return (
        event.identity, event.time, event.kind, event.actor, event.subject,
        event.quantity, event.unit, event.step,
    )  # fmt: skip


def firings(events: Iterable[Event]) -> list[list[Event]]:
    """The events in groups that were emitted together, as one outcome."""
    groups: list[list[Event]] = []
    for event in events:
        if groups and groups[-1][0].identity[:16] == event.identity[:16]:
            groups[-1].append(event)
        else:
            groups.append([event])
    return groups


def descendants(log: Log, roots: Iterable[int]) -> set[int]:
    """The numbers of some events and of all that they led to."""
    found = set(roots)
    for event in log.events:
        if found.intersection(event.causes):
            found.add(event.seq)
    return found


def told(log: Log) -> list[str]:
    """Each event as `day actor kind`, with subject and quantity where it has them.

    Days count from 0; a time within a day is told in seconds after midnight, as in `3+1`.
    """
    return [_told(event) for event in log.events]


def _told(event: Event) -> str:
    day, second = divmod(event.time, DAY)
    words = [f"{day}+{second}" if second else f"{day}", event.actor, event.kind]
    if event.subject:
        words.append(f"of {event.subject}")
    if event.quantity is not None:
        words.append(f"x{event.quantity:g}")
    return " ".join(words)


HEAD = {
    "format": 1,
    "title": "By hand",
    "clock": {"start": date(2001, 1, 1), "end": date(2001, 6, 30)},
}

OWN_KINDS = ("spark", "smoke", "fire", "ash", "rain")


def written(text: str, changes: Mapping[str, str] | None = None) -> Scenario:
    """A scenario written by hand: two actors, half a year, five kinds of its own, and the text."""
    table: dict[str, Any] = tomllib.loads(text)
    own = {kind: {"family": "other", "meaning": "made up"} for kind in OWN_KINDS}
    table["kinds"] = own | table.get("kinds", {})
    table["actors"] = {"host": {}, "guest": {}} | table.get("actors", {})
    return scenario_of(HEAD | table, changes)


def day(number: int) -> date:
    """The date of a day of scenarios written by hand, counted from 0."""
    return date.fromordinal(date(2001, 1, 1).toordinal() + number)


def given(*lines: str) -> str:
    """Given events for a scenario written by hand, each told as `day actor kind [subject]`."""
    text = ""
    for number, line in enumerate(lines):
        when, actor, kind, *subject = line.split()
        text += f'\n[[given]]\nname = "given {number}"\ndate = {day(int(when))}\n'
        text += f'actor = "{actor}"\nevent = "{kind}"\nsubject = "{" ".join(subject)}"\n'
    return text
