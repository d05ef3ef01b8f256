"""Rows known to a range of days: which cells rank the true forecaster first.

The truth is one date; the record has it in a window of sixty days that begins at random before it.
Measured: what the score of a wrong forecaster lacks to that of the true one, over many records.
The case is one that shows the difference: windows as long as dates are spread, and small errors.
With errors of ten days the middle's cell preferred no forecaster to the true one.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from sim.events.dates import DAY
from sim.score.measures.crps import crps
from sim.score.timelines.grain import Grain, ranged

HORIZON, WIDTH, RUNS, RECORDS = 480, 60, 60, 4_000

Days = np.ndarray
Measure = Callable[[Days, int], float]
"""The score of dates, in days, against a window of WIDTH days that begins on a day."""


def drawn(chance: np.random.Generator) -> Days:
    """Dates as they truly come: about day 140, some much later."""
    days: Days = np.minimum(100 + chance.gamma(4, 10, RUNS), HORIZON - 1)
    return days


WRONG: dict[str, Callable[[Days], Days]] = {
    "early": lambda days: days - 5,
    "late": lambda days: days + 5,
    "sharp": lambda days: 140 + (days - days.mean()) / 30,
    "wide": lambda days: 140 + (days - 140) * 2,
}


def own_cells(days: Days, begins: int) -> float:
    """Cells as wide as the window, and laid so that it is one of them: those of the headline."""
    return by(ranged(begins * DAY, (begins + WIDTH) * DAY, HORIZON * DAY), days, begins)


def by(grain: Grain, days: Days, day: float) -> float:
    """The score of dates read by some cells."""
    mine = grain.days((days * DAY).astype(np.int64)).reshape(-1, 1)
    theirs = grain.days(np.array([int(day * DAY)]))
    return float(crps(mine, theirs)[0][0])


FIXED = Grain(WIDTH, np.arange(0, HORIZON, WIDTH) * DAY, HORIZON * DAY)


def joined_cells(days: Days, begins: int) -> float:
    """Cells that are fixed beforehand, those that the window touches made one."""
    grain = FIXED.joined(begins * DAY, (begins + WIDTH) * DAY)
    return by(grain, days, begins)


def middle_cell(days: Days, begins: int) -> float:
    """Cells that are fixed beforehand, and of the window its middle."""
    return by(FIXED, days, begins + WIDTH / 2)


@cache
def lacking(measure: Measure) -> dict[str, float]:
    """How much worse each wrong forecaster is than the true one, in standard errors."""
    chance = np.random.default_rng(2)
    found: dict[str, list[float]] = {name: [] for name in WRONG}
    for _ in range(RECORDS):
        day, days = int(drawn(chance)[0]), drawn(chance)
        begins = max(day - int(chance.integers(WIDTH)), 0)
        truth = measure(days, begins)
        for name, change in WRONG.items():
            sent = np.clip(change(days), 0, HORIZON - 1)
            found[name].append(measure(sent, begins) - truth)
    return {
        name: float(np.mean(each) / np.std(each) * np.sqrt(RECORDS)) for name, each in found.items()
    }


@pytest.mark.parametrize("wrong", WRONG)
def test_cells_laid_by_a_window_rank_the_truth_first(wrong: str) -> None:
    """Where a window begins tells nothing of the day within it."""
    assert lacking(own_cells)[wrong] > 3


@pytest.mark.parametrize("measure", [joined_cells, middle_cell])
def test_cells_that_are_fixed_beforehand_do_not(measure: Measure) -> None:
    """A window that they cut in two makes some wrong forecaster better than the true one."""
    assert min(lacking(measure).values()) < -3
