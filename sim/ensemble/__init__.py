"""Many runs of one scenario: made by workers, kept as columns.

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
