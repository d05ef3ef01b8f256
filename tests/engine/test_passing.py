"""How often gates pass, over draws from the priors."""

from pathlib import Path

import pytest

from sim.engine import Program, shares_passed
from sim.scenario.load import Loaded, load_with_warnings
from tests.cli.front import document, sim

GATE = """format = 1
title = "A gate"
[clock]
start = 2001-01-01
end = 2001-03-31
[parameters]
leaning = {{ value = 0, prior = "{prior}", source = "assumed" }}
unread = {{ value = 0, prior = "normal(mean = 0, sd = 9)", source = "assumed" }}
[actors.host]
[actors.senate]
behaviour = "legislature"
seats = 100
turnout_spread = 0
[[actors.senate.blocs]]
name = "all"
seats = 100
spread = 0
position = "leaning"
attendance = {attendance}
moved_by = [{{ event = "protest", by = {by} }}]
[[given]]
name = "bill"
date = 2001-02-01
event = "bill_introduced"
actor = "host"
[[given]]
name = "protest"
date = 2001-01-20
event = "protest"
actor = "host"
[gates.consent]
body = "senate"
considers = "bill_introduced"
needs = "majority of present"
quorum = 50
passed = "law_passed"
failed = "law_rejected"
"""


def loaded(folder: Path, prior: str, attendance: str = "1", by: str = "0") -> Loaded:
    """A chamber of one bloc with a prior for its position, and what a protest moves it by."""
    file = folder / "scenario.toml"
    file.write_text(GATE.format(prior=prior, attendance=attendance, by=by), encoding="utf-8")
    return load_with_warnings(folder)


def share(folder: Path, prior: str, attendance: str = "1", by: str = "0") -> float:
    """The share of votes that pass."""
    made = loaded(folder, prior, attendance, by)
    return shares_passed(Program(made.scenario), made.chambers)["consent"]


@pytest.mark.parametrize(
    ("prior", "expected"),
    [
        ("uniform(low = -1, high = 1)", 0.5),
        ("uniform(low = -3, high = 1)", 0.25),
        ("uniform(low = 1, high = 2)", 1),
        ("uniform(low = -2, high = -1)", 0),
    ],
)
def test_the_share_is_that_of_the_prior(tmp_path: Path, prior: str, expected: float) -> None:
    """With no other chance in a vote it passes where the position drawn is above zero."""
    assert share(tmp_path, prior) == pytest.approx(expected, abs=0.011)


def test_a_vote_is_counted_where_runs_hold_it(tmp_path: Path) -> None:
    """What events have moved by then counts: a protest before the vote turns it."""
    assert share(tmp_path, "uniform(low = -2, high = -1)", by="3") == 1


def test_a_house_without_its_quorum_passes_nothing(tmp_path: Path) -> None:
    """Attendance counts too."""
    assert share(tmp_path, "uniform(low = 1, high = 2)", attendance="0.4") == 0


def test_the_same_share_every_time(tmp_path: Path) -> None:
    """Nothing is left to chance."""
    prior = "normal(mean = 0.2, sd = 1)"
    assert len({share(tmp_path, prior) for _ in range(3)}) == 1


def test_what_validate_says_of_it(tmp_path: Path) -> None:
    """A gate that always or never passes is a warning at its place; others are none."""
    loaded(tmp_path, "uniform(low = -2, high = -1)")
    (warning,) = document("validate", tmp_path, "--json")["warnings"][1:]
    assert warning["path"] == "gates.consent"
    assert warning["line"] == GATE.split("[gates.consent]", maxsplit=1)[0].count("\n") + 1
    assert warning["message"].startswith("passes in 0.0% of votes with parameters drawn")

    loaded(tmp_path, "uniform(low = -1, high = 1)")
    assert "gates.consent" not in sim("validate", tmp_path).stderr
