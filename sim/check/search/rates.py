"""Many seeds: how often each rule is broken, how sure that is, and how often it is asked at all."""

from collections.abc import Sequence

import attrs

from sim.chance.mathematics import sqrt
from sim.check.search.waiting import Heard, Spent
from sim.check.watching import Observer, Rule
from sim.engine import Program, watched
from sim.errors import RunError

Interval = tuple[float, float]

NORMAL = 1.959963984540054
"""The standard normal quantile of 0.975: intervals of 95 %."""


@attrs.define
class Rate:
    """One rule over many runs: how many broke it, how many never asked it.

    `shortest` are the seeds of runs that broke it, those with the fewest events until then first.
    """

    rule: Rule
    runs: int = 0
    violations: int = 0
    vacuous: int = 0
    shortest: list[tuple[int, int]] = attrs.Factory(list)

    @property
    def rate(self) -> float:
        """The share of runs that broke it."""
        return self.violations / self.runs if self.runs else 0.0

    @property
    def interval(self) -> Interval:
        """The 95 % interval of that share."""
        return wilson(self.violations, self.runs)

    @property
    def tolerated(self) -> float:
        """The share of runs that may break it; of the procedure, none."""
        return self.rule.check.tolerated if self.rule.check else 0.0

    @property
    def within(self) -> bool:
        """Whether no more runs break it than it tolerates, where it tolerates any."""
        return 0 < self.tolerated >= self.rate


def wilson(count: int, runs: int) -> Interval:
    """The 95 % score interval of a share (Wilson 1927): sound also for shares of none or all."""
    if not runs:
        return 0.0, 1.0
    share, squared = count / runs, NORMAL * NORMAL
    middle = (share + squared / (2 * runs)) / (1 + squared / runs)
    spread = share * (1 - share) / runs + squared / (4 * runs * runs)
    half = NORMAL * sqrt(spread) / (1 + squared / runs)
    low = 0.0 if count == 0 else max(middle - half, 0.0)
    return low, 1.0 if count == runs else min(middle + half, 1.0)


KEPT = 50
"""Seeds that are remembered of each rule."""


def hold(
    program: Program, found: Sequence[Rate], seeds: range, heard: Heard, spent: Spent,
) -> None:  # fmt: skip
    """Hold the runs of some seeds against rules, and count; fewer runs if time is spent before.

    `heard` hears of each run. Raises RunError with the seed of a run that would not end.
    """
    some = [rate.rule for rate in found]
    for seed in seeds:
        if spent():
            break
        observer = Observer(some)
        try:
            watched(program, seed, observer)
        except RunError as error:
            raise RunError(f"seed {seed}: {error}") from None
        for rate, one in zip(found, observer.heard, strict=True):
            verdict = one.verdict()
            rate.runs += 1
            rate.vacuous += verdict.vacuous
            if not verdict.holds:
                rate.violations += 1
                rate.shortest = sorted([*rate.shortest, (one.events, seed)])[:KEPT]
        heard(1)
