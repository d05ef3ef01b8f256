"""Forecasts and backtests as text."""

from datetime import date

from sim.report.outlooks import backtest_sections, forecast_sections
from sim.score.backtest import Backtest, Origin, Overall
from sim.score.outlook import Prospect
from tests.report.cards import NAN, NEVER, TREATY

HAPPENED = (date(2001, 1, 5), date(2001, 1, 6))


def test_what_is_open_comes_likeliest_first() -> None:
    """A milestone that no run has is later; what had happened stands apart."""
    open_, past = forecast_sections(
        [Prospect(NEVER, None), Prospect(TREATY, None), Prospect(NEVER, HAPPENED)]
    )

    assert open_.rows == [
        ("bases treaty", ">99 %", "2001-03-01", "2001-02-01 to 2001-04-01", "2001-01-05 to later"),
        ("last out", "0 %", "later", "later", "later"),
    ]
    assert past.rows == [("last out", "2001-01-05/06")]
    assert len(open_.notes) == 1


def test_nothing_open_needs_no_note() -> None:
    """All has happened, or there are no milestones."""
    open_, past = forecast_sections([])

    assert (open_.rows, list(open_.notes), past.rows) == ([], [], [])


ORIGINS = (
    Origin(date(2001, 1, 30), 4, {"icc": 5, "pb": 0}, {"persistence": {"icc": 10}}),
    Origin(
        date(2001, 3, 1), 2, {"icc": 3, "pb": 0.25, "vs": NAN},
        {"persistence": {"icc": 0}, "announced": {"icc": 2}},
    ),
)  # fmt: skip


def test_scores_and_skill_from_each_date() -> None:
    """A baseline that is perfect, or not there yet, has no skill against it."""
    scores, skill, _ = backtest_sections(Backtest(ORIGINS, {}))

    assert [tuple(row) for row in scores.rows] == [
        ("2001-01-30", "4", "5", "0"), ("2001-03-01", "2", "3", "0.25", "-"),
    ]  # fmt: skip
    assert tuple(skill.headings) == ("as of", "persistence", "announced")
    assert [tuple(row) for row in skill.rows] == [
        ("2001-01-30", "+0.50", ""), ("2001-03-01", "", "-0.50"),
    ]  # fmt: skip
    assert skill.notes[1] == "persistence: nothing new happens; announced: the announced dates."


def test_skill_over_all_dates() -> None:
    """In words, with the caution that dates share one record."""
    overall = backtest_sections(Backtest(ORIGINS, {"persistence": Overall(0.2, (-0.1, 0.4))}))[2]

    assert overall.rows == [("nothing new happens", "+0.20", "-0.10 to +0.40")]
    assert overall.notes[0] == "Not at every date, so not here: the announced dates."
    assert "share one record" in overall.notes[1]


def test_baselines_that_stand_at_every_date_are_all_there() -> None:
    """Nothing is said of what is missing where nothing is."""
    overall = backtest_sections(Backtest(ORIGINS[:1], {"persistence": Overall(0.2, (0, 0.4))}))[2]

    assert len(overall.notes) == 1
