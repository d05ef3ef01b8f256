"""Gauges written where a behaviour takes an expression."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import attrs
import pytest

from sim.actors import CATALOGUE
from sim.engine import simulate
from sim.errors import InputError
from sim.language.fields import Changing
from sim.scenario import load
from sim.scenario.schema import schema
from tests.laws.logs import given, told, written
from tests.scenario.example import EXAMPLE, altered, line_of, problems_of, scenario_folder
from tests.scenario.test_schema import errors

GAUGE = '{ start = 0.9, within = [0, 1], half_life = "60 d", moved_by = [{ event = "talks_suspended", by = -0.4 }] }'
HERE = altered(("attendance = 0.9", f"attendance = {GAUGE}"))
NAME = "host_senate_blocs_majority_attendance"


def test_it_is_a_gauge_named_after_role_and_option(tmp_path: Path) -> None:
    """The scenario is the one that has the gauge under [gauges], and its name as the option."""
    elsewhere = altered(
        ("attendance = 0.9", f'attendance = "{NAME}"'),
        ("[actors.host_senate]", f"[gauges]\n{NAME} = {GAUGE}\n[actors.host_senate]"),
    )
    one = load(scenario_folder(tmp_path / "one", HERE))
    other = load(scenario_folder(tmp_path / "other", elsewhere))

    assert one.gauges == other.gauges
    assert one.bodies == other.bodies
    assert (one.steps, one.digest) == (other.steps, other.digest)
    assert NAME in {gauge.name for gauge in one.gauges}


SENATE = """
[actors.senate]
behaviour = "legislature"
seats = 10
turnout_spread = 0
bill = { on = "rain", after = "1 d", chance = { start = 1, within = [0, 1], moved_by = [{ event = "smoke", set = 0 }] } }
[[actors.senate.blocs]]
name = "The Lot"
seats = 10
spread = 0
position = { start = 8, within = [-8, 8], moved_by = [{ event = "fire", by = -16 }] }
attendance = { start = 1, within = [0, 1], moved_by = [{ event = "smoke", set = 0.5 }] }
[gates.consent]
body = "senate"
considers = "spark"
needs = "majority of present"
passed = "law_passed"
failed = "law_rejected"
[[steps]]
actor = "host"
name = "reads it"
on = "rain"
if = "senate_blocs_1_attendance < 0.9 and senate_bill_chance < 1"
emits = "ash"
"""


def test_options_change_with_events() -> None:
    """Of a bloc and of a table in a table; an entry without a usable name goes by its number."""
    events = ["1 host spark treaty", "1 host rain", "3 host smoke", "4 host spark treaty"]
    events += ["5 host rain", "6 host fire", "7 host spark treaty"]
    log = told(simulate(written(SENATE + given(*events)), 1))

    assert [line for line in log if "host" not in line] == [
        "1 senate law_passed of treaty x10",
        "2 senate bill_introduced of foreign_forces",
        "4 senate law_passed of treaty x5",
        "7 senate law_rejected of treaty x0",
    ]
    assert [line for line in log if "ash" in line] == ["5 host ash"]


# fmt: off
# ruff: noqa: E501  one row for each edit, whatever its length
BAD = [
    ("misspelt key", "start = 0.9", "strat = 0.9", "unknown key 'strat'; did you mean 'start'?"),
    ("bounds", "within = [0, 1]", "within = [1, 0]", "the least first"),
    ("bounds of an attendance", "within = [0, 1]", "within = [0, 2]", "may leave 0 to 1"),
    ("start", "start = 0.9", "start = 1.9", "1.9 is not within"),
    ("event", '"talks_suspended", by', '"talks_suspendd", by', "did you mean 'talks_suspended'?"),
    ("amount", "by = -0.4", 'by = "presure"', "did you mean 'pressure'?"),
    ("missing bounds", "within = [0, 1], ", "", "'within' is missing"),
]
# fmt: on


@pytest.mark.parametrize(("old", "new", "words"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_mistake_in_it_is_told_where_it_stands(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    """Once, at its line, by the key that is written there."""
    text = HERE.replace(GAUGE, GAUGE.replace(old, new))
    (problem,) = problems_of(scenario_folder(tmp_path, text))

    assert problem.line == line_of(text, "attendance = {")
    assert problem.path.startswith("actors.host_senate.blocs[0].attendance")
    assert words in problem.message


@pytest.mark.parametrize("table", ["gauges", "parameters"])
def test_no_other_may_have_its_name(tmp_path: Path, table: str) -> None:
    """Neither a gauge nor a parameter of the file."""
    entry = "start = 0\nwithin = [0, 1]" if table == "gauges" else 'value = 1\nsource = "x"'
    text = HERE + f"\n[{table}.{NAME}]\n{entry}\n"
    (problem,) = problems_of(scenario_folder(tmp_path, text))

    assert problem.line == line_of(text, "attendance = {")
    assert f"'{NAME}'" in problem.message


def test_what_is_no_table_of_gauges_is_not_forgotten(tmp_path: Path) -> None:
    """A key that cannot be read stays wrong, whatever is written in place."""
    head, tail = HERE.split("[gauges.pressure]")
    text = "gauges = 3\n" + head + tail[tail.index("[actors.host_senate]") :]
    found = problems_of(scenario_folder(tmp_path, text))

    assert ("gauges", 1) in [(problem.path, problem.line) for problem in found]


def test_it_stands_only_where_a_number_may_change() -> None:
    """A delay takes an expression, and says so."""
    with pytest.raises(InputError, match="is a table, and a number or an expression"):
        written(SENATE.replace('after = "1 d"', "after = { start = 1, within = [0, 1] }"))


def test_a_variant_may_put_it_in_place_of_a_number_and_alter_it(tmp_path: Path) -> None:
    """As an entry of any table: the base has an expression, its variants a gauge."""
    folder = scenario_folder(tmp_path, EXAMPLE.replace("seats = 24", "seats = 24\nquorate = 0.4"))
    first, second = folder / "first.toml", folder / "second.toml"
    gauge = "{ start = 0.3, within = [0, 1] }"
    first.write_text(f'extends = "scenario.toml"\n[actors.host_senate]\nquorate = {gauge}\n')
    second.write_text('extends = "first.toml"\n[actors.host_senate.quorate]\nstart = 0.2\n')

    starts = [
        {gauge.name: gauge.start for gauge in load(path).gauges}.get("host_senate_quorate")
        for path in (folder, first, second)
    ]
    assert starts == [None, 0.3, 0.2]


def test_the_schema_knows_it() -> None:
    """A gauge, an expression and a number fit; what is neither does not."""
    import tomllib

    assert list(errors(tomllib.loads(HERE), schema())) == []
    wrong = HERE.replace("half_life = ", "halflife = ")
    assert list(errors(tomllib.loads(wrong), schema())) != []


def changing(shape: type) -> Iterator[str]:
    """The options of a table that may be gauges."""
    for field in attrs.fields(shape):
        kinds: tuple[Any, ...] = (field.type, *get_args(field.type))
        if Changing in kinds:
            yield field.name.rstrip("_")


@pytest.mark.parametrize("name", CATALOGUE)
def test_no_behaviour_has_a_gauge_of_the_same_name(name: str) -> None:
    """What a behaviour contributes never merges with what is written in place of an option."""
    source = Path(f"sim/actors/{name}.py").read_text(encoding="utf-8")

    for option in changing(CATALOGUE[name]):
        assert "{role}_" + option not in source
