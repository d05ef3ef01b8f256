"""`sim schema`, `sim kinds`, `sim behaviours`: to look things up."""

import json
import re
import tomllib
from pathlib import Path

import attrs
import pytest

from sim.actors import CATALOGUE
from sim.events import shipped
from tests.cli.front import SMALL, document, sim


def test_the_schema_names_every_table() -> None:
    """One JSON document; what the small scenario uses is in it."""
    schema = document("schema")
    used = tomllib.loads((Path(SMALL) / "scenario.toml").read_text(encoding="utf-8"))

    assert schema["$schema"].startswith("https://json-schema.org/")
    assert used.keys() <= schema["properties"].keys()


def test_kinds_lists_the_vocabulary() -> None:
    """Every kind has its line, with its codes."""
    out = sim("kinds").stdout

    names = {line.split()[0] for line in out.splitlines()[2:]}
    assert {kind.name for kind in shipped()} <= names
    assert "0871" in out


def test_kinds_with_words() -> None:
    """All words must occur, in name, family or meaning, in whatever case."""
    found = document("kinds", "Truce", "over", "--json")["kinds"]

    assert "truce_ended" in [kind["name"] for kind in found]
    assert all("truce" in json.dumps(kind) for kind in found)


@pytest.mark.parametrize("more", [[], ["--json"]])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["agreement_sined"], "'agreement_sined'; did you mean 'agreement_signed'?"),
        (["Agreement", "sined"], "'Agreement sined'; did you mean 'agreement_signed'?"),
        (["rond"], "'rond'; did you mean 'round', as in 'round_"),
        (["zebra"], "'zebra'; see them all: sim kinds"),
        (["truce", "visit", "court"], "'truce visit court'; see them all: sim kinds"),
        (["\x1b[31m"], r"'\x1b[31m'; see them all: sim kinds"),
    ],
)
def test_kinds_that_are_not_there(words: list[str], told: str, more: list[str]) -> None:
    """Nothing found is wrong input, as with behaviours: told with the nearest kind, if any is."""
    result = sim("kinds", *words, *more)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"no kind has {told}" in result.stderr


def test_behaviours_lists_the_catalogue() -> None:
    """Every behaviour with the first line of what it is."""
    out = sim("behaviours").stdout

    assert [line.split()[0] for line in out.splitlines()[2:]] == [*CATALOGUE]
    assert [entry["name"] for entry in document("behaviours", "--json")["behaviours"]] == [
        *CATALOGUE
    ]


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_behaviour_tells_all_its_options(name: str) -> None:
    """Each option has a type, a default, and a sentence that says what it is."""
    out = sim("behaviours", name).stdout
    (entry,) = document("behaviours", name, "--json")["behaviours"]

    wanted = [field.name.rstrip("_") for field in attrs.fields(CATALOGUE[name])]  # type: ignore[arg-type]
    assert [option["name"] for option in entry["options"]] == wanted
    assert all(option["type"] and option["about"] for option in entry["options"])
    assert all(f"\n{option} " in out for option in wanted)


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_behaviour_tells_its_steps(name: str) -> None:
    """By their names, with what makes them come and what they may emit."""
    out = sim("behaviours", name, columns=300).stdout
    (entry,) = document("behaviours", name, "--json")["behaviours"]

    table = out[out.index("\nstep ") :].split("\n\n")[0]
    assert [re.split(" {2,}", line) for line in table.splitlines()[3:]] == [
        [step["name"], step["option"] or "(always)", ", ".join(step["emits"]), step["when"]]
        for step in entry["steps"]
    ]
    assert entry["steps"]


def test_an_unknown_behaviour() -> None:
    """The nearest is suggested."""
    result = sim("behaviours", "legislatur")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "unknown behaviour 'legislatur'; did you mean 'legislature'?" in result.stderr
