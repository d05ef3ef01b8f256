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

FEW = 3
"""Runs of one sort that are told of."""


@attrs.frozen
class Witness:
    """A run that shows something: its seed, and the event that does, where there is one.

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
    broken: tuple[Witness, ...]

    @property
    def holds(self) -> bool:
        """Whether no more runs violate it than it tolerates."""
        return len(self.broken) / self.runs <= self.check.tolerated


@attrs.frozen
class Answer:
    """What runs say to something that is expected: in how many it is so, and the bounds of that.

    Of "must" and "probability" it is so where the event appears, of "must not" where it does not.
    It appears in `count` runs: `seen` are the first of these, each with the first such event,
    `missing` the seeds of the first of the others.
    """

    sort: str
    wanted: Wanted
    low: float
    high: float
    runs: int
    count: int
    seen: tuple[Witness, ...]
    missing: tuple[int, ...]

    @property
    def so(self) -> int:
        """In how many runs it is so."""
        return self.runs - self.count if self.sort == MUST_NOT else self.count

    @property
    def holds(self) -> bool:
        """Whether the share of runs in which it is so lies between its bounds."""
        return self.low <= self.so / self.runs <= self.high


def tried(program: Program, rules: Sequence[Rule], seeds: range) -> list[Tried]:
    """The checks among a program's rules on the runs of some seeds, of which there is at least one.

    Raises RunError with the seed of a run that cannot go on.
    """
    some = [rule for rule in rules if rule.sort == CHECK]
    broken: list[list[Witness]] = [[] for _ in some]
    asked = [0] * len(some)
    for seed in seeds:
        try:
            log, verdicts = held(program, some, seed)
        except RunError as error:
            raise RunError(f"seed {seed}: {error}") from None
        for place, verdict in enumerate(verdicts):
            asked[place] += not verdict.vacuous
            if not verdict.holds:
                broken[place].append(_witness(seed, verdict.broken_at, log))
    return [
        Tried(check, len(seeds), asked[place], tuple(broken[place]))
        for place, check in enumerate(program.scenario.checks)
    ]


def _witness(seed: int, place: int | None, log: Log) -> Witness:
    """What a run shows, and where; a condition may be found broken where no event stands."""
    event = log.events[place] if place is not None and place < len(log.events) else None
    because = log.events[event.causes[0]] if event is not None and event.causes else None
    return Witness(seed, event, because)


def answered(case: Case, seeds: range) -> list[Answer]:
    """What the runs of some seeds, of which there is at least one, say to a case.

    Raises RunError with the seed of a run that cannot go on.
    """
    program = Program(case.scenario)
    asked = [
        *((MUST_NOT if one.never else MUST, one.wanted, one.share, 1.0) for one in case.demands),
        *((PROBABILITY, one.wanted, one.low, one.high) for one in case.chances),
    ]
    count = [0] * len(asked)
    seen: list[list[Witness]] = [[] for _ in asked]
    missing: list[list[int]] = [[] for _ in asked]
    for seed in seeds:
        try:
            log = simulate(program, seed, case.until)
        except RunError as error:
            raise RunError(f"seed {seed}: {error}") from None
        for place, (_, wanted, _, _) in enumerate(asked):
            where = appears(wanted, log.events)
            count[place] += where is not None
            if where is None and len(missing[place]) < FEW:
                missing[place].append(seed)
            elif where is not None and len(seen[place]) < FEW:
                seen[place].append(_witness(seed, where, log))
    return [
        Answer(*one, len(seeds), count[place], tuple(seen[place]), tuple(missing[place]))
        for place, one in enumerate(asked)
    ]


def appears(wanted: Wanted, events: Sequence[Event]) -> int | None:
    """Where an event of interest is first among some, in time, and not stated by the scenario."""
    return next(
        (
            place
            for place, event in enumerate(events)
            if any(pattern.matches(event) for pattern in wanted.patterns)
            and (wanted.before is None or event.time < wanted.before)
            and not event.step.startswith(STATED)
        ),
        None,
    )
