"""Proof that no chamber's leanings hang on themselves, and that they can be read in bounded time.

A bloc's position may read what is expected of a vote of another chamber (`margin`, `expected_yes`),
whose blocs may read that of a third. A circle would have no value, and a long chain in which each
reads the next several times would take for ever.
"""

from collections.abc import Iterator, Mapping, Sequence

from sim.language import Expression
from sim.language.tree import Institution, Tree, operands, size
from sim.scenario.resolve.loops import cycle
from sim.scenario.resolve.names import Names
from sim.scenario.tree import Path
from sim.situation import Bloc, Body, Gate

MOST_PARTS = 20_000
"""Parts of the expressions that one reading of a chamber's leanings comes to, all told."""


MOST_IN_A_ROW = 10
"""Chambers of which each reads what is expected of the next."""


def check_leanings(bodies: Mapping[str, Body], gates: Sequence[Gate], names: Names) -> None:
    """Complain of chambers whose leanings hang on themselves, or are too long to read."""
    voting = {gate.name: gate.body.actor for gate in gates}
    order = list(bodies)
    places = {role: place for place, role in enumerate(order)}
    follows = [[places[role] for _, role in _readings(bodies[each], voting)] for each in order]
    circle = [order[place] for place in cycle(range(len(order)), follows.__getitem__)]
    if circle:
        role, following = circle[0], circle[1 % len(circle)]
        path = next(at for at, read in _readings(bodies[role], voting) if read == following)
        chain = " -> ".join((*circle, role))
        names.found.complain(path, f"leanings that hang on themselves: {chain}; read no gate here")
        return
    level = set(range(len(order)))
    for _ in range(MOST_IN_A_ROW):
        level = {place for each in level for place in follows[each]}
    if level:
        role = order[min(level)]
        message = f"more than {MOST_IN_A_ROW} chambers in a row, each reading a gate of the next"
        names.found.complain(("actors", role, "blocs"), f"{message}, end here; read fewer gates")
        return
    parts: dict[str, int] = {}
    for role in order:
        if _parts(role, bodies, voting, parts) > MOST_PARTS:
            message = f"reading its leanings comes to more than {MOST_PARTS:,} parts of expressions"
            names.found.complain(("actors", role, "blocs"), f"{message}; read fewer gates")
            return


def _expressions(bloc: Bloc) -> Iterator[tuple[str, Expression]]:
    yield "position", bloc.position
    yield "attendance", bloc.attendance


def _readings(body: Body, voting: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    """Where a chamber's blocs read what is expected of a vote, and whose vote that is."""
    for index, bloc in enumerate(body.blocs):
        for key, expression in _expressions(bloc):
            for gate in _gates(expression.tree):
                if gate in voting:
                    yield ("actors", body.actor, "blocs", index, key), voting[gate]


def _gates(tree: Tree) -> Iterator[str]:
    """The gates whose votes a tree reads, one as often as it does."""
    if isinstance(tree, Institution) and tree.function in {"margin", "expected_yes"}:
        yield tree.name
    for part in operands(tree):
        yield from _gates(part)


def _parts(
    role: str, bodies: Mapping[str, Body], voting: Mapping[str, str], known: dict[str, int]
) -> int:
    """The parts of a chamber's own expressions and of all that they read."""
    if role not in known:
        parts = 0
        for bloc in bodies[role].blocs:
            for _, expression in _expressions(bloc):
                parts += size(expression.tree)
        for _, read in _readings(bodies[role], voting):
            parts += _parts(read, bodies, voting, known)
        known[role] = parts
    return known[role]
