"""How things go wrong here, and how that reads.

DrawdownError
├── InputError    what the user gave is wrong: every problem, each with its place and remedy
├── LanguageError one expression cannot be understood; the loader turns it into a Problem
└── RunError      a run cannot go on: the step that causes it, and the limit it met

Imported by everyone, imports nobody. Exceptions take positional arguments only: SimPy rebuilds
an exception that leaves a process from its `args`.
"""

from collections.abc import Iterable

import attrs

FEW = 12
"""Known words that are listed in full, where none is near."""


class DrawdownError(Exception):
    """Base of every error that this project raises on purpose."""


def printable(text: str) -> str:
    """Return text with control characters shown as escapes.

    Names and messages come from files of strangers; they must not be able to move a cursor,
    change a colour or break a line of somebody's terminal.
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


@attrs.frozen
class Problem:
    """One thing wrong with an input: where it stands, and what would be right."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " + (f"{self.path}: " if self.path else "")
        return printable(where + self.message)


class InputError(DrawdownError):
    """What the user gave is wrong; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class LanguageError(DrawdownError):
    """An expression, measure or distribution that cannot be understood."""


class RunError(DrawdownError):
    """A run that cannot go on."""


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the nearest known word, or what is known, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415  only when something is misspelt

    names = sorted({name for name in known if name})
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"; did you mean '{near[0]}'?"
    if names and len(names) <= FEW:
        return "; known: " + ", ".join(names)
    return ""
