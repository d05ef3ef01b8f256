"""What the tests of ensembles share: a small scenario, its runs, and how columns are compared."""

from functools import cache
from pathlib import Path
from typing import Any

from sim import load, simulate
from sim.engine import Program
from sim.ensemble import Projection
from sim.ensemble.projection import NUMBERS, TEXTS
from sim.log import Log
from sim.scenario import Scenario
from tests.cli.front import SMALL

RUNS = 32
"""Runs of the ensembles that tests make: sixteen groups of two."""


@cache
def small() -> Scenario:
    """The small scenario of the command's tests."""
    return load(SMALL)


@cache
def logs(runs: int = RUNS) -> tuple[Log, ...]:
    """Its runs under the first seeds, each made by itself."""
    program = Program(small())
    return tuple(simulate(program, seed) for seed in range(runs))


def seen(columns: Projection) -> dict[str, Any]:
    """Everything that a projection is, types included, such that equal ones compare equal."""
    told: dict[str, Any] = {"runs": columns.runs}
    for name in NUMBERS:
        column = getattr(columns, name)
        told[name] = (str(column.dtype), repr(column.tolist()))
    for name in TEXTS:
        words = getattr(columns, name)
        told[name] = (str(words.codes.dtype), words.codes.tolist(), words.words)
    return told


def files(folder: Path) -> dict[str, bytes]:
    """What a folder holds."""
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


ENDLESS = """
[[steps]]
actor = "joint_delegations"
name = "clockwork"
every = "1 s"
emits = "round_held"
"""
"""What makes every run of a started scenario stop at a limit."""
