"""The checks and expectations of a scenario tried on a few runs: which hold, and where they break.

    program, its checks, seeds -> tried() -> Tried, one for each check
    case, seeds -> answered() -> Answer, one for each thing that a case expects

Few runs say little of a chance. They are the same runs every time, so that a test of them tells
what a change of the scenario does to it.
"""

from collections.abc import Sequence

import attrs

from sim.check.holding import held
from sim.check.watching import CHECK, Rule
from sim.engine import Program, simulate
from sim.errors import RunError
from sim.events import Event
from sim.log import Log
from sim.scenario.expected import Case, Wanted
from sim.scenario.model import Check

STATED = ("initial: ", "given: ")
"""How the step of an event begins that the scenario itself states: it is no answer to anything."""

MUST, MUST_NOT, PROBABILITY = "must", "must not", "probability"


@attrs.frozen
class Broken:
    """A run that violates a check: its seed, and the event at which it did, where there is one.

    `because` is the first cause of that event.
    """

    seed: int
    event: Event | None
    because: Event | None


@attrs.frozen
class Tried:
    """A check tried on some runs; `asked` is in how many it was asked at all."""

    check: Check
    runs: int
    asked: int
    broken: tuple[Broken, ...]

    @property
    def holds(self) -> bool:
        """Whether no more runs violate it than it tolerates."""
        return len(self.broken) / self.runs <= self.check.tolerated


@attrs.frozen
class Answer:
    """What runs say to something that is expected: in how many it is so, and the bounds of that.

    Of "must" and "probability" it is so where the event appears, of "must not" where it does not.
    `against` are the seeds of the others.
    """

    sort: str
    wanted: Wanted
    low: float
    high: float
    runs: int
    against: tuple[int, ...]

    @property
    def so(self) -> int:
        """In how many runs it is so."""
        return self.runs - len(self.against)

    @property
    def holds(self) -> bool:
        """Whether the share of runs in which it is so lies between its bounds."""
        return self.low <= self.so / self.runs <= self.high


def tried(program: Program, rules: Sequence[Rule], seeds: range) -> list[Tried]:
    """The checks among a program's rules on the runs of some seeds, of which there is at least one.

    Raises RunError with the seed of a run that cannot go on.
    """
    some = [rule for rule in rules if rule.sort == CHECK]
    broken: list[list[Broken]] = [[] for _ in some]
    asked = [0] * len(some)
    for seed in seeds:
        try:
            log, verdicts = held(program, some, seed)
        except RunError as error:
            raise RunError(f"seed {seed}: {error}") from None
        for place, verdict in enumerate(verdicts):
            asked[place] += not verdict.vacuous
            if not verdict.holds:
                broken[place].append(_broken(seed, verdict.broken_at, log))
    return [
        Tried(check, len(seeds), asked[place], tuple(broken[place]))
        for place, check in enumerate(program.scenario.checks)
    ]


def _broken(seed: int, place: int | None, log: Log) -> Broken:
    """Where a run breaks a check; a condition may be found broken where no event stands."""
    event = log.events[place] if place is not None and place < len(log.events) else None
    because = log.events[event.causes[0]] if event is not None and event.causes else None
    return Broken(seed, event, because)


def answered(case: Case, seeds: range) -> list[Answer]:
    """What the runs of some seeds, of which there is at least one, say to a case.

    Raises RunError with the seed of a run that cannot go on.
    """
    program = Program(case.scenario)
    asked = [
        *((MUST_NOT if one.never else MUST, one.wanted, one.share, 1.0) for one in case.demands),
        *((PROBABILITY, one.wanted, one.low, one.high) for one in case.chances),
    ]
    against: list[list[int]] = [[] for _ in asked]
    for seed in seeds:
        try:
            log = simulate(program, seed, case.until)
        except RunError as error:
            raise RunError(f"seed {seed}: {error}") from None
        for place, (sort, wanted, _, _) in enumerate(asked):
            if appears(wanted, log.events) is (sort == MUST_NOT):
                against[place].append(seed)
    return [
        Answer(*one, len(seeds), tuple(others)) for one, others in zip(asked, against, strict=True)
    ]


def appears(wanted: Wanted, events: Sequence[Event]) -> bool:
    """Whether an event of interest is among some, in time, and not stated by the scenario."""
    return any(
        any(pattern.matches(event) for pattern in wanted.patterns)
        and (wanted.before is None or event.time < wanted.before)
        and not event.step.startswith(STATED)
        for event in events
    )
