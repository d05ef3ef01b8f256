"""Has it happened by then? Brier and log scores by hand."""

import math

import pytest

from sim.score.measures.occurrence import occurrence_brier, occurrence_log, questions
from tests.score.made import february, forecast, on, record, row, target

A = [target("a")]
DAY_40 = record([row("a", 40)], 90, A)


def answers(found):
    """The days asked about, with the answers."""
    asked = questions(found)
    days = (asked.seconds // 86_400).tolist()
    return dict(zip(days, asked.answers.tolist(), strict=True))


def test_ends_of_months_are_asked() -> None:
    """A quarter has three, the last of them its end; in what ends within a month it is not one."""
    assert answers(DAY_40) == {31: 0, 59: 1, 90: 1}
    assert answers(record([row("a", 40)], 89, A)) == {31: 0, 59: 1}
    assert answers(record([], 90, A)) == {31: 0, 59: 0, 90: 0}


def test_what_the_record_cannot_answer_is_not_asked() -> None:
    """A month's end inside the window of the first row; that of a month's row is its own answer."""
    assert answers(record([row("a", 50, 70, "range")], 90, A)) == {31: 0, 90: 1}
    assert answers(record([february("a")], 90, A)) == {31: 0, 59: 1, 90: 1}


def test_any_row_may_answer() -> None:
    """A wide window says no more than its end, and a later row in it can tell before."""
    wide, sure = row("a", 20, 69, "range"), row("a", 50)

    assert answers(record([wide, sure], 90, A)) == {59: 1, 90: 1}


def test_brier_by_hand() -> None:
    """One question of three is answered wrong and for sure; of two halves nothing is left."""
    assert occurrence_brier(on(20, 20, horizon=90), DAY_40).value == pytest.approx(1 / 3)
    assert occurrence_brier(on(20, 50, horizon=90), DAY_40).value == pytest.approx(
        (1 / 4 - 1 / 4) / 3
    )
    assert occurrence_brier(on(20, horizon=90), DAY_40).value == pytest.approx(1 / 3)


def test_log_by_hand() -> None:
    """Chances stay 1 / (M + 1) from 0 and 1: of two runs, a third."""
    value = occurrence_log(on(20, 20, horizon=90), DAY_40).value

    assert value == pytest.approx((-math.log(1 / 3) - 2 * math.log(2 / 3)) / 3)
    assert occurrence_log(on(20, 50, horizon=90), DAY_40).value == pytest.approx(
        (-math.log(1 / 2) - 2 * math.log(2 / 3)) / 3
    )


def test_by_then_is_before_the_month_is_over() -> None:
    """On day 31 February has begun: at the end of January the answer is no."""
    late, soon = (occurrence_brier(on(day, horizon=90), DAY_40).value for day in (31, 30.9))

    assert late == 0
    assert soon == pytest.approx(1 / 3)


def test_what_a_run_adds_is_its_distance_by_the_slope() -> None:
    """Of runs on the days 35 and 70 the first is right about the end of February, one of two.

    There the log score has the slope -2 and the run is a half from the chance; elsewhere both
    agree, on no with a chance of 1 / 3 kept from 0, and on yes with 2 / 3. Brier has -1 there.
    """
    log, brier = (
        score(on(35, 70, horizon=90), DAY_40) for score in (occurrence_log, occurrence_brier)
    )
    sure = -math.log(2 / 3)

    assert log.runs.tolist() == pytest.approx(
        [(2 * sure + math.log(2) - 1) / 3, (2 * sure + math.log(2) + 1) / 3]
    )
    assert brier.runs.tolist() == pytest.approx([-0.5 / 3, 0.5 / 3])


@pytest.mark.parametrize("score", [occurrence_brier, occurrence_log])
def test_each_part_is_about_its_target(score) -> None:
    """Three questions of each of two."""
    found = record([row("a", 40), row("b", 50)], 90, [*A, target("b")])

    assert score(forecast([[]], 90, 2), found).members.tolist() == [[0]] * 3 + [[1]] * 3


@pytest.mark.parametrize("score", [occurrence_brier, occurrence_log])
def test_without_questions_there_is_no_score(score) -> None:
    """A clock of twenty days, and one of monthly targets, score 0."""
    short = score(on(5, 7, horizon=20), record([row("a", 3)], 20, A))
    counted = score(on(5, 7), record([row("a", 3)], 100, [target("a", monthly=True)]))

    assert (short.value, counted.value) == (0, 0)
    assert len(short.runs) == len(counted.runs) == 2
