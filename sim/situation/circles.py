"""Which deadlines a deadline's own date is counted from, and in which order they are marked.

One event may set several deadlines, and the date of one may be counted from another's
(`falls = "0.5 * time_to('exit')"`): that one is marked first. `scenario` refuses circles.
"""

from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter

from sim.language.tree import Institution, Tree, operands
from sim.situation.parts import Deadline, Gate

OF_DEADLINES = ("time_to", "passed", "is_set")


def counted_from(deadlines: Sequence[Deadline], gates: Mapping[str, Gate]) -> list[list[int]]:
    """For each deadline the places of those that its date reads, through chambers' leanings too."""
    places = {deadline.name: place for place, deadline in enumerate(deadlines)}
    found = []
    for deadline in deadlines:
        names = () if deadline.falls is None else _read(deadline.falls.tree, gates, set())
        found.append([places[name] for name in dict.fromkeys(names) if name in places])
    return found


def order_of_marking(deadlines: Sequence[Deadline], gates: Mapping[str, Gate]) -> list[int]:
    """The places of deadlines, each after those that its date is counted from."""
    graph: TopologicalSorter[int] = TopologicalSorter()
    for place, before in enumerate(counted_from(deadlines, gates)):
        graph.add(place, *before)
    return list(graph.static_order())


def _read(tree: Tree, gates: Mapping[str, Gate], seen: set[str]) -> Iterator[str]:
    """The deadlines that a tree reads; each gate on the way is looked into once."""
    if isinstance(tree, Institution):
        if tree.function in OF_DEADLINES:
            yield tree.name
        elif tree.name in gates and tree.name not in seen:
            seen.add(tree.name)
            for bloc in gates[tree.name].body.blocs:
                for leaning in (bloc.position, bloc.attendance):
                    yield from _read(leaning.tree, gates, seen)
    for part in operands(tree):
        yield from _read(part, gates, seen)
