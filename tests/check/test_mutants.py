"""A scenario without one of its rules: which there are, where, and what leaving one out does."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.check.mutation.mutants import Mutant, mutants, unruled, without
from sim.engine import Trace, simulate
from sim.scenario.load import Loaded, resolved
from sim.scenario.source import Source
from sim.scenario.tree import planted
from tests.check.mutated import GUARDED, guarded
from tests.strategies import NOWHERE, Table, scenarios, seeds

PORTS = "base_evacuated of port_1 and 3 more"
PROTESTS = "host: protest [north] and 1 more"


def by_key(loaded: Loaded) -> dict[tuple[str, str], Mutant]:
    """The mutants without a whole rule, by the key and the name of what they leave out."""
    found = mutants(loaded.scenario, loaded.whereabouts)
    return {(one.what, one.name): one for one in found if not one.part}


def test_there_is_one_for_each_rule_that_is_written(tmp_path: Path) -> None:
    """Of procedure, guards, gates, deadlines and sites; a list counts once, a site's many once."""
    found = by_key(guarded(tmp_path))

    assert set(found) == {
        ("procedure", "agreement_signed"),
        ("procedure", "protest"),
        ("firm", "agreement_signed"),
        ("opens_after", PORTS),
        ("before", "chamber: gate consent"),
        ("if", "host: round"),
        ("while", "guest: raid"),
        ("if", PROTESTS),
        ("if_due", PROTESTS),
    }
    assert set(found["if", PROTESTS].guards) == {
        "host: protest [north]", "host: protest [south]",
    }  # fmt: skip
    assert len(found["opens_after", PORTS].requirements) == 4


def test_each_names_its_place_and_its_source(tmp_path: Path) -> None:
    """The line of the key that says it."""
    lines = GUARDED.splitlines()

    for one in mutants(*_parts(guarded(tmp_path))):
        said = lines[one.place.line - 1]
        assert said.startswith("[[procedure]]" if one.what == "procedure" else f"{one.what} =")
        assert one.place.file.endswith("scenario.toml")
        assert one.text
    found = by_key(guarded(tmp_path))
    assert found["procedure", "protest"].source == "follows from the step itself"
    assert found["procedure", "protest"].text == "needs attack"


def test_what_a_behaviour_brings_stands_at_its_actor(tmp_path: Path) -> None:
    """Its rules are left out like any other, and are found at the actor's entry."""
    text = GUARDED.replace(
        "[actors.host]\n",
        '[actors.host]\nbehaviour = "head_of_government"\nresigns = "1 / month"\n',
    )
    found = by_key(guarded(tmp_path, text))

    place = found["while", "host: resignation"].place
    assert text.splitlines()[place.line - 1] == 'behaviour = "head_of_government"'
    assert place.path == "actors.host.steps.resignation.while"


def test_leaving_a_rule_out_leaves_the_rest(tmp_path: Path) -> None:
    """A guard is gone where it is written, and only there."""
    loaded = guarded(tmp_path)
    found = by_key(loaded)
    scenario = loaded.scenario

    at_once = found["if", PROTESTS].of(scenario)
    due = found["if_due", PROTESTS].of(scenario)
    lone = found["if", "host: round"].of(scenario)

    assert [(s.guard, s.guard_due is None) for s in at_once.steps if s.name == "protest [south]"] \
        == [(None, False)]  # fmt: skip
    assert [(s.guard is None, s.guard_due) for s in due.steps if s.name == "protest [south]"] \
        == [(False, None)]  # fmt: skip
    assert [(s.guard, s.guard_due) for s in lone.steps if s.name == "round"] == [(None, None)]
    assert at_once.procedure == scenario.procedure
    fewer = found["procedure", "protest"].of(scenario)
    assert set(scenario.procedure) - set(fewer.procedure) == {scenario.procedure[1]}


def test_of_a_guard_that_joins_conditions_each_is_left_out(tmp_path: Path) -> None:
    """The rest of it stays, at both instants at which it is asked."""
    loaded = guarded(tmp_path)

    first, second = (one for one in mutants(*_parts(loaded)) if one.part)

    assert (first.part, first.what, first.name) == (1, "while", "guest: raid")
    assert first.text == "happened('round_held')"
    assert second.text == "count('attack') < 1000"
    for one, left in ((first, second.text), (second, first.text)):
        (raid,) = (step for step in one.of(loaded.scenario).steps if step.name == "raid")
        assert raid.guard == raid.guard_due
        assert raid.guard is not None
        assert raid.guard.text == left


def test_all_left_out_at_once_is_the_scenario_without_rules(tmp_path: Path) -> None:
    """The baseline without rules and the mutants leave out the same."""
    loaded = guarded(tmp_path)
    every = [one for one in mutants(*_parts(loaded)) if not one.part]

    bare = loaded.scenario
    for one in every:
        bare = without(bare, (), one.guards)
    requirements = frozenset().union(*(one.requirements for one in every))
    bare = without(bare, requirements, {})

    assert bare.steps == unruled(loaded.scenario).steps
    assert bare.procedure == unruled(loaded.scenario).procedure == ()


@given(scenarios(procedure=True), seeds(), st.data())
def test_a_rule_that_never_says_no_can_go(table: Table, seed: int, data: st.DataObject) -> None:
    """Law: a run in whose trace a rule stopped nothing is, byte for byte, the run without it."""
    loaded = resolved(Source(planted(table, "scenario.toml", 1), NOWHERE, NOWHERE, "made"), {})
    found = mutants(*_parts(loaded))
    if not found:
        return
    one = data.draw(st.sampled_from(found))
    trace = Trace()
    log = simulate(loaded.scenario, seed, None, trace)

    if not one.said_no(loaded.scenario, trace.notes):
        assert simulate(one.of(loaded.scenario), seed).events == log.events


def test_a_rule_that_says_no_is_seen_to(tmp_path: Path) -> None:
    """By the notes of its own step, or by the source of the refusal."""
    loaded = guarded(tmp_path)
    found = by_key(loaded)
    trace = Trace()
    simulate(loaded.scenario, 0, None, trace)

    said = {key for key, one in found.items() if one.said_no(loaded.scenario, trace.notes)}

    assert ("if", "host: round") in said
    assert ("before", "chamber: gate consent") in said
    assert ("procedure", "protest") not in said
    assert ("opens_after", PORTS) not in said


def _parts(loaded: Loaded):
    return loaded.scenario, loaded.whereabouts


def test_places_go_with_the_rules_one_for_one(tmp_path: Path) -> None:
    """Every requirement, every guarded step and every check has its place."""
    scenario, where = _parts(guarded(tmp_path))

    assert len(where.procedure) == len(scenario.procedure)
    assert set(where.checks) == {check.name for check in scenario.checks}
    for step in scenario.steps:
        assert bool(where.guards[step.label]) == bool(step.guard or step.guard_due)
    with pytest.raises(KeyError):
        where.checks["no such check"]


INSTRUMENT = """
[instruments.treaty]
in_force_since = 2000-12-01
term = "90 d"
notice = "30 d"
may_denounce = ["host", "guest"]
lapsed = "agreement_expired"
"""


def test_what_an_instrument_forbids_is_left_out_as_a_whole(tmp_path: Path) -> None:
    """Who may denounce it when, and withdraw that, are one rule."""
    loaded = guarded(tmp_path, GUARDED.replace("[gates.consent]", f"{INSTRUMENT}\n[gates.consent]"))

    (one,) = (mutant for mutant in mutants(*_parts(loaded)) if mutant.what == "instrument")

    assert one.place.path == "instruments.treaty"
    assert len(one.requirements) > 1
    assert one.name.startswith("agreement_denounced of treaty by host and ")
    left = one.of(loaded.scenario).procedure
    assert not any(rule.source == "the instrument treaty" for rule in left)
    assert len(left) + len(one.requirements) == len(loaded.scenario.procedure)


def test_every_meeting_at_a_gate_is_held_before_its_deadline(tmp_path: Path) -> None:
    """Of a gate with readings, they and the vote are under one rule."""
    text = GUARDED.replace(
        'passed = "law_passed"', 'readings = ["bill_read"]\npassed = "law_passed"'
    )
    text += '\n[kinds.bill_read]\nfamily = "legislature"\nmeaning = "a bill was read"\n'
    found = by_key(guarded(tmp_path, text))

    (before,) = (one for (what, _), one in found.items() if what == "before")

    assert len(before.guards) == 2
