"""Law 6: no step's event stands in a log without its precondition.

Checked by a reading of the rules of its own, in `reference`, from the log alone.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, find, given, settings

from sim.engine import Trace, simulate
from sim.errors import DrawdownError
from sim.events import Event, Pattern
from sim.scenario import load
from sim.scenario.model import Response, Scenario
from sim.situation import Requirement
from tests.laws.logs import ON_DISK, firings, named, told, written
from tests.laws.logs import given as given_events
from tests.laws.reference import Past, fits
from tests.strategies import Table, scenario_of, scenarios, seeds

NOT_STEPS = ("given: ", "initial: ", "deadline: ", "record")


def breaches(scenario: Scenario, events: tuple[Event, ...]) -> Iterator[str]:
    """What each event that a step emitted lacks of what it needs.

    All that stands before it in the log has happened, be it in the same outcome.
    """
    past = Past(scenario, events)
    for event in events:
        if event.step.startswith(NOT_STEPS):
            continue
        for rule in scenario.procedure:
            if fits(rule.event, event):
                yield from _breached(past, rule, event)
        yield from _implied(past, event)


def _breached(past: Past, rule: Requirement, event: Event) -> Iterator[str]:
    """What one event lacks of one rule."""
    for need in rule.needs:
        if not any(
            fits(need, e) and (not rule.same_subject or e.subject == event.subject)
            for e in past.events[: event.seq]
        ):
            yield f"{event.seq} {event.kind} needs {need}"
    condition = rule.condition
    if condition is not None and not past.holds(condition.tree, event.seq, event.time, event):
        yield f"{event.seq} {event.kind} needs that {condition.text}"


def _implied(past: Past, event: Event) -> Iterator[str]:
    """What firm deadlines and the order of sites forbid, told from these themselves."""
    for deadline in past.scenario.deadlines:
        meets = deadline.firm and any(fits(met, event) for met in deadline.met_by)
        if meets and event.time >= past.falls_at(deadline.name, event.seq):
            yield f"{event.seq} {event.kind} comes after {deadline.name}"
    for site in past.scenario.sites:
        leaves = past.scenario.vocabulary[event.kind].site and event.subject == site.name
        if leaves and site.opens_after and site.opens_after not in past.handed_over(event.seq):
            yield f"{event.seq} {site.name} leaves before {site.opens_after}"


@given(table=scenarios(procedure=True), seed=seeds())
def test_procedure_holds(table: Table, seed: int):
    """Every event of a step had what the procedure asks when it was emitted."""
    scenario = scenario_of(table)
    assert list(breaches(scenario, simulate(scenario, seed).events)) == []


@given(table=scenarios(tied=True, procedure=True), seed=seeds())
def test_procedure_holds_among_ties(table: Table, seed: int):
    """So it had where a requirement and what it stands before fall on one instant."""
    scenario = scenario_of(table)
    assert list(breaches(scenario, simulate(scenario, seed).events)) == []


@pytest.mark.parametrize("path", ON_DISK, ids=named)
def test_procedure_holds_in_scenarios_on_disk(path: Path):
    """So it does in the scenarios that ship, and so do their guards."""
    scenario = load(path)
    for seed in range(5):
        events = simulate(scenario, seed).events
        assert list(breaches(scenario, events)) == []
        check_guards(scenario, events)


def check_guards(scenario: Scenario, events: tuple[Event, ...]) -> None:
    """Read the guards of every step that fired, by the reference reading."""
    past = Past(scenario, events)
    steps = {step.label: step for step in scenario.steps}
    for event, *_ in firings(events):
        step = steps.get(event.step)
        if step is None:
            continue
        cause = events[event.causes[0]] if event.causes else None
        if isinstance(step.trigger, Response) and step.guard is not None:
            assert cause is not None
            assert past.holds(step.guard.tree, cause.seq + 1, cause.time, cause)
        if step.guard_due is not None:
            assert past.holds(step.guard_due.tree, event.seq, event.time, cause)


@given(table=scenarios(), seed=seeds())
def test_guards_hold(table: Table, seed: int):
    """A response's guard held when it was triggered, and its later one when it fell due."""
    scenario = scenario_of(table)
    check_guards(scenario, simulate(scenario, seed).events)


def test_procedure_refuses_in_generated_scenarios():
    """The law is not empty: generated scenarios make attempts that are refused."""

    def refuses(table: Table) -> bool:
        trace = Trace()
        simulate(scenario_of(table), 1, trace=trace)
        return any(note.what == "refused" for note in trace.notes)

    drawn = settings(max_examples=200, phases=[Phase.generate], derandomize=True, database=None)
    assert find(scenarios(procedure=True), refuses, settings=drawn)


REFUSING = """
[[steps]]
actor = "host"
name = "fire first"
on = "spark"
after = "5 d"
outcomes = [{ chance = 0.5, emits = "smoke" }]

[[steps]]
actor = "guest"
name = "ash"
on = "spark"
after = "10 d"
emits = "ash"

[[procedure]]
event = "ash"
needs = "smoke"
source = "made up"
""" + given_events("3 host spark")


def test_a_refused_attempt_is_in_the_trace_and_never_in_the_log():
    """Over many seeds, ash is in the log exactly where smoke came before, and else refused."""
    scenario = written(REFUSING)
    refused = 0
    for seed in range(60):
        trace = Trace()
        log = simulate(scenario, seed, trace=trace)
        kinds = [event.kind for event in log.events]
        notes = [note for note in trace.notes if note.what == "refused"]
        assert ("ash" in kinds) == ("smoke" in kinds) == (not notes)
        refused += len(notes)
        for note in notes:
            assert (note.time, note.step, note.cause) == (13 * 86_400, "guest: ash", 0)
            assert "smoke" in note.why
            assert "made up" in note.why
    assert 15 < refused < 45


def test_the_check_notices_a_breach():
    """The checker itself finds what would break the law: the log of a run without procedure."""
    lawless = written(REFUSING.replace('event = "ash"', 'event = "rain"'))
    strict = written(REFUSING)
    logs = [simulate(lawless, seed) for seed in range(10)]
    found = [list(breaches(strict, log.events)) for log in logs]
    need = Pattern("smoke")
    for log, wrong in zip(logs, found, strict=True):
        kinds = [event.kind for event in log.events]
        expected = [] if "smoke" in kinds else [f"{kinds.index('ash')} ash needs {need}"]
        assert wrong == expected
    assert any(found)


def test_given_and_missed_events_are_not_refused():
    """Procedure binds steps: what is given, and that a date has passed, stand as they are."""
    scenario = written(
        """
        procedure = [
          { event = "spark", needs = "rain", source = "made up" },
          { event = "deadline_missed", needs = "rain", source = "made up" },
        ]
        deadlines = { exit = { set_by = "spark", falls = "7 d", missed = "deadline_missed" } }
    """
        + given_events("3 host spark")
    )
    assert told(simulate(scenario, 1)) == ["3 host spark", "10 host deadline_missed"]


def test_a_requirement_without_content_is_an_error():
    """A precondition that asks nothing is refused when the scenario is read."""
    with pytest.raises(DrawdownError, match="needs"):
        written('procedure = [{ event = "spark", source = "made up" }]')
