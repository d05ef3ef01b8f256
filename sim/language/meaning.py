"""From syntax to meaning: names are resolved, calls and units checked.

A `Scope` says what may be named at a place of the scenario. Whatever is not in it, or is not one
of the documented functions, is refused with the nearest thing that would be right.
"""

from sim.chance import ARGUMENTS
from sim.errors import LanguageError, suggestion
from sim.language import tree as meant
from sim.language.calls import FAMILIES, Typed, draw
from sim.language.formulas import ARITHMETIC
from sim.language.functions import FUNCTIONS
from sim.language.scope import Scope
from sim.language.syntax import Binary, Call, Name, Number, Syntax, Text, Unary, parse
from sim.language.tree import Expression, Tree
from sim.language.units import DURATION, NUMBER, SECONDS, TRUTH, finite, joined, product


def understand(text: str, scope: Scope) -> Expression:
    """Parse an expression and resolve it in a scope, or raise LanguageError."""
    tree, dimension = _meaning(parse(text), scope)
    return Expression(text, tree, dimension)


def _meaning(syntax: Syntax, scope: Scope) -> Typed:
    match syntax:
        case Number(value, unit):
            value = finite(value * SECONDS.get(unit, 1))
            return meant.Constant(value), DURATION if unit else NUMBER
        case Name(name):
            return _name(name, scope)
        case Text(value):
            raise LanguageError(f"the text '{value}' stands where a value is expected")
        case Unary("not", operand):
            return meant.Logic("not", (_condition(operand, scope, "not"),)), TRUTH
        case Unary(_, operand):
            tree, dimension = _measured(operand, scope)
            return _folded("*", meant.Constant(-1.0), tree), dimension
        case Binary("and" | "or" as mark, left, right):
            both = (_condition(left, scope, mark), _condition(right, scope, mark))
            return meant.Logic(mark, both), TRUTH
        case Binary(mark, left, right):
            return _joined(mark, _measured(left, scope), _measured(right, scope))
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
    if name in FUNCTIONS:
        raise LanguageError(f"'{name}' is a function: write {FUNCTIONS[name].form}")
    known = [*scope.parameters, *scope.gauges, *FUNCTIONS, "quantity"]
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


def _joined(mark: str, left: Typed, right: Typed) -> Typed:
    """Arithmetic or a comparison, its units checked."""
    (one, its), (other, others) = left, right
    match mark:
        case "+" | "-":
            dimension = joined(its, others, "cannot add or subtract")
        case "*":
            dimension = product(its, others, 1)
        case "/":
            if other == meant.Constant(0.0):
                raise LanguageError("a division by zero")
            dimension = product(its, others, -1)
        case _:
            joined(its, others, "cannot compare")
            return meant.Comparison(mark, one, other), TRUTH
    return _folded(mark, one, other), dimension


def _folded(mark: str, left: Tree, right: Tree) -> Tree:
    """Arithmetic, carried out at once where both sides are known."""
    if isinstance(left, meant.Constant) and isinstance(right, meant.Constant):
        return meant.Constant(finite(ARITHMETIC[mark](left.value, right.value)))
    return meant.Arithmetic(mark, left, right)


def _call(call: Call, scope: Scope) -> Typed:
    if call.function in ARGUMENTS:
        return draw(call, scope, _measured)
    function = FUNCTIONS.get(call.function)
    if function is None:
        hint = suggestion(call.function, [*FUNCTIONS, *ARGUMENTS])
        raise LanguageError(f"'{call.function}' may not be called{hint}")
    try:
        return FAMILIES[function.family](call, scope, _measured)
    except LanguageError as error:
        if str(error).startswith(call.function):
            raise
        raise LanguageError(f"{call.function}: {error}") from None
