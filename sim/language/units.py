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

PLURALS = {
    "seconds": "s", "second": "s", "sec": "s",
    "minutes": "min", "minute": "min",
    "hours": "h", "hour": "h",
    "days": "d", "day": "d",
    "weeks": "w", "week": "w",
    "months": "month",
    "years": "y", "year": "y",
}  # fmt: skip
"""Words in which an event's `unit` may state a duration."""

OTHERS = frozenset(
    [
        "m",
        "mo",
        "mon",
        "mth",
        "mths",
        "D",
        "H",
        "M",
        "S",
        "W",
        "Y",
        "hr",
        "hrs",
        "yr",
        "yrs",
        "wk",
        "wks",
        "mins",
        "secs",
    ]
)
"""What else people write for units of time; refused, so that it never becomes a label."""

LONGEST = 200
"""Characters of a measure; more are not read."""


@attrs.frozen
class Dimension:
    """What a value measures: a power of time and a label, or a truth value."""

    time: int = 0
    label: str = ""
    truth: bool = False

    def __str__(self) -> str:
        if self.truth:
            return "a condition"
        plain = {0: "a number", 1: "a duration", -1: "a rate"}.get(self.time)
        if self.label:
            return self.label if self.time == 0 else f"{self.label} * time^{self.time}"
        return plain or f"time^{self.time}"


NUMBER = Dimension()
DURATION = Dimension(time=1)
RATE = Dimension(time=-1)
TRUTH = Dimension(truth=True)


def joined(left: Dimension, right: Dimension, what: str) -> Dimension:
    """The dimension of a sum, difference or comparison; a bare number adopts a label."""
    if left == right:
        return left
    if left.truth or right.truth or left.time != right.time or (left.label and right.label):
        raise LanguageError(f"{what} {left} and {right}: the units differ")
    return left if left.label else right


def product(left: Dimension, right: Dimension, sign: int) -> Dimension:
    """The dimension of a product (sign 1) or a quotient (sign -1)."""
    if left.truth or right.truth:
        raise LanguageError("a condition is not a number: it cannot be multiplied or divided")
    if sign < 0 and left.label == right.label:
        return Dimension(left.time - right.time)
    if right.label and (left.label or sign < 0):
        verb = "multiply" if sign > 0 else "divide"
        raise LanguageError(f"cannot {verb} {left} by {right}")
    return Dimension(left.time + sign * right.time, left.label or right.label)


def finite(value: float | str) -> float:
    """A number as a float; raise LanguageError where it is none or too large for one."""
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    if number - number != 0:
        raise LanguageError("a number too large to reckon with, or none")
    return number


MEASURE = re.compile(
    r"([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)(\s*(/?)\s*(.*))", re.DOTALL
)
LABEL = re.compile(r"\s+[^\W\d_][\w ]*")


def measure(value: object) -> tuple[float, Dimension]:
    """Read a number, or text such as `"45 d"`, `"0.3 / month"`, `"2500 persons"`."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise LanguageError(f'{str(value)[:LONGEST]!r} is not a number or a text such as "45 d"')
    if not isinstance(value, str):
        return finite(value), NUMBER
    text = value.strip()
    found = MEASURE.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        raise LanguageError(
            f'{text[:LONGEST]!r} is not a number with a unit, such as "45 d" or "0.3 / month"'
        )
    number, slash, unit = finite(found[1]), found[3], found[4]
    if unit in SECONDS:
        per = SECONDS[unit]
        return (number / per, RATE) if slash else (finite(number * per), DURATION)
    if slash or unit in PLURALS or unit in OTHERS:
        raise LanguageError(f"'{unit}' is not a unit of time{unit_hint(unit)}")
    span = unit.removeprefix("per ").strip()
    if span != unit and (span in SECONDS or span in PLURALS):
        rate = f"{found[1]} / {PLURALS.get(span, span)}"
        raise LanguageError(f"'{unit}' is not a unit; write '{rate}'")
    if unit and not LABEL.fullmatch(found[2]):
        raise LanguageError(f"'{unit}' is not a unit: a blank, then letters, as in '2500 persons'")
    return number, Dimension(label=unit)


def unit_hint(unit: str) -> str:
    """What to write instead of a word that is no unit of time."""
    if unit in PLURALS:
        return f"; write '{PLURALS[unit]}'"
    return suggestion(unit, SECONDS) if len(unit) > 1 else f"; known: {', '.join(SECONDS)}"
