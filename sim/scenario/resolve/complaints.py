"""What is wrong with a scenario, collected: every problem keeps its file, line and key."""

from collections.abc import Callable
from typing import TypeVar

from sim.errors import InputError, LanguageError, Problem, shortened
from sim.scenario.tree import Node, Path

T = TypeVar("T")

MOST = 200
"""Problems after which nobody reads on, and a hostile file has had enough of our time."""


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
        node, rest = self.root.reach(path)
        if node.own or node.path[1] not in self.suspects:
            self.add(_problem(node, rest, message))

    def complain_of(self, node: Node, path: Path, message: str) -> None:
        """Note a problem at a path below a node."""
        self.add(_problem(*node.reach(path), message))

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
        self.warnings.append(_problem(*self.root.reach(path), message))

    def attempt(self, path: Path, work: Callable[[], T]) -> T | None:
        """Do some work; what the language refuses becomes a problem at the path."""
        try:
            return work()
        except LanguageError as error:
            if not any(f"'{name}'" in str(error) for name in self.broken):
                self.complain(path, str(error))
            return None


def _problem(node: Node, rest: Path, message: str) -> Problem:
    return Problem(node.file, node.line, shortened(node.dotted(rest)), shortened(message))
