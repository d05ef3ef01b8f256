"""A case as a variant of its scenario, in TOML: what its reader saves to run what the case gives.

Pure, and plain text: no line of it holds what a terminal might obey, nor what TOML would not read.
"""

from collections.abc import Iterator
from datetime import date
from textwrap import wrap

from sim.scenario.expected import Case
from sim.scenario.model import Scenario
from sim.scenario.resolve.classes import foretold

FILE = "variants/case.toml"
"""Where the variant may be saved, in the scenario's folder."""

WIDTH = 96
"""Columns of a list of kinds."""

SHORT = 0xFFFF
"""The last character whose number TOML writes in four digits."""


def variant(case: Case) -> Iterator[str]:
    """The lines of the variant's file: the scenario, and over it what the case gives."""
    yield 'extends = "../scenario.toml"'
    for entry in case.given:
        removed = entry.get("remove") is True
        kept = {key: entry[key] for key in ("name", "remove")} if removed else entry
        yield from ("", "[[given]]", *(f"{key} = {_value(kept[key])}" for key in kept))
    yield from _unscored(case.scenario)


def _unscored(scenario: Scenario) -> Iterator[str]:
    """What lets a variant, as a case may, give what its scenario predicts."""
    record = scenario.record
    if record is None or not any(foretold(record, scenario.classes, scenario.given)):
        return
    kinds = sorted({row.kind for row in record.events if row.until > 0})
    yield from ("", "# told of what is predicted, a run cannot predict it: every row is context")
    yield from ("[score]", "predicted = []", "announced = []", "given = []", "context = [")
    yield from wrap(
        ", ".join(map(_value, kinds)), WIDTH, initial_indent="  ", subsequent_indent="  "
    )
    yield "]"


def _value(value: object) -> str:
    """A value as TOML writes it; stated events hold texts, numbers, truths and days."""
    if isinstance(value, str):
        return '"' + "".join(map(_character, value)) + '"'
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else repr(value)


def _character(one: str) -> str:
    """A character of a text; one that nobody sees is written by its number."""
    if one in {'"', "\\"}:
        return f"\\{one}"
    if one.isprintable():
        return one
    return f"\\u{ord(one):04X}" if ord(one) <= SHORT else f"\\U{ord(one):08X}"
