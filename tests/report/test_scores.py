"""A scorecard as text: what each section says, and how figures read."""

from datetime import date

import pytest

from sim.check.orders import Kept
from sim.report.documents import of_scorecard
from sim.report.figures import between, day, figure, percent, signed, span, window
from sim.report.scores import Section, headline, sections
from sim.score.checks import Rule
from sim.score.doubt.band import Band
from sim.score.doubt.uncertainty import Skill
from sim.score.scorecard import Insample, Scorecard, Value
from tests.report.cards import CARD, NAN, card


def section(found: Scorecard, title: str) -> Section:
    """The one section whose title begins so."""
    (one,) = [one for one in sections(found) if one.title.startswith(title)]
    return one


def test_the_headline_says_what_is_scored() -> None:
    """Runs, seeds, days, and how much of the record."""
    assert headline(CARD, 5, {"gap": "6 d"}) == (
        "200 runs, seeds 5 to 204, scored from 2001-01-01 to 2001-12-31 against 11 documented"
        " events of 2 predicted kinds, gap = 6 d"
    )


def test_a_score_has_its_interval_and_its_unit() -> None:
    """One that no run has is a dash."""
    icc, lags = section(CARD, "Scores").rows

    assert icc == ("dates and counts (ICC, the headline)", "12.3", "10 to 15", "days per kind")
    assert lags[1:3] == ("-", "-")
    assert "[[procedure]] names" in section(CARD, "Scores").notes[-1]


@pytest.mark.parametrize(
    ("insample", "note"),
    [
        (Insample(7, (), None), "0 of 7 parameters measured on this record alone."),
        (Insample(7, ("lag",), None), "1 of 7 parameters measured on this record alone: lag."),
        (
            Insample(7, ("lag", "pace"), Value(14.2, (12, 16))),
            (
                "2 of 7 parameters measured on this record alone: lag, pace. "
                "With those drawn from their priors the headline is 14.2 (12 to 16)."
            ),
        ),
    ],
)
def test_what_was_measured_on_the_record_is_said(insample: Insample, note: str) -> None:
    """And the headline without it, where it was made."""
    assert section(card(insample=insample), "Scores").notes[:-1] == [note]


def test_the_band_of_disputed_rows() -> None:
    """From the kindest to the harshest reading; one row is not told as many."""
    many = section(card(band=Band(2, 10.5, 11, 300)), "Scores").notes[1]
    one = section(card(band=Band(1, 10.5, 11, 300)), "Scores").notes[1]

    assert many == (
        "2 disputed rows, and the kinds they are of, are left out of the headline. With them it is"
        " from 10.5 to 300, by the kindest and the harshest; 11 by the weights of their readings."
    )
    assert one.startswith("1 disputed row, and the kind it is of, is left out of the headline.")


def test_losses_are_printed_as_plainly_as_gains() -> None:
    """A skill below zero, and the baseline that the record favours."""
    found = section(CARD, "Beside the baselines")

    assert found.headings == ("baseline", "ICC", "VS", "skill", "over runs", "over kinds")
    assert found.rows[0] == (
        "nothing happens", "20", "-", "+0.38", "+0.20 to +0.50", "+0.10 to +0.60",
    )  # fmt: skip
    assert found.rows[1][:4] == ("these runs, dates redrawn", "10", "0", "-0.23")
    told = found.notes[-1]
    assert "With its kinds drawn anew the scenario is better than nothing happens." in told
    assert "the scenario is worse than these runs, dates redrawn." in told
    assert "cannot be told from" not in told
    assert "Exchangeability p = 0.125" in told


def test_a_baseline_that_splits_by_no_kind() -> None:
    """It has no interval over kinds, and the record says nothing about it."""
    alone = {"nothing": Skill(0.4, -8, (0.2, 0.5), None)}
    found = section(card(skill=alone), "Beside the baselines")

    assert found.rows[0][-1] == ""
    assert "better than" not in found.notes[-1]
    assert "No other track: --others names one" in found.notes[1]


def test_milestones_beside_what_is_documented() -> None:
    """A window across two months names both; what never came is no, and later."""
    treaty, out = section(CARD, "Milestones").rows

    assert treaty == (
        "bases treaty", "2001-02-27/03-02", ">99 %", "2001-03-01", "2001-02-01 to 2001-04-01",
        "2001-01-05 to later", "1.5",
    )  # fmt: skip
    assert out == ("last out", "no", "0 %", "later", "later", "later", "0")


def test_what_adds_most_comes_first() -> None:
    """And how it is counted."""
    assert section(CARD, "Where the headline comes from").rows == [
        ("bases treaty", "9.34", "1", "0.996", "by date"),
        ("attack", "3", "10", "12.5", "by month"),
    ]


def test_checks_without_a_verdict_are_blank() -> None:
    """Those about gauges; a record without a case is neither kept nor broken."""
    assert section(CARD, "Checks").rows == [
        ("calm", "67 %", "75 %", "no case"),
        ("cool", "", "", "no case"),
    ]


@pytest.mark.parametrize(
    ("kept", "told"),
    [(Kept.EVERY, "kept"), (Kept.SOME, "depends on order"), (Kept.NONE, "broken")],
)
def test_what_the_record_says_of_a_check_has_three_answers(kept: Kept, told: str) -> None:
    """It keeps it, breaks it, or does not tell: in the table in words, in JSON by its orders."""
    found = card(rules=(Rule("calm", "absence(attack)", 0.5, 0.25, kept),))
    listed = of_scorecard(found)["rules"]

    assert section(found, "Checks").rows == [("calm", "67 %", "75 %", told)]
    assert isinstance(listed, list)
    assert [rule["record"] for rule in listed] == [kept.value]


def test_calibration_says_what_it_rests_on() -> None:
    """Shares that are covered, and the number of first dates."""
    found = section(CARD, "Calibration")

    assert [row[0] for row in found.rows] == ["50 %", "80 %", "90 %", "95 %"]
    assert found.rows[1] == ("80 %", "75 %")
    assert found.notes[0].startswith("Of 2 first dates. PIT in tenths: 0.5, 1.5")


def test_descriptions_are_never_ranked_by() -> None:
    """And say so."""
    found = section(CARD, "Descriptions")

    assert [row[1] for row in found.rows] == ["0.2", "0.4", "-", "1"]
    assert found.notes[0].startswith("Never ranked by")


def test_how_figures_read() -> None:
    """Three digits; what rounding left of nought is nought, and has no sign."""
    assert [figure(n) for n in (224.6, 1234, 3.014, 0.3571, 0, -1.4e-19, NAN)] == [
        "225", "1,234", "3.01", "0.357", "0", "0", "-",
    ]  # fmt: skip
    assert [signed(n) for n in (0.284, -0.05, 0, -1e-16, -0.004, NAN)] == [
        "+0.28", "-0.05", "+0.00", "+0.00", "+0.00", "-",
    ]  # fmt: skip
    assert [percent(n) for n in (0, 0.001, 0.5, 0.999, 1)] == [
        "0 %",
        "<1 %",
        "50 %",
        ">99 %",
        "100 %",
    ]
    assert between((1, 2.5)) == "1 to 2.5"
    assert between((NAN, NAN)) == "-"


def test_how_days_read() -> None:
    """Past the horizon is later; a window says its month once."""
    first = date(2001, 1, 30)

    assert (day(None), day(first)) == ("later", "2001-01-30")
    assert (span((None, None)), span((first, None))) == ("later", "2001-01-30 to later")
    assert window((first, first)) == "2001-01-30"
    assert window((first, date(2001, 1, 31))) == "2001-01-30/31"
    assert window((first, date(2001, 2, 3))) == "2001-01-30/02-03"
    assert window((first, date(2002, 2, 3))) == "2001-01-30/2002-02-03"
    assert window(None) == "no"
