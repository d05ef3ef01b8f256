"""Why a distribution cannot have some arguments: asked before anything is drawn from it."""

from collections.abc import Iterator, Mapping

from sim.chance import mathematics as maths
from sim.chance.distributions import FAMILIES, Family, Triangular, Uniform


def refusal(family_name: str, arguments: Mapping[str, float]) -> str | None:
    """Return in one sentence why a family may not have these arguments, or None if it may.

    It may have finite values strictly between the limits in `ARGUMENTS`, low <= mode <= high
    (equal ends make a point mass), for which no draw is too large for a number.
    """
    if family_name not in FAMILIES:
        return f"There is no family {family_name!r}; there are {', '.join(FAMILIES)}."
    return next(_objections(FAMILIES[family_name], arguments), None)


def _objections(family: type[Family], arguments: Mapping[str, float]) -> Iterator[str]:
    """Yield what is wrong with the arguments; what follows the first may not make sense."""
    names = [each.name for each in family.ARGUMENTS]
    if set(names) != set(arguments):
        yield f"It takes {', '.join(names)}, not {', '.join(arguments) or 'nothing'}."
    for each in family.ARGUMENTS:
        value = arguments[each.name]
        if not each.above < value < each.below:
            limits = f"strictly between {each.above:g} and {each.below:g}"
            yield f"The {each.name} must be finite and {limits}, not {value}."
    values = [arguments[name] for name in names]
    if family in (Triangular, Uniform) and sorted(values) != values:
        yield f"The {', '.join(names)} must not fall, but are {', '.join(map(str, values))}."
    try:
        finite = all(abs(family.QUANTILE(u, *values)) < maths.inf for u in (2**-54, 1 - 2**-53))
    except OverflowError:
        finite = False
    if not finite:
        yield f"With {dict(arguments)} some draws are too large for a number."
