"""Many runs of one scenario: made by workers, kept as columns.

`sim.ensemble` is this package and can be called too: `sim.ensemble(scenario, runs=1000)`.
"""

import sys
from types import ModuleType
from typing import Any

from sim.ensemble.folder import Folder, is_ensemble, open_folder, read_folder
from sim.ensemble.making import ensemble, fill, workers
from sim.ensemble.plan import Plan, plan
from sim.ensemble.projection import Projection, RunMark, Words, joined, projected

__all__ = [
    "Folder", "Plan", "Projection", "RunMark", "Words", "ensemble", "fill", "is_ensemble", "joined",
    "open_folder", "plan", "projected", "read_folder", "workers",
]  # fmt: skip


class _Callable(ModuleType):
    """A package with the name of its one function: whoever calls it means the function."""

    def __call__(self, *args: Any, **kwargs: Any) -> Projection:  # noqa: ANN401  the function's own
        return ensemble(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
