"""Runs that break a rule made small: of what is left nothing can be left out."""

from collections.abc import Sequence

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.check.search.case import Case
from sim.check.search.model import Models
from sim.check.search.reduce import Reducer, fewest
from sim.check.search.trial import Broken, tried
from sim.scenario import load
from tests.check.small import (
    ADOPTED,
    PLANTED,
    SIGNED,
    answered,
    first_broken,
    kinds,
    models,
    never,
    planted,
    reduced,
    searched,
)  # fmt: skip


@given(
    needed=st.sets(st.sampled_from(range(12)), max_size=4),
    either=st.sets(st.sampled_from(range(12)), min_size=2, max_size=2),
)
def test_nothing_can_be_left_out_of_the_fewest(needed: set[int], either: set[int]):
    """They have what all have, and none of them can go; here some are needed, of two either."""

    def still(items: Sequence[int]) -> bool:
        return needed <= set(items) and bool(either & set(items))

    found = fewest(range(12), still)

    assert still(found)
    assert not any(still([other for other in found if other != one]) for one in found)
    assert list(found) == sorted(found)


def test_what_can_all_be_left_out_is() -> None:
    """Nothing is left of what nothing is needed of."""
    assert list(fewest(range(9), lambda _: True)) == []


PLANTED_MODELS = Models(load(PLANTED), lambda changes: load(PLANTED, changes))


def smallest(rule: str) -> Broken:
    """The smallest run that the search finds for a rule of the planted bug."""
    search = searched(planted(rule), range(300))
    return search.broken[rule]


def test_the_planted_bug_becomes_six_events() -> None:
    """The fewest that can break it: opened, two rounds, an attack, suspended, signed."""
    assert kinds(smallest(SIGNED)) == [
        "round_opened", "round_held", "round_held", "attack", "talks_suspended",
        "agreement_signed",
    ]  # fmt: skip


@pytest.mark.parametrize("rule", [SIGNED, ADOPTED])
def test_no_decision_can_be_left_out(rule: str) -> None:
    """Without any one of them the rule is kept, or the story is longer; with all it is broken."""
    small = reduced(PLANTED_MODELS, rule)
    decisions = small.case.decisions or ()

    assert tried(PLANTED_MODELS, rule, small.case) == small
    for one in decisions:
        fewer = tuple(other for other in decisions if other != one)
        without = tried(PLANTED_MODELS, rule, attrs.evolve(small.case, decisions=fewer))
        assert without is None or without.length > small.length


def test_a_run_never_becomes_longer() -> None:
    """Whatever the seed, what is made small is as short or shorter, and breaks the same rule."""
    for seed in range(120):
        found = tried(PLANTED_MODELS, SIGNED, Case(seed))
        if found is not None:
            small = Reducer(PLANTED_MODELS, SIGNED, never).reduced(found)
            assert small.length <= found.length
            assert small.events[-1].kind == "agreement_signed"


def test_without_time_a_run_is_told_as_it_was_found() -> None:
    """It still breaks its rule."""
    found = first_broken(PLANTED_MODELS, SIGNED)

    assert Reducer(PLANTED_MODELS, SIGNED, lambda: True).reduced(found) == found


def test_too_many_runs_cut_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes of it still breaks the rule, and is known not to be the least."""
    monkeypatch.setattr("sim.check.search.reduce.MOST_RUNS", 10)
    reducer = Reducer(PLANTED_MODELS, SIGNED, never)
    start = first_broken(PLANTED_MODELS, SIGNED)
    small = reducer.reduced(start)

    assert (reducer.cut, reducer.runs) == (True, 10)
    assert small.length <= start.length
    assert tried(PLANTED_MODELS, SIGNED, small.case) is not None


SURE = """
    checks = [{ name = "no fire", rule = "absence(fire)", source = "made up" }]
    [[steps]]
    actor = "host"
    name = "first"
    at = 2001-01-05
    emits = "spark"
    [[steps]]
    actor = "guest"
    name = "noise"
    every = "20 d"
    outcomes = [{ chance = 0.9, emits = "smoke" }]
    [[steps]]
    actor = "host"
    name = "second"
    on = "spark"
    after = "fixed(value = 60 d)"
    emits = "fire"
"""


def test_what_is_sure_needs_no_decision() -> None:
    """A rule that every run breaks has a story without decisions: what chance adds is left out."""
    small = reduced(models(SURE), "no fire")

    assert kinds(small) == ["spark", "fire"]
    assert small.case.decisions == ()


def test_what_is_sure_cannot_be_left_out() -> None:
    """An event that comes for certain stands in every story that goes on until then."""
    text = SURE.replace('outcomes = [{ chance = 0.9, emits = "smoke" }]', 'emits = "smoke"')

    assert kinds(reduced(models(text), "no fire")) == ["spark", "smoke", "smoke", "smoke", "fire"]


ANSWERED = (
    answered("10 d", "fixed(value = 5 d)", 'outcomes = [{ chance = "answers", emits = "rain" }]')
    + """
    [parameters.answers]
    value = 1
    prior = "uniform(low = 0, high = 1)"
    source = "made up"
"""
)


def test_what_is_assumed_is_put_back_where_it_is_not_needed() -> None:
    """A parameter and an actor that do not matter are as the scenario has them again."""
    found = models(ANSWERED)
    silent = tried(found, "answered", Case(1, {"answers": "0"}, frozenset({"host"})))
    assert silent is None  # nobody bids
    case = Case(1, {"answers": "0"}, frozenset({"guest"}))
    start = tried(found, "answered", case)
    assert start is not None

    small = Reducer(found, "answered", never).reduced(start)

    assert small.case.assumptions == 1  # one of the two is needed: here an answer is sure
    assert kinds(small) == ["spark"]
    assert small.since == start.since == (4 + 10) * 86_400 + 1


RAIDED = """
    checks = [{ name = "no fire", rule = "absence(fire)", source = "made up" }]
    [[steps]]
    actor = "guest"
    name = "raid"
    rate = "10 / month"
    emits = "smoke"
    [[steps]]
    actor = "host"
    name = "fire"
    at = 2001-03-01
    if = "not happened('smoke')"
    emits = "fire"
"""


def test_what_is_assumed_is_put_back_once_decisions_are_left_out() -> None:
    """Where whoever is absent may as well do nothing he is there, however unlikely that is."""
    found = models(RAIDED)
    start = tried(found, "no fire", Case(1, without=frozenset({"guest"})))
    assert start is not None

    small = Reducer(found, "no fire", never).reduced(start)

    assert small.case == Case(1, decisions=())
