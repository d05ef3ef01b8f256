"""The grammar of expressions: text to a syntax tree of whitelisted parts.

    condition  := conjunct ("or" conjunct)*          conjunct := negation ("and" negation)*
    negation   := "not" negation | comparison        comparison := sum (("<" | ">=" | ...) sum)?
    sum        := product (("+" | "-") product)*     product := signed (("*" | "/") signed)*
    signed     := "-" signed | atom
    atom       := number unit? | 'text' | name | name "(" arguments ")" | "(" condition ")"

There are no attributes, no subscripts and no calls but of names; what a name may be is decided in
`meaning`. Names, digits and blanks are those of ASCII: what looks alike must be alike. A hostile
text meets a limit of length, of depth and of height, never Python's own.
"""

import re
from collections.abc import Iterator

import attrs

from sim.errors import LanguageError
from sim.language.units import SECONDS, finite, unit_hint

LONGEST = 2_000
"""Characters of an expression."""

DEEPEST = 30
"""Brackets within brackets."""

TALLEST = 100
"""Operations one upon the other: a chain of sums is as tall as it is long."""

TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)
    | (?P<name>log-normal(?=\s*\()|[^\W\d]\w*)
    | (?P<text>'[^']*'|"[^"]*")
    | (?P<mark><=|>=|==|!=|[-+*/(),<>=])
    | (?P<end>$)
    )""",
    re.VERBOSE | re.ASCII,
)
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
WORDS = frozenset({"and", "or", "not"})
ELSEWHERE = {"!": "not", "&": "and", "|": "or"}
"""How other languages write the words, and what to write here."""


@attrs.frozen
class Number:
    """A number, with a unit of time or without."""

    value: float
    unit: str = ""


@attrs.frozen
class Text:
    """A quoted name or date."""

    value: str


@attrs.frozen
class Name:
    """A parameter, a gauge, `quantity`, or a unit."""

    value: str


@attrs.frozen
class Unary:
    """`-` or `not`."""

    mark: str
    operand: "Syntax"


@attrs.frozen
class Binary:
    """Arithmetic, a comparison, `and` or `or`."""

    mark: str
    left: "Syntax"
    right: "Syntax"


@attrs.frozen
class Call:
    """A function or a distribution with its arguments."""

    function: str
    arguments: tuple["Syntax", ...]
    named: tuple[tuple[str, "Syntax"], ...]


Syntax = Number | Text | Name | Unary | Binary | Call


def is_name(text: str) -> bool:
    """Whether an expression can name it: letters a-z, digits and _, no digit first."""
    return text.isascii() and text.isidentifier()


def parse(text: str) -> Syntax:
    """Parse an expression; raise LanguageError with what stands where something else should."""
    if len(text) > LONGEST:
        raise LanguageError(f"an expression of {len(text)} characters; at most {LONGEST} are read")
    reader = _Reader(tuple(_tokens(text)))
    tree = reader.condition()
    if reader.token[0] != "end":
        raise LanguageError(f"'{reader.token[1]}' was not expected after a complete expression")
    _refuse_tall(tree)
    return tree


def parts(tree: Syntax) -> tuple[Syntax, ...]:
    """What stands directly below a part of the syntax."""
    match tree:
        case Unary(_, operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Call(_, arguments, named):
            return (*arguments, *(value for _, value in named))
        case _:
            return ()


def names_in(tree: Syntax) -> Iterator[str]:
    """What an expression names outside quotes, from left to right."""
    if isinstance(tree, Name):
        yield tree.value
    for part in parts(tree):
        yield from names_in(part)


def _refuse_tall(tree: Syntax) -> None:
    """Refuse what would be too much for whoever walks down the tree, level by level."""
    level: list[Syntax] = [tree]
    for _ in range(TALLEST):
        level = [part for above in level for part in parts(above)]
        if not level:
            return
    raise LanguageError(f"more than {TALLEST} operations in a row: name a part of them")


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield (what it is, its text), ending with ("end", ...)."""
    at, what = 0, ""
    while what != "end":
        found = TOKEN.match(text, at)
        if found is None:
            raise LanguageError(_odd(text[at:].lstrip(" \t\n\r\f\v")[0]))
        at, what = found.end(), found.lastgroup or ""
        yield what, found[what] or "the end"


def _odd(character: str) -> str:
    """Why a character cannot begin anything."""
    why = "it has no meaning here"
    if character in ELSEWHERE:
        why = f"write '{ELSEWHERE[character]}'"
    elif character == ".":
        why = "attributes cannot be read"
    elif character in "'\"":
        why = "this quote is never closed"
    elif not character.isascii():
        why = "names and numbers are written with a-z, 0-9 and _"
    return f"'{character}' in an expression: {why}"


class _Reader:
    """Recursive descent over the tokens, one method a rule of the grammar."""

    def __init__(self, tokens: tuple[tuple[str, str], ...]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> tuple[str, str]:
        return self.tokens[self.at]

    def took(self, *marks: str) -> str:
        """Take the next token if it is one of these words or marks; return it, or nothing."""
        what, text = self.token
        if what in {"mark", "name"} and text in marks:
            self.at += 1
            return text
        return ""

    def expect(self, mark: str) -> None:
        if not self.took(mark):
            raise LanguageError(f"'{mark}' was expected and '{self.token[1]}' found")

    def condition(self) -> Syntax:
        self.depth += 1
        if self.depth > DEEPEST:
            raise LanguageError(f"an expression nested more than {DEEPEST} deep")
        tree = self.conjunct()
        while self.took("or"):
            tree = Binary("or", tree, self.conjunct())
        self.depth -= 1
        return tree

    def conjunct(self) -> Syntax:
        tree = self.negation()
        while self.took("and"):
            tree = Binary("and", tree, self.negation())
        return tree

    def negation(self) -> Syntax:
        count = 0
        while self.took("not"):
            count += 1
        tree = self.comparison()
        return Unary("not", tree) if count % 2 else tree

    def comparison(self) -> Syntax:
        left = self.sum()
        mark = self.took(*COMPARISONS)
        if not mark:
            return left
        tree = Binary(mark, left, self.sum())
        if self.took(*COMPARISONS):
            raise LanguageError("comparisons do not chain: write 'a < b and b < c'")
        return tree

    def sum(self) -> Syntax:
        tree = self.product()
        while mark := self.took("+", "-"):
            tree = Binary(mark, tree, self.product())
        return tree

    def product(self) -> Syntax:
        tree = self.signed()
        while mark := self.took("*", "/"):
            tree = Binary(mark, tree, self.signed())
        return tree

    def signed(self) -> Syntax:
        count = 0
        while self.took("-"):
            count += 1
        tree = self.atom()
        return Unary("-", tree) if count % 2 else tree

    def atom(self) -> Syntax:
        if self.took("("):
            tree = self.condition()
            self.expect(")")
            return tree
        what, text = self.token
        self.at += 1
        if what == "number":
            following, unit = self.token
            if following != "name" or unit in WORDS:
                return Number(finite(text))
            if unit not in SECONDS:
                what = f"'{unit}' was not expected after a number: it is no unit of time"
                raise LanguageError(what + unit_hint(unit))
            self.at += 1
            return Number(finite(text), unit)
        if what == "text":
            return Text(text[1:-1])
        if what == "name" and text not in WORDS:
            return self.call(text) if self.took("(") else Name(text)
        raise LanguageError(f"a value was expected and '{text}' found")

    def call(self, function: str) -> Call:
        arguments: list[Syntax] = []
        named: list[tuple[str, Syntax]] = []
        while not self.took(")"):
            if arguments or named:
                self.expect(",")
            if self.token[0] == "name" and self.tokens[self.at + 1] == ("mark", "="):
                name = self.token[1]
                if name in dict(named):
                    raise LanguageError(f"{function}: '{name}' is given twice")
                self.at += 2
                named.append((name, self.condition()))
            elif named:
                raise LanguageError(f"{function}: arguments without a name come first")
            else:
                arguments.append(self.condition())
        return Call(function, tuple(arguments), tuple(named))
