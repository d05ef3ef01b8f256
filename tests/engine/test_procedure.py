"""The procedure asked directly: what it refuses, and what it says is missing."""

from collections.abc import Sequence
from typing import Any

import attrs
import pytest

from sim.engine.procedure import refusal, requirements
from sim.events import Event, Pattern, shipped
from sim.language import NUMBER, Expression
from sim.language.tree import Comparison, GaugeLevel, TriggerQuantity
from sim.situation import Ledger, Requirement, Situation, fold
from tests.situation.made import event, gauge

SIGNED = Requirement(
    event=Pattern("agreement_signed"),
    needs=(Pattern("round_held"), Pattern("law_passed", "senate")),
    condition=None,
    same_subject=False,
    source="Article 1",
)
VOTED = Requirement(
    event=Pattern("law_passed", "house"),
    needs=(Pattern("first_reading"), Pattern("second_reading", "house")),
    condition=None,
    same_subject=True,
    source="Article 2",
)
CALM = Requirement(
    event=Pattern("truce_declared"),
    needs=(),
    condition=Expression(
        "quantity < calm", Comparison("<", TriggerQuantity(), GaugeLevel("calm")), NUMBER
    ),
    same_subject=False,
    source="Article 3",
)


def refused(
    outcome: Sequence[Event], *log: Event, rules: Sequence[Requirement] = (SIGNED, VOTED, CALM)
) -> str:
    """Why an outcome is refused after a log; nothing if it is not."""
    layout = Ledger(shipped(), [gauge("calm", 0.0, 9.0, 5.0)])
    asked = requirements(rules, layout)
    return refusal(asked, outcome, fold(layout, log))


ROUND = event(0, 1, "round_held", "host")
LAW = event(1, 2, "law_passed", "senate")
SIGNING = event(2, 3, "agreement_signed", "guest")


def test_what_no_rule_is_about_is_allowed() -> None:
    """Whatever has happened or has not; an empty outcome too."""
    assert refused([event(0, 1, "attack", "band"), event(1, 1, "protest", "band")]) == ""
    assert refused([]) == ""
    assert refused([SIGNING], rules=()) == ""


def test_what_has_not_happened_is_named() -> None:
    """The first need that is not met, by whom it is needed, and the rule's source."""
    what = "agreement_signed by guest: needs"

    assert refused([SIGNING]) == f"{what} round_held (Article 1)"
    assert refused([SIGNING], ROUND) == f"{what} law_passed by senate (Article 1)"
    assert refused([SIGNING], LAW) == f"{what} round_held (Article 1)"
    assert refused([SIGNING], ROUND, LAW) == ""


def test_a_need_is_met_by_whom_it_names() -> None:
    """A law that another chamber passed is not the one that is needed."""
    wrong = event(1, 2, "law_passed", "host")

    assert refused([SIGNING], ROUND, wrong).endswith("needs law_passed by senate (Article 1)")


READ = [
    event(n, n, kind, "house", "bases")
    for n, kind in enumerate(("first_reading", "second_reading"))
]
VOTE = event(5, 5, "law_passed", "house", "bases")


def test_needs_may_be_about_the_same_subject() -> None:
    """A text is passed that was read itself, by whoever has to read it."""
    other = event(3, 3, "second_reading", "house", "budget")
    elsewhere = event(3, 3, "second_reading", "senate", "bases")
    what = "law_passed by house: needs"

    assert refused([VOTE], *READ) == ""
    assert refused([VOTE]) == f"{what} first_reading of bases (Article 2)"
    for wrong in (other, elsewhere):
        expected = f"{what} second_reading of bases by house (Article 2)"
        assert refused([VOTE], READ[0], wrong) == expected


def test_a_rule_is_about_whom_it_names() -> None:
    """What binds the house does not bind the senate."""
    assert refused([event(5, 5, "law_passed", "senate", "bases")]) == ""


@pytest.mark.parametrize(("quantity", "allowed"), [(4.0, True), (5.0, False), (None, True)])
def test_a_condition_is_read_as_of_the_event(quantity: float | None, allowed: bool) -> None:
    """Of its quantity and of the gauges then; refused in the condition's own words."""
    why = "" if allowed else "truce_declared by band: needs that quantity < calm (Article 3)"

    assert refused([event(0, 1, "truce_declared", "band", "", quantity)]) == why


def test_a_condition_is_asked_when_all_needs_are_met() -> None:
    """A need that is missing is named first; met needs do not make the condition hold."""
    rule = attrs.evolve(CALM, needs=(Pattern("round_held"),))
    truce = event(1, 2, "truce_declared", "band", "", 7.0)

    assert "needs round_held" in refused([truce], rules=[rule])
    assert "needs that quantity < calm" in refused([truce], ROUND, rules=[rule])
    assert refused([attrs.evolve(truce, quantity=1.0)], ROUND, rules=[rule]) == ""


def test_a_condition_is_read_at_the_second_of_the_event() -> None:
    """A gauge that wears down is read as it is then: 8, then 4, then 2."""
    wearing = gauge("calm", 0.0, 9.0, 8.0, half_life=86_400.0)
    layout = Ledger(shipped(), [wearing])
    rules = requirements([CALM], layout)
    whys = [
        refusal(rules, [event(0, day, "truce_declared", "band", "", 3.0)], Situation(layout))
        for day in (0, 1, 2)
    ]

    assert [bool(why) for why in whys] == [False, False, True]


def test_every_rule_about_an_event_is_asked() -> None:
    """Also the second of two, and each with its own source."""
    late = attrs.evolve(SIGNED, needs=(Pattern("referendum_held"),), source="Article 9")

    assert refused([SIGNING], ROUND, LAW, rules=(SIGNED, late)).endswith("(Article 9)")
    assert refused([SIGNING], rules=(SIGNED, late)).endswith("(Article 1)")


def test_what_comes_first_in_an_outcome_has_happened_for_what_follows() -> None:
    """However long the outcome; but not the other way round."""
    assert refused([ROUND, LAW, SIGNING]) == ""
    assert refused([ROUND, SIGNING, LAW]).endswith("needs law_passed by senate (Article 1)")
    assert refused([LAW, SIGNING, ROUND]).endswith("needs round_held (Article 1)")
    assert refused([*READ, VOTE]) == ""


def test_asking_changes_nothing() -> None:
    """What an outcome would change is not changed in the situation that was asked about."""
    layout = Ledger(shipped())
    rules = requirements([SIGNED, VOTED], layout)
    situation = fold(layout, [ROUND])
    before = situation.summary(0)
    outcome: list[Any] = [*READ, LAW, VOTE, SIGNING]

    assert [refusal(rules, outcome, situation) for _ in range(2)] == ["", ""]
    assert situation.summary(0) == before
    assert not situation.subjects


def test_subjects_are_kept_only_where_a_rule_asks_for_them() -> None:
    """Of the kinds that a rule about the same subject needs."""
    layout = Ledger(shipped())
    requirements([SIGNED, VOTED], layout)
    kept = {kind for kind, effects in layout.effects.items() if effects.subjects}

    assert kept == {"first_reading", "second_reading"}
