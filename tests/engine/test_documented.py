"""The record held against the procedure."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli.main import program
from sim.engine import Program, without_precondition
from sim.errors import RunError
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


def test_a_row_is_no_precondition_of_itself(tmp_path: Path) -> None:
    """What a row says is not counted among what came before it; rows of its own day are."""
    rule = RULE.replace('needs = "agreement"', 'needs = "round_held"')
    place = started(tmp_path, rule)
    table = place / "timeline.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    found = [row.line for row, _ in without_precondition(Program(load(place)))]
    table.write_text("\n".join([*lines, lines[found[0] - 1], ""]), encoding="utf-8")

    assert len(found) == 1
    assert list(without_precondition(Program(load(place)))) == []


def test_a_record_too_long_to_be_judged_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond a limit of events and rules it is an error with the line, never a long wait."""
    monkeypatch.setattr("sim.engine.documented.MOST_LOOKS", 1)

    with pytest.raises(RunError, match=r"timeline\.csv:4: here the record grows too long"):
        list(without_precondition(Program(load(started(tmp_path, RULE)))))


def test_validate_asks_whether_rule_or_record_is_wrong(tmp_path: Path) -> None:
    """`sim validate` warns of such a row at its line, and the scenario stays sound."""
    place = started(tmp_path, RULE)

    result = CliRunner().invoke(program, ["validate", str(place)], catch_exceptions=False)

    assert result.exit_code == 0
    assert "timeline.csv:4: round_held: documented without its precondition" in result.stderr
    assert "is the rule wrong, or the record?" in result.stderr
