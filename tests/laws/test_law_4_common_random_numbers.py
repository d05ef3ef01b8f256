"""Law 4: two variants under one seed share every event that the change does not causally reach."""

import copy
from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from sim.engine import Program, Trace, simulate
from sim.log import Log
from tests.laws.logs import descendants, facts, unnumbered
from tests.strategies import (
    ABROAD,
    ACTORS,
    INERT,
    START,
    Table,
    inert_events,
    scenario_of,
    scenarios,
    seeds,
)

APART = ("ember", "cinder", "glow")
"""Kinds that a test adds to a scenario, apart from all that the scenario knows."""


def run_of(table: Table, seed: int) -> Log:
    """One run of a table."""
    return simulate(scenario_of(table), seed)


def varied(table: Table, **keys: object) -> Table:
    """A table with some of its keys changed, and kinds apart that it may use."""
    kinds = {kind: {"family": "other", "meaning": "apart"} for kind in APART}
    return {**copy.deepcopy(table), "kinds": table["kinds"] | kinds, **keys}


# An event that nothing notices


@given(table=scenarios(), seed=seeds(), data=st.data())
def test_an_inert_given_event_changes_nothing_else(table: Table, seed: int, data: st.DataObject):
    """All other events stay as they are, with their times, causes and quantities."""
    inert = data.draw(inert_events(table))
    place = data.draw(st.integers(0, len(table["given"])))
    more = [*table["given"][:place], inert, *table["given"][place:]]
    injected = run_of(varied(table, given=more), seed)
    others = [
        fact for fact, e in zip(facts(injected), injected.events, strict=True) if e.kind != INERT
    ]
    assert len(others) == len(injected.events) - 1
    assert others == facts(run_of(table, seed))


@given(table=scenarios(), seed=seeds(), days=st.integers(1, 50))
def test_an_inert_initial_event_changes_nothing_else(table: Table, seed: int, days: int):
    """Nor does it if it lies before the clock starts."""
    inert = {"name": INERT, "date": START - timedelta(days=days), "event": INERT, "actor": ABROAD}
    injected = run_of(varied(table, initial=[*table["initial"], inert]), seed)
    others = [
        fact for fact, e in zip(facts(injected), injected.events, strict=True) if e.kind != INERT
    ]
    assert sorted(map(repr, others)) == sorted(map(repr, facts(run_of(table, seed))))


# A later given event


def with_onlookers(draw: st.DrawFn, table: Table) -> Table:
    """A table with responses to a kind of its own, whose events nothing notices in turn.

    They may read whatever the scenario knows; nothing in it reads them.
    """
    lent = [step for step in table["steps"] if "on" in step] or [{}]
    steps = []
    for number in range(draw(st.integers(1, 3))):
        borrowed = draw(st.sampled_from(lent))
        kept = {key: borrowed[key] for key in ("after", "if", "if_due") if key in borrowed}
        step = {"actor": "host", "name": f"onlooker {number}", "on": "ember", "again": "each"}
        chance = draw(st.sampled_from((0.4, "lean", "exp(-0.1 * count('bid'))")))
        emitted = [{"chance": chance, "emits": ["cinder", "glow"], "quantity": "count('bid')"}]
        steps.append(step | {"after": "4 d"} | kept | {"outcomes": emitted})
    return varied(table, steps=[*table["steps"], *steps])


@st.composite
def onlooked(draw: st.DrawFn) -> tuple[Table, list[Table]]:
    """A scenario with onlookers, and two given events that they notice."""
    table = with_onlookers(draw, draw(scenarios()))
    last = (table["clock"]["end"] - START).days
    sparks = [
        {
            "name": name,
            "date": START + timedelta(days=draw(st.integers(0, last))),
            "event": "ember",
            "actor": draw(st.sampled_from((ABROAD, "host"))),
            "subject": draw(st.sampled_from(("", "treaty"))),
            "quantity": draw(st.sampled_from((0.0, 2.0))),
        }
        for name in ("one", "another")
    ]
    return table, sparks


@given(pair=onlooked(), seed=seeds())
def test_a_given_event_adds_only_what_it_causes(pair: tuple[Table, list[Table]], seed: int):
    """Where its effects feed nothing, a run with a second spark is the run without it and they."""
    table, (one, another) = pair
    without = run_of(varied(table, given=[*table["given"], one]), seed)
    beside = run_of(varied(table, given=[*table["given"], one, another]), seed)
    (root,) = (event.seq for event in beside.events if event.step == "given: another")
    caused = descendants(beside, [root])
    told = zip(facts(beside), beside.events, strict=True)
    assert [fact for fact, event in told if event.seq not in caused] == facts(without)


@given(table=scenarios(), seed=seeds(), data=st.data())
def test_a_given_event_changes_nothing_before_it(table: Table, seed: int, data: st.DataObject):
    """Whatever notices it, and whatever comes of that, the log up to its day is the same."""
    last = (table["clock"]["end"] - START).days
    day = data.draw(st.integers(0, last), label="day")
    later = {
        "name": "later",
        "date": START + timedelta(days=day),
        "event": data.draw(st.sampled_from([kind for kind in table["kinds"] if kind != INERT])),
        "actor": data.draw(st.sampled_from((ABROAD, *ACTORS[:2]))),
        "subject": data.draw(st.sampled_from(("", "treaty"))),
        "quantity": 3.0,
    }
    plain = run_of(table, seed)
    changed = run_of(varied(table, given=[*table["given"], later]), seed)
    second = day * 86_400
    assert [e for e in plain.events if e.time < second] == [
        e for e in changed.events if e.time < second
    ]


# A rate that is raised


@st.composite
def with_a_rate_apart(draw: st.DrawFn) -> Table:
    """A scenario with a rate that reads it, and that nothing in it notices."""
    table = draw(scenarios())
    lent = [step for step in table["steps"] if "rate" in step]
    borrowed = draw(st.sampled_from(lent)) if lent else {"rate": "heat"}
    step = {"actor": "host", "name": "apart", "rate": f"4 * ({borrowed['rate']})"}
    step |= {key: borrowed[key] for key in ("while",) if key in borrowed}
    outcomes = [{"chance": 0.7, "emits": "glow", "quantity": "exponential(mean = 2)"}]
    return varied(
        table, steps=[*table["steps"], step | {"outcomes": [*outcomes, {"emits": "ember"}]}]
    )


@given(table=with_a_rate_apart(), seed=seeds())
def test_a_rate_raised_by_a_tenth_keeps_its_old_events(table: Table, seed: int):
    """It has all of them, at their times and with their outcomes, and perhaps some more."""
    raised = varied(table)
    raised["steps"][-1]["rate"] = f"1.1 * ({table['steps'][-1]['rate']})"
    low, high = run_of(table, seed), run_of(raised, seed)
    kept = {unnumbered(event) for event in high.events}
    assert {unnumbered(event) for event in low.events} <= kept
    added = [
        event for event in high.events if unnumbered(event) not in set(map(unnumbered, low.events))
    ]
    assert all(event.step == "host: apart" for event in added)


def test_a_rate_raised_by_a_tenth_has_a_tenth_more_events():
    """Which is not so because nothing is added: over many seeds a tenth is."""
    table = {
        "format": 1,
        "title": "A rate",
        "clock": {"start": START, "end": START.replace(year=2002)},
        "actors": {"host": {}},
        "parameters": {"heat": {"value": "1 / w", "source": "assumed"}},
        "steps": [{"actor": "host", "name": "apart", "rate": "heat", "emits": "attack"}],
    }
    low, high = Program(scenario_of(table)), Program(scenario_of(table, {"heat": "1.1 / w"}))
    counts = [
        [len(simulate(program, seed).events) for seed in range(200)] for program in (low, high)
    ]
    assert all(few <= many for few, many in zip(*counts, strict=True))
    assert 1.07 < sum(counts[1]) / sum(counts[0]) < 1.13


# Names and places in the file


def instants_are_apart(table: Table, seed: int) -> bool:
    """Whether no two steps of a run had their occasion at one second."""
    trace = Trace()
    log = simulate(scenario_of(table), seed, trace=trace)
    steps = {(event.time, event.step) for event in log.events}
    steps |= {(note.time, note.step) for note in trace.notes}
    late = {"nothing drawn", "lapsed", "refused"}
    own = {(e.time, e.step) for e in log.events if not e.step.startswith(("given", "initial"))}
    own |= {(note.time, note.step) for note in trace.notes if note.what in late}
    return len({second for second, _ in own}) == len(own)


@given(table=scenarios(smooth=True), seed=seeds(), data=st.data())
def test_the_order_of_steps_in_the_file_draws_nothing(table: Table, seed: int, data: st.DataObject):
    """Where no two steps meet at one instant, their order in the file means nothing."""
    assume(instants_are_apart(table, seed))
    steps = data.draw(st.permutations(table["steps"]))
    assert run_of(varied(table, steps=steps), seed).events == run_of(table, seed).events


@given(table=scenarios(), seed=seeds(), data=st.data())
def test_a_step_renamed_keeps_its_draws_by_its_key(table: Table, seed: int, data: st.DataObject):
    """With its old name as its `key`, a step under a new name gives the same run."""
    place = data.draw(st.integers(0, len(table["steps"]) - 1))
    renamed = varied(table)
    step = renamed["steps"][place]
    old = f"{step['actor']}: {step['name']}"
    step |= {"key": step["name"], "name": "under a new name"}
    new = f"{step['actor']}: under a new name"
    plain, other = run_of(table, seed), run_of(renamed, seed)
    assert [(*unnumbered(e)[:-1], e.causes, e.step.replace(new, old)) for e in other.events] == [
        (*unnumbered(e)[:-1], e.causes, e.step) for e in plain.events
    ]


@given(table=scenarios(), seed=seeds())
def test_a_step_without_its_key_draws_anew(table: Table, seed: int):
    """Renamed without a key, no event of a step keeps its identity."""
    renamed = varied(table)
    for step in renamed["steps"]:
        step["name"] += " again"
    own = [
        {e.identity for e in run_of(one, seed).events if ": s" in e.step}
        for one in (table, renamed)
    ]
    assert not own[0] & own[1]


@given(table=scenarios(), seed=seeds())
def test_what_draws_nothing_may_change_freely(table: Table, seed: int):
    """Title, unread parameters and unbound actors change the digest and no event."""
    changed = varied(table, title="Otherwise", actors={"nobody": {}, **table["actors"]})
    changed["parameters"]["unread"] = {"value": 1, "source": "assumed"}
    plain, other = run_of(table, seed), run_of(changed, seed)
    assert plain.origin.digest != other.origin.digest
    assert plain.events == other.events
