"""What may happen in a scenario, found by the patterns that ask for it.

A scenario may hold thousands of steps and of patterns, so that each pattern must find its answer
without asking every step.
"""

from collections.abc import Iterable
from itertools import product

import attrs

from sim.events import Pattern
from sim.scenario.model import Step
from sim.situation import Deadline

Sort = tuple[str, str | None, str | None]
"""Kind, actor and subject of what may happen; None may be any."""

ASKED = object()
"""Where a pattern asks for any actor or any subject."""


@attrs.frozen
class Possible:
    """What may happen, and by what, in the order of the file."""

    labels: list[str] = attrs.Factory(list)
    _found: dict[tuple[object, ...], dict[int, None]] = attrs.Factory(dict)

    def add(self, label: str, sorts: Iterable[Sort]) -> None:
        """Note what may come of a step, or of anything else."""
        for kind, actor, subject in dict.fromkeys(sorts):
            for key in product((kind,), (actor, ASKED), (subject, ASKED)):
                self._found.setdefault(key, {})[len(self.labels)] = None
        self.labels.append(label)

    def emitters(self, pattern: Pattern) -> tuple[str, ...]:
        """The labels of what may bring about an event of a pattern."""
        met = {place for key in _keys(pattern) for place in self._found.get(key, ())}
        return tuple(self.labels[place] for place in sorted(met))

    def any(self, pattern: Pattern) -> bool:
        """Whether anything may bring about an event of a pattern."""
        return any(key in self._found for key in _keys(pattern))


def _keys(pattern: Pattern) -> Iterable[tuple[object, ...]]:
    actors = (ASKED,) if pattern.actor is None else (pattern.actor, None)
    subjects = (ASKED,) if pattern.subject is None else (pattern.subject, None)
    return product((pattern.kind,), actors, subjects)


def possible(steps: Iterable[Step], deadlines: Iterable[Deadline] = ()) -> Possible:
    """What steps may emit, and what deadlines may record."""
    found = Possible()
    for step in steps:
        emissions = (e for outcome in step.outcomes for e in outcome.emissions)
        found.add(step.label, ((e.kind, e.actor, e.subject) for e in emissions))
    for deadline in deadlines:
        if deadline.missed:
            sort = (deadline.missed, deadline.actor or None, deadline.subject or None)
            found.add(f"deadline: {deadline.name}", [sort])
    return found
