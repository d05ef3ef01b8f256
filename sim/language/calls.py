"""What calls mean, one function for each family of the documented functions.

Each takes the call, the scope, and how a part is read that must be a value.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date

import attrs

from sim.chance import ARGUMENTS
from sim.errors import LanguageError, suggestion
from sim.events import Pattern
from sim.events.dates import seconds_at
from sim.language import tree as meant
from sim.language.functions import FILTERS, FUNCTIONS
from sim.language.scope import Scope, narrowed
from sim.language.syntax import Call, Syntax, Text
from sim.language.tree import Tree
from sim.language.units import DURATION, NUMBER, TRUTH, Dimension, joined, measure

Typed = tuple[Tree, Dimension]
Measured = Callable[[Syntax, Scope], Typed]
MOST_EXTREMES = 20
"""Numbers of which the least or greatest may be asked at once."""


def _arguments(
    call: Call, names: Collection[str] = (), least: int = 1, most: int = 1
) -> dict[str, Syntax]:
    """The named arguments of a call, after both lists have been held against what it takes."""
    if not least <= len(call.arguments) <= most:
        raise LanguageError(f"{call.function}: write {FUNCTIONS[call.function].form}")
    for name, _ in call.named:
        if name not in names:
            raise LanguageError(f"{call.function} takes no '{name}'{suggestion(name, names)}")
    return dict(call.named)


def _text(syntax: Syntax, scope: Scope, what: str) -> str:
    if not isinstance(syntax, Text):
        raise LanguageError(f"a quoted {what} is expected, such as 'name'")
    return scope.stand_in(syntax.value)


@attrs.frozen
class _Filters:
    """What narrows a reading of the log: by whom, about what, from when on."""

    actor: str | None
    subject: str | None
    since: meant.Since


def _filters(named: Mapping[str, Syntax], scope: Scope, measured: Measured) -> _Filters:
    """The arguments that every function of the log takes."""
    actor, subject = (
        _text(named[key], scope, key) if key in named else None for key in ("actor", "subject")
    )
    if actor is not None and actor not in scope.roles:
        hint = suggestion(actor, scope.roles)
        raise LanguageError(f"'{actor}' is no role of this scenario{hint}")
    within = _within(named["within"], scope, measured) if "within" in named else None
    second, after = _since(named["since"], scope) if "since" in named else (None, None)
    return _Filters(actor, subject, meant.Since(second, after, within))


def _within(syntax: Syntax, scope: Scope, measured: Measured) -> Tree:
    """A duration, bare or quoted as files write it: within = 30 d, within = "30 d"."""
    tree: Tree
    if isinstance(syntax, Text):
        value, dimension = measure(syntax.value)
        tree = meant.Constant(value)
    else:
        tree, dimension = measured(syntax, scope)
    if dimension != DURATION:
        raise LanguageError(f"within takes a duration such as '30 d', not {dimension}")
    return tree


def _since(syntax: Syntax, scope: Scope) -> tuple[int | None, Pattern | None]:
    """A date, or the latest event of a kind or milestone."""
    text = _text(syntax, scope, "date, kind or milestone")
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None, _pattern(syntax, scope)
    try:
        return seconds_at(scope.start, date.fromisoformat(text)), None
    except ValueError:
        raise LanguageError(f"'{text}' is no day of the calendar") from None


def _pattern(syntax: Syntax, scope: Scope, filters: _Filters | None = None) -> Pattern:
    """A quoted kind or milestone, narrowed by actor and subject."""
    name = _text(syntax, scope, "kind or milestone")
    if name not in scope.patterns:
        raise LanguageError(f"'{name}' is no kind or milestone{suggestion(name, scope.patterns)}")
    found = scope.patterns[name]
    return narrowed(name, found, filters.actor, filters.subject) if filters else found


def _history(call: Call, scope: Scope, measured: Measured) -> Typed:
    extra = ("default",) if call.function == "quantity_of" else ()
    named = _arguments(call, (*FILTERS, *extra))
    filters = _filters(named, scope, measured)
    pattern = _pattern(call.arguments[0], scope, filters)
    default = None
    if "default" in named:
        default, dimension = measured(named["default"], scope)
        if dimension.time:
            raise LanguageError(f"default takes a number, not {dimension}")
    gives = FUNCTIONS[call.function].gives
    return meant.History(call.function, pattern, filters.since, default), gives


def _order(call: Call, scope: Scope, measured: Measured) -> Typed:
    """`before(E, F)` or `standing(E, until=F)`."""
    two = call.function == "before"
    named = _arguments(call, FILTERS, 2, 2) if two else _arguments(call, (*FILTERS, "until"))
    if not two and "until" not in named:
        raise LanguageError(f"write {FUNCTIONS['standing'].form}")
    filters = _filters(named, scope, measured)
    first = _pattern(call.arguments[0], scope, filters)
    second = _pattern(call.arguments[1] if two else named["until"], scope, filters)
    return meant.Order(call.function, first, second, filters.since), TRUTH


def _institution(
    known: Callable[[Scope], Collection[str]], what: str
) -> Callable[[Call, Scope, Measured], Typed]:
    """A function whose one argument names a deadline, gate, site or role."""

    def meaning(call: Call, scope: Scope, _: Measured) -> Typed:
        _arguments(call)
        name = _text(call.arguments[0], scope, what)
        if name not in known(scope):
            raise LanguageError(f"'{name}' is no {what}{suggestion(name, known(scope))}")
        return meant.Institution(call.function, name), FUNCTIONS[call.function].gives

    return meaning


def _instrument(call: Call, scope: Scope, _: Measured) -> Typed:
    """What a text in force comes to: the readings of the log that its entry stands for."""
    _arguments(call)
    name = _text(call.arguments[0], scope, "instrument")
    known = scope.instruments
    if name not in known:
        raise LanguageError(f"'{name}' is no instrument{suggestion(name, known)}")
    says = known[name]
    return says.in_force if call.function == "in_force" else says.notice_running, TRUTH


def _sites(call: Call, _scope: Scope, _measured: Measured) -> Typed:
    _arguments(call, (), 0, 0)
    return meant.Institution(call.function, ""), NUMBER


def _extreme(call: Call, scope: Scope, measured: Measured) -> Typed:
    """The least or greatest of several values of one dimension, or one held between two."""
    least, most = (3, 3) if call.function == "clamp" else (2, MOST_EXTREMES)
    _arguments(call, (), least, most)
    parts = [measured(argument, scope) for argument in call.arguments]
    dimension = parts[0][1]
    for _, other in parts[1:]:
        dimension = joined(dimension, other, f"{call.function} of")
    return meant.Formula(call.function, tuple(tree for tree, _ in parts)), dimension


def _same(call: Call, scope: Scope, measured: Measured) -> Typed:
    _arguments(call)
    tree, dimension = measured(call.arguments[0], scope)
    return meant.Formula(call.function, (tree,)), dimension


def _number(call: Call, scope: Scope, measured: Measured) -> Typed:
    _arguments(call)
    tree, dimension = measured(call.arguments[0], scope)
    if dimension.time:
        raise LanguageError(f"takes a number, not {dimension}")
    return meant.Formula(call.function, (tree,)), NUMBER


FAMILIES: dict[str, Callable[[Call, Scope, Measured], Typed]] = {
    "history": _history,
    "order": _order,
    "deadline": _institution(lambda scope: scope.deadlines, "deadline"),
    "instrument": _instrument,
    "gate": _institution(lambda scope: scope.gates, "gate"),
    "site": _institution(lambda scope: scope.sites, "site"),
    "actor": _institution(lambda scope: scope.roles, "role"),
    "sites": _sites,
    "extreme": _extreme,
    "same": _same,
    "number": _number,
}
"""What each family of `functions.FUNCTIONS` means."""


def draw(call: Call, scope: Scope, measured: Measured) -> Typed:
    """A distribution: its measures share one dimension, its shapes are pure numbers."""
    takes = {argument.name: argument for argument in ARGUMENTS[call.function]}
    form = f"{call.function}({', '.join(f'{name} = ...' for name in takes)})"
    given = dict(zip(takes, call.arguments, strict=False)) | dict(call.named)
    if len(call.arguments) + len(call.named) != len(takes) or set(given) != set(takes):
        wrong = [name for name in given if name not in takes]
        raise LanguageError(f"write {form}{suggestion(wrong[0], takes) if wrong else ''}")
    dimension: Dimension | None = None
    trees: list[Tree] = []
    for name, argument in takes.items():
        tree, found = measured(given[name], scope)
        if meant.holds(tree, meant.Draw):
            raise LanguageError(f"{call.function}: a distribution inside a distribution")
        if argument.carries_unit:
            dimension = found if dimension is None else joined(dimension, found, f"{form} mixes")
        elif found != NUMBER:
            raise LanguageError(f"{call.function}: {name} is a pure number, not {found}")
        trees.append(tree)
    return meant.Draw(call.function, tuple(trees)), dimension or NUMBER
