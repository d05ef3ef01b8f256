"""How worker processes start: afresh, deaf to Ctrl-C, and with what they need already imported.

Where there is one they are forked from a fork server: a process that is started anew, imports what
workers need and does nothing else, so that no thread and no lock of the command is copied. A
command that will need workers has it made ready first, and goes on loading meanwhile. Elsewhere
(Windows) each worker starts by itself.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.process import BaseProcess
from multiprocessing.resource_tracker import ensure_running
from typing import TYPE_CHECKING, Final, TypeVarTuple

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

Given = TypeVarTuple("Given")

NEEDED = "sim.ensemble.group"
"""The module of what a worker does; named and not imported, so that it is not loaded here."""

SERVER: Final = "forkserver"


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def context() -> "ForkServerContext | SpawnContext":
    """How processes start here."""
    if SERVER not in get_all_start_methods():
        return get_context("spawn")
    found = get_context(SERVER)
    found.set_forkserver_preload([NEEDED])
    return found


def make_ready(jobs: int | None) -> None:
    """Start importing what workers need, if there are to be several; returns at once."""
    several = (processors() if jobs is None else jobs) > 1
    if several and context().get_start_method() == SERVER:
        from multiprocessing import forkserver  # noqa: PLC0415  not everywhere

        with deaf(), suppress(OSError):  # whoever then starts a process is told why there is none
            forkserver.ensure_running()


def start(target: Callable[[*Given], object], *arguments: *Given) -> BaseProcess:
    """Start a process that calls a function; at the latest it ends when this one does.

    Raises OSError or EOFError where none can be started.
    """
    process = context().Process(target=target, args=arguments, daemon=True)
    with deaf():
        process.start()
    return process


@contextmanager
def deaf() -> Iterator[None]:
    """Hold Ctrl-C back while processes may start: what they start with, they keep."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ensure_running()  # the tracker of shared resources, whose own start would let it through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
