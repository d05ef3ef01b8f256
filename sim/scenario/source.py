"""Scenario files from disk: values with the file and line of each, and what each file extends.

Nothing outside the scenario's own folder is read, and nothing is read that no scenario needs: long
files and texts, deep nesting, control characters and numbers beyond 64 bits are refused here.
"""

import re
import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import attrs

from sim.errors import LONGEST_NAME, LONGEST_TEXT, InputError, Problem, nearest, shortened
from sim.scenario.overlay import merged
from sim.scenario.places import Places, places, syntax_problem, too_deep
from sim.scenario.tree import Node
from sim.scenario.tree import Path as NodePath

SUFFIX = ".toml"
OWN = "scenario.toml"
"""The file of a scenario's folder; others in it are variants."""

MOST_BESIDE = 1_000
"""Entries of a folder among which a misspelt path is looked for."""

LARGEST = 1_000_000
"""Bytes of a scenario's files together: a variant and all that it extends."""

LONGEST_CHAIN = 8
"""Files that may extend one another."""

MOST_ENTRIES = 10_000
"""Entries of one table or array."""

MOST_PROBLEMS = 200
"""Values refused that are told of; nobody reads on."""

LARGEST_WHOLE = 2**63
"""Whole numbers that TOML asks every reader to read are below it."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What could move a cursor, change a colour or turn a line of somebody's terminal around."""


@attrs.frozen
class Source:
    """A scenario as read: its values with places, its own folder, and how it is named."""

    root: Node
    folder: Path
    """The folder whose tree may be read."""
    record_folder: Path
    """The folder of the file that wrote `record.file`."""
    name: str


def read_source(path: Path) -> Source:
    """Read a scenario folder or file and what it extends; raise InputError with every place."""
    file = own_file(path) if _is_folder(path) else path
    if not is_file(file):
        missing = f"no scenario here: {file} does not exist" if file != path else "no such file"
        raise InputError([Problem(str(path), 0, "", f"{missing}; {_remedy(path)}")])
    if file.suffix != SUFFIX:
        message = f"no scenario; name a folder, or a file whose name ends in {SUFFIX}"
        raise InputError([Problem(str(path), 0, "", message)])
    folder = scenario_folder(file)
    chain = list(_chain(file, folder))
    root = chain[-1][1]
    for _, over in reversed(chain[:-1]):
        root = merged(root, over)
    wrote = root.at(("record", "file")).file
    record_folder = next(where.parent for where, node in chain if node.file == wrote)
    name = folder.name if file.name == OWN else f"{folder.name}/{file.stem}"
    return Source(root, folder, record_folder, name)


def _remedy(path: Path) -> str:
    """A scenario in the folder, the one beside it that is spelt most like a path, or a new one."""
    within = [each for each in _entries(path) if is_file(each / OWN)]
    if within:
        return f"name one of the {len(within)} in it, such as {min(within)}"
    known = [
        each.name for each in _entries(path.parent) if each.suffix == SUFFIX or is_file(each / OWN)
    ]
    near = nearest(path.name, known)
    return f"did you mean '{path.with_name(near)}'?" if near else "'sim new NAME' makes one"


def _entries(folder: Path) -> list[Path]:
    try:
        return list(islice(folder.iterdir(), MOST_BESIDE))
    except OSError:
        return []


def own_file(folder: Path, name: str = OWN) -> Path:
    """The `scenario.toml` of a folder; raise InputError where a link makes it another's.

    `name` is that of another file that stands there.
    """
    file = folder / name
    if inside(folder.resolve(), folder, file.name) is None:
        message = "a link that leads out of the scenario's folder, or nowhere; copy the file here"
        raise InputError([Problem(str(file), 0, "", message)])
    return file


def scenario_folder(file: Path) -> Path:
    """The scenario's own folder: the file's, or the one above that holds the `scenario.toml`."""
    here = file.resolve().parent
    return next((f for f in (here, here.parent) if is_file(f / OWN)), here)


def inside(folder: Path, base: Path, text: str) -> Path | None:
    """The file that a path in a scenario means, or None where it leaves the scenario's folder."""
    try:
        target = (base / text).resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links, or a name that no disk can hold
        return None
    return target if target.is_relative_to(folder) else None


def is_file(path: Path) -> bool:
    """Whether there is a file that can be opened, however strange its name."""
    try:
        return path.is_file()
    except OSError:  # too long a name, or a folder that may not be searched
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _chain(file: Path, folder: Path) -> Iterator[tuple[Path, Node]]:
    """Yield a file and what it extends, one after the other."""
    seen: list[Path] = []
    left = LARGEST
    while True:
        seen.append(file.resolve())
        content = _content(file, shown_name(file), left)
        left -= len(content)
        node = _node(content, shown_name(file))
        yield file.resolve(), node
        wanted = node.value.get("extends")
        if wanted is None:
            return
        target = _extended(wanted, folder, seen)
        if isinstance(target, str):
            raise InputError([Problem(wanted.file, wanted.line, "extends", target)])
        file = target


def _extended(wanted: Node, folder: Path, seen: list[Path]) -> Path | str:
    """The file that `extends` names, or why it cannot be extended."""
    text = wanted.value
    if not isinstance(text, str):
        return 'the name of a file is expected, such as "../scenario.toml"'
    target = inside(folder, seen[-1].parent, text)
    if target is None:
        return f"'{text}' leaves the scenario's folder; extend a file inside it"
    if target in seen:
        return f"'{text}' extends itself, through {len(seen)} file(s); break the circle"
    if not is_file(target):
        return f"'{text}' does not exist"
    if len(seen) >= LONGEST_CHAIN:
        return f"more than {LONGEST_CHAIN} files extend one another; extend the base itself"
    return target


def shown_name(file: Path) -> str:
    """A file's name as the user would write it."""
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(file)


def read_bytes(file: Path, shown: str, largest: int, too_large: str) -> bytes:
    """The content of a file, or an InputError that says why it cannot be read."""
    if not is_file(file):
        raise InputError([Problem(shown, 0, "", "no such file")])
    try:
        with file.open("rb") as opened:
            content = opened.read(largest + 1)
    except OSError as error:
        raise InputError([Problem(shown, 0, "", f"cannot be read: {error.strerror}")]) from None
    if len(content) > largest:
        raise InputError([Problem(shown, 1, "", too_large)])
    return content


def decoded(content: bytes, shown: str) -> str:
    """The text of some bytes, or an InputError with the line of the first that is none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError([Problem(shown, line, "", "not UTF-8 text; save it as UTF-8")]) from None


def read_node(file: Path, shown: str) -> Node:
    """Read one TOML file into a node."""
    return _node(_content(file, shown, LARGEST), shown)


def _content(file: Path, shown: str, left: int) -> bytes:
    """The content of a file of a scenario, of which so many bytes may still be read."""
    most = f"the files of a scenario have at most {LARGEST:,} bytes together; shorten them"
    return read_bytes(file, shown, left, f"too large: {most}")


def _node(content: bytes, shown: str) -> Node:
    """What a TOML file says, with its places."""
    text = decoded(content, shown)
    line = too_deep(text)
    if line is not None:
        raise InputError([Problem(shown, line, "", "nested too deeply for a scenario")])
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, message = syntax_problem(text, error)
        raise InputError([Problem(shown, line, "", message)]) from None
    except ValueError as error:  # a whole number of thousands of digits
        raise InputError([Problem(shown, 1, "", str(error))]) from None
    reader = _Reader(shown)
    node = reader.node(values, places(text), ())
    if reader.problems:
        raise InputError(reader.problems[:MOST_PROBLEMS])
    return node


class _Reader:
    """Gives values their places, and refuses what no scenario needs."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def node(self, value: Any, place: Places, path: NodePath) -> Node:  # noqa: ANN401  TOML's values
        inner: list[tuple[str | int, Any]] = []
        if isinstance(value, dict):
            inner = list(value.items())
        elif isinstance(value, list):
            inner = list(enumerate(value))
        line = place.first
        node = Node(value, self.file, line, path)
        why = _refusal(value, path)
        if why:
            self.problems.append(Problem(self.file, line, shortened(node.dotted()), why))
            return node
        if isinstance(value, dict | list):
            below = place.below
            nodes = {k: self.node(v, below.get(k, place), (*path, k)) for k, v in inner}
            held = nodes if isinstance(value, dict) else list(nodes.values())
            return Node(held, self.file, line, path)
        return node


def _refusal(value: object, path: NodePath) -> str:
    """Why a value cannot stand in a scenario, whatever its key."""
    key = path[-1] if path else ""
    for text, most in ((value, LONGEST_TEXT), (key, LONGEST_NAME)):
        if not isinstance(text, str):
            continue
        odd = CONTROL.search(text)
        if odd:
            return f"a control character, U+{ord(odd[0]):04X}; write plain text"
        if len(text) > most:
            what = "a text" if text is value else "a name"
            return f"{what} of {len(text):,} characters; at most {most:,} are read"
    if isinstance(value, dict | list) and len(value) > MOST_ENTRIES:
        return f"{len(value):,} entries; at most {MOST_ENTRIES:,} are read"
    if isinstance(value, int) and abs(value) >= LARGEST_WHOLE:
        return "a whole number beyond 64 bits"
    return ""
