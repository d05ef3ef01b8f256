"""Parameters drawn from their priors: quantiles as texts that a scenario reads again."""

import pytest

from sim.scenario.model import Scenario
from sim.scenario.prior import quantile, stratified
from tests.laws.logs import written

TEXT = """
[parameters]
lag = { value = "10 d", prior = "uniform(20 d, 60 d)", source = "assumed" }
leaning = { value = 0, prior = "uniform(low = -1, high = 3)", source = "assumed" }
pace = { value = "2 / month", prior = "uniform(high = 3 / month, low = 1 / month)", source = "x" }
wait = { value = "5 d", prior = "log-normal(median = 2 * 4 d, spread = 2)", source = "assumed" }
crowd = { value = "50 persons", prior = "uniform(low = 10, high = 90)", source = "assumed" }
plain = { value = 7, source = "assumed" }

[[steps]]
actor = "host"
name = "act"
rate = "pace"
emits = "spark"
"""
DAY = 86_400


def scenario(changes: dict[str, str] | None = None) -> Scenario:
    """Six parameters, of which five have a prior."""
    return written(TEXT, changes)


@pytest.mark.parametrize(
    ("name", "level", "value"),
    [
        ("lag", 0, 20 * DAY),
        ("lag", 0.25, 30 * DAY),
        ("leaning", 0.25, 0),
        ("leaning", 0, -1),
        ("pace", 0.5, 2 / (365.25 / 12 * DAY)),
        ("wait", 0.5, 8 * DAY),
        ("crowd", 0.5, 50),
    ],
)
def test_a_quantile_is_read_back_as_it_was_drawn(name: str, level: float, value: float) -> None:
    """With its unit, whatever the order of the prior's arguments and however they are written."""
    first = scenario()

    text = quantile(first, first.parameters[name], level)

    assert scenario({name: text}).parameters[name].value == pytest.approx(value, rel=1e-6)


def test_draws_cover_each_prior_evenly() -> None:
    """Each parameter has the middles of as many equal slices as there are draws, in its order."""
    drawn = stratified(scenario(), ["lag", "leaning"], 4, [[0, 1, 2, 3], [3, 1, 0, 2]])

    read = [scenario(changes).parameters for changes in drawn]
    assert [one["lag"].value / DAY for one in read] == pytest.approx([25, 35, 45, 55])
    assert [one["leaning"].value for one in read] == pytest.approx([2.5, 0.5, -0.5, 1.5])


def test_a_parameter_without_a_prior_keeps_its_value() -> None:
    """It is not among the changes."""
    assert stratified(scenario(), ["plain"], 2, [[0, 1]]) == [{}, {}]
