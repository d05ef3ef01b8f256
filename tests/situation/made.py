"""Parts of situations made by hand: events told by their day, gauges, deadlines, constants."""

from typing import Any

import attrs

from sim.events import Event
from sim.events.dates import DAY
from sim.language import NUMBER, Expression
from sim.language.tree import Constant
from sim.situation import Deadline, Gauge


def event(seq: int, day: float, kind: str, actor: str, *about: Any) -> Event:
    """An event on a day after the start; about what and how much may follow."""
    subject = about[0] if about else ""
    quantity = about[1] if len(about) > 1 else None
    return Event(seq, round(day * DAY), actor, kind, subject, quantity, "", (), "", b"")


def constant(value: float) -> Expression:
    """A number as an expression."""
    return Expression(repr(value), Constant(value), NUMBER)


def gauge(name: str, low: float, high: float, start: float, **more: Any) -> Gauge:
    """A gauge that nothing moves, unless more is said."""
    made = Gauge(name, start, low, high, None, 0.0, "", ())
    return attrs.evolve(made, **more)


def deadline(name: str, **more: Any) -> Deadline:
    """A deadline that nothing sets, moves or meets, unless more is said."""
    made = Deadline(
        name=name, set_by=(), at=None, falls=None, moves_on=(), met_by=(), missed="deadline_missed",
        actor="", firm=False,
    )  # fmt: skip
    return attrs.evolve(made, **more)
