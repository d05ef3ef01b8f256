"""The record held against the procedure."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli.main import program
from sim.engine import Program, documented, without_precondition
from sim.scenario import load
from tests.started import started

RULE = """
[[procedure]]
event = "round_held"
needs = "agreement"
source = "a rule that the record breaks"
"""


def test_a_record_that_keeps_the_procedure_is_not_reported(tmp_path: Path) -> None:
    """Nothing is reported of rows that have their preconditions."""
    scenario = load(started(tmp_path))

    assert list(without_precondition(Program(scenario))) == []


def test_a_row_without_its_precondition_is_reported_with_the_rule(tmp_path: Path) -> None:
    """A row that lacks a precondition is reported, with what it lacks and the rule's source."""
    scenario = load(started(tmp_path, RULE))

    ((row, why),) = without_precondition(Program(scenario))

    assert row.kind == "round_held"
    assert (
        why == "round_held by joint_delegations: needs agreement_signed of status_of_forces"
        " (a rule that the record breaks)"
    )


def test_validate_asks_whether_rule_or_record_is_wrong(tmp_path: Path) -> None:
    """`sim validate` warns of such a row at its line, and the scenario stays sound."""
    place = started(tmp_path, RULE)

    result = CliRunner().invoke(program, ["validate", str(place)], catch_exceptions=False)

    assert result.exit_code == 0
    assert "timeline.csv:3: round_held: documented without its precondition" in result.stderr
    assert "is the rule wrong, or the record?" in result.stderr


def test_of_a_long_record_the_first_rows_are_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are read again for each that is judged; `sim validate` says where it stopped."""
    monkeypatch.setattr(documented, "MOST_READ", 0)
    place = started(tmp_path, RULE)

    result = CliRunner().invoke(program, ["validate", str(place)], catch_exceptions=False)

    assert "timeline.csv:3: 1 rows from here on are not held against the proc" in result.stderr
    assert "documented without" not in result.stderr
