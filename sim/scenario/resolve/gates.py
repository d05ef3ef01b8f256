"""Gates resolved: what a body decides on, by which majority, and the step by which it votes."""

import re
from collections.abc import Mapping

from sim.errors import suggestion
from sim.scenario.resolve.names import Names
from sim.scenario.shapes import GateTable, ScenarioTable
from sim.scenario.tree import Path
from sim.situation import Body, Gate

MOST_GATES = 500
"""Gates of a scenario."""

MOST_READINGS = 10
"""Readings before a vote."""

NEEDS = re.compile(r"(?:(majority)|([0-9]{1,4})\s*/\s*([0-9]{1,4})) of (seats|present)")


def vote_name(gate: str) -> str:
    """What the step by which a body votes at a gate is called; it keys the draws of the vote."""
    return f"gate {gate}"


def step_names(gate: str, entry: GateTable) -> list[str]:
    """What a gate's steps are called: its readings, counted from 1, and then its vote."""
    readings = range(1, len(entry.readings) + 1)
    return [*(f"{vote_name(gate)}, reading {number}" for number in readings), vote_name(gate)]


def gates(table: ScenarioTable, bodies: Mapping[str, Body], names: Names) -> list[Gate]:
    """Every gate whose body is a chamber of this scenario, by name."""
    if len(table.gates) > MOST_GATES:
        names.found.complain(
            ("gates",), f"{len(table.gates):,} gates; at most {MOST_GATES} are read"
        )
        return []
    made = [_gate(name, entry, bodies, names) for name, entry in sorted(table.gates.items())]
    for name in set(table.gates) - {gate.name for gate in made if gate is not None}:
        names.found.spoil(("gates", name, "needs"))
    return [gate for gate in made if gate is not None]


def _gate(name: str, entry: GateTable, bodies: Mapping[str, Body], names: Names) -> Gate | None:
    path: Path = ("gates", name)
    complain = names.found.complain
    if not _may_be_read(entry, path, names):
        return None
    if entry.before not in {None, *names.scope.deadlines, *names.found.broken}:
        hint = suggestion(str(entry.before), names.scope.deadlines)
        complain((*path, "before"), f"unknown deadline '{entry.before}'{hint}")
    needs = NEEDS.fullmatch(entry.needs)
    share = (1, 2) if needs is None or needs[1] else (int(needs[2]), int(needs[3]))
    if needs is None:
        like = "write '2/3 of seats' or 'majority of present'"
        complain((*path, "needs"), f"'{entry.needs}': {like}")
    elif not 0 < share[0] <= share[1]:
        complain((*path, "needs"), f"'{entry.needs}' is not a share between 0 and 1")
    body = bodies.get(entry.body)
    if body is None:
        if entry.body not in names.found.broken:
            hint = suggestion(entry.body, bodies)
            message = f"'{entry.body}' is no actor with behaviour legislature{hint}"
            complain((*path, "body"), message)
        return None
    if not 0 <= entry.quorum <= body.seats:
        complain((*path, "quorum"), f"{entry.quorum} is not from 0 to {body.seats} seats")
    if needs is None:
        return None
    return Gate(name, body, share, bool(needs[1]), needs[4], entry.quorum, entry.binding)


def _may_be_read(entry: GateTable, path: Path, names: Names) -> bool:
    """Whether a gate's readings can be held; complain of too many, and of none to be between."""
    complain = names.found.complain
    if entry.between is not None and not entry.readings:
        message = "'between' is the time from one of the 'readings' to the next, and there are none"
        complain((*path, "between"), message)
    if len(entry.readings) > MOST_READINGS:
        count = f"{len(entry.readings):,} readings; at most {MOST_READINGS} are held"
        complain((*path, "readings"), count)
    return len(entry.readings) <= MOST_READINGS
