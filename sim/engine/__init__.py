"""Who acts when: chance, intentions, the run. SimPy lives here and nowhere else."""

from sim.engine.documented import without_precondition
from sim.engine.passing import shares_passed
from sim.engine.prefix.standpoint import Standpoint
from sim.engine.program import Program
from sim.engine.simulation import forecast, origin, resume, simulate
from sim.engine.trace import Note, Trace

__all__ = [
    "Note", "Program", "Standpoint", "Trace", "forecast", "origin", "resume", "shares_passed",
    "simulate",
    "without_precondition",
]  # fmt: skip
