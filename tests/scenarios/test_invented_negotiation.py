"""A negotiation that never was, written in a file alone: any role can be renamed, removed, added.

One chamber, a constitutional deadline, an advisory vote, two sending states. Python knows none of
their names: what a name does is to key the draws of its actor, and nothing else.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from sim.engine import simulate
from sim.engine.identity import step_key
from sim.errors import InputError
from sim.events import Event
from sim.log import Log
from sim.scenario import Scenario, load

TEXT = (Path(__file__).parent / "invented" / "scenario.toml").read_text(encoding="utf-8")
ROLES = (
    "moot", "reeve", "envoys", "islanders", "northern_crown", "southern_league",
    "northern_fleet", "southern_garrison",
)  # fmt: skip
UNHEARD = ("northern_crown", "southern_league")
"""Roles to whose acts nobody answers."""

DAY = 86_400
SEEDS = range(60)

Fact = tuple[int, str, str, str, float | None, str, bytes]


def scenario(folder: Path, text: str = TEXT) -> Scenario:
    """The scenario that a text says."""
    (folder / "scenario.toml").write_text(text, encoding="utf-8")
    return load(folder)


def facts(log: Log, names: Mapping[str, str]) -> list[Fact]:
    """Everything that a log says of each event but its number, with roles renamed."""

    def fact(event: Event) -> Fact:
        actor, mark, name = event.step.partition(": ")
        step = names.get(actor, actor) + mark + name
        who = names.get(event.actor, event.actor)
        return event.time, who, event.kind, event.subject, event.quantity, step, event.identity

    return [fact(event) for event in log.events]


def renamed(text: str, names: Mapping[str, str]) -> str:
    """A text with each role by another name, wherever it stands."""
    return re.sub(r"\b\w+\b", lambda word: names.get(word[0], word[0]), text)


def without(text: str, role: str) -> str:
    """A text without a role's entry, its options and its steps."""
    tables = re.split(r"^(?=\[)", text, flags=re.MULTILINE)
    entry = re.compile(rf"\[+actors\.{role}[.\]]")
    step = re.compile(rf'\[\[steps\]\][^"]*actor = "{role}"')
    return "".join(table for table in tables if not entry.match(table) and not step.match(table))


@cache
def written(seeds: range = SEEDS) -> tuple[Log, ...]:
    """Runs of the scenario as it is written."""
    folder = Path(__file__).parent / "invented"
    loaded = load(folder)
    return tuple(simulate(loaded, seed) for seed in seeds)


def of_kind(log: Log, kind: str, actor: str | None = None) -> list[Event]:
    """The events of a kind in a run, by anyone or by one actor."""
    return [one for one in log.events if one.kind == kind and actor in {None, one.actor}]


@pytest.mark.parametrize(
    ("actor", "kind"),
    [
        ("envoys", "round_held"),
        ("envoys", "agreement_signed"),
        ("envoys", "agreement_in_force"),
        ("moot", "resolution_adopted"),
        ("moot", "opinion_against"),
        ("moot", "agreement_ratified"),
        ("moot", "treaty_rejected"),
        ("moot", "session_failed_quorum"),
        ("moot", "deadline_missed"),
        ("reeve", "demand_timetable"),
        ("reeve", "pm_resigned"),
        ("reeve", "timetable_announced"),
        ("northern_crown", "message_delivered"),
        ("southern_league", "request_refused"),
        ("northern_fleet", "base_handed_over"),
        ("northern_fleet", "withdrawal_completed"),
        ("southern_garrison", "base_handed_over"),
    ],
)
def test_every_institution_acts(actor: str, kind: str) -> None:
    """Each kind of act happens in some run, and by that role."""
    assert any(of_kind(log, kind, actor) for log in written())


def test_the_opinion_binds_nobody() -> None:
    """Envoys sign after advice for the text and after advice against it."""
    signed = [
        (bool(of_kind(log, "resolution_adopted")), bool(of_kind(log, "agreement_signed")))
        for log in written()
        if of_kind(log, "resolution_adopted") or of_kind(log, "opinion_against")
    ]

    assert {(True, True), (False, True)} <= set(signed)


def test_the_consent_binds() -> None:
    """No lease is in force in a run that has no vote for it before."""
    for log in written():
        for event in of_kind(log, "agreement_in_force"):
            votes = of_kind(log, "agreement_ratified", "moot")
            assert any(vote.seq < event.seq for vote in votes)
        assert not (of_kind(log, "treaty_rejected") and of_kind(log, "agreement_in_force"))


def test_the_constitutional_deadline_falls_unless_the_chamber_decides() -> None:
    """120 days after the signature there is a decision, or it is recorded that there is none."""
    ways = set()
    for log in written():
        for lease in of_kind(log, "agreement_signed"):
            due = lease.time + 120 * DAY
            if due > log.events[-1].time:
                continue
            votes = of_kind(log, "agreement_ratified") + of_kind(log, "treaty_rejected")
            missed = [one.time for one in of_kind(log, "deadline_missed", "moot")]
            assert missed == ([] if votes else [due])
            assert all(vote.time <= due for vote in votes)
            ways.add(bool(votes))

    assert ways == {True, False}


@pytest.mark.parametrize(
    "names",
    [
        *({role: f"other_{number}"} for number, role in enumerate(ROLES)),
        {role: f"r{number}" for number, role in enumerate(reversed(ROLES))},
        dict(zip(ROLES, (*ROLES[1:], ROLES[0]), strict=True)),
    ],
    ids=[*ROLES, "all", "names that change places"],
)
def test_a_name_does_nothing_but_key_draws(
    names: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under other names, and the draws of the old ones, the same happens to the second."""
    as_written = [facts(log, {}) for log in written()[:20]]
    known = {new: old for old, new in names.items()}

    def old_key(actor: str, step: str) -> bytes:
        return step_key(known.get(actor, actor), step)

    monkeypatch.setattr("sim.engine.program.step_key", old_key)
    loaded = scenario(tmp_path, renamed(TEXT, names))

    assert [facts(simulate(loaded, seed), known) for seed in SEEDS[:20]] == as_written


@pytest.mark.parametrize("role", ROLES)
def test_a_renamed_role_acts(role: str, tmp_path: Path) -> None:
    """With draws of its own it does, in some run, each thing that it did under its old name."""
    loaded = scenario(tmp_path, renamed(TEXT, {role: "somebody"}))
    logs = [simulate(loaded, seed) for seed in SEEDS]
    often = [
        kind
        for kind in {event.kind for log in written() for event in log.events}
        if len([1 for log in written() if of_kind(log, kind, role)]) >= len(SEEDS) // 6
    ]

    assert often
    assert all(any(of_kind(log, kind, "somebody") for log in logs) for kind in often)
    assert not any(event.actor == role for log in logs for event in log.events)


@pytest.mark.parametrize("role", UNHEARD)
def test_a_role_that_nobody_answers_leaves_without_a_trace(role: str, tmp_path: Path) -> None:
    """Without its entry and its steps, every other event stays as it was, to the second."""
    loaded = scenario(tmp_path, without(TEXT, role))

    there = [fact for log in written()[:20] for fact in facts(log, {}) if fact[1] != role]
    assert there != [fact for log in written()[:20] for fact in facts(log, {})]
    assert [fact for seed in SEEDS[:20] for fact in facts(simulate(loaded, seed), {})] == there


def test_a_role_that_others_answer_can_leave_too(tmp_path: Path) -> None:
    """Without islanders nothing stirs disquiet, and nobody demands a timetable."""
    loaded = scenario(tmp_path, without(TEXT, "islanders"))
    logs = [simulate(loaded, seed) for seed in SEEDS]

    assert any(of_kind(log, "agreement_signed") for log in logs)
    assert not any(of_kind(log, "protest") or of_kind(log, "demand_timetable") for log in logs)


def test_a_role_that_is_still_named_is_missed(tmp_path: Path) -> None:
    """Where it is named and by what: each line that names it is told."""
    text = without(TEXT, "moot")

    with pytest.raises(InputError) as caught:
        scenario(tmp_path, text)

    told = {text.splitlines()[problem.line - 1] for problem in caught.value.problems}
    assert {'body = "moot"', 'actor = "moot"'} <= told


def test_a_role_can_join(tmp_path: Path) -> None:
    """One with a behaviour and a step of its own acts, and what others do stays as it was."""
    joined = """
[actors.wreckers]
behaviour = "armed_faction"
[actors.wreckers.campaign]
on = "opinion_against"
after = "log-normal(median = reply_lag, spread = usual_spread)"

[[steps]]
actor = "wreckers"
name = "word given"
on = "lease"
after = "log-normal(median = reply_lag, spread = usual_spread)"
emits = "statement_position"
subject = "leases"
"""
    loaded = scenario(tmp_path, TEXT + joined)

    logs = [simulate(loaded, seed) for seed in SEEDS[:20]]
    kinds = {event.kind for log in logs for event in log.events if event.actor == "wreckers"}
    others = [fact for log in logs for fact in facts(log, {}) if fact[1] != "wreckers"]
    assert {"attack", "attacks_resumed", "statement_position"} <= kinds
    assert others == [fact for log in written()[:20] for fact in facts(log, {})]
