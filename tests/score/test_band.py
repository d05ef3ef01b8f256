"""Disputed rows: left out of what splits by kind, and told as a band. By hand."""

from typing import Any

import attrs
import numpy as np
import pytest

from sim.events import Pattern
from sim.events.dates import DAY
from sim.log.contested import Alternative, Contested
from sim.scenario.model import Scenario
from sim.score.doubt.band import MOST_WAYS, _ways, band
from sim.score.doubt.calibration import calibration
from sim.score.measures.by_name import measures
from sim.score.timelines.observed import observed
from sim.score.timelines.targets import Target, targets
from tests.score.made import forecast, recorded, row

TEXT = """
[[procedure]]
event = "smoke"
needs = "spark"
source = "none without"

[score]
predicted = ["spark", "smoke", "fire", { event = "rain", per = "month" }]
"""
SPARK, SMOKE, FIRE = range(3)
DAYS = 181


def day(number: int, weight: float) -> Alternative:
    """A reading that a row is of one day."""
    return Alternative(weight, (number * DAY, (number + 1) * DAY))


SURE = Alternative(1, (12 * DAY, 13 * DAY))
READINGS = (day(12, 0.5), day(20, 0.25), Alternative(0.25, None))


def disputed(smoke: int = 12, *readings: Alternative) -> Scenario:
    """A record with sparks on day 20, smoke on a disputed day and fire on day 30."""
    rows = [row("spark", 20, line=2), row("smoke", smoke, line=3), row("fire", 30, line=4)]
    return recorded(TEXT, *rows, contested=(Contested(1, readings or (SURE,)),))


RUNS = [[(SPARK, 20), (SMOKE, 10), (FIRE, 28)]] * 4


def test_the_band_is_from_the_kindest_to_the_harshest_reading() -> None:
    """Four targets weigh a quarter each; fire is 2 days off, smoke 2, 10 or 171."""
    scenario = disputed(12, *READINGS)

    found = band(scenario, forecast(RUNS, DAYS, 4), targets(scenario))

    assert found is not None
    assert (found.rows, found.low, found.high) == (1, 1, (2 + 171) / 4)
    assert found.mean == pytest.approx((2 + 0.5 * 2 + 0.25 * 10 + 0.25 * 171) / 4)


def test_changes_of_several_rows_add_up() -> None:
    """Each row is varied alone, the others in their first reading."""
    scenario = disputed(12, *READINGS)
    fire = Contested(2, (day(30, 0.5), day(28, 0.5)))
    scenario = attrs.evolve(scenario, contested=(*scenario.contested, fire))

    found = band(scenario, forecast(RUNS, DAYS, 4), targets(scenario))

    assert found is not None
    assert (found.rows, found.low, found.high) == (2, (2 + 0) / 4, (171 + 2) / 4)


def twice(first: float, second: float) -> Scenario:
    """Smoke on days 10 and 40, each with a chance that it was so, else it was not; fire on 30."""
    rows = [row("smoke", 10, line=2), row("smoke", 40, line=3), row("fire", 30, line=4)]
    contested = tuple(
        Contested(place, (day(when, chance), Alternative(1 - chance, None)))
        for place, (when, chance) in enumerate(((10, first), (40, second)))
    )
    return recorded(TEXT, *rows, contested=contested)


def test_rows_of_one_target_are_read_together() -> None:
    """In each way, weighed by the product; smoke is on day 10 in the runs, fire 2 days off.

    Both as told: 141 days for the second. The first alone: none. The second alone: 30. Neither:
    171. Sparks on day 20, of which the record knows nothing, add 161 to each.
    """
    scenario = twice(0.5, 0.25)

    found = band(scenario, forecast(RUNS, DAYS, 4), targets(scenario))

    assert found is not None
    others = 2 + 161
    mean = 0.125 * 141 + 0.375 * 0 + 0.125 * 30 + 0.375 * 171
    assert (found.rows, found.low, found.high) == (2, others / 4, (others + 171) / 4)
    assert found.mean == pytest.approx((others + mean) / 4)


@pytest.mark.parametrize("rows", [8, 9])
def test_ways_have_an_end(rows: int) -> None:
    """Eight rows of two readings are 256 ways; of nine the last keeps its first reading."""
    contested = [Contested(n, (day(n, 0.5), Alternative(0.5, None))) for n in range(rows)]
    scenario = recorded(TEXT, *(row("smoke", n, line=n) for n in range(rows)))

    ways = list(_ways(scenario, contested))

    assert len(ways) == MOST_WAYS == 256
    assert {weight for weight, _ in ways} == {0.5**8}
    left = [len(each.record.events) for _, each in ways if each.record]
    assert (min(left), max(left)) == (rows - 8, rows)


def test_a_row_whose_readings_score_alike_counts() -> None:
    """Its kind is left out of the headline, and so the reader is told."""
    scenario = disputed(12, day(12, 0.5), day(8, 0.5))

    found = band(scenario, forecast(RUNS, DAYS, 4), targets(scenario))

    assert found is not None
    assert (found.rows, found.low, found.high) == (1, 1, 1)


def test_a_dispute_is_about_the_target_of_its_row() -> None:
    """By actor and subject too: smoke of the guest is disputed, that of the host is not."""
    guest = attrs.evolve(row("smoke", 12), actor="guest", subject="bases")
    scenario = recorded(TEXT, guest, row("smoke", 20), contested=(Contested(0, READINGS),))
    patterns = (Pattern("smoke", "guest", "bases"), Pattern("smoke"))
    chosen = [Target(str(one), one, "other", 0.5, monthly=False) for one in patterns]

    assert observed(scenario, chosen).contested == {0}
    assert band(scenario, forecast([[]], DAYS, 1), chosen[:1]) is not None


def test_nothing_disputed_has_no_band() -> None:
    """Neither a record without disputes nor one that disputes what is not predicted."""
    plain = attrs.evolve(disputed(), contested=())
    other = recorded(TEXT, row("ash", 3), contested=(Contested(0, (day(3, 0.5), day(4, 0.5))),))

    assert band(plain, forecast(RUNS, DAYS, 4), targets(plain)) is None
    assert band(other, forecast(RUNS, DAYS, 4), targets(other)) is None
    assert band(attrs.evolve(plain, record=None), forecast(RUNS, DAYS, 4), targets(plain)) is None


@pytest.mark.parametrize("name", ["icc", "pb", "vs", "brier", "log"])
def test_what_is_disputed_moves_no_score_that_splits_by_kind(name: str) -> None:
    """Wherever the disputed row stands; were it certain, the score would move."""

    def value(smoke: int, **more: Any) -> float:
        scenario = attrs.evolve(disputed(smoke), **more)
        chosen = targets(scenario)
        runs = forecast([*RUNS, [(SPARK, 40), (SMOKE, 50)]], DAYS, 4)
        return measures(scenario, chosen)[name](runs, observed(scenario, chosen)).value

    assert value(12) == value(90)
    assert value(12, contested=()) != value(90, contested=())


def test_what_is_disputed_calibrates_nothing() -> None:
    """Two first dates are left of three."""
    scenario = disputed()
    runs = forecast(RUNS, DAYS, 4)

    found = calibration(runs, observed(scenario, targets(scenario)))

    assert (found.items, np.sum(found.histogram)) == (2, 2)
