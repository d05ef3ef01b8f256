"""The variants of the dialogue of 2020-21 move what they said beforehand that they would."""

import pytest

from tests.scenarios.histories import runs

TRACK = "iraq-dialogue-2020"


@pytest.mark.parametrize(
    ("variant", "name", "margin"),
    [
        ("stalling", "cut_to_2500_reached", 0.2),
        ("stalling", "last_2020_handover", 0.1),
        ("stalling", "end_date_announced", 0.05),
        ("stalling", "combat_mission_ended", 0.05),
        ("stalling", "phase_completed", 0.05),
        ("conditions", "cut_to_3000", 0.1),
        ("conditions", "cut_to_2500_announced", 0.2),
        ("conditions", "first_base_handed_over", 0.04),
        ("conditions", "end_date_announced", 0.04),
        ("no-strike", "withdrawal_resolution", 0.1),
        ("no-strike", "mechanism_requested", 0.1),
        ("no-strike", "operations_paused", 0.1),
        ("no-strike", "un_complaint", 0.03),
        ("no-strike", "dialogue_proposed", 0.02),
        ("no-strike", "round_1", 0.02),
        ("no-resolution", "dialogue_proposed", 0.1),
        ("no-resolution", "round_1", 0.05),
        ("no-resolution", "end_date_announced", 0.03),
        ("no-resolution", "un_complaint", 0.02),
    ],
)
def test_rarer(variant, name, margin):
    """What was said to become rarer comes in fewer runs under the same seeds, by that margin."""
    assert runs(TRACK, variant).share(name) < runs(TRACK).share(name) - margin


@pytest.mark.parametrize(
    ("variant", "name", "margin"),
    [
        ("stalling", "mission_transition", 0.1),
        ("timetable", "end_date_announced", 0.02),
        ("timetable", "combat_mission_ended", 0.02),
        ("timetable", "attacks_after_deadline", 0.05),
    ],
)
def test_more_frequent(variant, name, margin):
    """What was said to become frequent comes in more runs under the same seeds, by that margin."""
    assert runs(TRACK, variant).share(name) > runs(TRACK).share(name) + margin


@pytest.mark.parametrize(
    ("variant", "name"),
    [
        ("no-resolution", "withdrawal_resolution"),
        ("no-resolution", "mechanism_requested"),
        ("no-resolution", "request_refused"),
        ("no-strike", ":assassination:airport_strike"),
        ("other-election", "new_administration"),
        ("other-election", "continuation_proposed"),
    ],
)
def test_impossible(variant, name):
    """What was said to become impossible comes in no run, and comes without the variant."""
    assert runs(TRACK, variant).share(name) == 0
    assert runs(TRACK).share(name) > 0


def test_hardly_changed_without_a_resolution():
    """Posts are handed over about as often, since the pandemic empties them as well."""
    change = runs(TRACK, "no-resolution").share("first_base_handed_over")

    assert abs(change - runs(TRACK).share("first_base_handed_over")) < 0.06


def test_no_date_while_attacks_stand():
    """Under conditions no date is announced while attacks have resumed and not been suspended."""
    made = runs(TRACK, "conditions")

    assert made.always("end_date_announced", "attacks_suspended", until="attacks_resumed")


def test_dates_bind_under_the_timetable():
    """An announced end passes unmet in hardly any run under the timetable, in many without."""

    def missed(variant: str) -> float:
        made = runs(TRACK, variant)
        dated = [log for log in made.logs if made.happens(log, "end_date_announced")]
        passed = [
            log
            for log in dated
            if any(e.step == "deadline: combat_mission" for e in made.of(log, "deadline_missed"))
        ]
        return len(passed) / len(dated)

    assert missed("timetable") < missed("") - 0.1


def test_the_incumbent_brings_rounds_forward_and_cuts_back():
    """Beside a sure change, the third round comes earlier and the second cut later."""
    change = runs(TRACK, changes=("change_chance=1",))
    same = runs(TRACK, "other-election")

    assert same.first_day("round_3") < change.first_day("round_3") - 5
    assert same.first_day("cut_to_2500_announced") > change.first_day("cut_to_2500_announced") + 5
    assert same.share("further_round") < change.share("further_round") - 0.05
