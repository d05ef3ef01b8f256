"""Levels of gauges, before and after the clock starts."""

import pytest

from sim.engine import Program, simulate
from sim.situation import fold
from tests.laws.logs import written

DAY = 86_400

SCENARIO = """
[gauges.heat]
start = 0.2
within = [0, 1]
half_life = "10 d"
rest = 0.1
moved_by = [{{ event = "spark", by = 0.4 }}, {{ event = "rain", set = 0.9 }}]

[gauges.debt]
start = 5
within = [0, 100]
moved_by = [{{ event = "spark", by = 30 }}]

{}
"""


def levels(*initial: str, now: int = 0) -> tuple[float, float]:
    """Both gauges at a second, after some initial events, each told as `date kind`."""
    text = ""
    for each in initial:
        date, kind = each.split()
        text += f'[[initial]]\ndate = {date}\nactor = "host"\nevent = "{kind}"\n'
    scenario = written(SCENARIO.format(text))
    situation = fold(Program(scenario).ledger, simulate(scenario, 1).events)
    return situation.level(1, now), situation.level(0, now)


@pytest.mark.parametrize(
    ("initial", "heat", "debt"),
    [
        ((), 0.2, 5),
        (("2000-12-22 spark",), 0.2 + 0.4 / 2, 35),
        (("2000-12-12 spark", "2000-12-22 spark"), 0.2 + 0.4 / 4 + 0.4 / 2, 65),
        (("2001-01-01 spark",), 0.2 + 0.4, 35),
        (("2000-12-22 rain",), 0.1 + 0.8 / 2, 5),
        (("2000-12-12 rain", "2000-12-22 spark"), 0.1 + 0.8 / 4 + 0.4 / 2, 35),
        (("1500-01-01 spark",), 0.2, 35),
        (("0001-01-01 rain",), 0.1, 5),
    ],
)
def test_initial_events_count_by_what_is_left_of_them(
    initial: tuple[str, ...], heat: float, debt: float
) -> None:
    """A gauge begins at its `start`, with what is left of what came before; however long before."""
    assert levels(*initial) == pytest.approx((heat, debt))


def test_a_gauge_wears_down_from_the_start_on() -> None:
    """The start and what is left of initial events wear down together once the clock runs."""
    assert levels("2000-12-22 spark", now=10 * DAY)[0] == pytest.approx(0.1 + (0.4 - 0.1) / 2)
