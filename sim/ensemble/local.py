"""Workers on this machine: a process and a pipe each, and none outlives the one it works for.

Whatever a worker dies of, and in the middle of whatever answer, its parent is told by the end of
their pipe or of the process, and never waits for one that is gone. (A pool whose workers share one
pipe, as that of the standard library, cannot know: half an answer in it is waited for.) Ctrl-C is
heard by the parent alone, which ends its workers; they leave by themselves when it dies.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing import Pipe, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Thread
from traceback import format_exc

import attrs

from sim.ensemble import group
from sim.ensemble.flow import AHEAD, Groups, Made
from sim.errors import DrawdownError, RunError
from sim.processes import start

ENDED = (
    "a worker process ended before its work was done, perhaps for want of memory; try fewer with"
    " --jobs"
)

MOST_ON_WINDOWS = 30
"""Workers there: no more than about sixty things can be waited for at once, and each is two."""

Work = Callable[[bytes, range], bytes]
"""Takes a recipe and seeds; a function that a process which starts afresh can import."""


def made(recipe: bytes, groups: Groups, jobs: int, work: Work = group.made) -> Made:
    """Make groups with so many processes; with one, in this process itself.

    `work` is what is done with each, by default runs as columns.

    Raises RunError for a run that cannot go on, and for a worker that was killed.
    """
    if os.name == "nt":
        jobs = min(jobs, MOST_ON_WINDOWS)
    if jobs == 1:
        return ((number, work(recipe, seeds)) for number, seeds in groups)
    return _made_elsewhere(recipe, groups, jobs, work)


def _made_elsewhere(recipe: bytes, groups: Groups, jobs: int, work: Work) -> Made:
    waiting = iter(groups)
    workers: list[_Worker] = []
    try:
        for one in islice(waiting, jobs):
            workers.append(_Worker.started(work, recipe))
            workers[-1].give(one)
        for _ in range(1, AHEAD):
            for worker, one in zip(workers, waiting, strict=False):
                worker.give(one)
        for worker in _with_an_answer(workers):
            yield worker.answer()
            for one in islice(waiting, 1):
                worker.give(one)
    finally:
        for worker in workers:
            worker.end()


def _with_an_answer(workers: "list[_Worker]") -> "Iterator[_Worker]":
    """Whichever can be heard, until none has been given anything that it has not answered."""
    while busy := [worker for worker in workers if worker.under_way]:
        ready = {*wait([each for worker in busy for each in worker.signs])}
        yield from (worker for worker in busy if not ready.isdisjoint(worker.signs))


@attrs.define
class _Worker:
    """A worker as its parent sees it, and how many groups it has been given and not answered."""

    process: BaseProcess
    pipe: Connection
    under_way: int = 0

    @property
    def signs(self) -> tuple[Connection, int]:
        """What there is something to be heard of: an answer, or the end."""
        return self.pipe, self.process.sentinel

    @classmethod
    def started(cls, work: Work, recipe: bytes) -> "_Worker":
        try:
            pipe, its = Pipe()
            with its:  # once the worker alone has its end, that end closes when it dies
                process = start(_serve, its, work, recipe)
        except (EOFError, OSError) as error:
            why = str(error) or "what starts them has ended"
            raise RunError(f"no worker process can be started: {why}; try --jobs 1") from None
        return cls(process, pipe)

    def give(self, numbered: tuple[int, range]) -> None:
        with suppress(OSError):  # a worker that is gone is met where its answer is waited for
            self.pipe.send(numbered)
        self.under_way += 1

    def answer(self) -> tuple[int, bytes]:
        answer = None
        with suppress(EOFError, OSError):
            if self.pipe.poll():  # otherwise it is the end of the process that was heard of
                answer = self.pipe.recv()
        if answer is None:
            raise RunError(ENDED)
        number, raw = answer
        self.under_way -= 1
        if isinstance(raw, Exception):
            raise raw
        return number, raw

    def end(self) -> None:
        self.process.kill()  # it holds nothing that another needs
        self.process.join()
        self.pipe.close()


def _serve(pipe: Connection, work: Work, recipe: bytes) -> None:
    """A worker's life: answers, in the order of the questions, until there is nobody to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            number, seeds = pipe.recv()
            pipe.send((number, _tried(work, recipe, seeds)))


def _tried(work: Work, recipe: bytes, seeds: range) -> bytes | Exception:
    """What the work makes, or what it raises: told in words where it may not survive the pipe."""
    try:
        return work(recipe, seeds)
    except DrawdownError as error:
        return error
    except Exception as error:  # noqa: BLE001  whatever it is, the parent is to meet it
        told = RuntimeError(f"{type(error).__name__}: {error}")
        told.add_note(format_exc())
        return told


def _leave_with_parent() -> None:
    """At once, even in the middle of a group."""
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
