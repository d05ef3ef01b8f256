"""Checks are parsed, resolved and stored."""

from typing import Any

import pytest

from sim.errors import InputError
from sim.events import Pattern
from sim.events.dates import DAY
from sim.scenario.model import Check
from sim.scenario.resolve.templates import ONE
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
        ("respons(attack, truce_declared)", "template, 'respons'; did you mean 'response'?"),
        ("absenc('attack')", "template, 'absenc'; did you mean 'absence'?"),
        ("hapened('attack')", "'hapened' may not be called; did you mean 'happened'?"),
        ("not hapened('attack')", "'hapened' may not be called; did you mean 'happened'?"),
        (
            "always(attack_pressure < 1)",
            "what must always hold is written alone: attack_pressure < 1",
        ),
        ("nonsense(attack)", "no such template, 'nonsense', and no function of that name"),
        ("response(attack)", "write response"),
        ("exactly(attack)", "how often"),
        ("exactly(attack, -1)", "write exactly(E, 2), E a kind"),
        ("existence(attack, -1)", "write existence(E) or existence(E, 2), E a kind"),
        ("response(attak, truce_declared)", "unknown kind or milestone 'attak'; did you mean"),
        ("response(attack, truce_declared) within 3", "within takes a duration"),
        ("tensio < 1", "'tensio' is no parameter or gauge"),
        ("tension", "is a number"),
        ("absence(attack) or nothing(", "'or nothing(' follows absence(...)"),
        ("absence(attack) or absence(truce_declared)", "of two templates make two checks"),
        ("response(attack, truce_declared", "the bracket of response(...) is never closed"),
        ("happened('attack') within 3 d", "happened('attack', within = 3 d)"),
        ("passed('day') within 3 d", "'within 3 d' follows passed(...), which knows of no time"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(rule: str, words: str) -> None:
    """A misspelt or incomplete rule is refused with what would be right."""
    with pytest.raises(InputError) as refused:
        _check(rule)

    assert words in str(refused.value)
    assert "checks[0].rule" in str(refused.value)


@pytest.mark.parametrize("within", ["", " within 70 d"])
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("not_succession", "not succession"),
        ("not-succession", "not succession"),
        ("not sucession", "not succession"),
        ("Response", "response"),
        ("ALTERNATE RESPONSE", "alternate response"),
        ("not response", "not succession"),
        ("not precedence", "not succession"),
        ("not existence", "absence"),
        ("not absence", "existence"),
        ("not chain response", "not chain succession"),
        ("not responded existence", "not co-existence"),
        ("coexistence", "co-existence"),
    ],
)
def test_a_misspelt_template_is_told_the_nearest(written: str, meant: str, within: str) -> None:
    """By its letters, or by what the literature calls it too; with a time after it or without."""
    with pytest.raises(InputError) as refused:
        _check(f"{written}(attack, truce_declared){within}")

    assert f"no such template, '{written}'; did you mean '{meant}'?" in str(refused.value)


@pytest.mark.parametrize("template", ["init", "last", "exactly", "alternate response"])
def test_a_template_without_a_negation_is_not_told_as_its_own(template: str) -> None:
    """That would be the opposite; told are the negative ones that there are."""
    with pytest.raises(InputError) as refused:
        _check(f"not {template}(attack, truce_declared)")

    told = "the negative ones are not co-existence, not succession, not chain succession"
    assert f"no such template, 'not {template}'; {told}" in str(refused.value)
    assert "did you mean" not in str(refused.value)


@pytest.mark.parametrize("rest", [" with in 70 d", " in 70 d", " 70 d", ", within 70 d", " within"])
def test_a_misspelt_time_is_told_how_it_is_written(rest: str) -> None:
    """Whatever follows the brackets is a time, and is refused with one that is well written."""
    with pytest.raises(InputError) as refused:
        _check(f"response(attack, truce_declared){rest}")

    told = f"'{rest.strip()}' follows response(...); only a time may, such as 'within 70 d'"
    assert told in str(refused.value)


def test_a_time_stands_after_the_brackets() -> None:
    """In them it would be taken for a third event."""
    with pytest.raises(InputError, match=r"write response\(\.\.\.\) and then 'within 70 d'"):
        _check("response(attack, truce_declared, within = 70 d)")


@pytest.mark.parametrize("template", ONE)
def test_a_template_about_one_event_takes_no_time(template: str) -> None:
    """There is no other event to be near, and a time that nothing heeds would mislead."""
    count = ", 2" if template == "exactly" else ""

    with pytest.raises(InputError, match="leave out 'within'"):
        _check(f"{template}(attack{count}) within 70 d")
    assert _check(f"{template}(attack{count})").within is None


@pytest.mark.parametrize(
    "rule",
    [
        "response('attack', truce_declared)",
        "chain response(attack, 'attack')",
        "absence(['attack', truce_declared])",
        'absence(\\"attack\\")',
    ],
)
def test_a_template_names_events_without_quotes(rule: str) -> None:
    """Whoever comes from the functions of conditions is told so, with the name."""
    with pytest.raises(InputError, match="names events without quotes: write attack"):
        _check(rule)


@pytest.mark.parametrize(
    "rule",
    [
        "not happened('attack')",
        "not (tension > 1)",
        "exp(tension) - (2) < 3",
        "count('attack', within = 3 d) < 2",
    ],
)
def test_a_condition_may_begin_like_a_template(rule: str) -> None:
    """With a word and a bracket; it is read as a condition all the same."""
    assert _check(rule).template == "always"
