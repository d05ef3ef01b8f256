"""Scenario files from disk: values with the file and line of each, variants laid over their base.

A variant `extends` a file; tables merge by key, entries of some arrays by their names, and what
says `remove = true` is deleted. Nothing outside the scenario's own folder is read.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from sim.errors import InputError, Problem
from sim.scenario.places import Places, places, syntax_problem

LARGEST = 2_000_000
"""Bytes of a scenario file; a longer one is refused unread."""

LONGEST_CHAIN = 8
"""Files that may extend one another."""


@attrs.frozen(eq=False, repr=False)
class Node:
    """A TOML value, knowing where it stands; tables and arrays hold nodes."""

    value: Any
    file: str
    line: int

    def at(self, path: tuple[str | int, ...]) -> "Node":
        """The node at a path, or the nearest node above it."""
        node = self
        for step in path:
            inside = node.value
            if isinstance(inside, dict) and step in inside:
                node = inside[step]
            elif isinstance(inside, list) and isinstance(step, int) and step < len(inside):
                node = inside[step]
            else:
                break
        return node

    def plain(self) -> Any:
        """The value without its places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def entry(self, key: str) -> Any:
        """The plain value of a key, or None."""
        found = self.value.get(key) if isinstance(self.value, dict) else None
        return None if found is None else found.plain()


def planted(value: Any, file: str, line: int) -> Node:
    """A node whose whole content stands at one line: what a behaviour contributes."""
    if isinstance(value, Mapping):
        value = {key: planted(inner, file, line) for key, inner in value.items()}
    elif isinstance(value, list | tuple):
        value = [planted(inner, file, line) for inner in value]
    return Node(value, file, line)


def pruned(node: Node, cuts: list[tuple[str | int, ...]]) -> Node:
    """The tree without what stands at some paths; arrays close their ranks."""
    gone = {cut[0] for cut in cuts if len(cut) == 1}
    deeper: dict[str | int, list[tuple[str | int, ...]]] = {}
    for cut in cuts:
        if len(cut) > 1:
            deeper.setdefault(cut[0], []).append(cut[1:])
    if isinstance(node.value, dict):
        kept = {
            key: pruned(inner, deeper[key]) if key in deeper else inner
            for key, inner in node.value.items()
            if key not in gone
        }
        return Node(kept, node.file, node.line)
    if isinstance(node.value, list):
        items = [
            pruned(inner, deeper[index]) if index in deeper else inner
            for index, inner in enumerate(node.value)
            if index not in gone
        ]
        return Node(items, node.file, node.line)
    return node


def joined(base: Node, more: Node) -> Node:
    """Two tables or two arrays as one."""
    both = {**base.value, **more.value} if isinstance(base.value, dict) else base.value + more.value
    return Node(both, base.file, base.line)


@attrs.frozen
class Source:
    """A scenario as read: its values with places, its own folder, and how files are named."""

    root: Node
    folder: Path
    """The folder whose tree may be read."""
    record_folder: Path
    """The folder of the file that wrote `record.file`."""
    name: str


def read_source(path: Path) -> Source:
    """Read a scenario folder or file and what it extends; raise InputError with every place."""
    file = path / "scenario.toml" if path.is_dir() else path
    if not file.is_file():
        missing = f"no scenario here: {file} does not exist" if path.is_dir() else "no such file"
        raise InputError([Problem(str(path), 1, "", f"{missing}; 'sim new NAME' makes one")])
    folder = scenario_folder(file)
    chain = list(_chain(file, folder))
    root = chain[-1][1]
    for _, over in reversed(chain[:-1]):
        root = merged(root, over)
    record_folder = folder
    for where, node in chain:
        if "record" in node.value and isinstance(node.entry("record"), dict):
            record_folder = where.parent
            break
    name = folder.name if file.name == "scenario.toml" else f"{folder.name}/{file.stem}"
    return Source(root, folder, record_folder, name)


def scenario_folder(file: Path) -> Path:
    """The scenario's own folder: the file's, or the one above that holds the `scenario.toml`."""
    here = file.resolve().parent
    return next((f for f in (here, here.parent) if (f / "scenario.toml").is_file()), here)


def inside(folder: Path, base: Path, text: str) -> Path | None:
    """The file that a path in a scenario means, or None where it leaves the scenario's folder."""
    if "\0" in text:
        return None
    target = (base / text).resolve()
    return target if target.is_relative_to(folder) else None


def _chain(file: Path, folder: Path) -> Iterator[tuple[Path, Node]]:
    """Yield a file and what it extends, one after the other."""
    seen: list[Path] = []
    while True:
        shown = shown_name(file)
        seen.append(file.resolve())
        node = read_node(file, shown)
        yield file.resolve(), node
        wanted = node.value.get("extends")
        if wanted is None:
            return

        def refuse(message: str, node: Node = wanted) -> InputError:
            return InputError([Problem(node.file, node.line, "extends", message)])

        if not isinstance(wanted.value, str):
            raise refuse("the name of a file is expected")
        target = inside(folder, file.resolve().parent, wanted.value)
        if target is None:
            raise refuse(f"'{wanted.value}' leaves the scenario's folder; extend a file inside it")
        if target in seen:
            raise refuse(f"'{wanted.value}' extends itself, through {len(seen)} file(s)")
        if not target.is_file():
            raise refuse(f"'{wanted.value}' does not exist")
        if len(seen) >= LONGEST_CHAIN:
            raise refuse(f"more than {LONGEST_CHAIN} files extend one another")
        file = target


def shown_name(file: Path) -> str:
    """A file's name as the user would write it."""
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)


def read_text(file: Path, shown: str, largest: int) -> str:
    """The text of a file, or an InputError that says why it cannot be read."""
    try:
        if file.stat().st_size > largest:
            raise InputError([Problem(shown, 1, "", f"larger than {largest:,} bytes; not read")])
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError([Problem(shown, line, "", "not UTF-8 text")]) from None
    except OSError as error:
        raise InputError([Problem(shown, 1, "", f"cannot be read: {error.strerror}")]) from None


def read_node(file: Path, shown: str) -> Node:
    """Read one TOML file into a node."""
    text = read_text(file, shown, LARGEST)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, message = syntax_problem(text, error)
        raise InputError([Problem(shown, line, "", message)]) from None
    except (RecursionError, ValueError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InputError([Problem(shown, 1, "", why)]) from None
    return _located(values, places(text), shown)


def _located(value: Any, place: Places, file: str) -> Node:
    below = place.below
    if isinstance(value, dict):
        inner = {k: _located(v, below.get(k, place), file) for k, v in value.items()}
        return Node(inner, file, place.first)
    if isinstance(value, list):
        items = [_located(v, below.get(i, place), file) for i, v in enumerate(value)]
        return Node(items, file, place.first)
    return Node(value, file, place.first)


def _named(*keys: str) -> Callable[[Node], object]:
    return lambda node: tuple(repr(node.entry(key)) for key in keys)


NAMED_BY: dict[tuple[str, ...], Callable[[Node], object]] = {
    ("steps",): _named("actor", "name"),
    ("given",): _named("name"),
    ("checks",): _named("name"),
    ("sites",): _named("name"),
    ("procedure",): _named("event", "needs"),
}
"""By what the entries of an array are recognised; other arrays are replaced."""


def merged(base: Node, over: Node, path: tuple[str, ...] = ()) -> Node:
    """Lay one node over another."""
    if isinstance(base.value, dict) and isinstance(over.value, dict):
        result = dict(base.value)
        for key, node in over.value.items():
            if isinstance(node.value, dict) and node.entry("remove") is True:
                result.pop(key, None)
            elif key in result:
                result[key] = merged(result[key], node, (*path, key))
            else:
                result[key] = node
        return Node(result, over.file, over.line)
    if path in NAMED_BY and isinstance(base.value, list) and isinstance(over.value, list):
        return Node(_merged_entries(base.value, over.value, NAMED_BY[path]), over.file, over.line)
    return over


def _merged_entries(
    base: list[Node], over: list[Node], name: Callable[[Node], object]
) -> list[Node]:
    """Entries of the same name merge where they stood; new ones come after."""
    result = list(base)
    place = {name(node): index for index, node in enumerate(result)}
    for node in over:
        index = place.get(name(node))
        if index is None:
            place[name(node)] = len(result)
            result.append(node)
        elif node.entry("remove") is True:
            result[index] = Node(None, node.file, node.line)
        else:
            result[index] = merged(result[index], node, ("entry",))
    return [node for node in result if node.value is not None]
