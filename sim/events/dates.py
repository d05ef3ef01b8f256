"""Between dates and the engine's seconds: the only place that converts one to the other.

Inside, time is an integer number of seconds since the scenario's start, so that nothing drifts.
A date means 00:00:00 UTC of that day.
"""

from datetime import UTC, date, datetime, timedelta

DAY = 86_400


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
    """ISO 8601 text of a second, in UTC."""
    moment = datetime(start.year, start.month, start.day, tzinfo=UTC) + timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
