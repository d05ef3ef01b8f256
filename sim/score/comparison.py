"""Two scenarios under the same seeds: what differs, by how much, and from which event on.

Runs of one seed share every event that the difference does not reach, so differences are taken
seed by seed and most of the chance falls out of them.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import accumulate

import attrs
import numpy as np

from sim.ensemble.projection import Projection
from sim.events.dates import DAY, day_at
from sim.score.doubt.uncertainty import Interval, Weights, interval, means
from sim.score.measures.scored import Numbers
from sim.score.timelines.dates import Dates
from sim.score.timelines.targets import Target


@attrs.frozen
class Difference:
    """One target in two scenarios; differences are the other minus the first, seed by seed.

    `chances` of it by the horizon; `days` later, a date beyond the horizon counting as the
    horizon; `often`, how many more of it; `changed` the share of seeds whose dates differ.
    """

    name: str
    chances: tuple[float, float]
    chance: float
    chance_interval: Interval
    days: float
    days_interval: Interval
    often: float
    often_interval: Interval
    changed: float


@attrs.frozen
class Parting:
    """A step at which runs part: its event is the first that only one of the two has."""

    step: str
    share: float
    median: date


@attrs.frozen
class Comparison:
    """Two scenarios side by side: `same` is the share of seeds whose runs do not differ at all.

    None beside a record, which has no runs.
    """

    differences: tuple[Difference, ...]
    same: float | None
    partings: tuple[Parting, ...]


def differences(
    first: Dates, other: Dates, chosen: Sequence[Target], drawn: Weights
) -> tuple[Difference, ...]:
    """Each target of two scenarios; `drawn` resamples their runs, which are paired."""
    return tuple(
        _difference(target.name, place, first, other, drawn) for place, target in enumerate(chosen)
    )


def _difference(name: str, place: int, first: Dates, other: Dates, drawn: Weights) -> Difference:
    ordinals = max(first.times[place].shape[1], other.times[place].shape[1])
    mine, theirs = first.padded(place, ordinals), other.padded(place, ordinals)
    dates = first.first(place), other.first(place)
    chances = [(when < first.horizon).astype(np.float64) for when in dates]
    often = [(times < first.horizon).sum(axis=1).astype(np.float64) for times in (mine, theirs)]
    later = (dates[1] - dates[0]) / DAY
    return Difference(
        name,
        (float(chances[0].mean()), float(chances[1].mean())),
        *_mean(chances[1] - chances[0], drawn),
        *_mean(later, drawn),
        *_mean(often[1] - often[0], drawn),
        float((mine != theirs).any(axis=1).mean()),
    )


def _mean(values: Numbers, drawn: Weights) -> tuple[float, Interval]:
    """The mean of paired differences, with its interval."""
    return float(values.mean()), interval(means(values, drawn))


def partings(first: Projection, other: Projection, start: date) -> tuple[float, list[Parting]]:
    """The share of seeds whose runs are the same, and where the others part, commonest first.

    Runs part at the first event that they do not share: of the two that stand there the earlier,
    by its step.
    """
    sides = [_rows(first), _rows(other)]
    found: list[tuple[str, int]] = []
    for mine, theirs in zip(*sides, strict=True):
        place = next(
            (n for n, pair in enumerate(zip(mine, theirs, strict=False)) if pair[0] != pair[1]),
            min(len(mine), len(theirs)),
        )
        apart = [side[place] for side in (mine, theirs) if place < len(side)]
        if apart:
            second, step, *_ = min(apart)
            found.append((step, second))
    counts = Counter(step for step, _ in found)
    runs = len(sides[0])
    return 1 - len(found) / runs, [
        Parting(
            step, count / runs,
            day_at(start, int(np.median([when for name, when in found if name == step]))),
        )
        for step, count in counts.most_common()
    ]  # fmt: skip


Event = tuple[int, str, str, str, str]


def _rows(runs: Projection) -> list[list[Event]]:
    """Each run as its events: second, step, kind, actor and subject."""
    rows: list[Event] = list(
        zip(
            runs.second.tolist(), runs.step.texts(), runs.kind.texts(), runs.actor.texts(),
            runs.subject.texts(), strict=True,
        )
    )  # fmt: skip
    starts = [0, *accumulate(mark.events for mark in runs.runs)]
    return [rows[starts[n] : starts[n + 1]] for n in range(len(runs.runs))]
