"""Expressions compiled: a tree becomes one function of (situation, now, triggering event).

Compiled once, when a scenario is made ready to run. The functions close over places in the
situation's lists, so reading a gauge is an index and, where it decays, one exponential.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.chance import mathematics
from sim.events.dates import DAY
from sim.language import tree as meant
from sim.language.tree import Tree
from sim.situation import votes
from sim.situation.tally import count_since, follows, precedes, since, total

if TYPE_CHECKING:  # the ledger lays out what is read here, and compiles with this module
    from sim.events import Event, Pattern
    from sim.situation.ledger import Ledger
    from sim.situation.parts import Gate
    from sim.situation.situation import Situation

Read = Callable[["Situation", int, "Event | None"], float]

_OPERATORS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def compiled(tree: Tree, ledger: Ledger) -> Read:
    """Compile a tree against a ledger; conditions give True or False, values a float."""
    match tree:
        case meant.Constant(value):
            return lambda _s, _now, _event: value
        case meant.GaugeLevel(gauge):
            return _gauge(ledger.gauge_place[gauge])
        case meant.TriggerQuantity():
            return lambda _s, _now, event: (event.quantity or 0.0) if event is not None else 0.0
        case meant.Arithmetic(mark, left, right) | meant.Comparison(mark, left, right):
            return _joined(mark, compiled(left, ledger), compiled(right, ledger))
        case meant.Logic(mark, parts):
            return _logic(mark, [compiled(part, ledger) for part in parts])
        case meant.Formula(function, arguments):
            return _formula(function, [compiled(argument, ledger) for argument in arguments])
        case meant.History():
            return _history(tree, ledger)
        case meant.Order(function, first, second):
            return _order(function, ledger.tally(first), ledger.tally(second))
        case meant.Institution(function, name):
            return _institution(function, name, ledger)
        case meant.Draw():
            raise TypeError("a distribution is drawn by its step, not read")


def _gauge(place: int) -> Read:
    return lambda s, now, _event: s.level(place, now)


def _joined(mark: str, left: Read, right: Read) -> Read:
    if mark == "/":
        return lambda s, now, event: _divided(left(s, now, event), right(s, now, event))
    apply = _OPERATORS[mark]
    return lambda s, now, event: apply(left(s, now, event), right(s, now, event))


def _divided(above: float, below: float) -> float:
    """A quotient; by zero it is infinite, or 0 / 0 = 0, so that a run does not stop on it."""
    if below == 0:
        return math.copysign(math.inf, above) if above else 0.0
    return above / below


def _logic(mark: str, parts: list[Read]) -> Read:
    if mark == "not":
        (part,) = parts
        return lambda s, now, event: not part(s, now, event)
    left, right = parts
    if mark == "and":
        return lambda s, now, event: left(s, now, event) and right(s, now, event)
    return lambda s, now, event: left(s, now, event) or right(s, now, event)


def _exp(x: float) -> float:
    return mathematics.exp(x) if x < 700 else math.inf


def _log(x: float) -> float:
    return mathematics.log(x) if x > 0 else -math.inf


_FORMULAS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "clamp": lambda x, low, high: min(max(x, low), high),
    "abs": abs,
    "exp": _exp,
    "log": _log,
    "sqrt": lambda x: mathematics.sqrt(max(x, 0.0)),
    "logistic": mathematics.logistic,
    "normal_cdf": mathematics.normal_cdf,
}


def _formula(function: str, arguments: list[Read]) -> Read:
    formula = _FORMULAS[function]
    if len(arguments) == 1:
        (only,) = arguments
        return lambda s, now, event: formula(only(s, now, event))
    return lambda s, now, event: formula(*[argument(s, now, event) for argument in arguments])


def _history(tree: meant.History, ledger: Ledger) -> Read:
    place = ledger.tally(tree.pattern)
    if tree.function == "happened" and tree.since == meant.Since():
        return lambda s, _now, _event: bool(s.tallies[place])
    if tree.function == "count" and tree.since == meant.Since():
        return lambda s, _now, _event: float(len(s.tallies[place]))
    begins = _begins(tree.since, ledger)
    default = compiled(tree.default, ledger) if tree.default is not None else None

    def latest(s: Situation, now: int, event: Event | None) -> float:
        tally = s.tallies[place]
        if count_since(tally, begins(s, now, event)):
            return tally[-1].quantity or 0.0
        return default(s, now, event) if default else 0.0

    def days(s: Situation, now: int, event: Event | None) -> float:
        tally = s.tallies[place]
        within = count_since(tally, begins(s, now, event))
        return (now - tally[-1].time) / DAY if within else math.inf

    readings: dict[str, Read] = {
        "happened": lambda s, now, e: count_since(s.tallies[place], begins(s, now, e)) > 0,
        "count": lambda s, now, e: float(count_since(s.tallies[place], begins(s, now, e))),
        "total": lambda s, now, e: total(since(s.tallies[place], begins(s, now, e))),
        "quantity_of": latest,
        "days_since": days,
    }
    return readings[tree.function]


FOREVER = 1 << 60
"""Seconds that no clock of ours reaches, in either direction."""


def _begins(since: meant.Since, ledger: Ledger) -> Callable[[Situation, int, Event | None], int]:
    """From which second on a reading looks: the latest of all that is asked."""
    after = ledger.tally(since.pattern) if since.pattern is not None else None
    within = compiled(since.within, ledger) if since.within is not None else None
    second = since.second if since.second is not None else -FOREVER

    def begins(s: Situation, now: int, event: Event | None) -> int:
        begin = second
        if within is not None:
            begin = max(begin, now - int(within(s, now, event)))
        if after is not None:
            tally = s.tallies[after]
            begin = max(begin, tally[-1].time) if tally else FOREVER
        return begin

    return begins


def _order(function: str, first: int, second: int) -> Read:
    if function == "standing":
        return lambda s, _now, _event: follows(s.tallies[first], s.tallies[second])
    return lambda s, _now, _event: precedes(s.tallies[first], s.tallies[second])


def _institution(function: str, name: str, ledger: Ledger) -> Read:
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


def leanings(
    gate: Gate, ledger: Ledger
) -> Callable[[Situation, int, Event | None], list[votes.Leaning]]:
    """A function that reads how each bloc of a gate's body leans at an instant."""
    blocs = [
        (
            bloc,
            compiled(bloc.position.tree, ledger),
            compiled(bloc.attendance.tree, ledger),
            ledger.gauge_place[bloc.gauge],
        )
        for bloc in gate.body.blocs
    ]

    def read(s: Situation, now: int, event: Event | None) -> list[votes.Leaning]:
        return [
            votes.Leaning(
                bloc.seats,
                position(s, now, event) + s.level(gauge, now),
                bloc.spread,
                attendance(s, now, event),
            )
            for bloc, position, attendance, gauge in blocs
        ]

    return read


def needs_met(pattern: Pattern, ledger: Ledger) -> Read:
    """A condition: the pattern has happened."""
    place = ledger.tally(pattern)
    return lambda s, _now, _event: bool(s.tallies[place])
