"""How quantities, windows and names read."""

import pytest

from sim.events import Pattern
from sim.report.words import amount, named, number, numbered, titled, window
from tests.report.made import START, event, predicted, row, scenario


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (365.0, "365"),
        (2400.0, "2,400"),
        (-1200.0, "-1,200"),
        (3.39565, "3.4"),
        (0.05, "0.05"),
        (0.123456, "0.123"),
        (1234.5678, "1,235"),
        (99.99, "100"),
        (1e15, "1e+15"),
        (1.5e300, "1.5e+300"),
    ],
)
def test_a_number_has_as_many_digits_as_a_reader_needs(value: float, text: str) -> None:
    """Whole numbers are whole, others have three digits, none fills a line."""
    assert text == number(value)


@pytest.mark.parametrize(
    ("values", "unit", "text"),
    [
        ([365.0], "days", "365 days"),
        ([1.0], "days", "1 day"),
        ([9.0], "votes_for", "9 votes for"),
        ([1.0], "votes_for", "1 vote for"),
        ([1.0], "us_killed", "1 us killed"),
        ([1.0], "losses", "1 loss"),
        ([1.0], "deputies_present", "1 deputy present"),
        ([1.0], "boss", "1 boss"),
        ([1.0], "million per year", "1 million per year"),
        ([5.0], "", "5"),
        ([0.0, 0.0], "persons", "0 persons each"),
        ([5.0, 3.0, 4.0], "drones", "3 to 5 drones"),
        ([], "days", ""),
    ],
)
def test_quantities_read_with_their_unit(values: list[float], unit: str, text: str) -> None:
    """One of something is not many of it; several quantities are each the same, or a range."""
    assert text == amount(values, unit)


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ("2001-03-05", "2001-03-05"),
        ("2001-03", "2001-03"),
        ("2001-03-05/2001-03-08", "2001-03-05/08"),
        ("2001-03-30/2001-04-02", "2001-03-30/04-02"),
        ("2001-12-30/2002-01-02", "2001-12-30/2002-01-02"),
        ("2001-03-05/2001-03-05", "2001-03-05"),
    ],
)
def test_a_window_reads_as_closely_as_it_is_known(when: str, text: str) -> None:
    """A day, a month, or a range whose second half says only what differs."""
    assert text == window(row(2, when, "attack"), START)


@pytest.mark.parametrize(
    ("causes", "text"),
    [([], ""), ([None], ""), ([7], "#7"), ([9, 7, 7], "#7, #9"), ([1, 2, 3, 8], "#1..8")],
)
def test_causes_read_by_number(causes: list[int | None], text: str) -> None:
    """Few are listed, of many the first and the last."""
    assert text == numbered(causes)


def test_a_milestone_names_an_event_by_what_says_most() -> None:
    """Of two milestones that match, the one with the subject; without any, kind and subject."""
    milestones = {"any_round": Pattern("round_held"), "jscd": Pattern("round_held", subject="jscd")}

    assert named(event(0, "2001-01-01", "round_held", "a", "jscd"), milestones) == ("jscd", "")
    assert named(event(0, "2001-01-01", "round_held"), milestones) == ("any round", "")
    assert named(event(0, "2001-01-01", "base_handed_over", "a", "north_airfield"), milestones) == (
        "base handed over",
        "north airfield",
    )


def test_an_entry_of_the_score_is_called_as_a_reader_would() -> None:
    """By its milestone, else by its pattern in words."""
    made = scenario([], None, milestones={"treaty": Pattern("agreement_signed", subject="bases")})

    assert titled(predicted("agreement_signed", name="treaty", subject="bases"), made) == "treaty"
    assert titled(predicted("attack"), made) == "attack"
    assert (
        titled(predicted("statement_position", subject="us_strikes", actor="prime_minister"), made)
        == "statement position: us strikes, by prime minister"
    )
