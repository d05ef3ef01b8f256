"""How far apart two steps fall: the variogram score by hand."""

import pytest

from sim.events import Pattern
from sim.score.measures.lags import lag_variogram, procedure_pairs
from sim.score.timelines.targets import Target
from sim.situation import Requirement
from tests.score.made import february, forecast, record, row, target

AB = [target("a"), target("b")]


def score(runs, rows, pairs=((0, 1),)):
    """The score's value for targets a and b."""
    return lag_variogram(forecast(runs, 100, 2), record(rows, 100, AB), list(pairs)).value


NINE_DAYS = [row("a", 10), row("b", 19)]


def test_one_run_by_hand() -> None:
    """A lag of 4 days for one of 9: (2 - 3) squared; whichever was first."""
    assert score([[(0, 20), (1, 24)]], NINE_DAYS) == pytest.approx(1)
    assert score([[(0, 24), (1, 20)]], NINE_DAYS) == pytest.approx(1)


def test_the_variance_of_the_mean_is_taken_off() -> None:
    """Lags of 1 and 4 days: (1.5 - 3) squared, less a variance of 0.5 over two runs."""
    assert score([[(0, 20), (1, 21)], [(0, 20), (1, 24)]], NINE_DAYS) == pytest.approx(2)


def test_each_part_is_about_its_pair() -> None:
    """What is needed, and what needs it."""
    score = lag_variogram(forecast([[]], 100, 2), record(NINE_DAYS, 100, AB), [(0, 1), (1, 0)])

    assert score.members.tolist() == [[0, 1], [1, 0]]


def test_never_is_cut_off_at_the_horizon() -> None:
    """From day 0 to the horizon 100 days: (10 - 3) squared; two that never came lie at 0."""
    assert score([[(0, 0)]], NINE_DAYS) == pytest.approx(49)
    assert score([[]], NINE_DAYS) == pytest.approx(9)
    assert score([[]], []) == 0


def test_each_side_knows_what_its_row_knows() -> None:
    """Within February a's day changes nothing."""
    rows = [february("a"), row("b", 70)]

    for day in (31, 45, 58):
        assert score([[(0, day), (1, 70)]], rows) == 0


def test_without_pairs_there_is_no_score() -> None:
    """A scenario without a procedure scores 0."""
    assert score([[(0, 20)]], NINE_DAYS, ()) == 0


def test_pairs_are_what_is_needed_and_what_needs_it() -> None:
    """Of targets by date only; a pattern means those it covers and those wider than it."""
    chosen = [
        Target("signed", Pattern("signed"), "x", 1, monthly=False),
        Target("by host", Pattern("ratified", "host"), "x", 1, monthly=False),
        Target("by guest", Pattern("ratified", "guest"), "x", 1, monthly=False),
        Target("attack", Pattern("attack"), "x", 1, monthly=True),
    ]
    rules = [
        Requirement(Pattern("ratified"), (Pattern("signed", None, "treaty"),), None, False, ""),
        Requirement(Pattern("ratified", "guest"), (Pattern("ratified", "host"),), None, False, ""),
        Requirement(Pattern("attack"), (Pattern("signed"),), None, False, ""),
        Requirement(Pattern("signed"), (Pattern("signed"),), None, False, ""),
    ]

    assert procedure_pairs(rules, chosen) == [(0, 1), (0, 2), (1, 2)]
