"""`sim compare`: scenarios side by side, by the command."""

import shutil
from pathlib import Path

import pytest

from tests.cli.front import HERE, SMALL, document, process, sim

RUNS = ["--runs", "12", "--jobs", "1"]
CHANGE = ["--set", "signs=0.9"]


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """A copy of the small scenario, to be changed."""
    return Path(shutil.copytree(SMALL, tmp_path / "other"))


def alter(scenario: Path, old: str, new: str) -> None:
    """Exchange some text of a scenario's file."""
    file = scenario / "scenario.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def refused(*arguments: str | Path) -> str:
    """What the command is refused for: exit status 2, and nothing on standard output."""
    result = sim("compare", *arguments, *RUNS)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def test_the_comparison() -> None:
    """The printed comparison equals the golden file, to the letter."""
    result = sim("compare", SMALL, SMALL, *CHANGE, *RUNS, columns=100)

    assert result.stdout == (HERE / "golden" / "compare-100.txt").read_text(encoding="utf-8")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_scenario_beside_itself() -> None:
    """All is the same, and it says so."""
    told = sim("compare", SMALL, SMALL, *RUNS).stdout
    (found,) = document("compare", SMALL, SMALL, *RUNS, "--json")["others"]

    assert (
        "100 % of the runs are the same in both; no run differs in 5 of 5 predicted kinds." in told
    )
    assert (found["same"], found["partings"]) == (1, [])
    for one in found["milestones"]:
        assert {one[name]["value"] for name in ("chance", "days", "often")} == {0}
        assert one["changed"] == 0


def test_runs_part_at_the_step_that_was_changed() -> None:
    """A likelier signature: nothing else parts runs, and the treaty comes no later."""
    found = document("compare", SMALL, SMALL, *CHANGE, *RUNS, "--json")

    assert (found["first"], found["runs"], found["seed"]) == ("small", 12, 0)
    (other,) = found["others"]
    assert other["name"] == "signs = 0.9"
    assert [one["step"] for one in other["partings"]] == ["joint_delegations: next round"]
    assert 0 < other["partings"][0]["share"] == pytest.approx(1 - other["same"])
    treaty = next(one for one in other["milestones"] if one["name"] == "treaty")
    assert treaty["days"]["value"] < 0


def test_settings_are_of_all_but_the_first(scenario: Path) -> None:
    """Each B has them; A stays as it is."""
    alter(scenario, "signs = { value = 0.5", "signs = { value = 0.9")

    by_file = document("compare", SMALL, scenario, *RUNS, "--json")["others"][0]
    by_setting = document("compare", SMALL, SMALL, *CHANGE, *RUNS, "--json")["others"][0]

    assert (by_file.pop("name"), by_setting.pop("name")) == ("other", "signs = 0.9")
    assert by_file == by_setting


def test_several_sides_each_with_its_tables(scenario: Path) -> None:
    """In the order in which they were named; the record may be one of them."""
    alter(scenario, "signs = { value = 0.5", "signs = { value = 0.9")
    sides: list[str | Path] = [SMALL, scenario, f"{SMALL}/timeline.csv"]

    told = sim("compare", *sides, *RUNS).stdout
    found = document("compare", *sides, *RUNS, "--json")["others"]

    assert told.startswith("small beside other, the record\n")
    assert told.index("\nother beside small\n") < told.index("\nthe record beside small\n")
    assert [one["name"] for one in found] == ["other", "the record"]
    assert (found[1]["same"], found[1]["partings"]) == (None, [])


def test_the_same_command_prints_the_same_bytes() -> None:
    """In one process or two; standard error is silent."""
    command = ["compare", SMALL, SMALL, *CHANGE, "--runs", "100", "--json", "--jobs"]

    here, there = sim(*command, "1"), process(*command, "2")

    assert (there.returncode, there.stderr, here.stderr) == (0, b"", "")
    assert there.stdout.decode() == here.stdout


def test_two_are_needed() -> None:
    """A alone, or nothing at all."""
    assert "name at least two: sim compare A B" in refused(SMALL)
    assert "Usage: sim compare" in refused()


def test_another_scenarios_timeline_is_no_side(scenario: Path) -> None:
    """Nor one that is not there; a timeline is no first side either."""
    told = "is not the record of the first scenario; name that, or a scenario"

    assert told in refused(SMALL, scenario / "timeline.csv")
    assert told in refused(SMALL, scenario / "nowhere.csv")
    assert "timeline.csv: no scenario; name a folder" in refused(scenario / "timeline.csv", SMALL)


def test_scenarios_on_different_clocks_are_not_compared(scenario: Path) -> None:
    """What one of them has no time for would count as not happening."""
    alter(scenario, "end = 2002-12-31", "end = 2003-12-31")

    told = refused(SMALL, scenario)

    assert told == (
        "other: clock: its clock runs from 2001-01-01 to 2003-12-31, and that of small from"
        " 2001-01-01 to 2002-12-31; give both the same [clock]\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--set", "sings=1"], "did you mean 'signs'?"),
        (["--runs", "1"], "--runs"),
        (["--seed", str(2**64 - 1)], "seeds are from 0 to 2^64 - 1"),
    ],
)
def test_wrong_options_are_refused(arguments: list[str], words: str) -> None:
    """With the option and what would be right."""
    result = sim("compare", SMALL, SMALL, *RUNS, *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
