"""What values an expression can take, proved from the bounds of gauges by interval arithmetic.

Used at load to prove that chances lie between 0 and 1 and that a rate has a ceiling, and nowhere
while running. An interval may be wider than the truth, never narrower.
"""

import math
from collections.abc import Mapping

from sim.language import tree as meant
from sim.language.formulas import ARITHMETIC, RISING
from sim.language.tree import Tree

Interval = tuple[float, float]
ANY: Interval = (-math.inf, math.inf)
POSITIVE: Interval = (0.0, math.inf)
TRUE_OR_FALSE: Interval = (0.0, 1.0)

SLACK = 1e-15
"""How far, relative to the value, the last digits of exp, log and the like may stray."""


def bounds(  # noqa: C901  one case for each sort of part
    tree: Tree, gauges: Mapping[str, Interval], heads: Mapping[str, float] | None = None
) -> Interval:
    """The least and greatest value of a tree, given each gauge's bounds and each site's heads."""

    def of(part: Tree) -> Interval:
        return bounds(part, gauges, heads)

    match tree:
        case meant.Constant(value):
            return (value, value)
        case meant.GaugeLevel(gauge):
            return gauges.get(gauge, ANY)
        case meant.Arithmetic(mark, left, right):
            return _arithmetic(mark, of(left), of(right))
        case meant.Formula(function, arguments):
            return _formula(function, [of(argument) for argument in arguments])
        case meant.Institution("sites_left", _):
            return (0.0, float(len(heads))) if heads is not None else POSITIVE
        case meant.Institution("heads", site):
            return (0.0, (heads or {}).get(site, math.inf))
        case meant.Comparison() | meant.Logic() | meant.Order():
            return TRUE_OR_FALSE
        case meant.History(function=function) | meant.Institution(function=function):
            return _OF_FUNCTION.get(function, ANY)
        case meant.Draw(family, arguments):
            return _drawn(family, [of(argument) for argument in arguments])
        case _:
            return ANY


_OF_FUNCTION: dict[str, Interval] = {
    **dict.fromkeys(("count", "days_since", "expected_yes"), POSITIVE),
    **dict.fromkeys(("happened", "passed", "is_set", "in_office", "handed_over"), TRUE_OR_FALSE),
}


def _arithmetic(mark: str, a: Interval, b: Interval) -> Interval:
    """Each operation is monotone in both operands, so that its extremes are at the corners."""
    if mark == "/" and b[0] <= 0 <= b[1]:
        return ANY
    corners = [ARITHMETIC[mark](x, y) for x in a for y in b]
    return (min(corners), max(corners))


def _formula(function: str, parts: list[Interval]) -> Interval:
    low, high = parts[0]
    match function:
        case "abs":
            reaches_zero = low <= 0 <= high
            return (0.0 if reaches_zero else min(abs(low), abs(high)), max(abs(low), abs(high)))
        case "min":
            return (min(p[0] for p in parts), min(p[1] for p in parts))
        case "max":
            return (max(p[0] for p in parts), max(p[1] for p in parts))
        case "clamp":
            _, floor, ceiling = parts
            return (min(max(low, floor[0]), ceiling[0]), min(max(high, floor[1]), ceiling[1]))
    low, high = RISING[function](low), RISING[function](high)
    return (low, high) if function == "sqrt" else _widened(function, low, high)


def _widened(function: str, low: float, high: float) -> Interval:
    """Make room for the last digits of a function, which platforms do not agree on."""
    low -= abs(low) * SLACK if abs(low) < math.inf else 0.0
    high += abs(high) * SLACK if abs(high) < math.inf else 0.0
    return (low, min(high, 1.0)) if function in {"logistic", "normal_cdf"} else (low, high)


def _drawn(family: str, arguments: list[Interval]) -> Interval:
    """What a distribution can give: between its ends, above zero, or anything."""
    if family in {"fixed", "uniform", "triangular"}:
        return (arguments[0][0], arguments[-1][1])
    return ANY if family == "normal" else POSITIVE
