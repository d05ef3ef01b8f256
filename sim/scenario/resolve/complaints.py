"""What is wrong with a scenario, collected: every problem keeps its file, line and key."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from sim.errors import LanguageError, Problem
from sim.scenario.source import Node

T = TypeVar("T")
Path = tuple[str | int, ...]


class Complaints:
    """Problems found so far, each turned into a place by the tree of what was read.

    Names whose own entry is broken are known, so that what mentions them is not reported too.
    """

    def __init__(self, root: Node) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.broken: set[str] = set()

    def complain(self, path: Path, message: str) -> None:
        """Note a problem at a path."""
        problem = self._at(path, message)
        if problem not in self.problems:
            self.problems.append(problem)

    def warn(self, path: Path, message: str) -> None:
        """Note something that works and could be better."""
        self.warnings.append(self._at(path, message))

    def attempt(self, path: Path, work: Callable[[], T]) -> T | None:
        """Do some work; what the language refuses becomes a problem at the path."""
        try:
            return work()
        except LanguageError as error:
            if not any(f"'{name}'" in str(error) for name in self.broken):
                self.complain(path, str(error))
            return None

    def _at(self, path: Path, message: str) -> Problem:
        node = self.root.at(path)
        return Problem(node.file, node.line, dotted(path), message)


def dotted(path: Iterable[str | int]) -> str:
    """A path as people write it: steps[3].outcomes[0].chance."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
