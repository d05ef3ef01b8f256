"""An ensemble from end to end: a plan, workers that make its groups, and where the groups go.

scenario -> plan -> workers (local processes, or a Dask cluster) -> a folder, or memory
"""

from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from sim.ensemble import cluster, local
from sim.ensemble.flow import Workers
from sim.ensemble.folder import Folder, open_folder
from sim.ensemble.group import recipe
from sim.ensemble.parquet import decode
from sim.ensemble.plan import plan
from sim.ensemble.projection import Projection, joined
from sim.processes import processors
from sim.scenario.model import Scenario


def workers(jobs: int | None = None, dask: str | None = None) -> Workers:
    """Who makes the groups: so many processes (default: one a processor), or a Dask cluster.

    Raises RunError for an address that is none.
    """
    if dask is not None:
        return partial(cluster.made, address=cluster.checked(dask))
    return partial(local.made, jobs=processors() if jobs is None else jobs)


def fill(
    folder: Folder, scenario: Scenario, by: Workers, made: Callable[[int], object] = int
) -> str:
    """Make the groups that a folder lacks; the ensemble's digest.

    `made` is told after each group how many runs it held. Raises RunError for a run that cannot go
    on and InputError where nothing can be written; whole groups are kept, whatever happens.
    """
    with closing(by(recipe(scenario), folder.missing)) as groups:
        for number, raw in groups:
            made(folder.keep(number, raw))
    return folder.finish()


def replicate(
    scenario: Scenario, runs: int, seed: int = 0, *, jobs: int | None = None,
    dask: str | None = None, folder: str | Path | None = None, resume: bool = False,
    past: int = 0, known_then: bool = False, made: Callable[[int], object] = int,
) -> Projection:  # fmt: skip
    """Run a scenario many times, with seeds that follow each other; every event as columns.

    `runs` is from 1, `seed` that of the first run (up to 2^64 - runs), `jobs` how many processes
    make them (default: one a processor), `dask` the address of a scheduler whose cluster makes them
    instead. With a `folder` the runs are also kept there, as `sim ensemble --out` does; `resume`
    goes on with those that are there. With a `past` above 0 the record stands in for each run's own
    past up to that second, as `sim forecast` has it; such runs are not kept. `made` is told after
    each group how many runs it held. What is made does not depend on who makes it.

    Processes start afresh: a script calls this beneath `if __name__ == "__main__":`.

    Raises ValueError for other numbers, InputError for a folder that will not do, and RunError for
    a run that would not end.
    """
    if jobs is not None and jobs < 1:
        raise ValueError(f"{jobs} jobs: there must be at least one")
    if past and folder is not None:
        raise ValueError("runs from a date in the record are not kept in a folder")
    wanted = plan(scenario, runs, seed)
    by = workers(jobs, dask)
    if folder is not None:
        place = open_folder(Path(folder), wanted, None, resume=resume)
        fill(place, scenario, by, made)
        return place.projection()
    groups = [(number, wanted.seeds(number)) for number in range(wanted.groups)]
    with closing(by(recipe(scenario, past, known_then=known_then), groups)) as parts:
        found: dict[int, Projection] = {}
        for number, raw in parts:
            found[number] = decode(raw, f"group {number}", "run it again").projection
            made(len(found[number].runs))
    return joined(found[number] for number in sorted(found))
