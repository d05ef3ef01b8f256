"""Groups through workers: only a few at once, each handed on as soon as it is made."""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from itertools import islice

Groups = Iterable[tuple[int, range]]
"""The number and the seeds of each group that is to be made."""

Made = Generator[tuple[int, bytes]]
"""The number and the bytes of each group, in the order in which they are ready."""

Workers = Callable[[bytes, Groups], Made]
"""Takes a scenario's recipe and groups, and makes them."""

AHEAD = 2
"""Groups under way for each worker: one that it makes, and one that waits for it."""


def as_made(
    submit: Callable[[range], Future[bytes]], groups: Groups, workers: Callable[[], int]
) -> Made:
    """Keep a few groups under way for each worker: memory does not grow with their number."""
    waiting = iter(groups)
    under_way: dict[Future[bytes], int] = {}
    while True:
        for number, seeds in islice(waiting, max(0, AHEAD * workers() - len(under_way))):
            under_way[submit(seeds)] = number
        if not under_way:
            return
        ready, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in ready:
            yield under_way.pop(future), future.result()
