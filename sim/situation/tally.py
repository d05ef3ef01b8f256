"""What has happened of one pattern: when, how often, how much."""

from bisect import bisect_left


class Tally:
    """The times and quantities of the events that match one pattern, in the order of the log.

    Folding appends here for every event, so this is a plain class with slots.
    """

    __slots__ = ("first", "last", "quantities", "times")

    def __init__(self) -> None:
        self.times: list[int] = []
        self.quantities: list[float] = []
        self.first = -1
        self.last = -1

    def add(self, seq: int, time: int, quantity: float | None) -> None:
        """Note one more event."""
        if self.last < 0:
            self.first = seq
        self.last = seq
        self.times.append(time)
        self.quantities.append(0.0 if quantity is None else quantity)

    def count_since(self, second: int) -> int:
        """How many at or after a second."""
        return len(self.times) - bisect_left(self.times, second)

    def total_since(self, second: int) -> float:
        """The sum of quantities at or after a second, added from left to right."""
        total = 0.0
        for quantity in self.quantities[bisect_left(self.times, second) :]:
            total += quantity
        return total
