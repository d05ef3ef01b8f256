"""The record under the rules: in which orders each is kept, and at which rows it is not."""

from pathlib import Path

import pytest

from sim.check.orders import Kept
from sim.check.record import Documented, documented, known_until
from sim.check.watching import rules
from sim.engine import Program
from sim.scenario import load

HEAD = """
format = 1
title = "Rules on a record"
[clock]
start = 2001-01-01
end = 2001-12-31
[record]
file = "timeline.csv"
known_until = 2001-09-30
[actors.host]
[gauges.troops]
start = 100
within = [-1000, 1000]
moved_by = [{ event = "drawdown_completed", by = "-quantity" }]
[score]
context = ["attack", "statement_position", "drawdown_completed", "agreement_signed"]
"""

COLUMNS = (
    "date,date_end,precision,actor,kind,subject,quantity,unit,summary,source,source_url,"
    "source_date,confidence,contested"
)
ROWS = """
2001-02-01,,day,host,attack,,,,An attack.,Gazette of February,,,high,
2001-02-01,,day,host,statement_position,,,,A statement.,Gazette of February,,,high,
2001-03-05,,day,host,attack,,,,An attack.,Gazette of March,,,high,
2001-04-01,,month,host,drawdown_completed,,60,persons,A first part.,Agency,,,high,
2001-04-10,,day,host,drawdown_completed,,50,persons,A second part.,Agency,,,high,
2001-09-20,,day,host,attack,,,,An attack.,Gazette of September,,,high,
"""


def held(folder: Path, rule: str, more: str = "", rows: str = ROWS) -> Documented:
    """One rule on the record."""
    check = f'[[checks]]\nname = "it"\nrule = "{rule}"\nsource = "a law"\n'
    (folder / "scenario.toml").write_text(HEAD + more + check, encoding="utf-8")
    (folder / "timeline.csv").write_text(COLUMNS + rows, encoding="utf-8")
    program = Program(load(folder))
    return next(documented(program, rules(program)))


@pytest.mark.parametrize(
    ("rule", "kept", "lines"),
    [
        # rows of one day may stand in either order, so that the first attack may be answered
        ("response(attack, statement_position) within 20 d", Kept.NONE, [4]),
        ("precedence(attack, statement_position)", Kept.SOME, [3]),
        ("responded existence(statement_position, attack)", Kept.EVERY, []),
        ("precedence(agreement_signed, statement_position)", Kept.NONE, [3]),
        ("response(agreement_signed, attack)", None, []),
        ("absence(attack, 3)", Kept.NONE, [2, 4, 7]),
        # together they leave less than nothing, whichever comes first
        ("troops >= 0", Kept.NONE, [5, 6]),
        # in some placings of the month the first part comes before the second
        ("not succession(troops < 45, drawdown_completed)", Kept.SOME, [5]),
        ("troops >= -10", Kept.EVERY, []),
    ],
)
def test_a_check_on_the_record(
    tmp_path: Path, rule: str, kept: Kept | None, lines: list[int]
) -> None:
    """As far as the record tells: an attack ten days before its end may yet be answered."""
    found = held(tmp_path, rule)

    assert found.kept is kept
    assert {row.line for row in found.rows} <= set(lines)
    assert bool(found.rows) == bool(lines)
    assert found.holds is {Kept.EVERY: True, Kept.NONE: False}.get(kept)  # type: ignore[arg-type]


@pytest.mark.parametrize("rows", ["\n", ROWS.partition("statement.")[0].rpartition("\n")[0]])
def test_a_condition_may_be_broken_where_no_row_stands(tmp_path: Path, rows: str) -> None:
    """What is worn down by the end of the record is no row's doing, nor is there need of one."""
    gauge = '[gauges.heat]\nstart = 1\nwithin = [0, 1]\nhalf_life = "30 d"\n'
    found = held(tmp_path, "heat > 0.3", gauge, rows)

    assert (found.kept, found.rows) == (Kept.NONE, ())


def test_a_rule_of_the_procedure_on_the_record(tmp_path: Path) -> None:
    """What it lacks is told, with the row; both have a source."""
    rule = (
        '[[procedure]]\nevent = "statement_position"\nneeds = "agreement_signed"\nsource = "law"\n'
    )
    held(tmp_path, "absence(attack)", rule)
    program = Program(load(tmp_path))
    _, found = documented(program, rules(program))

    assert (found.kept, found.holds, found.why) == (Kept.NONE, False, "needs agreement_signed")
    assert [row.line for row in found.rows] == [3]
    assert (found.rule.source, found.rows[0].source) == ("law", "Gazette of February")


def test_nothing_is_said_without_a_record(tmp_path: Path) -> None:
    """And a record tells as long as it is known, else to the end of the clock."""
    held(tmp_path, "absence(attack)")
    scenario = load(tmp_path)
    assert known_until(scenario) == 273 * 86_400

    text = (tmp_path / "scenario.toml").read_text(encoding="utf-8")
    bare = text.replace('[record]\nfile = "timeline.csv"\nknown_until = 2001-09-30\n', "")
    (tmp_path / "scenario.toml").write_text(bare, encoding="utf-8")
    program = Program(load(tmp_path))
    assert [*documented(program, rules(program))] == []
    assert known_until(program.scenario) == 365 * 86_400
