"""Armed factions with a truce state beside plain self-excitation (python benchmarks/hawkes.py).

Both foresee the attacks that the record of 2023-24 lists, with numbers of 2020-21, and are scored
by the log of the density that they gave to what came: at attack days log(rate), less the rate of
all days. A record dated by the day tells nothing closer, so that rates are read at the start of
each day from what was known by then (rows whose window had ended), and a row known to a range or a
month is scored by the mean rate of its days.

The truce states are those of the behaviour `armed_faction`: the record is folded as a run's own
past, and the rates of its attack steps are read there. Told when a campaign begins and ends, they
know more than plain self-excitation does; so two more comparisons are made. In the second the
resumptions of attacks are attacks too, to be foreseen by both, the states by their rate in a pause.
In the third nobody is told anything: at the first of each month both say how many attacks the
month will have, the states by forecasts from that day.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import exp, log
from pathlib import Path

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.signal import lfilter

from sim.engine import Program, Standpoint, forecast, simulate
from sim.engine.run import stated_event
from sim.events import Event
from sim.events.dates import DAY
from sim.log import Log
from sim.log.record import DocumentedEvent
from sim.scenario import Scenario, load
from sim.scenario.model import Rate, Step
from sim.situation import Situation

SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"
EARLIER, SCORED = "iraq-dialogue-2020", "iraq-hmc-2024"
ROLE = "resistance_factions"
ATTACKS = ("attack",)
RESUMED = ("attack", "attacks_resumed")

BRANCHING, MEMORY = 0.45, 20.0
"""Share of attacks that others set off, and the days in which that is half gone (Lewis 2012)."""

SHAPE = {"attack_rate": "1 / d", "held_back": "1", "stray_rate": "1 / d"}
"""One attack a day in each state: what is left of a rate is what heat makes of it."""

LEAST = 0.5
"""Half a run more for each number of attacks, so that no forecast is sure."""

DRAWS, MOST = 20_000, 40
"""Draws of a month by plain self-excitation, and more attacks than it will have."""

Rates = NDArray[np.float64]
Window = tuple[int, int]
"""The first day of a row and the one after its last."""


@attrs.frozen
class Excitation:
    """A base rate per day, what each attack adds on the next day, and how fast that goes."""

    base: float
    jump: float
    decay: float

    @property
    def branching(self) -> float:
        """How many attacks one sets off."""
        return self.jump / (1 - exp(-self.decay))

    def rates(self, windows: Sequence[Window], days: int) -> Rates:
        """The rate of each day, by the attacks known before it."""
        known = np.zeros(days)
        for _, until in windows:
            if until < days:
                known[until] += 1
        added: Rates = lfilter([self.jump], [1, -exp(-self.decay)], known)
        return self.base + added


@attrs.frozen
class History:
    """A track's attacks, and the rate of each of its attack steps on every day."""

    scenario: Scenario
    days: int
    steps: Rates
    """One row for each step: in a campaign, under a truce, in a lull or pause; per day, 0 where the
    step may not act."""

    def windows(self, kinds: Sequence[str]) -> list[Window]:
        """The windows of rows of some kinds by the factions."""
        rows = _rows(self.scenario)
        return [
            (row.time // DAY, -(-row.until // DAY))
            for row in rows
            if row.kind in kinds and row.actor == ROLE and 0 <= row.time < self.days * DAY
        ]


def log_score(rates: Rates, windows: Sequence[Window]) -> float:
    """The log density of attacks on those days, in nats: the more the better."""
    found = [rates[first:until].mean() for first, until in windows]
    return float(np.log(found).sum() - rates.sum())


def by_likelihood(windows: Sequence[Window], days: int) -> Excitation:
    """Plain self-excitation by maximum likelihood, from several starts."""

    def loss(logs: Rates) -> float:
        base, jump, decay = np.exp(logs)
        return -log_score(Excitation(base, jump, decay).rates(windows, days), windows)

    rate = len(windows) / days
    starts = [
        (rate * (1 - share), share * (1 - exp(-1 / memory)), 1 / memory)
        for share in (0.1, 0.5)
        for memory in (3, 30)
    ]
    tried = [minimize(loss, np.log(start), method="Nelder-Mead") for start in starts]
    return Excitation(*map(float, np.exp(min(tried, key=lambda each: float(each.fun)).x)))


def of_the_literature(windows: Sequence[Window], days: int) -> Excitation:
    """Self-excitation of published branching and memory, with a base rate that fits."""
    decay = log(2) / MEMORY
    jump = BRANCHING * (1 - exp(-decay))
    added = Excitation(0.0, jump, decay).rates(windows, days).sum()
    return Excitation((len(windows) - added) / days, jump, decay)


def by_state(shape: History, windows: Sequence[Window]) -> Rates:
    """A rate for each state by maximum likelihood: its attacks over what one a day would expect."""
    total = shape.steps.sum(axis=0)
    shares = [
        [steps[first:until].mean() / total[first:until].mean() for first, until in windows]
        for steps in shape.steps
    ]
    rates: Rates = np.array(shares).sum(axis=1) / shape.steps.sum(axis=1)
    return rates


def read(folder: str, changes: Mapping[str, str] | None = None) -> History:
    """A track with the rates of its attack steps along its own record."""
    program = Program(load(SCENARIOS / folder, changes))
    scenario = program.scenario
    days = (_last(scenario) - scenario.start).days + 1
    steps = [(each, each.intensity) for each in program.steps if _attacks(each.declared)]
    past = sorted(_known(scenario), key=lambda each: each[0])
    situation = Situation(program.ledger)
    rates = np.zeros((len(steps), days))
    for day in range(days):
        while situation.events < len(past) and past[situation.events][0] <= day * DAY:
            time, event = past[situation.events]
            situation.fold(attrs.evolve(event, seq=situation.events, time=time))
        for place, (step, intensity) in enumerate(steps):
            may = step.guard_due is None or step.guard_due(situation, day * DAY, None)
            if may and intensity is not None:
                rates[place, day] = intensity(situation, day * DAY, None) * DAY
    return History(scenario, days, rates)


def _attacks(step: Step) -> bool:
    """Whether a step is one of the factions' that brings attacks at a rate."""
    kinds = {emission.kind for outcome in step.outcomes for emission in outcome.emissions}
    return step.actor == ROLE and isinstance(step.trigger, Rate) and "attack" in kinds


def _last(scenario: Scenario) -> date:
    return scenario.known_until or scenario.end


def _rows(scenario: Scenario) -> tuple[DocumentedEvent, ...]:
    assert scenario.record is not None, "a track without a record"
    return scenario.record.events


def _known(scenario: Scenario) -> Iterator[tuple[int, Event]]:
    """What is known of a track, and from when: rows from the end of their window."""
    rows = _rows(scenario)
    for table, facts in (("initial", scenario.initial), ("given", scenario.given)):
        for fact in facts:
            event = stated_event(fact, table, 0)
            same = [row for row in rows if (row.kind, row.actor) == (event.kind, event.actor)]
            if not any(row.time <= event.time < row.until for row in same):
                yield event.time, event
    yield from ((row.until, row) for row in rows if row.time >= 0)


# ---- Month by month


def months(scenario: Scenario) -> list[date]:
    """The firsts of the months of a record, and the day after its last."""
    found = [scenario.start]
    while found[-1] <= _last(scenario):
        found.append((found[-1].replace(day=1) + timedelta(days=32)).replace(day=1))
    return found


def foreseen(program: Program, begins: date, ends: date, runs: int) -> list[Log]:
    """Forecasts of a month from its first day."""
    until = (ends - program.scenario.start).days * DAY
    if begins == program.scenario.start:
        return [simulate(program, seed) for seed in range(runs)]
    standpoint = Standpoint.on(program, begins - timedelta(days=1))
    return [forecast(standpoint, seed, until=until) for seed in range(runs)]


def chance(logs: Sequence[Log], kinds: Sequence[str], first: int, until: int, came: int) -> float:
    """The chance that forecasts give to so many attacks from one day to another."""
    numbers = Counter(
        sum(
            event.kind in kinds and event.actor == ROLE and first * DAY <= event.time < until * DAY
            for event in log.events
        )
        for log in logs
    )
    possible = max(*numbers, came) + 2
    return (numbers[came] + LEAST) / (len(logs) + LEAST * possible)


def counted(process: Excitation, windows: Sequence[Window], first: int, until: int) -> Rates:
    """The chance of each number of attacks from one day to another, by plain self-excitation.

    Drawn day by day, each attack raising the rate from the next day on.
    """
    known = [window for window in windows if window[1] <= first]
    rates = process.rates(known, until)[first:]
    random = np.random.default_rng(0)
    added, total = np.zeros(DRAWS), np.zeros(DRAWS, dtype=int)
    for rate in rates:
        came = random.poisson(rate + added)
        added = added * exp(-process.decay) + process.jump * came
        total += came
    numbers = np.bincount(total, minlength=MOST)[:MOST]
    chances: Rates = (numbers + LEAST).astype(np.float64) / (DRAWS + LEAST * MOST)
    return chances


def _rivals(earlier: History, kinds: Sequence[str]) -> list[Excitation]:
    windows = earlier.windows(kinds)
    return [by_likelihood(windows, earlier.days), of_the_literature(windows, earlier.days)]


def month_scores(earlier: History, scored: History, runs: int) -> list[list[float]]:
    """Log scores of the months of 2023-24.

    A row for each process; a column for attacks, and one for attacks with resumptions.
    """
    program = Program(scored.scenario)
    start = scored.scenario.start
    columns = [
        (kinds, scored.windows(kinds), _rivals(earlier, kinds)) for kinds in (ATTACKS, RESUMED)
    ]
    scores = np.zeros((3, len(columns)))
    for begins, ends in pairwise(months(scored.scenario)):
        first, until = (begins - start).days, (ends - start).days
        logs = foreseen(program, begins, ends, runs)
        for column, (kinds, windows, rivals) in enumerate(columns):
            came = sum(first <= window[0] < until for window in windows)
            scores[0, column] += log(chance(logs, kinds, first, until, came))
            for row, rival in enumerate(rivals, start=1):
                scores[row, column] += log(counted(rival, windows, first, until)[came])
    return [[float(score) for score in row] for row in scores]


# ---- What is printed


def compared(kinds: Sequence[str]) -> list[float]:
    """The score of 2023-24 of each process in `NAMES`, for rows of some kinds."""
    (before, shape), after = (read(folder, SHAPE) for folder in (EARLIER, SCORED)), read(SCORED)
    told, asked = before.windows(kinds), after.windows(kinds)
    return [
        log_score(after.steps.sum(axis=0), asked),
        log_score((shape.steps * by_state(before, told)[:, np.newaxis]).sum(axis=0), asked),
        log_score(by_likelihood(told, before.days).rates(asked, after.days), asked),
        log_score(of_the_literature(told, before.days).rates(asked, after.days), asked),
        log_score(np.full(after.days, len(told) / before.days), asked),
    ]


NAMES = (
    "truce states, numbers of the scenario",
    "truce states, rates by likelihood",
    "plain Hawkes, by likelihood",
    "plain Hawkes, branching of the literature",
    "constant rate",
)


def main() -> None:
    """Print the three comparisons."""
    parser = argparse.ArgumentParser(description="Truce states beside plain self-excitation.")
    parser.add_argument("--runs", type=int, default=200, help="forecasts from each month's first")
    runs = parser.parse_args().runs
    earlier, scored = read(EARLIER), read(SCORED)
    for history, years in ((earlier, "2020-22"), (scored, "2023-24")):
        attacks, all_ = len(history.windows(ATTACKS)), len(history.windows(RESUMED))
        print(f"{years}: {attacks} attacks and {all_ - attacks} resumptions in {history.days} days")
    fitted = by_likelihood(earlier.windows(ATTACKS), earlier.days)
    print(f"branching of the plain Hawkes process by likelihood on 2020-22: {fitted.branching:.2f}")
    print(f"\n{'log scores of 2023-24, in nats':<45}{'attacks':>9}{'with resumptions':>18}")
    print("read along the record's own states")
    for name, *scores in zip(NAMES, compared(ATTACKS), compared(RESUMED), strict=True):
        print(f"  {name:<43}{scores[0]:>9.2f}{scores[1]:>18.2f}")
    print(f"month by month, told nothing of the month ({runs} forecasts each)")
    told = ("truce states, forecasts", NAMES[2], NAMES[3])
    for name, scores in zip(told, month_scores(earlier, scored, runs), strict=True):
        print(f"  {name:<43}{scores[0]:>9.2f}{scores[1]:>18.2f}")


if __name__ == "__main__":
    main()
