"""What comes of a step: outcomes with their chances, and the events that each emits.

What an event leaves out is taken from its outcome, then from its step, then from the milestone.
"""

from collections.abc import Sequence

import attrs

from sim.events import Pattern
from sim.language import DURATION, NUMBER, Expression
from sim.language import tree as meant
from sim.language.fields import PatternTable
from sim.language.linear import summed
from sim.language.units import PLURALS, SECONDS
from sim.scenario.model import Emission, Outcome
from sim.scenario.resolve.entry import Entry
from sim.scenario.shapes import EmissionTable, OutcomeTable
from sim.scenario.tree import Path

MOST_EMISSIONS = 50
"""Events of one outcome; each has its own words of the digest."""

SLACK = 1e-9
"""Chances that add up to one may exceed it by a last digit."""


def outcomes(entry: Entry) -> tuple[Outcome, ...]:
    """Every outcome of a step; `emits` alone is one that is certain."""
    table = entry.table
    if (table.outcomes is None) == (table.emits is None):
        entry.complain("", "write either 'emits' or 'outcomes'")
    if table.outcomes is None:
        if table.emits is None:
            return ()
        return (Outcome(None, _emissions(OutcomeTable(table.emits), entry.path, entry)),)
    if not table.outcomes:
        entry.complain("outcomes", "nothing is listed, so nothing would ever come of this step")
    before = entry.names.found.count
    made = tuple(
        _outcome(outcome, (*entry.path, "outcomes", index), entry)
        for index, outcome in enumerate(table.outcomes)
    )
    if entry.names.found.count == before:
        _check_chances(table.outcomes, made, entry)
    return made


def _outcome(table: OutcomeTable, path: Path, entry: Entry) -> Outcome:
    at: Path = (*path, "chance")
    chance = entry.names.expression(table.chance, at, NUMBER, entry.scope)
    if chance is not None:
        least, most = entry.names.proofs.interval(chance)
        known = isinstance(chance.tree, meant.Constant)
        if least > 1 or most < 0 or (known and not 0 <= least <= 1):
            entry.names.found.complain(at, f"'{chance.text}' is not a probability: 0 to 1")
    return Outcome(chance, _emissions(table, path, entry))


def _check_chances(tables: Sequence[OutcomeTable], made: Sequence[Outcome], entry: Entry) -> None:
    """Complain of two outcomes that take the rest, and of chances that must exceed one."""
    if [table.chance for table in tables].count(None) > 1:
        entry.complain("outcomes", "two outcomes without 'chance': only one takes the rest")
    least = 0.0
    for outcome in made:
        if outcome.chance is not None:
            least += min(max(entry.names.proofs.interval(outcome.chance)[0], 0.0), 1.0)
    if least > 1 + SLACK:
        entry.complain("outcomes", f"the chances add up to {least:g}, which is above 1")


def _emissions(table: OutcomeTable, path: Path, entry: Entry) -> tuple[Emission, ...]:
    at: Path = (*path, "emits")
    listed = table.emits if isinstance(table.emits, list) else [table.emits]
    if not 1 <= len(listed) <= MOST_EMISSIONS:
        message = f"{len(listed)} events; an outcome emits from 1 to {MOST_EMISSIONS}"
        entry.names.found.complain(at, message)
        return ()
    made = []
    for index, one in enumerate(listed):
        where: Path = (*at, index) if isinstance(table.emits, list) else at
        own = one if isinstance(one, EmissionTable) else EmissionTable(one)
        event = _Event(own, where, table, path, entry)
        emission = event.emission()
        if emission is not None:
            made.append(emission)
    return tuple(made)


@attrs.frozen
class _Event:
    """An event of an outcome: its own table, its outcome's and its step's, each with its place."""

    own: EmissionTable
    where: Path
    outcome: OutcomeTable
    path: Path
    entry: Entry

    def emission(self) -> Emission | None:
        """The event, or None where its kind is not known."""
        pattern = self.entry.names.pattern(PatternTable(self.own.event), self.where)
        if pattern is None:
            return None
        unit, _ = self._written("unit")
        return Emission(
            kind=pattern.kind,
            actor=self._actor(pattern),
            subject=self._subject(pattern),
            quantity=self._quantity(unit or ""),
            unit=unit or "",
        )

    def _written(self, key: str, *, in_step: bool = True) -> tuple[str | None, Path]:
        """What is written of a key nearest to the event, and where."""
        step = ((self.entry.table, self.entry.path),) if in_step else ()
        for table, path in ((self.own, self.where), (self.outcome, self.path), *step):
            text = getattr(table, key)
            if text is not None:
                return text, (*path, key)
        return None, self.where

    def _complain(self, path: Path, message: str) -> None:
        self.entry.names.found.complain(path, message)

    def _actor(self, pattern: Pattern) -> str:
        """Who does it: as written, or who the milestone names, or the step's own actor."""
        scope = self.entry.plain
        written, at = self._written("actor", in_step=False)
        if written is None:
            return pattern.actor or scope.stand_in(self.entry.table.actor)
        actor = scope.stand_in(written)
        self.entry.names.known_actor(actor, at, self.entry.names.roles)
        if pattern.actor not in {None, actor}:
            self._complain(at, f"'{self.own.event}' is by '{pattern.actor}', never by '{actor}'")
        return actor

    def _subject(self, pattern: Pattern) -> str | None:
        """What it is about: as written, or as the milestone says; None is the trigger's subject."""
        table = self.entry.table
        written, at = self._written("subject")
        if written == "same" or (
            written is None and pattern.subject is None and table.same_subject
        ):
            if table.on is None:
                self._complain(at, "'same' is the triggering event's, and nothing triggers here")
            return None
        if written is None:
            return pattern.subject or ""
        subject = self.entry.plain.stand_in(written)
        if pattern.subject not in {None, subject}:
            about = f"about '{pattern.subject}', never about '{subject}'"
            self._complain(at, f"'{self.own.event}' is {about}")
        return subject

    def _quantity(self, unit: str) -> Expression | None:
        """How much, in the stated unit; a duration is told in the unit of time that is stated."""
        text, at = self._written("quantity")
        names = self.entry.names
        made = names.expression(text, at, None, self.entry.scope, draws=True)
        if made is None:
            return None
        scale = SECONDS.get(PLURALS.get(unit, unit))
        label = made.dimension.label
        if made.dimension == DURATION and scale:
            tree = meant.Arithmetic("/", made.tree, meant.Constant(float(scale)))
            made = Expression(made.text, tree, NUMBER)
        elif made.dimension.time:
            self._complain(at, f"'{text}' is {made.dimension}; state its 'unit', such as days")
        elif label and unit and label != unit:
            self._complain(at, f"'{text}' is in {label}, and the unit says {unit}")
        names.found.attempt(at, lambda: summed(made))
        return made
