"""`sim score`: the scorecard by the command, of a scenario and of an ensemble's folder."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.front import HERE, ROOT, SMALL, document, environment, process, sim

RUNS = ["--runs", "20", "--jobs", "1"]
MEASURES = ["icc", "pb", "es_b", "vs"]
MILESTONE = {"actor", "kind", "subject", "documented", "probability", "median", "interval_50",
             "interval_90", "interval_98", "crps", "inside_98"}  # fmt: skip
DISPUTED = """
[[record.readings]]
row = { date = 2001-06-10, event = "agreement_signed" }
alternatives = [
  { weight = 0.7 },
  { weight = 0.2, date = 2001-07-01 },
  { weight = 0.1, happened = false },
]
"""
TITLE = 'title = "A treaty on bases, in small"'
RECORD = '[record]\nfile = "timeline.csv"\nknown_until = 2002-03-31\n'


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """A copy of the small scenario, to be spoilt."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


@pytest.fixture
def folder(scenario: Path) -> Path:
    """An ensemble of the copy."""
    out = scenario.parent / "runs"
    assert sim("ensemble", scenario, *RUNS, "--out", out).exit_code == 0
    return out


def alter(scenario: Path, old: str, new: str) -> None:
    """Exchange some text of a scenario's file."""
    file = scenario / "scenario.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def refused(*arguments: str | Path) -> str:
    """What the command is refused for: exit status 2, and nothing on standard output."""
    result = sim("score", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def test_the_scorecard() -> None:
    """The printed scorecard equals the golden file, to the letter."""
    result = sim("score", SMALL, *RUNS, columns=100)

    assert result.stdout == (HERE / "golden" / "score-100.txt").read_text(encoding="utf-8")
    assert (result.exit_code, result.stderr) == (0, "")


def test_json_has_the_fields_of_the_contract() -> None:
    """Every one of them, in one document, and nothing else is printed."""
    found = document("score", SMALL, *RUNS, "--json")

    assert found["runs"] == 20
    assert set(found["scores"]) == {*MEASURES, "brier", "log"}
    assert all(set(one) == {"value", "interval"} for one in found["scores"].values())
    assert {"nothing", "decoupled", "redrawn", "unruled"} == set(found["baselines"])
    assert all(list(one) == MEASURES for one in found["baselines"].values())
    assert set(found["skill"]) == set(found["baselines"])
    assert all({"value", "interval"} <= set(one) for one in found["skill"].values())
    assert all(set(one) >= MILESTONE for one in found["milestones"])
    assert len(found["milestones"]) == 4
    assert set(found["coverage"]) == {"50%", "80%", "90%", "95%"}


def test_the_same_command_prints_the_same_bytes() -> None:
    """In one process or two, whatever the hash seed; standard error is silent."""
    command = ["score", SMALL, "--runs", "100", "--json", "--jobs"]

    here, there = sim(*command, "1"), process(*command, "2", PYTHONHASHSEED="4242")

    assert (there.returncode, there.stderr, here.stderr) == (0, b"", "")
    assert there.stdout.decode() == here.stdout


def test_other_seeds_are_other_runs() -> None:
    """And another scorecard."""
    one = document("score", SMALL, *RUNS, "--json")
    other = document("score", SMALL, *RUNS, "--seed", "100", "--json")

    assert one["scores"] != other["scores"]


def test_ranges_alone() -> None:
    """The printed table equals the golden file, to the letter."""
    result = sim("score", SMALL, *RUNS, "--ranges", columns=100)

    assert result.stdout == (HERE / "golden" / "ranges-100.txt").read_text(encoding="utf-8")
    assert (result.exit_code, result.stderr) == (0, "")


def test_ranges_as_json_are_those_of_the_scorecard(folder: Path) -> None:
    """The same milestones, of a scenario and of its runs in a folder, and how many are inside."""
    whole = document("score", SMALL, *RUNS, "--json")
    found = document("score", SMALL, *RUNS, "--ranges", "--json")

    assert found["milestones"] == whole["milestones"]
    assert found["inside"] == sum(one["inside_98"] for one in whole["milestones"])
    assert (found["runs"], found["until"]) == (whole["runs"], whole["until"])
    assert sim("score", folder, "--ranges", "--json").stdout == json.dumps(found, indent=1) + "\n"


def test_an_ensembles_folder_is_scored_like_its_scenario(folder: Path, scenario: Path) -> None:
    """Same seeds, same scorecard, baselines and intervals too."""
    of_folder = sim("score", folder, "--json")
    of_scenario = sim("score", scenario, *RUNS, "--json")

    assert of_folder.exit_code == 0
    assert of_folder.stdout == of_scenario.stdout


def test_an_ensembles_changes_are_its_own(scenario: Path) -> None:
    """A folder made with --set is scored with it."""
    out, change = scenario.parent / "runs", ["--set", "signs=0.9", "--seed", "5"]
    sim("ensemble", scenario, *RUNS, *change, "--out", out)

    assert sim("score", out, "--json").stdout == sim(
        "score", scenario, *RUNS, *change, "--json"
    ).stdout  # fmt: skip


def test_a_band_of_disputed_rows(scenario: Path) -> None:
    """Their kind is left out of the headline; the band tells what it would be with them."""
    alter(scenario, RECORD, RECORD + DISPUTED)

    told = sim("score", scenario, *RUNS).stdout
    found = document("score", scenario, *RUNS, "--json")

    assert "1 disputed row, and the kind it is of, is left out of the headline." in told
    assert found["band"]["rows"] == 1
    assert found["band"]["low"] < found["band"]["mean"] < found["band"]["high"]
    assert [one["icc"] for one in found["targets"] if one["name"] == "treaty"] == [0]


def test_other_tracks_are_baselines(scenario: Path) -> None:
    """Those beside the scenario, or those that are named; kinds of their own are no matter."""
    other = scenario.parent / "other"
    other.mkdir()
    shutil.copytree(scenario, scenario.parent / "copy")
    track = ROOT / "scenarios" / "iraq-sofa-2008" / "timeline.csv"
    text = track.read_text(encoding="utf-8").replace("statement_position", "clearance_withheld")
    (other / "timeline.csv").write_text(text, encoding="utf-8")
    tracks = {"climatology", "rescaled", "markov"}

    beside = sim("score", scenario, *RUNS, "--json").stdout

    assert tracks <= set(json.loads(beside)["baselines"])
    assert sim("score", scenario, *RUNS, "--others", other, "--json").stdout == beside
    assert json.loads(beside)["tracks"] == ["other"]
    assert not tracks & set(document("score", SMALL, *RUNS, "--json")["baselines"])
    assert "rows of the record that is to be scored" in refused(scenario, "--others", scenario)


# What is refused: with exit status 2, the place, and a remedy


def test_ranges_have_no_baselines() -> None:
    """Other tracks would be read in vain."""
    assert "leave --others out" in refused(SMALL, "--ranges", "--others", SMALL)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (RECORD, "", "has no record to be scored against; name its file under [record]"),
        ("2002-03-31", "2001-01-15", "no predicted row between the clock's start and its known"),
    ],
)
def test_what_cannot_be_scored(scenario: Path, old: str, new: str, words: str) -> None:
    """For want of a record, or of a record that overlaps with the run; of backtests too."""
    alter(scenario, old, new)

    assert refused(scenario, *RUNS).startswith(f"{scenario}: ")
    assert words in refused(scenario, *RUNS)
    assert words in sim("backtest", scenario, *RUNS).stderr


def test_nothing_predicted(scenario: Path) -> None:
    """All rows are context."""
    file = scenario / "scenario.toml"
    text = file.read_text(encoding="utf-8")
    score = '[score]\ncontext = ["round_held", "attack", "agreement_signed", "base_handed_over",'
    score += ' "statement_position", "withdrawal_completed"]\n'
    file.write_text(text[: text.index("[score]")] + score, encoding="utf-8")

    assert "predicts nothing; name what is predicted under [score]" in refused(scenario, *RUNS)


@pytest.mark.parametrize("option", [["--runs", "90"], ["--seed", "1"], ["--set", "signs=1"]])
def test_a_folder_has_its_own_runs(folder: Path, option: list[str]) -> None:
    """To ask for others is a mistake."""
    assert "has its own --runs, --seed and --set" in refused(folder, *option)


def test_a_folder_whose_scenario_has_changed(folder: Path, scenario: Path) -> None:
    """Or is wrong now, or gone: the scorecard would be another's."""
    manifest = folder / "_manifest.json"

    alter(scenario, '"60 d"', '"61 d"')
    told = refused(folder)
    assert told.startswith(f"{manifest}: scenario.digest: ")
    assert "is not what these runs were made from; make them again from it" in told

    alter(scenario, '"61 d"', '"61 x"')
    assert re.search(r"scenario\.toml:\d+: steps\[1\]\.after", refused(folder))

    shutil.rmtree(scenario)
    told = refused(folder)
    assert told.startswith(f"{manifest}: scenario.file: the scenario is not here or beside this")
    assert "say where by --scenario PATH" in told


def test_a_scenario_that_has_moved_is_named(folder: Path, scenario: Path) -> None:
    """What the manifest says is not followed out of the way; whoever knows better says so."""
    elsewhere = scenario.rename(scenario.parent / "elsewhere")

    found = document("score", folder, "--scenario", elsewhere, "--json")

    assert found["runs"] == 20
    assert "goes with the folder of an ensemble" in refused(elsewhere, "--scenario", elsewhere)


def test_a_folder_that_is_not_whole(folder: Path) -> None:
    """A group of runs is missing, cut off, altered or empty: it says which, and the remedy."""
    file = folder / "group-00003.parquet"
    whole = file.read_bytes()
    spoilt = [whole[:-100], whole[:300] + bytes([whole[300] ^ 1]) + whole[301:], b""]

    for content in spoilt:
        file.write_bytes(content)
        told = refused(folder)
        assert told.startswith(f"{file}:1: ")
        assert "make it again with --resume" in told

    file.unlink()
    assert "only 19 of 20 groups of runs are here; make the others" in refused(folder)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"date,kind\n2001-01-01,attack\n", ":1: missing column(s)"),
        (b"\xff\xfe", ":1: not UTF-8 text; save it as UTF-8"),
        (b"", ":1: missing column(s)"),
    ],
)
@pytest.mark.parametrize("command", ["score", "backtest"])
def test_a_track_that_cannot_be_read(
    command: str, content: bytes, words: str, tmp_path: Path
) -> None:
    """Is told with its line."""
    file = tmp_path / "timeline.csv"
    file.write_bytes(content)

    result = sim(command, SMALL, *RUNS, "--others", file)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{file}{words}" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--runs", "19"], "--runs"),
        (["--runs", "1000001"], "--runs"),
        (["--jobs", "0"], "--jobs"),
        (["--set", "sings=1"], "did you mean 'signs'?"),
        (["--set", "signs"], "write NAME=VALUE"),
        (["--others", "nowhere.csv"], "nowhere.csv: no such file"),
        (["--runs", "30", "--seed", str(2**64 - 1)], "seeds are from 0 to 2^64 - 1"),
    ],
)
def test_wrong_options_are_refused(arguments: list[str], words: str) -> None:
    """With the option and what would be right."""
    assert words in refused(SMALL, *arguments)


def test_a_scenario_from_a_stranger_colours_nothing(scenario: Path) -> None:
    """Markup in titles, subjects and milestones is text; control characters are refused."""
    alter(scenario, TITLE, 'title = "[red]A treaty[/red] :smile:"')
    alter(scenario, '"north_airfield"', '"[bold]north[/bold]"')
    file = scenario / "timeline.csv"
    text = file.read_text(encoding="utf-8").replace("north_airfield", "[bold]north[/bold]")
    file.write_text(text, encoding="utf-8")

    commands: list[list[str]] = [
        ["score"], ["backtest", "--every", "200 d"], ["forecast", "--as-of", "2001-05-01"],
        ["compare", str(scenario), "--set", "signs=0.9"],
    ]  # fmt: skip
    for command in commands:
        result = sim(command[0], scenario, *command[1:], *RUNS)
        assert result.exit_code == 0, result.stderr
        assert "\x1b" not in result.output
        if command[0] != "backtest":
            assert "of [bold]north[/bold]" in result.stdout
        if command[0] != "compare":
            assert result.stdout.startswith("[red]A treaty[/red] :smile:\n")

    alter(scenario, "[red]", r"\u001B[31m")
    for name in ("score", "backtest"):
        result = sim(name, scenario, *RUNS)
        assert result.exit_code == 2
        assert "\x1b" not in result.output


INTERRUPTED = """
import os, signal
from contextlib import contextmanager
import sim.report.progress
from sim.cli import main

@contextmanager
def progress(*_):
    yield lambda _: os.killpg(os.getpgrp(), signal.SIGINT)

sim.report.progress.progress = progress
main()
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interruption_is_quiet(jobs: str) -> None:
    """Ctrl-C in the middle of the runs, heard by all processes: a word, exit status 130."""
    ran = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, "score", SMALL, "--runs", "200", "--jobs", jobs],
        env=environment(),
        capture_output=True,
        check=False,
        timeout=60,
        start_new_session=True,
    )

    assert (ran.returncode, ran.stdout) == (130, b"")
    assert ran.stderr.strip() == b"interrupted"
