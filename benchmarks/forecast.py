"""What a forecast costs beside a free run (python benchmarks/forecast.py).

The scenario of 2024 from four dates in its record. Free runs and forecasts take turns, so that a
change of the machine's speed meets both. Printed for each date: the median ratio of processor time
(forecast over free run, of the same seeds), and that of making a standpoint, which many share.
"""

import statistics
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from time import process_time

from sim.engine import Program, Standpoint, forecast, simulate
from sim.scenario import load

SCENARIO = Path(__file__).resolve().parent.parent / "scenarios" / "iraq-hmc-2024"
DAYS = (date(2023, 9, 1), date(2024, 1, 31), date(2024, 6, 30), date(2024, 12, 31))
RUNS, ROUNDS = 20, 9


def seconds(task: Callable[[int], object]) -> float:
    """Processor time of a task for a few seeds."""
    start = process_time()
    for seed in range(RUNS):
        task(seed)
    return process_time() - start


def _stand(program: Program, day: date, _: int) -> Standpoint:
    """Make the standpoint of a date, once more."""
    return Standpoint.on(program, day)


def main() -> None:
    """Measure, and print one line for each date."""
    program = Program(load(SCENARIO))
    for day in DAYS:
        standpoint = Standpoint.on(program, day)
        ratios: list[float] = []
        made: list[float] = []
        for _ in range(ROUNDS):
            free = seconds(partial(simulate, program))
            ratios.append(seconds(partial(forecast, standpoint)) / free)
            made.append(seconds(partial(_stand, program, day)) / free)
        print(
            f"{day}: a forecast costs {statistics.median(ratios):.2f} free runs,"
            f" a standpoint {statistics.median(made):.2f}"
        )


if __name__ == "__main__":
    main()
