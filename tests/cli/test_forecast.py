"""`sim forecast` and `sim backtest`: what comes next, seen from dates of the record."""

import shutil
from pathlib import Path

import pytest

from tests.cli.front import HERE, SMALL, document, process, sim

RUNS = ["--runs", "20", "--jobs", "1"]
FROM = ["--as-of", "2001-05-31"]
EVERY = ["--every", "100 d"]
OUTLOOK = {"actor", "kind", "subject", "probability", "median", "interval_50", "interval_90"}


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """A copy of the small scenario, to be changed."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


def alter(scenario: Path, old: str, new: str) -> None:
    """Exchange some text of a scenario's file."""
    file = scenario / "scenario.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "file"),
    [(["forecast", *FROM], "forecast-80.txt"), (["backtest", *EVERY], "backtest-80.txt")],
)
def test_what_is_printed(command: list[str], file: str) -> None:
    """Equals the golden file, to the letter."""
    result = sim(command[0], SMALL, *command[1:], *RUNS, columns=80)

    assert result.stdout == (HERE / "golden" / file).read_text(encoding="utf-8")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_forecast_has_the_fields_of_the_contract() -> None:
    """The date, and each milestone; what has happened is told from the record."""
    found = document("forecast", SMALL, *FROM, *RUNS, "--json")

    assert (found["as_of"], found["runs"], found["seed"]) == ("2001-05-31", 20, 0)
    assert all(set(one) >= OUTLOOK for one in found["milestones"])
    assert not any({"documented", "crps"} & set(one) for one in found["milestones"])
    happened = {one["name"]: one["happened"] for one in found["milestones"]}
    assert happened == {
        "treaty": None, "base_handed_over of north_airfield": None, "last_out": None,
        "round_held": ["2001-02-05", "2001-02-06"],
    }  # fmt: skip


def test_what_is_open_lies_ahead() -> None:
    """No date of an open milestone is before the day from which it is seen."""
    found = document("forecast", SMALL, *FROM, *RUNS, "--json")

    for one in found["milestones"]:
        if one["happened"] is None and one["median"] is not None:
            assert one["median"] > "2001-05-31"


def test_a_backtest_has_the_fields_of_the_contract() -> None:
    """Each date with its scores and its skill, and the skill over all."""
    found = document("backtest", SMALL, *EVERY, *RUNS, "--json")

    assert [one["as_of"] for one in found["origins"]] == [
        "2001-04-10", "2001-07-19", "2001-10-27", "2002-02-04",
    ]  # fmt: skip
    assert all({"as_of", "scores", "skill"} <= set(one) for one in found["origins"])
    assert {"icc", "pb", "es_b", "vs", "brier", "log"} == set(found["origins"][0]["scores"])
    assert [one["open"] for one in found["origins"]] == [5, 2, 2, 1]
    assert set(found["skill"]) == {"persistence", "decoupled", "redrawn"}
    assert all({"value", "interval"} == set(one) for one in found["skill"].values())


@pytest.mark.parametrize("command", [["forecast", *FROM], ["backtest", "--every", "250 d"]])
def test_the_same_command_prints_the_same_bytes(command: list[str]) -> None:
    """In one process or two; standard error is silent."""
    command = [command[0], SMALL, *command[1:], "--runs", "100", "--json", "--jobs"]

    here, there = sim(*command, "1"), process(*command, "2")

    assert (there.returncode, there.stderr, here.stderr) == (0, b"", "")
    assert there.stdout.decode() == here.stdout


def test_a_forecast_of_what_was_known_then() -> None:
    """A row that its source told later is not known: the round of February was, in a week."""
    early = ["--as-of", "2001-02-06", *RUNS]

    now = document("forecast", SMALL, *early, "--json")["milestones"][-1]
    then = document("forecast", SMALL, *early, "--known-then", "--json")["milestones"][-1]

    assert (now["name"], now["happened"]) == ("round_held", ["2001-02-05", "2001-02-06"])
    assert then["happened"] is None
    assert (
        "each row from its source's date" in sim("forecast", SMALL, *early, "--known-then").stdout
    )


def test_a_milestone_that_the_scenario_states(scenario: Path) -> None:
    """Is certain while it is to come, and has happened on its day after that."""
    alter(scenario, "[milestones]\n", '[milestones]\nmidterms = { event = "external_shock" }\n')

    alter(scenario, "known_until = 2002-03-31\n", "")

    ahead = document("forecast", scenario, *FROM, *RUNS, "--json")["milestones"][-1]
    late = ["--as-of", "2002-12-31", *RUNS, "--json"]
    past = document("forecast", scenario, *late)["milestones"][-1]

    assert (ahead["name"], ahead["probability"], ahead["happened"]) == ("midterms", 1, None)
    assert ahead["interval_90"] == ["2002-11-05", "2002-11-05"]
    assert past["happened"] == ["2002-11-05", "2002-11-05"]


def test_without_a_record_there_is_no_forecast(scenario: Path) -> None:
    """Nothing is known of the past, and silence would be taken for it."""
    alter(scenario, '[record]\nfile = "timeline.csv"\nknown_until = 2002-03-31\n', "")

    forecast = sim("forecast", scenario, *FROM, *RUNS)
    backtest = sim("backtest", scenario, *RUNS)

    assert (forecast.exit_code, forecast.stdout) == (backtest.exit_code, backtest.stdout) == (2, "")
    assert "no record to forecast from" in forecast.stderr
    assert "has no record to be scored against" in backtest.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--as-of"),
        (["--as-of", "2000-12-31"], "the record is known from 2001-01-01 to 2002-03-31"),
        (["--as-of", "2003-01-01"], "the record is known from 2001-01-01 to 2002-03-31"),
        (["--as-of", "2001-02-30"], "'--as-of': '2001-02-30' is not a date such as 2024-01-31"),
        (["--as-of", "\x1b[31m"], "--as-of"),
        ([*FROM, "--runs", "0"], "--runs"),
        ([*FROM, "--set", "sings=1"], "did you mean 'signs'?"),
        ([*FROM, "--runs", "2", "--seed", str(2**64 - 1)], "seeds are from 0 to 2^64 - 1"),
    ],
)
def test_wrong_options_of_a_forecast(arguments: list[str], words: str) -> None:
    """Are refused with what would be right, exit status 2, and nothing is printed."""
    result = sim("forecast", SMALL, *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize(
    ("every", "words"),
    [
        ("nonsense", "is not a number with a unit"),
        ("", "is not a number with a unit"),
        ("nan d", "is not a number with a unit"),
        ("1e400 d", "too large"),
        ("-3 d", "write a duration from 1 d on"),
        ("0.5 d", "write a duration from 1 d on"),
        ("30", "write a duration from 1 d on"),
        ("3 persons", "write a duration from 1 d on"),
        ("2 / month", "write a duration from 1 d on"),
        ("454 d", "the record ends before the first date"),
        ("1e300 d", "the record ends before the first date"),
        ("\x1b[31m", "is not a number with a unit"),
    ],
)
def test_dates_that_are_no_use(every: str, words: str) -> None:
    """No duration, too short, too long for the record: refused, exit status 2."""
    result = sim("backtest", SMALL, f"--every={every}", *RUNS)

    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert "\x1b" not in result.stderr


def test_the_last_date_that_will_do() -> None:
    """The record of 455 days: with 453 there is one date, with one day to come."""
    found = document("backtest", SMALL, "--every", "453 d", *RUNS, "--json")

    assert [one["as_of"] for one in found["origins"]] == ["2002-03-29"]
