"""Checks are parsed, resolved and stored."""

from typing import Any

import pytest

from sim.errors import InputError
from sim.events import Pattern
from sim.events.dates import DAY
from sim.scenario.model import Check
from tests.laws.logs import written

A, B, C = Pattern("attack"), Pattern("statement_position"), Pattern("truce_declared")


def _check(rule: str) -> Check:
    """The one check of a scenario that has this rule and a gauge."""
    text = f"""
        checks = [{{ name = "one", rule = "{rule}", source = "made up" }}]
        [gauges.tension]
        start = 0.2
        within = [0, 1]
    """
    (check,) = written(text).checks
    return check


@pytest.mark.parametrize(
    ("rule", "template", "events", "count", "within"),
    [
        ("absence(attack)", "absence", ((A,),), None, None),
        ("absence(attack, 2)", "absence", ((A,),), 2, None),
        ("precedence(attack, statement_position)", "precedence", ((A,), (B,)), None, None),
        (
            "response(attack, [statement_position, truce_declared]) within 30 d",
            "response",
            ((A,), (B, C)),
            None,
            30 * DAY,
        ),
        ("not succession(attack, truce_declared)", "not succession", ((A,), (C,)), None, None),
    ],
)
def test_a_rule_is_resolved(
    rule: str, template: str, events: Any, count: int | None, within: float | None
) -> None:
    """A rule in DECLARE's words is stored with its patterns, its count and its time."""
    check = _check(rule)

    assert (check.template, check.events, check.count, check.within) == (
        template, events, count, within,
    )  # fmt: skip


def test_a_condition_always_holds() -> None:
    """What is no template is a condition on gauges and the log."""
    check = _check("tension <= 0.9 or not happened('attack')")

    assert check.template == "always"
    assert check.condition is not None


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("respons(attack, truce_declared)", "unknown rule 'respons'; did you mean 'response'?"),
        ("response(attack)", "write response"),
        ("exactly(attack)", "how often"),
        ("response(attak, truce_declared)", "unknown kind or milestone 'attak'; did you mean"),
        ("response(attack, truce_declared) within 3", "within takes a duration"),
        ("tensio < 1", "'tensio' is no parameter or gauge"),
        ("tension", "is a number"),
        ("absence(attack) or nothing(", "'the end' found"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(rule: str, words: str) -> None:
    """A misspelt or incomplete rule is refused with what would be right."""
    with pytest.raises(InputError) as refused:
        _check(rule)

    assert words in str(refused.value)
    assert "checks[0].rule" in str(refused.value)
