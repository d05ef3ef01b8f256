"""A second reading of the rules, for checking runs: slow, plain, and no code of the engine's.

`Past(scenario, events)` reads what an expression says after the first `count` events of a log by
looking through them one by one, each time anew. It shares with the engine the parsed expressions
and nothing else, so that a test against it is not a test of the engine against itself.
"""

import math
import operator
from collections.abc import Callable, Sequence
from statistics import NormalDist

from sim.events import Event, Pattern
from sim.events.dates import DAY
from sim.language import tree as meant
from sim.language.tree import Tree
from sim.scenario.model import Scenario
from sim.situation import Gate, Gauge

NEVER = 1 << 60
LN2 = math.log(2)


def fits(pattern: Pattern, event: Event) -> bool:
    """Whether an event is one of those that a pattern means."""
    asked = (pattern.kind, pattern.actor, pattern.subject)
    said = (event.kind, event.actor, event.subject)
    return all(one in {None, other} for one, other in zip(asked, said, strict=True))


class Past:
    """What was true after each of a log's events."""

    def __init__(self, scenario: Scenario, events: Sequence[Event]) -> None:
        self.scenario = scenario
        self.events = events
        start = {gauge.name: (gauge.start, 0) for gauge in scenario.gauges}
        self.gauges: list[dict[str, tuple[float, int]]] = [start]
        for count, event in enumerate(events):
            self.gauges.append(self._gauges_after(count, event))

    def holds(self, tree: Tree, count: int, now: int, trigger: Event | None = None) -> bool:
        """Whether a condition holds at a second, after so many events."""
        return bool(self.value(tree, count, now, trigger))

    def value(self, tree: Tree, count: int, now: int, trigger: Event | None = None) -> float:  # noqa: C901
        """What an expression says at a second, after so many events."""

        def of(part: Tree) -> float:
            return self.value(part, count, now, trigger)

        match tree:
            case meant.Constant(value):
                return value
            case meant.GaugeLevel(name):
                return self.level(name, count, now)
            case meant.TriggerQuantity():
                return (trigger.quantity if trigger else None) or 0.0
            case meant.TriggerUnit():
                seconds = {"weeks": 7 * DAY, "w": 7 * DAY, "months": 2_629_800, "month": 2_629_800}
                return float(seconds.get(trigger.unit if trigger else "", DAY))
            case meant.Arithmetic(mark, left, right) | meant.Comparison(mark, left, right):
                return _MARKS[mark](of(left), of(right))
            case meant.Logic("not", (part,)):
                return not of(part)
            case meant.Logic("and", parts):
                return all(of(part) for part in parts)
            case meant.Logic("or", parts):
                return any(of(part) for part in parts)
            case meant.Formula(function, parts):
                return _FORMULAS[function](*[of(part) for part in parts])
            case meant.History():
                return self._history(tree, count, now, trigger)
            case meant.Order():
                return self._order(tree, count, now, trigger)
            case meant.Institution(function, name):
                return self._institution(function, name, count, now)
        raise AssertionError(tree)

    def level(self, name: str, count: int, now: int) -> float:
        """The level of a gauge: what it last moved to, half the way to its rest each half-life."""
        (gauge,) = (gauge for gauge in self.scenario.gauges if gauge.name == name)
        return _worn(gauge, *self.gauges[count][name], now)

    def _gauges_after(self, count: int, event: Event) -> dict[str, tuple[float, int]]:
        after = dict(self.gauges[count])
        for gauge in self.scenario.gauges:
            for move in gauge.moves:
                if fits(move.on, event):
                    level = self.value(move.amount.tree, count, event.time, event)
                    since = max(event.time, 0)
                    rest = gauge.rest if move.absolute else 0.0
                    level = rest + (level - rest) * _left(gauge, since - event.time)
                    if not move.absolute:
                        level += _worn(gauge, *after[gauge.name], since)
                    after[gauge.name] = (min(max(level, gauge.low), gauge.high), since)
        return after

    def _counted(
        self, pattern: Pattern, since: meant.Since, count: int, now: int, trigger: Event | None
    ) -> list[Event]:
        """The events of a pattern that are late enough to count."""
        found = [event for event in self.events[:count] if fits(pattern, event)]
        if since.pattern is not None:
            marks = [event.seq for event in self.events[:count] if fits(since.pattern, event)]
            found = [event for event in found if marks and event.seq > marks[-1]]
        if since.within is not None:
            within = self.value(since.within, count, now, trigger)
            found = [event for event in found if event.time >= now - within]
        if since.second is not None:
            found = [event for event in found if event.time >= since.second]
        return found

    def _order(self, tree: meant.Order, count: int, now: int, trigger: Event | None) -> bool:
        one = self._counted(tree.first, tree.since, count, now, trigger)
        if tree.function == "standing":
            other = self._counted(tree.second, meant.Since(), count, now, trigger)
            return bool(one) and all(event.seq < one[-1].seq for event in other)
        other = self._counted(tree.second, tree.since, count, now, trigger)
        return bool(one) and all(event.seq > one[0].seq for event in other)

    def _history(self, tree: meant.History, count: int, now: int, trigger: Event | None) -> float:
        found = self._counted(tree.pattern, tree.since, count, now, trigger)
        match tree.function:
            case "happened":
                return bool(found)
            case "count":
                return len(found)
            case "total":
                return math.fsum(event.quantity or 0.0 for event in found)
            case "days_since":
                return (now - found[-1].time) / DAY if found else math.inf
            case _:
                if found:
                    return found[-1].quantity or 0.0
                return self.value(tree.default, count, now, trigger) if tree.default else 0.0

    def _institution(self, function: str, name: str, count: int, now: int) -> float:
        match function:
            case "time_to":
                return self.falls_at(name, count) - now
            case "passed":
                return now >= self.falls_at(name, count)
            case "is_set":
                return self.falls_at(name, count) < NEVER
            case "in_office":
                changes = [
                    self.scenario.vocabulary[event.kind].office
                    for event in self.events[:count]
                    if event.actor == name
                ]
                return [change for change in changes if change][-1:] != ["leaves"]
            case "sites_left":
                return len({site.name for site in self.scenario.sites} - self.handed_over(count))
            case "handed_over":
                return name in self.handed_over(count)
            case "heads":
                (heads,) = (site.heads for site in self.scenario.sites if site.name == name)
                return 0 if name in self.handed_over(count) else sum(dict(heads).values())
        (gate,) = (gate for gate in self.scenario.gates if gate.name == name)
        present, votes = self._expected(gate, count, now)
        return votes if function == "expected_yes" else votes - _needed(gate, round(present))

    def _expected(self, gate: Gate, count: int, now: int) -> tuple[float, float]:
        present = votes = 0.0
        for bloc in gate.body.blocs:
            leaning = self.value(bloc.position.tree, count, now)
            leaning += self.level(bloc.gauge, count, now)
            here = bloc.seats * self.value(bloc.attendance.tree, count, now)
            present += here
            votes += here * NormalDist().cdf(leaning / math.sqrt(1 + bloc.spread**2))
        return present, votes

    def handed_over(self, count: int) -> set[str]:
        """The sites that are no longer held."""
        kinds = self.scenario.vocabulary
        return {event.subject for event in self.events[:count] if kinds[event.kind].site}

    def falls_at(self, name: str, count: int) -> int:
        """The second at which a deadline falls."""
        (deadline,) = (one for one in self.scenario.deadlines if one.name == name)
        falls = NEVER if deadline.at is None else deadline.at
        for event in self.events[:count]:
            sets = any(fits(p, event) for p in deadline.set_by)
            moves = any(fits(p, event) for p in deadline.moves_on)
            if (sets or moves) and deadline.falls is not None:
                after = self.value(deadline.falls.tree, event.seq + 1, event.time, event)
                extends = deadline.extends and not sets and falls < NEVER
                falls = max(event.time, falls if extends else event.time) + round(after)
        return falls


def _worn(gauge: Gauge, level: float, since: int, now: int) -> float:
    """What is left at a second of a level that a gauge had earlier."""
    return gauge.rest + (level - gauge.rest) * _left(gauge, max(now, 0) - since)


def _left(gauge: Gauge, seconds: int) -> float:
    """The share that is left after some seconds of what a gauge is away from its rest."""
    return math.exp(-LN2 / gauge.half_life * seconds) if gauge.half_life else 1.0


_MARKS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}

_FORMULAS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "clamp": lambda x, low, high: min(max(x, low), high),
    "abs": abs,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "logistic": lambda x: 1 / (1 + math.exp(-x)) if x > -700 else 0.0,
    "normal_cdf": NormalDist().cdf,
}


def _needed(gate: Gate, present: int) -> int:
    """The fewest votes that pass a text."""
    above, below = gate.share
    base = gate.body.seats if gate.base == "seats" else present
    exact = base * above / below
    return math.floor(exact) + 1 if gate.strictly else math.ceil(exact)
