"""Advice on patterns that nothing in a scenario can ever match."""

from pathlib import Path

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
