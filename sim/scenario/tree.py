"""The tree of what was read: TOML values that know where they stand.

Tables and arrays hold nodes. A node keeps its path as its own file writes it, so that a message
about what a variant took from its base names the place in the base.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

Path = tuple[str | int, ...]


@attrs.frozen(eq=False, repr=False)
class Node:
    """A TOML value, and where it stands; `own` unless a behaviour contributed it."""

    value: Any
    file: str
    line: int
    path: Path = ()
    own: bool = True

    def at(self, path: Path) -> "Node":
        """The node at a path, or the nearest node above it."""
        return self.reach(path)[0]

    def reach(self, path: Path) -> "tuple[Node, Path]":
        """The node at a path or the nearest above it, and what of the path is left."""
        node = self
        for index, step in enumerate(path):
            inside = node.value
            known = isinstance(inside, dict) and step in inside
            if isinstance(inside, list) and isinstance(step, int):
                known = step < len(inside)
            if not known:
                return node, path[index:]
            node = inside[step]
        return node, ()

    def plain(self) -> Any:  # noqa: ANN401  TOML values are what they are
        """The value without its places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def length(self) -> int:
        """How much is written here: the characters of keys and texts, and one for each value."""
        if isinstance(self.value, dict):
            return sum(len(key) + node.length() for key, node in self.value.items())
        if isinstance(self.value, list):
            return sum(node.length() for node in self.value)
        return 1 + (len(self.value) if isinstance(self.value, str) else 0)

    def entry(self, key: str) -> Any:  # noqa: ANN401  TOML values are what they are
        """The plain value of a key, or None."""
        found = self.value.get(key) if isinstance(self.value, dict) else None
        return None if found is None else found.plain()

    def with_value(self, value: object) -> "Node":
        """Another value at the same place."""
        return attrs.evolve(self, value=value)

    def dotted(self, below: Iterable[str | int] = ()) -> str:
        """The path as people write it: steps[3].outcomes[0].chance."""
        text = ""
        for part in (*self.path, *below):
            text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
        return text


def planted(
    value: Any,  # noqa: ANN401  a table as in a file
    file: str,
    line: int,
    path: Path = (),
) -> Node:
    """A node whose whole content stands at one line: what a behaviour contributes."""
    inner: Any = value
    if isinstance(value, Mapping):
        inner = {key: planted(v, file, line, (*path, key)) for key, v in value.items()}
    elif isinstance(value, list | tuple):
        inner = [planted(v, file, line, (*path, _called(v, i, path))) for i, v in enumerate(value)]
    return Node(inner, file, line, path, own=False)


def _called(entry: object, index: int, path: Path) -> str | int:
    """A behaviour's entry by its name, if it has one: nobody can count what no file shows."""
    named = path[:1] == ("actors",) and isinstance(entry, Mapping) and "name" in entry
    return str(entry["name"]) if named else index  # type: ignore[index]


def pruned(node: Node, cuts: Iterable[Path]) -> Node:
    """The tree without what stands at some paths; arrays close their ranks."""
    gone: set[str | int] = set()
    deeper: dict[str | int, list[Path]] = {}
    for cut in cuts:
        if len(cut) == 1:
            gone.add(cut[0])
        else:
            deeper.setdefault(cut[0], []).append(cut[1:])
    if isinstance(node.value, dict):
        return node.with_value(
            {
                key: pruned(inner, deeper[key]) if key in deeper else inner
                for key, inner in node.value.items()
                if key not in gone
            }
        )
    if isinstance(node.value, list):
        return node.with_value(
            [
                pruned(inner, deeper[index]) if index in deeper else inner
                for index, inner in enumerate(node.value)
                if index not in gone
            ]
        )
    return node
