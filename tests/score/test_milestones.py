"""How likely each target is, when, and how far off: by hand."""

from datetime import date, timedelta

from sim.events import Pattern
from sim.score.milestones import milestones, outlooks
from sim.score.timelines.targets import Target
from tests.score.made import START, february, forecast, on, record, row, target

A = [target("a")]


def day(number: int) -> date:
    """The date of a day, counted from 0."""
    return START + timedelta(number)


def test_quantiles_are_days_of_runs() -> None:
    """Of days 1 to 20: by day 10 in half of the runs, by day 1 in a twentieth of them."""
    outlook = outlooks(on(*range(1, 21)), record([], 100, A))[0]

    assert (outlook.probability, outlook.median) == (1, day(10))
    assert outlook.interval_50 == (day(5), day(15))
    assert outlook.interval_90 == (day(1), day(19))
    assert outlook.interval_98 == (day(1), day(20))


def test_what_reaches_past_the_horizon_is_open() -> None:
    """In two of four runs it never happens: the median is the last day, and no end is known."""
    outlook = outlooks(on(10, 20, None, None), record([], 100, A))[0]

    assert (outlook.probability, outlook.median) == (0.5, day(20))
    assert outlook.interval_90 == (day(10), None)
    assert outlooks(on(None), record([], 100, A))[0].median is None


def test_beside_what_happened() -> None:
    """The documented window and the CRPS, as closely as the row knows its date."""
    (sure,) = milestones(on(12, 16), record([row("a", 10), row("a", 30)], 100))
    (month,) = milestones(on(31, 58), record([february("a")], 100))
    (wide,) = milestones(on(35), record([february("a")], 100))
    (never,) = milestones(on(40), record([], 100, A))

    assert (sure.documented, sure.crps) == ((day(10), day(10)), 2)
    assert (month.documented, month.crps) == ((day(31), day(58)), 0)
    assert wide.crps == 0
    assert (never.documented, never.crps) == (None, 60)


def test_each_milestone_is_told_with_its_pattern() -> None:
    """What is counted by the month is passed over, wherever it stands."""
    patterns = [Pattern("x"), Pattern("a", "host", "bases"), Pattern("b")]
    chosen = [
        Target(pattern.kind, pattern, "other", 1, monthly=pattern.kind == "x")
        for pattern in patterns
    ]
    found = record([row("b", 10)], 100, chosen)
    runs = forecast([[(1, 5)], [(2, 7)]], 100, 3)

    told = milestones(runs, found)

    assert [one.outlook for one in told] == outlooks(runs, found)
    assert [(o.name, o.actor, o.kind, o.subject) for o in outlooks(runs, found)] == [
        ("a", "host", "a", "bases"), ("b", None, "b", None),
    ]  # fmt: skip
    assert [one.documented is None for one in told] == [True, False]


def test_without_runs_nothing_is_likely() -> None:
    """No chance, no date."""
    (outlook,) = outlooks(forecast([], 100), record([], 100, A))

    assert (outlook.probability, outlook.median) == (0, None)


def inside(dates, *rows) -> bool:
    """Whether the first row of a target is in the range of the runs."""
    (one,) = milestones(dates, record(rows, 200, A))
    return one.inside


def test_the_range_is_from_one_percent_to_ninety_nine() -> None:
    """Of 200 runs on days 0 to 199 the second is the first inside, and the second last the last."""
    runs = on(*range(200), horizon=200)

    assert [inside(runs, row("a", day)) for day in (0, 1, 2, 197, 198)] == [0, 1, 1, 1, 0]


def test_never_is_later_than_every_date() -> None:
    """With more than one run in a hundred that never has it nothing is too late; nor is never."""
    most = on(*[50] * 97, *[None] * 3, horizon=200)
    all_but_one = on(*[50] * 99, None, horizon=200)

    assert [inside(most, row("a", 199)), inside(most), inside(most, row("a", 49))] == [1, 1, 0]
    assert [inside(all_but_one, row("a", 51)), inside(all_but_one)] == [0, 0]
    assert milestones(most, record([], 200, A))[0].outlook.interval_98 == (day(50), None)


def test_a_month_is_inside_if_some_run_is_in_it() -> None:
    """A row that knows its month may have been on any day of it."""
    assert inside(on(*[58] * 100, horizon=200), february("a"))
    assert not inside(on(*[59] * 100, horizon=200), february("a"))


def test_what_is_counted_has_no_date() -> None:
    """Monthly targets are no milestones."""
    assert milestones(on(3), record([], 100, [target("a", monthly=True)])) == []
