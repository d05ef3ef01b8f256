"""Arithmetic and functions that never raise and never give nan, so that no run stops on them.

One definition for what expressions read and for what is proved of them: `bounds` puts the ends of
intervals through the same functions that `situation.reading` puts values through.
"""

from collections.abc import Callable
from math import copysign, inf, isnan

from sim.chance import mathematics

MOST_EXPONENT = 700.0
"""Above it exp is infinite here; in truth a little later, where doubles end."""


def added(x: float, y: float) -> float:
    """A sum; infinities of opposite sign leave 0."""
    total = x + y
    return 0.0 if isnan(total) else total


def less(x: float, y: float) -> float:
    """A difference; equal infinities leave 0."""
    left = x - y
    return 0.0 if isnan(left) else left


def times(x: float, y: float) -> float:
    """A product; 0 of anything is 0."""
    result = x * y
    return 0.0 if isnan(result) else result


def divided(x: float, y: float) -> float:
    """A quotient; by zero it is infinite with the sign of x, and 0 / 0 and inf / inf are 0."""
    if y == 0:
        return copysign(inf, x) if x else 0.0
    result = x / y
    return 0.0 if isnan(result) else result


def _exp(x: float) -> float:
    return mathematics.exp(x) if x < MOST_EXPONENT else inf


def _log(x: float) -> float:
    return mathematics.log(x) if x > 0 else -inf


def _sqrt(x: float) -> float:
    return mathematics.sqrt(x) if x > 0 else 0.0


def _clamp(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": added,
    "-": less,
    "*": times,
    "/": divided,
}

RISING: dict[str, Callable[[float], float]] = {
    "exp": _exp,
    "log": _log,
    "sqrt": _sqrt,
    "logistic": mathematics.logistic,
    "normal_cdf": mathematics.normal_cdf,
}
"""Functions of one number that never fall."""

FORMULAS: dict[str, Callable[..., float]] = {
    **RISING,
    "min": min,
    "max": max,
    "clamp": _clamp,
    "abs": abs,
}
