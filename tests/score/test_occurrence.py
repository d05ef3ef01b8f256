"""Has it happened by then? Brier and log scores by hand."""

import math

import pytest

from sim.score.measures.occurrence import occurrence_brier, occurrence_log, questions
from tests.score.made import february, on, record, row, target

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


@pytest.mark.parametrize("score", [occurrence_brier, occurrence_log])
def test_without_questions_there_is_no_score(score) -> None:
    """A clock of twenty days, and one of monthly targets, score 0."""
    short = score(on(5, 7, horizon=20), record([row("a", 3)], 20, A))
    counted = score(on(5, 7), record([row("a", 3)], 100, [target("a", monthly=True)]))

    assert (short.value, counted.value) == (0, 0)
    assert len(short.runs) == len(counted.runs) == 2
