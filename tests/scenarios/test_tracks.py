"""The shipped tracks: records covered, numbers sourced, roads open, what is disputed kept so."""

import re
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest

from sim.engine import Program, Standpoint, forecast
from sim.events.dates import DAY
from sim.scenario import load_with_warnings
from tests.scenarios.histories import FOLDER, Runs, runs

MILESTONES = {
    "iraq-sofa-2008": (
        "declaration_of_principles", "last_un_mandate", "talks_opened", "timetable_demanded",
        "time_horizon_accepted", "target_date_missed", "negotiators_draft", "talks_stalled",
        "talks_resumed", "final_draft_to_leaders", "leaders_council_consulted", "cross_border_raid",
        "cabinet_amendments", "final_reply", "final_text_agreed", "cabinet_approved",
        "agreement_signed", "first_reading", "second_reading", "referendum_promised",
        "ratification_law_passed", "presidency_ratified", "un_mandate_expired", "in_force",
        "referendum_postponed", "cities_cleared", "referendum_missed", "combat_mission_ended",
        "pm_designated", "government_confirmed", "extension_consultation", "negotiation_mandate",
        "no_immunity_decision", "full_exit_announced", "last_troops_out", "agreement_expired",
    ),
    "iraq-dialogue-2020": (
        "withdrawal_resolution", "un_complaint", "operations_paused", "mechanism_requested",
        "request_refused", "operations_resumed_by_host", "first_designate_withdrew",
        "first_base_handed_over", "dialogue_proposed", "round_1_announced",
        "government_confirmed", "cabinet_completed", "delegation_named", "round_1",
        "round_1_statement", "round_2", "redeployment_team", "last_2020_handover", "cut_to_3000",
        "embassy_closure_threat", "conditional_truce", "technical_committee",
        "cut_to_2500_announced", "truce_broken", "cut_to_2500_reached", "round_3_requested",
        "round_3", "military_committee_ordered", "military_committee_1", "military_committee_2",
        "round_4", "end_date_announced", "second_truce", "host_election", "combat_mission_ended",
        "attacks_after_deadline",
    ),
    "iraq-hmc-2024": (
        "commission_agreed_in_principle", "attacks_resumed", "committee_demanded",
        "timetable_demanded", "us_letter", "commission_launched", "round_1", "working_groups",
        "us_deaths", "talks_suspended", "attacks_suspended", "resumption_asked",
        "parliament_session", "talks_resumed", "principals_meeting", "leaders_meeting",
        "attacks_again", "findings_reported", "second_dialogue", "two_phase_principle",
        "announcement_postponed", "truce_ended", "plan_complete", "timetable_announced",
    ),
}  # fmt: skip
"""The steps of each track that were fixed before any model."""

OWN = {
    "iraq-sofa-2008": [
        "agreement_term", "cities_term", "combat_term", "notice_term", "others_term",
        "referendum_term",
    ],
    "iraq-dialogue-2020": ["allied_troops", "initial_troops"],
    "iraq-hmc-2024": ["phase_gap"],
}  # fmt: skip
"""Parameters measured on the track itself: levels, and terms that its texts and pledges name."""

SURE = {"government_confirmed", "last_un_mandate"}
"""Milestones that nearly every run has; only their date is at risk."""

CONTESTED = {
    "iraq-sofa-2008": {
        ("2009-01-01", "agreement_in_force"): ["2009-01-01", "2008-12-04"],
        ("2008-07-18", "joint_statement"): ["2008-07-18", "never"],
        ("2011-08-02", "negotiation_mandate_granted"): ["2011-08-02", "2011-08-03"],
        ("2011-10-04", "negotiation_terms_set"): ["2011-10-04", "2011-10-05"],
        ("2010-11-10", "power_sharing_agreed"): ["2010-11-10", "2010-11-11"],
        ("2008-10-22", "religious_ruling"): ["2008-10-22", "2008-10-21"],
    },
    "iraq-dialogue-2020": {
        ("2020-01-05", "resolution_adopted"): ["2020-01-05", "2020-01-03"],
        ("2020-01-05", "signature_campaign"): ["2020-01-05", "never"],
        ("2020-01-30", "operations_resumed"): ["2020-01-30", "2020-01-15"],
        ("2020-03-17", "base_handed_over"): ["2020-03-17", "2020-03-19"],
        ("2020-06-11", "round_held"): ["2020-06-11", "2020-06-10"],
        ("2020-08-20", "working_groups_formed"): ["2020-08-20", "never"],
        ("2020-02-01", "technical_talks"): ["2020-02-01", "never"],
        ("2021-12-09", "mission_ended"): ["2021-12-09", "2021-12-29", "never"],
    },
    "iraq-hmc-2024": {
        ("2024-01-28", "talks_suspended"): ["2024-01-28", "never"],
        ("2024-01-30", "attacks_suspended"): ["2024-01-30", "never"],
        ("2024-02-10", "consultative_session_held"): ["2024-02-10", "never"],
        ("2024-07-23", "roadmap_agreed"): ["2024-07-23", "never"],
    },
}
"""Disputed rows by date and kind, and what their readings say of the date."""

EACH = [(track, name) for track, names in MILESTONES.items() for name in names]
FILES = [path for track in MILESTONES for path in (FOLDER / track,
         *sorted((FOLDER / track / "variants").glob("*.toml")))]  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3:]}")
def test_warnings_are_answered(path: Path):
    """A track and each of its variants load, and its README answers whatever could be better."""
    track = next(name for name in MILESTONES if name in path.parts)
    readme = (FOLDER / track / "README.md").read_text(encoding="utf-8")
    _, _, answers = readme.partition("## What `sim validate` warns of")
    for warning in load_with_warnings(path).warnings:
        named = re.findall(r"the step '(.+?)'|(?:parameters|gates)\.(\w+)", str(warning))
        assert any(f"`{name}`" in answers for name in chain(*named) if name), str(warning)


@pytest.mark.parametrize(("track", "name"), EACH)
def test_milestone_is_predicted(track: str, name: str):
    """Each milestone is predicted under its own name, and the record has a row of it."""
    made = runs(track)
    predicted = {entry.name for entry in made.scenario.classes.predicted}
    pattern = made.scenario.milestones[name]

    assert name in predicted
    assert any(pattern.matches(event) for event in made.rows)


@pytest.mark.parametrize(("track", "name"), EACH)
def test_milestone_may_come_and_may_not(track: str, name: str):
    """Nothing that happened was bound to happen, and nothing of it was out of reach."""
    came = runs(track).share(name)

    assert came > 0.02
    assert came < 0.98 or name in SURE


@pytest.mark.parametrize(("track", "name"), EACH)
def test_milestone_lies_within_the_range_of_runs(track: str, name: str):
    """The documented date is neither before nor after all runs but a hundredth at either end."""
    made = runs(track)
    pattern = made.scenario.milestones[name]
    row = min(
        (event for event in made.rows if pattern.matches(event)),
        key=lambda event: event.time,
    )
    never = made.scenario.horizon
    first = sorted(next((event.time for event in made.of(log, name)), never) for log in made.logs)
    left_out = len(first) // 100

    assert first[left_out] < row.until
    assert first[-1 - left_out] >= row.time


@pytest.mark.parametrize("track", MILESTONES)
def test_numbers_have_source_and_prior(track: str):
    """Each parameter says where it comes from, or that it is assumed, and how unsure it is."""
    parameters = runs(track).scenario.parameters

    assert [n for n, each in parameters.items() if not (each.source and each.prior)] == []


@pytest.mark.parametrize("track", MILESTONES)
def test_tempo_is_not_measured_on_the_track_itself(track: str):
    """Of the track's own record are levels and named terms only; every lag is from elsewhere."""
    scenario = runs(track).scenario
    own = [n for n, each in scenario.parameters.items() if scenario.track in each.measured_on]

    assert sorted(own) == OWN[track]


@pytest.mark.parametrize("track", MILESTONES)
def test_contested_rows_are_carried_as_contested(track: str):
    """Each disputed row has its readings, the first of which is the row as it stands."""
    made = runs(track)
    scenario = made.scenario
    found = {}
    for contested in scenario.contested:
        said = [
            "never" if alternative.window is None else _date(scenario, alternative.window[0])
            for alternative in contested.alternatives
        ]
        row = made.rows[contested.row]
        found[said[0], row.kind] = said

    assert found == CONTESTED[track]


def _date(scenario, second: int) -> str:
    return str(scenario.start + timedelta(seconds=second))


@pytest.mark.parametrize("track", MILESTONES)
def test_runs_stay_small(track: str):
    """No run explodes."""
    assert max(len(log.events) for log in runs(track).logs) < 600


def test_no_dates_before_the_groups_have_formed():
    """No run of the commission announces dates before its working groups have formed."""
    assert runs("iraq-hmc-2024").needs("timetable_announced", "working_groups")


@pytest.mark.parametrize("track", MILESTONES)
def test_forecasts_go_on_from_within_the_record(track: str):
    """From the middle of its record a track goes on to the end of its clock."""
    made: Runs = runs(track)
    middle = made.rows[len(made.rows) // 2]
    standpoint = Standpoint(Program(made.scenario), middle.until // DAY * DAY)
    for seed in range(3):
        assert forecast(standpoint, seed).events
