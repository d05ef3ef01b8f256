"""Who acts when: chance, intentions, the run. SimPy lives here and nowhere else."""

from sim.engine.documented import judged, without_precondition
from sim.engine.program import Program
from sim.engine.simulation import origin, resume, simulate
from sim.engine.trace import Note, Trace

__all__ = [
    "Note", "Program", "Trace", "judged", "origin", "resume", "simulate", "without_precondition",
]  # fmt: skip
