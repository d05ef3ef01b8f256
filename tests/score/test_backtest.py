"""Forecasts from successive dates, scored by what came after: by hand."""

from collections.abc import Callable
from datetime import date

import attrs
import pytest

from sim.events import Pattern
from sim.events.dates import DAY
from sim.scenario.model import Announced, Scenario
from sim.score.backtest import Backtest, Forecast, backtest, baselines, origins
from sim.score.baselines.tracks import Track
from sim.score.doubt.uncertainty import generator
from sim.score.scorecard import BASELINE_RUNS
from sim.score.timelines.dates import Dates
from sim.score.timelines.observed import observed
from sim.score.timelines.targets import targets
from sim.situation import Requirement
from tests.score.made import forecast, recorded, row

TEXT = """
[score]
predicted = ["spark", "smoke"]
"""
SPARK, SMOKE = 0, 1
SCENARIO = recorded(TEXT, row("spark", 10), row("smoke", 40), known_until=date(2001, 4, 10))


def trial(says: Forecast, *days: int) -> Backtest:
    """A backtest from the ends of some days of 100."""
    return backtest(SCENARIO, says, (), [day * DAY for day in days], generator(0))


def like(*runs: list[tuple[int, int]]) -> Callable[[int], Dates]:
    """The same forecast from everywhere."""
    return lambda _: forecast([[*run] for run in runs], 100, 2)


HINDSIGHT = like(*[[(SPARK, 10), (SMOKE, 40)]] * 3)
LATE = like(*[[(SPARK, 10), (SMOKE, 50)]] * 3)


def test_dates_follow_each_other_while_something_is_to_come() -> None:
    """From the first interval's end to the day before the last known one, in whole days."""
    assert [cut // DAY for cut in origins(SCENARIO, 30 * DAY)] == [30, 60, 90]
    assert [cut // DAY for cut in origins(SCENARIO, 33 * DAY + 9)] == [33, 66]
    assert list(origins(SCENARIO, 99 * DAY)) == []
    for every in (DAY, 5):
        assert [cut // DAY for cut in origins(SCENARIO, every)] == list(range(1, 99))


def test_what_is_known_costs_nothing() -> None:
    """Where all has happened that ever will, persistence is perfect and so is the forecast."""
    found = trial(HINDSIGHT, 50).origins[0]

    assert (found.as_of, found.open) == (date(2001, 2, 19), 0)
    assert [found.scores[name] for name in ("icc", "pb", "es_b", "vs", "brier")] == [0] * 5
    assert all(each["icc"] == 0 for each in found.baselines.values())
    assert set(found.skill.values()) == {None}


def test_persistence_says_that_nothing_new_happens() -> None:
    """From day 20 on smoke of day 40 never comes: 60 days to the horizon, half by its weight."""
    found = trial(LATE, 20).origins[0]

    assert found.open == 1
    assert found.baselines["persistence"]["icc"] == 30
    assert found.scores["icc"] == 5
    assert found.skill["persistence"] == pytest.approx(1 - 5 / 30)


def test_skill_over_all_dates_is_of_the_sums() -> None:
    """From day 5 persistence misses both, from day 20 one; the forecast is 5 days off each time."""
    overall = trial(LATE, 5, 20).skill["persistence"]

    assert overall.value == pytest.approx(1 - (5 + 5) / ((90 + 60) / 2 + 30))
    low, high = overall.interval
    assert low <= overall.value <= high


def test_skill_is_unsure_of_kinds_only_where_they_differ() -> None:
    """From day 20 on only smoke tells the two apart: wherever it is drawn, by 1 - 10 / 60."""
    assert trial(LATE, 20).skill["persistence"].interval == pytest.approx((5 / 6, 5 / 6))


def test_resamples_of_what_a_baseline_says_perfectly_are_left_out() -> None:
    """The forecast has the spark of day 30, and smoke that never came, where persistence is right.

    Of both kinds 70 days are missed by persistence and 50 by the forecast, of sparks 70 and none.
    """
    scenario = recorded(TEXT, row("spark", 30), known_until=date(2001, 4, 10))
    says = like(*[[(SPARK, 30), (SMOKE, 50)]] * 3)

    found = backtest(scenario, says, (), [20 * DAY], generator(0)).skill["persistence"]

    assert found.value == pytest.approx(1 - 50 / 70)
    assert found.interval == pytest.approx((1 - 50 / 70, 1))


def test_a_forecast_is_asked_from_each_date() -> None:
    """From its second on, and told as of that day: a row whose window ends then is known."""
    asked = []

    def says(cut: int) -> Dates:
        asked.append(cut // DAY)
        return HINDSIGHT(cut)

    found = trial(says, 20, 40, 41)

    assert asked == [20, 40, 41]
    assert [one.as_of.day for one in found.origins] == [20, 9, 10]
    assert [one.open for one in found.origins] == [1, 1, 0]


def test_lags_of_the_procedure_are_scored() -> None:
    """Smoke needs a spark: 30 days after it in the record, 40 in the forecast."""
    rule = Requirement(Pattern("smoke"), (Pattern("spark"),), None, same_subject=False, source="")
    scenario = attrs.evolve(SCENARIO, procedure=(rule,))

    found = backtest(scenario, LATE, (), [20 * DAY], generator(0)).origins[0]

    assert found.scores["vs"] == pytest.approx((40**0.5 - 30**0.5) ** 2)


TRACK = Track("other", 50 * DAY, ((5 * DAY, "spark"), (10 * DAY, "smoke"), (20 * DAY, "spark")))


def test_other_tracks_say_what_is_to_be_expected_from_that_day_on() -> None:
    """Sparks of day 10 are known; what follows lies after day 20, at the rate of the other track.

    It has 2 sparks in 50 days: with half a one more, 4 in 80; steps of its chain take whole days.
    """
    record = observed(SCENARIO, targets(SCENARIO))
    mine = forecast([[(SPARK, 10)]], 100, 2)

    found = baselines(
        SCENARIO, mine, record, tracks=(TRACK,), cut=20 * DAY, chance=generator(0)
    )  # fmt: skip

    assert list(found) == ["persistence", "climatology", "markov", "decoupled", "redrawn"]
    for name in ("climatology", "markov"):
        sparks = found[name].times[SPARK]
        assert len(sparks) == BASELINE_RUNS
        assert (sparks[:, 0] == 10 * DAY).all()
        assert sparks[:, 1:].min() >= 20 * DAY
    later = (found["climatology"].times[SPARK][:, 1:] < 100 * DAY).sum(axis=1)
    assert later.mean() == pytest.approx(4, abs=4 * (4 / BASELINE_RUNS) ** 0.5)
    assert set((found["markov"].times[SPARK][:, 1] // DAY).tolist()) == {25}


def test_a_backtest_stands_beside_other_tracks() -> None:
    """Where there are any."""
    found = backtest(SCENARIO, LATE, (TRACK,), [20 * DAY], generator(0))

    assert {"climatology", "markov"} <= set(found.skill)
    assert {"climatology", "markov"} <= set(found.origins[0].baselines)


def test_without_dates_there_is_no_skill() -> None:
    """An empty backtest is one all the same."""
    assert (trial(LATE).origins, trial(LATE).skill) == ((), {})


def past_and_future(scenario: Scenario, cut: int) -> dict[str, list[list[int]]]:
    """The days of each target, by baseline of one run, from a day on."""
    record = observed(scenario, targets(scenario))
    mine = forecast([[(SPARK, 10), (SMOKE, 50)]], 100, 2)
    found = baselines(scenario, mine, record, tracks=(), cut=cut * DAY, chance=generator(0))
    return {name: [(t[0] // DAY).tolist() for t in dates.times] for name, dates in found.items()}


def test_every_baseline_has_the_record_as_its_past() -> None:
    """Sparks of day 10 are known to all; what this scenario says comes after them once."""
    found = past_and_future(SCENARIO, 20)

    assert list(found) == ["persistence", "decoupled", "redrawn"]
    assert found["persistence"] == [[10], []]
    assert [days for days in found["decoupled"][SPARK] if days < 100] == [10]
    assert found["decoupled"][SMOKE] == [50]
    assert 20 <= found["redrawn"][SMOKE][0] < 100


def test_dates_drawn_anew_are_of_what_is_to_come() -> None:
    """In every run, however many."""
    record = observed(SCENARIO, targets(SCENARIO))
    mine = forecast([[(SMOKE, 50)]] * 50, 100, 2)

    found = baselines(SCENARIO, mine, record, tracks=(), cut=45 * DAY, chance=generator(0))

    assert found["redrawn"].times[SMOKE][:, 1].min() >= 45 * DAY


def test_what_was_announced_counts_from_its_announcement_on() -> None:
    """And only while its day is to come."""
    said = Announced(Pattern("smoke"), 45 * DAY, 25 * DAY, "")
    classes = attrs.evolve(SCENARIO.classes, announced=(said,))
    scenario = attrs.evolve(SCENARIO, classes=classes)

    assert "announced" not in past_and_future(scenario, 20)
    assert past_and_future(scenario, 30)["announced"][SMOKE] == [45]
    assert past_and_future(scenario, 60)["announced"][SMOKE] == [40, 100]
