"""A line of times, probed: where along it an occasion that comes there breaks the rule.

Each probe stands for what is nearer to it than to another. Between two neighbours of which one
does and the other does not, the line is halved until the bound between them is known.
"""

from collections import deque
from collections.abc import Callable, Iterable
from itertools import pairwise

import attrs

FINE = 64
"""A bound is known to this part of its distance from the nearer of the probes beside it."""

MOST_HALVINGS = 60
"""Further probes of one line, at most: a bound takes about eight."""


@attrs.frozen
class Probe:
    """What becomes of the story with the occasion at one time.

    `whole` is the chance that the rule is broken, `own` that chance if the outcome is the story's.
    `breaking` are the outcomes that break it; None where nothing comes at that time. `pace` is the
    intensity of a rate there.
    """

    whole: float
    own: float
    breaking: frozenset[int] | None
    pace: float = 0.0

    def breakers(self) -> "Probe":
        """In place of chances, how many occasions per second are expected that break the rule."""
        return attrs.evolve(self, whole=self.pace * self.whole, own=self.pace * self.own)

    def keepers(self) -> "Probe":
        """How many occasions per second are expected that keep the rule."""
        return attrs.evolve(self, whole=self.pace * (1 - self.whole), own=0.0)

    def like(self, other: "Probe") -> bool:
        """Whether no bound needs to be found between this and another."""
        same = (self.whole, self.own) == (other.whole, other.own)
        return same or self.breaking == other.breaking


class Line:
    """A line from 0 to its end; `ask` probes it, and `least` is a length that no bound needs."""

    def __init__(self, ask: Callable[[float], Probe], end: float, least: float) -> None:
        self.ask = ask
        self.end = end
        self.least = least
        self.found: dict[float, Probe] = {}

    def probe(self, places: Iterable[float]) -> list[Probe]:
        """What is found at some places; each is asked once."""
        some = list(places)
        for place in some:
            if place not in self.found:
                self.found[place] = self.ask(place)
        return [self.found[place] for place in some]

    def totals(self) -> tuple[float, float]:
        """The sums of `whole` and of `own` over the line, each probe with its part of it."""
        self._find_bounds()
        places = sorted(self.found)
        bounds = [0.0, *((low + high) / 2 for low, high in pairwise(places)), self.end]
        whole = own = 0.0
        for place, (low, high) in zip(places, pairwise(bounds), strict=True):
            whole += (high - low) * self.found[place].whole
            own += (high - low) * self.found[place].own
        return whole, own

    def _find_bounds(self) -> None:
        """Probe between unlike neighbours until they are near; all bounds in turn."""
        left = MOST_HALVINGS
        gaps = deque((*pair, *pair) for pair in pairwise(sorted(self.found)))
        while gaps and left:
            low, high, first, last = gaps.popleft()
            near = max(self.least, min(low - first, last - high) / FINE)
            if high - low <= near or self.found[low].like(self.found[high]):
                continue
            left -= 1
            middle = (low + high) / 2
            self.probe([middle])
            gaps += (low, middle, first, last), (middle, high, first, last)


def middles(parts: int) -> list[float]:
    """The middles of so many equal parts of a line from 0 to 1."""
    return [(part + 0.5) / parts for part in range(parts)]
