"""Monitors beside the whole-history judge and beside all that may still come."""

from itertools import product

import pytest

from sim.check.monitors import Found, Monitor, Point, monitor, verdict
from sim.check.templates import AT_A, AT_B, History, Verdict, paired, single
from sim.scenario.resolve.templates import ONE, TWO

LETTERS = {"a": (True, False), "b": (False, True), "c": (False, False), "d": (True, True)}
"""What a letter is of: the first group, the second, neither, both."""

WORDS = ["".join(word) for size in range(5) for word in product(LETTERS, repeat=size)]
DAYS = ((0, 1, 2, 7), (3, 3, 3, 3))
WITHIN = (None, 0, 1, 5)


def fed(template: str, word: str, days, within=None, count=None) -> tuple[Monitor, Found]:
    """A monitor that has seen a word, one letter a day."""
    watching, found = monitor(template, count, within)
    for place, letter in enumerate(word):
        watching.see(Point(place, days[place], *LETTERS[letter]))
    return watching, found


def judged(template: str, word: str, days, within=None, count=None) -> Verdict:
    """The verdict on the whole word."""
    a, b = ([LETTERS[letter][group] for letter in word] for group in (0, 1))
    if template in AT_A or template in AT_B:
        return paired(template, History(days[: len(word)], a, b, within))
    return single(template, a, 1 if count is None else count)


CASES = [*((template, within, None) for template in TWO for within in WITHIN),
         *((template, None, count) for template in ONE for count in (1, 2, 3))]  # fmt: skip


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize(("template", "within", "count"), CASES)
def test_at_the_end_a_monitor_says_what_the_judge_says(template, within, count, days) -> None:
    """On all words of up to four letters: holds, vacuous, and where it is first broken."""
    for word in WORDS:
        watching, found = fed(template, word, days, within, count)
        watching.end(None)
        assert verdict(template, found) == judged(template, word, days, within, count), word


@pytest.mark.parametrize(("template", "within", "count"), [c for c in CASES if c[2] != 3])
def test_broken_for_good_is_told_at_once_and_never_too_soon(template, within, count) -> None:
    """A monitor says so exactly where every word that goes on from here breaks the rule.

    All words of up to two letters, and all that go on for up to two more on the same or later days.
    """
    futures = [
        (more, gaps)
        for size in range(3)
        for more in product(LETTERS, repeat=size)
        for gaps in product((0, 20), repeat=size)
    ]
    for start, gap in product([word for word in WORDS if len(word) < 3], (0, 2)):
        days = tuple(gap * place for place in range(len(start)))
        _, found = fed(template, start, days, within, count)
        hopeless = True
        for more, gaps in futures:
            later = list(days)
            for wait in gaps:
                later.append((later[-1] if later else 0) + wait)
            whole = start + "".join(more)
            hopeless &= not judged(template, whole, later, within, count).holds
        assert (found.since is not None) == hopeless, (start, gap)


def test_a_broken_rule_knows_since_when() -> None:
    """An answer that is overdue is missing from the second after its time, or from the end."""
    watching, found = fed("response", "ac", (10, 99), within=20)
    assert (found.since, found.first) == (31, 0)

    watching, found = fed("response", "a", (10,), within=20)
    watching.end(100)
    assert found.since == 31

    watching, found = fed("response", "a", (10,))
    watching.end(100)
    assert (found.since, found.first) == (100, 0)


@pytest.mark.parametrize("template", ["response", "not succession", "responded existence"])
def test_what_may_yet_be_answered_is_left_open(template: str) -> None:
    """A history that is cut within an event's time says nothing of it: the rule was not asked."""
    watching, found = fed(template, "a", (10,), within=20)
    watching.end(30)
    assert verdict(template, found) == Verdict(holds=True, vacuous=True)

    watching, found = fed(template, "a", (10,), within=20)
    watching.end(31)
    assert not verdict(template, found).vacuous


def test_always_is_broken_at_the_first_point_of_its_group() -> None:
    """Its group is the points at which its condition is false."""
    watching, found = fed("always", "cac", (1, 2, 3))
    watching.end(10)
    assert verdict("always", found) == Verdict(holds=False, broken_at=1)
    assert found.since == 2


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("until", [8, 9, 30])
@pytest.mark.parametrize("template", TWO)
def test_what_is_left_open_is_left_open_by_the_judge_too(template, until, days) -> None:
    """On all words, seen until a second at which some answers may still come."""
    for word, within in product(WORDS, (1, 5, 20)):
        watching, found = fed(template, word, days, within)
        watching.end(until)
        a, b = ([LETTERS[letter][group] for letter in word] for group in (0, 1))
        history = History(days[: len(word)], a, b, within, until)
        assert verdict(template, found) == paired(template, history), (word, within)
