"""`sim check` as its users drive it."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.check.search import replay
from sim.check.search.replay import Replayed, State
from sim.check.search.search import Search
from sim.check.search.stored import Stored
from tests.check.small import ADOPTED, PLANTED, SIGNED
from tests.cli.front import COMMAND, SMALL, environment, process, sim

FEW = ("--runs", "150")


def checked(*arguments: str | Path, status: int = 1) -> dict[str, Any]:
    """The document that a check prints."""
    result = sim("check", *arguments, "--json")
    assert result.exit_code == status, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_fields_of_the_contract() -> None:
    """Rules, record, counterexample; more stands beside them."""
    found = checked(PLANTED, *FEW)
    rule, other = found["rules"]
    story = found["counterexample"]

    assert rule.keys() >= {"name", "runs", "violations", "rate", "interval", "vacuous"}
    assert (rule["name"], rule["runs"]) == (SIGNED, 150)
    assert rule["rate"] == rule["violations"] / 150
    assert rule["interval"][0] < rule["rate"] < rule["interval"][1]
    assert other["name"] == ADOPTED
    assert found["record"] == []
    assert story.keys() >= {"rule", "events", "probability", "file"}
    assert story["rule"] == SIGNED
    assert story["events"][-1]["kind"] == "agreement_signed"
    assert 0 < story["probability"] < 1
    assert story["file"] is None
    assert [one["rule"] for one in found["counterexamples"]] == [SIGNED, ADOPTED]


def test_a_check_is_the_same_each_time() -> None:
    """To the byte, with the same seed; in a new process, with CI set or not."""
    first = process("check", PLANTED, "--runs", "20", "--seed", "1")
    again = process("check", PLANTED, "--runs", "20", "--seed", "1", CI="true")

    assert first.stdout == again.stdout
    assert first.returncode == again.returncode == 1
    assert first.stderr == again.stderr == b""


def test_what_a_check_tolerates_is_no_failure(tmp_path: Path) -> None:
    """Up to the share that it says: status 0, and its story is told all the same; above it, 1."""
    text = (PLANTED / "scenario.toml").read_text(encoding="utf-8")
    for share, status in (("0.4", 0), ("0.001", 1)):
        scenario = tmp_path / "scenario.toml"
        scenario.write_text(text.replace("[[checks]]", f"[[checks]]\ntolerated = {share}"))
        found = checked(scenario, *FEW, status=status)
        assert [one["tolerated"] for one in found["rules"]] == [float(share)] * 2
        assert [one["rule"] for one in found["counterexamples"]] == [SIGNED, ADOPTED]
        told = sim("check", scenario, *FEW).stdout
        assert re.search(r"never called upon +tolerated\n", told)
        assert told.count(" of runs break it is tolerated.\n") == 2


def test_nothing_is_written_whatever_the_environment_says(tmp_path: Path) -> None:
    """Variables that make Hypothesis write into the working directory are not heeded."""
    command = [*COMMAND, "check", str(PLANTED), "--runs", "0"]
    heeded = environment(HYPOTHESIS_EXPERIMENTAL_OBSERVABILITY="1")

    told = subprocess.run(
        command, cwd=tmp_path, env=heeded, capture_output=True, check=False, timeout=60
    )

    assert told.returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_one_rule_may_be_looked_at() -> None:
    """By its name; a misspelt one is told the nearest."""
    assert [rule["name"] for rule in checked(PLANTED, *FEW, "--rule", ADOPTED)["rules"]] == [
        ADOPTED
    ]

    result = sim("check", PLANTED, "--rule", SIGNED[:-2])
    assert result.exit_code == 2
    assert f"no such rule; did you mean '{SIGNED}'?" in result.stderr


def test_a_story_reads_as_one(tmp_path: Path) -> None:
    """Dated, with causes, chances, the rule in a sentence, and how to run it again."""
    out = tmp_path / "broken.jsonl"
    text = sim("check", PLANTED, "--runs", "300", "--rule", SIGNED, "--out", out).stdout

    assert "Broken: nothing is signed while talks are suspended" in text
    assert "While talks are suspended, no agreement is signed. (source: made up)" in text
    assert "this outcome (40 %)" in text
    assert "Nothing more can be left out." in text
    assert f"sim check SCENARIO --replay {out}" in text


def test_what_was_found_is_run_again(tmp_path: Path) -> None:
    """Still failing: status 1; once mended: fixed, status 0; of another scenario: status 2."""
    out = tmp_path / "broken.jsonl"
    scenario = tmp_path / "mine"
    scenario.mkdir()
    text = (PLANTED / "scenario.toml").read_text(encoding="utf-8")
    (scenario / "scenario.toml").write_text(text, encoding="utf-8")
    result = sim("check", scenario, *FEW, "--rule", SIGNED, "--out", out)
    assert (result.exit_code, result.stderr) == (1, f"wrote {out}: 1 counterexample\n")

    still = sim("check", scenario, "--replay", out)
    assert (still.exit_code, still.stderr) == (1, "")
    assert "STILL FAILS" in still.stdout

    was = "if_due = \"not happened('agreement_signed')\""
    look = "and not standing('talks_suspended', until = 'talks_resumed')"
    mended = text.replace(was, f'{was[:-1]} {look}"')
    (scenario / "scenario.toml").write_text(mended, encoding="utf-8")
    fixed = sim("check", scenario, "--replay", out)
    assert fixed.exit_code == 0
    assert "FIXED" in fixed.stdout
    assert "the scenario is not what it was" in fixed.stderr

    other = checked(SMALL, "--replay", out, status=2)
    assert [one["state"] for one in other["replayed"]] == ["CANNOT RUN"]


def test_nothing_else_is_written_over(tmp_path: Path) -> None:
    """A file that is no file of counterexamples stays what it is, and nothing is run."""
    precious = tmp_path / "scenario.toml"
    precious.write_text("format = 1\n", encoding="utf-8")
    result = sim("check", PLANTED, "--out", precious)

    assert result.exit_code == 2
    assert "would be lost" in result.stderr
    assert precious.read_text(encoding="utf-8") == "format = 1\n"


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """No file, or another file: the place, and what to do."""
    missing = sim("check", PLANTED, "--replay", tmp_path / "none.jsonl")
    other = sim("check", PLANTED, "--replay", PLANTED / "scenario.toml")

    assert (missing.exit_code, other.exit_code) == (2, 2)
    assert "no such file; name a file that 'sim check --out' wrote" in missing.stderr
    assert "scenario.toml:1: no file of counterexamples" in other.stderr


SOUND = """
format = 1
title = "Sound"
[clock]
start = 2001-01-01
end = 2001-03-31
[actors.host]
[[steps]]
actor = "host"
name = "attack"
at = 2001-02-01
emits = "attack"
"""


def test_where_nothing_is_broken(tmp_path: Path) -> None:
    """Status 0, no counterexample, and no file."""
    rule = '[[checks]]\nname = "once"\nrule = "absence(attack, 2)"\n'
    (tmp_path / "scenario.toml").write_text(SOUND + rule, encoding="utf-8")
    out = tmp_path / "broken.jsonl"
    found = checked(tmp_path, "--runs", "20", "--out", out, status=0)

    assert found["counterexample"] is None
    assert found["rules"][0]["violations"] == 0
    assert 0 < found["drawn"] <= 300
    assert not out.exists()


def test_what_is_broken_only_without_somebody_fails_nothing(tmp_path: Path) -> None:
    """It is told as what he is good for, with status 0."""
    rule = '[[checks]]\nname = "comes"\nrule = "existence(attack)"\n'
    (tmp_path / "scenario.toml").write_text(SOUND + rule, encoding="utf-8")

    told = sim("check", tmp_path, "--runs", "20")
    found = checked(tmp_path, "--runs", "20", status=0)

    assert told.exit_code == 0
    assert found["counterexample"] is None
    assert [one["assumptions"]["without"] for one in found["counterexamples"]] == [["host"]]
    assert "Broken without host: comes" in told.stdout
    assert "That is no run of the scenario, and fails nothing." in told.stdout


def test_where_nothing_can_be_written_nothing_is_looked_for(tmp_path: Path) -> None:
    """A folder that is not there is told before the search, which would be for nothing."""
    told = sim("check", PLANTED, "--out", tmp_path / "none" / "broken.jsonl")

    assert (told.exit_code, told.stdout) == (2, "")
    assert f"there is no folder {tmp_path / 'none'}" in told.stderr


def test_what_an_earlier_search_found_is_not_taken_for_new(tmp_path: Path) -> None:
    """Where nothing is found the file stays, and that is said."""
    out = tmp_path / "broken.jsonl"
    (tmp_path / "scenario.toml").write_text(SOUND, encoding="utf-8")
    sim("check", PLANTED, *FEW, "--out", out)
    before = out.read_bytes()

    told = sim("check", tmp_path, "--runs", "2", "--out", out)

    assert told.exit_code == 0
    assert f"nothing to write to {out}; what an earlier search found is still in it" in told.stderr
    assert out.read_bytes() == before


def test_a_replay_is_of_all_that_a_file_has(tmp_path: Path) -> None:
    """What would choose among rules, or write, is refused beside it."""
    for more in (("--rule", SIGNED), ("--out", tmp_path / "other.jsonl")):
        told = sim("check", PLANTED, "--replay", tmp_path / "broken.jsonl", *more)
        assert told.exit_code == 2
        assert "--replay goes without --rule and --out" in told.stderr


def test_where_the_record_breaks_a_rule(tmp_path: Path) -> None:
    """Status 1, the row, and both sources; the question is the reader's."""
    lines = (
        "date,date_end,precision,actor,kind,subject,quantity,unit,summary,source,source_url,"
        "source_date,confidence,contested\n"
        "2001-01-20,,day,host,attack,,,,One.,Gazette,,,high,\n"
        "2001-02-20,,day,host,attack,,,,Two.,Agency,,,high,\n"
    )
    (tmp_path / "timeline.csv").write_text(lines, encoding="utf-8")
    more = (
        '[[checks]]\nname = "once"\nrule = "absence(attack, 2)"\nsource = "a law"\n'
        '[record]\nfile = "timeline.csv"\n[score]\npredicted = ["attack"]\n'
    )
    (tmp_path / "scenario.toml").write_text(SOUND + more, encoding="utf-8")
    result = sim("check", tmp_path, "--runs", "5")

    assert result.exit_code == 1
    assert "Is the rule wrong, or the record?" in result.stdout
    assert "line 2: 2001-01-20, line 3: 2001-02-20  a law" in result.stdout
    assert "Gazette; Agency" in result.stdout


def test_an_interrupt_keeps_what_was_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Ctrl-C while runs are made small: what breaks a rule is told as it stands, and stored."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Search, "reduce", interrupted)
    out = tmp_path / "broken.jsonl"
    result = sim("check", PLANTED, *FEW, "--out", out)

    assert result.exit_code == 1
    assert sim("check", PLANTED, "--replay", out).stdout.count("STILL FAILS") == 2
    assert "interrupted; this was found until then" in result.stderr
    assert f"Broken: {SIGNED}" in result.stdout
    assert "How likely it is was not looked at. Perhaps less would do." in result.stdout


def test_an_interrupted_replay_keeps_what_was_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Ctrl-C while other runs are made: cases are told, and that no other run was looked at."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    out = tmp_path / "broken.jsonl"
    sim("check", PLANTED, *FEW, "--out", out)
    mended = tmp_path / "scenario.toml"
    text = (PLANTED / "scenario.toml").read_text(encoding="utf-8")
    mended.write_text(text.replace("low = 10 d, high = 40 d", "low = 10 d, high = 47 d"))
    monkeypatch.setattr("sim.check.search.replay.hold", interrupted)

    told = sim("check", mended, "--replay", out)

    assert told.exit_code == 130
    assert "it is kept; no other run was looked at" in " ".join(told.stdout.split())
    assert "interrupted; this was found until then" in told.stderr


def test_an_interrupt_before_anything_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The status says that it was interrupted."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Search, "hold", interrupted)
    result = sim("check", PLANTED, *FEW)

    assert result.exit_code == 130
    assert "interrupted" in result.stderr


def test_time_may_be_short() -> None:
    """What was not looked at is said, and what was found is told."""
    result = sim("check", PLANTED, "--runs", "1000000", "--time", "0.5")

    assert result.exit_code == 1
    assert "cut short by --time 0.5" in result.stderr
    assert f"Broken: {SIGNED}" in result.stdout


def test_what_there_was_no_time_to_run_again_is_not_fixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 1 where a case was not run, though those that were are mended."""
    out = tmp_path / "broken.jsonl"
    sim("check", PLANTED, *FEW, "--out", out)

    def mended(_: object, stored: Stored, __: object) -> Iterator[Replayed]:
        yield from (Replayed(rule, State.FIXED, "it is kept") for rule, _ in stored.cases)

    monkeypatch.setattr(replay, "replayed", mended)
    again = ("check", PLANTED, "--replay", out, "--runs", "0")

    whole, short = sim(*again), sim(*again, "--time", "1e-9")

    assert (whole.exit_code, short.exit_code) == (0, 1)
    assert "2 of 2 cases" in whole.stdout
    assert "1 of 2 cases" in short.stdout
    assert "cut short by --time 1e-09" in short.stderr


@pytest.mark.parametrize("option", [("--runs", "-1"), ("--time", "0"), ("--time", "x")])
def test_a_wrong_option(option: tuple[str, str]) -> None:
    """Is refused with its name."""
    result = sim("check", PLANTED, *option)

    assert (result.exit_code, result.stdout) == (2, "")
    assert option[0] in result.stderr


def test_without_runs_decisions_are_drawn_all_the_same() -> None:
    """The share is unknown, and a run that breaks the rule is found."""
    found = checked(PLANTED, "--runs", "0", "--rule", SIGNED)

    assert found["rules"][0]["interval"] == [0.0, 1.0]
    assert found["counterexample"]["rule"] == SIGNED


def test_without_rules_nothing_is_run(tmp_path: Path) -> None:
    """It says so, with status 0."""
    (tmp_path / "scenario.toml").write_text(SOUND, encoding="utf-8")
    result = sim("check", tmp_path)

    assert result.exit_code == 0
    assert "no checks and no procedure" in result.stderr
    assert "0 rules, 0 runs" in result.stdout


def test_seeds_come_to_an_end() -> None:
    """The last is 2^64 - 1."""
    result = sim("check", PLANTED, "--seed", str(2**64 - 10), "--runs", "11")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the last seed would be above" in result.stderr

    assert sim("check", PLANTED, "--seed", str(2**64 - 10), "--runs", "10").exit_code == 1


def test_a_run_without_end_is_told(tmp_path: Path) -> None:
    """With the step, and with status 2."""
    more = """
[[steps]]
actor = "host"
name = "echo"
on = "attack"
after = "1 s"
emits = "attack"
again = "each"
[[checks]]
name = "once"
rule = "absence(attack, 2)"
"""
    (tmp_path / "scenario.toml").write_text(SOUND + more, encoding="utf-8")
    result = sim("check", tmp_path, "--runs", "2")

    assert result.exit_code == 2
    assert "step 'host: echo'" in result.stderr


def test_one_rule_and_one_run_are_told_in_the_singular(tmp_path: Path) -> None:
    """What was held against what is counted as one says it."""
    folder = tmp_path / "first"
    sim("new", folder)

    assert (
        sim("check", folder, "--runs", "1").stdout.splitlines()[1] == "1 rule, 1 run, seeds 0 to 0"
    )
