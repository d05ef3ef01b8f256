"""Conditions taken apart at their `and`s: each part says what it means, together they are whole."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.events import Pattern
from sim.language import Scope, understand
from sim.language import tree as meant
from sim.language.conjuncts import conjoined, conjuncts
from sim.language.tree import Expression
from sim.language.units import TRUTH

KINDS = ("attack", "and_or", "band")
SCOPE = Scope(date(2001, 1, 1), patterns={kind: Pattern(kind) for kind in KINDS})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1 < 2", ["1 < 2"]),
        ("1 < 2 and 2 < 3", ["1 < 2", "2 < 3"]),
        ("1 < 2 and 2 < 3 and 3 < 4", ["1 < 2", "2 < 3", "3 < 4"]),
        ("(1 < 2) and ((2 < 3) and not 3 < 4)", ["1 < 2", "2 < 3", "not 3 < 4"]),
        ("(1 < 2 and 2 < 3)", ["1 < 2", "2 < 3"]),
        ("1 < 2 or 2 < 3 and 3 < 4", ["1 < 2 or 2 < 3 and 3 < 4"]),
        ("(1 < 2 or 2 < 3) and 3 < 4", ["1 < 2 or 2 < 3", "3 < 4"]),
        ("not (1 < 2 and 2 < 3)", ["not (1 < 2 and 2 < 3)"]),
        ("happened('and_or') and not happened(\"band\")",
         ["happened('and_or')", 'not happened("band")']),
        ("(1 + 2) * 3 > 4 and 2 < 3", ["(1 + 2) * 3 > 4", "2 < 3"]),
    ],
)  # fmt: skip
def test_a_condition_is_cut_at_its_ands(text: str, parts: list[str]) -> None:
    """In brackets too, but neither in a negation nor beside an `or`."""
    found = conjuncts(understand(text, SCOPE))

    assert [one.text for one in found] == parts
    assert [one.tree for one in found] == [understand(part, SCOPE).tree for part in parts]


def test_what_has_no_text_of_its_own_stays_whole() -> None:
    """A condition that the loader puts together is told in words."""
    one = understand("1 < 2", SCOPE).tree
    made = Expression("both of two things", meant.Logic("and", (one, one)), TRUTH)

    assert conjuncts(made) == (made,)


CONDITIONS = st.recursive(
    st.sampled_from([f"happened('{kind}')" for kind in KINDS] + ["1 < 2"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(("and", "or")), inner).map(" ".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"not {text}"),
    ),
    max_leaves=8,
)


@example("not not (1 < 2 and 1 < 2)")
@given(CONDITIONS)
def test_parts_joined_are_the_whole(text: str) -> None:
    """Each part reads as what it means, and none can be cut further."""
    whole = understand(text, SCOPE)
    parts = conjuncts(whole)

    for part in parts:
        assert understand(part.text, SCOPE).tree == part.tree
        assert conjuncts(part) == (part,)
    joined = conjoined(parts)
    assert joined is not None
    assert conjuncts(joined) == parts
    assert understand(joined.text, SCOPE).tree == joined.tree


def test_nothing_joined_is_no_condition() -> None:
    """Where all that a guard joins is left out, there is no guard."""
    assert conjoined(()) is None
