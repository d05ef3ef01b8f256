"""Steps resolved: triggers, guards, delays, outcomes, one step for each entry of a list.

What can be proved at load is proved here: chances that exceed one, rates without a ceiling, delays
below zero, and steps that would trigger themselves without delay.
"""

from collections.abc import Mapping

import attrs

from sim.errors import LanguageError, suggestion
from sim.events.dates import seconds_at
from sim.language import DURATION, NUMBER, RATE, TRUTH, Dimension, Expression, Scope, bounds
from sim.language import tree as meant
from sim.language.bounds import Interval
from sim.language.linear import summed
from sim.language.units import PLURALS, SECONDS
from sim.scenario.model import Calendar, Emission, Outcome, Rate, Response, Step
from sim.scenario.resolve.complaints import Path
from sim.scenario.resolve.institutions import triggered
from sim.scenario.resolve.names import Names, known_kind
from sim.scenario.shapes import EmissionTable, OutcomeTable, ScenarioTable, StepTable

MOST_ENTRIES = 1_000


@attrs.frozen
class Proofs:
    """What proofs about values start from: bounds of gauges, head-counts of sites."""

    gauges: Mapping[str, Interval]
    heads: Mapping[str, float]

    def interval(self, expression: Expression) -> Interval:
        """The least and greatest value that an expression can take."""
        return bounds(expression.tree, self.gauges, self.heads)


def steps(table: ScenarioTable, names: Names, proofs: Proofs) -> list[Step]:
    """Every step in the order of the file."""
    made: list[Step] = []
    for place, entry in enumerate(table.steps):
        path: Path = ("steps", place)
        for scope, suffix in _entries(entry, table, names, path):
            step = _Reader(entry, path, names, scope, proofs).step(suffix, len(made))
            if step is not None:
                made.append(step)
    _refuse_namesakes(made, names, table)
    return made


def _entries(
    entry: StepTable, table: ScenarioTable, names: Names, path: Path
) -> list[tuple[Scope, str]]:
    """The scopes in which a step is read: one, or one for each entry of its list."""
    if entry.for_each is None:
        return [(names.scope, "")]
    if entry.for_each == "sites":
        word, entries = "site", list(names.scope.sites)
    elif isinstance(entry.for_each, list):
        word, entries = "entry", entry.for_each
    elif entry.for_each in table.lists:
        word, entries = "entry", table.lists[entry.for_each]
    else:
        hint = suggestion(entry.for_each, ["sites", *table.lists])
        names.found.complain((*path, "for_each"), f"unknown list '{entry.for_each}'{hint}")
        return []
    if not entries:
        names.found.complain((*path, "for_each"), "the list is empty: the step would never be")
    if len(entries) > MOST_ENTRIES:
        names.found.complain((*path, "for_each"), f"more than {MOST_ENTRIES} entries")
        return []
    return [(attrs.evolve(names.scope, entry=(word, one)), f" [{one}]") for one in entries]


def _refuse_namesakes(made: list[Step], names: Names, table: ScenarioTable) -> None:
    """Refuse two steps of one actor that share a name or a key: they would share their draws."""
    for key in ("name", "key"):
        seen: set[tuple[str, str]] = set()
        for step in made:
            own = (step.actor, getattr(step, key))
            if own in seen:
                written = own[1].split(" [")[0]
                last = [i for i, e in enumerate(table.steps) if written in {e.name, e.key}][-1]
                message = f"'{written}': {step.actor} has two steps of this {key}"
                names.found.complain(("steps", last, key), message)
            seen.add(own)


@attrs.frozen
class _Reader:
    """Reads one step in one scope."""

    entry: StepTable
    path: Path
    names: Names
    plain: Scope
    proofs: Proofs

    @property
    def scope(self) -> Scope:
        """Where an event triggers, its quantity may be read."""
        return triggered(self.plain) if self.entry.on is not None else self.plain

    def complain(self, key: str, message: str) -> None:
        self.names.found.complain((*self.path, key) if key else self.path, message)

    def expression(
        self, key: str, text: str | None, wanted: Dimension | None, *, draws: bool = False
    ) -> Expression | None:
        return self.names.expression(text, (*self.path, key), wanted, self.scope, draws=draws)

    def step(self, suffix: str, place: int) -> Step | None:
        entry = self.entry
        self.names.known_actor(entry.actor, (*self.path, "actor"), self.names.roles)
        trigger = self._trigger()
        self._refuse_strays()
        guard = self.expression("if", entry.if_, TRUTH)
        if entry.while_ is not None:
            guard = self.expression("while", entry.while_, TRUTH)
        due = self.expression("if_due", entry.if_due, TRUTH) if entry.if_due is not None else guard
        if entry.limit is not None and entry.limit < 1:
            self.complain("limit", f"{entry.limit} is not 1 or more")
        outcomes = self._outcomes()
        if trigger is None:
            return None
        return Step(
            entry.actor,
            entry.name + suffix,
            (entry.key or entry.name) + suffix,
            place,
            trigger,
            entry.same_subject,
            guard,
            due,
            entry.limit,
            outcomes,
        )

    def _refuse_strays(self) -> None:
        """Keys that say something of another sort of step."""
        response = ("after", "if_due", "cancelled_by", "same_subject")
        for key in response:
            if self.entry.on is None and getattr(self.entry, key):
                self.complain(key, f"'{key}' belongs to a step with 'on'")
        if self.entry.while_ is not None and self.entry.rate is None:
            self.complain("while", "'while' belongs to a step with 'rate'; write 'if'")
        if self.entry.if_ is not None and self.entry.rate is not None:
            self.complain("if", "a step with 'rate' takes 'while'")
        if self.entry.again not in {"restart", "each"}:
            hint = suggestion(self.entry.again, ["restart", "each"])
            self.complain("again", f"'{self.entry.again}' is neither 'restart' nor 'each'{hint}")

    def _trigger(self) -> Response | Rate | Calendar | None:
        entry = self.entry
        said = [k for k in ("on", "rate", "at", "every") if getattr(entry, k) is not None]
        if len(said) != 1:
            stated = " and ".join(f"'{key}'" for key in said) or "none of them"
            self.complain("", f"a step has one of 'on', 'rate', 'at', 'every'; here {stated}")
            return None
        if entry.on is not None:
            return self._response()
        if entry.rate is not None:
            return self._rate()
        if entry.at is not None:
            return self._date()
        period = self.expression("every", entry.every, DURATION)
        if period is None:
            return None
        if not isinstance(period.tree, meant.Constant) or period.tree.value < 1:
            self.complain(
                "every", f"'{entry.every}': a known period of a second or more is expected"
            )
            return None
        return Calendar(round(period.tree.value), round(period.tree.value))

    def _date(self) -> Calendar | None:
        assert self.entry.at is not None
        second = seconds_at(self.names.scope.start, self.entry.at)
        if second < 0:
            self.complain("at", f"{self.entry.at} is before the clock starts; [[initial]] takes it")
            return None
        return Calendar(second, None)

    def _response(self) -> Response:
        entry = self.entry
        after = self.expression("after", entry.after, DURATION, draws=True)
        if after is not None:
            self.names.found.attempt((*self.path, "after"), lambda: self._sound_delay(after))
        on = self.names.patterns(entry.on, (*self.path, "on"), self.scope)
        if on and not any(self.names.kinds[pattern.kind].recorded for pattern in on):
            self.complain(
                "on", f"no record can show '{on[0].kind}': it may not be the only trigger"
            )
        cancelled = self.names.patterns(
            entry.cancelled_by, (*self.path, "cancelled_by"), self.scope
        )
        return Response(on, after, cancelled, entry.again == "each")

    def _sound_delay(self, after: Expression) -> None:
        """Refuse a delay that is no sum of draws, or that is known to be below zero."""
        parts = summed(after)
        least, _ = bounds(parts.offset, self.proofs.gauges, self.proofs.heads)
        _, most = bounds(parts.offset, self.proofs.gauges, self.proofs.heads)
        if not parts.draws and not parts.deadlines and most < 0:
            raise LanguageError(f"'{after.text}' is a negative delay: effects come after causes")
        if not parts.draws and not parts.deadlines and least == most and most - most != 0:
            raise LanguageError(f"'{after.text}' is not a finite delay")

    def _rate(self) -> Rate | None:
        intensity = self.expression("rate", self.entry.rate, RATE)
        if intensity is None:
            return None
        least, most = self.proofs.interval(intensity)
        if most - most != 0:
            self.complain(
                "rate", f"'{intensity.text}' has no ceiling: write min(..., '20 / d' or the like)"
            )
            return None
        if least < 0:
            self.complain("rate", f"'{intensity.text}' may fall below zero: write max(0 / d, ...)")
            return None
        return Rate(intensity, most)

    def _outcomes(self) -> tuple[Outcome, ...]:
        entry = self.entry
        if (entry.outcomes is None) == (entry.emits is None):
            self.complain("", "write either 'emits' or 'outcomes'")
        if entry.outcomes is None:
            if entry.emits is None:
                return ()
            table = OutcomeTable(entry.emits)
            return (Outcome(None, self._emissions(table, self.path)),)
        made = tuple(
            self._outcome(outcome, (*self.path, "outcomes", index))
            for index, outcome in enumerate(entry.outcomes)
        )
        self._sound_chances(made)
        return made

    def _outcome(self, table: OutcomeTable, path: Path) -> Outcome:
        at: Path = (*path, "chance")
        chance = self.names.expression(table.chance, at, NUMBER, self.scope)
        if chance is not None:
            least, most = self.proofs.interval(chance)
            if least > 1 or most < 0 or (least == most and not 0 <= least <= 1):
                self.names.found.complain(at, f"'{chance.text}' is not a probability: 0 to 1")
        return Outcome(chance, self._emissions(table, path))

    def _sound_chances(self, outcomes: tuple[Outcome, ...]) -> None:
        known = [outcome.chance for outcome in outcomes if outcome.chance is not None]
        if sum(outcome.chance is None for outcome in outcomes) > 1:
            self.complain("outcomes", "two outcomes without 'chance': only one takes the rest")
        least = 0.0
        for chance in known:
            least += max(self.proofs.interval(chance)[0], 0.0)
        if least > 1 + 1e-9:
            self.complain("outcomes", f"the chances add up to {least:g}, which is above 1")

    def _emissions(self, table: OutcomeTable, path: Path) -> tuple[Emission, ...]:
        listed = table.emits if isinstance(table.emits, list) else [table.emits]
        if not listed:
            self.names.found.complain((*path, "emits"), "an outcome emits at least one event")
        made = []
        for index, one in enumerate(listed):
            at: Path = (
                (*path, "emits", index) if isinstance(table.emits, list) else (*path, "emits")
            )
            emission = self._emission(
                one if isinstance(one, EmissionTable) else EmissionTable(one), table, at
            )
            if emission is not None:
                made.append(emission)
        return tuple(made)

    def _emission(self, one: EmissionTable, table: OutcomeTable, path: Path) -> Emission | None:
        """One event; what it leaves out is taken from the outcome, then from the step."""
        entry = self.entry
        kind = emission_kind(self.names, one.event, path)
        actor = one.actor or table.actor or kind_actor(self.names, one.event) or entry.actor
        if actor != entry.actor:
            self.names.known_actor(actor, path, self.names.roles)
        unit = one.unit or table.unit or entry.unit or ""
        quantity = self._quantity(one.quantity or table.quantity or entry.quantity, unit, path)
        if kind is None:
            return None
        return Emission(kind, actor, self._subject(one, table), quantity, unit)

    def _subject(self, one: EmissionTable, table: OutcomeTable) -> str | None:
        """The subject as written; None stands for the triggering event's."""
        written = [one.subject, table.subject, self.entry.subject]
        milestone = self.names.scope.patterns.get(one.event)
        fixed = milestone.subject if milestone is not None else None
        subject = next((text for text in (*written, fixed) if text is not None), None)
        if subject == "same" or (subject is None and self.entry.same_subject):
            if self.entry.on is None:
                self.complain(
                    "subject", "'same' is the triggering event's, and nothing triggers here"
                )
            return None
        return self.plain.stand_in(subject or "")

    def _quantity(self, text: str | None, unit: str, path: Path) -> Expression | None:
        """How much, in the stated unit; a duration is told in the unit of time that is stated."""
        made = self.names.expression(text, path, None, self.scope, draws=True)
        if made is None:
            return None
        time, label = made.dimension.time, made.dimension.label
        scale = SECONDS.get(PLURALS.get(unit, unit))
        if time == 1 and scale:
            tree = meant.Arithmetic("*", made.tree, meant.Constant(1.0 / scale))
            made = Expression(made.text, tree, NUMBER)
        elif time:
            self.names.found.complain(
                path, f"'{text}' is {made.dimension}; state its 'unit' as days"
            )
        elif label and unit and label != unit:
            self.names.found.complain(path, f"'{text}' is in {label}, and the unit says {unit}")
        self.names.found.attempt(path, lambda: summed(made))
        return made


def kind_actor(names: Names, event: str) -> str | None:
    """The actor that a milestone names, where a step emits it by the milestone's name."""
    pattern = names.scope.patterns.get(event)
    return pattern.actor if pattern is not None else None


def emission_kind(names: Names, event: str, path: Path) -> str | None:
    """The kind that `emits` names: a kind, or a milestone's."""
    pattern = names.scope.patterns.get(event)
    return (
        pattern.kind if pattern is not None else known_kind(event, names.kinds, names.found, path)
    )
