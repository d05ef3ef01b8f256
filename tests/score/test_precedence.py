"""Which of two came first: the Brier score of three chances, by hand."""

import pytest

from sim.score.measures.precedence import precedence_brier
from tests.score.made import february, forecast, record, row, target

FIRST, LATER, TIE = [(0, 10), (1, 20)], [(0, 20), (1, 10)], [(0, 15.0), (1, 15.5)]


def brier(runs, rows, targets=2, horizon=100):
    """The score's value; targets a, b, c, ..."""
    chosen = [target(name) for name in "abcd"[:targets]]
    return precedence_brier(
        forecast(runs, horizon, targets), record(rows, horizon, chosen)
    ).value  # fmt: skip


A_BEFORE_B = [row("a", 3), row("b", 4)]


def test_sure_and_right_or_wrong() -> None:
    """Sure and right is 0, sure and wrong is 1, and so is an order taken for a tie."""
    assert brier([FIRST, FIRST], A_BEFORE_B) == 0
    assert brier([LATER, LATER], A_BEFORE_B) == 1
    assert brier([TIE, TIE], A_BEFORE_B) == 1


def test_three_chances_of_a_third() -> None:
    """Half of 4 / 9 + 1 / 9 + 1 / 9, less half of thrice 1 / 3 x 2 / 3 over M - 1."""
    assert brier([FIRST, LATER, TIE], A_BEFORE_B) == pytest.approx(1 / 3 - 1 / 6)


def test_spread_is_taken_off_pair_by_pair() -> None:
    """Of three targets, a before b in one run of two and c never: 1 / 4 less 1 / 4, and two rights.

    Each part says which two targets it is about.
    """
    found = record([*A_BEFORE_B, row("c", 90)], 100, [target(name) for name in "abc"])
    runs = [[*FIRST, (2, 95)], [*LATER, (2, 95)]]

    score = precedence_brier(forecast(runs, 100, 3), found)

    assert score.parts.tolist() == pytest.approx([0, 0, 0])
    assert score.members.tolist() == [[0, 1], [0, 2], [1, 2]]
    assert score.runs.tolist() == pytest.approx([-1 / 6, 1 / 6])


def test_one_run_has_no_spread_to_take_off() -> None:
    """A forecaster of one run is right or wrong."""
    assert brier([FIRST], A_BEFORE_B) == 0
    assert brier([LATER], A_BEFORE_B) == 1


def test_one_day_has_no_order() -> None:
    """Two rows of a day are neither first: runs that say so are right."""
    rows = [row("a", 7), row("b", 7)]

    assert brier([TIE, TIE], rows) == 0
    assert brier([FIRST, FIRST], rows) == 1


def test_never_comes_after_what_did() -> None:
    """Of one that happened and one that did not, the one; of two that did not, neither."""
    assert brier([[(0, 90)]], [row("a", 3)]) == 0
    assert brier([[(1, 90)]], [row("a", 3)]) == 1
    assert brier([[]], []) == 0


def test_a_month_is_one_tie_on_both_sides() -> None:
    """Where one row knows its month only, no run is asked about the days in it."""
    rows = [february("a"), row("b", 41)]

    assert brier([[(0, 31), (1, 58)], [(0, 58), (1, 31)]], rows) == 0
    assert brier([[(0, 30), (1, 31)]], rows) == 1


def test_windows_that_overlap_are_one_tie() -> None:
    """A window from 20 January to 9 February and one of February: no order within the two."""
    rows = [february("a"), row("b", 19, 39, "range")]

    assert brier([[(0, 33), (1, 35)], [(0, 35), (1, 20)], [(0, 58), (1, 19)]], rows) == 0
    assert brier([[(0, 59), (1, 35)]], rows) == 1


def test_all_pairs_count_alike() -> None:
    """Of three pairs one is wrong; a single target has nobody to precede."""
    rows = [row("a", 1), row("b", 2), row("c", 3)]

    assert brier([[(0, 1), (1, 3), (2, 2)]], rows, 3) == pytest.approx(1 / 3)
    assert brier([[(0, 1)]], [row("a", 9)], 1) == 0


def test_what_is_counted_by_the_month_has_no_order() -> None:
    """A monthly target is in no pair."""
    chosen = [target("a"), target("b", monthly=True)]
    score = precedence_brier(forecast([LATER], 100, 2), record(A_BEFORE_B, 100, chosen))

    assert (score.value, len(score.parts)) == (0, 0)
