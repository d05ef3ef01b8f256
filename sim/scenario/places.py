"""Where the keys of a TOML text stand, so that a message can name a line.

A scenario's text goes two ways: tomllib reads its values and forgets where they stood, `places`
reads where things stand and no values. Checks look at the values; for what is wrong they ask the
places for a line, and the two together become a problem with file, line and key. A text that
tomllib refuses has neither values nor places; `syntax_problem` says where it broke.

`places` relies on tomllib having accepted the text, so it looks for ends only, never for errors.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence

import attrs

DEEPEST = 100
"""Brackets within brackets beyond this are passed over: they keep the line of what holds them."""

LONGEST_KEY = 20
"""Dots in one key; tomllib takes a time that grows with their square."""

MOST_BRACKETS = 20
"""Brackets within brackets that a scenario may have."""

REMEDY = "an inline table stays on one line; write [[...]] tables instead"
REMEDIES = {
    "Cannot declare": "write each [table] once, and [[...]] for every entry of a list",
    "Cannot overwrite a value": "this key stands above already; keep one of the two",
    "Unclosed array": "a comma or the closing bracket is missing, here or above",
    "Unclosed inline table": "a comma or the closing brace is missing",
    "Illegal character '\\n'": "the closing quote is missing",
    "Invalid value": 'write a text in quotes ("45 d"), a number such as 0.5, a date such as'
    " 2024-01-31, true or false",
    "Expected newline or end of document": 'one value a key; text and measures in quotes ("45 d")',
    "Expected '='": "write key = value, each on a line of its own",
}
"""What to do about what tomllib says, by how its messages begin."""

# Blanks and carriage returns match nothing here, and so fall between pieces. Every alternative
# can match in one way only, so that a search that fails has cost no more than one that succeeds;
# and a string without end takes all the rest, so that only one search can fail. The text is
# passed over once, whatever it says.
_PIECE = re.compile(
    r'''
      (?P<comment> \#.* )
    | (?P<string>
          """ (?s: \\. | [^\\] )*? "{3,5}       # two quotes may stand right before the last three
        | \'\'\' (?s: .*? ) '{3,5}
        | " (?!"") (?: \\. | [^"\\\n] )* "
        | ' (?!'') [^'\n]* '
      )
    | (?P<mark> [\n\[\]{},=.] )
    | (?P<bare> [^\s\#"'\[\]{},=.]+ )
    | (?P<unclosed> ["'] (?s: .* ) )
    ''',
    re.VERBOSE,
)
_WHERE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


@attrs.frozen(eq=False, repr=False)
class Places:
    """A line, and the places of what stands below it: keys of a table, elements of an array."""

    first: int
    below: "dict[str | int, Places]" = attrs.field(factory=dict)

    def line(self, path: Sequence[str | int]) -> int:
        """Line of a key, table header or array element; if it is missing, of its ancestor."""
        place = self
        for part in path:
            if part not in place.below:
                break
            place = place.below[part]
        return place.first


@attrs.define
class _Cursor:
    """The piece of text being looked at and its line; an empty piece is the end of the text."""

    rest: Iterator[re.Match[str]]
    piece: str = "\n"  # as if a line had just ended before the first
    line: int = 0

    def step(self) -> None:
        """Go on to the next piece that is not a comment."""
        self.line += self.piece.count("\n")
        self.piece = next((m[0] for m in self.rest if m.lastgroup != "comment"), "")


def places(text: str) -> Places:
    """Read where everything stands in a text that tomllib has accepted."""
    root = table = Places(1)
    at = _Cursor(_PIECE.finditer(text))
    while at.piece:
        if at.piece == "\n":
            at.step()
        elif at.piece == "[":
            table = _read_header(at, root)
        else:
            _read_pair(at, table, 0)
    return root


def _read_header(at: _Cursor, root: Places) -> Places:
    """Read `[key]` or `[[key]]`; return the table that the lines below it fill."""
    line = at.line
    at.step()
    is_array = at.piece == "["
    if is_array:
        at.step()
    *stem, last = _read_key(at)
    while at.piece == "]":
        at.step()
    parent = root
    for part in stem:
        parent = parent.below.setdefault(part, Places(line))
        # Of an array of tables the newest is meant; only arrays have whole numbers below them.
        parent = parent.below.get(len(parent.below) - 1, parent)
    if is_array:
        array = parent.below.setdefault(last, Places(line))
        table = array.below[len(array.below)] = Places(line)
        return table
    # A sub-table may have stood earlier; the table's own header is the better line for it.
    below = parent.below[last].below if last in parent.below else {}
    table = parent.below[last] = Places(line, below)
    return table


def _read_pair(at: _Cursor, table: Places, depth: int) -> None:
    """Read `key = value`, in a table or in an inline table."""
    place, line = table, at.line
    for part in _read_key(at):
        place = place.below.setdefault(part, Places(line))
    at.step()
    _read_value(at, place, depth)


def _read_key(at: _Cursor) -> list[str]:
    """Read a key with its dots and quotes."""
    parts = []
    while True:
        parts.append(_unquoted(at.piece))
        at.step()
        if at.piece != ".":
            return parts
        at.step()


def _unquoted(part: str) -> str:
    """Return a part of a key as tomllib returns it."""
    if part.startswith('"'):  # tomllib itself knows best which escapes it reads, and how
        return str(tomllib.loads(f"key = {part}")["key"])
    return part[1:-1] if part.startswith("'") else part


def _read_value(at: _Cursor, place: Places, depth: int) -> None:
    """Read up to what ends a value; only brackets have places in them."""
    if at.piece in {"[", "{"} and depth < DEEPEST:
        _read_brackets(at, place, depth + 1)
        return
    opened = 0
    while at.piece:  # a date or a number is several pieces; what is too deep is any number
        opened += (at.piece in {"[", "{"}) - (at.piece in {"]", "}"})
        at.step()
        if opened <= 0 and at.piece in {"\n", ",", "]", "}"}:
            return


def _read_brackets(at: _Cursor, place: Places, depth: int) -> None:
    """Read an array or an inline table, over however many lines."""
    is_array = at.piece == "["
    at.step()
    while at.piece not in {"]", "}", ""}:
        if at.piece in {"\n", ","}:
            at.step()
        elif is_array:
            element = place.below[len(place.below)] = Places(at.line)
            _read_value(at, element, depth)
        else:
            _read_pair(at, place, depth)
    at.step()


def syntax_problem(text: str, error: tomllib.TOMLDecodeError) -> tuple[int, str]:
    """Line and message of a syntax error, with the remedy for a broken inline table."""
    lines = text.replace("\r\n", "\n").split("\n")  # tomllib counts columns after the same change
    where = _WHERE.search(str(error))
    message = _WHERE.sub("", str(error))
    remedy = next((r for said, r in REMEDIES.items() if message.startswith(said)), "")
    told = f"{message}; {remedy}" if remedy else message
    if where is None:
        return getattr(error, "lineno", 1), told
    if where[1] is None:  # the end of the text: the last line with something on it
        return text.rstrip().count("\n") + 1, told
    # From Python 3.14 on the error carries its place; before that only the message tells it.
    row = getattr(error, "lineno", int(where[1])) - 1
    cut = getattr(error, "colno", int(where[2])) - 1
    before, after = lines[row][:cut], lines[row][cut:]
    if before.strip() in {"[", "[["}:
        told = f"{message}; the bracket of an array above is not closed"
    elif after[:1] == "}" and before.rstrip().endswith(","):
        told = f"{message}; no comma stands before a closing brace"
    elif after[:1] in {"", "#"} and _in_inline_table("\n".join([*lines[:row], before])):
        told = f"{message}; {REMEDY}"
    return row + 1, told


def _in_inline_table(text: str) -> bool:
    """Tell whether a text ends inside an inline table, and not in a string or an array in it."""
    opened = [""]
    for match in _PIECE.finditer(text):
        if match.lastgroup == "unclosed":
            return False
        if match[0] in {"[", "{"}:
            opened.append(match[0])
        elif match[0] in {"]", "}"}:
            opened.pop()
    return opened[-1] == "{"


def too_deep(text: str) -> int | None:
    """The line of a bracket or a dotted key too deep for any scenario, or None; before tomllib.

    tomllib reads nothing beyond a string without end, so neither does this.
    """
    line, depth, dots = 1, 0, 0
    for match in _PIECE.finditer(text):
        piece = match[0]
        if match.lastgroup != "mark":
            line += piece.count("\n") if match.lastgroup == "string" else 0
        elif piece == ".":
            dots += 1
        else:
            dots = 0
            line += piece == "\n"
            depth += (piece in {"[", "{"}) - (piece in {"]", "}"})
        if depth > MOST_BRACKETS or dots > LONGEST_KEY:
            return line
    return None
