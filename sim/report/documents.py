"""Scorecards as JSON: the fields that scripts rely on, and more beside them.

Pure. What is not a number (a lag that no run has) is null.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from sim.scenario.model import Scenario
from sim.score.backtest import Backtest
from sim.score.comparison import Comparison
from sim.score.doubt.uncertainty import Interval, Skill
from sim.score.milestones import Milestone, Outlook, Span
from sim.score.outlook import Prospect
from sim.score.scorecard import Scorecard, Value

Document = dict[str, object]


def of_source(scenario: Scenario, seed: int) -> Document:
    """What runs were made from, as every document says it."""
    return {
        "scenario": {"name": scenario.name, "title": scenario.title, "digest": scenario.digest},
        "changes": dict(scenario.changes),
        "seed": seed,
    }


def of_scorecard(card: Scorecard) -> Document:
    """A scorecard; every key of the contract stands, whatever is missing is null."""
    found, insample = card.calibration, card.insample
    return {
        "runs": card.runs,
        "from": str(card.start),
        "until": str(card.until),
        "tracks": list(card.tracks),
        "scores": {name: _value(one) for name, one in card.scores.items()},
        "baselines": {name: _numbers(each) for name, each in card.baselines.items()},
        "skill": {name: of_skill(one) for name, one in card.skill.items()},
        "milestones": [_milestone(one) for one in card.milestones],
        "coverage": {f"{level:.0%}": _number(share) for level, share in found.coverage.items()},
        "pit": list(found.histogram),
        "rank": card.rank,
        "targets": [
            {"name": one.name, "weight": one.weight, "icc": one.icc, "monthly": one.monthly,
             "documented": one.documented, "simulated": one.simulated}
            for one in card.shares
        ],
        "rules": [
            {"name": one.name, "rule": one.text, "kept": one.kept, "vacuous": one.vacuous,
             "record": one.recorded and one.recorded.value}
            for one in card.rules
        ],
        "descriptions": {
            "edit_distance": _number(card.descriptions.edit_distance),
            "f1": _number(card.descriptions.f1),
            "kendall_tau": _number(card.descriptions.kendall_tau),
            "bigram_distance": _number(card.descriptions.bigram_distance),
        },
        "in_sample": {
            "parameters": insample.parameters,
            "measured_here": list(insample.measured_here),
            "headline": None if insample.headline is None else _value(insample.headline),
        },
        "band": None if card.band is None else attrs.asdict(card.band),
    }  # fmt: skip


def of_ranges(found: Sequence[Milestone], runs: int, until: date) -> Document:
    """The milestones alone, and how many lie inside the range of the runs."""
    return {
        "runs": runs,
        "until": str(until),
        "milestones": [_milestone(one) for one in found],
        "inside": sum(one.inside for one in found),
    }


def of_comparison(found: Comparison) -> Document:
    """What differs in another scenario, and where runs part."""
    return {
        "same": found.same,
        "milestones": [
            {"name": one.name, "chances": list(one.chances),
             "chance": {"value": one.chance, "interval": _interval(one.chance_interval)},
             "days": {"value": one.days, "interval": _interval(one.days_interval)},
             "often": {"value": one.often, "interval": _interval(one.often_interval)},
             "changed": one.changed}
            for one in found.differences
        ],
        "partings": [
            {"step": one.step, "share": one.share, "median": str(one.median)}
            for one in found.partings
        ],
    }  # fmt: skip


def of_prospects(found: Sequence[Prospect]) -> Document:
    """A forecast; `happened` is the window of what had happened by then, else null."""
    return {
        "milestones": [
            {**of_outlook(one.outlook), "happened": one.happened and _span(one.happened)}
            for one in found
        ]
    }


def of_backtest(found: Backtest) -> Document:
    """The forecasts from each date, and the skill over all of them."""
    return {
        "origins": [
            {"as_of": str(one.as_of), "open": one.open, "scores": _numbers(one.scores),
             "baselines": {name: _numbers(each) for name, each in one.baselines.items()},
             "skill": _numbers(one.skill)}
            for one in found.origins
        ],
        "skill": {
            name: {"value": _number(one.value), "interval": _interval(one.interval)}
            for name, one in found.skill.items()
        },
    }  # fmt: skip


def of_outlook(one: Outlook) -> Document:
    """The forecast of one milestone; a date beyond the horizon is null."""
    return {
        "name": one.name,
        "actor": one.actor,
        "kind": one.kind,
        "subject": one.subject,
        "probability": one.probability,
        "median": _day(one.median),
        "interval_50": _span(one.interval_50),
        "interval_90": _span(one.interval_90),
        "interval_98": _span(one.interval_98),
    }


def of_skill(one: Skill) -> Document:
    """Skill with its two intervals; `interval` is the one from drawing the runs anew."""
    return {
        "value": _number(one.value),
        "interval": _interval(one.by_runs),
        "interval_kinds": None if one.by_kinds is None else _interval(one.by_kinds),
        "difference": _number(one.difference),
    }


def _milestone(one: Milestone) -> Document:
    documented = None if one.documented is None else _span(one.documented)
    told = {"documented": documented, "crps": one.crps, "inside_98": one.inside}
    return of_outlook(one.outlook) | told


def _value(one: Value) -> Document:
    return {"value": _number(one.value), "interval": _interval(one.interval)}


def _interval(one: Interval) -> list[float | None]:
    return [_number(bound) for bound in one]


def _number(value: float) -> float | None:
    return value if value - value == 0 else None


def _numbers(values: Mapping[str, float | None]) -> dict[str, float | None]:
    return {name: None if value is None else _number(value) for name, value in values.items()}


def _day(value: date | None) -> str | None:
    return None if value is None else str(value)


def _span(value: Span) -> list[str | None]:
    return [_day(bound) for bound in value]
