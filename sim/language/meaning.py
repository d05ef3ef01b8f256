"""From syntax to meaning: names are resolved, calls and units checked.

A `Scope` says what may be named at a place of the scenario. Whatever is not in it, or is not one
of the documented functions, is refused with the nearest thing that would be right.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date

import attrs

from sim.chance import ARGUMENTS
from sim.errors import LanguageError, suggestion
from sim.events import Pattern
from sim.events.dates import seconds_at
from sim.language import tree as meant
from sim.language.functions import FILTERS, FUNCTIONS
from sim.language.syntax import Binary, Call, Name, Number, Syntax, Text, Unary, parse
from sim.language.tree import Expression, Tree
from sim.language.units import DURATION, NUMBER, SECONDS, TRUTH, Dimension, joined, product

Typed = tuple[Tree, Dimension]


@attrs.frozen
class Scope:
    """What an expression may name where it stands.

    `parameters` give value and dimension, `gauges` the dimension, `patterns` what each kind and
    milestone stands for. `entry` is what `'site'` or `'entry'` stands for inside `for_each`.
    """

    start: date
    parameters: Mapping[str, tuple[float, Dimension]] = attrs.Factory(dict)
    gauges: Mapping[str, Dimension] = attrs.Factory(dict)
    patterns: Mapping[str, Pattern] = attrs.Factory(dict)
    roles: Collection[str] = ()
    deadlines: Collection[str] = ()
    gates: Collection[str] = ()
    sites: Collection[str] = ()
    triggered: bool = False
    entry: tuple[str, str] | None = None

    def stand_in(self, text: str) -> str:
        """Replace `site` or `entry` by the entry it stands for."""
        return self.entry[1] if self.entry and text == self.entry[0] else text


def understand(text: str, scope: Scope) -> Expression:
    """Parse an expression and resolve it in a scope; raise LanguageError where it makes no sense."""
    tree, dimension = _meaning(parse(text), scope)
    return Expression(text, tree, dimension)


def _meaning(syntax: Syntax, scope: Scope) -> Typed:
    match syntax:
        case Number(value, unit):
            return meant.Constant(value * SECONDS.get(unit, 1)), DURATION if unit else NUMBER
        case Name(name):
            return _name(name, scope)
        case Text(value):
            raise LanguageError(f"the text '{value}' stands where a value is expected")
        case Unary("not", operand):
            return meant.Logic("not", (_condition(operand, scope, "not"),)), TRUTH
        case Unary(_, operand):
            tree, dimension = _measured(operand, scope)
            return _folded("*", meant.Constant(-1.0), tree), dimension
        case Binary():
            return _binary(syntax, scope)
        case Call():
            return _call(syntax, scope)


def _name(name: str, scope: Scope) -> Typed:
    if name in scope.parameters:
        value, dimension = scope.parameters[name]
        return meant.Constant(value), dimension
    if name in scope.gauges:
        return meant.GaugeLevel(name), scope.gauges[name]
    if name == "quantity":
        if not scope.triggered:
            raise LanguageError("'quantity' is the triggering event's, and nothing triggers here")
        return meant.TriggerQuantity(), NUMBER
    if name in SECONDS:
        return meant.Constant(float(SECONDS[name])), DURATION
    known = [*scope.parameters, *scope.gauges, *FUNCTIONS, "quantity"]
    if name in FUNCTIONS:
        raise LanguageError(f"'{name}' is a function: write {FUNCTIONS[name].form}")
    raise LanguageError(f"'{name}' is no parameter or gauge{suggestion(name, known)}")


def _measured(syntax: Syntax, scope: Scope) -> Typed:
    """A part that must be a value, not a condition."""
    tree, dimension = _meaning(syntax, scope)
    if dimension.truth:
        raise LanguageError("a condition stands where a value is expected")
    return tree, dimension


def _condition(syntax: Syntax, scope: Scope, what: str) -> Tree:
    """A part that must be a condition."""
    tree, dimension = _meaning(syntax, scope)
    if not dimension.truth:
        raise LanguageError(f"'{what}' joins conditions, and one side of it is {dimension}")
    return tree


def _binary(syntax: Binary, scope: Scope) -> Typed:
    mark = syntax.mark
    if mark in {"and", "or"}:
        both = (_condition(syntax.left, scope, mark), _condition(syntax.right, scope, mark))
        return meant.Logic(mark, both), TRUTH
    left, one = _measured(syntax.left, scope)
    right, other = _measured(syntax.right, scope)
    if mark in {"+", "-"}:
        return _folded(mark, left, right), joined(one, other, "cannot add or subtract")
    if mark == "*":
        return _folded(mark, left, right), product(one, other, 1)
    if mark == "/":
        if right == meant.Constant(0.0):
            raise LanguageError("a division by zero")
        return _folded(mark, left, right), product(one, other, -1)
    joined(one, other, "cannot compare")
    return meant.Comparison(mark, left, right), TRUTH


def _folded(mark: str, left: Tree, right: Tree) -> Tree:
    """Arithmetic, carried out at once where both sides are known."""
    if isinstance(left, meant.Constant) and isinstance(right, meant.Constant):
        try:
            return meant.Constant(ARITHMETIC[mark](left.value, right.value))
        except OverflowError:
            raise LanguageError("a number too large") from None
    return meant.Arithmetic(mark, left, right)


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


def _call(call: Call, scope: Scope) -> Typed:
    if call.function in ARGUMENTS:
        return _draw(call, scope)
    function = FUNCTIONS.get(call.function)
    if function is None:
        if call.function in {"in_force", "notice_running"}:
            raise LanguageError(f"{call.function}: instruments are not read by this version")
        raise LanguageError(
            f"'{call.function}' may not be called"
            f"{suggestion(call.function, [*FUNCTIONS, *ARGUMENTS])}"
        )
    try:
        return _FAMILIES[function.family](call, scope)
    except LanguageError as error:
        if str(error).startswith(call.function):
            raise
        raise LanguageError(f"{call.function}: {error}") from None


def _arguments(
    call: Call, names: Collection[str] = (), least: int = 1, most: int = 1
) -> dict[str, Syntax]:
    """The named arguments of a call, after both lists have been checked for their length."""
    if not least <= len(call.arguments) <= most:
        raise LanguageError(f"{call.function}: write {FUNCTIONS[call.function].form}")
    for name, _ in call.named:
        if name not in names:
            raise LanguageError(f"{call.function} takes no '{name}'{suggestion(name, names)}")
    return dict(call.named)


def _text(syntax: Syntax | None, scope: Scope, what: str) -> str:
    if not isinstance(syntax, Text):
        raise LanguageError(f"a quoted {what} is expected, such as 'name'")
    return scope.stand_in(syntax.value)


def _pattern(
    syntax: Syntax, scope: Scope, actor: str | None = None, subject: str | None = None
) -> Pattern:
    """A quoted kind or milestone, narrowed by actor and subject."""
    name = _text(syntax, scope, "kind or milestone")
    if name not in scope.patterns:
        raise LanguageError(f"'{name}' is no kind or milestone{suggestion(name, scope.patterns)}")
    found = scope.patterns[name]
    return Pattern(found.kind, actor or found.actor, subject or found.subject)


def _history(call: Call, scope: Scope) -> Typed:
    named = _arguments(call, (*FILTERS, *(["default"] if call.function == "quantity_of" else [])))
    actor, subject = (
        _text(named[k], scope, k) if k in named else None for k in ("actor", "subject")
    )
    if actor is not None and actor not in scope.roles:
        raise LanguageError(
            f"'{actor}' is no role of this scenario{suggestion(actor, scope.roles)}"
        )
    pattern = _pattern(call.arguments[0], scope, actor, subject)
    within, default = None, None
    if "within" in named:
        # a duration may be written as the files write it, within="30 d", or bare
        syntax = named["within"]
        within, dimension = _measured(
            parse(syntax.value) if isinstance(syntax, Text) else syntax, scope
        )
        if dimension != DURATION:
            raise LanguageError(f"within takes a duration such as '30 d', not {dimension}")
    if "default" in named:
        default, _ = _measured(named["default"], scope)
    second, after = _since(named["since"], scope) if "since" in named else (None, None)
    since = meant.Since(second, after, within)
    return (
        meant.History(call.function, pattern, since, default),
        FUNCTIONS[call.function].gives,
    )


def _since(syntax: Syntax, scope: Scope) -> tuple[int | None, Pattern | None]:
    """A date, or the latest event of a kind or milestone."""
    text = _text(syntax, scope, "date, kind or milestone")
    try:
        return seconds_at(scope.start, date.fromisoformat(text)), None
    except ValueError:
        return None, _pattern(syntax, scope)


def _order(call: Call, scope: Scope) -> Typed:
    if call.function == "before":
        _arguments(call, (), 2, 2)
        second = call.arguments[1]
    else:
        named = _arguments(call, (*FILTERS[:2], "until"))
        if "until" not in named:
            raise LanguageError(f"write {FUNCTIONS['standing'].form}")
        second = named["until"]
    named = dict(call.named)
    actor, subject = (
        _text(named[k], scope, k) if k in named else None for k in ("actor", "subject")
    )
    first = _pattern(call.arguments[0], scope, actor, subject)
    return meant.Order(call.function, first, _pattern(second, scope, actor, subject)), TRUTH


def _institution(
    known: Callable[[Scope], Collection[str]], what: str
) -> Callable[[Call, Scope], Typed]:
    """A function whose one argument names a deadline, gate, site or role."""

    def meaning(call: Call, scope: Scope) -> Typed:
        _arguments(call)
        name = _text(call.arguments[0], scope, what)
        if name not in known(scope):
            raise LanguageError(f"'{name}' is no {what}{suggestion(name, known(scope))}")
        return meant.Institution(call.function, name), FUNCTIONS[call.function].gives

    return meaning


def _sites(call: Call, _scope: Scope) -> Typed:
    _arguments(call, (), 0, 0)
    return meant.Institution(call.function, ""), NUMBER


def _extreme(call: Call, scope: Scope) -> Typed:
    exactly = call.function == "clamp"
    _arguments(call, (), 3 if exactly else 2, 3 if exactly else 20)
    parts = [_measured(argument, scope) for argument in call.arguments]
    dimension = parts[0][1]
    for _, other in parts[1:]:
        dimension = joined(dimension, other, f"{call.function} of")
    return meant.Formula(call.function, tuple(tree for tree, _ in parts)), dimension


def _same(call: Call, scope: Scope) -> Typed:
    _arguments(call)
    tree, dimension = _measured(call.arguments[0], scope)
    return meant.Formula(call.function, (tree,)), dimension


def _number(call: Call, scope: Scope) -> Typed:
    _arguments(call)
    tree, dimension = _measured(call.arguments[0], scope)
    if dimension.time:
        raise LanguageError(f"takes a number, not {dimension}")
    return meant.Formula(call.function, (tree,)), NUMBER


def _draw(call: Call, scope: Scope) -> Typed:
    """A distribution: its measures share one dimension, its shapes are pure numbers."""
    takes = {argument.name: argument for argument in ARGUMENTS[call.function]}
    form = f"{call.function}({', '.join(f'{name} = ...' for name in takes)})"
    given = dict(zip(takes, call.arguments, strict=False)) | dict(call.named)
    if len(call.arguments) + len(call.named) != len(takes) or set(given) != set(takes):
        wrong = [name for name in given if name not in takes]
        hint = suggestion(wrong[0], takes) if wrong else ""
        raise LanguageError(f"write {form}{hint}")
    dimension: Dimension | None = None
    trees: list[Tree] = []
    for name, argument in takes.items():
        tree, found = _measured(given[name], scope)
        if meant.holds(tree, meant.Draw):
            raise LanguageError(f"{call.function}: a distribution inside a distribution")
        if argument.carries_unit:
            dimension = found if dimension is None else joined(dimension, found, f"{form} mixes")
        elif found != NUMBER:
            raise LanguageError(f"{call.function}: {name} is a pure number, not {found}")
        trees.append(tree)
    return meant.Draw(call.function, tuple(trees)), dimension or NUMBER


_FAMILIES: dict[str, Callable[[Call, Scope], Typed]] = {
    "history": _history,
    "order": _order,
    "deadline": _institution(lambda scope: scope.deadlines, "deadline"),
    "gate": _institution(lambda scope: scope.gates, "gate"),
    "site": _institution(lambda scope: scope.sites, "site"),
    "actor": _institution(lambda scope: scope.roles, "role"),
    "sites": _sites,
    "extreme": _extreme,
    "same": _same,
    "number": _number,
}
