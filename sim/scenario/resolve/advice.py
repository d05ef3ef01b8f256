"""What works and could be better: unnamed numbers, unread parameters, unheard patterns."""

from collections.abc import Iterator

from sim.errors import LanguageError, Problem
from sim.language.syntax import Binary, Name, Number, Syntax, parse, parts
from sim.language.units import SECONDS
from sim.scenario.model import Scenario
from sim.scenario.resolve.complaints import Complaints
from sim.scenario.resolve.doers import advise_doers
from sim.scenario.resolve.fit import advise_fit
from sim.scenario.resolve.hearing import advise_hearing
from sim.scenario.resolve.stated import advise_stated
from sim.scenario.shapes import ScenarioTable, StepTable
from sim.scenario.tree import Node, Path

PLAIN = (0.0, 1.0)
"""Numbers without a unit that assume nothing."""

PROSE = ("title", "source", "meaning", "rule", "name", "file", "prior")
"""Keys whose text reads no parameter."""


def advice(table: ScenarioTable, scenario: Scenario, found: Complaints) -> list[Problem]:
    """Warnings about a sound scenario."""
    for index, entry in enumerate(table.steps):
        _advise_names(entry, ("steps", index), found)
        if entry.at is not None and entry.at > table.clock.end:
            message = f"{entry.at} is after the clock ends, {table.clock.end}: it never comes"
            found.warn(("steps", index, "at"), message)
    _advise_use(scenario, found)
    advise_hearing(table, scenario, found)
    advise_doers(scenario, found)
    advise_stated(scenario, found)
    advise_fit(table, scenario, found)
    return found.warnings


def _advise_names(entry: StepTable, path: Path, found: Complaints) -> None:
    """Warn of numbers in a step that would rather have a name, a prior and a source.

    Once for each key; what a behaviour contributes is not the file's to name.
    """
    for key in ("rate", "after", "outcomes"):
        literals: dict[str, None] = {}
        for text, at in _texts(entry, key, (*path, key)):
            if found.root.at(at).own:
                literals |= dict.fromkeys(_literals(parse(text)))
        if literals:
            numbers = ", ".join(literals)
            message = f"{numbers}: a number that matters gets a name under [parameters]"
            found.warn((*path, key), message)


def _texts(entry: StepTable, key: str, path: Path) -> Iterator[tuple[str, Path]]:
    """The expressions under a key of a step, each with its place."""
    if key != "outcomes":
        text = getattr(entry, key)
        if text is not None:
            yield text, path
        return
    for index, outcome in enumerate(entry.outcomes or ()):
        if outcome.chance is not None:
            yield outcome.chance, (*path, index, "chance")


def _literals(syntax: Syntax) -> Iterator[str]:
    """The numbers in an expression that assume something, as people write them."""
    match syntax:
        case Binary("/", Number(value, ""), Name(unit)) if unit in SECONDS and value:
            yield f"{value:g} / {unit}"
        case Number(value, unit) if unit and value:
            yield f"{value:g} {unit}"
        case Number(value, "") if value not in PLAIN:
            yield f"{value:g}"
        case _:
            for part in parts(syntax):
                yield from _literals(part)


def _advise_use(scenario: Scenario, found: Complaints) -> None:
    """Warn of parameters that no expression reads."""
    read: set[str] = set()
    for key, node in found.root.value.items():
        if key != "parameters":
            read |= _names_under(node)
    for name in scenario.parameters:
        if name not in read:
            found.warn(("parameters", name), "nothing reads this parameter")


def _names_under(node: Node) -> set[str]:
    """Every name in the expressions below a node; what is no expression names nothing."""
    if isinstance(node.value, dict):
        below = [inner for key, inner in node.value.items() if key not in PROSE]
        return set().union(*map(_names_under, below))
    if isinstance(node.value, list):
        return set().union(*map(_names_under, node.value))
    try:
        return _names_in(parse(node.value)) if isinstance(node.value, str) else set()
    except LanguageError:
        return set()


def _names_in(syntax: Syntax) -> set[str]:
    own = {syntax.value} if isinstance(syntax, Name) else set()
    return own.union(*map(_names_in, parts(syntax)))
