"""Units: what a number with a unit means, and what may be added to, multiplied by and held against.

The file format fixes the lengths: a month is 30.4375 days, a year 365.25 days.
"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import LanguageError
from sim.language import DURATION, NUMBER, RATE, TRUTH, Dimension, measure
from sim.language.units import LONGEST, PLURALS, SECONDS, finite, joined, product

PERSONS, MONEY = Dimension(label="persons"), Dimension(label="million per year")


@pytest.mark.parametrize(
    ("written", "value", "dimension"),
    [
        (3, 3.0, NUMBER),
        (-0.5, -0.5, NUMBER),
        ("3", 3.0, NUMBER),
        (" .5 ", 0.5, NUMBER),
        ("1e3", 1000.0, NUMBER),
        ("45 d", 45 * 86_400.0, DURATION),
        ("45d", 45 * 86_400.0, DURATION),
        ("-2 h", -7_200.0, DURATION),
        ("90 min", 5_400.0, DURATION),
        ("7 s", 7.0, DURATION),
        ("2 w", 14 * 86_400.0, DURATION),
        ("1 month", 30.4375 * 86_400, DURATION),
        ("1 y", 365.25 * 86_400, DURATION),
        ("1 / d", 1 / 86_400, RATE),
        ("0.3/month", 0.3 / (30.4375 * 86_400), RATE),
        ("2500 persons", 2500.0, PERSONS),
        ("+12 million per year", 12.0, MONEY),
        ("3 fusées", 3.0, Dimension(label="fusées")),
    ],
)
def test_a_measure_is_read(written: object, value: float, dimension: Dimension) -> None:
    """Durations become seconds, rates become per second, other words are labels."""
    assert measure(written) == (value, dimension)


def test_twelve_months_are_a_year() -> None:
    """The lengths of the units of time agree with one another."""
    assert 12 * SECONDS["month"] == SECONDS["y"]
    assert SECONDS["month"] == 30.4375 * SECONDS["d"]
    assert set(PLURALS.values()) == set(SECONDS)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "not a number with a unit"),
        ("soon", "not a number with a unit"),
        ("d", "not a number with a unit"),
        ("45 days", "write 'd'"),
        ("0.5 per month", "'per month' is not a unit; write '0.5 / month'"),
        ("2 per days", "'per days' is not a unit; write '2 / d'"),
        ("2 years", "write 'y'"),
        ("5 m", "known: s, min, h, d, w, month, y"),
        ("1 Y", "not a unit of time"),
        ("2 yrs", "known: d, h, min, month, s, w, y"),
        ("1 / days", "write 'd'"),
        ("1 / mnth", "did you mean 'month'?"),
        ("1 / ", "not a unit of time"),
        ("1 / persons", "not a unit of time"),
        ("3 d d!", "not a unit"),
        ("3 __import__('os')", "not a unit"),
        ("3 per\u202edrow", "not a unit"),
        ("٣ d", "not a number with a unit"),
        ("1_000 persons", "not a unit"),
        ("0x10", "not a unit"),
        ("1e999", "too large"),
        ("1e308 y", "too large"),
        (10**400, "too large"),
        (math.inf, "too large"),
        (math.nan, "too large"),
        ("nan", "not a number with a unit"),
        ("9" * 500, "not a number with a unit"),
        (True, "not a number or a text"),
        (None, "not a number or a text"),
        ([1], "not a number or a text"),
    ],
)
def test_what_is_no_measure_is_refused_with_a_remedy(written: object, words: str) -> None:
    """The message says what is wrong, and where it can what would be right."""
    with pytest.raises(LanguageError) as caught:
        measure(written)

    assert words in str(caught.value)
    assert len(str(caught.value)) < LONGEST + 200


@given(st.text(max_size=300) | st.integers() | st.floats() | st.binary() | st.none())
def test_anything_is_a_measure_or_refused(written: object) -> None:
    """Whatever is written, reading it gives a finite number or a LanguageError."""
    try:
        value, _ = measure(written)
    except LanguageError:
        return

    assert math.isfinite(value)


def test_a_long_run_of_blanks_costs_nothing() -> None:
    """A text made for slow patterns is refused unread."""
    with pytest.raises(LanguageError):
        measure("1 a" + " " * 1_000_000 + "!")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_finite_keeps_what_is_finite(number: float) -> None:
    """A float that is a number stays what it is, from text as well."""
    assert finite(number) == number
    assert finite(repr(number)) == number


@pytest.mark.parametrize(
    ("dimension", "words"),
    [
        (NUMBER, "a number"),
        (DURATION, "a duration"),
        (RATE, "a rate"),
        (TRUTH, "a condition"),
        (Dimension(time=2), "time^2"),
        (PERSONS, "persons"),
        (Dimension(time=-1, label="persons"), "persons * time^-1"),
    ],
)
def test_a_dimension_says_what_it_is(dimension: Dimension, words: str) -> None:
    """Messages name dimensions in words."""
    assert str(dimension) == words


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (NUMBER, NUMBER, NUMBER),
        (DURATION, DURATION, DURATION),
        (PERSONS, NUMBER, PERSONS),
        (NUMBER, PERSONS, PERSONS),
        (PERSONS, PERSONS, PERSONS),
    ],
)
def test_what_can_be_added(left: Dimension, right: Dimension, expected: Dimension) -> None:
    """Like goes with like, and a bare number takes on a label."""
    assert joined(left, right, "cannot add") == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [(DURATION, NUMBER), (RATE, DURATION), (PERSONS, MONEY), (TRUTH, NUMBER), (PERSONS, DURATION)],
)
def test_what_cannot_be_added(left: Dimension, right: Dimension) -> None:
    """A duration is not a number, and people are not money."""
    with pytest.raises(LanguageError, match=f"cannot add {left} and {right}: the units differ"):
        joined(left, right, "cannot add")


@pytest.mark.parametrize(
    ("left", "right", "sign", "expected"),
    [
        (DURATION, RATE, 1, NUMBER),
        (NUMBER, DURATION, -1, RATE),
        (DURATION, DURATION, -1, NUMBER),
        (DURATION, DURATION, 1, Dimension(time=2)),
        (PERSONS, NUMBER, 1, PERSONS),
        (NUMBER, PERSONS, 1, PERSONS),
        (PERSONS, PERSONS, -1, NUMBER),
        (PERSONS, DURATION, -1, Dimension(time=-1, label="persons")),
    ],
)
def test_what_can_be_multiplied(
    left: Dimension, right: Dimension, sign: int, expected: Dimension
) -> None:
    """Times add up or cancel, and so do labels."""
    assert product(left, right, sign) == expected


@pytest.mark.parametrize(
    ("left", "right", "sign", "words"),
    [
        (PERSONS, PERSONS, 1, "cannot multiply persons by persons"),
        (PERSONS, MONEY, -1, "cannot divide persons by million per year"),
        (NUMBER, PERSONS, -1, "cannot divide a number by persons"),
        (TRUTH, NUMBER, 1, "a condition is not a number"),
    ],
)
def test_what_cannot_be_multiplied(
    left: Dimension, right: Dimension, sign: int, words: str
) -> None:
    """Nobody needs square persons, and a condition is no factor."""
    with pytest.raises(LanguageError, match=words):
        product(left, right, sign)
