"""`sim run`: one run, as a table, as JSON, as a file."""

import json
import re
import shutil
from pathlib import Path

import pytest

from sim.log import digest_of, read_run
from tests.cli.front import HERE, SMALL, document, sim

EVENT = ("seq", "date", "actor", "kind", "subject", "quantity", "unit", "causes", "step")
"""Fields of an event that scripts rely on."""


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """A copy of the small scenario, to be spoilt."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


@pytest.mark.parametrize(
    ("file", "seed", "columns"),
    [("run-piped.txt", "0", None), ("run-80.txt", "1", 80), ("run-60.txt", "1", 60)],
)
def test_the_timeline_beside_the_record(file: str, seed: str, columns: int | None) -> None:
    """The printed run equals the golden file, to the letter."""
    result = sim("run", SMALL, "--seed", seed, columns=columns)

    assert result.stdout == (HERE / "golden" / file).read_text(encoding="utf-8")
    assert (result.exit_code, result.stderr) == (0, "")


def test_the_trace_says_what_did_not_happen() -> None:
    """A guard that did not hold stands beneath the timeline with its values and its condition."""
    result = sim("run", SMALL, "--seed", "0", "--trace")

    plain = sim("run", SMALL, "--seed", "0").stdout
    assert result.stdout.startswith(plain)
    traced = result.stdout.removeprefix(plain)
    assert "Considered, and did not happen" in traced
    assert re.search(r"sending_military: leave +guard false +#23 +sites_left\(\) = 6\n", traced)
    assert re.search(r"sending_military: leave +sites_left\(\) < 1", traced)


def test_json_is_one_document_with_the_fields_of_the_contract() -> None:
    """Nothing else is printed, and the digest is that of the events."""
    made = document("run", SMALL, "--seed", "5", "--json")

    assert {"scenario", "seed", "events", "digest"} <= made.keys()
    assert made["scenario"].keys() >= {"name", "digest"}
    assert made["scenario"]["name"] == "small"
    assert made["seed"] == 5
    assert all(event.keys() >= set(EVENT) for event in made["events"])
    assert [event["seq"] for event in made["events"]] == list(range(len(made["events"])))
    assert re.fullmatch("[0-9a-f]{64}", made["digest"])
    assert re.fullmatch("[0-9a-f]{64}", made["scenario"]["digest"])


def test_json_of_a_trace() -> None:
    """With `--trace` what did not happen stands beside the events, each time it did not."""
    made = document("run", SMALL, "--json", "--trace")

    leave = [note for note in made["trace"] if note["step"] == "sending_military: leave"]
    assert {"guard false"} == {note["what"] for note in leave}
    assert [note["values"]["sites_left()"] for note in leave] == [6, 5, 4, 3, 2, 1]


def test_json_is_ascii() -> None:
    """What is printed cannot move a cursor, whatever a scenario says."""
    assert sim("run", SMALL, "--json").stdout.isascii()


def test_out_is_a_run_file_that_reads_back(tmp_path: Path) -> None:
    """The file holds the run that is printed; a word about it goes to standard error."""
    file = tmp_path / "run.jsonl"

    result = sim("run", SMALL, "--seed", "3", "--out", file, "--json")

    made = json.loads(result.stdout)
    log = read_run(file)
    assert digest_of(log) == made["digest"]
    assert [log.row(event) for event in log.events] == made["events"]
    assert result.stderr == f"wrote {file}: {len(log.events)} events\n"
    assert [file] == [*tmp_path.iterdir()]


def test_out_replaces_an_older_run(tmp_path: Path) -> None:
    """A run file, or an empty file, may be written anew."""
    file = tmp_path / "run.jsonl"
    file.touch()

    for seed in ("1", "2"):
        assert sim("run", SMALL, "--seed", seed, "--out", file).exit_code == 0

    assert read_run(file).origin.seed == 2


def test_out_spares_what_is_no_run(scenario: Path) -> None:
    """A slip does not cost a scenario."""
    file = scenario / "scenario.toml"
    before = file.read_bytes()

    result = sim("run", scenario, "--out", file)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{file}:1: is no run file, and would be lost; name another file\n"
    assert before == file.read_bytes()


def test_out_of_a_folder_whose_name_no_file_can_hold(scenario: Path, tmp_path: Path) -> None:
    """A name that is no text is refused before the run, and nothing is written."""
    odd = scenario.rename(scenario.with_name("a\nb"))

    result = sim("run", odd, "--out", tmp_path / "run.jsonl")

    assert result.exit_code == 2
    assert "no run file can hold this folder's name" in result.stderr
    assert not (tmp_path / "run.jsonl").exists()
    assert sim("run", odd).exit_code == 0


def test_out_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Nothing is printed as if it had been done, and nothing is made."""
    result = sim("run", SMALL, "--out", tmp_path / "none" / "run.jsonl")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "make the folder" in result.stderr
    assert [*tmp_path.iterdir()] == []


def test_until_is_a_prefix_that_includes_its_day() -> None:
    """A run until a day has what the whole run has until the end of that day."""
    whole = document("run", SMALL, "--json")["events"]
    cut = document("run", SMALL, "--json", "--until", "2001-02-01")["events"]

    assert cut == [event for event in whole if event["date"] < "2001-02-02"]
    assert cut[-1]["date"].startswith("2001-02-01")


@pytest.mark.parametrize("day", ["soon", "1.2.2001", "2001-02-30"])
def test_until_that_is_no_date(day: str) -> None:
    """The message shows how a date is written."""
    result = sim("run", SMALL, "--until", day)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"'--until': '{day}' is not a date such as 2024-01-31" in result.stderr


@pytest.mark.parametrize("day", ["2000-12-31", "2003-01-01"])
def test_until_outside_the_clock(day: str) -> None:
    """The message says from when to when the clock runs."""
    result = sim("run", SMALL, "--until", day)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"--until {day}: the scenario's clock runs from 2001-01-01 to 2002-12-31" in (
        result.stderr
    )


def test_set_changes_a_parameter_and_says_so() -> None:
    """The heading names the change, and the digest of the scenario is another."""
    result = sim("run", SMALL, "--set", "reply_time=10 d", "--set", "signs = 1")

    assert result.stdout.splitlines()[1].endswith(", signs = 1, reply_time = 10 d")
    changed, plain = (
        document("run", SMALL, "--json", *more) for more in (["--set", "signs=1"], [])
    )
    assert changed["scenario"]["digest"] != plain["scenario"]["digest"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("rond_gap=50 d", "--set rond_gap: no such parameter; did you mean 'round_gap'?"),
        ("round_gap", "--set round_gap: write NAME=VALUE, such as --set 'round_gap=60 d'"),
        ("=50 d", "--set =50 d: write NAME=VALUE"),
        ("round_gap=5\n0 d", "--set round_gap=5\\n0 d: a control character, or not UTF-8 text"),
        ("round_gap=5\udcff", "--set round_gap=5\\udcff: a control character, or not UTF-8 text"),
        ("round_gap=banana", "'banana' is not a number with a unit"),
        ("round_gap=3", "--set round_gap: a number, and the scenario has a duration"),
    ],
)
def test_a_wrong_set_is_refused(change: str, message: str, tmp_path: Path) -> None:
    """With what would be right, and without writing anything."""
    result = sim("run", SMALL, "--set", change, "--out", tmp_path / "run.jsonl")

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("seed", ["-1", str(2**64), "x"])
def test_a_wrong_seed_is_refused(seed: str) -> None:
    """Seeds are from 0 to 2^64 - 1."""
    assert sim("run", SMALL, "--seed", seed).exit_code == 2


def test_the_largest_seed() -> None:
    """The last seed that there is makes a run."""
    assert document("run", SMALL, "--seed", str(2**64 - 1), "--json")["seed"] == 2**64 - 1


def test_a_wrong_scenario_writes_nothing(scenario: Path, tmp_path: Path) -> None:
    """Every problem with its place, exit status 2, no output and no file."""
    file = scenario / "scenario.toml"
    text = file.read_text(encoding="utf-8").replace('on = "round_held"', 'on = "round_hold"')
    file.write_text(text, encoding="utf-8")

    result = sim("run", scenario, "--out", tmp_path / "run.jsonl")

    assert (result.exit_code, result.stdout) == (2, "")
    line = 1 + text.splitlines().index('on = "round_hold"')
    assert result.stderr.startswith(f"{file}:{line}: steps")
    assert "did you mean 'round_held'?" in result.stderr
    assert [scenario] == [*tmp_path.iterdir()]


def test_markup_in_a_scenario_is_text(scenario: Path) -> None:
    """Titles, subjects and units cannot colour what is printed."""
    file = scenario / "scenario.toml"
    text = file.read_text(encoding="utf-8").replace(
        "A treaty on bases", "[red]A treaty[/red] :smile:"
    )
    file.write_text(text.replace('"first_round"', '"[bold]first[/bold]"'), encoding="utf-8")

    out = sim("run", scenario).stdout

    assert out.startswith("[red]A treaty[/red] :smile:, in small\n")
    assert "round held: [bold]first[/bold]" in out


def test_control_characters_in_a_scenario_reach_no_terminal(scenario: Path, tmp_path: Path) -> None:
    """Whether refused or shown, they are escapes by then."""
    file = scenario / "scenario.toml"
    text = file.read_text(encoding="utf-8").replace("A treaty", r"\u001B[31mA\u202E\rtreaty")
    file.write_text(text.replace('"first_round"', r'"first\u001B[2Jround"'), encoding="utf-8")

    for command, where in (("run", scenario), ("validate", scenario), ("list", tmp_path)):
        result = sim(command, where)

        assert not set(result.output) & {"\x1b", "\r", "\u202e"}


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ('rate = "burst"\nemits = "attack"', "raid"),
        ('rate = "burst"\noutcomes = [{ chance = 0, emits = "attack" }]', "raid"),
        ('on = "attack"\nagain = "each"\nafter = "1 d"\nemits = ["attack", "attack"]', "raid"),
    ],
    ids=["events", "candidates", "avalanche"],
)
def test_a_run_that_would_not_end_stops(step: str, name: str, tmp_path: Path) -> None:
    """It says at which limit and by which step, and prints and writes nothing."""
    file = tmp_path / "scenario.toml"
    file.write_text(
        'format = 1\ntitle = "Boom"\n[clock]\nstart = 2001-01-01\nend = 2100-12-31\n'
        '[parameters]\nburst = { value = "100000 / d", source = "assumed" }\n[actors.a]\n'
        '[[steps]]\nactor = "a"\nname = "spark"\nat = 2001-01-02\nemits = "attack"\n'
        f'[[steps]]\nactor = "a"\nname = "{name}"\n{step}\n',
        encoding="utf-8",
    )

    result = sim("run", file, "--out", tmp_path / "run.jsonl")

    assert (result.exit_code, result.stdout) == (2, "")
    assert re.match(
        r"step 'a: raid': .*limit|step 'a: raid': .* of the [0-9,]+ events", (result.stderr)
    )
    assert [file] == [*tmp_path.iterdir()]
