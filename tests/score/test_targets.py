"""What is scored of a scenario, by which weights, and until when."""

from datetime import date

import attrs
import pytest

from sim.events.dates import DAY, seconds_at
from sim.log import Record
from sim.scenario.model import Scenario
from sim.score.timelines.observed import observed
from sim.score.timelines.targets import Target, compared_until, targets
from tests.laws.logs import written

TEXT = """
clock = { start = 2001-01-01, end = 2001-12-31 }

[[steps]]
actor = "host"
name = "act"
rate = "1 / y"
emits = "round_held"

[[steps]]
actor = "host"
name = "sign"
rate = "1 / y"
emits = "agreement_signed"
subject = "treaty"

[[steps]]
actor = "host"
name = "initial"
rate = "1 / y"
emits = "agreement_initialled"

[[steps]]
actor = "guest"
name = "attack"
rate = "9 / y"
emits = "attack"

[score]
predicted = [
    "agreement_signed",
    { event = "agreement_signed", subject = "treaty" },
    "round_held",
    { event = "attack", per = "month", weight = 2 },
]
"""


def scenario() -> Scenario:
    """A scenario with four targets."""
    return written(TEXT)


def test_families_share_the_headline_alike() -> None:
    """Targets of a family share its part, by the scenario's weights; all of them make 1."""
    families: dict[str, list[Target]] = {}
    for one in targets(scenario()):
        families.setdefault(one.family, []).append(one)
    total = len(families) + 1  # attacks weigh double

    assert sum(one.weight for one in targets(scenario())) == pytest.approx(1)
    for members in families.values():
        double = 2 if members[0].monthly else 1
        assert sum(one.weight for one in members) == pytest.approx(double / total)


def test_what_says_more_comes_first() -> None:
    """A signature of the treaty is not counted as just any signature."""
    chosen = targets(scenario())

    assert chosen[0].pattern.subject == "treaty"
    assert [one.name for one in chosen if one.monthly] == [chosen[-1].name]


def test_comparison_ends_with_the_clock_or_with_what_is_known() -> None:
    """Whichever is earlier; the last known day is compared whole."""
    made = scenario()
    known = attrs.evolve(made, known_until=date(2001, 6, 30))

    assert compared_until(made) == made.horizon
    assert compared_until(known) == made.horizon
    with_record = attrs.evolve(known, record=Record("timeline.csv", made.start, ()))
    assert compared_until(with_record) == seconds_at(made.start, date(2001, 6, 30)) + DAY


def test_without_a_record_nothing_happened() -> None:
    """A scenario alone has targets, and no rows for them."""
    made = scenario()

    assert set(observed(made, targets(made)).rows) == {()}
