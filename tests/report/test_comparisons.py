"""Two scenarios side by side as text."""

from datetime import date

from sim.report.comparisons import MOST_PARTINGS, compared
from sim.score.comparison import Comparison, Difference, Parting


def difference(name: str, changed: float) -> Difference:
    """A target that is a tenth likelier and 3 days earlier."""
    return Difference(
        name, (0.5, 0.6), 0.1, (0.05, 0.2), -3, (-4.5, 1), 0.25, (0.1, 0.4), changed
    )  # fmt: skip


PARTINGS = tuple(Parting(f"a: step {n}", 0.1, date(2001, 3, n + 1)) for n in range(10))


def test_what_changes_most_comes_first() -> None:
    """What differs in no run is counted, not listed."""
    found = Comparison(
        (difference("a_b", 0.2), difference("c", 0), difference("d", 0.7)), 0.3, PARTINGS
    )

    chances, _ = compared("one", "two", found)

    assert [row[0] for row in chances.rows] == ["d", "a b"]
    assert chances.rows[0][1:] == (
        "50 %", "60 %", "+10.0 (+5.0 to +20.0)", "-3.0", "-4.5 to +1.0", "+0.25", "70 %",
    )  # fmt: skip
    assert chances.notes[0].startswith(
        "30 % of the runs are the same in both; no run differs in 1 of 3 "
    )
    assert "'There' is two" in chances.notes[1]


def test_steps_beyond_the_first_are_summed_up() -> None:
    """Eight are listed."""
    _, partings = compared("one", "two", Comparison((), 0, PARTINGS))

    assert len(partings.rows) == MOST_PARTINGS + 1
    assert partings.rows[0] == ("a: step 0", "10 %", "2001-03-01")
    assert partings.rows[-1] == ("2 other steps", "20 %", "")


def test_where_nothing_is_predicted_that_is_said() -> None:
    """A comparison is of what a scenario predicts; without that it is told where to say so."""
    chances, _ = compared("one", "two", Comparison((), 1, ()))

    (note,) = chances.notes
    assert note.endswith("nothing is predicted, so nothing is compared; name kinds under [score].")


def test_nothing_that_differs_is_said_too() -> None:
    """All runs are the same: one sentence and no table."""
    chances, partings = compared("one", "two", Comparison((difference("a", 0),), 1, ()))

    assert (chances.rows, partings.rows) == ([], [])
    assert chances.notes == [
        "100 % of the runs are the same in both; no run differs in 1 of 1 predicted kinds."
    ]


def test_a_record_has_no_runs_that_could_be_the_same() -> None:
    """Nothing is said of them."""
    chances, _ = compared("one", "the record", Comparison((difference("a", 1),), None, ()))

    assert chances.notes[0] == "Each of 1 predicted kinds differs in some run."
