"""The variants of the commission of 2023-26 move what they said beforehand that they would."""

from datetime import date

import pytest

from sim.events.dates import DAY
from tests.scenarios.histories import Runs, runs

TRACK = "iraq-hmc-2024"


def day(year: int, month: int, of_month: int) -> int:
    """The number of a day, counted from the start of the track."""
    return (date(year, month, of_month) - date(2023, 8, 1)).days


@pytest.mark.parametrize(
    ("variant", "name", "margin"),
    [
        ("stalling", "two_phase_principle", 0.1),
        ("stalling", "plan_complete", 0.1),
        ("stalling", "timetable_announced", 0.05),
        ("stalling", "phase_1_done", 0.05),
        ("stalling", "phase_2_done", 0.03),
        ("stalling", "base_handed_over", 0.05),
        ("conditions", "us_letter", 0.1),
        ("conditions", "commission_launched", 0.05),
        ("conditions", "timetable_announced", 0.03),
        ("conditions", "phase_1_done", 0.05),
        ("timetable", "deadline_missed", 0.1),
        ("no-tower-22", "talks_suspended", 0.05),
        ("no-tower-22", "resumption_asked", 0.05),
        ("no-tower-22", "attacks_suspended", 0.05),
        ("no-tower-22", ":reinforcement:air_defence", 0.2),
        ("no-tower-22", "operations_paused", 0.1),
        ("no-truce", "timetable_announced", 0.01),
    ],
)
def test_rarer(variant, name, margin):
    """What was said to become rarer comes in fewer runs under the same seeds, by that margin."""
    assert runs(TRACK, variant).share(name) < runs(TRACK).share(name) - margin


@pytest.mark.parametrize(
    ("variant", "name"),
    [
        ("timetable", "talks_suspended"),
        ("timetable", "resumption_asked"),
        ("timetable", "talks_resumed"),
        ("timetable", "announcement_postponed"),
        ("timetable", "timetable_revised"),
        ("no-tower-22", "us_deaths"),
        ("no-truce", "attacks_suspended"),
        ("no-truce", "attacks_again"),
        ("no-truce", "truce_ended"),
        ("other-election", "new_administration"),
        ("other-election", "continuation_proposed"),
    ],
)
def test_impossible(variant, name):
    """What was said to become impossible comes in no run, and comes without the variant."""
    assert runs(TRACK, variant).share(name) == 0
    assert runs(TRACK).share(name) > 0


def given(made: Runs, name: str, condition: str) -> float:
    """The share of runs with something in which something else happens."""
    having = [log for log in made.logs if made.happens(log, condition)]
    return sum(made.happens(log, name) for log in having) / len(having)


@pytest.mark.parametrize(
    ("variant", "name", "condition", "margin"),
    [
        ("stalling", "announcement_postponed", "two_phase_principle", 0.1),
        ("stalling", "timetable_revised", "timetable_announced", 0.2),
        ("conditions", "talks_suspended", "round_1", 0.1),
        ("no-truce", "talks_suspended", "round_1", 0.1),
    ],
)
def test_more_frequent(variant, name, condition, margin):
    """What was said to become frequent does, among runs that come so far, by that margin."""
    usual = given(runs(TRACK), name, condition)

    assert given(runs(TRACK, variant), name, condition) > usual + margin


def test_talks_open_by_the_calendar():
    """Under the timetable the commission is launched within half a year more often."""
    half_year = day(2024, 2, 8)
    usual = runs(TRACK).share("commission_launched", before=half_year)

    assert runs(TRACK, "timetable").share("commission_launched", before=half_year) > usual + 0.03


def test_no_letter_while_attacks_stand():
    """Under conditions no letter is written while attacks have resumed and not been suspended."""
    made = runs(TRACK, "conditions")
    letters = list(made.each("us_letter"))

    assert letters
    for log, event in letters:
        assert not made.standing(log, event, "attacks_resumed", until="attacks_suspended")


def test_without_deaths_fewer_strikes_and_about_as_many_dates():
    """Without deadly attacks fewer strikes are flown, and dates are announced about as often."""
    usual, calm = runs(TRACK), runs(TRACK, "no-tower-22")

    for kind in ("airstrike_on_host_forces", "assassination"):
        assert calm.mean(kind) < usual.mean(kind)
    change = calm.share("timetable_announced") - usual.share("timetable_announced")
    assert abs(change) < 0.06


def test_without_a_truce_more_attacks_and_strikes():
    """Without a truce attacks and strikes are more, by half and more."""
    usual, war = runs(TRACK), runs(TRACK, "no-truce")

    for kind in ("attack", "airstrike_on_host_forces"):
        assert war.mean(kind) > 1.5 * usual.mean(kind)


def test_an_election_changes_nothing_before_its_day():
    """Up to election day a run with the other outcome is the same run, event by event."""
    until = day(2024, 11, 5) * DAY
    change_made, same_made = _both()
    for change, same in zip(change_made.logs, same_made.logs, strict=True):
        assert [e for e in change.events if e.time < until] == [
            e for e in same.events if e.time < until
        ]


def test_without_a_new_administration_dates_are_moved_less_often():
    """Beside a sure change, dates are revised in fewer runs, and phases end no less often."""
    change, same = _both()

    inaugurated = day(2025, 1, 20)
    assert same.share("timetable_revised", inaugurated) < (
        change.share("timetable_revised", inaugurated) - 0.01
    )
    assert same.share("phase_1_done") > change.share("phase_1_done") - 0.02


def _both() -> tuple[Runs, Runs]:
    return (
        runs(TRACK, changes=("change_chance=1",), count=300),
        runs(TRACK, "other-election", count=300),
    )
