"""`sim check --mutate`, by the command: which rules and checks nothing notices."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.check.mutated import GUARDED
from tests.cli.front import process, sim

RUNS = ("--mutate", "--runs", "20")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scenario whose rules are worth something known."""
    (tmp_path / "scenario.toml").write_text(GUARDED, encoding="utf-8")
    return tmp_path


def mutated(*arguments: str | Path) -> tuple[int, dict[str, Any]]:
    """The exit status and the document."""
    result = sim("check", *arguments, "--json")
    assert result.stderr == ""
    return result.exit_code, json.loads(result.stdout)


def test_dead_rules_come_first(folder: Path) -> None:
    """With what they say, their source and their line; exit status 1."""
    result = sim("check", folder, *RUNS)

    assert result.exit_code == 1
    title, facts, _, heading, *rest = result.stdout.splitlines()
    assert title == "Rules that matter, and rules that do not"
    assert facts == "9 rules left out in turn, 2 checks, 20 runs, seeds 0 to 19"
    assert heading == "Dead rules: no run notices that they are gone"
    line = GUARDED.splitlines().index('event = "protest"')
    (protest,) = (row for row in rest if row.startswith("procedure: protest"))
    assert "needs attack" in protest
    assert "follows from the step itself" in protest
    assert f"scenario.toml:{line}" in protest
    assert "Dead checks: nothing breaks them, whichever rules are left out" in rest


def test_the_document(folder: Path) -> None:
    """Every mutant with its place and fate, what is dead, and what each check detects."""
    status, told = mutated(folder, "--mutate", "--runs", "40", "--seed", "0")

    assert status == 1
    assert (told["runs"], told["seed"]) == (40, 0)
    assert [one["part"] for one in told["mutants"]].count(0) == 9
    assert [one["text"] for one in told["dead_parts"]] == ["count('attack') < 1000"]
    for one in told["mutants"]:
        assert one["runs"] == 40
        assert 0 <= one["stopped"] <= one["changed"] <= 40
        assert one["file"].endswith("scenario.toml")
        assert one["line"] > 1
    dead = [(one["what"], one["name"]) for one in told["dead"]]
    assert dead == [
        ("procedure", "protest"),
        ("opens_after", "base_evacuated of port_1 and 3 more"),
        ("check", "no war is declared"),
    ]
    whole = [one for one in told["mutants"] if not one["part"]]
    unchanged = [one["name"] for one in whole if not one["changed"]]
    assert unchanged == [name for what, name in dead if what != "check"]
    peace, war = told["checks"]
    assert [one["name"] for one in peace["alone"]] == ["agreement_signed"]
    assert peace["broken_by"] == peace["alone"]
    assert (peace["violations"], war["violations"], war["broken_by"]) == (0, 0, [])
    assert peace["unruled"] > 0
    assert war["unruled"] == 0


def test_a_scenario_of_which_nothing_is_dead_is_fine(folder: Path) -> None:
    """Exit status 0, and no section of what is not there."""
    text = GUARDED[: GUARDED.index('[[procedure]]\nevent = "protest"')]
    text += GUARDED[GUARDED.index("[[checks]]") : GUARDED.index('[[checks]]\nname = "no war')]
    text = text.replace('opens_after = "airfield"\n', "")
    text = text.replace(" and count('attack') < 1000", "")
    (folder / "scenario.toml").write_text(text, encoding="utf-8")

    result = sim("check", folder, "--mutate", "--runs", "40")

    assert result.exit_code == 0
    assert "Dead" not in result.stdout
    assert "Rules whose absence checks notice" in result.stdout


def test_the_answer_is_the_same_twice_and_by_any_number_of_processes(folder: Path) -> None:
    """To the byte."""
    few = ("check", folder, "--mutate", "--runs", "64", "--json")

    alone = process(*few, "--jobs", "1")
    together = process(*few, "--jobs", "2")

    assert alone.returncode == together.returncode == 1
    assert alone.stdout == together.stdout
    assert json.loads(alone.stdout)["runs"] == 64


def test_other_parameters_are_kept_to(folder: Path) -> None:
    """What is set is told, and mutants are made of that scenario."""
    parameter = '[parameters]\npace = { value = "15 d", source = "assumed" }\n\n[lists]'
    text = GUARDED.replace("[lists]", parameter).replace('after = "15 d"', 'after = "pace"')
    (folder / "scenario.toml").write_text(text, encoding="utf-8")

    _, told = mutated(folder, *RUNS, "--set", "pace=39 d")
    shown = sim("check", folder, *RUNS, "--set", "pace=39 d").stdout

    assert told["changes"] == {"pace": "39 d"}
    assert "pace = 39 d" in shown


def test_time_is_kept_to(folder: Path) -> None:
    """After that no more runs are made; every mutant was held against as many."""
    result = sim("check", folder, *RUNS, "--time", "0.000001", "--json")

    assert "stopped after 1e-06 s (--time)" in result.stderr
    told = json.loads(result.stdout)
    assert 1 <= told["runs"] < 20
    assert {one["runs"] for one in told["mutants"]} == {told["runs"]}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--rule", "x"), "--mutate goes without --rule, --replay and --out"),
        (("--out", "x"), "--mutate goes without --rule, --replay and --out"),
        (("--replay", "x"), "--mutate goes without --rule, --replay and --out"),
        (("--runs", "0"), "--runs: there must be at least one to leave rules out of"),
        (("--seed", "18446744073709551615"), "the last seed would be above 18446744073709551615"),
    ],
)
def test_what_does_not_go_together_is_refused(
    folder: Path, options: tuple[str, ...], words: str
) -> None:
    """Exit status 2, and nothing printed."""
    result = sim("check", folder, *RUNS, *options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_several_processes_need_mutants(folder: Path) -> None:
    """The search is one process's work."""
    result = sim("check", folder, "--jobs", "2")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "--jobs goes with --mutate" in result.stderr


def test_a_broken_scenario_is_told_of(folder: Path) -> None:
    """As by every command."""
    (folder / "scenario.toml").write_text(GUARDED.replace("attack", "atack"), encoding="utf-8")

    result = sim("check", folder, *RUNS)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean 'attack'?" in result.stderr


@pytest.mark.parametrize("groups", [0, 1])
def test_what_is_interrupted_tells_what_was_seen(
    folder: Path, monkeypatch: pytest.MonkeyPatch, groups: int
) -> None:
    """Of the runs that were made until then, if there are any; exit status 130."""
    from sim.check.mutation import comparing

    look = comparing.seen
    made: list[int] = []

    def interrupted(recipe: bytes, seeds: range) -> bytes:
        if len(made) == groups:
            raise KeyboardInterrupt
        made.append(len(seeds))
        return look(recipe, seeds)

    monkeypatch.setattr(comparing, "seen", interrupted)

    result = sim("check", folder, *RUNS, "--json")

    assert result.exit_code == 130
    if not groups:
        assert result.stdout == ""
        return
    assert "interrupted; this was found until then" in result.stderr
    assert json.loads(result.stdout)["runs"] == sum(made)
