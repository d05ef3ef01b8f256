"""Stories: what had to come about, what had to be missing, and how likely each was, by hand."""

import json
from math import exp, prod

import pytest

from sim.check.search.search import Search
from sim.check.search.told import Counterexample
from sim.report.check_documents import of_story
from sim.report.checks import likely, story_section
from sim.scenario import load
from tests.check.small import PLANTED, again, answered, never, planted, searched, unheard
from tests.laws.logs import written

DAY, MONTH = 86_400, 30.4375

NEAR = 1e-3
"""A bound between times is found by halving, and known to this part of a chance or better."""


def story(text: str, seeds: int = 60) -> Counterexample:
    """The story of the only rule of a scenario."""
    search = searched(Search(written(text), again(text)), range(seeds))
    search.tell(unheard, never)
    (found,) = search.stories()
    return found


SOON = """
    [[checks]]
    name = "rule"
    rule = "not succession(spark, fire) within 4 d"
    [[steps]]
    actor = "host"
    name = "spark"
    at = 2001-01-05
    emits = "spark"
    [[steps]]
    actor = "guest"
    name = "fire"
    on = "spark"
    after = "uniform(low = 0 d, high = 16 d)"
    outcomes = [{ chance = 0.5, emits = "fire" }, { chance = 0.25, emits = "ash" }]
"""


def test_the_chance_of_an_outcome_and_of_its_time() -> None:
    """A fire within 4 of 16 days, of a chance of a half: an eighth."""
    found = story(SOON)
    (fire,) = found.decided

    assert [event.kind for event in found.broken.events] == ["spark", "fire"]
    assert fire.chance.timely == pytest.approx(0.25, rel=NEAR)
    assert fire.chance.outcome == 0.5
    assert found.probability == pytest.approx(0.125, rel=NEAR)
    assert not found.missing
    assert found.minimal


def test_an_outcome_that_breaks_the_rule_as_well_counts() -> None:
    """Fire or ash, whichever, in a quarter of the time; the story has one of the two."""
    text = SOON.replace("(spark, fire)", "(spark, [fire, ash])")
    (decided,) = story(text).decided

    assert decided.chance.whole == pytest.approx(0.25 * 0.75, rel=NEAR)
    assert decided.chance.timely * decided.chance.outcome < decided.chance.whole


MISSING = answered(
    "4 d", "uniform(low = 0 d, high = 16 d)", 'outcomes = [{ chance = 0.8, emits = "rain" }]'
)


def test_what_had_to_be_missing_is_told() -> None:
    """An answer that comes in time with a chance of 0.8 / 4 does not come with one of 0.8."""
    found = story(MISSING)
    (rain,) = found.missing

    assert not found.decided
    assert (rain.decision.step, rain.cause) == ("guest: rain", 0)
    assert rain.chance.whole == pytest.approx(0.8, rel=NEAR)
    assert found.probability == rain.chance.whole


RAIDS = """
    checks = [{ name = "rule", rule = "absence(fire)", source = "made up" }]
    [[steps]]
    actor = "guest"
    name = "fire"
    rate = "0.5 / month"
    emits = "fire"
"""


def test_that_a_rate_yields_something_in_time() -> None:
    """1 - exp(-rate * time), over the time that the story takes."""
    found = story(RAIDS, 5)
    (fire,) = found.decided
    months = found.broken.since / DAY / MONTH

    assert not found.missing  # the fire that came is not one that should be missing
    assert found.probability == pytest.approx(1 - exp(-0.5 * months), rel=1e-6)
    assert fire.second == found.broken.since


def test_that_a_rate_yields_nothing() -> None:
    """exp(-rate * time) over the days in which something would have kept the rule."""
    text = (
        MISSING[: MISSING.index('[[steps]]\n    actor = "guest"')]
        + """
    [[steps]]
    actor = "guest"
    name = "rain"
    rate = "3 / month"
    emits = "rain"
    """
    )
    found = story(text)
    (rain,) = found.missing

    assert rain.decision.step == "guest: rain"
    assert rain.chance.whole == pytest.approx(exp(-3 / MONTH * 4), rel=NEAR)


def test_what_is_sure_has_no_chance_to_tell() -> None:
    """A rule that every run breaks: no decision, and a chance of one."""
    text = SOON.replace("uniform(low = 0 d, high = 16 d)", "fixed(value = 3 d)").replace(
        'outcomes = [{ chance = 0.5, emits = "fire" }, { chance = 0.25, emits = "ash" }]',
        'emits = "fire"',
    )
    found = story(text)

    assert (found.decided, found.missing, found.probability) == ((), (), 1.0)


SURE = "No decision had to be made for it: it comes of what is sure."
TRIED = "Nothing that was tried to come at another time or otherwise made a difference."

RAINED = """
    checks = [{ name = "rule", rule = "absence(spark)", source = "made up" }]
    steps = [
        { actor = "host", name = "fire", at = 2001-01-02, emits = "fire" },
        { actor = "host", name = "spark", at = 2001-01-05, emits = "spark" },
        { actor = "guest", name = "rain", REST },
    ]
"""


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        ('on = "fire", after = "2 d", emits = "rain"', SURE),
        ('on = "fire", after = "fixed(value = 2 d)", emits = "rain"', SURE),
        ('on = "spark", after = "uniform(low = 1 d, high = 2 d)", emits = "rain"', SURE),
        ('on = "fire", after = "uniform(low = 1 d, high = 2 d)", emits = "rain"', TRIED),
        ('on = "fire", outcomes = [{ chance = 0.5, emits = "rain" }]', TRIED),
        ('rate = "1 / month", emits = "rain"', TRIED),
        ('on = "fire", emits = [{ event = "rain", quantity = "normal(mean = 1, sd = 1)" }]', TRIED),
    ],
)
def test_what_is_said_of_a_story_without_decisions(rest: str, says: str) -> None:
    """That it is sure, only where nothing that could have come by then is a matter of chance."""
    text = RAINED.replace("REST", rest)
    found = story(text, 5)

    assert (found.decided, found.missing, found.probability) == ((), (), 1.0)
    assert story_section(written(text), found, "").notes[-1] == says


@pytest.mark.parametrize(
    ("chance", "says"),
    [
        (0.4, "40 %"),
        (0.0995, "10 %"),
        (0.0994, "1 in 10"),
        (1 / 784, "1 in 780"),
        (2e-9, "1 in 500,000,000"),
        (1e-10, "less than 1 in 1,000,000,000"),
        (5e-324, "less than 1 in 1,000,000,000"),
        (0.0, "less than 1 in 1,000,000,000"),
    ],
)
def test_a_chance_in_words(chance: float, says: str) -> None:
    """By how many one is, where it is small; never as infinity."""
    assert likely(chance) == says


def test_a_document_has_the_chances_whose_product_it_gives() -> None:
    """Of each decision, and of what was missing, under one name."""
    scenario = load(PLANTED)
    search = searched(planted(), range(100))
    search.tell(unheard, never)

    for found in search.stories():
        document = json.loads(json.dumps(of_story(scenario, found, None)))
        chances = [one["probability"] for one in document["decisions"] + document["missing"]]
        assert len(chances) >= 4
        assert document["probability"] == pytest.approx(prod(chances))


def test_a_chance_holds_when_it_is_tried() -> None:
    """Of runs of the planted fire, about an eighth break the rule: the story is all there is."""
    search = Search(written(SOON), again(SOON))
    search.hold(range(2_000), lambda _: None, lambda: False)

    low, high = search.rates[0].interval
    assert low <= 0.125 <= high


def test_a_share_smaller_than_a_part_is_found_by_halving() -> None:
    """An answer that comes in the last hours of sixteen days, and a fire in the first six."""
    late = MISSING.replace("within 4 d", "within 15.8 d").replace("chance = 0.8", "chance = 1.0")
    (rain,) = story(late, 400).missing
    assert rain.chance.whole == pytest.approx(0.2 / 16, rel=0.02)

    early = SOON.replace("within 4 d", "within 6 h").replace("chance = 0.5", "chance = 0.7")
    (fire,) = story(early, 400).decided
    assert fire.chance.timely == pytest.approx(0.25 / 16, rel=0.02)
    assert fire.chance.whole == pytest.approx(0.7 * 0.25 / 16, rel=0.02)
