"""Rows that sources dispute: what a record says under each reading."""

from sim.events.dates import DAY
from sim.log import Record
from sim.log.contested import Alternative, Contested, first_readings, read, under
from tests.score.made import START, february, row

RECORD = Record("timeline.csv", START, (row("spark", 3), february("smoke"), row("fire", 90)))
SMOKE = Contested(1, (
    Alternative(0.5, (40 * DAY, 41 * DAY)), Alternative(0.3, (31 * DAY, 59 * DAY)),
    Alternative(0.2, None),
))  # fmt: skip


def told(record: Record) -> list[tuple[str, float, float, str]]:
    """Each row's kind, first day, last day and precision."""
    return [(r.kind, r.time / DAY, r.until / DAY - 1, r.precision) for r in record.events]


def test_a_row_in_another_reading() -> None:
    """Its window and precision are the reading's; a window that is its own changes nothing."""
    day, own, _ = SMOKE.alternatives

    assert told(under(RECORD, SMOKE, day))[1] == ("smoke", 40, 40, "day")
    assert under(RECORD, SMOKE, own) == RECORD


def test_what_did_not_happen_is_left_out() -> None:
    """The other rows stay as they are."""
    found = under(RECORD, SMOKE, SMOKE.alternatives[2])

    assert [event.kind for event in found.events] == ["spark", "fire"]


def test_the_record_carries_first_readings() -> None:
    """Of every disputed row; no row is lost."""
    fire = Contested(2, (Alternative(1, (80 * DAY, 85 * DAY)),))

    assert told(first_readings(RECORD, (SMOKE, fire))) == [
        ("spark", 3, 3, "day"), ("smoke", 40, 40, "day"), ("fire", 80, 84, "range"),
    ]  # fmt: skip
    assert first_readings(RECORD, ()) == RECORD


def test_a_row_keeps_its_sources_and_its_line() -> None:
    """Only when it happened is read otherwise."""
    old = row("fire", 90, line=7)

    new = read(old, (80 * DAY, 81 * DAY))

    assert (new.line, new.label, new.identity, new.confidence) == (7, "fire", old.identity, "high")
