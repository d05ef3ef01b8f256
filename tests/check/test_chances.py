"""Chances of stories of one decision: as worked out by hand, and as shares of many runs."""

from math import exp, sqrt

import attrs
import pytest

from sim.check.search.search import Search
from sim.check.search.told import told
from sim.check.search.trial import tried
from sim.report.checks import story_section
from tests.check.small import again, answered, first_broken, models, never, searched, unheard
from tests.check.test_told import MONTH, RAIDS, story
from tests.laws.logs import day, written

MANY = 4_000


def eve(rate: str, rule: str, end: str = "2010-12-31") -> str:
    """Raids at a rate, a round at last on a day, and a rule."""
    return f"""
    clock = {{ start = 2001-01-01, end = {end} }}
    checks = [{{ name = "rule", rule = "{rule}", source = "made up" }}]
    [[steps]]
    actor = "host"
    name = "round"
    at = 2010-12-01
    emits = "spark"
    [[steps]]
    actor = "guest"
    name = "raid"
    rate = "{rate}"
    emits = "fire"
    """


NEAR = eve("1 / month", "not succession(fire, spark) within 1 d")
QUIET = eve("6 / month", "precedence(fire, spark) within 20 d")


def test_a_raid_on_the_eve() -> None:
    """One in the last of 3,621 days: 1 - exp(-1 / 30.4375), however small a part that is."""
    (raid,) = story(NEAR, 300).decided
    assert raid.chance.whole == pytest.approx(1 - exp(-1 / MONTH), rel=0.02)


def test_no_raid_in_the_last_twenty_days() -> None:
    """None of six a month in 20 of 3,621 days, none of which is in the middle of a sixteenth."""
    (raid,) = story(QUIET, 150).missing
    assert raid.chance.whole == pytest.approx(exp(-6 * 20 / MONTH), rel=0.02)


REPLY = """
    checks = [{ name = "rule", rule = "precedence(rain, fire) within 38 d", source = "made up" }]
    [[steps]]
    actor = "host"
    name = "spark"
    at = 2001-01-01
    emits = "spark"
    [[steps]]
    actor = "host"
    name = "fire"
    at = 2001-04-11
    emits = "fire"
    [[steps]]
    actor = "guest"
    name = "rain"
    on = "spark"
    after = "uniform(low = 0 d, high = 300 d)"
    emits = "rain"
"""


def test_a_reply_that_keeps_the_rule_only_for_a_while() -> None:
    """Neither soon nor late, but 62 to 100 days after: the rule is broken by 1 - 38 / 300."""
    (rain,) = story(REPLY).missing
    assert rain.chance.whole == pytest.approx(1 - 38 / 300, rel=0.001)


def test_a_window_that_begins_where_delays_do() -> None:
    """Rain within two of three hundred days keeps the rule: it begins a second after the spark."""
    text = answered("2 d", "uniform(low = 0 d, high = 300 d)", 'emits = "rain"')
    (rain,) = story(f"clock = {{ start = 2001-01-01, end = 2001-12-31 }}\n{text}", 30).missing
    assert rain.chance.whole == pytest.approx(1 - 2 / 300, rel=1e-4)


@pytest.mark.parametrize("days", [170, 40])
def test_a_reply_that_keeps_the_rule_for_a_few_days(days: int) -> None:
    """In five days of 300, between two of the delays that are tried: those end at an event."""
    text = REPLY.replace("38 d", "5 d").replace("2001-04-11", f"{day(days)}")
    (rain,) = story(text).missing
    assert rain.chance.whole == pytest.approx(1 - 5 / 300, rel=0.0005)


@pytest.mark.parametrize("level", [0.0, 1.0])
@pytest.mark.parametrize(
    "after",
    [
        "log-normal(median = 9 d, spread = 2)",
        "exponential(mean = 9 d)",
        "gamma(mean = 9 d, shape = 2)",
    ],
)
def test_any_level_is_a_delay(after: str, level: float) -> None:
    """The soonest and the latest of all, as a file may ask for them."""
    found = models(REPLY.replace("uniform(low = 0 d, high = 300 d)", after))
    first = first_broken(found, "rule")
    (rain,) = (one for one in first.decisions if one.step == "guest: rain")
    case = attrs.evolve(first.case, decisions=(attrs.evolve(rain, delay=level),))
    assert tried(found, "rule", case) is not None


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_a_rate_is_tried_whatever_its_seed_gives(first: int) -> None:
    """Also where a seed has no candidate before the end, or none that so low a rate reaches."""
    for rate, within, expected in (("1 / month", 20, 20 / MONTH), ("0.02 / month", 150, 3 / MONTH)):
        text = f"""
        checks = [{{ name = "r", rule = "response(spark, fire) within {within} d", source = "-" }}]
        steps = [
            {{ actor = "host", name = "spark", at = 2001-01-05, emits = "spark" }},
            {{ actor = "guest", name = "fire", rate = "{rate}", emits = "fire" }},
        ]
        """
        search = searched(Search(written(text), again(text)), range(first, first + 20))
        search.tell(unheard, lambda: False)
        ((fire,),) = (one.missing for one in search.stories())
        assert fire.chance.whole == pytest.approx(exp(-expected), rel=0.001)


def test_an_intensity_that_changes() -> None:
    """A raid of fifty days of many, with its chance in fifty days of few: what comes then, too."""
    found = story("""
    checks = [{ name = "rule", rule = "not succession(fire, ash)", source = "made up" }]
    [gauges.alarm]
    start = 1
    within = [0, 1]
    moved_by = [{ event = "spark", by = -1 }]
    [[steps]]
    actor = "host"
    name = "spark"
    at = 2001-02-20
    emits = "spark"
    [[steps]]
    actor = "host"
    name = "ash"
    at = 2001-04-11
    emits = "ash"
    [[steps]]
    actor = "guest"
    name = "fire"
    rate = "(0.02 + 0.5 * alarm) / month"
    emits = "fire"
    """)
    (fire,) = found.decided
    assert fire.second is not None
    assert fire.second < 50 * 86_400
    expected = 0.52 * 50 / MONTH + 0.02 * 50 / MONTH
    assert fire.chance.whole == pytest.approx(1 - exp(-expected), rel=1e-4)


def test_of_several_raids_one_with_that_outcome_is_enough() -> None:
    """1 - exp(-expected * chance), more than that one comes at all times its outcome's chance."""
    text = RAIDS.replace("0.5 / month", "6 / month").replace(
        'emits = "fire"', 'outcomes = [{ chance = 0.1, emits = "fire" }]'
    )
    found = story(text)
    (fire,) = found.decided
    expected = 6 * found.broken.since / 86_400 / MONTH

    assert fire.chance.timely == pytest.approx(1 - exp(-expected), rel=1e-6)
    assert fire.chance.outcome == pytest.approx(0.1)
    assert fire.chance.whole == pytest.approx(1 - exp(-expected / 10), rel=1e-6)
    assert found.probability == fire.chance.whole
    line = story_section(written(text), found, "").rows[-1][-1]
    assert line.endswith(f"this outcome (10 %), in all ({100 * fire.chance.whole:.0f} %)")


OUTCOME = NEAR.replace("1 / month", "2 / month").replace("within 1 d", "within 30 d")
OUTCOME = OUTCOME.replace('emits = "fire"', 'outcomes = [{ chance = 0.3, emits = "fire" }]')


@pytest.mark.parametrize("text", [NEAR, REPLY, OUTCOME])
def test_chances_are_the_shares_of_many_runs(text: str) -> None:
    """Where a story of one decision is all that there is: within three standard errors."""
    chance = story(text, 300).probability
    search = Search(written(text), again(text))
    search.hold(range(MANY), unheard, lambda: False)

    assert chance is not None
    error = sqrt(chance * (1 - chance) / MANY)
    assert abs(search.rates[0].rate - chance) < 3 * error


VOTE = """
    checks = [{ name = "rule", rule = "absence(law_passed)", source = "made up" }]
    [actors.chamber]
    behaviour = "legislature"
    seats = 21
    blocs = [{ name = "all", seats = 21, position = 0.05 }]
    [gates.consent]
    body = "chamber"
    considers = "bill_introduced"
    after = "10 d"
    needs = "majority of seats"
    passed = "law_passed"
    failed = "law_rejected"
    [[steps]]
    actor = "host"
    name = "bill"
    at = 2001-02-01
    emits = "bill_introduced"
"""


def test_of_a_vote_the_recounts_that_break_the_rule_count() -> None:
    """The share of eight, whichever of them the story has; its line says that share alone."""
    found = models(VOTE)
    first = first_broken(found, "rule")
    kept = attrs.evolve(first.case, decisions=first.decisions[-1:])
    counts = [
        tried(found, "rule", attrs.evolve(kept, decisions=(attrs.evolve(vote, outcome=place),)))
        for vote in kept.decisions or ()
        for place in range(8)
    ]
    broken = [one for one in counts if one is not None]
    assert 0 < len(broken) < 8
    for one in broken:
        again_told = told(found, "rule", one, never, minimal=True)
        (vote,) = again_told.decided
        assert vote.chance.whole == pytest.approx(len(broken) / 8)
        assert (vote.chance.timely, vote.chance.outcome) == (1.0, vote.chance.whole)
        line = story_section(written(VOTE), again_told, "").rows[-1][-1]
        assert line == f"this outcome ({100 * len(broken) / 8:.0f} %)"
