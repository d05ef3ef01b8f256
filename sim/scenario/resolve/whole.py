"""A whole scenario resolved: every part before those that mention it."""

from collections.abc import Mapping

import attrs

from sim.actors import Behaviour, Chamber
from sim.errors import suggestion
from sim.events import Vocabulary
from sim.events.dates import DAY, seconds_at
from sim.language import Scope
from sim.log.record import Reading, Record, read_record, reread
from sim.scenario.model import Classes, Parameter, Scenario, Step
from sim.scenario.resolve import (
    classes,
    deadlines,
    facts,
    gates,
    gauges,
    loops,
    names,
    options,
    sites,
    steps,
)
from sim.scenario.resolve.complaints import Complaints
from sim.scenario.shapes import RecordTable, ScenarioTable
from sim.situation import Body, Gate, Gauge, Site

LONGEST_CLOCK = 200 * 365
"""Days that a clock may run."""

LAST_YEAR = 9_000
"""Far from where dates end, so that adding a delay to one never fails."""


@attrs.frozen
class Written:
    """A record as written: how its file is named, and its text."""

    file: str
    text: str


@attrs.frozen
class Whole:
    """One scenario's tables while they are resolved; each method resolves one part."""

    table: ScenarioTable
    found: Complaints
    changes: Mapping[str, str]
    behaviours: Mapping[str, Behaviour]
    chambers: Mapping[str, Chamber]
    written: Written | None

    def scenario(self, name: str, digest: str) -> Scenario | None:
        """The scenario, or a part of it, or nothing, after complaints."""
        table, found = self.table, self.found
        horizon = self._horizon()
        if horizon is None:
            return None
        kinds = names.vocabulary(table, found)
        record, sound = self._record(kinds)
        known, parameters = self._names(kinds, record)
        places = sites.sites(table, known)
        scope = attrs.evolve(known.scope, sites=tuple(site.name for site in places))
        known = attrs.evolve(known, scope=scope)
        for role, behaviour in self.behaviours.items():
            options.check_options(role, behaviour, known)
        known, levels, bodies = self._levels(known, places)
        falling = deadlines.deadlines(table, known)
        voted = gates.gates(table, bodies, known)
        before = found.count
        made = self._steps(known, voted)
        complete = found.count == before
        procedure = facts.procedure(table.procedure, known)
        procedure += facts.implied(falling, places, known)
        chosen = self._classes(record if sound else None, known)
        if complete:
            classes.check_predictions(chosen, made, falling, known)
        return Scenario(
            name=name,
            title=table.title,
            digest=digest,
            start=table.clock.start,
            end=table.clock.end,
            known_until=table.record.known_until if table.record else None,
            vocabulary=kinds,
            milestones={m: p for m, p in known.scope.patterns.items() if m in table.milestones},
            parameters=parameters,
            gauges=tuple(levels),
            roles={
                role: str(options.get("behaviour", "")) for role, options in table.actors.items()
            },
            deadlines=tuple(falling),
            bodies=tuple(bodies.values()),
            gates=tuple(voted),
            sites=tuple(places),
            initial=tuple(facts.facts(table.initial, "initial", known, horizon)),
            given=tuple(facts.facts(table.given, "given", known, horizon)),
            steps=tuple(made),
            procedure=tuple(procedure),
            checks=tuple(facts.checks(table, known)),
            classes=chosen,
            record=record,
        )

    def _horizon(self) -> int | None:
        """The first second after the end, or None where the clock makes no sense."""
        clock = self.table.clock
        why = ""
        if clock.end < clock.start:
            why = f"{clock.end} is before the start, {clock.start}"
        elif (clock.end - clock.start).days > LONGEST_CLOCK:
            why = f"more than {LONGEST_CLOCK:,} days after the start"
        elif clock.end.year > LAST_YEAR:
            why = f"after the year {LAST_YEAR}"
        if why:
            self.found.complain(("clock", "end"), why)
            return None
        entry = self.table.record
        known = entry.known_until if entry else None
        if known is not None and not clock.start <= known <= clock.end:
            message = f"{known} is outside the clock, {clock.start} to {clock.end}"
            self.found.complain(("record", "known_until"), message)
        return seconds_at(clock.start, clock.end) + DAY

    def _record(self, kinds: Vocabulary) -> tuple[Record | None, bool]:
        """The documented timeline in the model's terms, and whether all of it could be read."""
        entry = self.table.record
        if self.written is None or entry is None:
            return None, False
        text, file = self.written.text, self.written.file
        record, problems = read_record(text, file, self.table.clock.start, kinds)
        for problem in problems:
            self.found.add(problem)
        record, all_met = self._reread(record, entry)
        return record, all_met and not problems

    def _reread(self, record: Record, entry: RecordTable) -> tuple[Record, bool]:
        """The record with some rows read in the model's terms."""
        readings = [
            Reading(
                day=each.row.date,
                label=each.row.event,
                row_actor=each.row.actor,
                row_subject=each.row.subject,
                kind=each.event,
                actor=each.actor,
                subject=each.subject,
            )
            for each in entry.read_as
        ]
        record, unmet = reread(record, readings)
        for reading in unmet:
            path = ("record", "read_as", readings.index(reading), "row")
            second = seconds_at(record.start, reading.day)
            near = [event.label for event in record.events if event.time == second]
            there = f"that day has {', '.join(near)}" if near else "no row has that date"
            self.found.complain(path, f"no row {reading.label} of {reading.day}; {there}")
        return record, not unmet

    def _names(
        self, kinds: Vocabulary, record: Record | None
    ) -> tuple[names.Names, dict[str, Parameter]]:
        """The scope of the whole scenario."""
        table = self.table
        patterns = names.patterns(table, kinds, self.found)
        scope = Scope(start=table.clock.start, patterns=patterns)
        parameters = names.parameters(table, scope, self.changes, self.found)
        roles = {*table.actors, *(fact.actor for fact in (*table.initial, *table.given))}
        roles |= {event.actor for event in record.events} if record else set()
        scope = attrs.evolve(
            scope,
            parameters={name: (p.value, p.dimension) for name, p in parameters.items()},
            gauges={n: gauges.gauge_dimension(entry) for n, entry in table.gauges.items()},
            roles=frozenset(roles),
            deadlines=tuple(table.deadlines),
            gates=tuple(table.gates),
        )
        for name, milestone in table.milestones.items():
            if milestone.actor is not None and milestone.actor not in roles:
                hint = suggestion(milestone.actor, roles)
                message = f"unknown actor '{milestone.actor}'{hint}"
                self.found.complain(("milestones", name, "actor"), message)
        return names.Names(scope, kinds, frozenset(table.actors), self.found), parameters

    def _levels(
        self, known: names.Names, places: list[Site]
    ) -> tuple[names.Names, list[Gauge], dict[str, Body]]:
        """Gauges and chambers; from here on their bounds are known, and what is broken is not."""
        levels = gauges.gauges(self.table, known)
        limits = {gauge.name: (gauge.low, gauge.high) for gauge in levels}
        sound = {name: d for name, d in known.scope.gauges.items() if name in limits}
        known = attrs.evolve(
            known,
            scope=attrs.evolve(known.scope, gauges=sound),
            proofs=names.Proofs(limits, {site.name: site.total for site in places}),
        )
        bodies: dict[str, Body] = {}
        for role, declared in self.chambers.items():
            bodies[role], moved = gauges.chamber(role, declared, known)
            levels += moved
        return known, levels, bodies

    def _steps(self, known: names.Names, voted: list[Gate]) -> list[Step]:
        """Every step, and each gate as the step by which its body votes."""
        made, placed = steps.steps(self.table, known)
        votes = gates.votes(self.table.gates, voted, known, len(made))
        placed |= {step.label: ("gates", step.gate) for step in votes}
        loop = loops.immediate_loop([*made, *votes])
        if loop:
            chain = " -> ".join(f"'{step.label}'" for step in [*loop, loop[0]])
            message = f"triggers itself without delay: {chain}; give one an 'after'"
            self.found.complain(placed[loop[0].label], message)
        return [*made, *votes]

    def _classes(self, record: Record | None, known: names.Names) -> Classes:
        """What is predicted, given and context; every row of a sound record is one of them."""
        before = self.found.count
        chosen = classes.classes(self.table.score, known)
        if record is not None and self.found.count == before:
            classes.check_rows(record, chosen, known)
        return chosen
