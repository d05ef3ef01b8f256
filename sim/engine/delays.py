"""Delays and quantities compiled: for given words of a digest, one number.

The n-th distribution of a value reads the n-th word of its share of the digest, so that a value
moves smoothly with its parameters and never with what else is drawn.
"""

import math
from collections.abc import Callable, Sequence

import attrs

from sim.chance import ARGUMENTS, QUANTILES, refusal
from sim.engine.identity import DELAY, QUANTITY, SCALE, WORD, uniform, word_at
from sim.errors import RunError
from sim.events import Event
from sim.language import Expression
from sim.language import tree as meant
from sim.language.formulas import added, times
from sim.language.linear import MOST_DRAWS, Sum, summed
from sim.language.tree import Tree
from sim.situation import Ledger, Situation
from sim.situation.reading import Read, compiled

Drawn = Callable[[Situation, int, Event | None, bytes], float]
"""(situation, now, triggering event, digest) to a number."""


AT = DELAY * WORD
"""Where in a digest the first word of a delay stands."""


@attrs.frozen(eq=False)
class DelayCode:
    """A delay: what is drawn, and multiples of the time to deadlines.

    `plain` is the whole of it where one distribution of known arguments is all there is, and
    `mean` its mean where that is an exponential.
    """

    drawn: Drawn
    deadlines: tuple[tuple[Read, int], ...]
    plain: Callable[[bytes], float] | None = None
    mean: float | None = None


def delay(after: Expression, label: str, ledger: Ledger) -> DelayCode:
    """Compile a delay."""
    parts = summed(after)
    counted = tuple(
        (compiled(scale, ledger), ledger.deadline_place[name]) for scale, name in parts.deadlines
    )
    known = _known(parts)
    if known is None:
        return DelayCode(_general(parts, DELAY, label, ledger), counted)
    family, values = known
    plain = _plain(family, values)
    if counted:
        return DelayCode(_reading_nothing(plain), counted)
    mean = values[0] if family == "exponential" else None
    return DelayCode(_reading_nothing(plain), counted, plain, mean)


def _reading_nothing(plain: Callable[[bytes], float]) -> Drawn:
    return lambda _s, _now, _event, digest: plain(digest)


def quantity(expression: Expression, position: int, label: str, ledger: Ledger) -> Drawn:
    """Compile the quantity of the event at a position of an outcome."""
    parts = summed(expression)
    first_word = QUANTITY + position * MOST_DRAWS
    drawn = _general(parts, first_word, label, ledger)
    counted = [
        (compiled(scale, ledger), compiled(meant.Institution("time_to", name), ledger))
        for scale, name in parts.deadlines
    ]

    def value(s: Situation, now: int, event: Event | None, digest: bytes) -> float:
        total = drawn(s, now, event, digest)
        for scale, time_to in counted:
            total = added(total, times(scale(s, now, event), time_to(s, now, event)))
        if total - total != 0:
            raise RunError(f"step '{label}': the quantity '{expression.text}' is not finite")
        # nine digits: what platforms disagree on in the last one must not reach a log
        return float(f"{total:.9g}")

    return value


def _known(parts: Sum) -> tuple[str, tuple[float, ...]] | None:
    """The family and the arguments of a single distribution that reads nothing; else None."""
    if len(parts.draws) != 1 or parts.offset != meant.Constant(0.0):
        return None
    ((scale, draw),) = parts.draws
    values = _constants(draw.arguments)
    return None if scale != meant.Constant(1.0) or values is None else (draw.family, values)


def _plain(family: str, values: Sequence[float]) -> Callable[[bytes], float]:
    """Code for such a delay; the word is read here and not by `uniform`, to save the call."""
    quantile = QUANTILES[family]
    return lambda digest: quantile(((word_at(digest, AT)[0] >> 11) + 0.5) * SCALE, *values)


def _constants(trees: Sequence[Tree]) -> tuple[float, ...] | None:
    """The values of trees that are all constants, else None."""
    values = tuple(tree.value for tree in trees if isinstance(tree, meant.Constant))
    return values if len(values) == len(trees) else None


def _general(parts: Sum, first_word: int, label: str, ledger: Ledger) -> Drawn:
    """Code for any sum of scaled distributions."""
    offset = compiled(parts.offset, ledger)
    terms = [
        (compiled(scale, ledger), _draw(draw, first_word + number, label, ledger))
        for number, (scale, draw) in enumerate(parts.draws)
    ]

    def value(s: Situation, now: int, event: Event | None, digest: bytes) -> float:
        total = offset(s, now, event)
        for scale, draw in terms:
            total = added(total, times(scale(s, now, event), draw(s, now, event, digest)))
        if total == -math.inf:
            raise RunError(f"step '{label}': a value of {total} is neither a delay nor a quantity")
        return total

    return value


def _draw(draw: meant.Draw, word: int, label: str, ledger: Ledger) -> Drawn:
    """Code for a distribution whose arguments are read when it is drawn."""
    family = draw.family
    quantile = QUANTILES[family]
    names = [argument.name for argument in ARGUMENTS[family]]
    reads = [compiled(argument, ledger) for argument in draw.arguments]

    def value(s: Situation, now: int, event: Event | None, digest: bytes) -> float:
        values = [read(s, now, event) for read in reads]
        if values[0] == 0 and family in SCALED:
            return 0.0  # an amount of nothing, however uncertain, is nothing
        why = refusal(family, dict(zip(names, values, strict=True)))
        if why:
            raise RunError(f"step '{label}': {family}: {why}")
        return quantile(uniform(digest, word), *values)

    return value


SCALED = ("exponential", "log-normal", "weibull", "gamma")
"""Families whose first argument scales the whole."""
