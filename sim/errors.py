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

MANY = 1_000
"""Known words among which the nearest is looked for; a longer list is searched in part."""

LONGEST_NAME = 80
"""Characters of a name in any input: of a key, an actor, a kind, a subject, a unit."""

LONGEST_TEXT = 4_000
"""Characters of any one text in a scenario or a record."""


LONGEST_MESSAGE = 400
"""Characters of a message, and of a key in it; what files of strangers say may be longer."""


class DrawdownError(Exception):
    """Base of every error that this project raises on purpose."""


def printable(text: str) -> str:
    """Return text with control characters shown as escapes.

    Names and messages come from files of strangers; they must not be able to move a cursor,
    change a colour or break a line of somebody's terminal.
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shortened(text: str) -> str:
    """Return a message, or the path of a key, cut where nobody reads on."""
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]}..."


@attrs.frozen
class Problem:
    """One thing wrong with an input: where it stands, and what would be right.

    `line` is 0 where there is no line to name: of a folder, or of a word on the command line.
    """

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        where += f"{self.path}: " if self.path else ""
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
    names = _short(known)
    near = nearest(word, names)
    if near:
        return f"; did you mean '{near}'?"
    if names and len(names) <= FEW:
        return "; known: " + ", ".join(names)
    return ""


def _short(known: Iterable[str]) -> list[str]:
    """The words that are short enough to be a name, sorted."""
    return sorted({name for name in known if 0 < len(name) <= LONGEST_NAME})


def nearest(word: str, known: Iterable[str], alike: float = 0.6) -> str | None:
    """The known word most like a word, if any is much like it; of very many the first are seen.

    `alike` is how much: the share of letters that both have in the same order.
    Names are compared letter by letter only where they share most letters: the comparison takes a
    time that grows with the square of the length, and there may be hundreds of words to hint at.
    """
    if len(word) > LONGEST_NAME:
        return None
    from difflib import SequenceMatcher, get_close_matches  # noqa: PLC0415  only when misspelt
    from heapq import nlargest  # noqa: PLC0415

    names = _short(known)[:MANY]
    matcher = SequenceMatcher(b=word)

    def letters_shared(name: str) -> float:
        matcher.set_seq1(name)
        return matcher.quick_ratio()

    return next(iter(get_close_matches(word, nlargest(FEW, names, letters_shared), 1, alike)), None)
