"""How figures, chances, intervals and days read. Pure."""

from collections.abc import Callable
from datetime import date
from math import isnan

from sim.report.words import spanned
from sim.score.doubt.uncertainty import Interval
from sim.score.milestones import Span

ROUNDING = 1e-9
"""Below it a figure is what rounding left of 0."""


def figure(value: float) -> str:
    """Three digits, and no more than one reads: 224, 3.01, 0.357; what is next to nothing is 0."""
    if value != value:  # noqa: PLR0124  the only number that is not itself
        return "-"
    if abs(value) < ROUNDING:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004


def signed(value: float) -> str:
    """A skill: +0.28, -0.05; what rounds to 0 has no minus."""
    return "-" if value != value else f"{round(value, 2) + 0.0:+.2f}"  # noqa: PLR0124


def percent(value: float) -> str:
    """A chance: 85 %, <1 %."""
    if 0 < value < 0.005 or 0.995 < value < 1:  # noqa: PLR2004
        return "<1 %" if value < 0.5 else ">99 %"  # noqa: PLR2004
    return f"{value * 100:.0f} %"


def between(interval: Interval, read: Callable[[float], str] = figure) -> str:
    """An interval: 222 to 226; a dash where there is none."""
    low, high = interval
    if isnan(low) and isnan(high):
        return "-"
    return f"{read(low)} to {read(high)}"


def day(value: date | None) -> str:
    """A day, or that it is past the horizon."""
    return "later" if value is None else str(value)


def span(value: Span) -> str:
    """An interval of days; one that is wholly past the horizon is told by one word."""
    low, high = value
    return "later" if low is None else f"{low} to {day(high)}"


def window(value: tuple[date, date] | None) -> str:
    """When a row happened."""
    if value is None:
        return "no"
    first, last = value
    return spanned(str(first), str(last))
