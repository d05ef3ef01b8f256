"""The scorecard: an ensemble against the record, every score beside its baselines and its doubt."""

import math
from collections.abc import Mapping, Sequence
from datetime import date

import attrs
import numpy as np

from sim.ensemble.projection import Projection
from sim.events.dates import day_at
from sim.scenario.model import Scenario
from sim.score.baselines.naive import announced, nothing
from sim.score.baselines.own import decoupled, redrawn
from sim.score.baselines.tracks import Track, climatology, markov, rescaled
from sim.score.checks import Rule, rules
from sim.score.descriptions import Descriptions, descriptions
from sim.score.doubt.band import Band, band
from sim.score.doubt.calibration import Calibration, calibration
from sim.score.doubt.rank import exchangeability
from sim.score.doubt.uncertainty import (
    Interval,
    Skill,
    Weights,
    interval,
    kinds_of,
    over_runs,
    resamples,
    skill,
)
from sim.score.measures.by_name import COMPARED, HEADLINE, Measure, measures
from sim.score.measures.scored import Scored
from sim.score.milestones import Milestone, milestones
from sim.score.timelines.dates import Dates, dates_of
from sim.score.timelines.observed import Observed, observed
from sim.score.timelines.targets import targets

BASELINE_RUNS = 1_000
"""Runs of the baselines that are simulated."""


@attrs.frozen
class Compared:
    """What an ensemble is compared with, beyond what it and its scenario hold.

    `tracks` are other negotiations, `unruled` runs of the scenario without its rules, `prior` runs
    with what was measured on this record alone drawn from its prior; None where there are none.
    """

    tracks: tuple[Track, ...] = ()
    unruled: Projection | None = None
    prior: Projection | None = None


@attrs.frozen
class Value:
    """A score and its interval from drawing the runs anew; nan where nothing could be scored."""

    value: float
    interval: Interval


@attrs.frozen
class Share:
    """What one target adds to the headline, in days; how often it happened, in record and runs."""

    name: str
    weight: float
    icc: float
    documented: int
    simulated: float
    monthly: bool


@attrs.frozen
class Insample:
    """What was measured on this record alone, of how many; the headline with that put back."""

    parameters: int
    measured_here: tuple[str, ...]
    headline: Value | None


@attrs.frozen(eq=False)
class Scorecard:
    """An ensemble against a documented log."""

    runs: int
    start: date
    until: date
    tracks: tuple[str, ...]
    """The other tracks that baselines were made from."""
    scores: Mapping[str, Value]
    baselines: Mapping[str, Mapping[str, float]]
    skill: Mapping[str, Skill]
    shares: tuple[Share, ...]
    milestones: tuple[Milestone, ...]
    calibration: Calibration
    rank: float
    descriptions: Descriptions
    rules: tuple[Rule, ...]
    insample: Insample
    band: Band | None


def scorecard(
    scenario: Scenario, runs: Projection, compared: Compared, chance: np.random.Generator
) -> Scorecard:
    """Score an ensemble of a scenario against its record, by all measures and baselines.

    `chance` draws the baselines and the resamples; runs and record are taken as they are.
    """
    chosen = targets(scenario)
    record = observed(scenario, chosen)
    forecast = dates_of(runs, chosen, record.horizon)
    named = measures(scenario, chosen)
    scored = {name: measure(forecast, record) for name, measure in named.items()}
    drawn = resamples(forecast.runs, chance)
    references = {
        name: {score: named[score](dates, record) for score in COMPARED}
        for name, dates in baselines(scenario, forecast, record, compared, chance).items()
    }
    kinds = kinds_of([target.pattern.kind for target in chosen])
    anew = resamples(int(kinds.max(initial=-1)) + 1, chance)
    return Scorecard(
        runs=forecast.runs,
        start=scenario.start,
        until=day_at(scenario.start, record.horizon - 1),
        tracks=tuple(one.name for one in compared.tracks),
        scores={name: _value(score, drawn) for name, score in scored.items()},
        baselines={
            n: {s: _plain(one) for s, one in each.items()} for n, each in references.items()
        },
        skill={
            name: skill(
                scored[HEADLINE],
                each[HEADLINE],
                drawn,
                kinds,
                anew,
                theirs=_drawn(name, each[HEADLINE], drawn, chance),
            )  # fmt: skip
            for name, each in references.items()
        },
        shares=tuple(_shares(scored[HEADLINE], forecast, record)),
        milestones=tuple(milestones(forecast, record)),
        calibration=calibration(forecast, record),
        rank=exchangeability(forecast, record),
        descriptions=descriptions(forecast, record),
        rules=tuple(rules(scenario.checks, runs, scenario.record, record.horizon)),
        insample=_insample(scenario, compared, record, named[HEADLINE], chance),
        band=band(scenario, forecast, chosen),
    )


PAIRED = ("redrawn", "unruled")
"""Baselines whose n-th run belongs to our n-th."""

SIMULATED = ("climatology", "markov", "decoupled")
"""Baselines with runs of their own; the others are what they are."""


def _drawn(
    name: str, reference: Scored, drawn: Weights, chance: np.random.Generator
) -> Weights | None:
    """How a baseline's runs are drawn anew beside ours; None where there is nothing to draw."""
    if name in PAIRED:
        return drawn
    return resamples(len(reference.runs), chance) if name in SIMULATED else None


def baselines(
    scenario: Scenario,
    forecast: Dates,
    record: Observed,
    compared: Compared,
    chance: np.random.Generator,
) -> Mapping[str, Dates]:
    """N0 to N7, those that there is material for."""
    chosen, horizon = record.targets, record.horizon
    found: dict[str, Dates | None] = {"nothing": nothing(chosen, horizon)}
    if compared.tracks:
        tracks, size = compared.tracks, BASELINE_RUNS
        found["climatology"] = climatology(tracks, chosen, horizon, runs=size, chance=chance)
        few = rescaled(tracks, chosen, horizon)
        # told again and again: few sequences are a law of few atoms, not that many draws from one
        found["rescaled"] = few.chosen(np.arange(size) % few.runs)
        found["markov"] = markov(tracks, chosen, horizon, runs=size, chance=chance)
    found["decoupled"] = decoupled(forecast, chance)
    found["redrawn"] = redrawn(forecast, chance)
    found["announced"] = announced(scenario.classes.announced, chosen, horizon, by=horizon)
    if compared.unruled is not None:
        found["unruled"] = dates_of(compared.unruled, chosen, horizon)
    return {name: dates for name, dates in found.items() if dates is not None}


def measured_here(scenario: Scenario) -> tuple[str, ...]:
    """The parameters that were measured on the scenario's own record and nowhere else.

    One that was given another value is no longer what was measured.
    """
    return tuple(
        name
        for name, one in scenario.parameters.items()
        if one.measured_on
        and not one.changed
        and set(one.measured_on) <= {scenario.track, "this-track"}
    )


def _value(score: Scored, drawn: Weights) -> Value:
    if not score.asked:
        return Value(math.nan, (math.nan, math.nan))
    return Value(score.value, interval(over_runs(score, drawn)))


def _plain(score: Scored) -> float:
    return score.value if score.asked else math.nan


def _shares(headline: Scored, forecast: Dates, record: Observed) -> Sequence[Share]:
    return [
        Share(
            target.name, target.weight, headline.by_target(place), len(record.rows[place]),
            float((forecast.times[place] < record.horizon).sum() / forecast.runs), target.monthly,
        )
        for place, target in enumerate(record.targets)
    ]  # fmt: skip


def _insample(
    scenario: Scenario,
    compared: Compared,
    record: Observed,
    measure: Measure,
    chance: np.random.Generator,
) -> Insample:
    headline = None
    if compared.prior is not None:
        again = dates_of(compared.prior, record.targets, record.horizon)
        headline = _value(measure(again, record), resamples(again.runs, chance))
    return Insample(len(scenario.parameters), measured_here(scenario), headline)
