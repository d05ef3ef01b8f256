"""How often checks hold, in runs and in the record: by hand."""

from sim.check.orders import Kept
from sim.events.dates import DAY
from sim.log import Record
from sim.score.checks import Rule, rules
from tests.laws.logs import written
from tests.score.made import START, columns, row

TEXT = """
[gauges.heat]
start = 0.1
within = [0, 1]

[[checks]]
name = "smoke is answered"
rule = "response(smoke, rain) within 5 d"

[[checks]]
name = "it stays cool"
rule = "heat < 0.5"
"""
CHECKS = written(TEXT).checks
BACKWARDS = """
[[checks]]
name = "rain comes first"
rule = "precedence(rain, smoke)"
"""
RUNS = columns(
    4, (0, 10, "smoke", "", "host: s"), (0, 12, "rain", "", "host: s"),
    (1, 10, "smoke", "", "host: s"), (1, 18, "rain", "", "host: s"),
    (2, 10, "rain", "", "host: s"),
    (3, -9, "smoke", "", "initial: s"), (3, 101, "smoke", "", "host: s"),
)  # fmt: skip


def found(*rows: object) -> list[Rule]:
    """The checks over those runs, beside a record of rows."""
    return rules(CHECKS, RUNS, Record("timeline.csv", START, rows), 100 * DAY)  # type: ignore[arg-type]


def test_runs_that_keep_a_rule_and_runs_without_a_case() -> None:
    """One of four keeps it, one breaks it; two have no smoke between start and horizon."""
    answered, _ = found()

    assert (answered.name, answered.kept, answered.vacuous) == ("smoke is answered", 0.25, 0.5)


def test_the_record_keeps_breaks_or_has_no_case() -> None:
    """Rows are read by their dates, whatever their order in the file; of one day none is first."""
    kept = found(row("rain", 13, line=2), row("smoke", 10, line=3))
    broken = found(row("smoke", 10), row("rain", 30))
    tied = found(row("smoke", 10), row("rain", 10))

    assert (kept[0].recorded, broken[0].recorded) == (Kept.EVERY, Kept.NONE)
    assert (tied[0].recorded, found()[0].recorded) == (Kept.SOME, None)


def test_rows_before_the_start_and_past_the_horizon_do_not_count() -> None:
    """Nor do events of runs: smoke at second 0 does, smoke of the last day's end does not."""
    checks = written(BACKWARDS).checks  # of what came before: nothing is awaited at the end
    for day, counts in ((-1, False), (0, True), (99, True), (100, False)):
        record = Record("timeline.csv", START, (row("smoke", day),))
        runs = columns(1, (0, day, "smoke", "", "host: s"))
        (rule,) = rules(checks, runs, record, 100 * DAY)
        assert (rule.recorded is not None) is counts
        assert (rule.vacuous == 0) is counts


def test_what_may_yet_be_answered_is_left_open() -> None:
    """Five days that are not over at the horizon are no case, those that just are over are one."""
    for day, over in ((94, True), (96, False)):
        record = Record("timeline.csv", START, (row("smoke", day),))
        runs = columns(1, (0, day, "smoke", "", "host: s"))
        answered, _ = rules(CHECKS, runs, record, 100 * DAY)
        assert (answered.kept, answered.vacuous) == (0, 0 if over else 1)
        assert answered.recorded is (Kept.NONE if over else None)


def test_a_rule_about_gauges_is_not_judged() -> None:
    """Neither columns nor a record have gauges."""
    cool = found(row("smoke", 10))[1]

    assert (cool.kept, cool.vacuous, cool.recorded) == (None, None, None)


def test_without_a_record() -> None:
    """The runs are judged all the same."""
    (answered, _) = rules(CHECKS, RUNS, None, 100 * DAY)

    assert (answered.kept, answered.recorded) == (0.25, None)


def test_without_runs() -> None:
    """The record is judged all the same."""
    record = Record("timeline.csv", START, (row("smoke", 10), row("rain", 13)))
    (answered, _) = rules(CHECKS, columns(0), record, 100 * DAY)

    assert (answered.name, answered.kept, answered.vacuous) == ("smoke is answered", None, None)
    assert answered.recorded == found(*record.events)[0].recorded is not None


def test_a_rule_is_told_by_its_name_and_its_text() -> None:
    """Whether it is judged or not."""
    assert [(one.name, one.text) for one in found()] == [
        ("smoke is answered", "response(smoke, rain) within 5 d"),
        ("it stays cool", "heat < 0.5"),
    ]
