"""Units and dimensions: what may be added to what.

A dimension is a power of time and a label (`persons`, `million per year`). A bare number has
neither; a duration is not a number. Inside, durations are seconds and rates are per second.
"""

import re

import attrs

from sim.errors import LanguageError, suggestion

SECONDS = {
    "s": 1,
    "min": 60,
    "h": 3_600,
    "d": 86_400,
    "w": 604_800,
    "month": 2_629_800,
    "y": 31_557_600,
}
"""Seconds in each unit of time: a month is 30.4375 days, a year 365.25 days."""

PLURALS = {"days": "d", "day": "d", "weeks": "w", "months": "month", "years": "y", "hours": "h"}
"""Words in which an event's `unit` may state a duration."""


@attrs.frozen
class Dimension:
    """What a value measures: a power of time and a label, or a truth value."""

    time: int = 0
    label: str = ""
    truth: bool = False

    def __str__(self) -> str:
        if self.truth:
            return "a condition"
        named = {(0, ""): "a number", (1, ""): "a duration", (-1, ""): "a rate"}.get(
            (self.time, self.label)
        )
        return named or " ".join(
            filter(None, [self.label, f"time^{self.time}" if self.time else ""])
        )


NUMBER = Dimension()
DURATION = Dimension(time=1)
RATE = Dimension(time=-1)
TRUTH = Dimension(truth=True)


def joined(left: Dimension, right: Dimension, what: str) -> Dimension:
    """The dimension of a sum, difference or comparison; a bare number adopts a label."""
    if left == right:
        return left
    if left.truth or right.truth or left.time != right.time:
        raise LanguageError(f"{what} {left} and {right}: the units differ")
    if left.label and right.label:
        raise LanguageError(f"{what} {left.label} and {right.label}: the units differ")
    return left if left.label else right


def product(left: Dimension, right: Dimension, sign: int) -> Dimension:
    """The dimension of a product (sign 1) or a quotient (sign -1)."""
    if left.truth or right.truth:
        raise LanguageError("a condition is not a number: it cannot be multiplied or divided")
    if sign < 0 and left.label == right.label:
        return Dimension(left.time - right.time)
    if left.label and right.label:
        raise LanguageError(f"cannot multiply or divide {left.label} by {right.label}")
    return Dimension(left.time + sign * right.time, left.label or right.label)


MEASURE = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(/?)\s*(.*?)\s*", re.DOTALL)


def measure(value: object) -> tuple[float, Dimension]:
    """Read a number, or text such as `"45 d"`, `"0.3 / month"`, `"2500 persons"`."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise LanguageError(f'{value!r} is not a number or a text such as "45 d"')
    if not isinstance(value, str):
        return float(value), NUMBER
    found = MEASURE.fullmatch(value)
    if found is None:
        raise LanguageError(
            f'{value!r} is not a number with a unit, such as "45 d" or "0.3 / month"'
        )
    number, slash, unit = float(found[1]), found[2], found[3]
    if unit in SECONDS:
        return (number / SECONDS[unit], RATE) if slash else (number * SECONDS[unit], DURATION)
    if slash:
        raise LanguageError(f"'{unit}' is not a unit of time{suggestion(unit, SECONDS)}")
    if unit in PLURALS or unit in {"m", "mo", "sec", "year", "week", "hour"}:
        raise LanguageError(f"'{unit}' is not a unit of time; known: {', '.join(SECONDS)}")
    if unit and not re.fullmatch(r"[^\W\d][\w ]*", unit):
        raise LanguageError(f"'{unit}' is not a unit")
    return number, Dimension(label=unit)
