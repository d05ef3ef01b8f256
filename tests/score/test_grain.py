"""Cells of a calendar: of a day, a month, a window."""

from datetime import date

import attrs
import numpy as np
import pytest

from sim.events import Pattern
from sim.events.dates import DAY
from sim.score.timelines.grain import MONTH, Grain, daily, month_ends, monthly, ranged
from sim.score.timelines.targets import Target
from tests.score.made import START, february, record, row, target


def cells(grain: Grain, *days: float) -> list[int]:
    """The cells of some days."""
    return [int(cell) for cell in grain.cells(np.array([int(day * DAY) for day in days]))]


def starts(grain: Grain) -> list[float]:
    """The days on which cells begin."""
    return [float(second) / DAY for second in grain.starts]


def test_days() -> None:
    """Every second of a day is in its cell; the horizon and all after it in one after the last."""
    assert cells(daily(10 * DAY), 0, 0.99, 1, 9.99, 10, 50) == [0, 0, 1, 9, 10, 10]


def test_days_are_counted_as_they_would_be_looked_up() -> None:
    """A grain that knows that its cells are even says what its list of starts says."""
    even = daily(10 * DAY)
    seconds = np.arange(0, 13 * DAY, DAY // 4)

    listed = Grain(1.0, even.starts, even.horizon)
    assert even.cells(seconds).tolist() == listed.cells(seconds).tolist()


def test_months() -> None:
    """Calendar months, the first and the last cut short by the clock."""
    grain = monthly(date(2001, 12, 30), 40 * DAY)

    assert starts(grain) == [0, 2, 33]
    assert cells(grain, 1, 2, 32, 33, 40) == [0, 1, 1, 2, 3]
    assert grain.days(np.array([33 * DAY])).tolist() == [2 * MONTH]


def test_windows() -> None:
    """Laid so that the window is a cell, the first cut short at the start."""
    assert starts(ranged(12 * DAY, 17 * DAY, 30 * DAY)) == [0, 2, 7, 12, 17, 22, 27]
    assert starts(ranged(10 * DAY, 15 * DAY, 20 * DAY)) == [0, 5, 10, 15]
    assert starts(ranged(0, 50 * DAY, 20 * DAY)) == [0]


def test_no_window_is_shorter_than_a_day() -> None:
    """An hour of a day is known no better than the day."""
    assert ranged(DAY, DAY + 3_600, 3 * DAY).width == 1


def test_cells_that_a_window_touches_can_be_joined() -> None:
    """Those of January and February, by a window from the one into the other."""
    grain = monthly(START, 100 * DAY)

    assert starts(grain.joined(20 * DAY, 40 * DAY)) == [0, 59, 90]
    assert grain.joined(31 * DAY, 59 * DAY) is grain
    assert grain.joined(20 * DAY, 40 * DAY).width == MONTH


def test_what_the_record_has_not_is_known_to_the_day() -> None:
    """Of one row that knows its month only the first date is; of two, all dates are."""
    times = np.array([[31, 45, 70]]) * DAY
    one = record([february("a")], 100)
    two = record([february("a"), row("a", 70)], 100)
    counted = record([row("a", 3)], 100, [target("a", monthly=True)])

    assert one.coarse(0, times).tolist() == [[MONTH, 45, 70]]
    assert two.coarse(0, times).tolist() == [[MONTH, MONTH, 2 * MONTH]]
    assert counted.coarse(0, times).tolist() == [[MONTH, MONTH, 2 * MONTH]]
    assert record([], 100, [target("a")]).coarse(0, times).tolist() == [[31, 45, 70]]


def test_rows_count_by_actor_and_subject() -> None:
    """For the first target that means them."""
    patterns = Pattern("a", "guest"), Pattern("a", None, "bases"), Pattern("a")
    chosen = [Target(str(one), one, "other", 1, monthly=False) for one in patterns]
    rows = [
        attrs.evolve(row("a", 1), actor="guest"), attrs.evolve(row("a", 2), subject="bases"),
        row("a", 3),
    ]  # fmt: skip

    assert [[one.time // DAY for one in each] for each in record(rows, 100, chosen).rows] == [
        [1], [2], [3],
    ]  # fmt: skip


def test_a_row_that_began_before_the_start_stands_at_the_start() -> None:
    """To the second."""
    assert record([row("a", -3, 2, "range")], 100).dates().times[0].tolist() == [[0]]


def test_two_targets_are_compared_by_their_first_rows() -> None:
    """A later row that lies across the end of January joins no months of theirs."""
    rows = row("a", 3), row("a", 20, 40, "range"), february("b")
    found = record(rows, 100)

    assert starts(found.between(0, 1)) == [0, 31, 59, 90]
    assert starts(found.coarsest(0)) != starts(found.between(0, 1))


def test_ends_of_months() -> None:
    """The first second after each, and the horizon where it is one."""
    assert month_ends(START, 90 * DAY) == [31 * DAY, 59 * DAY, 90 * DAY]
    assert month_ends(START, 89 * DAY) == [31 * DAY, 59 * DAY]
    assert month_ends(START, 5 * DAY) == []


def test_a_row_has_the_grain_of_its_window() -> None:
    """A day, a month, a window; what is not in the record is known to the day."""
    rows = row("a", 3), february("b"), row("c", 70, 79, "range")
    found = record(rows, 100)

    assert [found.grain(place, 0).width for place in range(3)] == [1, MONTH, 10]
    assert [found.grain(place, 1).width for place in range(3)] == [1, 1, 1]


def test_rows_of_one_kind_share_the_coarsest_grain() -> None:
    """Which of them came first would else hang on what is not known."""
    found = record([row("a", 3), february("a"), row("a", 70, 79, "range")], 100)

    assert [found.grain(0, ordinal).width for ordinal in range(4)] == [MONTH] * 4


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_rows_stand_in_the_order_of_their_middles(order) -> None:
    """In whatever order the file has them; of one middle the shorter is first."""
    rows = [row("a", 14, 16, "range"), row("a", 15), row("a", 0, 89, "range")]
    found = record([rows[place] for place in order], 100)

    assert [one.time // DAY for one in found.rows[0]] == [15, 14, 0]


def test_rows_before_the_start_and_past_the_horizon_are_left_out() -> None:
    """They are initial, or not compared."""
    found = record([row("a", -1), row("a", 0), row("a", 99), row("a", 100)], 100)

    assert [one.time // DAY for one in found.rows[0]] == [0, 99]
