"""N1 to N3: what other negotiations lead one to expect. The record to be scored is not looked at.

Another track shares kinds with this one, not subjects: an event of a kind counts for the targets
of that kind in turn.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import attrs
import numpy as np

from sim.log.record import Record
from sim.score.timelines.dates import Dates, of_sequences
from sim.score.timelines.targets import Target

UNSEEN = 0.5
"""Events of each kind that the other tracks are taken to have had besides those recorded: the mean
of a Poisson rate under Jeffreys' prior. Kinds that none of them had share one such half."""

Run = list[tuple[int, int]]


@attrs.frozen
class Track:
    """Another negotiation: (second since its first row, kind) of each row, in order, and its span.

    A row stands in the middle of its window.
    """

    name: str
    span: int
    events: tuple[tuple[int, str], ...]


def track(name: str, record: Record) -> Track | None:
    """A record as a track; None if it has no rows."""
    if not record.events:
        return None
    first = min(row.time for row in record.events)
    last = max(row.until for row in record.events)
    events = sorted(((row.time + row.until) // 2 - first, row.kind) for row in record.events)
    return Track(name, last - first, tuple(events))


def climatology(
    tracks: Sequence[Track],
    chosen: Sequence[Target],
    horizon: int,
    *,
    runs: int,
    chance: np.random.Generator,
    since: int = 0,
) -> Dates:
    """N1: a Poisson process for each kind, at the rate that it has in the other tracks.

    Half an event is added to each kind's count, so that none is held impossible for want of a
    record. All kinds that no track had count as one kind in this: else a scenario would make the
    baseline worse by listing many of them. The targets of a kind share its rate.
    """
    exposure = 0
    seen: Counter[str] = Counter()
    for one in tracks:
        exposure += one.span
        seen.update(kind for _, kind in one.events)
    sharing = Counter(target.pattern.kind for target in chosen)
    unheard = sum(kind not in seen for kind in sharing)
    tables = []
    for target in chosen:
        kind = target.pattern.kind
        added = UNSEEN if kind in seen else UNSEEN / unheard
        expected = (seen[kind] + added) / exposure / sharing[kind] * (horizon - since)
        counts = chance.poisson(expected, size=runs)
        times = chance.integers(since, horizon, size=(runs, int(counts.max(initial=0))))
        kept = np.arange(times.shape[1]) < counts.reshape(-1, 1)
        tables.append(np.sort(np.where(kept, times, horizon), axis=1))
    return Dates(tuple(tables), horizon)


def rescaled(tracks: Sequence[Track], chosen: Sequence[Target], horizon: int) -> Dates:
    """N2: the other tracks over again, each stretched to end with this one; one run each."""
    turns = _turns(chosen)
    runs = []
    for one in tracks:
        taken: Counter[str] = Counter()
        run: Run = []
        for second, kind in one.events:
            if kind in turns:
                place = turns[kind][taken[kind] % len(turns[kind])]
                taken[kind] += 1
                run.append((place, second * horizon // one.span))
        runs.append(run)
    return of_sequences(runs, len(chosen), horizon)


def markov(
    tracks: Sequence[Track],
    chosen: Sequence[Target],
    horizon: int,
    *,
    runs: int,
    chance: np.random.Generator,
    since: int = 0,
) -> Dates:
    """N3: a chain in which each kind follows another as often, and after such lags, as elsewhere.

    Kinds that are not predicted here are left out of the other tracks first. A chain ends where a
    track ended, or at the horizon.
    """
    turns = _turns(chosen)
    steps = _steps(tracks, turns)
    sequences = [_walk(steps, turns, horizon, chance, since) for _ in range(runs)]
    return of_sequences(sequences, len(chosen), horizon)


Steps = Mapping[str | None, Sequence[tuple[int, str | None]]]
"""For each kind (None: the start) what followed it: (lag in seconds, the next kind or the end)."""


def _steps(tracks: Sequence[Track], turns: Mapping[str, Sequence[int]]) -> Steps:
    steps: dict[str | None, list[tuple[int, str | None]]] = {}
    for one in tracks:
        mine: list[tuple[int, str | None]] = [e for e in one.events if e[1] in turns]
        for (second, kind), (then, after) in pairwise([(0, None), *mine, (one.span, None)]):
            steps.setdefault(kind, []).append((then - second, after))
    return steps


def _walk(
    steps: Steps,
    turns: Mapping[str, Sequence[int]],
    horizon: int,
    chance: np.random.Generator,
    since: int,
) -> Run:
    """One run of the chain: draw a step that followed this kind somewhere, again and again."""
    run: Run = []
    second, kind = since, None
    while len(run) < MOST_EVENTS and steps.get(kind):
        followed = steps[kind]
        lag, kind = followed[int(chance.integers(len(followed)))]
        second += lag
        if kind is None or second >= horizon:
            break
        places = turns[kind]
        place = places[int(chance.integers(len(places)))] if len(places) > 1 else places[0]
        run.append((place, second))
    return run


MOST_EVENTS = 10_000
"""Of one run of the chain: lags of other tracks may all be short."""


def _turns(chosen: Sequence[Target]) -> Mapping[str, Sequence[int]]:
    """The targets of each kind."""
    turns: dict[str, list[int]] = {}
    for place, target in enumerate(chosen):
        turns.setdefault(target.pattern.kind, []).append(place)
    return turns
