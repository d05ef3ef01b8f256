"""What holds for every score: zero for a perfect forecast, fair, blind to order, and finite."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.score.timelines.dates import Dates
from sim.score.timelines.observed import Observed
from tests.score.made import FAIR, SCORES, forecast, record, repeated, row, target
from tests.score.negotiation import HORIZON, KINDS, TARGETS, true

NAMES = "abc"
DAYS = 120
MONTHS = [(0, 30), (31, 58), (59, 89), (90, 119)]


@st.composite
def windows(draw: st.DrawFn) -> tuple[int, int, str]:
    """The first and last day of a row, and its precision."""
    precision = draw(st.sampled_from(["day", "month", "range"]))
    if precision == "month":
        return *draw(st.sampled_from(MONTHS)), precision
    first = draw(st.integers(0, DAYS - 1))
    longest = 0 if precision == "day" else min(50, DAYS - 1 - first)
    return first, first + draw(st.integers(0, longest)), precision


ROWS = st.lists(st.tuples(st.sampled_from(NAMES), windows()), max_size=8)
RUNS = st.lists(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, DAYS - 1)), max_size=8),
    min_size=1, max_size=8,
)  # fmt: skip
MONTHLY = st.lists(st.booleans(), min_size=3, max_size=3)


def found(rows, monthly=(False, False, False)) -> Observed:
    """A record of rows given by kind and window, in the order of the list."""
    chosen = [target(name, 1 / 3, monthly=per) for name, per in zip(NAMES, monthly, strict=True)]
    numbered = [
        row(kind, first, last, precision, line)
        for line, (kind, (first, last, precision)) in enumerate(rows)
    ]
    return record(numbered, DAYS, chosen)


def values(dates: Dates, observed: Observed, names=tuple(SCORES)) -> list[float]:
    """The value of each score."""
    return [SCORES[name](dates, observed).value for name in names]


@given(ROWS, MONTHLY, st.integers(1, 6))
def test_a_forecast_that_is_the_record_is_perfect(rows, monthly, size) -> None:
    """All runs as the record stands: 0 in every score, and in the log all the chance there is."""
    observed = found(rows, monthly)
    perfect = repeated(observed.dates(), size)

    assert values(perfect, observed, FAIR) == pytest.approx([0] * len(FAIR), abs=1e-9)
    log = SCORES["log"](perfect, observed)
    assert log.value == pytest.approx(np.log1p(1 / size) if len(log.parts) else 0)


@given(st.data())
def test_any_day_that_a_row_allows_is_perfect(data) -> None:
    """Runs that each put every event on some day of its row's window are all the record."""
    rows = [
        one for name in NAMES for one in apart(name, data.draw(st.lists(windows(), max_size=4)))
    ]
    observed = found(rows)
    run = st.tuples(*(st.integers(*window[:2]) for _, window in rows))
    runs = data.draw(st.lists(run, min_size=1, max_size=5))
    places = [NAMES.index(kind) for kind, _ in rows]
    dates = forecast([list(zip(places, days, strict=True)) for days in runs], DAYS, 3)

    assert values(dates, observed, FAIR) == pytest.approx([0] * len(FAIR), abs=1e-9)


def apart(name: str, wanted):
    """Those windows that overlap none before them: which of a target's rows is which is clear."""
    kept: list[tuple[int, int, str]] = []
    for one in wanted:
        if all(one[1] < other[0] or other[1] < one[0] for other in kept):
            kept.append(one)
    return [(name, one) for one in kept]


@given(ROWS, RUNS, MONTHLY, st.randoms(use_true_random=False))
def test_the_order_of_runs_and_of_rows_tells_nothing(rows, runs, monthly, random) -> None:
    """Both shuffled: the same scores."""
    before = values(forecast(runs, DAYS, 3), found(rows, monthly))
    random.shuffle(rows)
    random.shuffle(runs)

    assert values(forecast(runs, DAYS, 3), found(rows, monthly)) == pytest.approx(before, abs=1e-9)


@given(ROWS, RUNS, MONTHLY)
def test_scores_are_finite_and_hold_together(rows, runs, monthly) -> None:
    """The mean of the runs and the weighted mean of the parts are the value.

    A fair score is below 0 by no more than noise: half of the largest distance there can be
    between two runs, over their number; squared, for lags and the Brier scores.
    """
    observed = found(rows, monthly)
    dates = forecast(runs, DAYS, 3)
    events = max(len(run) for run in [*runs, rows])
    apart = {"icc": events * 4 * 31, "flow": (events + 1) ** 2, "lags": DAYS + 31}

    for name, measure in SCORES.items():
        score = measure(dates, observed)
        assert np.isfinite(score.value)
        assert score.runs.shape == (len(runs),)
        assert float(score.runs.mean()) == pytest.approx(score.value, abs=1e-9)
        if len(score.parts):
            weighed = np.average(score.parts, weights=score.weights)
            assert weighed == pytest.approx(score.value, abs=1e-9)
        noise = apart.get(name, 1.0) / len(runs) if len(runs) > 1 and name != "log" else 0.0
        assert score.value >= -noise - 1e-9


@pytest.mark.parametrize("name", FAIR)
def test_the_expected_score_does_not_depend_on_the_number_of_runs(name: str) -> None:
    """Over all ensembles of two, three or four of six runs the mean is the score of the six."""
    chance = np.random.default_rng(8)
    dates = forecast(true(chance, 6), HORIZON, len(KINDS))
    happened = [row(KINDS[kind], int(day)) for kind, day in true(chance, 1)[0]]
    observed = record(happened, HORIZON, TARGETS)
    value = SCORES[name](dates, observed).value

    for size in (2, 3, 4):
        some = [np.array(runs) for runs in combinations(range(6), size)]
        means = np.mean([SCORES[name](dates.chosen(runs), observed).value for runs in some])
        assert means == pytest.approx(value)


@pytest.mark.parametrize("name", SCORES)
def test_targets_that_never_happen_anywhere_are_perfect(name: str) -> None:
    """An empty record and empty runs."""
    score = SCORES[name](forecast([[], []], DAYS, 3), found([]))

    assert score.value == pytest.approx(np.log(3 / 2) if name == "log" else 0)


def test_parts_name_their_targets() -> None:
    """What the parts about each target add makes the value, but for those about two."""
    observed = found([("a", (3, 3, "day")), ("b", (9, 9, "day"))])
    dates = forecast([[(0, 5)], [(1, 7), (2, 8)]], DAYS, 3)

    for name in ("icc", "occurrence", "log"):
        score = SCORES[name](dates, observed)
        assert sum(score.by_target(place) for place in range(3)) == pytest.approx(score.value)
    pairs = SCORES["precedence"](dates, observed)
    assert sum(pairs.by_target(place) for place in range(3)) == pytest.approx(2 * pairs.value)
