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
    assert check.reads_situation


@pytest.mark.parametrize(
    ("rule", "events", "conditions"),
    [
        ("not succession(tension < 0.2, attack) within 7 d", ((), (A,)), ("tension < 0.2", None)),
        (
            "response([attack, truce_declared], count('attack', within = '3 d') > 2)",
            ((A, C), ()),
            (None, "count('attack', within = '3 d') > 2"),
        ),
        ("absence((tension > 1))", ((),), ("(tension > 1)",)),
    ],
)
def test_a_condition_may_stand_for_events(rule: str, events: Any, conditions: Any) -> None:
    """Where a template speaks of an event, a condition may stand, with commas of its own."""
    check = _check(rule)

    assert check.events == events
    assert tuple(one and one.text for one in check.conditions) == conditions


def test_a_rule_may_be_told_in_a_sentence() -> None:
    """For whoever reads that it is broken."""
    text = 'checks = [{ name = "one", rule = "absence(attack)", says = "Nobody attacks." }]'

    assert written(text).checks[0].says == "Nobody attacks."


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("chain response(tension < 1, attack)", "speaks of events; 'tension < 1' is no kind"),
        ("absence(tension < 1, 2)", "a condition may hold for any time"),
        ("existence(tension)", "unknown kind or milestone 'tension'"),
        ("response(tension + 1, attack)", "is a number"),
        ("response([], attack)", "an empty list names none"),
        ("response(attack,)", "write response(E, F)"),
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
