"""The shipped track: its record covered, its numbers sourced, its roads open."""

from pathlib import Path

import pytest

from sim.engine import Program, simulate
from sim.scenario import load, load_with_warnings

FOLDER = Path(__file__).parents[2] / "scenarios" / "iraq-hmc-2024"
VARIANTS = sorted((FOLDER / "variants").glob("*.toml"))

MILESTONES = (
    "commission_agreed_in_principle", "attacks_resumed", "committee_demanded",
    "timetable_demanded", "us_letter", "commission_launched", "round_1", "working_groups",
    "us_deaths", "talks_suspended", "attacks_suspended", "resumption_asked",
    "parliament_session", "talks_resumed", "principals_meeting", "leaders_meeting",
    "attacks_again", "findings_reported", "second_dialogue", "two_phase_principle",
    "announcement_postponed", "truce_ended", "plan_complete", "timetable_announced",
)  # fmt: skip
"""The steps of this track that were fixed before any model."""


@pytest.fixture(scope="module")
def track():
    """The scenario."""
    return load(FOLDER)


@pytest.fixture(scope="module")
def runs(track):
    """Two hundred runs of it."""
    program = Program(track)
    return [simulate(program, seed) for seed in range(200)]


@pytest.mark.parametrize("path", [FOLDER, *VARIANTS], ids=lambda path: path.stem)
def test_loads_without_a_warning(path):
    """The track and each of its variants load, and nothing could be better."""
    assert list(load_with_warnings(path).warnings) == []


@pytest.mark.parametrize("name", MILESTONES)
def test_milestone_is_predicted(track, name):
    """Each milestone is predicted under its own name, and the record has a row of it."""
    predicted = {entry.name for entry in track.classes.predicted}
    rows = [event for event in track.record.events if track.milestones[name].matches(event)]

    assert name in predicted
    assert rows


@pytest.mark.parametrize("name", MILESTONES)
def test_milestone_may_come_and_may_not(track, runs, name):
    """Nothing that happened was bound to happen, and nothing of it was out of reach."""
    pattern = track.milestones[name]
    came = sum(any(pattern.matches(event) for event in run.events) for run in runs)

    assert 0.02 < came / len(runs) < 0.98


def test_numbers_have_source_and_prior(track):
    """Each parameter says where it comes from, or that it is assumed, and how unsure it is."""
    bare = [name for name, each in track.parameters.items() if not (each.source and each.prior)]

    assert bare == []


def test_tempo_is_not_measured_on_this_track(track):
    """Only the gap between the phases, which moves nothing that is scored, is from this record."""
    own = [name for name, each in track.parameters.items() if "hmc-2024" in each.measured_on]

    assert own == ["phase_gap"]


def test_runs_are_sane(track, runs):
    """No run explodes, and none announces dates before the commission's groups have formed."""
    for run in runs:
        first = dict.fromkeys(("working_groups", "timetable_announced"))
        for event in run.events:
            for name, found in first.items():
                if found is None and track.milestones[name].matches(event):
                    first[name] = event.seq
        assert len(run.events) < 600
        if first["timetable_announced"] is not None:
            assert first["working_groups"] is not None
            assert first["working_groups"] < first["timetable_announced"]
