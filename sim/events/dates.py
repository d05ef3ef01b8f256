"""Between dates and the engine's seconds: the only place that converts one to the other.

Inside, time is an integer number of seconds since the scenario's start, so that nothing drifts.
A date means 00:00:00 UTC of that day.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

DAY = 86_400

TWO_DIGITS = tuple(f"{number:02}" for number in range(60))
"""Hours, minutes and seconds as clocks show them."""


def seconds_at(start: date, day: date | datetime) -> int:
    """Seconds from the start to a day (its first second) or to an instant; negative before it."""
    if isinstance(day, datetime):
        instant = day if day.tzinfo else day.replace(tzinfo=UTC)
        return int(
            (instant - datetime(start.year, start.month, start.day, tzinfo=UTC)).total_seconds()
        )
    return (day - start).days * DAY


def day_at(start: date, seconds: int) -> date:
    """The day on which a second falls."""
    return start + timedelta(days=seconds // DAY)


def instant_at(start: date, seconds: int) -> str:
    """ISO 8601 text of a second, in UTC; OverflowError beyond the years 1 to 9999."""
    days, second = divmod(seconds, DAY)
    hour, minute = TWO_DIGITS[second // 3600], TWO_DIGITS[second // 60 % 60]
    return f"{_day_text(start, days)}T{hour}:{minute}:{TWO_DIGITS[second % 60]}Z"


@lru_cache(maxsize=10_000)
def _day_text(start: date, days: int) -> str:
    """ISO 8601 text of the day that stands so many days after another: runs share their days."""
    return (start + timedelta(days=days)).isoformat()
