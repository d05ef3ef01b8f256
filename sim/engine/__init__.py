"""Who acts when: chance, intentions, the run. SimPy lives here and nowhere else."""

from sim.engine.choices import Choices
from sim.engine.documented import lacking, without_precondition
from sim.engine.passing import shares_passed
from sim.engine.prefix.standpoint import Standpoint
from sim.engine.program import Program
from sim.engine.simulation import forecast, origin, resume, simulate, watched
from sim.engine.trace import Note, Trace
from sim.engine.watched import Watch

__all__ = [
    "Choices", "Note", "Program", "Standpoint", "Trace", "Watch", "forecast", "lacking", "origin",
    "resume", "shares_passed", "simulate", "watched", "without_precondition",
]  # fmt: skip
