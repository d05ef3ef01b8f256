"""The grammar: what binds how tightly, and that a hostile text is refused, fast, and by us."""

import string
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.errors import LanguageError
from sim.language.syntax import (
    DEEPEST,
    LONGEST,
    TALLEST,
    Binary,
    Call,
    Name,
    Number,
    Syntax,
    Text,
    Unary,
    is_name,
    parse,
    parts,
)


def shown(tree: Syntax) -> str:
    """A tree with a bracket around every operation, so that how it binds can be seen."""
    match tree:
        case Number(value, unit):
            return f"{value:g}{unit}"
        case Text(value):
            return repr(value)
        case Name(value):
            return value
        case Unary(mark, operand):
            return f"({mark} {shown(operand)})"
        case Binary(mark, left, right):
            return f"({shown(left)} {mark} {shown(right)})"
        case Call(function, arguments, named):
            inner = [shown(each) for each in arguments]
            inner += [f"{name}={shown(each)}" for name, each in named]
            return f"{function}({', '.join(inner)})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "(1 + (2 * 3))"),
        ("(1 + 2) * 3", "((1 + 2) * 3)"),
        ("1 - 2 - 3", "((1 - 2) - 3)"),
        ("8 / 4 / 2", "((8 / 4) / 2)"),
        ("-a * b", "((- a) * b)"),
        ("--a", "a"),
        ("---a", "(- a)"),
        ("a - -b", "(a - (- b))"),
        ("a < b and c < d or e", "(((a < b) and (c < d)) or e)"),
        ("a or b and c", "(a or (b and c))"),
        ("not a < b", "(not (a < b))"),
        ("not not a", "a"),
        ("not a and b", "((not a) and b)"),
        ("a + b >= c * d", "((a + b) >= (c * d))"),
        ("45 d", "45d"),
        ("45d", "45d"),
        ("1e5d", "100000d"),
        (".5 month", "0.5month"),
        ("2 / d", "(2 / d)"),
        ("2 h + 3 min", "(2h + 3min)"),
        ("min(1, 2)", "min(1, 2)"),
        ("f()", "f()"),
        ("f('x', \"y\", z = 1 d)", "f('x', 'y', z=1d)"),
        ("log-normal(median = 45 d, spread = 2)", "log-normal(median=45d, spread=2)"),
        ("log-normal (1, 2)", "log-normal(1, 2)"),
        ("log-normalised", "(log - normalised)"),
        ("xlog-normal(1)", "(xlog - normal(1))"),
        ("f(a == b)", "f((a == b))"),
        ("f(a = b == c)", "f(a=(b == c))"),
        ("  \n\ta  ", "a"),
        ("order", "order"),
        ("android", "android"),
    ],
)
def test_what_binds_how_tightly(text: str, expected: str) -> None:
    """Operators bind as in ordinary arithmetic and logic."""
    assert shown(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "a value was expected and 'the end' found"),
        ("  ", "a value was expected"),
        ("1 +", "a value was expected and 'the end' found"),
        ("* 2", "a value was expected and '*' found"),
        ("+ 2", "a value was expected and '+' found"),
        ("2 ** 3", "a value was expected and '*' found"),
        ("(1", "')' was expected and 'the end' found"),
        ("1)", "')' was not expected"),
        ("a b", "'b' was not expected"),
        ("f(1", "',' was expected"),
        ("f(1,)", "a value was expected and ')' found"),
        ("f(,1)", "a value was expected"),
        ("f(a = 1, 2)", "arguments without a name come first"),
        ("f(a = 1, a = 2)", "'a' is given twice"),
        ("1 < 2 < 3", "comparisons do not chain"),
        ("a = b", "'=' was not expected"),
        ("1 + not a", "a value was expected and 'not' found"),
        ("a and", "a value was expected"),
        ("'open", "this quote is never closed"),
        ("1 % 2", "'%' in an expression: it has no meaning here"),
        ("1 // 2", "a value was expected and '/' found"),
        ("5 d d", "'d' was not expected"),
        ("1e", "'e' was not expected"),
        ("60 days", "'days' was not expected after a number: it is no unit of time; write 'd'"),
        ("60 mnth", "it is no unit of time; did you mean 'month'?"),
        ("!a", "'!' in an expression: write 'not'"),
        ("a && b", "'&' in an expression: write 'and'"),
        ("a || b", "'|' in an expression: write 'or'"),
        ("1_000", "'_000' was not expected"),
        ("0x10", "'x10' was not expected"),
    ],
)
def test_what_is_no_expression(text: str, words: str) -> None:
    """The message says what stands where something else should."""
    with pytest.raises(LanguageError) as caught:
        parse(text)

    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a.b", "attributes cannot be read"),
        ("'x'.format(a)", "attributes cannot be read"),
        ("(1).__class__", "attributes cannot be read"),
        ("f(1).real", "attributes cannot be read"),
        ("a[0]", "'['"),
        ("[x for x in y]", "'['"),
        ("{1: 2}", "'{'"),
        ("{1, 2}", "'{'"),
        ("lambda: 1", "':'"),
        ("lambda x: x", "':'"),
        ("(a := 1)", "':'"),
        ("f'{a}'", "'{a}'"),
        ("rb'x'", "was not expected"),
        ("1 if a else 2", "'if' was not expected"),
        ("a; b", "';'"),
        ("a\\\nb", "'\\'"),
        ("@a", "'@'"),
        ("a @ b", "'@'"),
        ("a & b", "'&'"),
        ("a | b", "'|'"),
        ("a ^ b", "'^'"),
        ("~a", "'~'"),
        ("a << 2", "a value was expected and '<' found"),
        ("!a", "'!'"),
        ("a ? b : c", "'?'"),
        ("`ls`", "'`'"),
        ("$HOME", "'$'"),
        ("a # comment", "'#'"),
        ("*a", "'*'"),
        ("f(*a)", "'*'"),
        ("f(**a)", "'*'"),
        ("a, b", "',' was not expected"),
        ("yield a", "'a' was not expected"),
        ("await a", "'a' was not expected"),
        ("a is b", "'is' was not expected"),
        ("a in b", "'in' was not expected"),
        ("import os", "'os' was not expected"),
        ("...", "'.'"),
        ("1j", "'j' was not expected"),
        ("\x00", "has no meaning here"),
        ("a\x1bb", "has no meaning here"),
        ("é", "a-z, 0-9 and _"),
        ("\uff41", "a-z, 0-9 and _"),
        ("٣", "a-z, 0-9 and _"),
        ("²", "a-z, 0-9 and _"),
        ("a\u00a0b", "a-z, 0-9 and _"),
        ("\u00a0", "a-z, 0-9 and _"),
        ("a\u202eb", "a-z, 0-9 and _"),
        ("a\u200bb", "a-z, 0-9 and _"),
        ("\U0001d5cd\U0001d5cb", "a-z, 0-9 and _"),
        ("“a”", "a-z, 0-9 and _"),
        ("1 − 2", "a-z, 0-9 and _"),
        ("\ud800", "a-z, 0-9 and _"),
    ],
)
def test_what_python_would_understand_is_refused(text: str, words: str) -> None:
    """There is no way from an expression to attributes, items, statements or look-alikes."""
    with pytest.raises(LanguageError) as caught:
        parse(text)

    assert words in str(caught.value)


def nested(depth: int) -> Iterator[str]:
    """Expressions in which brackets of each sort stand in one another so many times."""
    yield "(" * depth + "1" + ")" * depth
    yield "f(" * depth + "1" + ")" * depth
    yield "f(a = " * depth + "1" + ")" * depth
    yield "1 + (" * depth + "1" + ")" * depth


def test_brackets_may_be_nested_to_a_depth() -> None:
    """What is as deep as may be is read, and one bracket more is refused with the limit."""
    for text in nested(DEEPEST - 1):
        parse(text)
    for text in nested(DEEPEST):
        with pytest.raises(LanguageError, match=f"nested more than {DEEPEST} deep"):
            parse(text)


def test_chains_may_be_long_to_a_limit() -> None:
    """A chain of operations is a tree as tall as it is long, so it has a limit too."""
    for mark in ("+", "*", " and ", " or ", "-"):
        parse(mark.join("a" * TALLEST))
        with pytest.raises(LanguageError, match=f"more than {TALLEST} operations in a row"):
            parse(mark.join("a" * (TALLEST + 2)))


@pytest.mark.parametrize("text", ["(" * 900, "f(" * 900, "-" * 1_999, "not " * 499, "((((" * 450])
def test_an_unfinished_heap_of_brackets_is_refused(text: str) -> None:
    """Recursion meets our limit, never Python's."""
    with pytest.raises(LanguageError):
        parse(text)


def test_a_long_text_is_not_read() -> None:
    """Length has a limit, which the message tells."""
    parse("a" * LONGEST)
    with pytest.raises(LanguageError, match=f"at most {LONGEST} are read"):
        parse("a" * (LONGEST + 1))


@pytest.mark.parametrize("number", ["1e999", "9" * 400, "1e309", ".1e400"])
def test_a_giant_number_is_refused(number: str) -> None:
    """A number that no float holds is not quietly infinite."""
    for text in (number, f"{number} d", f"f(a = {number})"):
        with pytest.raises(LanguageError, match="too large"):
            parse(text)


PIECES = st.sampled_from(
    [
        *"()+-*/<>=,.'\"",
        *["<=", "==", "and", "or", "not", "min(", "log-normal(", "a", "x1", "_", "'t'", " ", "d"],
        *["1", "2.5", "1e9", "45 d", "since=", "__import__", "lambda", ":=", "[", "{", "\n", "é"],
    ]
)


@given(
    st.text(max_size=200)
    | st.lists(PIECES, max_size=60).map("".join)
    | st.lists(PIECES, max_size=60).map(" ".join)
)
@example("a" + " " * 1_990 + "!")
@example("'" * 1_999)
@example("log-normal" * 199)
def test_any_text_parses_or_is_refused_fast(text: str) -> None:
    """Whatever is written, there is a tree or a LanguageError, and it takes no time."""
    began = time.perf_counter()
    with suppress(LanguageError):
        assert isinstance(parse(text), Syntax)
    assert time.perf_counter() - began < 0.5


NAMES = st.text(string.ascii_letters + "_", min_size=1, max_size=8).filter(
    lambda name: name not in {"and", "or", "not"}
)
LEAVES = (
    st.floats(0, 1e6).map(lambda value: Number(abs(value)))
    | st.builds(Number, st.integers(0, 99).map(float), st.just("d"))
    | NAMES.map(Name)
)


def grown(inner: st.SearchStrategy[Syntax]) -> st.SearchStrategy[Syntax]:
    """Operations upon smaller trees."""
    return (
        st.builds(
            Binary, st.sampled_from(["+", "-", "*", "/", "and", "or", "<", "!="]), inner, inner
        )
        | st.builds(Unary, st.sampled_from(["-", "not"]), inner)
        | st.builds(
            Call,
            NAMES,
            st.lists(inner, max_size=2).map(tuple),
            st.dictionaries(NAMES, inner, max_size=2).map(lambda d: tuple(d.items())),
        )
    )


def written(tree: Syntax) -> str:
    """A tree as text, every operation in brackets."""
    match tree:
        case Number(value, unit):
            return f"{value!r} {unit}"
        case Unary(mark, operand):
            return f"({mark} ({written(operand)}))"
        case Binary(mark, left, right):
            return f"({written(left)} {mark} {written(right)})"
        case Call(function, arguments, named):
            inner = [written(each) for each in arguments]
            inner += [f"{name} = {written(each)}" for name, each in named]
            return f"{function}({', '.join(inner)})"
        case _:
            return shown(tree)


@given(st.recursive(LEAVES, grown, max_leaves=12))
def test_a_tree_survives_being_written_and_read(tree: Syntax) -> None:
    """Writing a tree with all its brackets and parsing it again gives the same tree."""
    text = written(tree)
    if text.count("(") < DEEPEST:
        assert parse(text) == tree


def test_parts_are_all_that_stands_below() -> None:
    """Walking down by parts meets every leaf once."""
    tree = parse("-a + f(b, g = c) * (d2 < e) and not h")
    level, leaves = [tree], []
    while level:
        leaves += [node.value for node in level if isinstance(node, Name)]
        level = [part for node in level for part in parts(node)]

    assert sorted(leaves) == ["a", "b", "c", "d2", "e", "h"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("trust", True), ("_x1", True), ("1x", False), ("", False), ("a b", False), ("café", False)],
)
def test_what_is_a_name(text: str, expected: bool) -> None:
    """A name is what a parameter may be called: what the grammar can read back."""
    assert is_name(text) is expected
    if expected:
        assert parse(text) == Name(text)
