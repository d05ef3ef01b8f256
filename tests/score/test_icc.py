"""The headline by hand, and the identity that gives it its name."""

import numpy as np
import pytest
import scoringrules

from sim.score.measures.icc import integrated_count_crps
from sim.score.timelines.grain import MONTH
from tests.score.made import february, forecast, on, record, row, target
from tests.score.negotiation import HORIZON, KINDS, true

A = [target("a")]


def icc(dates, rows, targets=A, horizon=100):
    """The headline's value."""
    return integrated_count_crps(dates, record(rows, horizon, targets)).value


def test_distances_less_half_the_spread() -> None:
    """Runs on day 12 and 16 miss day 10 by 4 in the mean, and each other by 4: 4 - 4 / 2."""
    assert icc(on(12, 16), [row("a", 10)]) == 2


def test_one_run_is_scored_by_its_error() -> None:
    """A forecaster that names one date has the absolute error."""
    assert icc(on(12), [row("a", 10)]) == 2


def test_the_hour_of_a_day_does_not_count() -> None:
    """A row knows the day."""
    assert icc(on(10.0, 10.9), [row("a", 10)]) == 0


def test_a_month_row_knows_its_month() -> None:
    """Any day of it is right; a day before it is one mean month off, never is three months on."""
    rows = [february("a")]

    assert icc(on(31, 45, 58), rows) == 0
    assert icc(on(30), rows) == MONTH
    assert icc(on(59), rows) == MONTH
    assert icc(on(None), rows) == 3 * MONTH


def test_a_range_row_knows_its_window() -> None:
    """Days 12 to 16: any of them is right, and others are told in windows of five days."""
    rows = [row("a", 12, 16, "range")]

    assert icc(on(12, 16), rows) == 0
    assert icc(on(11), rows) == 5
    assert icc(on(17), rows) == 5
    assert icc(on(22), rows) == 10
    assert icc(on(0), rows) == 15


def test_never_stands_at_the_horizon() -> None:
    """What did not happen in a run, or in the record, is late by all that was left."""
    assert icc(on(None), [row("a", 10)]) == 90
    assert icc(on(40), []) == 60
    assert icc(on(None), []) == 0
    assert icc(on(10, None), [row("a", 10)]) == 45 - 90 / 2


def test_false_alarms_and_missed_repeats_count() -> None:
    """Each is a date too many, or too few, and as far from the horizon as it is."""
    assert icc(forecast([[(0, 10), (0, 70)]], 100), [row("a", 10)]) == 30
    assert icc(on(10), [row("a", 10), row("a", 20)]) == 80


def test_repeats_are_matched_in_order() -> None:
    """The first with the first and the second with the second, with no choice of partners."""
    assert icc(forecast([[(0, 20), (0, 30)]], 100), [row("a", 10), row("a", 20)]) == 20


def test_repeats_are_all_read_by_the_coarsest_of_their_rows() -> None:
    """One is known to the day and one to its month: both are read by the month."""
    rows = [row("a", 5), february("a")]

    assert icc(forecast([[(0, 5), (0, 50)]], 100), rows) == 0
    assert icc(forecast([[(0, 7), (0, 50)]], 100), rows) == 0
    assert icc(forecast([[(0, 7), (0, 65)]], 100), rows) == MONTH


def test_the_true_law_is_not_beaten_where_a_month_and_a_day_are_mixed() -> None:
    """A forecaster that knows to keep away from the first days of the month gains nothing."""
    rows = [february("a"), row("a", 40)]
    true = forecast([[(0, 33), (0, 40)], [(0, 40), (0, 57)]] * 2, 100)
    late = forecast([[(0, 40), (0, 57)]] * 4, 100)

    assert icc(true, rows) <= icc(late, rows)


def test_targets_count_by_their_weights() -> None:
    """4 days at 3 / 4 and 8 days at 1 / 4."""
    score = integrated_count_crps(
        forecast([[(0, 14), (1, 28)]], 100, 2),
        record([row("a", 10), row("b", 20)], 100, [target("a", 0.75), target("b", 0.25)]),
    )

    assert score.value == 5
    assert score.parts.tolist() == [4, 8]
    assert [score.by_target(0), score.by_target(1)] == [3, 2]


def test_without_weight_there_is_no_score() -> None:
    """Targets that all weigh nothing score 0, and not a division by it."""
    assert icc(on(10, 20), [row("a", 50)], [target("a", 0.0)]) == 0


def test_what_comes_at_the_horizon_is_too_late() -> None:
    """Only days before it are compared, on both sides."""
    assert icc(on(100), [row("a", 100)]) == 0
    assert icc(on(99), [row("a", 100)]) == 1


def counts(days: np.ndarray, horizon: int) -> np.ndarray:
    """How many of some days have come by the end of each day: runs x horizon."""
    found: np.ndarray = (days[:, :, None] <= np.arange(horizon)).sum(axis=1)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_crps_of_counts_over_time(seed: int) -> None:
    """At day precision, the CRPS of N(t) by another package, added up over days and weights."""
    chance = np.random.default_rng(seed)
    dates = forecast(true(chance, 40), HORIZON, len(KINDS))
    happened = [row(KINDS[kind], int(day)) for kind, day in true(chance, 1)[0]]
    weights = chance.dirichlet(np.ones(len(KINDS)))
    chosen = [target(kind, w) for kind, w in zip(KINDS, weights.tolist(), strict=True)]
    found = record(happened, HORIZON, chosen)

    expected = 0.0
    for place, one in enumerate(chosen):
        mine = counts(dates.times[place] // 86_400, HORIZON)
        theirs = counts(found.dates().times[place] // 86_400, HORIZON)[0]
        over_days = scoringrules.crps_ensemble(theirs, mine.T, estimator="fair", backend="numpy")
        expected += one.weight * float(over_days.sum())

    assert integrated_count_crps(dates, found).value == pytest.approx(expected)


def test_monthly_targets_are_counts_at_the_ends_of_months() -> None:
    """The CRPS of the counts at the ends of January to March, each for a month of mean length."""
    dates = forecast([[(0, 5), (0, 40)], [(0, 50)], []], 90)
    rows = [row("a", 20), row("a", 80)]

    # Counts by run: 1, 0, 0 then 2, 1, 0 twice; the record's: 1, 1, 2.
    expected = MONTH * ((2 / 3 - 1 / 3) + (2 / 3 - 2 / 3) + (1 - 2 / 3))
    assert icc(dates, rows, [target("a", monthly=True)], 90) == pytest.approx(expected)
