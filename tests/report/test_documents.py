"""Scorecards, comparisons and forecasts as JSON: the fields of the contract, in strict JSON."""

import json
from datetime import date
from typing import Any

from sim.report.documents import Document, of_backtest, of_comparison, of_prospects, of_scorecard
from sim.score.backtest import Backtest, Overall
from sim.score.comparison import Comparison, Parting
from sim.score.doubt.band import Band
from sim.score.outlook import Prospect
from sim.score.scorecard import Insample, Value
from tests.report.cards import CARD, NAN, NEVER, TREATY, card
from tests.report.test_comparisons import difference
from tests.report.test_outlooks import HAPPENED, ORIGINS

OUTLOOK = {"name", "actor", "kind", "subject", "probability", "median", "interval_50",
           "interval_90", "interval_98"}  # fmt: skip


def sound(document: Document) -> Any:
    """A document that strict JSON can hold, as it is read back."""
    return json.loads(json.dumps(document, allow_nan=False))


def test_a_scorecard_has_the_fields_of_the_contract() -> None:
    """And more beside them; what is not a number is null."""
    found = of_scorecard(CARD)

    assert set(sound(found)) >= {
        "runs", "scores", "baselines", "skill", "milestones", "coverage"
    }  # fmt: skip
    assert found["scores"] == {
        "icc": {"value": 12.34, "interval": [10, 15]},
        "vs": {"value": None, "interval": [None, None]},
    }
    assert found["baselines"] == {
        "nothing": {"icc": 20, "vs": None}, "redrawn": {"icc": 10, "vs": 1e-17},
    }  # fmt: skip
    assert found["coverage"] == {"50%": 0.25, "80%": 0.75, "90%": 1, "95%": None}


def test_a_milestone_has_the_fields_of_the_contract() -> None:
    """Documented days are the first and last of a window; a date past the horizon is null."""
    treaty, out = sound({"all": of_scorecard(CARD)["milestones"]})["all"]

    assert set(treaty) == OUTLOOK | {"documented", "crps", "inside_98"}
    assert treaty["documented"] == ["2001-02-27", "2001-03-02"]
    assert treaty["interval_90"] == ["2001-01-05", None]
    assert (treaty["interval_98"], treaty["inside_98"]) == (["2001-01-02", None], False)
    assert (out["documented"], out["median"], out["interval_50"]) == (None, None, [None, None])
    assert (out["actor"], out["kind"], out["subject"]) == ("guest", "withdrawal_completed", None)


def test_what_is_missing_is_null() -> None:
    """The band, and the headline from priors; where they are there they have their fields."""
    without = of_scorecard(CARD)
    found = of_scorecard(
        card(band=Band(1, 2, 3, 4), insample=Insample(7, ("lag",), Value(3, (2, NAN))))
    )

    assert without["band"] is None
    assert without["in_sample"] == {"parameters": 7, "measured_here": [], "headline": None}
    assert found["band"] == {"rows": 1, "low": 2, "mean": 3, "high": 4}
    assert sound(found)["in_sample"] == {
        "parameters": 7, "measured_here": ["lag"], "headline": {"value": 3, "interval": [2, None]},
    }  # fmt: skip


def test_a_comparison() -> None:
    """Each difference with its interval; beside a record nothing is said of equal runs."""
    found = sound(
        of_comparison(
            Comparison((difference("a", 1),), None, (Parting("a: b", 0.5, date(2001, 3, 1)),))
        )
    )

    assert found["same"] is None
    assert found["milestones"] == [
        {
            "name": "a", "chances": [0.5, 0.6],
            "chance": {"value": 0.1, "interval": [0.05, 0.2]},
            "days": {"value": -3, "interval": [-4.5, 1]},
            "often": {"value": 0.25, "interval": [0.1, 0.4]},
            "changed": 1,
        }
    ]  # fmt: skip
    assert found["partings"] == [{"step": "a: b", "share": 0.5, "median": "2001-03-01"}]


def test_a_forecast() -> None:
    """The fields of a milestone without those that only the future knows."""
    found = sound(of_prospects([Prospect(TREATY, None), Prospect(NEVER, HAPPENED)]))

    treaty, out = found["milestones"]
    assert set(treaty) == OUTLOOK | {"happened"}
    assert (treaty["happened"], out["happened"]) == (None, ["2001-01-05", "2001-01-06"])


def test_a_backtest() -> None:
    """Each date with its scores and its skill, null against a perfect baseline."""
    found = sound(of_backtest(Backtest(ORIGINS, {"persistence": Overall(0.2, (NAN, 0.4))})))

    first, second = found["origins"]
    assert (first["as_of"], first["scores"]["icc"], first["skill"]) == (
        "2001-01-30", 5, {"persistence": 0.5},
    )  # fmt: skip
    assert second["skill"] == {"persistence": None, "announced": -0.5}
    assert second["scores"] == {"icc": 3, "pb": 0.25, "vs": None}
    assert found["skill"] == {"persistence": {"value": 0.2, "interval": [None, 0.4]}}
