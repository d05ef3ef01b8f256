"""How soon a planted bug is found, and how small its story gets (python benchmarks/check.py).

The bug: a signature that does not look again whether talks are suspended, in the scenario of
tests/check/planted; some four in a hundred runs break the rule. The fewest events that can: 6.
Twenty searches, each from other seeds, in two ways: by runs as the model draws them, and by runs
that Hypothesis draws. Printed: the medians of the seconds to the first run that breaks the rule,
and of the events of its story, whether each story still breaks the same rule, and what a run costs
that is watched.
"""

import statistics
import sys
from pathlib import Path
from time import perf_counter, process_time

from sim.check.search.search import Search
from sim.check.search.trial import tried
from sim.check.watching import Observer, rules
from sim.engine import Program, simulate, watched
from sim.scenario import load

ROOT = Path(__file__).resolve().parent.parent
PLANTED = ROOT / "tests" / "check" / "planted"
RULE = "nothing is signed while talks are suspended"
SEARCHES, RUNS, KNOWN_LEAST = 20, 300, 6
MOST_SECONDS, MOST_EVENTS = 2.0, 7


def search() -> Search:
    """The planted bug, ready to be searched."""
    return Search(load(PLANTED), lambda changes: load(PLANTED, changes), [RULE])


def first_by_seeds(seeds: range) -> float:
    """Seconds until a run breaks the rule, from loading on."""
    began = perf_counter()
    looking = search()
    looking.hold(seeds, lambda _: None, lambda: bool(looking.rates[0].violations))
    return perf_counter() - began


def first_drawn(seed: int) -> float:
    """Seconds until a run that Hypothesis draws breaks the rule, from loading on."""
    began = perf_counter()
    looking = search()
    looking.explore(seed, lambda _: None, lambda: bool(looking.starts[RULE]))
    return perf_counter() - began if looking.starts[RULE] else float("inf")


def story(seeds: range, *, drawn: bool) -> tuple[int, bool, float]:
    """Events of the smallest story, whether it breaks the rule again, seconds of it all."""
    began = perf_counter()
    looking = search()
    if drawn:
        looking.explore(seeds.start, lambda _: None, lambda: False)
    else:
        looking.hold(seeds, lambda _: None, lambda: False)
    looking.reduce(lambda _: None, lambda: False)
    seconds = perf_counter() - began
    found = looking.broken[RULE]
    again = tried(looking.models, RULE, found.case)
    return found.length, again is not None and again.events == found.events, seconds


def tell(name: str, firsts: list[float], stories: list[tuple[int, bool, float]]) -> bool:
    """Print the medians of one way; whether they are what is aimed at."""
    seconds = statistics.median(firsts)
    events = [length for length, _, _ in stories]
    median = statistics.median(events)
    same = all(again for _, again, _ in stories)
    print(
        f"{name}: found in {seconds:.2f} s at the median of {len(firsts)}"
        f" (at most {max(firsts):.2f}); story of {median:g} events at the median"
        f" ({min(events)} to {max(events)}), in {statistics.median(s for *_, s in stories):.1f} s;"
        f" {'each breaks' if same else 'NOT EACH BREAKS'} the same rule again"
    )
    return seconds <= MOST_SECONDS and median <= MOST_EVENTS and same


def watching() -> float:
    """Seconds of processor that a watched run takes, per second of one that nobody watches."""
    program = Program(load(ROOT / "scenarios" / "iraq-hmc-2024"))
    some = rules(program)
    ratios = []
    for first in range(0, 100, 20):
        began = process_time()
        for seed in range(first, first + 20):
            simulate(program, seed)
        plain = process_time()
        for seed in range(first, first + 20):
            watched(program, seed, Observer(some))
        ratios.append((process_time() - plain) / (plain - began))
    return statistics.median(ratios)


def main() -> None:
    """Measure, and leave with status 1 where the aim is missed."""
    ranges = [range(1_000 * n, 1_000 * n + RUNS) for n in range(SEARCHES)]
    found = [
        tell("seeds", [first_by_seeds(one) for one in ranges],
             [story(one, drawn=False) for one in ranges]),
        tell("drawn", [first_drawn(one.start) for one in ranges],
             [story(one, drawn=True) for one in ranges]),
    ]  # fmt: skip
    print(f"aim: {MOST_SECONDS:g} s, {MOST_EVENTS} events; the fewest known are {KNOWN_LEAST}")
    print(
        f"a run of iraq-hmc-2024 with all its rules watched takes {watching():.2f} of one without"
    )
    sys.exit(0 if all(found) else 1)


if __name__ == "__main__":
    main()
