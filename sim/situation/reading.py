"""Expressions compiled: a tree becomes one function of (situation, now, triggering event).

Compiled once, when a scenario is made ready to run. The functions close over places in the
situation's lists, so reading a gauge is an index and, where it decays, one exponential.
"""

import math
import operator
from collections.abc import Callable, Mapping
from typing import Protocol

from sim.events import Event, Pattern
from sim.events.dates import DAY
from sim.language import bounds
from sim.language import tree as meant
from sim.language.formulas import ARITHMETIC, FORMULAS
from sim.language.tree import Tree
from sim.language.units import PLURALS, SECONDS
from sim.situation import tally, votes
from sim.situation.parts import FOREVER, Gate, Gauge, Site


class Readable(Protocol):
    """What expressions read of a situation."""

    tallies: list[list[Event]]
    falls_at: list[int]
    handed_over: set[str]
    out_of_office: set[str]

    def level(self, place: int, now: int) -> float:
        """The level of a gauge at a second."""


Leanings = Callable[[Readable, int, Event | None], list[votes.Leaning]]
"""(situation, now, triggering event) to how each bloc of a body leans."""


class Layout(Protocol):
    """Where a situation keeps what is read: the ledger."""

    gauges: tuple[Gauge, ...]
    gauge_place: Mapping[str, int]
    deadline_place: Mapping[str, int]
    gates: Mapping[str, Gate]
    sites: Mapping[str, Site]
    leanings: dict[str, Leanings]
    totals: set[int]
    """Places of the tallies whose quantities are summed."""

    def tally(self, pattern: Pattern) -> int:
        """The place of the tally that counts a pattern."""


Read = Callable[[Readable, int, Event | None], float]
"""(situation, now, triggering event) to a value, or to true or false."""

_PLAIN: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
"""Arithmetic where both sides are known to be finite: then it cannot give nan."""

_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def compiled(tree: Tree, ledger: Layout) -> Read:  # noqa: C901  one case for each sort of part
    """Compile a tree against a ledger; conditions give True or False, values a float."""
    match tree:
        case meant.Constant(value):
            return lambda _s, _now, _event: value
        case meant.GaugeLevel(gauge):
            return _gauge(ledger.gauge_place[gauge])
        case meant.TriggerQuantity():
            return lambda _s, _now, event: (event.quantity or 0.0) if event is not None else 0.0
        case meant.TriggerUnit():
            return lambda _s, _now, event: _unit_of(event)
        case meant.Arithmetic() | meant.Comparison():
            return _joined(tree, ledger)
        case meant.Logic(mark, parts):
            return _logic(mark, [compiled(part, ledger) for part in parts])
        case meant.Formula(function, arguments):
            return _formula(function, [compiled(argument, ledger) for argument in arguments])
        case meant.History():
            return _history(tree, ledger)
        case meant.Order():
            return _order(tree, ledger)
        case meant.Institution(function, name):
            return _institution(function, name, ledger)
        case meant.Draw():
            raise TypeError("a distribution is drawn by its step, not read")


def _unit_of(event: Event | None) -> float:
    """Seconds in the unit that an event's quantity is told in, where it is a unit of time."""
    unit = "" if event is None else event.unit
    return float(SECONDS.get(PLURALS.get(unit, unit), DAY))


def _gauge(place: int) -> Read:
    return lambda s, now, _event: s.level(place, now)


def _joined(tree: meant.Arithmetic | meant.Comparison, ledger: Layout) -> Read:
    apply: Callable[[float, float], float]
    if isinstance(tree, meant.Comparison):
        apply = _COMPARISONS[tree.mark]
    else:
        apply = ARITHMETIC[tree.mark]
        if _finite(tree.left, ledger) and _finite(tree.right, ledger):
            apply = _PLAIN.get(tree.mark, apply)
    left, right = compiled(tree.left, ledger), compiled(tree.right, ledger)
    return lambda s, now, event: apply(left(s, now, event), right(s, now, event))


def _finite(tree: Tree, ledger: Layout) -> bool:
    """Whether the bounds of gauges prove that a value is never infinite."""
    gauges = {gauge.name: (gauge.low, gauge.high) for gauge in ledger.gauges}
    least, most = bounds(tree, gauges)
    return -math.inf < least and most < math.inf


def _logic(mark: str, parts: list[Read]) -> Read:
    if mark == "not":
        (part,) = parts
        return lambda s, now, event: not part(s, now, event)
    left, right = parts
    if mark == "and":
        return lambda s, now, event: left(s, now, event) and right(s, now, event)
    return lambda s, now, event: left(s, now, event) or right(s, now, event)


def _formula(function: str, arguments: list[Read]) -> Read:
    formula = FORMULAS[function]
    if len(arguments) == 1:
        (only,) = arguments
        return lambda s, now, event: formula(only(s, now, event))
    return lambda s, now, event: formula(*[argument(s, now, event) for argument in arguments])


def _history(tree: meant.History, ledger: Layout) -> Read:
    """A reading of the events of one pattern, all of them or those that count."""
    place = ledger.tally(tree.pattern)
    if tree.since == meant.Since() and tree.function in {"happened", "count"}:
        if tree.function == "happened":
            return lambda s, _now, _event: bool(s.tallies[place])
        return lambda s, _now, _event: float(len(s.tallies[place]))
    if tree.function == "total":
        ledger.totals.add(place)
    first = _first(place, tree.since, ledger)
    default = compiled(tree.default, ledger) if tree.default is not None else None

    def latest(s: Readable, now: int, event: Event | None) -> float:
        found = s.tallies[place]
        if first(s, now, event) < len(found):
            return found[-1].quantity or 0.0
        return default(s, now, event) if default else 0.0

    def days(s: Readable, now: int, event: Event | None) -> float:
        found = s.tallies[place]
        return (now - found[-1].time) / DAY if first(s, now, event) < len(found) else math.inf

    def count(s: Readable, now: int, event: Event | None) -> float:
        return float(len(s.tallies[place]) - first(s, now, event))

    def total(s: Readable, now: int, event: Event | None) -> float:
        found = s.tallies[place]
        assert isinstance(found, tally.Totals), "a total that was not laid out"
        return found.since(first(s, now, event))

    readings: dict[str, Read] = {
        "happened": lambda s, now, event: count(s, now, event) > 0,
        "count": count,
        "total": total,
        "quantity_of": latest,
        "days_since": days,
    }
    return readings[tree.function]


First = Callable[[Readable, int, Event | None], int]
"""(situation, now, triggering event) to the place in a tally from which on events count."""


def _first(place: int, since: meant.Since, ledger: Layout) -> First:
    """Where those events of a tally begin that are late enough for all that is asked."""
    if since == meant.Since():
        return lambda _s, _now, _event: 0
    after = ledger.tally(since.pattern) if since.pattern is not None else None
    within = compiled(since.within, ledger) if since.within is not None else None
    second = since.second

    def first(s: Readable, now: int, event: Event | None) -> int:
        found = s.tallies[place]
        begins = 0 if second is None else tally.since(found, second, 0)
        if within is not None:
            begins = tally.since(found, now - within(s, now, event), begins)
        if after is not None:
            marks = s.tallies[after]
            begins = tally.after(found, marks[-1], begins) if marks else len(found)
        return begins

    return first


def _order(tree: meant.Order, ledger: Layout) -> Read:
    """The first of one before any of another, or the latest of one after all of another."""
    first, second = ledger.tally(tree.first), ledger.tally(tree.second)
    begins = _first(first, tree.since, ledger)
    ends = _first(second, tree.since, ledger)

    def standing(s: Readable, now: int, event: Event | None) -> bool:
        one, other = s.tallies[first], s.tallies[second]
        if begins(s, now, event) == len(one):
            return False
        return not other or one[-1].seq > other[-1].seq

    def before(s: Readable, now: int, event: Event | None) -> bool:
        one, other = s.tallies[first], s.tallies[second]
        place = begins(s, now, event)
        if place == len(one):
            return False
        until = ends(s, now, event)
        return until == len(other) or one[place].seq < other[until].seq

    return standing if tree.function == "standing" else before


def _institution(function: str, name: str, ledger: Layout) -> Read:
    match function:
        case "time_to" | "passed" | "is_set":
            return _deadline(function, ledger.deadline_place[name])
        case "sites_left":
            return lambda s, _now, _event: float(len(ledger.sites) - len(s.handed_over))
        case "heads":
            heads = ledger.sites[name].total
            return lambda s, _now, _event: 0.0 if name in s.handed_over else heads
        case "handed_over":
            return lambda s, _now, _event: name in s.handed_over
        case "in_office":
            return lambda s, _now, _event: name not in s.out_of_office
        case _:
            gate = ledger.gates[name]
            blocs = leanings(gate, ledger)
            if function == "margin":
                return lambda s, now, event: votes.margin(gate, blocs(s, now, event))
            return lambda s, now, event: votes.expected_yes(blocs(s, now, event))


def _deadline(function: str, place: int) -> Read:
    if function == "time_to":
        return lambda s, now, _event: float(s.falls_at[place] - now)
    if function == "passed":
        return lambda s, now, _event: now >= s.falls_at[place]
    return lambda s, _now, _event: s.falls_at[place] < FOREVER


def leanings(gate: Gate, ledger: Layout) -> Leanings:
    """What reads how each bloc of a gate's body leans now; made once a body."""
    made = ledger.leanings.get(gate.body.actor)
    if made is not None:
        return made
    blocs = [
        (
            bloc,
            compiled(bloc.position.tree, ledger),
            compiled(bloc.attendance.tree, ledger),
            ledger.gauge_place[bloc.gauge],
        )
        for bloc in gate.body.blocs
    ]

    def read(s: Readable, now: int, event: Event | None) -> list[votes.Leaning]:
        return [
            votes.Leaning(
                bloc.seats,
                position(s, now, event) + s.level(gauge, now),
                bloc.spread,
                attendance(s, now, event),
            )
            for bloc, position, attendance, gauge in blocs
        ]

    ledger.leanings[gate.body.actor] = read
    return read
