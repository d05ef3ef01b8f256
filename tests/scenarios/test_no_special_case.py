"""Python knows no scenario: neither a role, nor a country, nor what a negotiation is about."""

import ast
import csv
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sim.actors import CATALOGUE

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "sim").rglob("*.py"))
MODULES = [file.relative_to(ROOT).as_posix() for file in FILES]
TRACKS = sorted(folder.parent for folder in (ROOT / "scenarios").glob("*/timeline.csv"))

COUNTRIES = re.compile(
    r"\b(iraqi?s?|baghdad|united states|americans?|washington|irani?a?n?s?|tehran|syrian?s?"
    r"|kurd\w*)\b",
    re.IGNORECASE,
)
CITED = re.compile("|".join(re.escape(folder.name) for folder in TRACKS))
"""The scenarios by the names of their folders, as examples and sources name them."""

STAGES = {
    "after_lull", "after_pause", "complaint", "findings", "pause", "principals", "readiness",
    "resumption", "round_1", "truce", "working_groups", "commission_agreed", "security_dialogue",
    "leaders_statement", "dialogue", "commission", "statement", "strikes", "talks", "sanctions",
    "government", "timetable", "withdrawal", "joint_commission", "foreign_forces", "force_level",
    "sending_capital",
}  # fmt: skip
"""What behaviours call the stages and the objects of what they do, and scenarios after them. They
are words of the trade, each of them true of any negotiation; a further one is a decision."""


@cache
def told() -> tuple[frozenset[str], frozenset[str]]:
    """The roles and the subjects of every scenario that ships, and of its record."""
    roles: set[str] = set()
    subjects: set[str] = set()

    def read(value: Any) -> None:
        if isinstance(value, dict):
            for key, name in value.items():
                if isinstance(name, str) and key in {"actor", "subject"}:
                    (roles if key == "actor" else subjects).add(name)
                read(name)
        elif isinstance(value, list):
            for one in value:
                read(one)

    for folder in TRACKS:
        with (folder / "timeline.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        roles |= {row["actor"] for row in rows}
        subjects |= {row["subject"] for row in rows}
        for file in folder.rglob("*.toml"):
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            roles |= set(table.get("actors", {}))
            read(table)
    return frozenset(roles - {""}), frozenset(subjects - {""})


def documentary(tree: ast.Module) -> Iterator[ast.Constant]:
    """What is prose: docstrings, and the sources of rules."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                yield child.value
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if names == ["source"]:
                yield node.value


def texts(module: str) -> set[str]:
    """Names in the texts that code acts upon: those that are the whole text, or quoted in it."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    prose = {id(node) for node in documentary(tree)}
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            found |= {node.value, *re.findall(r"['\"](\w+)['\"]", node.value)}
    return found


def identifiers(module: str) -> set[str]:
    """The names of the code itself."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    named = (
        getattr(node, field, None)
        for node in ast.walk(tree)
        for field in ("id", "attr", "arg", "name")
    )
    return {name for name in named if isinstance(name, str)}


def test_there_is_something_to_look_for() -> None:
    """Three tracks, with roles and subjects by the hundred."""
    roles, subjects = told()

    assert len(TRACKS) >= 3
    assert {"prime_minister", "parliament", "us_dod"} <= roles
    assert {"law_to_expel_foreign_forces"} <= subjects
    assert (len(roles) > 30, len(subjects) > 100) == (True, True)


@pytest.mark.parametrize("module", MODULES)
def test_no_role_is_known(module: str) -> None:
    """No role of a scenario or a record is named in code, unless a behaviour has its name."""
    roles, _ = told()

    assert (roles - set(CATALOGUE)) & (texts(module) | identifiers(module)) == set()


@pytest.mark.parametrize("module", [one for one in MODULES if "/actors/" in one])
def test_behaviours_name_only_what_any_negotiation_has(module: str) -> None:
    """No subject of a scenario or a record stands in a behaviour, but for words of the trade."""
    _, subjects = told()

    assert (subjects - STAGES) & texts(module) == set()


@pytest.mark.parametrize("module", [one for one in MODULES if "/actors/" not in one])
def test_the_rest_names_nothing_at_all(module: str) -> None:
    """Outside the behaviours not even those: no subject of any scenario is a text of the code."""
    _, subjects = told()
    families = {"government"}

    assert (subjects - families) & texts(module) == set()


@pytest.mark.parametrize("module", MODULES)
def test_no_country_is_named(module: str) -> None:
    """Not even in a docstring, where scenarios are cited by the names of their folders only."""
    text = CITED.sub("", (ROOT / module).read_text(encoding="utf-8"))

    assert COUNTRIES.findall(text) == []


def test_every_word_of_the_trade_is_used() -> None:
    """What behaviours no longer say leaves the list."""
    said = set().union(*(texts(module) for module in MODULES if "/actors/" in module))

    assert STAGES - said == set()
