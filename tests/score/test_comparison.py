"""Two scenarios side by side: what differs, and where runs part. By hand."""

from datetime import date

import attrs
import pytest

from sim.ensemble.projection import Projection
from sim.score.comparison import partings
from sim.score.doubt.uncertainty import generator
from sim.score.sides import beside, of_record, of_runs
from tests.score.made import START, columns, recorded, row, words

TEXT = """
[score]
predicted = ["spark", "smoke"]
"""
SCENARIO = recorded(TEXT, row("spark", 10), row("smoke", 20), known_until=date(2001, 4, 10))
FIRST = columns(
    2, (0, 10, "spark", "", "host: light"), (0, 15, "smoke", "", "host: burn"),
    (1, 10, "spark", "", "host: light"),
)  # fmt: skip
OTHER = columns(
    2, (0, 10, "spark", "", "host: light"), (0, 21, "smoke", "", "host: burn"),
    (1, 10, "spark", "", "host: light"), (1, 40, "spark", "", "host: again"),
)  # fmt: skip
CHANCE = generator(0)


def test_a_scenario_beside_itself_is_the_same() -> None:
    """All runs, and every difference is 0 with an interval of 0."""
    found = beside(of_runs("a", FIRST, SCENARIO), of_runs("b", FIRST, SCENARIO), SCENARIO, CHANCE)

    assert (found.same, found.partings) == (1, ())
    for one in found.differences:
        assert (one.chance, one.days, one.often, one.changed) == (0, 0, 0, 0)
        assert {one.chance_interval, one.days_interval, one.often_interval} == {(0, 0)}


def test_what_happens_on_neither_side_is_the_same() -> None:
    """No seed differs in it."""
    mine, theirs = (of_runs("", columns(2), SCENARIO) for _ in range(2))

    for one in beside(mine, theirs, SCENARIO, CHANCE).differences:
        assert (one.chances, one.days, one.often, one.changed) == ((0, 0), 0, 0, 0)


def test_differences_are_taken_seed_by_seed() -> None:
    """Smoke comes 6 days later in one seed of two; sparks fly once more in the other."""
    mine, theirs = (of_runs("", runs, SCENARIO) for runs in (FIRST, OTHER))

    spark, smoke = beside(mine, theirs, SCENARIO, CHANCE).differences

    assert (smoke.name, smoke.chances, smoke.chance) == ("smoke", (0.5, 0.5), 0)
    assert (smoke.days, smoke.days_interval) == (3, (0, 6))
    assert (smoke.often, smoke.changed) == (0, 0.5)
    assert (spark.days, spark.often, spark.changed) == (0, 0.5, 0.5)


def test_what_no_longer_happens_counts_as_the_last_day() -> None:
    """In one run smoke of day 15 never comes: it is 166 days later on a clock of 181."""
    never = columns(2, (0, 10, "spark", "", "host: light"), (1, 10, "spark", "", "host: light"))
    mine, theirs = (of_runs("", runs, SCENARIO) for runs in (FIRST, never))

    smoke = beside(mine, theirs, SCENARIO, CHANCE).differences[1]

    assert (smoke.chance, smoke.days, smoke.often) == (-0.5, 83, -0.5)


def test_runs_part_at_the_first_event_that_they_do_not_share() -> None:
    """The earlier of the two that stand there; an end of one run is parted by the other's event."""
    same, found = partings(FIRST, OTHER, START)

    assert same == 0
    assert {(one.step, one.share, one.median) for one in found} == {
        ("host: burn", 0.5, date(2001, 1, 16)), ("host: again", 0.5, date(2001, 2, 10)),
    }  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        columns(1, (0, 10, "spark", "bases", "host: light")),
        columns(1, (0, 10, "smoke", "", "host: light")),
        columns(1, (0, 10, "spark", "", "host: burn")),
        columns(1, (0, 11, "spark", "", "host: light")),
        attrs.evolve(columns(1, (0, 10, "spark", "", "host: light")), actor=words("guest")),
        columns(1),
    ],
    ids=["subject", "kind", "step", "day", "actor", "nothing"],
)
def test_an_event_is_shared_if_it_says_the_same(other: Projection) -> None:
    """When, by which step, what, by whom and about what: a run parts where one of them differs."""
    one = columns(1, (0, 10, "spark", "", "host: light"))

    assert partings(one, one, START) == (1, [])
    assert partings(one, other, START)[0] == 0
    assert partings(other, one, START)[0] == 0


def test_runs_are_compared_seed_by_seed() -> None:
    """Of three runs and of two there is no saying which part."""
    with pytest.raises(ValueError, match="zip"):
        partings(columns(3), columns(2), START)


def test_sides_have_names() -> None:
    """By which reports tell them apart."""
    assert of_runs("a", FIRST, SCENARIO).name == "a"
    assert of_record(SCENARIO, 2).name == "the record"


def test_steps_at_which_many_runs_part_come_first() -> None:
    """With the median day of the runs that part there."""
    many = columns(
        3, (0, 1, "ash", "", "host: b"), (1, 3, "ash", "", "host: b"), (2, 2, "ash", "", "host: a")
    )

    same, found = partings(columns(3), many, START)

    assert same == 0
    assert [one.step for one in found] == ["host: b", "host: a"]
    assert [one.share for one in found] == pytest.approx([2 / 3, 1 / 3])
    assert found[0].median == date(2001, 1, 3)


def test_the_record_is_a_side_as_far_as_it_is_known() -> None:
    """It has a date in every run, no chance, and no runs that could be the same or part."""
    mine, theirs = of_runs("a", FIRST, SCENARIO), of_record(SCENARIO, 2)

    found = beside(mine, theirs, SCENARIO, CHANCE)
    spark, smoke = found.differences

    assert theirs.dates.horizon == 100 * 86_400
    assert (found.same, found.partings) == (None, ())
    assert (spark.days, spark.changed) == (0, 0)
    assert (smoke.chances, smoke.days) == ((0.5, 1), (5 - 80) / 2)
