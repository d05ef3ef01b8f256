"""What is wrong with a scenario, collected: every problem keeps its file, line and key."""

from collections.abc import Callable
from typing import TypeVar

import attrs

from sim.errors import InputError, LanguageError, Problem, shortened
from sim.scenario.tree import Node, Path

T = TypeVar("T")

WORDS = {"steps": "step", "gauges": "gauge"}
"""What one entry of a table is called."""

MOST = 200
"""Problems after which nobody reads on, and a hostile file has had enough of our time."""

ROLE = 2
"""Keys of a path that names a role; what its behaviour contributes lies below."""


class Complaints:
    """Problems found so far, each turned into a place by the tree of what was read.

    Names whose own entry is broken are known, so that what mentions them is not reported too.
    """

    def __init__(self, root: Node) -> None:
        self.root = root
        self.warnings: list[Problem] = []
        self.broken: set[str] = set()
        self.suspects: set[str] = set()
        """Roles with a wrong option: what their behaviours made of it is not at fault."""
        self.at: set[Path] = set()
        """Where problems are, in the tree of what was read."""
        self.damaged: dict[tuple[str, Path], Node] = {}
        """Tables with something wrong in them, by file and path there: they say less than meant."""
        self._problems: dict[Problem, None] = {}

    @property
    def problems(self) -> list[Problem]:
        """Every problem once, in the order of file and line."""
        return sorted(self._problems, key=lambda p: (p.file, p.line, p.path))

    @property
    def count(self) -> int:
        """How many problems there are."""
        return len(self._problems)

    def complain(self, path: Path, message: str) -> None:
        """Note a problem at a path."""
        self.spoil(path)
        node, rest = self.root.reach(path)
        if node.own or node.path[1] not in self.suspects:
            self.add(self._problem(node, rest, message))

    def complain_of(self, node: Node, path: Path, message: str) -> None:
        """Note a problem at a path below a node."""
        self.spoil(path, node)
        self.add(self._problem(*node.reach(path), message))

    def spoil(self, path: Path, node: Node | None = None) -> None:
        """Note that the table around a path says less than was meant, whoever is at fault."""
        node = node or self.root
        whole = (*node.path, *path)
        table = node.at(whole[len(node.path) : 2])
        self.at.add(whole)
        self.damaged[table.file, table.path] = table

    def add(self, problem: Problem) -> None:
        """Note a problem that knows its place; beyond too many, give up."""
        self._problems[problem] = None
        if len(self._problems) >= MOST:
            last = self.problems[-1]
            more = f"more than {MOST} problems; mend these first"
            raise InputError([*self.problems, Problem(last.file, last.line, "", more)])

    def refusal(self) -> InputError:
        """The error that says all that is wrong."""
        return InputError(self.problems)

    def warn(self, path: Path, message: str) -> None:
        """Note something that works and could be better."""
        self.warnings.append(self.problem(path, message))

    def problem(self, path: Path, message: str) -> Problem:
        """Something to be said of a path, with its place."""
        return self._problem(*self.root.reach(path), message)

    def attempt(self, path: Path, work: Callable[[], T]) -> T | None:
        """Do some work; what the language refuses becomes a problem at the path."""
        try:
            return work()
        except LanguageError as error:
            if not any(f"'{name}'" in str(error) for name in self.broken):
                self.complain(path, str(error))
            return None

    def _problem(self, node: Node, rest: Path, message: str) -> Problem:
        """A problem at its place; of what a behaviour contributed, at the actor's entry."""
        if not node.own and node.path[:1] == ("actors",) and len((*node.path, *rest)) > ROLE:
            actor = self.root.at(node.path[:2])
            _, _, table, name, *below = (*node.path, *rest, "")
            what = f"{WORDS.get(str(table), table)} '{name}'"
            keys = attrs.evolve(node, path=()).dotted(part for part in below if part != "")
            what += f" of behaviour '{actor.entry('behaviour')}': {keys}"
            message = f"{what}: {message}" if keys else f"{what}{message}"
            node, rest = attrs.evolve(node, path=actor.path), ()
        return Problem(node.file, node.line, shortened(node.dotted(rest)), shortened(message))
