"""`sim ensemble`: many runs in a folder, by the command."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.front import SMALL, document, process, sim
from tests.cli.test_process import in_a_terminal

RUNS = ["--runs", "16", "--jobs", "1"]


def refused(*arguments: str | Path) -> str:
    """What the command is refused for: exit status 2, and nothing on standard output."""
    result = sim("ensemble", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def test_json_has_the_fields_of_the_contract(tmp_path: Path) -> None:
    """How many runs, how many are complete, their digest, the seconds it took; and nothing else."""
    made = document("ensemble", SMALL, *RUNS, "--out", tmp_path / "runs", "--json")

    assert list(made) == ["runs", "completed", "digest", "seconds"]
    assert (made["runs"], made["completed"]) == (16, 16)
    assert re.fullmatch("[0-9a-f]{64}", made["digest"])
    assert made["seconds"] > 0


def test_the_command_says_what_is_where(tmp_path: Path) -> None:
    """On standard output, with the digest; standard error is silent where nobody watches."""
    result = sim("ensemble", SMALL, *RUNS, "--seed", "7", "--out", tmp_path / "runs")

    told = result.stdout.splitlines()
    assert told[0] == f"16 runs of small in {tmp_path / 'runs'}, seeds 7 to 22"
    assert re.fullmatch("digest [0-9a-f]{64}", told[1])
    assert (len(told), result.exit_code, result.stderr) == (2, 0, "")
    assert len([*(tmp_path / "runs").iterdir()]) == 17


def test_a_run_of_the_ensemble_is_the_run_of_its_seed(tmp_path: Path) -> None:
    """What `sim run` makes of a seed is what the ensemble made of it, to the digest."""
    from sim.ensemble import read_folder

    sim("ensemble", SMALL, *RUNS, "--set", "signs=1", "--out", tmp_path / "runs")
    marks = [
        mark
        for _, group in read_folder(tmp_path / "runs").groups()
        for mark in group.projection.runs
    ]

    alone = document("run", SMALL, "--seed", "9", "--set", "signs=1", "--json")

    assert (marks[9].seed, marks[9].digest) == (9, alone["digest"])
    assert marks[9].events == len(alone["events"])


def test_resume_of_a_finished_ensemble_says_so(tmp_path: Path) -> None:
    """Exit status 0, the same digest, and a word that nothing was left to do."""
    first = document("ensemble", SMALL, *RUNS, "--out", tmp_path / "runs", "--json")

    again = sim("ensemble", SMALL, *RUNS, "--out", tmp_path / "runs", "--resume", "--json")

    assert (again.exit_code, json.loads(again.stdout)["digest"]) == (0, first["digest"])
    assert again.stderr == "16 of 16 runs are here; nothing is left to make\n"


def test_resume_makes_the_rest(tmp_path: Path) -> None:
    """It says how much was there, and ends with the digest of all at once."""
    first = document("ensemble", SMALL, *RUNS, "--out", tmp_path / "runs", "--json")
    (tmp_path / "runs" / "group-00003.parquet").unlink()

    again = sim("ensemble", SMALL, *RUNS, "--out", tmp_path / "runs", "--resume", "--json")

    assert json.loads(again.stdout)["digest"] == first["digest"]
    assert again.stderr == "15 of 16 runs are here; 1 are left to make\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--runs", "0"], "--runs"),
        (["--runs", "10000001"], "an ensemble has from 1 to 10,000,000"),
        (["--runs", "2", "--seed", str(2**64 - 1)], "seeds are from 0 to 2^64 - 1"),
        (["--runs", "2", "--jobs", "0"], "--jobs"),
        (["--runs", "2", "--jobs", "2", "--dask", "tcp://x:1"], "--jobs and --dask"),
        (["--runs", "2", "--set", "sings=1"], "did you mean 'signs'?"),
        ([], "--runs"),
    ],
)
def test_wrong_options_are_refused(arguments: list[str], words: str, tmp_path: Path) -> None:
    """With the option, and nothing is written."""
    assert words in refused(SMALL, *arguments, "--out", tmp_path / "runs")
    assert [*tmp_path.iterdir()] == []


def test_a_folder_is_needed() -> None:
    """Runs that nobody keeps are of no use."""
    assert "--out" in refused(SMALL, "--runs", "2")


def test_a_wrong_scenario_makes_no_folder(tmp_path: Path) -> None:
    """Every problem with its place, and nothing is written."""
    spoilt = Path(shutil.copytree(SMALL, tmp_path / "small"))
    file = spoilt / "scenario.toml"
    text = file.read_text(encoding="utf-8").replace('on = "round_held"', 'on = "round_hold"')
    file.write_text(text, encoding="utf-8")

    assert "did you mean 'round_held'?" in refused(spoilt, *RUNS, "--out", tmp_path / "runs")
    assert [*tmp_path.iterdir()] == [spoilt]


def test_a_changed_scenario_is_not_mixed_with_runs_of_the_old(tmp_path: Path) -> None:
    """Whether it was changed by --set or in the file."""
    spoilt = Path(shutil.copytree(SMALL, tmp_path / "small"))
    out = tmp_path / "runs"
    sim("ensemble", spoilt, *RUNS, "--out", out)

    told = refused(spoilt, *RUNS, "--out", out, "--resume", "--set", "signs=1")
    assert f"{out / '_manifest.json'}:1: changes: made with nothing changed" in told

    file = spoilt / "scenario.toml"
    text = file.read_text(encoding="utf-8").replace('value = "60 d"', 'value = "61 d"')
    file.write_text(text, encoding="utf-8")
    told = refused(spoilt, *RUNS, "--out", out, "--resume")
    assert f"{out / '_manifest.json'}:1: scenario.digest: made with scenario small" in told
    assert "name another folder" in told


def test_a_run_that_cannot_go_on_fails_the_command(tmp_path: Path) -> None:
    """It names the seed, says what is kept, exit status 2; what was done can be gone on with."""
    file = tmp_path / "scenario.toml"
    file.write_text(
        'format = 1\ntitle = "Boom"\n[clock]\nstart = 2001-01-01\nend = 2001-12-31\n[actors.a]\n'
        '[[steps]]\nactor = "a"\nname = "spark"\nat = 2001-01-02\n'
        'outcomes = [{ chance = 0.1, emits = "round_held" }, { emits = "attack" }]\n'
        '[[steps]]\nactor = "a"\nname = "raid"\non = "round_held"\nagain = "each"\nafter = "1 d"\n'
        'emits = ["round_held", "round_held"]\n',
        encoding="utf-8",
    )

    told = refused(file, "--runs", "64", "--jobs", "1", "--out", tmp_path / "runs").splitlines()

    assert re.fullmatch(rf"(\d+) of 64 runs are kept in {tmp_path / 'runs'}; the same .*", told[0])
    seed = re.match(r"seed (\d+): step 'a: raid': .*limit", told[1])
    assert seed
    kept = [file for file in (tmp_path / "runs").iterdir() if file.suffix == ".parquet"]
    assert len(kept) == int(seed[1]) // 4
    assert int(told[0].split()[0]) == 4 * len(kept)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_terminal_is_shown_how_far_it_is(jobs: str, tmp_path: Path) -> None:
    """A bar with runs, runs a second and the time that is left, which ends full."""
    shown, status = in_a_terminal(
        "ensemble", SMALL, "--runs", "32", "--jobs", jobs, "--out", str(tmp_path / "runs"),
        COLUMNS="100",
    )  # fmt: skip

    assert status == 0
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown)
    assert " 0/32 runs" in plain
    assert re.search(r"32/32 runs [0-9.,e+]+ runs/s left: 0:00:00", plain)
    assert "digest " in plain


def test_no_bar_where_nobody_watches(tmp_path: Path) -> None:
    """Standard error of a command in a script holds problems only."""
    ran = process("ensemble", SMALL, "--runs", "16", "--jobs", "2", "--out", tmp_path / "runs")

    assert (ran.returncode, ran.stderr) == (0, b"")


def test_hostile_names_reach_no_terminal(tmp_path: Path) -> None:
    """Control characters in the name of a folder are shown as escapes."""
    result = sim("ensemble", SMALL, *RUNS, "--out", tmp_path / "a\x1b[31mb")

    assert result.exit_code == 0
    assert "\x1b" not in result.output
