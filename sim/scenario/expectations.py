"""`expect.toml` from disk: cases with the events that they give, run lengths and what must appear.

    expect.toml + the scenario beside it -> structure (shapes) -> patterns, days, bounds -> Cases

A case that gives events is the scenario with these laid over its own, as a variant's would be.
Reads files, and nothing else of the world.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import attrs

from sim.errors import InputError, Problem
from sim.events.dates import DAY, seconds_at
from sim.language import Scope
from sim.language.fields import PatternTable
from sim.scenario.expectation_shapes import (
    CaseTable,
    Chances,
    ChanceTable,
    Demands,
    DemandTable,
    ExpectationsTable,
)
from sim.scenario.expected import Case, Chance, Demand, Wanted
from sim.scenario.load import resolved
from sim.scenario.model import Scenario
from sim.scenario.overlay import merged
from sim.scenario.resolve.complaints import Complaints
from sim.scenario.resolve.names import Names, of_kinds
from sim.scenario.source import Source, own_file, read_node, read_source, shown_name
from sim.scenario.structure import structured
from sim.scenario.tree import Node, planted
from sim.scenario.tree import Path as NodePath
from sim.scenario.whereabouts import Place

T = TypeVar("T", str | DemandTable, ChanceTable)

FILE = "expect.toml"
FORMAT = 1

MOST_CASES = 200
MOST_RUNS = 100_000


def read_expectations(folder: Path) -> list[Case]:
    """The cases that stand beside a scenario, in their order.

    Raises InputError with every problem of the file, or with the scenario's own.
    """
    return expectations_with_warnings(folder)[0]


def expectations_with_warnings(folder: Path) -> tuple[list[Case], list[Problem]]:
    """The cases, and what of the events that they give could be better."""
    file = own_file(folder, FILE)
    source = read_source(folder)
    root = read_node(file, shown_name(file))
    scenario = resolved(source, {}).scenario
    found = Complaints(root)
    stand_ins = {"format": planted(FORMAT, root.file, root.line),
                 "cases": planted([], root.file, root.line)}  # fmt: skip
    table, found.root = structured(root, ExpectationsTable, found.complain_of, stand_ins)
    if table is None:
        raise found.refusal()
    if table.format != FORMAT:
        found.complain(("format",), f"format {table.format}: this version reads {FORMAT}")
    if len(table.cases) > MOST_CASES:
        found.complain(("cases",), f"{len(table.cases)} cases; at most {MOST_CASES} are read")
        raise found.refusal()
    cases = list(_cases(table, source, scenario, found))
    if found.count:
        raise found.refusal()
    return cases, found.warnings


def _cases(
    table: ExpectationsTable, source: Source, scenario: Scenario, found: Complaints
) -> Iterator[Case]:
    """Every case; one that is wrong is told of, and what is right of it handed on."""
    seen: set[str] = set()
    for index, entry in enumerate(table.cases):
        path: NodePath = ("cases", index)
        if entry.name in seen:
            found.complain((*path, "name"), f"a second case named '{entry.name}'")
        seen.add(entry.name)
        own = _with_given(found.root.at((*path, "given")), source, scenario, found)
        yield _Reading(entry, path, own, found).case()


def _with_given(node: Node, source: Source, scenario: Scenario, found: Complaints) -> Scenario:
    """The scenario with the events that a case gives laid over its own."""
    if not node.value or node.path[-1:] != ("given",):
        return scenario
    root = source.root
    over = node if "given" not in root.value else merged(root.value["given"], node, ("given",))
    laid = attrs.evolve(source, root=root.with_value({**root.value, "given": over}))
    try:
        loaded = resolved(laid, {}, scored=False)
    except InputError as error:
        for problem in error.problems:
            found.add(problem)
        return scenario
    found.warnings += [warning for warning in loaded.warnings if warning.file == node.file]
    return loaded.scenario


@attrs.frozen
class _Reading:
    """A case while it is read: its table, where it stands, and the scenario that it is about."""

    entry: CaseTable
    path: NodePath
    scenario: Scenario
    found: Complaints

    def case(self) -> Case:
        """The case."""
        entry = self.entry
        before = self.found.count
        demands = [*self._demands("must", entry.must), *self._demands("must_not", entry.must_not)]
        chances = list(self._chances(entry.probability))
        if not demands and not chances and self.found.count == before:
            message = "expects nothing; write 'must', 'must_not' or 'probability'"
            self.found.complain(self.path, message)
        self._check_values()
        until = self._after(entry.until, (*self.path, "until"))
        return Case(
            name=entry.name,
            why=entry.why,
            scenario=self.scenario,
            given=tuple(entry.given),
            until=self.scenario.horizon if until is None else until,
            runs=entry.runs,
            seed=entry.seed,
            demands=tuple(demands),
            chances=tuple(chances),
            place=self._place(self.path),
        )

    def _check_values(self) -> None:
        runs, seed = self.entry.runs, self.entry.seed
        if runs is not None and not 1 <= runs <= MOST_RUNS:
            self.found.complain((*self.path, "runs"), f"{runs:,} is not from 1 to {MOST_RUNS:,}")
        if seed is not None and seed < 0:
            self.found.complain((*self.path, "seed"), f"{seed} is no seed: from 0 on")
        until = self.entry.until
        for index, given in enumerate(self.entry.given):
            day = given.get("date")
            if until and type(day) is date and day > until:  # an instant is refused elsewhere
                message = f"{day} is after {until}, when the case ends"
                self.found.complain((*self.path, "given", index, "date"), message)

    def _demands(self, key: str, written: Demands) -> Iterator[Demand]:
        for one, at in _listed(written, (*self.path, key)):
            table = DemandTable(one) if isinstance(one, str) else one
            if not 0 < table.share <= 1:
                self.found.complain((*at, "share"), f"{table.share:g} is not above 0, to 1")
            wanted = self._wanted(table, at)
            if wanted is not None:
                yield Demand(wanted, table.share, never=key == "must_not")

    def _chances(self, written: Chances) -> Iterator[Chance]:
        for one, at in _listed(written, (*self.path, "probability")):
            between = one.between
            if len(between) != 2 or not 0 <= between[0] <= between[1] <= 1:  # noqa: PLR2004  a pair
                message = "write two shares from 0 to 1, such as [0.2, 0.6]"
                self.found.complain((*at, "between"), message)
                continue
            wanted = self._wanted(one, at)
            if wanted is not None:
                yield Chance(wanted, *between)

    def _wanted(self, table: DemandTable | ChanceTable, at: NodePath) -> Wanted | None:
        """An event of interest, or None after a complaint."""
        before = self._after(table.by, (*at, "by"))
        if table.by and self.entry.until and table.by > self.entry.until:
            message = f"{table.by} is after {self.entry.until}, when the case ends"
            self.found.complain((*at, "by"), message)
        events = [table.event] if isinstance(table.event, str) else table.event
        if not events:
            self.found.complain((*at, "event"), "an empty list: name at least one event")
        named = [PatternTable(event, table.actor, table.subject) for event in events]
        patterns = [self._names.pattern(one, at) for one in named]
        made = tuple(pattern for pattern in patterns if pattern is not None)
        if not made:
            return None
        words = [" or ".join(events)]
        words += [f"of {table.subject}"] if table.subject is not None else []
        words += [f"by {table.actor}"] if table.actor is not None else []
        return Wanted(" ".join(words), made, before, self._place(at))

    def _after(self, day: date | None, at: NodePath) -> int | None:
        """The first second after a day of the scenario's clock."""
        if day is None:
            return None
        first, last = self.scenario.start, self.scenario.end
        if not first <= day <= last:
            self.found.complain(at, f"{day} is outside the clock, {first} to {last}")
        return seconds_at(first, day) + DAY

    def _place(self, path: NodePath) -> Place:
        node, rest = self.found.root.reach(path)
        return Place(node.file, node.line, node.dotted(rest))

    @property
    def _names(self) -> Names:
        """What may be named: kinds and milestones, and whoever may act."""
        scenario = self.scenario
        events = scenario.record.events if scenario.record else ()
        roles = {*scenario.roles, *(one.actor for one in (*scenario.initial, *scenario.given))}
        roles |= {event.actor for event in events}
        patterns = {**of_kinds(scenario.vocabulary), **scenario.milestones}
        scope = Scope(start=scenario.start, patterns=patterns, roles=frozenset(roles))
        return Names(scope, scenario.vocabulary, frozenset(scenario.roles), self.found)


def _listed(written: T | Sequence[T], path: NodePath) -> Iterator[tuple[T, NodePath]]:
    """What is written alone or as a list, each with its place."""
    if isinstance(written, str | DemandTable | ChanceTable):
        yield written, path
    else:
        yield from ((one, (*path, index)) for index, one in enumerate(written))
