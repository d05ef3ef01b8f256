"""What did not happen is told once."""

from sim.engine import Note
from sim.report.considered import conditions, reasons
from tests.report.made import START

DAY = 86_400


def test_the_same_reason_is_one_line() -> None:
    """Step, verdict and values the same: one line with the first day, how often, the last day."""
    notes = [
        Note(day * DAY, "a: raid", "lapsed", "happened('truce')", None, (("happened(truce)", 0.0),))
        for day in (0, 3, 31)
    ]

    (reason,) = reasons(notes)

    assert reason.days(START) == "2001-01-01 (x3, to 2001-02-01)"
    assert reason.why == "happened(truce) = 0"
    assert reason.after == ""


def test_other_values_are_another_reason() -> None:
    """A guard that fails by other values is told again."""
    notes = [Note(0, "a: raid", "lapsed", "x > 1", 4, (("x", value),)) for value in (0.5, 0.123456)]

    found = reasons(notes)

    assert [(reason.days(START), reason.after, reason.why) for reason in found] == [
        ("2001-01-01", "#4", "x = 0.5"),
        ("2001-01-01", "#4", "x = 0.1235"),
    ]


def test_a_reason_without_values_is_told_as_it_is() -> None:
    """What the procedure refuses has its reason in words."""
    (reason,) = reasons([Note(0, "a: sign", "refused", "no treaty", 3)])

    assert reason.why == "no treaty"


def test_each_condition_stands_once_with_its_steps() -> None:
    """Two steps with one condition share it; what has no values has no condition."""
    notes = [
        Note(0, "a: raid", "lapsed", "x > 1", None, (("x", 0.0),)),
        Note(0, "b: raid", "lapsed", "x > 1", None, (("x", 0.0),)),
        Note(0, "a: raid", "lapsed", "x > 1", None, (("x", 0.5),)),
        Note(0, "a: sign", "refused", "no treaty", 3),
    ]

    assert conditions(notes) == {"x > 1": "a: raid; b: raid"}
