"""Bounds: intervals that hold every value an expression can take, checked by hand.

That they hold for any expression and any level is a property of tests/situation/test_reading.py,
where expressions are read.
"""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.events import Pattern
from sim.language import NUMBER, Scope, bounds, understand
from sim.language.bounds import ANY, POSITIVE, Interval
from sim.language.formulas import ARITHMETIC, FORMULAS, RISING
from sim.language.tree import GaugeLevel, Institution

INF = math.inf
LIMITS = {"share": (0.0, 1.0), "lean": (-2.0, 3.0), "debt": (-5.0, -1.0), "stock": (2.0, 8.0)}
HEADS = {"north": 450.0, "south": 2200.0}
SCOPE = Scope(
    start=date(2001, 1, 1),
    gauges=dict.fromkeys(LIMITS, NUMBER),
    patterns={"attack": Pattern("attack"), "treaty": Pattern("agreement_signed")},
    roles=("host",),
    deadlines=("exit",),
    gates=("consent",),
    sites=tuple(HEADS),
    triggered=True,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.7", (0.7, 0.7)),
        ("share", (0.0, 1.0)),
        ("0.7 - 0.3 * share", (0.4, 0.7)),
        ("1 + 4 * share", (1.0, 5.0)),
        ("share + lean", (-2.0, 4.0)),
        ("share - lean", (-3.0, 3.0)),
        ("lean * lean", (-6.0, 9.0)),
        ("lean * debt", (-15.0, 10.0)),
        ("-stock", (-8.0, -2.0)),
        ("stock / debt", (-8.0, -0.4)),
        ("1 / stock", (0.125, 0.5)),
        ("stock / share", ANY),
        ("share / share", ANY),
        ("abs(lean)", (0.0, 3.0)),
        ("abs(debt)", (1.0, 5.0)),
        ("abs(stock)", (2.0, 8.0)),
        ("min(lean, stock)", (-2.0, 3.0)),
        ("max(lean, share, 2)", (2.0, 3.0)),
        ("clamp(lean, 0, 1)", (0.0, 1.0)),
        ("clamp(lean, share, stock)", (0.0, 3.0)),
        ("sqrt(stock + 1)", (math.sqrt(3.0), 3.0)),
        ("sqrt(lean)", (0.0, math.sqrt(3.0))),
        ("exp(share)", (1.0, math.e)),
        ("log(stock)", (math.log(2.0), math.log(8.0))),
        ("log(share)", (-INF, 0.0)),
        ("exp(100 * stock)", (math.exp(200.0), INF)),
        ("logistic(lean)", (1 / (1 + math.exp(2.0)), 1 / (1 + math.exp(-3.0)))),
        ("normal_cdf(lean - lean)", (2.866515718791939e-07, 0.9999997133484281)),
        ("count('attack')", POSITIVE),
        ("days_since('attack')", POSITIVE),
        ("1 / (1 + count('attack'))", (0.0, 1.0)),
        ("exp(-count('attack'))", (0.0, 1.0)),
        ("clamp(count('attack'), 0, 5)", (0.0, 5.0)),
        ("total('attack')", ANY),
        ("quantity_of('attack')", ANY),
        ("quantity", ANY),
        ("0 * quantity", (0.0, 0.0)),
        ("time_to('exit')", ANY),
        ("sites_left()", (0.0, 2.0)),
        ("heads('south')", (0.0, 2200.0)),
        ("expected_yes('consent')", POSITIVE),
        ("margin('consent')", ANY),
        ("share > 0.5", (0.0, 1.0)),
        ("not happened('attack')", (0.0, 1.0)),
        ("happened('attack')", (0.0, 1.0)),
        ("before('attack', 'treaty')", (0.0, 1.0)),
        ("in_office('host')", (0.0, 1.0)),
        ("passed('exit')", (0.0, 1.0)),
    ],
)
def test_bounds_checked_by_hand(text: str, expected: Interval) -> None:
    """The interval of an expression follows from those of its gauges."""
    assert bounds(understand(text, SCOPE).tree, LIMITS, HEADS) == pytest.approx(expected, rel=1e-12)


def test_slack_never_crosses_what_is_certain() -> None:
    """Room for last digits is left around exp and log, and none where the value is exact."""
    low, high = bounds(understand("exp(share)", SCOPE).tree, LIMITS)
    assert low < 1.0 < math.e < high
    assert bounds(understand("log(1 + share)", SCOPE).tree, LIMITS)[0] == 0.0
    assert bounds(understand("exp(-1000 * stock)", SCOPE).tree, LIMITS)[0] == 0.0
    assert bounds(understand("logistic(1000 * stock)", SCOPE).tree, LIMITS) == (1.0 - 1e-15, 1.0)
    assert bounds(understand("sqrt(4 * stock)", SCOPE).tree, LIMITS)[1] == math.sqrt(32.0)


def test_what_is_not_known_may_be_anything() -> None:
    """A gauge or site that is not described is not taken for one that cannot move."""
    assert bounds(GaugeLevel("rumour"), LIMITS) == ANY
    assert bounds(Institution("heads", "nowhere"), LIMITS, HEADS) == POSITIVE
    assert bounds(Institution("sites_left", ""), LIMITS) == POSITIVE


EXTENDED = st.floats(allow_nan=False)


@given(mark=st.sampled_from("+-*/"), x=EXTENDED, y=EXTENDED)
def test_arithmetic_is_total(mark: str, x: float, y: float) -> None:
    """Whatever meets whatever, infinities included, the result is a number and no exception."""
    assert not math.isnan(ARITHMETIC[mark](x, y))


@given(name=st.sampled_from(sorted(RISING)), numbers=st.tuples(EXTENDED, EXTENDED).map(sorted))
def test_rising_functions_rise(name: str, numbers: list[float]) -> None:
    """Each is defined everywhere and never falls by more than its last digits."""
    low, high = (RISING[name](number) for number in numbers)

    assert low <= high or low == pytest.approx(high, rel=1e-15)


def test_division_by_zero_is_infinite() -> None:
    """A quotient by zero keeps the sign of what is divided; nothing over nothing is nothing."""
    divided = ARITHMETIC["/"]

    assert [divided(x, 0.0) for x in (2.0, -2.0, 0.0)] == [INF, -INF, 0.0]
    assert [divided(INF, INF), ARITHMETIC["-"](INF, INF), ARITHMETIC["*"](0.0, INF)] == [0, 0, 0]


def test_every_documented_formula_is_defined() -> None:
    """The table of formulas holds what expressions may call, and nothing else."""
    from sim.language.functions import FUNCTIONS

    families = {"extreme", "same", "number"}
    assert set(FORMULAS) == {n for n, f in FUNCTIONS.items() if f.family in families}
