"""Advice: what works and could be better is said once, and only where a person wrote it."""

from pathlib import Path

import pytest

from sim.scenario.load import load_with_warnings
from tests.scenario.example import EXAMPLE, RECORD, altered, line_of, scenario_folder
from tests.scenario.test_extends import LEGISLATURE, variant

NAMED = (
    ("median = round_gap, spread = 1.5", "median = round_gap, spread = wide"),
    ("0.7 - 0.3 * pressure", "often - rarely * pressure"),
    ("{ chance = 0.1", '{ chance = "rarely"'),
    ("log-normal(median = 30 d, spread = 2)", "log-normal(median = round_gap, spread = wide)"),
    ("0.6 * time_to('exit')", "often * time_to('exit')"),
    ("(1 + 4 * pressure)", "(1 + wide * pressure)"),
    (
        "full = { value",
        'wide = { value = 1.5, source = "x" }\noften = { value = 0.7, source = "x" }\n\
rarely = { value = 0.1, source = "x" }\nfull = { value',
    ),
    ("start = 4000", 'start = "full / 5"'),
)
QUIET = altered(*NAMED)
"""The example with a name for each of its numbers, each of which is read somewhere."""


def advice(folder: Path, text: str) -> list[tuple[int, str, str]]:
    """Line, key and words of each warning."""
    found = load_with_warnings(scenario_folder(folder, text)).warnings
    return [(warning.line, warning.path, warning.message) for warning in found]


@pytest.mark.parametrize(
    ("actor", "told"),
    [
        (
            "delegation",
            [(3, "actor", "'delegation' is no role of the scenario; did you mean 'delegations'?")],
        ),
        ("neighbours", []),
        ("delegations", []),
    ],
)
def test_a_misspelt_actor_of_the_record(
    actor: str, told: list[tuple[int, str, str]], tmp_path: Path
) -> None:
    """A predicted row by somebody who is no role, and much like one, is told of at its line."""
    record = RECORD.replace("day,delegations", f"day,{actor}")
    found = load_with_warnings(scenario_folder(tmp_path, QUIET, record)).warnings

    assert [(one.line, one.path, one.message) for one in found] == told


def test_a_scenario_can_be_without_warnings(tmp_path: Path) -> None:
    """Numbers with names, all of which are read, leave nothing to say."""
    assert advice(tmp_path, QUIET) == []


def test_the_numbers_of_the_example(tmp_path: Path) -> None:
    """Each step and key is named once, with all its numbers; a parameter is unread."""
    found = advice(tmp_path, EXAMPLE)

    assert [(path, message.split(":")[0]) for _, path, message in found] == [
        ("steps[0].after", "1.5"),
        ("steps[0].outcomes", "0.7, 0.3, 0.1"),
        ("steps[1].after", "30 d, 2"),
        ("steps[2].after", "0.6"),
        ("steps[4].rate", "4"),
        ("parameters.full", "nothing reads this parameter"),
    ]
    assert found[0][0] == line_of(EXAMPLE, 'after = "log-normal(median = round_gap')
    assert "a number that matters gets a name under [parameters]" in found[0][2]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("45 d", "45 d"),
        ("1 d", "1 d"),
        ("45 * 1 d", "45, 1 d"),
        ("round_gap + 0 d", ""),
        ("2 * (3 * round_gap)", "2, 3"),
        ("round_gap * 1", ""),
        ("1 * exponential(round_gap)", ""),
        ("exponential(mean = 4 d) + 4 d", "4 d"),
        ("log-normal(median = 1 month, spread = 2)", "1 month, 2"),
        ("round_gap * clamp(pressure, 0, 1)", ""),
        ("round_gap * exp(-0.5 * pressure)", "0.5"),
        ("round_gap * count('attack', since = '2001-02-03')", ""),
        ("round_gap * count('attack', within = '30 d')", ""),
        ("round_gap * count('attack', within = 30 d)", "30 d"),
        ("round_gap * heads('northern_2')", ""),
        ("round_gap * phase_2", ""),
        ("d / 4", "4"),
        ("1 / (0.4 / month)", "0.4 / month"),
        ("1 / (1 / month)", "1 / month"),
    ],
)
def test_which_numbers_are_named(tmp_path: Path, written: str, numbers: str) -> None:
    """Numbers of the grammar count, but for 0 and 1; digits in dates and names do not."""
    text = QUIET.replace("often * time_to('exit')", written).replace(
        "full = { value", 'phase_2 = { value = 2, source = "x" }\nfull = { value'
    )
    text = text.replace('name = "outposts"\ncount = 3', 'name = "northern_2"').replace(
        "at = 2001-06-01", 'at = 2001-06-01\nlimit = 1\nquantity = "phase_2 * often"'
    )
    found = [message for _, path, message in advice(tmp_path, text) if path == "steps[2].after"]

    assert [message.split(":")[0] for message in found] == ([numbers] if numbers else [])


def test_a_rate_per_time_is_one_number(tmp_path: Path) -> None:
    """`0.4 / month` is told as it is written, and `1 / d` is a number too."""
    for rate in ("0.4 / month", "1 / d"):
        text = QUIET.replace("raid_rate * (1 + wide * pressure)", rate)
        found = {path: message for _, path, message in advice(tmp_path, text)}
        assert found["steps[4].rate"].startswith(f"{rate}:")


@pytest.mark.parametrize("key", ["if", "if_due", "limit", "quantity"])
def test_other_keys_are_not_advised_on(tmp_path: Path, key: str) -> None:
    """Thresholds, limits and amounts may stand as they are."""
    value = {"limit": "7", "quantity": "7"}.get(key, '"pressure < 0.7"')
    text = QUIET.replace('name = "timetable"\n', f'name = "timetable"\n{key} = {value}\n')
    if key in {"limit", "quantity"}:
        text = text.replace("limit = 1\nemits", "emits").replace(
            'quantity = "term"\n' if key == "quantity" else "\x00", ""
        )
    assert [path for _, path, _ in advice(tmp_path, text) if path.startswith("steps")] == []


def test_contributed_steps_are_not_advised_on(tmp_path: Path) -> None:
    """What a behaviour wrote is not the file's to name; what the file alters in it is."""
    text = LEGISLATURE
    for old, new in NAMED:
        text = text.replace(old, new)
    plain = advice(tmp_path / "a", text)
    altered_step = '[[steps]]\nactor = "host_senate"\nname = "petition"\nafter = "9 d"\n'
    own = advice(tmp_path / "b", text + altered_step)

    assert plain == []
    assert [message.split(":")[0] for _, _, message in own] == ["9 d"]
    assert own[0][0] == text.count("\n") + 4


def test_a_variants_number_is_told_in_the_variant(tmp_path: Path) -> None:
    """A number stands where it was written: in the base or in the variant."""
    file = variant(
        tmp_path, '[[steps]]\nactor = "guest_military"\nname = "handover"\nafter = "9 d"\n', QUIET
    )
    (warning,) = load_with_warnings(file).warnings

    assert (Path(warning.file), warning.line, warning.path) == (file, 5, "steps[0].after")


@pytest.mark.parametrize(
    ("reader", "read"),
    [
        ('half_life = "spare * 3 d"', True),
        ('half_life = "3 d" # spare', False),
    ],
)
def test_a_parameter_is_read_by_expressions(tmp_path: Path, reader: str, read: bool) -> None:
    """An expression reads a parameter; a comment and a source do not."""
    text = QUIET.replace(
        "full = { value", 'spare = { value = 2, source = "spare" }\nfull = { value'
    ).replace('half_life = "120 d"', reader)
    found = [path for _, path, _ in advice(tmp_path, text)]

    assert found == ([] if read else ["parameters.spare"])


def test_an_option_reads_a_parameter(tmp_path: Path) -> None:
    """What a behaviour's option names is read."""
    text = LEGISLATURE.replace('position = "leaning"', "position = 0.1")

    assert "parameters.leaning" not in [path for _, path, _ in advice(tmp_path, text)]


def test_a_date_that_never_comes(tmp_path: Path) -> None:
    """A step on a day after the clock's end is pointed out: a shorter run leaves it out."""
    text = altered(("at = 2001-06-01", "at = 2004-01-01"), text=QUIET)
    ((line, path, message),) = advice(tmp_path, text)

    assert (line, path) == (line_of(text, "at = 2004"), "steps[5].at")
    assert message == "2004-01-01 is after the clock ends, 2003-12-31: it never comes"
