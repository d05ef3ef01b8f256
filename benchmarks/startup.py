"""What it costs to start the command: `python benchmarks/startup.py`.

Whole processes, in turn, so that a change of the machine's speed meets all of them:

    click     python -c "import click", the least that a command of this kind can cost
    sim       sim --help, as a user starts it

Printed: the median of the wall-clock milliseconds of each, and the median of the ratios round by
round. Exit status 1 if the ratio is above the target.
"""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS = 21
TARGET = 3.0

COMMANDS = {
    "click": [sys.executable, "-c", "import click"],
    "sim": [str(Path(sys.executable).with_name("sim")), "--help"],
}


def milliseconds(command: list[str]) -> float:
    """The time that one process takes from start to end."""
    began = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=os.environ)
    return 1_000 * (perf_counter() - began)


def main() -> int:
    """Start each in turn, and say what it cost."""
    for command in COMMANDS.values():
        milliseconds(command)  # what is compiled or cached once is no cost of starting
    rounds = [
        {name: milliseconds(command) for name, command in COMMANDS.items()} for _ in range(ROUNDS)
    ]
    for name in COMMANDS:
        times = [one[name] for one in rounds]
        print(f"{name:<8}{median(times):7.1f} ms  (fastest {min(times):.1f})")
    ratio = median(one["sim"] / one["click"] for one in rounds)
    print(f"ratio   {ratio:7.2f}     (target: at most {TARGET:g})")
    return int(ratio > TARGET)


if __name__ == "__main__":
    sys.exit(main())
