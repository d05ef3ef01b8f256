"""What is expected of a scenario, as it stands beside it in `expect.toml`. Plain, frozen data.

`expectations` reads it, `check.tried` holds runs against it.
"""

from collections.abc import Mapping

import attrs

from sim.events import Pattern
from sim.scenario.model import Scenario
from sim.scenario.whereabouts import Place


@attrs.frozen
class Wanted:
    """An event of interest, of any of some patterns.

    `before` is the first second at which it is too late, None where it never is.
    """

    text: str
    patterns: tuple[Pattern, ...]
    before: int | None
    place: Place


@attrs.frozen
class Demand:
    """It must appear in so great a share of runs; or with `never`, be absent from it."""

    wanted: Wanted
    share: float
    never: bool


@attrs.frozen
class Chance:
    """The share of runs in which it appears lies between two bounds."""

    wanted: Wanted
    low: float
    high: float


@attrs.frozen(eq=False)
class Case:
    """One case: a scenario with what the case gives, how it is run, and what is expected.

    `until` is the first second not to run, `given` what the case gives, as its file has it; where
    `runs` and `seed` are None, whoever asks says how many and from which on.
    """

    name: str
    why: str
    scenario: Scenario
    given: tuple[Mapping[str, object], ...]
    until: int
    runs: int | None
    seed: int | None
    demands: tuple[Demand, ...]
    chances: tuple[Chance, ...]
    place: Place
