"""Gates resolved: what a body decides on, by which majority, and the step by which it votes."""

import re
from collections.abc import Iterable, Mapping

from sim.errors import suggestion
from sim.language import DURATION, TRUTH, Expression
from sim.language import tree as meant
from sim.language.fields import PatternTable
from sim.scenario.model import Emission, Outcome, Response, Step
from sim.scenario.resolve.delays import check_delay
from sim.scenario.resolve.names import Names
from sim.scenario.shapes import GateTable, ScenarioTable
from sim.scenario.tree import Path
from sim.situation import Body, Gate

MOST_GATES = 500
"""Gates of a scenario."""

NEEDS = re.compile(r"(?:(majority)|([0-9]{1,4})\s*/\s*([0-9]{1,4})) of (seats|present)")


def vote_name(gate: str) -> str:
    """What the step by which a body votes at a gate is called; it keys the draws of the vote."""
    return f"gate {gate}"


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
    if entry.readings:
        complain(
            (*path, "readings"), "readings are not supported by this version: the body votes once"
        )
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


def votes(
    tables: Mapping[str, GateTable], gates: Iterable[Gate], names: Names, place: int
) -> list[Step]:
    """Each gate as a step of its body: what is considered is voted on, after a delay."""
    made: list[Step] = []
    for gate in gates:
        step = _vote(gate, tables[gate.name], names, place + len(made))
        if step is None:
            names.found.spoil(("gates", gate.name, "needs"))
        else:
            made.append(step)
    return made


def _vote(gate: Gate, entry: GateTable, names: Names, place: int) -> Step | None:
    path: Path = ("gates", gate.name)
    considers = names.pattern(entry.considers, (*path, "considers"))
    after = names.expression(entry.after, (*path, "after"), DURATION, draws=True)
    if after is not None:
        check_delay(after, (*path, "after"), names)
    results = (("passed", "votes_for"), ("failed", "votes_for"), ("no_quorum", "present"))
    outcomes = tuple(
        Outcome(None, _result(getattr(entry, key), unit, gate, (*path, key), names))
        for key, unit in results
    )
    held = None
    if entry.before is not None:
        still = meant.Logic("not", (meant.Institution("passed", entry.before),))
        held = Expression(f"not passed('{entry.before}')", still, TRUTH)
    if considers is None or (after is None and entry.after is not None):
        return None
    return Step(
        actor=gate.body.actor,
        name=vote_name(gate.name),
        key=vote_name(gate.name),
        place=place,
        trigger=Response((considers,), after, (), each=False),
        same_subject=True,
        guard=None,
        guard_due=held,
        limit=None,
        outcomes=outcomes,
        gate=gate.name,
    )


def _result(
    name: str | None, unit: str, gate: Gate, path: Path, names: Names
) -> tuple[Emission, ...]:
    """What is recorded of a vote; a milestone says about what, else it is what was considered."""
    pattern = None if name is None else names.pattern(PatternTable(name), path)
    if pattern is None:
        return ()
    actor = pattern.actor or gate.body.actor
    return (Emission(pattern.kind, actor, pattern.subject, None, unit),)
