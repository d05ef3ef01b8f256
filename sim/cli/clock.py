"""Time, as `--time` limits it: the one place where a command asks how late it is."""

from collections.abc import Callable
from time import perf_counter


class Clock:
    """So many seconds from now on; remembers whether anybody was stopped by it."""

    def __init__(self, seconds: float) -> None:
        self.began = perf_counter()
        self.seconds = seconds
        self.cut = False

    def until(self, part: float = 1.0) -> Callable[[], bool]:
        """What says whether a part of the time is over."""

        def spent() -> bool:
            over = perf_counter() - self.began > self.seconds * part
            self.cut = self.cut or over
            return over

        return spent
