"""Law 2: who watches a run, or could make its choices and does not, changes nothing in it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sim.check.rules import verdict
from sim.check.search.case import Case, Decision
from sim.check.search.choosing import AsDrawn, Kept
from sim.check.search.model import Model
from sim.check.search.trial import Noting
from sim.check.watching import Observer, rules
from sim.engine import Program, simulate, watched
from sim.log import digest_of
from sim.scenario.resolve.templates import ABOUT_NEXT, ONE, TWO
from tests.strategies import Table, scenario_of, scenarios, seeds


@st.composite
def checked(draw: st.DrawFn) -> Table:
    """Draw a scenario with some checks on its kinds, with and without a time."""
    table = draw(scenarios(procedure=True))
    kinds = st.sampled_from(sorted({*table["kinds"]}))
    checks: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 5))):
        template = draw(st.sampled_from((*ONE, *TWO)))
        if template in ONE:
            rule = f"{template}({draw(kinds)}{', 2' if template == 'exactly' else ''})"
        else:
            first = draw(kinds)
            if template not in ABOUT_NEXT and draw(st.booleans()):
                first = f"count('{first}') > 1"
            within = draw(st.sampled_from(("", " within 10 d", " within 1 h")))
            rule = f"{template}({first}, {draw(kinds)}){within}"
        checks.append({"name": f"c{number}", "rule": rule, "source": "made up"})
    return {**table, "checks": checks}


@given(table=checked(), seed=seeds())
def test_a_watched_run_has_the_same_bytes(table: Table, seed: int):
    """Whether rules hear of it or nobody does, and by whichever way its choices are made."""
    scenario = scenario_of(table)
    plain = digest_of(simulate(scenario, seed))
    program = Program(scenario)
    assert digest_of(watched(program, seed, Observer(rules(program)))) == plain
    model = Model(scenario)
    some = list(model.rules.values())
    noting = Noting(AsDrawn(Case(seed)))
    assert digest_of(watched(model.program, seed, Observer(some), noting)) == plain


@given(table=checked(), seed=seeds(), moved=st.booleans())
def test_all_decisions_kept_are_the_run_itself(table: Table, seed: int, moved: bool):
    """A case that keeps every occasion of a run as it was drawn gives that run.

    So does one that says when each occasion of a rate comes, if that is when it came.
    """
    model = Model(scenario_of(table))
    noting = Noting(AsDrawn(Case(seed)))
    plain = watched(model.program, seed, Observer([]), noting)
    came = {event.identity[:16]: event.time for event in plain.events}
    rates = {step.label for step in model.program.steps if step.intensity is not None}
    decisions = tuple(
        Decision(name, step, second=came.get(name) if moved and step in rates else None)
        for name, step in noting.steps.items()
    )
    kept = Kept(model, Case(seed, decisions=decisions))
    assert digest_of(watched(model.program, seed, Observer([]), kept)) == digest_of(plain)


@given(table=checked(), seed=seeds())
def test_what_is_heard_while_a_run_happens_is_what_its_log_says(table: Table, seed: int):
    """Each check about events has the verdict, and the place, that the finished log has."""
    scenario = scenario_of(table)
    program = Program(scenario)
    observer = Observer(rules(program))
    log = watched(program, seed, observer)
    events = [event for event in log.events if not event.step.startswith("initial: ")]
    names = [(event.kind, event.actor, event.subject) for event in events]
    initial = len(log.events) - len(events)
    for heard in observer.heard:
        check = heard.rule.check
        if check is None or check.reads_situation:
            continue
        real = verdict(check, [event.time for event in events], names, scenario.horizon)
        found = heard.verdict()
        assert real is not None
        assert (found.holds, found.vacuous) == (real.holds, real.vacuous)
        if real.broken_at is not None:
            assert found.broken_at == real.broken_at + initial


@given(table=checked(), seed=seeds())
def test_a_run_stops_where_its_rule_is_broken_for_good(table: Table, seed: int):
    """A stopped run is the beginning of the run; the rule is broken in the whole of it, too."""
    program = Program(scenario_of(table))
    whole = watched(program, seed, Observer([]))
    for rule in rules(program):
        observer = Observer([rule])
        watched(program, seed, observer)
        stopping = Observer([rule], stop=True)
        part = watched(program, seed, stopping)
        since = stopping.heard[0].found.since
        assert part.events == whole.events[: len(part.events)]
        assert (since is None) == observer.heard[0].verdict().holds
