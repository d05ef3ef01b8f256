"""A rule in DECLARE's words taken apart: its template, what is in its brackets, and its time.

What is much like a template and is none is refused here with the one that is meant; otherwise it
would be read as a condition, and who never wrote an expression would be told about expressions.
"""

import re
from collections.abc import Iterator

import attrs

from sim.chance import ARGUMENTS
from sim.errors import LanguageError, nearest
from sim.language import DURATION, measure
from sim.language.functions import FUNCTIONS

COUNTED = ("existence", "absence", "exactly")
"""Templates about one event that may count it."""

ONE = (*COUNTED, "init", "last")
"""Templates about one event."""

TWO = (
    "responded existence", "co-existence", "response", "precedence", "succession",
    "alternate response", "alternate precedence", "alternate succession",
    "chain response", "chain precedence", "chain succession",
    "not co-existence", "not succession", "not chain succession",
)  # fmt: skip
"""Templates about two events, of which either may be a list: any of them."""

TEMPLATES = (*ONE, *TWO)

ABOUT_NEXT = (
    "exactly",
    "init",
    "last",
    *(name for name in TWO if re.search("alternate|chain", name)),
)
"""Templates about which event comes next, or how many there are: a condition is no such thing."""

ALSO_CALLED = {
    "not existence": "absence",
    "not absence": "existence",
    "not responded existence": "not co-existence",
    "not response": "not succession",
    "not precedence": "not succession",
    "not chain response": "not chain succession",
    "not chain precedence": "not chain succession",
}
"""What a template may be called beside its own name, often in the literature.

No b after an a is no a before a b.
"""

CALLS = frozenset({*FUNCTIONS, *ARGUMENTS})
"""What an expression may call, so that brackets after it are no template's."""

OPENED = re.compile(r"([A-Za-z][\w -]*)\(", re.ASCII)
GOES_ON = re.compile(r"[-+*/<>=!]|(and|or)\b")
"""How an expression goes on after a call."""

TIMED = re.compile(r"within\s+(\S.*)", re.DOTALL)
EXAMPLE = "'within 70 d'"


@attrs.frozen
class Written:
    """A rule in DECLARE's words: what stands in its brackets, and in seconds how near is near."""

    template: str
    arguments: tuple[str, ...]
    within: float | None


def taken_apart(rule: str) -> Written | None:
    """A rule in DECLARE's words; None where it is a condition."""
    opened = OPENED.match(rule)
    if opened is None:
        return None
    name = " ".join(opened[1].split())
    inside, rest = _closed(rule[opened.end() :])
    if name not in TEMPLATES:
        _refuse_misspelt(name, inside, rest or "")
        return None
    if rest is None:
        raise LanguageError(f"the bracket of {name}(...) is never closed")
    return Written(name, _arguments(inside, name), _within(rest, name))


def quoted(text: str) -> str:
    """What stands in the quotes, where a text is in quotes; nothing where it is not."""
    found = re.fullmatch(r"'([^']*)'|\"([^\"]*)\"", text)
    return (found[1] or found[2] or "").strip() if found else ""


def _arguments(inside: str, name: str) -> tuple[str, ...]:
    """What stands between the commas; a time does not stand there."""
    parts = tuple(part.strip() for part in _parts(inside))
    timed = next((part for part in parts if re.match(r"within\b", part)), None)
    if timed is not None:
        raise LanguageError(
            f"'{timed}' stands in the brackets; write {name}(...) and then {EXAMPLE}"
        )
    return parts


def _within(rest: str, name: str) -> float | None:
    """The time that a rule allows, in seconds."""
    if not rest:
        return None
    timed = TIMED.fullmatch(rest)
    if timed is None:
        two = "; of two templates make two checks" if re.match(r"(and|or)\b", rest) else ""
        message = f"'{rest}' follows {name}(...); only a time may, such as {EXAMPLE}{two}"
        raise LanguageError(message)
    text = timed[1]
    value, dimension = measure(text.strip("'\""))
    if dimension != DURATION or value <= 0:
        raise LanguageError(f"within takes a duration above zero such as 30 d, not '{text}'")
    if name in ONE:
        message = f"{name} is about one event and the whole history: no other must be near"
        raise LanguageError(f"{message}; leave out 'within'")
    return value


def _refuse_misspelt(name: str, inside: str, rest: str) -> None:
    """Refuse what is called as a template would be and is none; what may be a condition is not."""
    words = name.split()
    if {"and", "or"} & set(words) or GOES_ON.match(rest):
        return
    called = name.removeprefix("not ")
    if called in CALLS or called == "not":
        if TIMED.fullmatch(rest) and called in FUNCTIONS:
            _refuse_time(called, inside, rest)
        return
    plain = re.sub(r"[\s_]+", " ", name).strip().lower()
    if plain == "always":
        raise LanguageError(f"what must always hold is written alone: {inside}")
    known = {*TEMPLATES, *ALSO_CALLED}
    if plain not in known and plain.startswith("not ") and plain.removeprefix("not ") in TEMPLATES:
        negative = ", ".join(one for one in TEMPLATES if one.startswith("not "))
        raise LanguageError(f"no such template, '{name}'; the negative ones are {negative}")
    callable_ = (f"{denied}{call}" for call in CALLS for denied in ("", "not "))
    near = ALSO_CALLED.get(plain) or nearest(plain, (*TEMPLATES, *callable_))
    if near in TEMPLATES:
        raise LanguageError(f"no such template, '{name}'; did you mean '{near}'?")
    if near is None and len(words) == 1:
        raise LanguageError(f"no such template, '{name}', and no function of that name")


def _refuse_time(call: str, inside: str, rest: str) -> None:
    """A time after a function's brackets, where it stands in them if it may at all."""
    if FUNCTIONS[call].family not in {"history", "order"}:
        raise LanguageError(f"'{rest}' follows {call}(...), which knows of no time")
    duration = rest.removeprefix("within").strip()
    raise LanguageError(
        f"a function has its time in the brackets: {call}({inside}, within = {duration})"
    )


def _parts(text: str) -> Iterator[str]:
    """A text cut at the commas that stand in no bracket and in no quotes."""
    begins = 0
    for at, mark, depth in _marks(text):
        if mark == "," and not depth:
            yield text[begins:at]
            begins = at + 1
    yield text[begins:]


def _closed(text: str) -> tuple[str, str | None]:
    """A text cut at the bracket that closes more than it opened; None where there is none."""
    for at, _, depth in _marks(text):
        if depth < 0:
            return text[:at], text[at + 1 :].strip()
    return text, None


def _marks(text: str) -> Iterator[tuple[int, str, int]]:
    """Every character outside quotes, with its place and how deep in brackets it leaves one."""
    depth, quote = 0, ""
    for at, mark in enumerate(text):
        if quote:
            quote = "" if mark == quote else quote
            continue
        if mark in "'\"":
            quote = mark
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(mark, 0)
        yield at, mark, depth
