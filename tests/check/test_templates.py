"""DECLARE's templates, beside brute-force definitions, on all histories of up to four events.

The definitions here are of sets: of the positions of a and of b in a word over a, b and c. A window
is measured on days that leave gaps of 1, 1, 5 and 1 days, or that all fall on one.
"""

from collections.abc import Callable, Mapping
from itertools import product

import pytest

from sim.check.templates import AT_A, AT_B, History, asks_of_neighbours, paired, single

WORDS = ["".join(word) for size in range(5) for word in product("abc", repeat=size)]
GAPS = (0, 1, 2, 7)
"""The days of the first to the fourth event."""

Related = Callable[[int, int], bool]
"""Whether positions of an a and of a b are near enough."""

Places = set[int]


def _near_later(a: Places, b: Places, near: Related) -> set[tuple[int, int]]:
    """All pairs of an a and a later b in its window."""
    return {(p, q) for p in a for q in b if p < q and near(p, q)}


def response(a: Places, b: Places, near: Related) -> bool:
    """Every a is the first of such a pair."""
    return a == {p for p, _ in _near_later(a, b, near)}


def precedence(a: Places, b: Places, near: Related) -> bool:
    """Every b is the second of such a pair."""
    return b == {q for _, q in _near_later(a, b, near)}


def existence_of_b(a: Places, b: Places, near: Related) -> bool:
    """Every a has a b in its window, before or after."""
    return a == {p for p in a for q in b if near(p, q)}


def alternate_response(a: Places, b: Places, near: Related) -> bool:
    """Every a is the first of such a pair that has no other a between."""
    return a == {p for p, q in _near_later(a, b, near) if not a & set(range(p + 1, q))}


def alternate_precedence(a: Places, b: Places, near: Related) -> bool:
    """Every b is the second of such a pair that has no other b between."""
    return b == {q for p, q in _near_later(a, b, near) if not b & set(range(p + 1, q))}


def chain_response(a: Places, b: Places, near: Related) -> bool:
    """Every a has its b at the very next place."""
    return a == {p for p, q in _near_later(a, b, near) if q == p + 1}


def chain_precedence(a: Places, b: Places, near: Related) -> bool:
    """Every b has its a at the very place before."""
    return b == {q for p, q in _near_later(a, b, near) if q == p + 1}


def both(one, other):
    """Two definitions at once."""
    return lambda a, b, near: one(a, b, near) and other(a, b, near)


Definition = Callable[[Places, Places, Related], bool]

DEFINED: Mapping[str, Definition] = {
    "responded existence": existence_of_b,
    "co-existence": both(existence_of_b, lambda a, b, near: existence_of_b(b, a, near)),
    "response": response,
    "precedence": precedence,
    "succession": both(response, precedence),
    "alternate response": alternate_response,
    "alternate precedence": alternate_precedence,
    "alternate succession": both(alternate_response, alternate_precedence),
    "chain response": chain_response,
    "chain precedence": chain_precedence,
    "chain succession": both(chain_response, chain_precedence),
    "not co-existence": lambda a, b, near: not {(p, q) for p in a for q in b if near(p, q)},
    "not succession": lambda a, b, near: not _near_later(a, b, near),
    "not chain succession": lambda a, b, near: (
        not {p for p, q in _near_later(a, b, near) if q == p + 1}
    ),
}


def seen(word: str, within: float | None = None, days=GAPS) -> History:
    """A word as a history, one letter an event."""
    letters = [letter == "a" for letter in word], [letter == "b" for letter in word]
    return History(days[: len(word)], *letters, within)


def places(word: str, letter: str) -> Places:
    """Where a letter stands."""
    return {place for place, one in enumerate(word) if one == letter}


def test_every_template_is_defined_here() -> None:
    """None is left untested."""
    assert set(DEFINED) == {*AT_A, *AT_B}


@pytest.mark.parametrize("within", [None, 0, 1, 2, 5, 6, 7])
@pytest.mark.parametrize("days", [GAPS, (3, 3, 3, 3)])
@pytest.mark.parametrize("template", DEFINED)
def test_each_template_is_as_defined(template: str, days, within: float | None) -> None:
    """On all 121 words of up to four letters, with and without a window."""

    def near(p: int, q: int) -> bool:
        return within is None or abs(days[p] - days[q]) <= within

    wrong = [
        word
        for word in WORDS
        if paired(template, seen(word, within, days)).holds
        != DEFINED[template](places(word, "a"), places(word, "b"), near)
    ]

    assert wrong == []


@pytest.mark.parametrize("within", [None, 2])
@pytest.mark.parametrize("template", DEFINED)
def test_only_neighbours_ask_of_what_a_rule_does_not_speak_of(template: str, within) -> None:
    """Any other template judges a history without those events alike; these do not."""

    def without_c(word: str) -> History:
        kept = [(day, letter) for day, letter in zip(GAPS, word, strict=False) if letter != "c"]
        return seen("".join(letter for _, letter in kept), within, tuple(day for day, _ in kept))

    differ = [
        word
        for word in WORDS
        if paired(template, seen(word, within)).holds != paired(template, without_c(word)).holds
    ]

    assert bool(differ) == asks_of_neighbours(template)


@pytest.mark.parametrize("template", DEFINED)
def test_vacuous_is_what_was_never_asked(template: str) -> None:
    """A template that asks at a, at b or at either is vacuous in words without these letters."""
    asked = ("a" if template in AT_A else "") + ("b" if template in AT_B else "")

    for word in WORDS:
        verdict = paired(template, seen(word))
        assert verdict.vacuous == (not set(word) & set(asked))
        assert verdict.holds or not verdict.vacuous


@pytest.mark.parametrize("template", ["co-existence", "not co-existence"])
def test_what_is_said_of_both_does_not_depend_on_their_order(template: str) -> None:
    """With a and b exchanged the verdict is the same."""
    swap = str.maketrans("ab", "ba")

    assert [paired(template, seen(word)) for word in WORDS] == [
        paired(template, seen(word.translate(swap))) for word in WORDS
    ]


@pytest.mark.parametrize(
    ("template", "word", "place"),
    [
        ("response", "aba", 2),
        ("response", "abc", None),
        ("precedence", "cba", 1),
        ("succession", "ba", 0),
        ("alternate response", "aab", 0),
        ("chain response", "cacb", 1),
        ("not succession", "acab", 0),
    ],
)
def test_a_broken_rule_says_where(template: str, word: str, place: int | None) -> None:
    """The first event at which it is not kept."""
    assert paired(template, seen(word)).broken_at == place


def test_an_event_may_be_of_both_groups() -> None:
    """It is no answer to itself, but may answer one before it."""
    twice = History((0, 1), (True, True), (True, True))

    assert paired("response", twice).broken_at == 1
    assert paired("precedence", twice).broken_at == 0
    assert paired("alternate response", twice).broken_at == 1


COUNTED: Mapping[str, Callable[[str, int], bool]] = {
    "existence": lambda word, count: word.count("a") >= count,
    "absence": lambda word, count: word.count("a") < count,
    "exactly": lambda word, count: word.count("a") == count,
    "init": lambda word, count: word.startswith("a"),
    "last": lambda word, count: word.endswith("a"),
}


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("template", COUNTED)
def test_templates_about_one_group(template: str, count: int) -> None:
    """As defined on all words; they are asked of the whole history, so that none is vacuous."""
    for word in WORDS:
        verdict = single(template, [letter == "a" for letter in word], count)
        assert verdict.holds == COUNTED[template](word, count), word
        assert not verdict.vacuous


def test_one_too_many_says_where() -> None:
    """The event that broke it; what is missing has no place."""
    assert single("absence", [True, False, True], 2).broken_at == 2
    assert single("exactly", [True, False, True], 1).broken_at == 2
    assert single("exactly", [False], 1).broken_at is None
    assert single("existence", [False], 1).broken_at is None
