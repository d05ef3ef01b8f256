"""Advice on patterns that nothing in a scenario can ever match."""

from pathlib import Path

import pytest

from sim.errors import Problem
from sim.scenario import load_with_warnings
from tests.started import started

LISTENER = """
[[steps]]
actor = "host_government"
name = "answer"
on = { event = "round_held", subject = "status_of_force" }
emits = "statement_position"
"""


def unheard(place: Path) -> list[Problem]:
    """The advice on patterns; what else is said of the scenario is tested elsewhere."""
    warnings = load_with_warnings(place).warnings
    return [each for each in warnings if each.message.startswith("nothing here is ever")]


def test_a_subject_that_nothing_emits_is_advised_on(tmp_path: Path) -> None:
    """A step that listens for a misspelt subject is told the nearest one, at its line."""
    place = started(tmp_path, LISTENER)

    (warning,) = unheard(place)

    text = (place / "scenario.toml").read_text(encoding="utf-8").splitlines()
    assert text[warning.line - 1] == "[[steps]]"
    assert warning.message == (
        "nothing here is ever round_held of status_of_force; did you mean 'status_of_forces'?"
    )


def test_what_is_emitted_is_not_advised_on(tmp_path: Path) -> None:
    """A scenario whose every pattern can be matched has no such advice."""
    assert unheard(started(tmp_path)) == []


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("absence(round_opened)", "round_opened; did you mean 'round_held'?"),
        ("response([attack, talks_collapsed], round_held)", "talks_collapsed"),
        ("not happened('round_concluded')", "round_concluded"),
        ("not succession(count('round_scheduled') > 1, attack)", "round_scheduled"),
        ("not happened('attack', actor = 'host_government')", "attack by host_government"),
        (
            "absence(promise)",
            "agreement_signed of status_of_force; did you mean 'status_of_forces'?",
        ),
    ],
)
def test_a_check_of_what_never_is_is_advised_on(tmp_path: Path, rule: str, told: str) -> None:
    """By its kind too, in a group as in a condition, once and at its rule."""
    milestone = '[milestones.promise]\nevent = "agreement_signed"\nsubject = "status_of_force"\n'
    place = started(tmp_path, f'{milestone}[[checks]]\nname = "one"\nrule = "{rule}"\n')

    (warning,) = unheard(place)

    told_at = (warning.path, warning.message.startswith(f"nothing here is ever {told}"))
    assert told_at == ("checks[0].rule", True)


TABLE = """
[[{table}]]
name = "failure"
date = {year}-02-01
event = "talks_collapsed"
actor = "abroad"
"""
ROW = "2030-05-09,,day,abroad,talks_collapsed,,,,Talks failed.,Gazette,,2030-05-09,high,\n"


@pytest.mark.parametrize(
    ("table", "row", "count"),
    [
        ("", "", 1),
        (TABLE.format(table="given", year=2030), "", 0),
        (TABLE.format(table="initial", year=2029), "", 0),
        ("", ROW, 0),
    ],
)
def test_what_is_stated_or_documented_is_possible(
    tmp_path: Path, table: str, row: str, count: int
) -> None:
    """A check may be about what no step emits, if it is given, initial or a row of the record."""
    place = started(
        tmp_path, f'[[checks]]\nname = "one"\nrule = "absence(talks_collapsed)"\n{table}'
    )
    with (place / "timeline.csv").open("a", encoding="utf-8") as record:
        record.write(row)
    file = place / "scenario.toml"
    text = file.read_text(encoding="utf-8")
    context = 'context = ["talks_collapsed"]\npredicted ='
    file.write_text(text.replace("predicted =", context, 1), encoding="utf-8")

    assert len(unheard(place)) == count
