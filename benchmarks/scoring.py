"""What scoring costs: `python benchmarks/scoring.py [--write] [ROUNDS]`.

First the whole scorecard of 1,000 runs beside making them, in one process: making is simulating
and taking the columns; scoring is all that `sim score` does with them afterwards. The runs without
rules and from priors that it also looks at are made beforehand and are not counted.

Then our scores and descriptions beside those of others, on one log: the documented history against
the same 1,000 runs, every predicted event by the day. All take turns, so that a change of the
machine's speed meets each; told is processor time, as a ratio to the headline's. --write puts the
figures into docs/scores.md.

The others are looked at where they are installed, in an environment for this alone, since pm4py is
under the AGPL and never a dependency:

    python -m venv /tmp/peers && /tmp/peers/bin/pip install . log-distance-measures pm4py
    /tmp/peers/bin/python benchmarks/scoring.py
"""

import gc
import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module
from statistics import median
from time import process_time
from typing import Any

import attrs
import numpy as np
from crash import ROOT, SCENARIO

from sim.engine import Program, simulate
from sim.ensemble.projection import Projection, projected
from sim.events.dates import day_at
from sim.scenario import load
from sim.scenario.model import Scenario
from sim.scenario.tracks import neighbours
from sim.score.descriptions import descriptions
from sim.score.doubt.uncertainty import generator
from sim.score.evidence import Study
from sim.score.measures.by_name import measures
from sim.score.scorecard import scorecard
from sim.score.timelines.dates import Dates, dates_of
from sim.score.timelines.observed import observed
from sim.score.timelines.targets import Target, targets

RUNS, ROUNDS = 1_000, 5
TARGET = 0.25
DOCUMENT = ROOT / "docs" / "scores.md"
MARKED = re.compile(r"(<!-- figures -->\n).*(<!-- end of figures -->)", re.DOTALL)
ONE_THREAD = "OPENBLAS_NUM_THREADS"
"""With more, threads that wait for each other count as work when the machine is busy."""

Task = Callable[[], object]
Tasks = Mapping[str, Task]


def seconds(task: Task) -> float:
    """Processor time of a task."""
    gc.collect()
    began = process_time()
    task()
    return process_time() - began


def in_turn(tasks: Tasks, rounds: int) -> dict[str, list[float]]:
    """What each task costs in each round, after a round that warms up."""
    costs: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(rounds + 1):
        for name, task in tasks.items():
            spent = seconds(task)
            if number:
                costs[name].append(spent)
    return costs


def ratio(costs: Mapping[str, list[float]], name: str, to: str) -> float:
    """The median of the ratios round by round."""
    return median(one / other for one, other in zip(costs[name], costs[to], strict=True))


def made(scenario: Scenario, runs: int, seed: int) -> Projection:
    """So many runs as columns, in this process."""
    program = Program(scenario)
    return projected(simulate(program, seed + number) for number in range(runs))


@attrs.frozen(eq=False)
class Log:
    """One log as the others take it: a row for each predicted event, by the day."""

    cases: list[str]
    kinds: list[str]
    days: list[Any]

    def frame(self, case: str, kind: str, *times: str) -> Any:  # noqa: ANN401  pandas has no types
        """The log as a table with columns of these names."""
        pandas = import_module("pandas")
        stamps = pandas.to_datetime(self.days)
        columns = {case: self.cases, kind: self.kinds} | dict.fromkeys(times, stamps)
        return pandas.DataFrame(columns).sort_values([case, *times], kind="stable")


def log_of(dates: Dates, chosen: tuple[Target, ...], scenario: Scenario) -> Log:
    """Dates as a log."""
    log = Log([], [], [])
    for target, times in zip(chosen, dates.times, strict=True):
        for run, ordinal in np.argwhere(times < dates.horizon).tolist():
            log.cases.append(f"{run:04}")
            log.kinds.append(target.name)
            log.days.append(day_at(scenario.start, int(times[run, ordinal])))
    return log


def of_log_distance_measures(real: Log, runs: Log) -> Iterator[tuple[str, Task]]:
    """The distances of log-distance-measures, log against log."""
    ids = import_module("log_distance_measures.config").DEFAULT_CSV_IDS
    columns = (ids.case, ids.activity, ids.start_time, ids.end_time)
    logs = real.frame(*columns), ids, runs.frame(*columns), ids
    for file, name, options in (
        ("n_gram_distribution", "n_gram_distribution_distance", {"n": 2}),
        ("control_flow_log_distance", "control_flow_log_distance", {"parallel": False}),
        ("absolute_event_distribution", "absolute_event_distribution_distance", {}),
    ):
        distance = getattr(import_module(f"log_distance_measures.{file}"), name)
        yield f"log-distance-measures: {name}", partial(distance, *logs, **options)


def of_pm4py(real: Log, runs: Log) -> Iterator[tuple[str, Task]]:
    """What pm4py has for two logs, and for a log against the footprints of another."""
    pm4py = import_module("pm4py")
    edit = import_module("pm4py.algo.conformance.alignments.edit_distance.algorithm")
    columns = ("case:concept:name", "concept:name", "time:timestamp")
    one, many = real.frame(*columns), runs.frame(*columns)
    yield "pm4py: edit-distance alignments", partial(edit.apply, many, one)
    prints = pm4py.discover_footprints(one)
    conform = pm4py.conformance_diagnostics_footprints
    yield "pm4py: conformance to footprints", partial(conform, many, prints)


OTHERS = {"log-distance-measures": of_log_distance_measures, "pm4py": of_pm4py}


def others(real: Log, runs: Log) -> dict[str, Task]:
    """What the installed others can do; it is said which are not installed."""
    found: dict[str, Task] = {}
    for package, tasks in OTHERS.items():
        try:
            found |= dict(tasks(real, runs))
        except ImportError:
            print(f"{package} is left out: pip install {package}, in an environment for this alone")
    return found


def beside_making(rounds: int) -> tuple[float, Scenario, Projection]:
    """What share of the cost of its runs a scorecard costs; the scenario, and the runs."""
    scenario = load(SCENARIO)
    tracks = neighbours(SCENARIO, scenario.vocabulary)
    runs = made(scenario, RUNS, 0)
    study = Study(scenario, partial(load, SCENARIO), made, RUNS, 0)
    compared = study.evidence(tracks, generator(0))
    tasks = {
        "making": lambda: made(scenario, RUNS, 0),
        "scoring": lambda: scorecard(scenario, runs, compared, generator(0)),
    }
    costs = in_turn(tasks, rounds)
    share = ratio(costs, "scoring", "making")
    print(f"{RUNS:,} runs: scoring costs {share:.2f} of making (target: at most {TARGET:g})")
    return share, scenario, runs


def beside_others(scenario: Scenario, runs: Projection, rounds: int) -> list[str]:
    """What single scores cost, ours and those of others, as rows of a table."""
    chosen = targets(scenario)
    record = observed(scenario, chosen)
    forecast = dates_of(runs, chosen, record.horizon)
    named = measures(scenario, chosen)
    ours: dict[str, Task] = {
        f"`{name}`": partial(measure, forecast, record) for name, measure in named.items()
    }
    headline = next(iter(ours))
    ours["all descriptions, of 200 runs"] = partial(descriptions, forecast, record)
    real = log_of(record.dates(), chosen, scenario)
    theirs = others(real, log_of(forecast, chosen, scenario))
    costs = in_turn(ours | theirs, rounds)
    table = ["| | time, beside the headline's |", "|---|---|"]
    table += [f"| {name} | {ratio(costs, name, headline):.2g} |" for name in costs]
    print(*table, sep="\n")
    return table


def main() -> int:
    """Measure, print, and write where that is asked for."""
    if ONE_THREAD not in os.environ:
        again = [sys.executable, *sys.argv]
        return subprocess.run(again, env=os.environ | {ONE_THREAD: "1"}, check=False).returncode
    rounds = next((int(text) for text in sys.argv[1:] if text != "--write"), ROUNDS)
    share, scenario, runs = beside_making(rounds)
    told = f"The whole scorecard of {RUNS:,} runs costs {share:.2f} of what making them costs"
    lines = [f"{told} (Python {platform.python_version()}).", ""]
    lines += beside_others(scenario, runs, rounds)
    if "--write" in sys.argv:
        text = DOCUMENT.read_text(encoding="utf-8")
        figures = "\n".join(lines)
        DOCUMENT.write_text(MARKED.sub(rf"\g<1>{figures}\n\2", text), encoding="utf-8")
    return int(share > TARGET)


if __name__ == "__main__":
    sys.exit(main())
