"""The whole scorecard: what it holds, what its baselines are, and what was measured here."""

import math
from collections.abc import Mapping
from datetime import date

import attrs
import numpy as np
import pytest

from sim.ensemble import Projection, replicate
from sim.errors import InputError, Problem, RunError
from sim.events import Pattern
from sim.events.dates import DAY
from sim.log import Record
from sim.log.contested import Alternative, Contested
from sim.scenario.model import Announced, Scenario
from sim.score.baselines.tracks import Track
from sim.score.checks import rules
from sim.score.descriptions import descriptions
from sim.score.doubt.band import band
from sim.score.doubt.calibration import calibration
from sim.score.doubt.rank import exchangeability
from sim.score.doubt.uncertainty import generator
from sim.score.evidence import DRAWS, Study, planned, unsure
from sim.score.measures.scored import whole
from sim.score.milestones import milestones
from sim.score.scorecard import Compared, Scorecard, _drawn, measured_here, scorecard
from sim.score.timelines.dates import dates_of
from sim.score.timelines.observed import observed
from sim.score.timelines.targets import targets
from sim.situation import Requirement
from tests.laws.logs import written
from tests.score.made import columns, recorded, row

TEXT = """
[score]
predicted = ["spark", "smoke", { event = "rain", per = "month", weight = 2 }]
"""
SCENARIO = recorded(TEXT, row("spark", 10), row("smoke", 20), known_until=date(2001, 4, 10))
RUNS = columns(
    4, *((run, 10 + run, "spark", "", "host: spark") for run in range(4)),
    *((run, 20 + run, "smoke", "", "host: smoke") for run in range(4)),
)  # fmt: skip
CHECKED = """
[[checks]]
name = "smoke follows"
rule = "response(spark, smoke)"
"""
TRACK = Track("other", 90 * DAY, ((5 * DAY, "spark"), (60 * DAY, "smoke")))


def card(scenario: Scenario = SCENARIO, compared: Compared | None = None) -> Scorecard:
    """The scorecard of four runs."""
    return scorecard(scenario, RUNS, compared or Compared(), generator(0))


def test_every_score_of_the_set_and_the_headline_first() -> None:
    """Each within its interval; without pairs in the procedure there are no lags to score."""
    found = card()

    assert list(found.scores) == ["icc", "pb", "es_b", "vs", "brier", "log"]
    assert (found.runs, found.start, found.until) == (4, date(2001, 1, 1), date(2001, 4, 10))
    assert np.isnan([found.scores["vs"].value, *found.scores["vs"].interval]).all()
    assert math.isnan(found.baselines["nothing"]["vs"])
    assert found.insample.headline is None
    for one in (one for name, one in found.scores.items() if name != "vs"):
        low, high = one.interval
        assert low - 1e-9 <= one.value <= high + 1e-9


def test_every_part_of_the_card_is_what_its_own_room_says() -> None:
    """Of the same runs and the same record, a disputed row and a check among them."""
    check = written(CHECKED).checks
    smoke = Alternative(0.5, (30 * DAY, 31 * DAY))
    disputed = Contested(1, (Alternative(0.5, (20 * DAY, 21 * DAY)), smoke))
    scenario = attrs.evolve(SCENARIO, checks=check, contested=(disputed,))
    chosen = targets(scenario)
    record = observed(scenario, chosen)
    forecast = dates_of(RUNS, chosen, record.horizon)

    found = card(scenario, Compared((TRACK,)))

    assert found.tracks == ("other",)
    assert found.milestones == tuple(milestones(forecast, record))
    assert attrs.asdict(found.calibration) == attrs.asdict(calibration(forecast, record))
    assert found.rank == exchangeability(forecast, record)
    assert found.descriptions == descriptions(forecast, record)
    assert found.rules == tuple(rules(check, RUNS, scenario.record, record.horizon))
    assert found.rules[0].recorded is not None
    assert found.band == band(scenario, forecast, chosen)
    assert found.band is not None


def test_lags_of_the_procedure_are_scored() -> None:
    """Smoke needs a spark: ten days after it in the record and in every run."""
    rule = Requirement(Pattern("smoke"), (Pattern("spark"),), None, same_subject=False, source="")

    assert card(attrs.evolve(SCENARIO, procedure=(rule,))).scores["vs"].value == 0


def test_how_the_runs_of_a_baseline_are_drawn_anew() -> None:
    """With ours where they belong together, by themselves where they are simulated, else not."""
    ours, reference = np.ones((1_000, 4)), whole(1.0, np.ones(7))

    for name in ("redrawn", "unruled"):
        assert _drawn(name, reference, ours, generator(0)) is ours
    for name in ("nothing", "rescaled", "announced"):
        assert _drawn(name, reference, ours, generator(0)) is None
    for name in ("climatology", "markov", "decoupled"):
        drawn = _drawn(name, reference, ours, generator(0))
        assert drawn is not None
        assert drawn.shape == (1_000, 7)
        assert set(drawn.sum(axis=1).tolist()) == {7}


def test_shares_add_up_to_the_headline() -> None:
    """Rain that neither came nor was forecast adds nothing, and is counted by the month."""
    found = card()

    assert sum(share.icc for share in found.shares) == pytest.approx(found.scores["icc"].value)
    rain = next(share for share in found.shares if share.name == "rain")
    assert (rain.icc, rain.documented, rain.simulated, rain.monthly) == (0, 0, 0, True)
    spark = next(share for share in found.shares if share.name == "spark")
    assert (spark.documented, spark.simulated, spark.weight) == (1, 1, 0.25)


def test_how_often_a_target_happens_is_told() -> None:
    """Five sparks in four runs; that a run has fewer than another is no event."""
    more = columns(
        4, (0, 10, "spark", "", "host: s"), (0, 30, "spark", "", "host: s"),
        *((run, 10, "spark", "", "host: s") for run in range(1, 4)),
    )  # fmt: skip

    spark = scorecard(SCENARIO, more, Compared(), generator(0)).shares[0]

    assert (spark.name, spark.simulated) == ("spark", 1.25)


def test_a_baseline_stands_where_there_is_material_for_it() -> None:
    """Without tracks, announcements and unruled runs four of the eight are missing."""
    said = attrs.evolve(
        SCENARIO.classes, announced=(Announced(Pattern("smoke"), 25 * DAY, 3 * DAY, ""),)
    )

    plain = card()
    full = card(attrs.evolve(SCENARIO, classes=said), Compared((TRACK,), RUNS))

    assert list(plain.baselines) == ["nothing", "decoupled", "redrawn"]
    assert list(full.baselines) == [
        "nothing", "climatology", "rescaled", "markov",
        "decoupled", "redrawn", "announced", "unruled",
    ]  # fmt: skip
    assert all(list(each) == ["icc", "pb", "es_b", "vs"] for each in full.baselines.values())


def test_skill_is_one_less_the_ratio_of_headlines() -> None:
    """Nothing happens: 90 and 80 days until the horizon of 100, a quarter each by their weight."""
    found = card()

    nothing = found.baselines["nothing"]["icc"]
    assert nothing == pytest.approx((90 + 80) / 4)
    assert found.skill["nothing"].value == pytest.approx(1 - found.scores["icc"].value / nothing)


def test_the_scenario_itself_as_a_baseline_has_no_skill() -> None:
    """Runs with rules off that are the same runs."""
    found = card(SCENARIO, Compared((), RUNS))

    assert found.skill["unruled"].value == 0
    assert found.skill["unruled"].by_runs == (0, 0)


# What was measured on the record that is scored

MEASURED = """
[parameters]
lag = { value = "10 d", prior = "uniform(20 d, 60 d)", source = "rows", measured_on = ["here"] }
slow = { value = "10 d", source = "rows", measured_on = ["this-track", "here"] }
both = { value = "10 d", prior = "uniform(1 d, 9 d)", source = "rows", measured_on = ["here", "b"] }
told = { value = "10 d", prior = "uniform(1 d, 9 d)", source = "assumed" }

[[steps]]
actor = "host"
name = "light"
at = 2001-01-11
emits = "spark"

[[steps]]
actor = "host"
name = "burn"
on = "spark"
after = "lag"
emits = "smoke"

[[steps]]
actor = "host"
name = "never"
on = "spark"
if = "happened('ash')"
emits = "fire"

[score]
predicted = ["spark", "smoke", "fire"]
"""


def measured(changes: dict[str, str] | None = None) -> Scenario:
    """A scenario whose lag was measured on its own record, that has it exactly."""
    record = recorded(TEXT, row("spark", 10), row("smoke", 20)).record
    return attrs.evolve(written(MEASURED, changes), record=record, track="here")


def study(runs: int) -> Study:
    """How its evidence is made, without processes."""

    def make(scenario: Scenario, runs: int, seed: int) -> Projection:
        return replicate(scenario, runs, seed, jobs=1)

    return Study(measured(), lambda changes: measured(dict(changes)), make, runs, 0)


def test_what_was_measured_here_and_nowhere_else() -> None:
    """By the track's own name or as this track; what other tracks bear out is not."""
    assert measured_here(measured()) == ("lag", "slow")
    assert measured_here(measured({"lag": "15 d"})) == ("slow",)
    assert unsure(measured()) == ["lag"]
    assert (planned(measured(), 50), planned(SCENARIO, 50)) == (100, 50)


def test_the_headline_without_what_was_measured_here_is_worse() -> None:
    """The measured lag hits smoke to the day; the prior says 20 to 60 days, and misses it."""
    asked = study(8)
    compared = asked.evidence([], generator(0))

    found = scorecard(asked.scenario, asked.make(asked.scenario, 8, 0), compared, generator(0))

    assert found.scores["icc"].value == 0
    assert (found.insample.parameters, found.insample.measured_here) == (4, ("lag", "slow"))
    assert found.insample.headline is not None
    assert found.insample.headline.value > 1


def test_priors_are_covered_evenly_by_runs_of_their_own() -> None:
    """As many runs as asked for, with seeds that follow each other, shared out among the draws."""
    priors = study(2 * DRAWS + 7).from_priors(generator(0))

    assert priors is not None
    assert [mark.seed for mark in priors.runs] == list(range(2 * DRAWS + 7))
    smoke = priors.second[np.array(priors.kind.texts()) == "smoke"] // DAY - 10
    assert len(set(smoke.tolist())) == DRAWS
    assert sorted({int(lag) // 10 for lag in smoke}) == [2, 3, 4, 5]


def test_without_a_prior_there_is_nothing_to_fall_back_on() -> None:
    """No runs, and no second headline."""
    assert (
        Study(SCENARIO, lambda _: SCENARIO, study(4).make, 4, 0).from_priors(generator(0)) is None
    )


def test_a_scenario_without_its_rules() -> None:
    """A guard that forbids fire is off: fire burns in every run, and the score is worse for it."""
    asked = study(4)
    unruled = asked.without_rules()

    assert unruled is not None
    assert unruled.kind.texts().count("fire") == 4
    found = scorecard(
        asked.scenario, asked.make(asked.scenario, 4, 0), Compared((), unruled), generator(0)
    )
    assert found.baselines["unruled"]["icc"] > found.scores["icc"].value == 0


def test_a_prior_beyond_what_the_scenario_takes_is_told_as_such() -> None:
    """The file as it stands is sound: the message names the value and where it came from."""

    def refusing(changes: Mapping[str, str]) -> Scenario:
        raise InputError([Problem("scenario.toml", 7, "steps[0].after", f"no {len(changes)}")])

    with pytest.raises(InputError) as caught:
        attrs.evolve(study(4), load=refusing).from_priors(generator(0))

    (problem,) = caught.value.problems
    assert problem.message.startswith("no 1; that is with lag = ")
    assert problem.message.endswith(" s, drawn from the prior; narrow it")


def test_every_value_that_was_drawn_is_told() -> None:
    """One after the other, where several parameters have priors."""
    text = MEASURED.replace(
        'slow = { value = "10 d",', 'slow = { value = "10 d", prior = "uniform(1 d, 2 d)",'
    )
    scenario = attrs.evolve(written(text), track="here")

    def refusing(_: Mapping[str, str]) -> Scenario:
        raise InputError([Problem("scenario.toml", 7, "", "no")])

    with pytest.raises(InputError, match=r"with lag = [0-9.]+ s, slow = [0-9.]+ s, drawn from"):
        attrs.evolve(study(4), scenario=scenario, load=refusing).from_priors(generator(0))


def test_evidence_is_all_that_there_is() -> None:
    """Tracks that have rows, runs without rules, and runs from priors."""
    there = Record("there.csv", date(2001, 1, 1), (row("spark", 3),))
    empty = Record("empty.csv", date(2001, 1, 1), ())

    found = study(4).evidence([("empty", empty), ("there", there)], generator(0))

    assert [one.name for one in found.tracks] == ["there"]
    assert found.unruled is not None
    assert found.prior is not None
    assert (len(found.unruled.runs), len(found.prior.runs)) == (4, 4)


def test_a_prior_whose_runs_would_not_end_is_left_out() -> None:
    """As a scenario without its rules is: there is no second headline."""

    def endless(*_: object) -> Projection:
        raise RunError("too many events")

    assert attrs.evolve(study(4), make=endless).from_priors(generator(0)) is None


ENDLESS = """
[[steps]]
actor = "host"
name = "light"
at = 2001-01-11
emits = "spark"

[[steps]]
actor = "host"
name = "fan"
on = "spark"
again = "each"
if = "count('spark') < 3"
after = "1 d"
emits = ["spark", "spark", "spark"]

[score]
predicted = ["spark"]
"""


def test_rules_that_keep_a_run_from_bursting_cannot_be_taken_away() -> None:
    """Such runs would not end: the baseline is left out."""
    scenario = written(ENDLESS)
    asked = attrs.evolve(study(3), scenario=scenario)

    assert len(asked.make(scenario, 3, 0).runs) == 3
    assert asked.without_rules() is None
