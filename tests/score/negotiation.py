"""A negotiation whose law is known, and five forecasters that get it wrong, each in its own way.

Eight kinds of event over a year: a proposal, an opening, rounds that attacks may suspend, an
agreement and its signature; attacks come in bursts. A run is a list of (target, day).
"""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from tests.score.made import target

HORIZON = 365
KINDS = ("proposal", "opening", "round", "suspension", "resumption", "agreement", "signature",
         "attack")  # fmt: skip
PROPOSAL, OPENING, ROUND, SUSPENSION, RESUMPTION, AGREEMENT, SIGNATURE, ATTACK = range(len(KINDS))
TARGETS = tuple(target(kind, 1 / len(KINDS)) for kind in KINDS)

Run = list[tuple[int, float]]
Forecaster = Callable[[np.random.Generator, int], list[Run]]


def drawn(chance: np.random.Generator, slower: float = 1.0, sigma: float = 0.6) -> Run:
    """One history; `slower` stretches every delay of the talks, `sigma` widens them."""

    def wait(mean: float) -> float:
        return float(slower * mean * chance.lognormal(-sigma * sigma / 2, sigma))

    attacks = _attacks(chance)
    day = wait(30)
    run = [(PROPOSAL, day), *((ATTACK, when) for when in attacks)]
    day += wait(25)
    run.append((OPENING, day))
    for _ in range(int(chance.integers(2, 6))):
        day += wait(22)
        near = [when for when in attacks if day - 15 < when < day]
        if near and chance.random() < 0.5:
            day = near[-1] + 1
            run.append((SUSPENSION, day))
            day += wait(20)
            run.append((RESUMPTION, day))
            day += wait(10)
        run.append((ROUND, day))
    if chance.random() < 0.6:
        day += wait(20)
        run.append((AGREEMENT, day))
        if chance.random() < 0.8:
            run.append((SIGNATURE, day + wait(30)))
    return sorted(((kind, when) for kind, when in run if when < HORIZON), key=lambda one: one[1])


def _attacks(chance: np.random.Generator) -> list[float]:
    """Bursts: every 45 days one begins, and each attack is followed by another with 0.4."""
    found: list[float] = []
    start = 0.0
    while True:
        start += float(chance.exponential(45))
        if start > HORIZON:
            return sorted(found)
        found.append(start)
        day = start
        while chance.random() < 0.4:
            day += float(chance.exponential(4))
            found.append(day)


def true(chance: np.random.Generator, runs: int) -> list[Run]:
    """The generator itself."""
    return [drawn(chance) for _ in range(runs)]


def sharp(chance: np.random.Generator, runs: int) -> list[Run]:
    """One typical history, a day or two to and fro: sure of itself."""
    return [
        sorted(
            ((kind, float(np.clip(day + chance.normal(0, 2), 0, HORIZON - 1))) for kind, day in
             _typical()), key=lambda one: one[1],
        )
        for _ in range(runs)
    ]  # fmt: skip


@cache
def _typical() -> Run:
    """Of 120 histories the one whose counts and first dates are nearest to those of the others."""
    pool = true(np.random.default_rng(0), 120)
    seen = np.array([
        [20.0 * sum(kind == k for kind, _ in run) for k in range(len(KINDS))]
        + [min((d for kind, d in run if kind == k), default=HORIZON) for k in range(len(KINDS))]
        for run in pool
    ])  # fmt: skip
    strangeness = np.abs(seen[:, None] - seen[None, :]).sum(axis=(1, 2))
    return pool[int(strangeness.argmin())]


def overdispersed(chance: np.random.Generator, runs: int) -> list[Run]:
    """Delays of the right mean that vary more than twice as much."""
    return [drawn(chance, sigma=1.3) for _ in range(runs)]


def slow(chance: np.random.Generator, runs: int) -> list[Run]:
    """Talks that take 35 % longer."""
    return [drawn(chance, slower=1.35) for _ in range(runs)]


def independent(chance: np.random.Generator, runs: int) -> list[Run]:
    """Each kind as it should be, and none knowing of another."""
    pool = true(chance, runs)
    dealt = [chance.permutation(runs) for _ in KINDS]
    return [
        [event for kind in range(len(KINDS)) for event in pool[dealt[kind][m]] if event[0] == kind]
        for m in range(runs)
    ]


def poisson(chance: np.random.Generator, runs: int) -> list[Run]:
    """Each kind as often as it should be, at any time."""
    rates = _rates()
    return [
        [(k, float(chance.uniform(0, HORIZON))) for k in range(len(KINDS))
         for _ in range(int(chance.poisson(rates[k])))]
        for _ in range(runs)
    ]  # fmt: skip


@cache
def _rates() -> list[float]:
    """How often each kind happens in a year."""
    pool = true(np.random.default_rng(0), 600)
    return [sum(kind == k for run in pool for kind, _ in run) / 600 for k in range(len(KINDS))]


WRONG: Mapping[str, Forecaster] = {
    "sharp": sharp,
    "overdispersed": overdispersed,
    "slow": slow,
    "independent": independent,
    "poisson": poisson,
}
