"""Many runs of one scenario: made by workers, kept as columns.

    plan          which runs, in which groups
    making        begin here: what a folder lacks, made and put there
    flow          what passes to and from workers, which are `local` or of a `cluster`
    group         what each of them does: runs as columns, by `projection`, in `parquet`
    folder        where groups are kept; its `manifest` says of what they are

`sim.replicate(scenario, runs=1000)` makes them from Python.
"""

from sim.ensemble.folder import Folder, is_ensemble, open_folder, read_folder
from sim.ensemble.making import fill, replicate, workers
from sim.ensemble.plan import Plan, plan
from sim.ensemble.projection import Projection, RunMark, Words, joined, projected

__all__ = [
    "Folder", "Plan", "Projection", "RunMark", "Words", "fill", "is_ensemble", "joined",
    "open_folder", "plan", "projected", "read_folder", "replicate", "workers",
]  # fmt: skip
