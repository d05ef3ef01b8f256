"""Conditions and procedure on a run: when they are read, and what is said of them, by hand."""

import pytest

from sim.check.templates import Verdict
from sim.check.watching import CHECK, PROCEDURE, Observer, rules
from sim.engine import Program, watched
from sim.errors import RunError
from tests.laws.logs import day, given, written

HEAT = """
    [gauges.heat]
    start = 0.8
    within = [0, 1]
    half_life = "10 d"
    moved_by = [{ event = "fire", set = 1 }]
    [gauges.troops]
    start = 100
    within = [-1000, 1000]
    moved_by = [{ event = "smoke", by = -60 }]
"""


def verdicts(text: str, *checks: str) -> list[Verdict]:
    """What is said of some checks on the run of a scenario that leaves nothing to chance."""
    listed = ", ".join(
        f'{{ name = "c{number}", rule = "{rule}" }}' for number, rule in enumerate(checks)
    )
    program = Program(written(f"checks = [{listed}]\n{text}\n{HEAT}"))
    observer = Observer([rule for rule in rules(program) if rule.sort == CHECK])
    watched(program, 1, observer)
    return [heard.verdict() for heard in observer.heard]


def test_never_below_nothing() -> None:
    """A force level that two departures carry below zero is broken at the second."""
    text = given("5 host smoke", "9 host smoke")

    assert verdicts(text, "troops >= 0", "troops > -20", "troops > -21") == [
        Verdict(holds=False, broken_at=1),
        Verdict(holds=False, broken_at=1),
        Verdict(holds=True),
    ]


def test_a_gauge_is_read_worn_down_right_before_an_event() -> None:
    """Heat of 0.8 halves in ten days: before the fire of day 30 it is 0.1, after it 1."""
    text = given("30 host fire")

    assert verdicts(text, "heat >= 0.11", "heat >= 0.09 or happened('fire')") == [
        Verdict(holds=False, broken_at=0),
        Verdict(holds=True),
    ]


def test_a_gauge_is_read_once_more_at_the_end() -> None:
    """Nothing happens after day 3, and by the end of half a year nothing is left of it."""
    (found,) = verdicts(given("3 host fire"), "heat > 0.001")

    assert not found.holds


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["15 host rain"], True),  # heat is 0.28
        (["25 host rain"], False),  # it is 0.14 by then
        (["20 host fire", "21 host rain"], False),  # 0.2 right before the fire, a day before
        (["20 host fire", "28 host rain"], True),  # that was eight days before
        (["3 host fire"], True),
    ],
)
def test_while_a_gauge_is_low_something_does_not_happen(lines: list[str], kept: bool) -> None:
    """Heat under 0.21 means no rain within 7 days: read before each event, and after it."""
    (found,) = verdicts(given(*lines), "not succession(heat < 0.21, rain) within 7 d")

    assert found.holds is kept


def test_a_condition_asks_for_an_answer() -> None:
    """When troops fall under 50, a fire has 10 days; while they stay there no other is asked."""
    rule = "response(troops < 50, fire) within 10 d"

    assert verdicts(given("5 host smoke", "14 host fire"), rule)[0].holds
    assert not verdicts(given("5 host smoke", "16 host fire"), rule)[0].holds
    assert verdicts(given("16 host fire"), rule) == [Verdict(holds=True, vacuous=True)]


def test_a_condition_may_be_what_must_have_been() -> None:
    """No fire before troops were under 50; an event's own effect is no earlier one."""
    rule = "precedence(troops < 50, fire)"

    assert verdicts(given("5 host smoke", "9 host fire"), rule)[0].holds
    assert not verdicts(given("4 host fire", "5 host smoke"), rule)[0].holds


RULED = """
    [[procedure]]
    event = "fire"
    needs = "spark"
    source = "made up"
    [[procedure]]
    event = "ash"
    if = "count('fire') > 0"
    source = "made up"
"""


def test_what_is_given_may_break_the_procedure() -> None:
    """A given fire without a spark does; ash after it keeps its rule, and rain has none."""
    text = given("5 host fire", "6 host ash", "7 host rain") + RULED
    program = Program(written(text))
    observer = Observer(rules(program))
    watched(program, 1, observer)

    assert [rule.sort for rule in rules(program)] == [PROCEDURE, PROCEDURE]
    assert [rule.name for rule in rules(program)] == [
        "fire needs spark", "ash needs count('fire') > 0",
    ]  # fmt: skip
    assert [heard.verdict() for heard in observer.heard] == [
        Verdict(holds=False, broken_at=0),
        Verdict(holds=True),
    ]


def test_rules_of_one_wording_are_told_apart() -> None:
    """Two lines of the procedure may say the same by other sources, and a check may be so named."""
    text = RULED + '[[procedure]]\nevent = "fire"\nneeds = "spark"\nsource = "another"'
    names = [rule.name for rule in rules(Program(written(text)))]

    assert names == ["fire needs spark", "ash needs count('fire') > 0", "fire needs spark (2)"]

    text += '\n[[checks]]\nname = "fire needs spark (2)"\nrule = "absence(fire)"\nsource = "-"'
    names = [rule.name for rule in rules(Program(written(text)))]
    assert (names[0], names[-1]) == ("fire needs spark (2)", "fire needs spark (3)")


def test_what_is_initial_is_part_of_no_story() -> None:
    """Before the clock starts nothing is asked; conditions know of it all the same."""
    before = day(-3)
    text = f'initial = [{{ date = {before}, event = "spark", actor = "host" }}]\n' + given(
        "4 host fire"
    )

    assert verdicts(text, "absence(spark)", "happened('spark')") == [
        Verdict(holds=True), Verdict(holds=True),
    ]  # fmt: skip


def test_rules_without_end_stop_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """How much they look at is bounded; long conditions count for more."""
    monkeypatch.setattr("sim.check.watching.MOST_LOOKS", 20)
    lines = given(*(f"{number} host smoke" for number in range(1, 11)))

    assert verdicts(lines, "absence(smoke, 99)", "absence(rain)") == [Verdict(holds=True)] * 2
    with pytest.raises(RunError, match="hold it against fewer of them at once"):
        verdicts(lines, " and ".join(["troops > -999"] * 20))
