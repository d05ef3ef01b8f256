"""Drawdown: negotiations over a foreign military presence, simulated and scored.

A scenario is a generative model made of declared steps; the log is the only truth; the documented
history is a log too. Read on in this order; each part imports only those above it:

    errors     how things go wrong, and how that reads
    processes  how workers start
    events     what can happen
    chance     how a draw becomes a value
    language   how assumptions are written
    log        what was recorded
    situation  what is true now
    actors     how institutions behave
    scenario   what is assumed
    engine     who acts when
    ensemble   many runs
    check      what must hold
    score      how close it came
    report     what is shown
    testing    scenarios under test, by pytest
    cli        the command `sim`
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from sim.engine import Program, Standpoint, Trace, forecast, resume, simulate
    from sim.ensemble import Projection, replicate
    from sim.errors import InputError, RunError
    from sim.events import Event
    from sim.log import Log, read_run, write_run
    from sim.scenario import Scenario, load

_HOMES = {
    "Event": "sim.events", "InputError": "sim.errors", "Log": "sim.log",
    "Program": "sim.engine", "Projection": "sim.ensemble", "RunError": "sim.errors",
    "Scenario": "sim.scenario", "Standpoint": "sim.engine", "Trace": "sim.engine",
    "forecast": "sim.engine", "load": "sim.scenario", "read_run": "sim.log",
    "replicate": "sim.ensemble", "resume": "sim.engine", "simulate": "sim.engine",
    "write_run": "sim.log",
}  # fmt: skip
"""Public names and where they live; loaded on first use, so that the command starts at once."""

__all__ = [
    "Event", "InputError", "Log", "Program", "Projection", "RunError", "Scenario", "Standpoint",
    "Trace", "forecast", "load", "read_run", "replicate", "resume", "simulate", "write_run",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
