"""What a run considered and did not do: refusals, lapses and false guards, with their values.

The trace observes. It is never in the log, draws nothing and schedules nothing, so a run with a
trace and the same run without one are the same run.
"""

from collections.abc import Iterator

import attrs

from sim.events import Event
from sim.language import Expression
from sim.language import tree as meant
from sim.language.tree import Tree
from sim.situation import Situation
from sim.situation.reading import compiled

FALSE_GUARD = "guard false"
LAPSED = "lapsed"
REFUSED = "refused"
REPORTED = "given without its precondition"
LIMIT = "limit reached"
NOTHING = "nothing drawn"
CANCELLED = "cancelled"
REPLACED = "replaced"


@attrs.frozen
class Note:
    """One thing that did not happen: when, whose step, why, and the values behind it."""

    time: int
    step: str
    what: str
    why: str
    cause: int | None
    values: tuple[tuple[str, float], ...] = ()


class Trace:
    """The notes of one run, in order."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def note(  # noqa: PLR0917  the fields of a note, in their order
        self, time: int, step: str, what: str, why: str, cause: Event | None,
        values: tuple[tuple[str, float], ...] = (),
    ) -> None:  # fmt: skip
        """Add a note."""
        self.notes.append(Note(time, step, what, why, cause.seq if cause else None, values))


def values_of(
    expression: Expression, situation: Situation, now: int, event: Event | None
) -> tuple[tuple[str, float], ...]:
    """What each reading in an expression says at an instant."""
    found = {
        described(part): float(compiled(part, situation.ledger)(situation, now, event))
        for part in _readings(expression.tree)
    }
    return tuple(found.items())


def _readings(tree: Tree) -> Iterator[Tree]:
    """The parts of a tree that read the situation."""
    readings = (
        meant.GaugeLevel, meant.TriggerQuantity, meant.Order, meant.Institution, meant.History,
    )  # fmt: skip
    if isinstance(tree, readings):
        yield tree
    else:
        for part in meant.operands(tree):
            yield from _readings(part)


def described(tree: Tree) -> str:
    """A reading in words."""
    match tree:
        case meant.GaugeLevel(gauge):
            return gauge
        case meant.TriggerQuantity():
            return "quantity"
        case meant.Order("before", first, second):
            return f"before({first}, {second})"
        case meant.Order(_, first, second):
            return f"standing({first}, until {second})"
        case meant.Institution(function, name):
            return f"{function}({name})"
        case meant.History(function, pattern):
            return f"{function}({pattern})"
        case _:
            return "value"
