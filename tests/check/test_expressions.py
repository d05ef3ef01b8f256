"""A second implementation: each template as a regular expression, on all short traces.

The expressions are those by which DECLARE is commonly explained (Di Ciccio and Mecella 2015); they
share nothing with the monitors but the names. They read a whole trace as a word over a, b and c.
"""

import re
from itertools import product

import pytest

from sim.check.monitors import Point, monitor, verdict
from sim.scenario.resolve.templates import ONE, TWO

TRACES = ["".join(trace) for size in range(1, 5) for trace in product("abc", repeat=size)]

RESPONSE, PRECEDENCE = "[^a]*(a.*b)*[^a]*", "[^b]*(a.*b)*[^b]*"
ALTERNATE_RESPONSE, ALTERNATE_PRECEDENCE = "[^a]*(a[^a]*b[^a]*)*", "[^b]*(a[^b]*b[^b]*)*"
CHAIN_RESPONSE, CHAIN_PRECEDENCE = "[^a]*(ab[^a]*)*", "[^b]*(ab[^b]*)*"

EXPRESSIONS = {
    "existence": [".*a.*"],
    "absence": ["[^a]*"],
    "exactly": ["[^a]*a[^a]*"],
    "init": ["a.*"],
    "last": [".*a"],
    "responded existence": ["[^a]*|.*(a.*b|b.*a).*"],
    "co-existence": ["[^ab]*|.*(a.*b|b.*a).*"],
    "response": [RESPONSE],
    "precedence": [PRECEDENCE],
    "succession": [RESPONSE, PRECEDENCE],
    "alternate response": [ALTERNATE_RESPONSE],
    "alternate precedence": [ALTERNATE_PRECEDENCE],
    "alternate succession": [ALTERNATE_RESPONSE, ALTERNATE_PRECEDENCE],
    "chain response": [CHAIN_RESPONSE],
    "chain precedence": [CHAIN_PRECEDENCE],
    "chain succession": [CHAIN_RESPONSE, CHAIN_PRECEDENCE],
    "not co-existence": ["[^a]*|[^b]*"],
    "not succession": ["[^a]*(a[^b]*)?"],
    "not chain succession": ["[^a]*(a+[^ab][^a]*)*a*"],
}
"""All of them must fit."""


def test_every_template_has_an_expression() -> None:
    """And every trace of one to four events over three kinds is tried: 120."""
    assert set(EXPRESSIONS) == {*ONE, *TWO}
    assert len(TRACES) == 120


@pytest.mark.parametrize("template", EXPRESSIONS)
def test_monitor_and_expression_agree(template: str) -> None:
    """On every trace."""
    wrong = []
    for trace in TRACES:
        watching, found = monitor(template, 1, None)
        for place, letter in enumerate(trace):
            watching.see(Point(place, place, letter == "a", letter == "b"))
        watching.end(None)
        fits = all(re.fullmatch(one, trace) for one in EXPRESSIONS[template])
        if verdict(template, found).holds != fits:
            wrong.append(trace)

    assert wrong == []


def test_the_negative_templates_are_no_negations() -> None:
    """`not succession` says that no b comes after an a; the negation of `succession` says less.

    Other tools read the word so: in "aba" a b follows an a, so that the rule is broken here, and
    `succession` does not hold either, so that its negation does.
    """
    watching, found = monitor("not succession", 1, None)
    for place, letter in enumerate("aba"):
        watching.see(Point(place, place, letter == "a", letter == "b"))
    watching.end(None)
    succession = all(re.fullmatch(one, "aba") for one in EXPRESSIONS["succession"])

    assert not verdict("not succession", found).holds
    assert not succession
