"""Tallies: the events of one pattern, their totals, and where an end of them begins."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.events.dates import DAY
from sim.situation.tally import Totals, after, since
from tests.situation.made import event


def totals(*quantities: float | None) -> Totals:
    """A tally of events with these quantities, one a day."""
    return Totals(event(n, n, "attack", "band", "", each) for n, each in enumerate(quantities))


def test_any_end_of_a_tally_is_summed() -> None:
    """From each place on; an event without a quantity adds nothing."""
    tally = totals(3.0, None, -1.5, 0.25)

    assert [tally.since(place) for place in range(5)] == [1.75, -1.25, -1.25, 0.25, 0]


def test_a_total_forgets_what_came_before() -> None:
    """A large quantity leaves no rounding behind in the sum of what follows it."""
    assert totals(1e300, 0.1).since(1) == 0.1
    assert totals(1e300, 1.0, -1e300, 5e-324).since(0) == 1.0
    assert totals(5e-324, 5e-324).since(0) == 1e-323


def test_a_total_beyond_all_numbers_is_infinite() -> None:
    """In the direction in which it went."""
    assert totals(1.7e308, 1.7e308).since(0) == math.inf
    assert totals(-1.7e308, -1.7e308).since(0) == -math.inf


@given(st.lists(st.none() | st.floats(-1e9, 1e9), max_size=8))
def test_totals_are_the_sums_rounded_once(quantities: list[float | None]) -> None:
    """Each end sums to what exact arithmetic says."""
    tally = totals(*quantities)

    for place in range(len(quantities) + 1):
        assert tally.since(place) == math.fsum(each or 0.0 for each in quantities[place:])


def test_a_copy_of_totals_goes_on_by_itself() -> None:
    """It has the same events and sums; what is added to one is not in the other."""
    old = totals(3.0, 4.0)
    new = old.copy()
    new.append(event(2, 2, "attack", "band", "", 10.0))

    assert isinstance(new, Totals)
    assert (len(old), old.since(0), old.since(1)) == (2, 7, 4)
    assert (len(new), new.since(0), new.since(1)) == (3, 17, 14)
    assert new[:2] == old


TALLY = [event(seq, day, "attack", "band") for seq, day in ((2, 1), (3, 1), (5, 4), (9, 6))]


@pytest.mark.parametrize(
    ("second", "first", "place"),
    [
        (0, 0, 0),
        (DAY, 0, 0),
        (DAY + 1, 0, 2),
        (4 * DAY, 0, 2),
        (4 * DAY + 0.5, 0, 3),
        (6 * DAY, 0, 3),
        (6 * DAY + 1, 0, 4),
        (0, 1, 1),
        (4 * DAY, 3, 3),
        (math.inf, 0, 4),
        (-math.inf, 2, 2),
    ],
)
def test_where_events_of_a_second_begin(second: float, first: int, place: int) -> None:
    """The first event at or after it, and none before the place from which on is looked."""
    assert since(TALLY, second, first) == place


@pytest.mark.parametrize(
    ("seq", "first", "place"), [(0, 0, 0), (2, 0, 1), (4, 0, 2), (5, 0, 3), (9, 0, 4), (0, 3, 3)]
)
def test_where_events_that_follow_another_begin(seq: int, first: int, place: int) -> None:
    """By its number in the log: an event does not follow itself."""
    assert after(TALLY, event(seq, 1, "truce_declared", "band"), first) == place
