"""Forecasts from successive dates of the record, scored by what came after.

At each origin the record up to it is the past of every forecaster, of the baselines too: what is
known adds nothing to a score, and "nothing happens" becomes persistence: nothing new happens.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import attrs
import numpy as np
from numpy.typing import NDArray

from sim.events.dates import DAY, day_at
from sim.scenario.model import Scenario
from sim.score.baselines.naive import announced, nothing
from sim.score.baselines.own import decoupled, redrawn
from sim.score.baselines.tracks import Track, climatology, markov
from sim.score.doubt.uncertainty import Interval, Weights, interval, kinds_of, over_kinds, resamples
from sim.score.measures.by_name import COMPARED, HEADLINE, Measure, measures
from sim.score.measures.scored import Scored
from sim.score.scorecard import BASELINE_RUNS
from sim.score.timelines.dates import Dates
from sim.score.timelines.observed import Observed, observed
from sim.score.timelines.targets import Target, compared_until, targets

Forecast = Callable[[int], Dates]
"""The forecast from a second of the record on, the past included."""


@attrs.frozen
class Origin:
    """A forecast from the end of a day: its scores, and the baselines', by name."""

    as_of: date
    open: int
    """Predicted events of the record that are still to come."""
    scores: Mapping[str, float]
    baselines: Mapping[str, Mapping[str, float]]

    @property
    def skill(self) -> Mapping[str, float | None]:
        """1 - S / S_ref by the headline; None where the baseline is perfect."""
        mine = self.scores[HEADLINE]
        return {
            name: 1 - mine / each[HEADLINE] if each[HEADLINE] else None
            for name, each in self.baselines.items()
        }


@attrs.frozen
class Overall:
    """Skill over all origins, by the sums of the headline; the interval draws kinds anew."""

    value: float
    interval: Interval


@attrs.frozen
class Backtest:
    """The forecasts of one scenario from many dates of its record."""

    origins: tuple[Origin, ...]
    skill: Mapping[str, Overall]


def origins(scenario: Scenario, every: int) -> Iterator[int]:
    """The seconds to forecast from: each so many seconds, whole days, while record is to come."""
    step = max(every // DAY, 1) * DAY
    yield from range(step, compared_until(scenario) - DAY, step)


def backtest(
    scenario: Scenario,
    forecast: Forecast,
    tracks: Sequence[Track],
    cuts: Sequence[int],
    chance: np.random.Generator,
) -> Backtest:
    """Forecast from each of some seconds, and score what each forecaster says."""
    chosen = targets(scenario)
    record = observed(scenario, chosen)
    named = measures(scenario, chosen)
    found, headlines = [], []
    for cut in cuts:
        mine = forecast(cut)
        rivals = baselines(scenario, mine, record, tracks=tracks, cut=cut, chance=chance)
        scored = {name: measure(mine, record) for name, measure in named.items()}
        theirs = {name: _compared(dates, record, named) for name, dates in rivals.items()}
        headlines.append(
            {"": scored[HEADLINE], **{name: each[HEADLINE] for name, each in theirs.items()}}
        )
        found.append(
            Origin(
                day_at(scenario.start, cut - 1),
                sum(row.until > cut for rows in record.rows for row in rows),
                {name: one.value for name, one in scored.items()},
                {n: {s: one.value for s, one in each.items()} for n, each in theirs.items()},
            )
        )
    return Backtest(tuple(found), _overall(headlines, chosen, chance))


def baselines(
    scenario: Scenario,
    mine: Dates,
    record: Observed,
    *,
    tracks: Sequence[Track],
    cut: int,
    chance: np.random.Generator,
) -> Mapping[str, Dates]:
    """What others would say from a second of the record on."""
    chosen, horizon = record.targets, record.horizon
    past, future = record.known(cut), mine.since(cut)
    found: dict[str, Dates | None] = {"persistence": nothing(chosen, horizon)}
    if tracks:
        size = BASELINE_RUNS
        found["climatology"] = climatology(
            tracks, chosen, horizon, runs=size, chance=chance, since=cut
        )
        found["markov"] = markov(tracks, chosen, horizon, runs=size, chance=chance, since=cut)
    found["decoupled"] = decoupled(future, chance)
    found["redrawn"] = redrawn(future, chance, since=cut)
    said = announced(scenario.classes.announced, chosen, horizon, by=cut)
    found["announced"] = None if said is None else said.since(cut)
    return {name: dates.after(past) for name, dates in found.items() if dates is not None}


def _compared(dates: Dates, record: Observed, named: Mapping[str, Measure]) -> Mapping[str, Scored]:
    return {score: named[score](dates, record) for score in COMPARED}


def _overall(
    headlines: Sequence[Mapping[str, Scored]],
    chosen: Sequence[Target],
    chance: np.random.Generator,
) -> Mapping[str, Overall]:
    """Skill over all origins against each baseline that stands at every one of them."""
    if not headlines:
        return {}
    kinds = kinds_of([target.pattern.kind for target in chosen])
    drawn = resamples(int(kinds.max(initial=-1)) + 1, chance)
    everywhere = [name for name in headlines[0] if all(name in each for each in headlines)]
    sums = {name: _summed([each[name] for each in headlines], kinds, drawn) for name in everywhere}
    mine, mine_drawn = sums.pop("")
    with np.errstate(divide="ignore", invalid="ignore"):  # resamples without an imperfect kind
        return {
            name: Overall(1 - mine / theirs, interval(1 - mine_drawn / theirs_drawn))
            for name, (theirs, theirs_drawn) in sums.items()
            if theirs
        }


def _summed(
    scores: Sequence[Scored], kinds: NDArray[np.int64], drawn: Weights
) -> tuple[float, NDArray[np.float64]]:
    """The sum of a headline over origins, and of its resamples."""
    total, anew = 0.0, np.zeros(len(drawn))
    for score in scores:
        total += score.value
        anew += over_kinds(score, kinds, drawn)
    return total, anew
