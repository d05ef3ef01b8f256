"""Who acts when: chance, intentions, the run.

    identity      what keys each draw; `backdrop` the candidates of rates
    program       a scenario made ready to run, of compiled `delays`, `outcome` and `procedure`;
                  `order` says what comes first, `workload` how much work it is
    intention     a step that waits for its instant; `actor` owns it, in the `world` of one run
    run           events recorded, folded, reacted to; `trace` notes what did not happen
                  `watched` lets somebody stop it, `choices` make its decisions: so `check` looks
    simulation    the ways in: simulate, forecast, resume
    replay        what is pending after a log, if by `provenance` it can be resumed at all
    prefix        a documented past in place of a run's own, by the `odds` of its steps
    documented    the record held against the procedure; `passing` how often gates pass,
                  `overdue` what passed before the start

SimPy lives here and nowhere else.
"""

from sim.engine.choices import Choices
from sim.engine.documented import lacking, without_precondition
from sim.engine.overdue import overdue
from sim.engine.passing import shares_passed
from sim.engine.prefix.standpoint import Standpoint
from sim.engine.program import Program
from sim.engine.simulation import forecast, origin, resume, simulate, watched
from sim.engine.trace import Note, Trace
from sim.engine.watched import Watch

__all__ = [
    "Choices", "Note", "Program", "Standpoint", "Trace", "Watch", "forecast", "lacking", "origin",
    "overdue", "resume", "shares_passed", "simulate", "watched", "without_precondition",
]  # fmt: skip
