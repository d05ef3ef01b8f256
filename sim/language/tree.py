"""What an expression means: a tree in which every name is resolved.

`meaning` makes these trees from syntax and checks their units; `bounds` proves what values they
can take; `situation.reading` compiles them. They hold plain data only, so a scenario can be
digested, printed and sent to another process.
"""

import attrs

from sim.events import Pattern
from sim.language.units import Dimension


@attrs.frozen
class Constant:
    """A number known beforehand: a literal or a parameter's value, in base units."""

    value: float


@attrs.frozen
class GaugeLevel:
    """The level of a gauge now."""

    gauge: str


@attrs.frozen
class TriggerQuantity:
    """The quantity of the triggering event; 0 where it has none."""


@attrs.frozen
class TriggerUnit:
    """Seconds in the unit of the triggering event's quantity; those of a day where it has none."""


@attrs.frozen
class Arithmetic:
    """`+ - * /`."""

    mark: str
    left: "Tree"
    right: "Tree"


@attrs.frozen
class Comparison:
    """`< <= > >= == !=`."""

    mark: str
    left: "Tree"
    right: "Tree"


@attrs.frozen
class Logic:
    """`and`, `or`, or `not` (with one operand)."""

    mark: str
    operands: tuple["Tree", ...]


@attrs.frozen
class Formula:
    """A mathematical function such as `min` or `logistic`."""

    function: str
    arguments: tuple["Tree", ...]


@attrs.frozen
class Since:
    """From where on events count: a second of the clock, after the latest match, a while ago.

    Of several the latest holds; where there has been no match, nothing counts.
    """

    second: int | None = None
    pattern: Pattern | None = None
    within: "Tree | None" = None


@attrs.frozen
class History:
    """What the log says of a pattern: happened, count, days_since, quantity_of, total."""

    function: str
    pattern: Pattern
    since: Since
    default: "Tree | None" = None


@attrs.frozen
class Order:
    """`before(E, F)` and `standing(E, until=F)`."""

    function: str
    first: Pattern
    second: Pattern
    since: Since = Since()


@attrs.frozen
class Institution:
    """What a deadline, gate, site or role says: `time_to('exit')`, `margin('consent')`, ..."""

    function: str
    name: str


@attrs.frozen
class Draw:
    """A quantity drawn from a distribution; legal in delays and quantities only."""

    family: str
    arguments: tuple["Tree", ...]


Tree = (
    Constant
    | GaugeLevel
    | TriggerQuantity
    | TriggerUnit
    | Arithmetic
    | Comparison
    | Logic
    | Formula
    | History
    | Order
    | Institution
    | Draw
)


@attrs.frozen
class Expression:
    """A text as written, its meaning, and what it measures."""

    text: str
    tree: Tree
    dimension: Dimension


def operands(tree: Tree) -> tuple[Tree, ...]:
    """The parts directly below a tree."""
    match tree:
        case Arithmetic() | Comparison():
            return (tree.left, tree.right)
        case Logic():
            return tree.operands
        case Formula() | Draw():
            return tree.arguments
        case History(since=since, default=default):
            return tuple(part for part in (since.within, default) if part is not None)
        case Order(since=since):
            return () if since.within is None else (since.within,)
        case _:
            return ()


def holds(tree: Tree, kind: type) -> bool:
    """Whether a part of this type stands anywhere in a tree."""
    return isinstance(tree, kind) or any(holds(part, kind) for part in operands(tree))


def draws(tree: Tree) -> bool:
    """Whether a distribution is drawn from that has more than one value."""
    drawn = isinstance(tree, Draw) and tree.family != "fixed"
    return drawn or any(map(draws, operands(tree)))


def size(tree: Tree) -> int:
    """How many parts a tree has."""
    parts = 1
    for part in operands(tree):
        parts += size(part)
    return parts
