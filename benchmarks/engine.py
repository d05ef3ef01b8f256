"""What an event costs in this engine, beside bare SimPy (python benchmarks/engine.py).

The workload: 12 actors and 60 kinds of event; each kind has up to three reactions, a listener that
after an exponential delay records one of two kinds; a run stops at 200 events. Three programs do
it, in turn, in one process, so that a change of the machine's speed meets them all:

    engine   this project's whole layer: records with causes, the fold (tallies, gauges),
             draws keyed by cause, guards, procedure
    mailbox  bare SimPy: one process an actor, a deque and one event to wake it, one random stream
    store    bare SimPy: one process an actor, a Store for its messages

Printed: microseconds of processor time per event, and the medians of the ratios round by round.
"""

import gc
import random
import statistics
import sys
from collections import deque
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import simpy

from sim.engine import Program, simulate
from sim.events.dates import DAY
from sim.scenario import load

ACTORS, KINDS, STARTS, EVENTS = 12, 60, 6, 200
RUNS, ROUNDS = 40, 9

Reaction = tuple[int, int, int, float, float]
"""(listener, one kind, another kind, chance of the first, mean delay in days)."""

Living = Generator[simpy.Event, Any, None]
"""The life of an actor, as SimPy goes on with it."""


def reactions() -> list[list[Reaction]]:
    """The reactions to each kind: the fixed topology of the workload."""
    chance = random.Random(7)
    return [
        [
            (
                chance.randrange(ACTORS),
                chance.randrange(KINDS),
                chance.randrange(KINDS),
                chance.uniform(0.2, 0.9),
                chance.uniform(0.5, 20.0),
            )
            for _ in range(chance.choices([0, 1, 2, 3], weights=[15, 45, 28, 12])[0])
        ]
        for _ in range(KINDS)
    ]


REACTIONS = reactions()
SEEDED = [(number * 5 % ACTORS, number * 11 % KINDS) for number in range(STARTS)]
"""What starts a run: (actor, kind)."""


HEAD = """format = 1
title = "Workload"
[clock]
start = 2000-01-01
end = 2019-12-31
[[initial]]
date = 1999-12-31
event = "statement_position"
actor = "a0"
"""


def scenario_text() -> str:
    """The workload as a scenario file: every fifth kind moves a gauge, every tenth has a rule."""
    parts = [HEAD]
    parts += [
        f'[kinds.k{kind}]\nfamily = "other"\nmeaning = "kind {kind}"' for kind in range(KINDS)
    ]
    parts += [_gauge(actor) for actor in range(ACTORS)]
    parts += [f"[actors.a{actor}]" for actor in range(ACTORS)]
    parts += [
        f'[[given]]\nname = "s{n}"\ndate = 2000-01-01\nevent = "k{kind}"\nactor = "a{actor}"'
        for n, (actor, kind) in enumerate(SEEDED)
    ]
    parts += [
        _step(kind, number, reaction)
        for kind, listeners in enumerate(REACTIONS)
        for number, reaction in enumerate(listeners)
    ]
    parts += [
        f'[[procedure]]\nevent = "k{kind}"\nneeds = "statement_position"\nsource = "workload"'
        for kind in range(0, KINDS, 10)
    ]
    return "\n".join(parts)


def _gauge(actor: int) -> str:
    """One gauge an actor, moved by every fifth kind that falls to it."""
    kinds = [kind for kind in range(0, KINDS, 5) if kind % ACTORS == actor]
    moves = ", ".join(f'{{ event = "k{kind}", by = 0.1 }}' for kind in kinds)
    bounds = 'start = 0.5\nwithin = [0, 1]\nhalf_life = "30 d"'
    return f"[gauges.g{actor}]\n{bounds}\nmoved_by = [{moves}]"


def _step(kind: int, number: int, reaction: Reaction) -> str:
    """One reaction as a step."""
    actor, one, other, chance, mean = reaction
    return (
        f'[[steps]]\nactor = "a{actor}"\nname = "k{kind} {number}"\n'
        f'on = "k{kind}"\nagain = "each"\n'
        f'after = "exponential(mean = {mean} d)"\n'
        f'outcomes = [{{ chance = {chance}, emits = "k{one}" }}, {{ emits = "k{other}" }}]'
    )


def program() -> Program:
    """The workload, loaded as any scenario is."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "scenario.toml").write_text(scenario_text(), encoding="utf-8")
        return Program(load(folder))


def ends_for(ready: Program, seeds: range) -> dict[int, int]:
    """For each seed the second after its 200th event, found beforehand."""
    ends = {}
    for seed in seeds:
        until = 20 * DAY
        while len(events := simulate(ready, seed, until).events) <= EVENTS and until < 4000 * DAY:
            until += 20 * DAY
        ends[seed] = events[min(EVENTS, len(events) - 1)].time + 1
    return ends


def mailbox(seed: int) -> int:
    """Bare SimPy with a deque and one wake-up event for each actor."""
    stream = random.Random(seed)
    env = simpy.Environment()
    boxes: list[deque[int]] = [deque() for _ in range(ACTORS)]
    asleep: list[simpy.Event | None] = [None] * ACTORS
    log: list[tuple[float, int, int]] = []
    done = env.event()

    def deliver(timer: Any) -> None:  # noqa: ANN401  a value may be anything
        actor, kind = timer.value
        boxes[actor].append(kind)
        sleeper = asleep[actor]
        if sleeper is not None:
            asleep[actor] = None
            sleeper.succeed()

    def live(actor: int) -> Living:
        box = boxes[actor]
        while True:
            while box:
                kind = box.popleft()
                log.append((env.now, kind, actor))
                if len(log) >= EVENTS:
                    done.succeed()
                    return
                for listener, one, other, chance, mean in REACTIONS[kind]:
                    delay = stream.expovariate(1.0 / mean)
                    following = one if stream.random() < chance else other
                    env.timeout(delay, (listener, following)).callbacks.append(deliver)
            sleeper = asleep[actor] = env.event()
            yield sleeper

    for actor in range(ACTORS):
        env.process(live(actor))
    for actor, kind in SEEDED:
        env.timeout(0, (actor, kind)).callbacks.append(deliver)
    return _count(env, done, log)


def store(seed: int) -> int:
    """Bare SimPy with a Store of messages for each actor."""
    stream = random.Random(seed)
    env = simpy.Environment()
    boxes = [simpy.Store(env) for _ in range(ACTORS)]
    log: list[tuple[float, int, int]] = []
    done = env.event()

    def deliver(timer: Any) -> None:  # noqa: ANN401  a value may be anything
        actor, kind = timer.value
        boxes[actor].put(kind)

    def live(actor: int) -> Living:
        box = boxes[actor]
        while True:
            kind = yield box.get()
            log.append((env.now, kind, actor))
            if len(log) >= EVENTS:
                done.succeed()
                return
            for listener, one, other, chance, mean in REACTIONS[kind]:
                delay = stream.expovariate(1.0 / mean)
                following = one if stream.random() < chance else other
                env.timeout(delay, (listener, following)).callbacks.append(deliver)

    for actor in range(ACTORS):
        env.process(live(actor))
    for actor, kind in SEEDED:
        env.timeout(0, (actor, kind)).callbacks.append(deliver)
    return _count(env, done, log)


def _count(env: simpy.Environment, done: simpy.Event, log: list[tuple[float, int, int]]) -> int:
    """Run until 200 events, or until nothing is left to happen."""
    with suppress(RuntimeError):  # the chain of reactions may die out before
        env.run(until=done)
    return len(log)


def cost(run: Callable[[int], int], seeds: range) -> float:
    """Microseconds of processor time per event."""
    gc.collect()
    began = process_time()
    events = 0
    for seed in seeds:
        events += run(seed)
    return (process_time() - began) / events * 1e6


def main() -> None:
    """Measure the three in turn, and print costs and ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    seeds = range(1000, 1000 + RUNS)
    ready = program()
    ends = ends_for(ready, seeds)
    programs: dict[str, Callable[[int], int]] = {
        "engine": lambda seed: len(simulate(ready, seed, ends[seed]).events),
        "mailbox": mailbox,
        "store": store,
    }
    costs: dict[str, list[float]] = {name: [] for name in programs}
    for run in programs.values():
        cost(run, seeds)
    for _ in range(rounds):
        for name, run in programs.items():
            costs[name].append(cost(run, seeds))
    print(f"{RUNS} runs of {EVENTS} events, {rounds} rounds, Python {sys.version.split()[0]}")
    for name, values in costs.items():
        print(
            f"{name:8} {statistics.median(values):6.2f} us per event "
            f"[{min(values):.2f} .. {max(values):.2f}]"
        )
    for name, target in (("mailbox", 1.0), ("store", 0.6)):
        ratios = [ours / bare for ours, bare in zip(costs["engine"], costs[name], strict=True)]
        print(
            f"engine / {name}: {statistics.median(ratios):.2f} "
            f"[{min(ratios):.2f} .. {max(ratios):.2f}], target at most {target}"
        )


if __name__ == "__main__":
    main()
