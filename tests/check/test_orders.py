"""Rules on rows that have windows: by hand, and beside every order that small records allow."""

from itertools import permutations, product

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.check import orders
from sim.check.orders import Kept, Recorded, recorded
from sim.check.rules import concerned
from sim.check.templates import AT_A, AT_B, History, paired, single
from sim.errors import RunError
from sim.events import Pattern
from sim.events.dates import DAY
from sim.log import DocumentedEvent
from sim.scenario.model import Check
from tests.score.made import row

GROUPS = ((Pattern("a"), Pattern("ab")), (Pattern("b"), Pattern("ab")))
"""The two groups of a rule; a row of kind ab is of both."""


def check(template: str, within: float | None = None, count: int | None = None) -> Check:
    """A check about a and b."""
    groups = GROUPS if template in {*AT_A, *AT_B} else GROUPS[:1]
    return Check("it holds", "", "", template, groups, count, within)


def at(kind: str, first: int, last: int):
    """A row that happened at one of some seconds."""
    return attrs.evolve(row(kind, 0), time=first, until=last + 1)


@st.composite
def rows(draw: st.DrawFn) -> list[DocumentedEvent]:
    """Up to four rows with windows of up to four seconds."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        first = draw(st.integers(0, 5))
        last = first + draw(st.integers(0, 3))
        found.append(at(draw(st.sampled_from(["a", "b", "ab", "c"])), first, last))
    return found


def histories(found: list[DocumentedEvent]):
    """Every order of the rows with every placing of them in their windows: places and seconds."""
    for seconds in product(*(range(one.time, one.until) for one in found)):
        for order in permutations(range(len(found))):
            placed = [seconds[q] for q in order]
            if placed == sorted(placed):
                yield order, placed


def verdicts(one: Check, found: list[DocumentedEvent]):
    """For each history whether the rule is kept, and where it is not: sides and rows."""
    for order, seconds in histories(found):
        a, b = ([concerned(g, (found[q].kind, "", "")) for q in order] for g in GROUPS)
        history = History(seconds, a, b, one.within)
        if one.template in {*AT_A, *AT_B}:
            missed = {(side, order[place]) for side, place in broken(one.template, history)}
            assert paired(one.template, history).holds is not bool(missed)
            yield not missed, missed
        else:
            yield single(one.template, a, one.count or 1).holds, set()


def broken(template: str, history: History):
    """The sides and places at which a template is not kept, found by asking at each alone."""
    sides = (("a", AT_A, history.a, history.b), ("b", AT_B, history.b, history.a))
    for side, table, own, other in sides:
        for place in (q for q, member in enumerate(own) if member and template in table):
            asked = table[template]
            near = history.beside(place, asked.side)
            hit = next((q for q in near if other[q] or asked.stops(own[q])), None)
            if (hit is not None and other[hit]) is asked.negated:
                yield side, place


def of(kept: list[bool]) -> Kept:
    """The verdict over all histories."""
    return Kept.EVERY if all(kept) else Kept.SOME if any(kept) else Kept.NONE


@pytest.mark.parametrize("template", [*dict.fromkeys([*AT_A, *AT_B])])
@given(found=rows(), within=st.sampled_from([None, 0, 1, 2, 3]))
def test_a_rule_is_judged_in_every_order_at_once(template, found, within) -> None:
    """It says so if all orders keep it; each row that it is asked at is judged exactly."""
    one = check(template, within)
    verdict = recorded(one, found)
    assert verdict is not None
    told = list(verdicts(one, found))
    whole = of([kept for kept, _ in told])

    assert (verdict.kept is Kept.EVERY) == (whole is Kept.EVERY)
    assert verdict.kept is not Kept.NONE or whole is Kept.NONE
    missed = {each for _, missed in told for each in missed}
    by_row = {each: of([each not in missed for _, missed in told]) for each in missed}
    worst = {place for (_, place), its in by_row.items() if its is verdict.kept}
    assert set(verdict.rows) == worst
    assert verdict.kept is Kept.NONE or Kept.NONE not in by_row.values()


@pytest.mark.parametrize("template", ["init", "last", "existence", "absence", "exactly"])
@given(found=rows())
def test_a_rule_about_the_whole_is_judged_exactly(template, found) -> None:
    """First and last depend on the order, counts do not."""
    one = check(template, count=2 if template in {"existence", "absence", "exactly"} else None)

    assert recorded(one, found) == Recorded(of([kept for kept, _ in verdicts(one, found)]))


def test_rows_of_one_day_have_no_order() -> None:
    """An answer of the same day may have come before; of the next day it has not."""
    answered = check("response")

    for found in ([row("a", 3), row("b", 3)], [row("b", 3), row("a", 3)]):
        assert recorded(answered, found) == Recorded(Kept.SOME, rows=(found[0].kind == "b",))
    assert recorded(answered, [row("a", 3), row("b", 4)]) == Recorded(Kept.EVERY)
    assert recorded(answered, [row("a", 3), row("b", 2)]) == Recorded(Kept.NONE, rows=(0,))
    assert recorded(answered, [row("b", 2)]) == Recorded(Kept.EVERY, vacuous=True)


def test_a_month_may_hold_an_answer_in_time() -> None:
    """Of an answer known to its month it is not known whether it came within five days."""
    answered = check("response", within=5 * DAY)

    assert recorded(answered, [row("a", 33), row("b", 31, 58, "month")]) == Recorded(
        Kept.SOME, rows=(0,)
    )
    assert recorded(answered, [row("a", 20), row("b", 31, 58, "month")]) == Recorded(
        Kept.NONE, rows=(0,)
    )


def test_one_answer_or_the_other_is_sure() -> None:
    """Wherever in its days the question stood, one of two answers was within two days of it."""
    found = [row("a", 3, 5), row("b", 6), row("b", 4, 4)]

    assert recorded(check("responded existence", 3 * DAY), found) == Recorded(Kept.EVERY)
    assert recorded(check("response", 2 * DAY), found) == Recorded(Kept.SOME, rows=(0,))


def test_gauges_are_not_in_a_record() -> None:
    """A rule about them is not judged."""
    assert recorded(check("always"), [row("a", 3)]) is None


def test_a_record_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is counted, and what to do is said."""
    monkeypatch.setattr(orders, "MOST_LOOKS", 100)

    with pytest.raises(RunError, match="check 'it holds': the record is too long"):
        recorded(check("response"), [row("a", day) for day in range(30)])
