"""What a worker does: some seeds in, the bytes of a group's file out.

A worker may be a process here or on another machine; it is given the scenario as a recipe, and
compiles it once, however many groups it makes.
"""

import pickle
from collections.abc import Iterator
from functools import lru_cache

from sim.engine import Program, Standpoint, forecast, origin, simulate
from sim.ensemble.parquet import Group, encode
from sim.ensemble.projection import projected
from sim.errors import RunError
from sim.log import Log
from sim.scenario.model import Scenario


def recipe(scenario: Scenario, past: int = 0, *, known_then: bool = False) -> bytes:
    """What a worker needs: a scenario, and the second up to which the record is its past."""
    return pickle.dumps((scenario, past, known_then), protocol=pickle.HIGHEST_PROTOCOL)


def made(recipe: bytes, seeds: range) -> bytes:
    """Make the runs of a group; raise RunError with the seed of one that cannot go on."""
    standpoint = _standpoint(recipe)
    columns = projected(_logs(standpoint, seeds))
    scenario = standpoint.program.scenario
    return encode(Group(origin(scenario, seeds.start, past=standpoint.cut), columns))


def _logs(standpoint: Standpoint, seeds: range) -> Iterator[Log]:
    for seed in seeds:
        try:
            yield (
                forecast(standpoint, seed) if standpoint.cut else simulate(standpoint.program, seed)
            )
        except RunError as error:
            raise RunError(f"seed {seed}: {error}") from None


@lru_cache(maxsize=1)
def _standpoint(recipe: bytes) -> Standpoint:
    scenario, past, known_then = pickle.loads(recipe)  # noqa: S301  made by whoever started this
    return Standpoint(Program(scenario), past, known_then=known_then)
