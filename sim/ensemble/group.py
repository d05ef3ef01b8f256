"""What a worker does: some seeds in, the bytes of a group's file out.

A worker may be a process here or on another machine; it is given the scenario as a recipe, and
compiles it once, however many groups it makes.
"""

import pickle
from collections.abc import Iterator
from functools import lru_cache

from sim.engine import Program, origin, simulate
from sim.ensemble.parquet import Group, encode
from sim.ensemble.projection import projected
from sim.errors import RunError
from sim.log import Log
from sim.scenario.model import Scenario


def recipe(scenario: Scenario) -> bytes:
    """What a worker needs of a scenario."""
    return pickle.dumps(scenario, protocol=pickle.HIGHEST_PROTOCOL)


def made(recipe: bytes, seeds: range) -> bytes:
    """Make the runs of a group; raise RunError with the seed of one that cannot go on."""
    program = _program(recipe)
    columns = projected(_logs(program, seeds))
    return encode(Group(origin(program.scenario, seeds.start), columns))


def _logs(program: Program, seeds: range) -> Iterator[Log]:
    for seed in seeds:
        try:
            yield simulate(program, seed)
        except RunError as error:
            raise RunError(f"seed {seed}: {error}") from None


@lru_cache(maxsize=1)
def _program(recipe: bytes) -> Program:
    return Program(pickle.loads(recipe))  # noqa: S301  made by whoever started this worker
