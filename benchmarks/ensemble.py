"""What many runs cost: `python benchmarks/ensemble.py [--write] [RUNS ...]`.

First two workers against one: whole commands in turn, so that a change of the machine's speed meets
both; printed is the median of the ratios round by round. Then, with two workers, the wall-clock
time of ensembles of some sizes, what a run costs, the most memory that the command and its largest
worker held, and the room that the folder takes. --write puts the figures into docs/ensembles.md.
Linux only: memory is read from /proc.
"""

import platform
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

import attrs
from crash import ROOT, SCENARIO, session

SIZES = (1_000, 10_000, 50_000)
COMPARED, ROUNDS = 10_000, 3
TARGET = 1.8
DOCUMENT = ROOT / "docs" / "ensembles.md"
MARKED = re.compile(r"(<!-- figures -->\n).*(<!-- end of figures -->)", re.DOTALL)
A_WORKER = "forkserver"
"""What stands in the command line of a worker process."""


@attrs.frozen
class Cost:
    """What one ensemble cost: seconds, the peak memory of its processes and the folder, in MB."""

    runs: int
    seconds: float
    command: float
    worker: float
    folder: float

    @property
    def row(self) -> str:
        """The cost as a row of a table."""
        each = self.seconds / self.runs
        return (
            f"| {self.runs:,} | {self.seconds:,.1f} s | {1_000 * each:.2f} ms"
            f" | {self.command:.0f} MB | {self.worker:.0f} MB | {self.folder:.1f} MB |"
        )


def peak(process: int) -> float:
    """The most memory that a process has held until now, in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1_024 if found else 0.0


def cost(runs: int, jobs: int, folder: Path) -> Cost:
    """Make an ensemble by the command, and watch its processes."""
    arguments = [sys.executable, "-c", "from sim.cli import main; main()", "ensemble"]
    arguments += [str(SCENARIO), "--runs", str(runs), "--jobs", str(jobs), "--out", str(folder)]
    command = worker = 0.0
    began = perf_counter()
    with subprocess.Popen(arguments, start_new_session=True, stdout=subprocess.DEVNULL) as started:
        while started.poll() is None:
            for process in session(started.pid):
                with suppress(OSError):
                    line = Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8")
                    if process == started.pid:
                        command = max(command, peak(process))
                    elif A_WORKER in line:
                        worker = max(worker, peak(process))
            sleep(0.1)
    seconds = perf_counter() - began
    if started.returncode:
        raise SystemExit(started.returncode)
    held = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    return Cost(runs, seconds, command, worker, held)


def speed_up() -> float:
    """How many times faster two workers are than one, the median of some rounds."""
    ratios = []
    for _ in range(ROUNDS):
        times = []
        for jobs in (1, 2):
            with TemporaryDirectory() as place:
                times.append(cost(COMPARED, jobs, Path(place) / "runs").seconds)
        ratios.append(times[0] / times[1])
        print(
            f"{COMPARED:,} runs: one worker {times[0]:.1f} s, two {times[1]:.1f} s,"
            f" {ratios[-1]:.2f} times as fast",
            flush=True,
        )
    return median(ratios)


def main() -> int:
    """Measure, print, and write where that is asked for."""
    sizes = [int(text) for text in sys.argv[1:] if text != "--write"] or list(SIZES)
    ratio = speed_up()
    print(f"two workers: {ratio:.2f} times as fast as one (target: at least {TARGET:g})")
    lines = [
        "| runs | time | a run | memory of the command | of a worker | folder |",
        "|---|---|---|---|---|---|",
    ]
    print(*lines, sep="\n", flush=True)
    for runs in sizes:
        with TemporaryDirectory() as place:
            lines.append(cost(runs, 2, Path(place) / "runs").row)
            print(lines[-1], flush=True)
    lines += [
        "",
        f"Two workers are {ratio:.2f} times as fast as one (Python {platform.python_version()}).",
    ]
    if "--write" in sys.argv:
        text = DOCUMENT.read_text(encoding="utf-8")
        figures = "\n".join(lines)
        DOCUMENT.write_text(MARKED.sub(rf"\g<1>{figures}\n\2", text), encoding="utf-8")
    return int(ratio < TARGET)


if __name__ == "__main__":
    sys.exit(main())
