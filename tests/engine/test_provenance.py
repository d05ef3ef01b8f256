"""A log that no run of a scenario made is not resumed, whatever its digest says."""

from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine import resume, simulate
from sim.errors import InputError, RunError
from sim.events import Event
from sim.log import Log, read_run, write_run
from sim.scenario.model import Scenario
from tests.laws.logs import given as given_events
from tests.laws.logs import told, written
from tests.strategies import Table, scenario_of, scenarios, seeds

TEXT = """
[parameters]
share = { value = 0.9, source = "assumed" }

[deadlines.exit]
set_by = "smoke"
falls = "20 d"
missed = "deadline_missed"

[[initial]]
date = 2000-12-01
actor = "guest"
event = "rain"

[[steps]]
actor = "host"
name = "answer"
on = "spark"
after = "fixed(3 d)"
outcomes = [{ chance = "share", emits = ["smoke", { event = "ash", subject = "same" }] }]

[[steps]]
actor = "guest"
name = "shower"
rate = "3 / month"
emits = "rain"

[[steps]]
actor = "guest"
name = "review"
every = "10 d"
emits = "fire"
"""


def example(**changes: str) -> Scenario:
    """An initial and a given event, a response, a rate, a calendar and a deadline."""
    return written(TEXT + given_events("1 host spark"), changes)


def a_run() -> Log:
    """The first 30 days of it."""
    log = simulate(example(), 5, until=30 * 86_400)
    assert {"given: given 0", "guest: shower", "deadline: exit"} <= {e.step for e in log.events}
    return log


def forged(log: Log, step: str, /, **fields: Any) -> Log:
    """A log in which the first event of a step says something else."""
    place = next(event.seq for event in log.events if event.step.startswith(step))
    events = list(log.events)
    events[place] = attrs.evolve(events[place], **fields)
    return attrs.evolve(log, events=tuple(events))


@pytest.mark.parametrize(
    ("step", "fields", "words"),
    [
        ("host: answer", {"causes": ()}, "causes: not the one event that triggers 'host: answer'"),
        ("host: answer", {"causes": (0,)}, "causes: not the one event that triggers"),
        ("host: answer", {"causes": (0, 1)}, "causes: not the one event that triggers"),
        ("host: answer", {"step": "host: unheard"}, "step: the scenario has no step"),
        ("host: answer", {"step": "guest: shower", "causes": ()}, "kind: 'guest: shower' emits no"),
        ("host: answer", {"kind": "rain"}, "kind: 'host: answer' emits no such 'rain' by 'host'"),
        ("host: answer", {"kind": "unheard"}, "kind: 'host: answer' emits no such 'unheard'"),
        ("host: answer", {"actor": "nobody"}, "emits no such 'smoke' by 'nobody'"),
        ("host: answer", {"subject": "bases"}, "emits no such 'smoke'"),
        ("host: answer", {"unit": "persons"}, "emits no such 'smoke'"),
        ("host: answer", {"identity": b"\0" * 17}, "id: not the identity of what 'host: answer'"),
        ("guest: shower", {"causes": (0,)}, "causes: 'guest: shower' acts of its own accord"),
        ("guest: review", {"time": 864_001}, "time: 864001 is no date of 'guest: review'"),
        ("guest: review", {"identity": b"\1" * 17}, "id: not the identity"),
        ("given: given 0", {"kind": "rain"}, "not the given event 'given 0' as the scenario"),
        ("given: given 0", {"causes": (0,)}, "not the given event 'given 0' as the scenario"),
        ("given: given 0", {"step": "given: other"}, "step: the scenario has no step"),
        ("initial: 0", {"actor": "host"}, "not the initial event '0' as the scenario states it"),
        ("initial: 0", {"step": "guest: shower"}, "not the initial event '0'"),
        ("guest: shower", {"step": "initial: 0"}, "step: the scenario has no step 'initial: 0'"),
        ("deadline: exit", {"causes": ()}, "causes: none, and an event sets the deadline 'exit'"),
        ("deadline: exit", {"causes": (0,)}, "causes: not the event that set the deadline 'exit'"),
        ("deadline: exit", {"kind": "ash"}, "kind: 'ash' is not what 'deadline: exit' records"),
        ("deadline: exit", {"identity": b"\1" * 17}, "id: not the identity"),
        ("deadline: exit", {"step": "deadline: other"}, "step: the scenario has no step"),
    ],
)
def test_a_forged_event_is_refused_at_its_line(
    step: str, fields: dict[str, Any], words: str, tmp_path: Path
) -> None:
    """What no step, deadline or statement of the scenario makes is named, with its line."""
    log = a_run()
    log = forged(log, step, **fields)
    place = next(e.seq for e, old in zip(log.events, a_run().events, strict=True) if e != old)
    write_run(log, tmp_path / "run.jsonl")

    with pytest.raises(InputError) as refused:
        resume(example(), read_run(tmp_path / "run.jsonl"))

    assert f"run.jsonl:{place + 2}: " in str(refused.value)
    assert words in str(refused.value)


def test_an_initial_event_that_is_missing_is_named() -> None:
    """A log begins with all initial events."""
    log = attrs.evolve(a_run(), events=())

    with pytest.raises(InputError, match="log:2: count: 0, and the scenario alone states 1"):
        resume(example(), log)


def test_endless_forgeries_are_not_all_named() -> None:
    """Some problems are enough."""
    log = a_run()
    first, *others = log.events
    strange = [attrs.evolve(event, step="x: y") for event in others * 9]
    events = tuple(attrs.evolve(e, seq=seq) for seq, e in enumerate([first, *strange]))

    with pytest.raises(InputError) as refused:
        resume(example(), attrs.evolve(log, events=events))

    assert len(refused.value.problems) == 20


def test_another_scenario_is_refused() -> None:
    """A log is resumed under the scenario that made it, as it was then."""
    other = written((TEXT + given_events("1 host spark")).replace("3 / month", "4 / month"))

    with pytest.raises(InputError, match="log:1: scenario: run of 'generated' as it was"):
        resume(other, a_run())


def test_other_changes_are_refused() -> None:
    """A log is resumed with the parameters that it was run with, and the message says which."""
    with pytest.raises(InputError, match="changes: run with no changes, and here is --set share=1"):
        resume(example(share="1"), a_run())
    with pytest.raises(InputError, match=r"run with --set share=0\.5, and here is no change"):
        resume(example(), simulate(example(share="0.5"), 5, until=86_400))


def test_the_same_changes_are_resumed() -> None:
    """With the same changes it goes on."""
    whole = simulate(example(share="0.5"), 5)

    assert resume(example(share="0.5"), simulate(example(share="0.5"), 5, until=9)).events == (
        whole.events
    )


@pytest.mark.parametrize("until", [-1, 10**9])
def test_an_end_beyond_the_clock_is_refused(until: int) -> None:
    """A run stopped within the scenario's clock."""
    log = a_run()

    with pytest.raises(InputError, match=r"until: .* is not from 0 to"):
        resume(example(), attrs.evolve(log, origin=attrs.evolve(log.origin, until=until)))


def test_another_version_is_warned_of() -> None:
    """A log of another version of the code is resumed, with a warning."""
    log = a_run()
    log = attrs.evolve(log, origin=attrs.evolve(log.origin, code="0.0.1"))

    with pytest.warns(UserWarning, match=r"log: made by version 0\.0\.1"):
        finished = resume(example(), log)

    assert told(finished) == told(simulate(example(), 5))


FIELDS = ("time", "actor", "kind", "subject", "quantity", "unit", "causes", "step", "identity")


@given(table=scenarios(counting=True, procedure=True), seed=seeds(), data=st.data())
def test_whatever_is_forged_is_refused_or_resumed(
    table: Table, seed: int, data: st.DataObject
) -> None:
    """Events that take their fields from one another end a run as any other, or are refused."""
    scenario = scenario_of(table)
    log = simulate(scenario, seed, until=data.draw(st.integers(0, scenario.horizon)))
    events = list(log.events)
    for _ in range(data.draw(st.integers(1, 3)) if events else 0):
        place, other = (data.draw(st.integers(0, len(events) - 1)) for _ in range(2))
        field = data.draw(st.sampled_from(FIELDS))
        value: Any = getattr(events[other], field)
        if field == "quantity":
            value = data.draw(st.sampled_from([value, None, 1e308, -1e308]))
        events[place] = attrs.evolve(events[place], **{field: value})
    try:
        finished = resume(scenario, attrs.evolve(log, events=tuple(events)))
    except (InputError, RunError):
        return
    assert all(isinstance(event, Event) for event in finished.events)
