"""Disputed rows and announced dates in a scenario file: what is read, and each mistake's place."""

from datetime import date
from pathlib import Path

import pytest

from sim.events.dates import day_at, seconds_at
from sim.scenario import load
from sim.scenario.model import Scenario
from tests.scenario.example import (
    EXAMPLE,
    RECORD,
    altered,
    line_of,
    problems_of,
    scenario_folder,
)

SIGNED = '{ date = 2002-02-01, event = "agreement_signed" }'
START = date(2001, 1, 1)


def readings(*alternatives: str, row: str = SIGNED) -> str:
    """The readings of one row; each alternative on a line of its own."""
    listed = "".join(f"\n  {{ {one} }}," for one in alternatives)
    return f"[[record.readings]]\nrow = {row}\nalternatives = [{listed}\n]\n"


def text(*tables: str) -> str:
    """The example with more tables below its record."""
    return altered(("[milestones]\n", "".join(tables) + "[milestones]\n"))


def loaded(folder: Path, *tables: str) -> Scenario:
    """The example with disputed rows."""
    return load(scenario_folder(folder, text(*tables)))


def days(scenario: Scenario) -> list[tuple[float, date | None, date | None]]:
    """The readings of the first disputed row: weight, first day and last day."""
    return [
        (one.weight, None, None) if one.window is None
        else (one.weight, day_at(START, one.window[0]), day_at(START, one.window[1] - 1))
        for one in scenario.contested[0].alternatives
    ]  # fmt: skip


def test_every_reading_has_its_window(tmp_path: Path) -> None:
    """As the row stands, another day, a range of days, and not at all."""
    scenario = loaded(tmp_path, readings(
        "weight = 0.4", "weight = 0.3, date = 2002-02-03",
        "weight = 0.2, date = 2002-02-05, date_end = 2002-02-09", "weight = 0.1, happened = false",
    ))  # fmt: skip

    assert days(scenario) == [
        (0.4, date(2002, 2, 1), date(2002, 2, 1)),
        (0.3, date(2002, 2, 3), date(2002, 2, 3)),
        (0.2, date(2002, 2, 5), date(2002, 2, 9)),
        (0.1, None, None),
    ]
    assert scenario.record is not None
    assert scenario.record.events[scenario.contested[0].row].kind == "agreement_signed"


def test_the_record_is_run_from_the_first_reading(tmp_path: Path) -> None:
    """Forecasts and reports see the row on the day of its first reading."""
    scenario = loaded(tmp_path, readings("weight = 0.5, date = 2002-03-01", "weight = 0.5"))

    assert scenario.record is not None
    signed = scenario.record.events[-1]
    assert (signed.kind, signed.time) == (
        "agreement_signed", seconds_at(START, date(2002, 3, 1)),
    )  # fmt: skip


def test_a_row_that_is_read_as_something_else_may_be_disputed_too(tmp_path: Path) -> None:
    """Both mean the row as the file writes it."""
    row = '{ date = 2001-03-14, event = "round_held", subject = "x" }'
    scenario = loaded(tmp_path, readings("weight = 1, date = 2001-03-20", row=row))

    assert scenario.record is not None
    held = scenario.record.events[1]
    assert (held.subject, held.time) == ("renewal", seconds_at(START, date(2001, 3, 20)))


@pytest.mark.parametrize(
    ("tables", "part", "words"),
    [
        (readings("weight = -0.5", "weight = 1.5"), "alternatives", "a weight of -0.5"),
        (readings("weight = 1", "weight = 0, happened = false"), "alternatives", "a weight of 0"),
        (readings("weight = 0.7", "weight = 0.7"), "alternatives", "weights add up to 1.4; make"),
        (readings("weight = 1, date_end = 2002-02-03"), "alternatives", "without a 'date'"),
        (
            readings("weight = 1, date = 2002-02-03, date_end = 2002-02-02"),
            "alternatives",
            "2002-02-02 is before 2002-02-03",
        ),
        (
            readings("weight = 0.5", "weight = 0.5, happened = false, date = 2002-02-02"),
            "alternatives",
            "what did not happen has no date",
        ),
        (readings("weight = 1, happened = false"), "alternatives", "the first reading is the one"),
        (readings(), "alternatives", "the first reading is the one"),
        (
            readings("weight = 0.5", "weight = inf"),
            "  { weight = inf",
            "inf is beyond every number that is read",
        ),
        (readings("weight = 0.5", "wieght = 0.5"), "  { wieght", "did you mean 'weight'?"),
        (readings("date = 2002-02-02"), "  { date = 2002-02-02", "'weight' is missing"),
        (
            readings("weight = 1", row='{ date = 2002-02-01, event = "signed" }'),
            "row = { date = 2002-02-01",
            "no row signed of 2002-02-01; that day has agreement_signed",
        ),
        (
            readings("weight = 1", row='{ date = 2002-02-02, event = "agreement_signed" }'),
            "row = { date = 2002-02-02",
            "no row has that date",
        ),
        (
            readings("weight = 1", row=SIGNED.replace(" }", ', actor = "band" }')),
            "row = { date = 2002-02-01",
            "no row agreement_signed of 2002-02-01",
        ),
    ],
)
def test_a_mistake_in_a_reading(tables: str, part: str, words: str, tmp_path: Path) -> None:
    """One mistake is one problem, at its line."""
    written = text(tables)
    (problem,) = problems_of(scenario_folder(tmp_path, written))

    assert (problem.file, problem.line) == (str(tmp_path / "scenario.toml"), line_of(written, part))
    assert words in problem.message


def test_a_row_is_disputed_once(tmp_path: Path) -> None:
    """Told at the second, though the first is wrong too: all problems at once."""
    written = text(readings("weight = 2"), readings("weight = 1"))

    first, second = problems_of(scenario_folder(tmp_path, written))

    assert "weights add up to 2" in first.message
    assert "one that is disputed above" in second.message
    assert second.line == first.line + 4


def test_two_rows_that_look_alike_are_told_apart(tmp_path: Path) -> None:
    """By actor or subject; without, nobody knows which is meant."""
    twin = "2002-02-01,,day,guest_state,agreement_signed,bases_treaty,,,Again,wire,,,medium,\n"
    folder = scenario_folder(tmp_path, text(readings("weight = 1")), RECORD + twin)
    (problem,) = problems_of(folder)
    assert "means more than one row" in problem.message

    host = SIGNED.replace(" }", ', actor = "host_government" }')
    folder = scenario_folder(tmp_path, text(readings("weight = 1", row=host)), RECORD + twin)
    assert load(folder).contested[0].row == 4


# What was announced, and what the track is called

ANNOUNCED = """
[[score.announced]]
event = "treaty"
date = 2002-03-01
announced = 2001-05-01
source = "a communiqué"
"""


def test_an_announced_day_is_one_of_something_predicted(tmp_path: Path) -> None:
    """A milestone says which; both days are kept."""
    (said,) = load(scenario_folder(tmp_path, EXAMPLE + ANNOUNCED)).classes.announced

    assert (said.pattern.kind, said.pattern.subject) == ("agreement_signed", "bases_treaty")
    assert said.time == seconds_at(START, date(2002, 3, 1))
    assert said.announced == seconds_at(START, date(2001, 5, 1))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('event = "treaty"', 'event = "trety"', "did you mean 'treaty'?"),
        ('event = "treaty"', 'event = "strike"', "'strike' is not predicted; name one of"),
        ("announced = 2001", "announces = 2001", "did you mean 'announced'?"),
        ('source = "a communiqué"\n', "", "'source' is missing"),
    ],
)
def test_a_mistake_in_what_was_announced(old: str, new: str, words: str, tmp_path: Path) -> None:
    """Told at a line of its table."""
    written = EXAMPLE + altered((old, new), text=ANNOUNCED)

    problems = problems_of(scenario_folder(tmp_path, written))

    assert any(words in problem.message for problem in problems)
    assert all(problem.line > line_of(written, "[[score.announced]]") - 1 for problem in problems)


def test_a_track_has_the_name_that_its_record_gives(tmp_path: Path) -> None:
    """By which parameters say where they were measured; without one it has none."""
    named = altered(('file = "timeline.csv"', 'file = "timeline.csv"\ntrack = "here"'))

    assert load(scenario_folder(tmp_path, named)).track == "here"
    assert load(scenario_folder(tmp_path)).track == ""


def test_a_reading_at_the_end_of_the_calendar(tmp_path: Path) -> None:
    """Is read like any other: nothing overflows."""
    scenario = loaded(tmp_path, readings("weight = 0.5", "weight = 0.5, date = 9999-12-31"))

    assert days(scenario)[1] == (0.5, date(9999, 12, 31), date(9999, 12, 31))
