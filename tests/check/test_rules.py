"""A scenario's checks on a history: patterns, windows, counts."""

from sim.check.rules import concerned, verdict
from sim.check.templates import Verdict
from sim.events import Pattern
from sim.events.dates import DAY
from sim.scenario.model import Check

ATTACK, ANSWER, ROUND = ("attack", "band", "base"), ("statement", "host", ""), ("round", "host", "")
KEPT = Verdict(holds=True)


def check(template: str, *groups: list[Pattern], count=None, within=None) -> Check:
    """A check about some groups of patterns."""
    return Check("a check", "", "", template, tuple(map(tuple, groups)), count, within)


def judged(one: Check, *events: tuple[int, tuple[str, str, str]]) -> Verdict | None:
    """The verdict on events given by day."""
    return verdict(one, [day * DAY for day, _ in events], [names for _, names in events])


ANSWERED = check("response", [Pattern("attack")], [Pattern("statement")], within=5 * DAY)


def test_an_answer_in_time_keeps_a_rule() -> None:
    """Five days are five days; the sixth is too late."""
    assert judged(ANSWERED, (3, ATTACK), (4, ROUND), (8, ANSWER)) == KEPT
    assert judged(ANSWERED, (3, ATTACK), (9, ANSWER)) == Verdict(holds=False, broken_at=0)
    assert judged(ANSWERED, (3, ROUND)) == Verdict(holds=True, vacuous=True)


def test_any_pattern_of_a_group_will_do() -> None:
    """A group means what one of its patterns means, by kind, actor and subject."""
    group = [Pattern("round"), Pattern("attack", "band", "base")]

    assert concerned(group, ATTACK)
    assert concerned(group, ROUND)
    assert not concerned(group, ANSWER)
    assert not concerned(group, ("attack", "band", "other base"))


def test_a_count_is_one_where_none_is_given() -> None:
    """At least one; fewer than one; at most what is given."""
    once = [(1, ATTACK)]

    assert judged(check("existence", [Pattern("attack")]), *once) == KEPT
    assert judged(check("absence", [Pattern("attack")]), *once) == Verdict(holds=False, broken_at=0)
    assert judged(check("existence", [Pattern("attack")], count=2), *once) == Verdict(holds=False)
    assert judged(check("exactly", [Pattern("attack")], count=0), (1, ROUND)) == KEPT


def test_what_needs_gauges_is_not_judged() -> None:
    """Columns of events do not have them."""
    assert judged(check("always"), (1, ATTACK)) is None
