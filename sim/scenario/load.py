"""A scenario from disk: read, lay over, structure, resolve; every problem at once.

    file(s) -> source (values with places) -> behaviours' tables laid under -> structure (shapes)
    -> resolve (names, units, proofs) -> Scenario

Reads files, and nothing else of the world.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from sim.actors import CATALOGUE, Chamber, Contribution
from sim.errors import InputError, Problem, suggestion
from sim.events import Vocabulary
from sim.events.dates import DAY, seconds_at
from sim.language import Scope
from sim.log.record import Reading, Record, read_record, reread
from sim.scenario.model import Parameter, Scenario, Step
from sim.scenario.resolve.advice import advice
from sim.scenario.resolve import classes, facts, institutions, loops, names, steps
from sim.scenario.resolve.complaints import Complaints
from sim.scenario.shapes import ScenarioTable
from sim.scenario.source import (
    Node, Source, inside, joined, merged, planted, pruned, read_source, read_text, shown_name,
)  # fmt: skip
from sim.scenario.structure import structured
from sim.situation import Body, Gate, Gauge, Site

FORMAT = 1
LARGEST_RECORD = 20_000_000
"""Bytes of a record file; a longer one is refused unread."""

LONGEST_CLOCK = 200 * 365
"""Days that a clock may run."""


@attrs.frozen
class Loaded:
    """A scenario, and what could be better about it."""

    scenario: Scenario
    warnings: tuple[Problem, ...]


def load(path: str | Path, changes: Mapping[str, str] | None = None) -> Scenario:
    """Load a scenario folder or file; `changes` are parameters given other values.

    Raises InputError with every problem found, each with file, line, key and remedy.
    """
    return load_with_warnings(path, changes).scenario


def load_with_warnings(path: str | Path, changes: Mapping[str, str] | None = None) -> Loaded:
    """Load a scenario, and keep what it could do better."""
    return resolved(read_source(Path(path)), changes or {})


def resolved(source: Source, changes: Mapping[str, str]) -> Loaded:
    """Give meaning to what was read."""
    found = Complaints(source.root)
    contributions = _contributions(source.root, found)
    found.root = root = _laid_under(source.root, contributions)
    plain = root.plain()
    if plain.pop("instruments", None) is not None:
        found.complain(("instruments",), "instruments are not supported by this version")
    if plain.get("format", FORMAT) != FORMAT:
        found.complain(("format",), f"format {plain['format']!r}: this version reads {FORMAT}")
    table, complaints, cuts = structured(plain, ScenarioTable)
    for at, message in complaints:
        found.complain(at, message)
    if table is None:
        raise InputError(_in_order(found.problems))
    found.root = pruned(root, cuts)
    _note_broken(table, plain, found)
    chambers = {role: made.chamber for role, made in contributions.items() if made.chamber}
    scenario = _Resolver(source, table, chambers, found, changes).scenario(plain)
    if found.problems or scenario is None:
        raise InputError(_in_order(found.problems))
    return Loaded(scenario, tuple(advice(table, scenario, found)))


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.file, problem.line, problem.path))


def _contributions(root: Node, found: Complaints) -> dict[str, Contribution]:
    """What each actor's behaviour adds."""
    made: dict[str, Contribution] = {}
    actors = root.value.get("actors")
    if actors is None or not isinstance(actors.value, dict):
        return made
    for role, node in actors.value.items():
        if not isinstance(node.value, dict):
            continue
        if not role.isidentifier():
            found.complain(("actors", role), f"'{role}' is no role name: letters, digits and _")
        options = node.plain()
        name = options.pop("behaviour", None)
        if name is None:
            if options:
                key = next(iter(options))
                found.complain(("actors", role, key), "options need a 'behaviour' that takes them")
            continue
        if name not in CATALOGUE:
            hint = suggestion(str(name), CATALOGUE)
            found.complain(("actors", role, "behaviour"), f"unknown behaviour '{name}'{hint}")
            continue
        behaviour, complaints, _ = structured(options, CATALOGUE[name])
        for path, message in complaints:
            found.complain(("actors", role, *path), message)
        if behaviour is not None:
            made[role] = behaviour.contribute(role)
    return made


def _laid_under(root: Node, contributions: Mapping[str, Contribution]) -> Node:
    """The tables of behaviours, with the file's own laid over them."""
    base: dict[str, Node] = {}
    for role, made in contributions.items():
        node = root.at(("actors", role, "behaviour"))
        for key in ("gauges", "steps", "procedure"):
            added = planted(getattr(made, key), node.file, node.line)
            base[key] = added if key not in base else joined(base[key], added)
    laid = dict(base)
    for key, node in root.value.items():
        laid[key] = merged(base[key], node, (key,)) if key in base else node
    return Node(laid, root.file, root.line)


def _note_broken(table: ScenarioTable, plain: dict[str, Any], found: Complaints) -> None:
    """Names whose own entry could not be read: what mentions them is not at fault."""
    for key in ("kinds", "milestones", "parameters", "gauges", "deadlines", "gates", "actors"):
        written = plain.get(key)
        if isinstance(written, dict):
            found.broken |= set(written) - set(getattr(table, key))


class _Resolver:
    """Resolves one scenario table; each method resolves one part and complains of it."""

    def __init__(
        self,
        source: Source,
        table: ScenarioTable,
        chambers: Mapping[str, Chamber],
        found: Complaints,
        changes: Mapping[str, str],
    ) -> None:
        self.source = source
        self.table = table
        self.chambers = chambers
        self.found = found
        self.changes = changes

    def scenario(self, plain: dict[str, Any]) -> Scenario | None:
        """Every part in the order in which the later ones mention the earlier."""
        table, found = self.table, self.found
        horizon = self._horizon()
        if horizon is None:
            return None
        kinds = names.vocabulary(table, found)
        record = self._record(kinds)
        resolver, parameters = self._names(kinds, record)
        sites = institutions.sites(table, resolver)
        resolver = attrs.evolve(
            resolver, scope=attrs.evolve(resolver.scope, sites=[site.name for site in sites])
        )
        gauges = institutions.gauges(table, resolver)
        deadlines = institutions.deadlines(table, resolver)
        bodies, moved = self._bodies(resolver)
        gauges += moved
        gates = institutions.gates(table, bodies, resolver)
        made = self._steps(resolver, gauges, gates, sites)
        procedure = facts.procedure(table.procedure, resolver)
        procedure += facts.implied(deadlines, sites, resolver)
        chosen = classes.classes(table.score, resolver)
        initial = facts.facts(table.initial, "initial", resolver, horizon)
        given = facts.facts(table.given, "given", resolver, horizon)
        if record is not None and not found.problems:
            record = self._reread(record)
            classes.check_coverage(record, chosen, made, resolver)
        return Scenario(
            name=self.source.name,
            title=table.title,
            digest=self._digest(plain),
            start=table.clock.start,
            end=table.clock.end,
            known_until=table.record.known_until if table.record else None,
            vocabulary=kinds,
            milestones={m: p for m, p in resolver.scope.patterns.items() if m in table.milestones},
            parameters=parameters,
            gauges=tuple(gauges),
            roles={
                role: str(options.get("behaviour", "")) for role, options in table.actors.items()
            },
            deadlines=tuple(deadlines),
            bodies=tuple(bodies.values()),
            gates=tuple(gates),
            sites=tuple(sites),
            initial=tuple(initial),
            given=tuple(given),
            steps=tuple(made),
            procedure=tuple(procedure),
            checks=tuple(facts.checks(table, resolver)),
            classes=chosen,
            record=record,
        )

    def _horizon(self) -> int | None:
        clock = self.table.clock
        if clock.end < clock.start:
            self.found.complain(("clock", "end"), f"{clock.end} is before the start, {clock.start}")
            return None
        if (clock.end - clock.start).days > LONGEST_CLOCK:
            self.found.complain(("clock", "end"), f"more than {LONGEST_CLOCK} days after the start")
            return None
        return seconds_at(clock.start, clock.end) + DAY

    def _names(
        self, kinds: Vocabulary, record: Record | None
    ) -> tuple[names.Names, dict[str, Parameter]]:
        """The scope of the whole scenario."""
        table = self.table
        scope = Scope(start=table.clock.start, patterns=names.patterns(table, kinds, self.found))
        parameters = names.parameters(table, scope, self.changes, self.found)
        known = {*table.actors, *(fact.actor for fact in (*table.initial, *table.given))}
        known |= {event.actor for event in record.events} if record else set()
        scope = attrs.evolve(
            scope,
            parameters={name: (p.value, p.dimension) for name, p in parameters.items()},
            gauges={n: institutions.gauge_dimension(entry) for n, entry in table.gauges.items()},
            roles=frozenset(known),
            deadlines=tuple(table.deadlines),
            gates=tuple(table.gates),
        )
        for name, milestone in table.milestones.items():
            if milestone.actor is not None and milestone.actor not in known:
                hint = suggestion(milestone.actor, known)
                self.found.complain(
                    ("milestones", name), f"unknown actor '{milestone.actor}'{hint}"
                )
        return names.Names(scope, kinds, frozenset(table.actors), self.found), parameters

    def _bodies(self, resolver: names.Names) -> tuple[dict[str, Body], list[Gauge]]:
        bodies: dict[str, Body] = {}
        gauges: list[Gauge] = []
        for role, chamber in self.chambers.items():
            bodies[role], moved = institutions.chamber(
                role, chamber.seats, chamber.turnout_spread, list(chamber.blocs), resolver
            )
            gauges += moved
        return bodies, gauges

    def _steps(
        self, resolver: names.Names, gauges: list[Gauge], gates: list[Gate], sites: list[Site]
    ) -> list[Step]:
        proofs = steps.Proofs(
            {gauge.name: (gauge.low, gauge.high) for gauge in gauges},
            {site.name: site.total for site in sites},
        )
        made = steps.steps(self.table, resolver, proofs)
        made += facts.votes(self.table.gates, gates, resolver, len(made))
        loop = loops.immediate_loop(made)
        if loop:
            chain = " -> ".join(f"'{step.label}'" for step in [*loop, loop[0]])
            place = next(
                (i for i, entry in enumerate(self.table.steps) if entry.name == loop[0].name), None
            )
            path = ("steps",) if place is None else ("steps", place)
            self.found.complain(
                path, f"triggers itself without delay: {chain}; give one an 'after'"
            )
        return made

    def _record(self, kinds: Vocabulary) -> Record | None:
        """The documented timeline, from inside the scenario's folder."""
        entry = self.table.record
        if entry is None:
            return None
        path = ("record", "file")
        file = inside(self.source.folder, self.source.record_folder, entry.file)
        if file is None:
            message = f"'{entry.file}' leaves the scenario's folder; keep the record inside it"
            self.found.complain(path, message)
            return None
        if not file.is_file():
            self.found.complain(path, f"'{entry.file}' does not exist")
            return None
        shown = shown_name(file)
        try:
            text = read_text(file, shown, LARGEST_RECORD)
        except InputError as error:
            self.found.problems += error.problems
            return None
        record, problems = read_record(text, shown, self.table.clock.start, kinds)
        self.found.problems += problems
        return record

    def _reread(self, record: Record) -> Record:
        """The record in the model's terms."""
        assert self.table.record is not None
        readings = [
            Reading(
                entry.row.date, entry.row.event, entry.row.actor, entry.row.subject,
                entry.event, entry.actor, entry.subject,
            )
            for entry in self.table.record.read_as
        ]  # fmt: skip
        record, unmet = reread(record, readings)
        for reading in unmet:
            path = ("record", "read_as", readings.index(reading), "row")
            near = [
                e.label for e in record.events if e.time == seconds_at(record.start, reading.day)
            ]
            there = f"that day has {', '.join(near)}" if near else "no row has that date"
            self.found.complain(path, f"no row {reading.label} of {reading.day}; {there}")
        return record

    def _digest(self, plain: dict[str, Any]) -> str:
        """SHA-256 of the resolved content, the record's bytes and the changed parameters."""
        digest = hashlib.sha256()
        content = {"scenario": plain, "changes": dict(self.changes)}
        digest.update(json.dumps(content, sort_keys=True, default=date.isoformat).encode())
        entry = self.table.record
        file = entry and inside(self.source.folder, self.source.record_folder, entry.file)
        if file is not None and file.is_file():
            digest.update(file.read_bytes())
        return digest.hexdigest()
