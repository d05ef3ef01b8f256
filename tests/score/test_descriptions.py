"""Descriptive measures: by hand, and beside those of other packages."""

import attrs
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein
from scipy import stats

from sim.events.dates import DAY
from sim.score.descriptions import (
    Descriptions,
    _matches,
    bigram_distance,
    descriptions,
    edit_distance,
    kendall_tau,
)
from tests.score.made import forecast, record, repeated, row, target

WORDS = st.lists(st.sampled_from("abcd"), max_size=8)
RANKS = st.lists(st.integers(0, 5), min_size=2, max_size=12)
CHOSEN = [target(name) for name in "abc"]
RECORD = record([row("a", 10), row("b", 20), row("c", 30)], 100, CHOSEN)


@given(WORDS, WORDS)
def test_edit_distance_agrees_with_rapidfuzz(one: list[str], other: list[str]) -> None:
    """Insertions, deletions and substitutions, each at 1."""
    assert edit_distance(one, other) == Levenshtein.distance(one, other)


@given(st.data())
def test_kendall_tau_agrees_with_scipy(data: st.DataObject) -> None:
    """Tau-b, which allows for ties; nan where one ranking is all ties."""
    one = data.draw(RANKS)
    other = data.draw(st.lists(st.integers(0, 5), min_size=len(one), max_size=len(one)))

    expected = stats.kendalltau(one, other).statistic

    assert kendall_tau(np.array(one), np.array(other)) == pytest.approx(expected, nan_ok=True)


@given(WORDS, WORDS)
def test_bigram_distance_agrees_with_log_distance_measures(
    one: list[str], other: list[str]
) -> None:
    """Where its assumptions hold: one case against one, of one length, no ties in time.

    It compares counts, not shares, so a longer log differs from a shorter one whatever is in it:
    for one case against a thousand it says 1. Events of one instant it orders by when they end.
    """
    measures = pytest.importorskip("log_distance_measures.n_gram_distribution")
    config = pytest.importorskip("log_distance_measures.config")
    pandas = pytest.importorskip("pandas")
    assume(one and other)
    size = min(len(one), len(other))

    def case(word: list[str]):
        days = pandas.date_range("2001-01-01", periods=size, freq="D")
        return pandas.DataFrame(
            {"case_id": 1, "Activity": word[:size], "start_time": days, "end_time": days}
        )

    ids = config.DEFAULT_CSV_IDS
    theirs = measures.n_gram_distribution_distance(case(one), ids, case(other), ids, n=2)

    assert bigram_distance(one[:size], other[:size]) == pytest.approx(theirs)


def test_bigram_distance_by_hand() -> None:
    """Start-a and a-end, against start-a, a-b and b-end: 1 / 2 - 1 / 3 and the rest, halved."""
    assert bigram_distance("a", "ab") == pytest.approx((1 / 6 + 1 / 2 + 1 / 3 + 1 / 3) / 2)
    assert bigram_distance("ab", "cd") == pytest.approx(1)
    assert bigram_distance("", "") == 0


def test_alike_and_nothing_alike() -> None:
    """Runs that are the record, and runs in which nothing happens."""
    alike = descriptions(repeated(RECORD.dates(), 3), RECORD)
    nothing = descriptions(forecast([[], []], 100, 3), RECORD)

    assert alike == Descriptions(edit_distance=0, f1=1, kendall_tau=1, bigram_distance=0)
    assert (nothing.edit_distance, nothing.f1, nothing.bigram_distance) == (1, 0, 1)
    assert np.isnan(nothing.kendall_tau)


def test_means_over_runs() -> None:
    """One run in order and one in reverse: of three letters two change; tau is 1 and -1."""
    runs = [[(0, 10), (1, 20), (2, 30)], [(0, 30), (1, 20), (2, 10)]]

    found = descriptions(forecast(runs, 100, 3), RECORD)

    assert attrs.astuple(found) == pytest.approx((1 / 3, 1, 0, 0.5))


def test_dates_match_one_to_one_within_thirty_days() -> None:
    """Of two in the run and three in the record one pair is near: 2 / 5."""
    rows = [row("a", 10), row("a", 12), row("a", 90)]
    found = record(rows, 100, [target("a")])

    assert descriptions(forecast([[(0, 40), (0, 50)]], 100), found).f1 == pytest.approx(2 / 5)
    assert descriptions(forecast([[]], 100), record([], 100, [target("a")])).f1 == 1


@pytest.mark.parametrize(
    ("mine", "theirs", "pairs"),
    [
        ([], [5], 0),
        ([10, 12], [11], 1),
        ([0, 100], [1, 101], 2),
        ([100], [1, 2, 3, 99], 1),
        ([50, 51, 52], [49, 50, 51], 3),
        ([50], [20], 1),
        ([50], [80], 1),
        ([50], [19.9], 0),
        ([50], [80.1], 0),
        ([1, 200, 201], [2, 90, 199], 2),
    ],
)
def test_pairs_by_hand(mine: list[float], theirs: list[float], pairs: int) -> None:
    """Each date pairs off once, with one no more than thirty days away, to the second."""
    days = [[int(day * DAY) for day in side] for side in (mine, theirs)]

    assert _matches(*days) == pairs
    assert _matches(*reversed(days)) == pairs


def test_only_what_both_have_is_ranked() -> None:
    """The record has c before a and b, the run never: of a and b both say the same."""
    found = record([row("a", 10), row("b", 20), row("c", 5)], 100, CHOSEN)

    assert descriptions(forecast([[(0, 10), (1, 20)]], 100, 3), found).kendall_tau == 1
    assert descriptions(forecast([[(0, 10), (1, 20), (2, 3)]], 100, 3), record(
        [row("a", 10), row("b", 20)], 100, CHOSEN
    )).kendall_tau == 1  # fmt: skip


def test_what_is_counted_is_not_described() -> None:
    """A monthly target that stands first hides none of those after it."""
    chosen = [target("x", monthly=True), target("a"), target("b")]
    found = record([row("a", 10), row("b", 20)], 100, chosen)
    runs = forecast([[(0, 1), (1, 10), (2, 20)]], 100, 3)

    assert descriptions(runs, found) == Descriptions(0, 1, 1, 0)
    late = forecast([[(0, 1), (1, 90), (2, 95)]], 100, 3)
    assert descriptions(late, found).f1 == 0


def test_windows_in_any_order_match() -> None:
    """A wide window stands at its start, before a day that lies within it."""
    rows = [row("a", 40), row("a", 0, 89, "range")]

    assert descriptions(forecast([[(0, 0), (0, 40)]], 100), record(rows, 100)).f1 == 1
