"""Sums: a delay is split into what is fixed, what is drawn, and what counts from deadlines."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import LanguageError
from sim.language import DURATION, NUMBER, Scope, understand
from sim.language.linear import MOST_DRAWS, NOTHING, ONE, Sum, has_deadline, summed
from sim.language.tree import Arithmetic, Constant, Draw, Expression, GaugeLevel, Tree, operands

DAY = 86_400.0
SCOPE = Scope(
    start=date(2001, 1, 1),
    parameters={"gap": (45 * DAY, DURATION)},
    gauges={"trust": NUMBER},
    deadlines=("exit", "vote"),
)
TRUST = GaugeLevel("trust")
WAIT = Draw("exponential", (Constant(2 * DAY),))
LONG = Draw("log-normal", (Constant(45 * DAY), Constant(2.0)))
W, L = "exponential(2 d)", "log-normal(gap, 2)"


def split(text: str) -> Sum:
    """A text understood and split."""
    return summed(understand(text, SCOPE))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gap", Sum(Constant(45 * DAY))),
        ("gap * trust", Sum(Arithmetic("*", Constant(45 * DAY), TRUST))),
        (W, Sum(NOTHING, ((ONE, WAIT),))),
        (f"{W} + 1 d", Sum(Constant(DAY), ((ONE, WAIT),))),
        (f"1 d + {W}", Sum(Constant(DAY), ((ONE, WAIT),))),
        (f"2 * {W}", Sum(NOTHING, ((Constant(2.0), WAIT),))),
        (f"{W} / 4", Sum(NOTHING, ((Constant(0.25), WAIT),))),
        (f"{W} * trust", Sum(NOTHING, ((TRUST, WAIT),))),
        (f"{W} / trust", Sum(NOTHING, ((Arithmetic("/", ONE, TRUST), WAIT),))),
        (f"{W} + {L}", Sum(NOTHING, ((ONE, WAIT), (ONE, LONG)))),
        (f"3 * ({W} + 2 d)", Sum(Constant(6 * DAY), ((Constant(3.0), WAIT),))),
        (f"1 d - {W}", Sum(Constant(DAY), ((Constant(-1.0), WAIT),))),
        (f"-{W}", Sum(NOTHING, ((Constant(-1.0), WAIT),))),
        (f"-(2 * ({W} - 1 d))", Sum(Constant(2 * DAY), ((Constant(-2.0), WAIT),))),
        ("time_to('exit')", Sum(NOTHING, (), ((ONE, "exit"),))),
        ("0.6 * time_to('exit') - 5 d", Sum(Constant(-5 * DAY), (), ((Constant(0.6), "exit"),))),
        (
            f"time_to('exit') / 2 + time_to('vote') + trust * {W}",
            Sum(NOTHING, ((TRUST, WAIT),), ((Constant(0.5), "exit"), (ONE, "vote"))),
        ),
    ],
)
def test_a_delay_is_a_sum(text: str, expected: Sum) -> None:
    """Scales are carried inwards, and known numbers are put together."""
    assert split(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"{W} * {W} / (1 d)",
        f"gap * gap / {W}",
        f"max({W}, {L})",
        f"min(1 d, {W})",
        f"abs({W})",
        f"{W} * time_to('exit') / (1 d)",
        "max(time_to('exit'), 1 d)",
        "1 d * exp(time_to('exit') / (1 d))",
        "exponential(time_to('exit'))",
        "log-normal(median = 0.5 * time_to('exit'), spread = 2)",
        "gap * logistic(normal(0, 1))",
        "1 / time_to('exit')",
    ],
)
def test_what_is_no_sum_is_refused(text: str) -> None:
    """Products, extremes and functions of what is drawn have no density that we could write."""
    with pytest.raises(LanguageError, match="may only be added and scaled"):
        split(text)


def test_a_condition_on_what_is_drawn_is_refused() -> None:
    """What is drawn cannot be compared, here or inside another reading."""
    with pytest.raises(LanguageError, match="may only be added and scaled"):
        split(f"{W} > 1 d")


def test_draws_have_a_limit() -> None:
    """Each draw of a value has its own word of the digest, and there are only so many."""
    assert len(split(" + ".join([W] * MOST_DRAWS)).draws) == MOST_DRAWS
    with pytest.raises(LanguageError, match=f"more than {MOST_DRAWS} distributions"):
        split(" + ".join([W] * (MOST_DRAWS + 1)))


def test_a_deadline_is_found_wherever_it_stands() -> None:
    """A time_to deep inside a tree is seen."""
    assert has_deadline(understand("max(1 d, trust * abs(time_to('exit')))", SCOPE).tree)
    assert not has_deadline(understand("trust * gap + 1 d", SCOPE).tree)


def value(tree: Tree, drawn: float) -> float:
    """A tree's value where every draw comes out as a number and trust is 0.3."""
    match tree:
        case Constant(number):
            return number
        case Draw():
            return drawn
        case Arithmetic(mark, left, right):
            a, b = value(left, drawn), value(right, drawn)
            return {"+": a + b, "-": a - b, "*": a * b}[mark] if mark != "/" else a / b
        case _:
            return 0.3


NUMBERS = st.integers(-4, 4).map(float).map(Constant) | st.just(TRUST)
SUMS = st.recursive(
    st.just(WAIT) | NUMBERS,
    lambda inner: (
        st.builds(Arithmetic, st.sampled_from("+-"), inner, inner)
        | st.builds(Arithmetic, st.just("*"), NUMBERS, inner)
        | st.builds(Arithmetic, st.just("*"), inner, NUMBERS)
        | st.builds(Arithmetic, st.just("/"), inner, st.just(Constant(2.0)))
    ),
    max_leaves=6,
)


@given(tree=SUMS, drawn=st.floats(0, 100))
def test_the_sum_is_worth_what_the_tree_is(tree: Tree, drawn: float) -> None:
    """Splitting changes nothing of the value, whatever is drawn."""
    try:
        parts = summed(Expression("", tree, NUMBER))
    except LanguageError:
        assert sum(1 for _ in draws(tree)) > MOST_DRAWS
        return
    total = value(parts.offset, drawn)
    for scale, draw in parts.draws:
        total += value(scale, drawn) * value(draw, drawn)

    assert total == pytest.approx(value(tree, drawn), rel=1e-9, abs=1e-6)


def draws(tree: Tree) -> list[Draw]:
    """The draws in a tree."""
    own = [tree] if isinstance(tree, Draw) else []
    return own + [draw for part in operands(tree) for draw in draws(part)]
