"""The page of institutions names steps and tests that exist, each in the track that it says."""

import re
from itertools import chain
from pathlib import Path

import pytest

from tests.scenarios.histories import runs

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "docs" / "institutions.md").read_text(encoding="utf-8")
TRACKS = {1: "iraq-dialogue-2020", 2: "iraq-hmc-2024"}
FILES = {1: "test_institutions_2020.py", 2: "test_institutions_2024.py"}
ALIKE = "test_institutions_alike.py"

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| what ")
]
"""What, steps of 2020-22, steps of 2023-26, rule and source, tests."""


def named(cell: str) -> list[str]:
    """What a cell names in code."""
    return re.findall(r"`([^`]+)`", cell)


def written(column: int) -> set[str]:
    """The tests of a track's file, and those that are of both tracks."""
    text = "".join((HERE / name).read_text(encoding="utf-8") for name in (FILES[column], ALIKE))
    return set(re.findall(r"^def (test_\w+)", text, re.MULTILINE))


def test_rows_are_whole():
    """Each institution has steps in a track, a rule with its source, and a test."""
    assert len(ROWS) > 30
    for row in ROWS:
        assert len(row) == 5
        assert row[0]
        assert row[1] or row[2]
        assert row[3]
        assert named(row[4])


@pytest.mark.parametrize("column", TRACKS)
def test_steps_exist(column: int):
    """Each step that is named is one of the track's."""
    labels = {step.label for step in runs(TRACKS[column]).scenario.steps}
    told = set(chain.from_iterable(named(row[column]) for row in ROWS))

    assert told
    assert told - labels == set()


def test_tests_exist():
    """Each test that is named is in the file of a track in whose column the institution stands."""
    for row in ROWS:
        files = set().union(*(written(column) for column in TRACKS if row[column]))
        assert set(named(row[4])) - files == set(), row[0]


@pytest.mark.parametrize("column", TRACKS)
def test_institutions_tested_are_told_of(column: int):
    """Each test of a track's institutions is named on the page."""
    told = set(re.findall(r"`(test_\w+)`", PAGE))

    assert written(column) - told == set()
