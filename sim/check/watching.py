"""Rules on a run while it happens: what each is told of an event, and of the situation around it.

    rules(program) -> Observer(some of them) -> engine.watched(program, seed, observer)

Of an event a rule hears whether it is one of those that it speaks of. A condition is read at two
points of each event: right before it, worn down to its second, and right after it; and once more
at the end. Between two events gauges only wear down towards their rest, so that a gauge that is
within bounds at both points was within them all the time between.
"""

from collections.abc import Sequence
from itertools import chain, count

import attrs

from sim.check.monitors import Found, Member, Monitor, Point, monitor, verdict
from sim.check.rules import concerned
from sim.check.templates import Verdict, asks_of_neighbours
from sim.engine import Program
from sim.engine.procedure import RequirementCode, unmet
from sim.engine.workload import PARTS
from sim.errors import RunError
from sim.events import Event, Pattern
from sim.language.tree import size
from sim.scenario.model import Check, Fact
from sim.situation import Situation
from sim.situation.reading import Read, compiled

CHECK, PROCEDURE = "check", "procedure"
"""Sorts of rules: what a scenario says must hold, and what no step may get round."""


@attrs.frozen(eq=False)
class Group:
    """What a rule speaks of at one place: events, or the points at which a condition is so."""

    events: tuple[Pattern, ...]
    read: Read | None
    negated: bool = False

    def has(self, event: Event) -> Member:
        """Whether an event is meant."""
        return concerned(self.events, (event.kind, event.actor, event.subject))

    def holds(self, situation: Situation, now: int) -> Member:
        """Whether the condition is so (or is not, where that is asked); no event is meant here."""
        if self.read is None:
            return False
        return bool(self.read(situation, now, None)) is not self.negated


@attrs.frozen(eq=False)
class Rule:
    """A rule, compiled: a check of the scenario, or one line of its procedure."""

    name: str
    text: str
    says: str
    source: str
    sort: str
    check: Check | None = None
    groups: tuple[Group, ...] = ()
    requirement: RequirementCode | None = None

    def concerns(self, facts: Sequence[Fact]) -> bool:
        """Whether a rule of the procedure is about something that the scenario states."""
        if self.requirement is None:
            return False
        event = self.requirement.declared.event
        return any(event.covers(fact.kind, fact.actor, fact.subject) for fact in facts)

    @property
    def looks(self) -> int:
        """How much there is to look at when it hears of an event: its conditions are read twice."""
        conditions = self.check.conditions if self.check else ()
        parts = sum(size(one.tree) for one in conditions if one is not None)
        return 1 + 2 * parts // PARTS

    @property
    def timed(self) -> bool:
        """Whether it may be broken by what does not happen in time."""
        return self.check is not None and self.check.within is not None

    @property
    def kinds(self) -> frozenset[str] | None:
        """The kinds of events that it must hear of; None for all."""
        if self.requirement is not None:
            return frozenset({self.requirement.declared.event.kind})
        if self.check is None or self.check.reads_situation:
            return None
        if asks_of_neighbours(self.check.template):
            return None
        return frozenset(pattern.kind for group in self.groups for pattern in group.events)


def rules(program: Program) -> list[Rule]:
    """Every rule of a scenario: its checks, then its procedure. Made before its first run."""
    made = [_check(check, program) for check in program.scenario.checks]
    codes = {id(code.declared): code for some in program.requirements.values() for code in some}
    names = {rule.name for rule in made}
    for requirement in program.scenario.procedure:
        code = codes[id(requirement)]
        needs = [str(pattern) for pattern in requirement.needs]
        needs += [requirement.condition.text] if requirement.condition is not None else []
        text = f"{requirement.event} needs {' and '.join(needs)}"
        numbered = (f"{text} ({number})" for number in count(2))
        name = next(one for one in chain([text], numbered) if one not in names)
        names.add(name)
        rule = Rule(name, text, "", requirement.source, PROCEDURE, requirement=code)
        made.append(rule)
    return made


def _check(check: Check, program: Program) -> Rule:
    groups = tuple(
        Group(
            events,
            None if condition is None else compiled(condition.tree, program.ledger),
            negated=check.template == "always",
        )
        for events, condition in zip(check.events, check.conditions, strict=True)
    )
    return Rule(check.name, check.rule, check.says, check.source, CHECK, check, groups)


class Hearing:
    """One rule during one run: what it has found."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.found = Found()
        self.events = 0
        """How many events there were when it was certain that the rule is broken."""
        self.monitor: Monitor | None = None
        if rule.check is not None:
            check = rule.check
            self.monitor, self.found = monitor(check.template, check.count, check.within)
        first, *others = rule.groups or (Group((), None),)
        self.first, self.second = first, others[0] if others else Group((), None)
        self.held = False, False
        """Whether each condition held at the point before."""
        self.reads = first.read is not None or self.second.read is not None

    def before(self, event: Event, situation: Situation) -> None:
        """Read conditions, and the procedure, where an event falls."""
        if self.monitor is not None:
            if self.reads:
                self._point(event.seq, event.time, situation)
            return
        requirement = self.rule.requirement
        if requirement is not None and requirement.declared.event.matches(event):
            if unmet(requirement, event, situation):
                self.found.breaks(event.seq, event.time)
            else:
                self.found.keep()

    def after(self, event: Event, situation: Situation) -> None:
        """Hear of an event, with the conditions as they are now."""
        if self.monitor is None:
            return
        first, second = self.first, self.second
        a = first.read is None and first.has(event)
        b = second.read is None and second.has(event)
        if self.reads:
            self._point(event.seq, event.time, situation, a=a, b=b)
        else:
            self.monitor.see(Point(event.seq, event.time, a, b))

    def end(self, situation: Situation, until: int, place: int) -> None:
        """Hear that the run is over."""
        if self.monitor is not None:
            if self.reads:
                self._point(place, until, situation)
            self.monitor.end(until)

    def _point(
        self, place: int, now: int, situation: Situation, *, a: Member = False, b: Member = False
    ) -> None:
        """Read the conditions, where the groups of events are as given."""
        assert self.monitor is not None
        holds_a, holds_b = self.first.holds(situation, now), self.second.holds(situation, now)
        self.monitor.see(Point(place, now, a or holds_a, b or holds_b, *self.held))
        self.held = holds_a, holds_b

    def verdict(self) -> Verdict:
        """What is to be said of the whole run."""
        if self.rule.check is not None:
            return verdict(self.rule.check.template, self.found)
        return Verdict(self.found.since is None, not self.found.asked, self.found.first)


MOST_LOOKS = 5_000_000
"""How often the rules of one run may hear of an event, all told, before it is stopped.

A rule with long conditions counts as several.
"""


class Observer:
    """Lets rules hear of a run, each of what concerns it; with `stop`, until all are broken."""

    def __init__(self, some: Sequence[Rule], *, stop: bool = False) -> None:
        self.heard = [Hearing(rule) for rule in some]
        self.stop = stop
        self.places = 0
        self.looks = 0
        self.left = len(self.heard)
        """How many of them are not broken yet."""
        hears = [(one, self._hears(one.rule)) for one in self.heard]
        self.everyone = [one for one, kinds in hears if kinds is None]
        """Who hears of every event."""
        self.by_kind = {
            kind: [one for one, kinds in hears if kinds is None or kind in kinds]
            for _, some_kinds in hears
            for kind in some_kinds or ()
        }
        self.weight = sum(one.rule.looks for one in self.everyone)
        self.weights = {
            kind: sum(one.rule.looks for one in heard) for kind, heard in self.by_kind.items()
        }

    def _hears(self, rule: Rule) -> frozenset[str] | None:
        """The kinds that a rule hears of: all (None) where a run stops as soon as time is over."""
        return None if self.stop and rule.timed else rule.kinds

    def before(self, event: Event, situation: Situation) -> None:
        """Tell each what lies before an event."""
        for one in self.by_kind.get(event.kind, self.everyone):
            one.before(event, situation)

    def after(self, event: Event, situation: Situation) -> bool:
        """Tell each of an event; whether to stop."""
        self.places = event.seq + 1
        concerned_here = self.by_kind.get(event.kind, self.everyone)
        self.looks += self.weights.get(event.kind, self.weight)
        if self.looks > MOST_LOOKS:
            raise RunError(
                f"{len(self.heard):,} rules hear of more than {MOST_LOOKS:,} events;"
                " hold it against fewer of them at once"
            )
        for one in concerned_here:
            one.after(event, situation)
            if one.found.since is not None and not one.events:
                one.events = self.places
                self.left -= 1
        return self.stop and not self.left

    def end(self, situation: Situation, until: int) -> None:
        """Tell each that the run is over."""
        for one in self.heard:
            one.end(situation, until, self.places)
            if one.found.since is not None:
                one.events = one.events or max(self.places, 1)
