"""What passes between an ensemble and whoever makes its groups: numbered seeds in, bytes out."""

from collections.abc import Callable, Generator, Iterable

Groups = Iterable[tuple[int, range]]
"""The number and the seeds of each group that is to be made."""

Made = Generator[tuple[int, bytes]]
"""The number and the bytes of each group, in the order in which they are ready."""

Workers = Callable[[bytes, Groups], Made]
"""Takes a scenario's recipe and groups, and makes them."""

AHEAD = 2
"""Groups under way for each worker: one that it makes, and one that waits for it.

Only so many at once: memory does not grow with the number of groups.
"""
