"""A whole scenario resolved: every part before those that mention it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import attrs

from sim.actors import Behaviour, Chamber
from sim.errors import suggestion
from sim.language import Scope
from sim.scenario.model import Parameter, Scenario, Step
from sim.scenario.resolve import (
    checks,
    classes,
    deadlines,
    facts,
    gates,
    gauges,
    instruments,
    leanings,
    loops,
    names,
    options,
    sites,
    steps,
    terms,
)
from sim.scenario.resolve import votes as voting
from sim.scenario.resolve.complaints import Complaints
from sim.scenario.resolve.doubts import doubts
from sim.scenario.resolve.record import Documented, Rows, Written
from sim.scenario.resolve.redrawn import Redrawn
from sim.scenario.resolve.whereabouts import whereabouts
from sim.scenario.shapes import ScenarioTable
from sim.scenario.whereabouts import Whereabouts
from sim.situation import Body, Gate, Gauge, Site

LONGEST_CLOCK = 73_049
"""Days from a clock's start to its end: 200 years, wherever their leap days fall."""

LAST_YEAR = 9_000
"""Far from where dates end, so that adding a delay to one never fails."""


@attrs.frozen
class Resolved:
    """A scenario, where its rules are, and the chambers that other values would give it."""

    scenario: Scenario
    whereabouts: Whereabouts
    chambers: Redrawn


@attrs.frozen
class Whole:
    """One scenario's tables while they are resolved; each method resolves one part."""

    table: ScenarioTable
    found: Complaints
    changes: Mapping[str, str]
    behaviours: Mapping[str, Behaviour]
    chambers: Mapping[str, Chamber]
    written: Written | None
    scored: bool = True
    """Whether its runs may be scored: then nothing that is predicted may be given."""

    def resolved(self, name: str, digest: str) -> Resolved:
        """The scenario, or a part of it after complaints."""
        table, found = self.table, self.found
        known, parameters, (record, disputed) = self._names()
        entered = sites.sites(table, known)
        places = [site for _, site in entered]
        texts = instruments.instruments(table, known)
        known = instruments.scoped(texts, known)
        known, levels, bodies = self._levels(known, places)
        falling = [*deadlines.deadlines(table, known), *terms.terms(texts.values(), known)]
        falling.sort(key=lambda deadline: deadline.name)
        voted = gates.gates(table, bodies, known)
        leanings.check_leanings(bodies, voted, known)
        deadlines.check_circles(falling, voted, dict(instruments.places(texts)), known)
        made, placed = self._steps(known, voted)
        instruments.check_steps(made, placed, texts, known)
        rules = facts.procedure(table.procedure, known)
        implied = [
            *facts.implied(falling, entered, known),
            *instruments.implied(texts.values()),
        ]
        where = whereabouts(found.root, table, [path for path, _ in implied], made, placed)
        stated = self._stated(known)
        chosen = classes.classes(table.score, known)
        doubt = doubts(found)
        if record is not None and not doubt.rows:
            classes.check_rows(record, chosen, known)
            if self.scored and len(stated["given"]) == len(table.given):
                classes.check_given(record, chosen, stated["given"], known)
        if not doubt.events:
            unsure = doubt.kinds(known.scope.patterns)
            classes.check_predictions(chosen, made, falling, known, unsure)
        scenario = Scenario(
            name=name,
            digest=digest,
            vocabulary=known.kinds,
            parameters=parameters,
            gauges=tuple(levels),
            deadlines=tuple(falling),
            bodies=tuple(bodies.values()),
            gates=tuple(voted),
            sites=tuple(places),
            steps=tuple(made),
            procedure=(*rules, *(rule for _, rule in implied)),
            classes=chosen,
            record=record,
            contested=disputed,
            **stated,
        )
        return Resolved(scenario, where, Redrawn(self.chambers, known))

    def _stated(self, known: names.Names) -> dict[str, Any]:
        """The parts of a scenario that are much as the file has them."""
        table = self.table
        start, end = table.clock.start, table.clock.end
        return {
            "title": table.title,
            "start": start,
            "end": end,
            "known_until": table.record.known_until if table.record else None,
            "track": table.record.track if table.record else "",
            "milestones": {m: p for m, p in known.scope.patterns.items() if m in table.milestones},
            "roles": {role: str(each.get("behaviour", "")) for role, each in table.actors.items()},
            "initial": tuple(facts.facts(table.initial, "initial", known, end)),
            "given": tuple(facts.facts(table.given, "given", known, end)),
            "checks": tuple(checks.checks(table, known)),
        }

    def _check_clock(self) -> bool:
        """Whether the clock makes sense, so that dates can be held against it."""
        clock = self.table.clock
        why = ""
        if clock.end < clock.start:
            why = f"{clock.end} is before the start, {clock.start}"
        elif (clock.end - clock.start).days > LONGEST_CLOCK:
            latest = clock.start + timedelta(LONGEST_CLOCK)
            why = f"{clock.end} is more than 200 years after the start; end by {latest}"
        elif clock.end.year > LAST_YEAR:
            why = f"after the year {LAST_YEAR}"
        if why:
            self.found.complain(("clock", "end"), why)
        if why or not self.found.root.at(("clock",)).own:
            return False
        entry = self.table.record
        known = entry.known_until if entry else None
        if known is not None and not clock.start <= known <= clock.end:
            message = f"{known} is outside the clock, {clock.start} to {clock.end}"
            self.found.complain(("record", "known_until"), message)
        return True

    def _names(
        self,
    ) -> tuple[names.Names, dict[str, Parameter], Documented]:
        """The scope of the whole scenario, and what was read to know it."""
        table, found = self.table, self.found
        dated = self._check_clock()
        kinds = names.vocabulary(table, found)
        patterns = names.patterns(table, kinds, found)
        documented = Rows(table, found, patterns).record(self.written, kinds)
        record = documented[0]
        scope = Scope(start=table.clock.start, patterns=patterns)
        parameters = names.parameters(table, scope, self.changes, found)
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
                found.complain(("milestones", name, "actor"), message)
        roles_here = frozenset(table.actors)
        return names.Names(scope, kinds, roles_here, found, dated=dated), parameters, documented

    def _levels(
        self, known: names.Names, places: list[Site]
    ) -> tuple[names.Names, list[Gauge], dict[str, Body]]:
        """Gauges and chambers; from here on their bounds are known, and what is broken is not."""
        scope = attrs.evolve(known.scope, sites=tuple(site.name for site in places))
        known = attrs.evolve(known, scope=scope)
        for role, behaviour in self.behaviours.items():
            options.check_options(role, behaviour, known)
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

    def _steps(self, known: names.Names, voted: list[Gate]) -> tuple[list[Step], steps.Placed]:
        """Every step, and each gate as the step by which its body votes."""
        made, placed = steps.steps(self.table, known)
        votes = voting.votes(self.table.gates, voted, known, len(made))
        doubt = doubts(self.found)
        whole = [step for step in (*made, *votes) if not doubt.spoilt(placed[step.label])]
        loop = loops.immediate_loop(whole)
        if loop:
            chain = " -> ".join(f"'{step.label}'" for step in [*loop, loop[0]])
            message = f"triggers itself without delay: {chain}; give one an 'after'"
            self.found.complain(placed[loop[0].label], message)
        return [*made, *votes], placed
