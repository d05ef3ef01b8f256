"""Lines of keys, and of syntax errors, in the text of a scenario."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario.places import DEEPEST, REMEDY, Places, places, syntax_problem

KeyPath = tuple[str | int, ...]

EXAMPLE = '''\
format = 1                            # line 1
title = "A # that is no comment, [nor] a { bracket"

[clock]
start = 2001-01-01
end = 2003-12-31 23:59:59Z            # dates and times are several tokens

[parameters]
gap  = { value = "45 d", prior = "log-normal(median = 45 d)", on = ["a", "b"] }
rate = { value = +0.4e1, bounds = [-1.5, inf] }

[[record.read_as]]
row = { date = 2002-03-14, event.kind = "round_held" }

[actors.senate]
seats = 24
[[actors.senate.blocs]]
name = "majority"
[[actors.senate.blocs]]
name = "minority"
moved_by = [{ event = "offer", by = 0.4 },
            { event = "raid", by = -0.1 }]
[actors.senate.blocs.whip]
name = "nobody"
[actors]
count = 1

[[steps]]
name = "talks"
outcomes = [                          # ] is no end here
  { chance = 0.2, emits = "a" },

  # nor is } here
  { chance = "1 - x",   emits = ["b", [
      "c"]] },
]
after.median = 3
after.spread = 2

[[steps]]
name = """
[[steps]] # inside a string
name = \\""" still inside ""\\
"""""
note = \'\'\'
it's ] = ''not the end\'\'\'\'\'
[steps.x]
"quoted.\\u00e9\\"" = 1
'lit."\\n' . bare . "" = {  }
empty = []
four = ["""x"""", "]", \'\'\'x\'\'\'\', ']', { after = 1 }]
'''

EXPECTED: dict[KeyPath, int] = {
    ("format",): 1,
    ("title",): 2,
    ("clock",): 4,
    ("clock", "end"): 6,
    ("parameters", "gap", "on", 1): 9,
    ("parameters", "rate", "bounds"): 10,
    ("record",): 12,
    ("record", "read_as", 0): 12,
    ("record", "read_as", 0, "row", "event", "kind"): 13,
    ("actors",): 25,
    ("actors", "count"): 26,
    ("actors", "senate"): 15,
    ("actors", "senate", "blocs"): 17,
    ("actors", "senate", "blocs", 0, "name"): 18,
    ("actors", "senate", "blocs", 1): 19,
    ("actors", "senate", "blocs", 1, "moved_by", 1, "by"): 22,
    ("actors", "senate", "blocs", 1, "whip", "name"): 24,
    ("steps",): 28,
    ("steps", 0, "outcomes"): 30,
    ("steps", 0, "outcomes", 0, "chance"): 31,
    ("steps", 0, "outcomes", 1): 34,
    ("steps", 0, "outcomes", 1, "emits", 1, 0): 35,
    ("steps", 0, "after"): 37,
    ("steps", 0, "after", "spread"): 38,
    ("steps", 1): 40,
    ("steps", 1, "name"): 41,
    ("steps", 1, "note"): 45,
    ("steps", 1, "x"): 47,
    ("steps", 1, "x", 'quoted.é"'): 48,
    ("steps", 1, "x", 'lit."\\n', "bare", ""): 49,
    ("steps", 1, "x", "empty"): 50,
    ("steps", 1, "x", "four", 4, "after"): 51,
}

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.toml"))


def paths_of_values(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Every path in what tomllib returned."""
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths_of_values(inner, (*path, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths_of_values(inner, (*path, index))


def lines_of(place: Places, path: KeyPath = ()) -> Iterator[tuple[KeyPath, int]]:
    """Every path that has a place of its own, with its line."""
    yield path, place.first
    for part, inner in place.below.items():
        yield from lines_of(inner, (*path, part))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("path", "line"), EXPECTED.items())
def test_every_feature_of_the_format_has_its_line(path: KeyPath, line: int, end: str) -> None:
    """The lines were counted by hand, and do not depend on how lines end."""
    assert places(EXAMPLE.replace("\n", end)).line(path) == line


@pytest.mark.parametrize(
    "text",
    [EXAMPLE, EXAMPLE.rstrip(), "", "# nothing", *(file.read_text("utf-8") for file in SHIPPED)],
    ids=["example", "no last line end", "empty", "comment", *map(str, SHIPPED)],
)
def test_what_tomllib_found_and_what_has_a_place_are_the_same(text: str) -> None:
    """No value is without an exact place, and no place without a value."""
    assert {path for path, _ in lines_of(places(text))} == set(paths_of_values(tomllib.loads(text)))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("clocks",), 1),
        (("clock", "known_until"), 4),
        (("steps", 7, "name"), 28),
        (("steps", 0, "outcomes", 1, "chances"), 34),
        (("format", "x", 0), 1),
        (("actors", "0"), 25),
    ],
)
def test_a_missing_key_stands_where_its_nearest_ancestor_does(path: KeyPath, line: int) -> None:
    """A message about a key that is not there points at the table that lacks it."""
    assert places(EXAMPLE).line(path) == line


def test_only_line_feeds_end_lines() -> None:
    """Characters at which Python splits lines, but TOML does not, move nothing."""
    text = 'a = "\u2028 \x85" # \u2029\nb = 1'
    assert places(text).line(("b",)) == len(text.split("\n"))


@pytest.mark.parametrize(("opening", "closing"), [("[\n", "]"), ("{a=", "}")])
def test_deep_nesting_is_passed_over(opening: str, closing: str) -> None:
    """Below the limit nothing is recorded, nothing is raised, and what follows is still found."""
    depth = 50_000
    text = f"x = {opening * depth}1{closing * depth}\ny = 2"
    root = places(text)
    part: str | int = 0 if opening == "[\n" else "a"
    beyond = ("x", *[part] * depth)
    assert root.line(beyond) == root.line(beyond[: DEEPEST + 1])
    assert root.line(("y",)) == text.count("\n") + 1


def test_long_dotted_keys_are_no_nesting() -> None:
    """A key of very many parts is read, and let go of again, without recursion."""
    root = places("\n" + ".".join("a" * 50_000) + " = 1\n[" + ".".join("b" * 50_000) + "]")
    assert root.line(["a"] * 50_000) == 2
    assert root.line(["b"] * 50_000) == 3


WORDS = ["a", "b-1", "3", "1.5", "", "x y", 'q"', "it's", "é#", "[s]", "tab\t", "back\\", "{=}"]
SCALARS = [
    *["1", "-1.5e-3", "0x1F", "inf", "true"],
    *["2001-01-01", "2001-01-01 07:32:00.5-07:00", "07:32:00"],
    *['""', '"# ]"', r'"\" \\"', "''", r"''", "'}, \"'", '""""""', "''''''"],
    *['"""\n] " ""\\""" = 1\n\n# """""', "'''\n' '' [x]\\\n'''", "'''''x'''''"],
]
COMMENT = " # ]}'\" \"\"\" ''' [x]\n\t"


class Writer:
    """Writes a drawn document and notes, beside it, on which line each thing was written."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text = ""
        self.lines: dict[KeyPath, int] = {(): 1}

    def pick(self, *choices: str) -> str:
        """Draw one of some texts."""
        return self.draw(st.sampled_from(choices))

    def names(self, most: int) -> list[str]:
        """Draw keys that differ."""
        return self.draw(st.lists(st.sampled_from(WORDS), max_size=most, unique=True))

    def note(self, path: KeyPath) -> None:
        """Note that a thing stands on the line being written, unless it stood on an earlier one."""
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], self.text.count("\n") + 1)

    def end(self) -> None:
        """End a line, perhaps with a comment, a blank line or a carriage return."""
        self.text += self.pick("", " ", COMMENT) + self.pick("\n", "\r\n", "\n\n")

    def key(self, keys: tuple[str, ...]) -> None:
        """Write a key, each part spelt in one of the ways that TOML allows for it."""
        spelt = []
        for key in keys:
            ways = ['"' + "".join(f"\\U{ord(c):08x}" for c in key) + '"']
            ways += ['"' + key.replace("\\", "\\\\").replace('"', r"\"") + '"']
            ways += [f"'{key}'"] if "'" not in key else []
            ways += [key] if key in {"a", "b-1", "3"} else []
            spelt.append(self.pick(*ways))
        self.text += self.pick(".", " . ", ".\t").join(spelt)

    def pairs(self, path: KeyPath, between: Callable[[], None], depth: int) -> list[str]:
        """Write `key = value` some times, some keys dotted; return the first parts of the keys."""
        names = self.names(3)
        dotted: list[tuple[str, ...]] = []
        for name in names:
            dotted += [(name, inner) for inner in self.names(2)] or [(name,)]
        for index, keys in enumerate(dotted):
            if index:
                between()
            self.note((*path, *keys))
            self.key(keys)
            self.text += self.pick("=", " = ")
            self.value((*path, *keys), depth)
        return names

    def value(self, path: KeyPath, depth: int) -> None:
        """Write a scalar, an array over several lines, or an inline table."""
        what = self.pick("scalar", "array", "table") if depth else "scalar"
        if what == "scalar":
            self.text += self.pick(*SCALARS)
        elif what == "array":
            self.array(path, depth)
        else:
            self.text += "{ "
            self.pairs(path, self.comma, depth - 1)
            self.text += " }"

    def comma(self) -> None:
        """Write what stands between the pairs of an inline table."""
        self.text += self.pick(",", " , ")

    def array(self, path: KeyPath, depth: int) -> None:
        """Write an array whose elements stand on one line or on several."""
        self.text += "["
        size = self.draw(st.integers(0, 3))
        for index in range(size):
            self.space()
            self.note((*path, index))
            self.value((*path, index), depth - 1)
            self.space()
            self.text += self.pick(",", *[""] * (index == size - 1))
        self.space()
        self.text += "]"

    def space(self) -> None:
        """Write what may stand between the elements of an array."""
        if self.draw(st.booleans()):
            self.end()

    def header(self, path: KeyPath, keys: tuple[str, ...], marks: tuple[str, str]) -> None:
        """Write the header of a table, on a line of its own."""
        self.end()
        self.note(path)
        self.text += marks[0]
        self.key(keys)
        self.text += marks[1]
        self.end()

    def table(self, path: KeyPath, header: tuple[str, ...], depth: int) -> None:
        """Write what a table holds: its own lines first, then the tables below it."""
        used = self.pairs(path, self.end, 3)
        for name in self.names(3 if depth else 0):
            if name not in used:
                kind = self.pick("table", "table after its sub-table", "array")
                self.child(kind, (*path, name), (*header, name), depth - 1)

    def child(self, kind: str, path: KeyPath, keys: tuple[str, ...], depth: int) -> None:
        """Write a table, or all the tables of an array."""
        if kind == "array":
            for index in range(self.draw(st.integers(1, 3))):
                self.header((*path, index), keys, ("[[", "]]"))
                self.table((*path, index), keys, depth)
            return
        if kind == "table after its sub-table":
            self.header((*path, "sub"), (*keys, "sub"), ("[", "]"))
            self.table((*path, "sub"), (*keys, "sub"), 0)
            del self.lines[path]  # its own header, still to come, is where it stands
        self.header(path, keys, ("[", "]"))
        self.table(path, keys, depth)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[KeyPath, int]]:
    """Draw a document together with the line of everything in it."""
    writer = Writer(draw)
    writer.table((), (), depth=2)
    return writer.text, writer.lines


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # many small draws
@given(documents())
def test_every_line_of_any_document_is_right(document: tuple[str, dict[KeyPath, int]]) -> None:
    """Whatever is written, the reader finds each thing on the line where it was written."""
    text, lines = document
    assert set(paths_of_values(tomllib.loads(text))) == set(lines)
    assert dict(lines_of(places(text))) == lines


def problem_in(text: str) -> tuple[int, str]:
    """Let tomllib refuse a text, and return what is said about it."""
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    return syntax_problem(text, caught.value)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a = 1\n\nb 2", 3, "Expected '=' after a key in a key/value pair"),
        ("a = 1\r\n\r\nb = [1 2]", 3, "Unclosed array"),
        ("a = [1,\n  2,\n\n\n", 2, "Invalid value"),
        ("a = 1\na = '(at line 7, column 1)'", 2, "Cannot overwrite a value"),
    ],
)
def test_a_syntax_error_has_a_line_and_a_clean_message(text: str, line: int, message: str) -> None:
    """The place is taken out of the message; the end of the text is its last written line."""
    at, told = problem_in(text)

    assert (at, told.partition(";")[0]) == (line, message)


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        ("[[a]]\nx = 1\n[a]\ny = 2", 3, "write each [table] once, and [[...]] for every entry"),
        ("a = 1\na = 2", 2, "this key stands above already"),
        ("a = [1, 2\nb = 3", 2, "a comma or the closing bracket is missing, here or above"),
        ("a = [\n  1,\n\n[[b]]\nx = 1", 4, "the bracket of an array above is not closed"),
        ("a = { x = 1, }", 1, "no comma stands before a closing brace"),
        ('a = "x\nb = 1', 1, "the closing quote is missing"),
        ("a = b", 1, "write a text in quotes"),
        ("a = 45 d", 1, 'text and measures in quotes ("45 d")'),
        ("a 3", 1, "write key = value"),
    ],
)
def test_a_syntax_error_has_a_remedy(text: str, line: int, remedy: str) -> None:
    """What people get wrong in TOML is told with what to write."""
    at, told = problem_in(text)

    assert at == line
    assert remedy in told


def accepts(text: str) -> bool:
    """Tell whether this tomllib reads a text."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


BROKEN_TABLES = [
    "x = {\n  a = 1 }",
    "x = { a = 1,\r\n  b = 2 }",
    "x = { a = 1, # why\n  b = 2 }",
    "x = { a = 1\n}",
    "x = { a =\n  1 }",
    "x = { a\n = 1 }",
    "x = { a = ['}', [{ b = 2 },\n { c = '''{\n''', # why\n d = 3 }]] }",
]


@pytest.mark.skipif(accepts(BROKEN_TABLES[0]), reason="this tomllib reads them, as TOML 1.1 does")
@pytest.mark.parametrize("text", BROKEN_TABLES)
def test_who_breaks_an_inline_table_is_told_what_to_write(text: str) -> None:
    """The remedy stands behind what tomllib says, on the line where the table was broken."""
    line, message = problem_in(f"a = 1\n{text}\n")
    assert line == (4 if "why" in text and "[" in text else 2)
    assert message.endswith(f"; {REMEDY}")


@pytest.mark.parametrize(
    "text",
    [
        "x = { a = 1, b }",
        "x = {",
        'x = { a = "b\n" }',
        "x = { a = 'b\n' }",
        'x = { a = """b\n }',
        "x = { a = [1\n2] }",
        "x = [1 # {\n2]",
        "x = { a = 1 }, # {",
        "x = [{ a = 1 }\n{ b = 2 }]",
        "x = 1 }\n",
        "x =\n",
        "x = { a = 1 }\ny =\nz = 1",
        'x = { a = """b" \\q# """ }',
    ],
)
def test_other_errors_near_an_inline_table_have_no_remedy(text: str) -> None:
    """Only a table that was broken by the end of its line is told to become `[[...]]`."""
    assert REMEDY not in problem_in(text)[1]


class UnplacedError(tomllib.TOMLDecodeError):
    """An error with nothing but a message, which Python 3.14 would frown upon."""

    def __init__(self, message: str) -> None:
        ValueError.__init__(self, message)


class PlacedError(UnplacedError):
    """An error that carries its place, as those of Python 3.14 do."""

    lineno = 2
    colno = 13


@pytest.mark.parametrize("place", ["line 2, column 13", "line 1, column 1"])
def test_the_place_that_an_error_carries_is_believed(place: str) -> None:
    """Newer errors know their place; the message is read only for want of it."""
    text = "a = 1\nx = { a = 1,\n b = 2 }"
    error = PlacedError(f"Unclosed inline table (at {place})")
    assert syntax_problem(text, error) == (2, f"Unclosed inline table; {REMEDY}")


def test_a_message_without_a_place_is_kept() -> None:
    """What cannot be placed is said at the first line, or at the line that the error carries."""
    assert syntax_problem("a", UnplacedError("Odd")) == (1, "Odd")
    assert syntax_problem("a\nb", PlacedError("Odd")) == (2, "Odd")
