"""What values an expression can take, proved from the bounds of gauges by interval arithmetic.

Used at load to prove that chances lie between 0 and 1 and that a rate has a ceiling, and nowhere
while running. An interval may be wider than the truth, never narrower.
"""

import math
from collections.abc import Callable, Mapping

from sim.chance import mathematics
from sim.language import tree as meant
from sim.language.tree import Tree

Interval = tuple[float, float]
ANY: Interval = (-math.inf, math.inf)
POSITIVE: Interval = (0.0, math.inf)


def bounds(tree: Tree, gauges: Mapping[str, Interval], heads: Mapping[str, float]) -> Interval:
    """The least and greatest value of a tree, given each gauge's bounds and each site's heads."""

    def of(part: Tree) -> Interval:
        return bounds(part, gauges, heads)

    match tree:
        case meant.Constant(value):
            return (value, value)
        case meant.GaugeLevel(gauge):
            return gauges[gauge]
        case meant.Arithmetic(mark, left, right):
            return _ARITHMETIC[mark](of(left), of(right))
        case meant.Formula(function, arguments):
            return _formula(function, [of(argument) for argument in arguments])
        case meant.History(function="count" | "days_since"):
            return POSITIVE
        case meant.Institution("sites_left", _):
            return (0.0, float(len(heads)))
        case meant.Institution("heads", site):
            return (0.0, heads[site])
        case meant.Institution("expected_yes", _):
            return POSITIVE
        case meant.Comparison() | meant.Logic() | meant.Order():
            return (0.0, 1.0)
        case _:
            return ANY


def _times(x: float, y: float) -> float:
    return 0.0 if x == 0 or y == 0 else x * y


def _sum(a: Interval, b: Interval) -> Interval:
    return (a[0] + b[0], a[1] + b[1])


def _difference(a: Interval, b: Interval) -> Interval:
    return (a[0] - b[1], a[1] - b[0])


def _product(a: Interval, b: Interval) -> Interval:
    corners = [_times(x, y) for x in a for y in b]
    return (min(corners), max(corners))


def _quotient(a: Interval, b: Interval) -> Interval:
    if b[0] <= 0 <= b[1]:
        return ANY
    return _product(a, (1 / b[1], 1 / b[0]))


_ARITHMETIC: dict[str, Callable[[Interval, Interval], Interval]] = {
    "+": _sum,
    "-": _difference,
    "*": _product,
    "/": _quotient,
}


def _exp(x: float) -> float:
    return math.inf if x > 700 else mathematics.exp(x)


def _log(x: float) -> float:
    return -math.inf if x <= 0 else math.inf if x == math.inf else mathematics.log(x)


def _root(x: float) -> float:
    return mathematics.sqrt(max(x, 0.0))


_RISING: dict[str, Callable[[float], float]] = {
    "exp": _exp,
    "log": _log,
    "sqrt": _root,
    "logistic": mathematics.logistic,
    "normal_cdf": mathematics.normal_cdf,
}


def _formula(function: str, parts: list[Interval]) -> Interval:
    low, high = parts[0]
    if function in _RISING:
        rising = _RISING[function]
        return (rising(low), rising(high))
    if function == "abs":
        reaches_zero = low <= 0 <= high
        return (0.0 if reaches_zero else min(abs(low), abs(high)), max(abs(low), abs(high)))
    if function == "min":
        return (min(p[0] for p in parts), min(p[1] for p in parts))
    if function == "max":
        return (max(p[0] for p in parts), max(p[1] for p in parts))
    _, floor, ceiling = parts
    return (min(max(low, floor[0]), ceiling[0]), min(max(high, floor[1]), ceiling[1]))
