"""Workers on this machine: processes that never outlive the one they work for.

Ctrl-C is heard by the parent alone. Each worker holds one end of a pipe, the lifeline; when the
parent closes the other end, or dies, the worker leaves at once.
"""

import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Thread

from sim.ensemble import group
from sim.ensemble.flow import Groups, Made, as_made
from sim.errors import RunError
from sim.processes import context, deaf

Work = Callable[[bytes, range], bytes]
"""Takes a recipe and seeds; a function that a process which starts afresh can import."""


def made(recipe: bytes, groups: Groups, jobs: int, work: Work = group.made) -> Made:
    """Make groups with so many processes; with one, in this process itself.

    `work` is what is done with each, by default runs as columns.

    Raises RunError for a run that cannot go on, and for a worker that was killed.
    """
    if jobs == 1:
        return ((number, work(recipe, seeds)) for number, seeds in groups)
    return _made_elsewhere(recipe, groups, jobs, work)


def _made_elsewhere(recipe: bytes, groups: Groups, jobs: int, work: Work) -> Made:
    started = context()
    end, lifeline = started.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, started, initializer=_hold, initargs=(end,))

    def submit(seeds: range) -> Future[bytes]:
        with deaf():
            return pool.submit(work, recipe, seeds)

    whole = True
    try:
        yield from as_made(submit, groups, lambda: jobs)
    except BrokenProcessPool:
        whole = False
        message = "a worker process ended before its work was done, perhaps for want of memory"
        raise RunError(f"{message}; try fewer with --jobs") from None
    except BaseException:
        lifeline.close()
        raise
    finally:
        # a broken pool is not waited for: before Python 3.11.5 that might last for ever
        pool.shutdown(wait=whole, cancel_futures=True)
        lifeline.close()
        end.close()


def _hold(end: Connection) -> None:
    """Start a worker's life: deaf to Ctrl-C, and bound to the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_with_parent, args=(end,), daemon=True).start()


def _leave_with_parent(end: Connection) -> None:
    with suppress(EOFError, OSError):
        end.recv_bytes()
    os._exit(1)
