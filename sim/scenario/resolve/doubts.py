"""What a scenario with problems can still be held against, without complaints that only follow.

A row without a class, a prediction that nothing emits and a circle of steps are told beside all
other problems, unless what is wrong elsewhere may be their cause.
"""

from collections.abc import Iterator, Mapping

import attrs

from sim.events import Pattern
from sim.scenario.resolve.complaints import Complaints
from sim.scenario.shapes import ScenarioTable
from sim.scenario.tree import Node, Path

OF_ROWS = frozenset({"score", "milestones", "kinds", "record", "clock"})
"""Tables that decide which class a row is in."""

OF_NO_EVENT = frozenset(
    {"parameters", "gauges", "procedure", "checks", "given", "initial", "record", "score", "title"}
)
"""Tables that emit nothing, whatever they say."""

OF_NO_KIND = frozenset({
    "on", "rate", "while", "at", "every", "if", "after", "if_due", "cancelled_by", "again", "limit",
    "key", "quantity", "unit", "needs", "quorum", "before", "between", "considers", "falls",
    "set_by", "moves_on", "met_by", "chance", "in_force_since", "enters", "ends", "term",
    "renewed_by", "notice", "may_denounce", "withdrawable",
})  # fmt: skip
"""Keys of steps, gates, deadlines and instruments that say nothing of what is emitted."""


@attrs.frozen
class Doubts:
    """The problems found so far, and what follows from them."""

    found: Complaints
    unknown: bool
    """Whether a table at the top is of no known name, so that it may be any."""

    @property
    def rows(self) -> bool:
        """Whether rows may lack their class through another problem."""
        return self.unknown or any(path[0] in OF_ROWS for path in self.found.at)

    @property
    def events(self) -> bool:
        """Whether events may be unknown, of which nothing says what kind they are."""
        return self.unknown or any(map(_hides, self.found.at))

    def kinds(self, patterns: Mapping[str, Pattern]) -> set[str]:
        """The kinds that a damaged table mentions, and may be meant to emit."""
        words = {word for node in self.found.damaged.values() for word in _words(node)}
        return {patterns[word].kind for word in words if word in patterns}

    def spoilt(self, path: Path) -> bool:
        """Whether the table at a path says less than was meant."""
        node = self.found.root.at(path)
        return (node.file, node.path) in self.found.damaged


def doubts(found: Complaints) -> Doubts:
    """What is in doubt now."""
    known = {field.name for field in attrs.fields(ScenarioTable)}
    return Doubts(found, any(not path or path[0] not in known for path in found.at))


def _hides(path: Path) -> bool:
    """Whether a problem at a path may hide what kind of event would be emitted."""
    if path[0] in {"steps", "gates", "deadlines", "instruments"}:
        return OF_NO_KIND.isdisjoint(path[2:])
    return path[0] not in OF_NO_EVENT


def _words(node: Node) -> Iterator[str]:
    """Every text below a node."""
    if isinstance(node.value, dict):
        for inner in node.value.values():
            yield from _words(inner)
    elif isinstance(node.value, list):
        for inner in node.value:
            yield from _words(inner)
    elif isinstance(node.value, str):
        yield node.value
