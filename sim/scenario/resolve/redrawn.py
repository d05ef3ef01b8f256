"""Chambers with other values of their parameters: how blocs would lean, had the priors been asked.

A resolved expression has its parameters folded in, so the blocs' texts are read again.
"""

from collections.abc import Iterator, Mapping

import attrs

from sim.actors import Chamber
from sim.language.syntax import names_in, parse
from sim.scenario.resolve.complaints import Complaints
from sim.scenario.resolve.gauges import chamber
from sim.scenario.resolve.names import Names
from sim.situation import Body


@attrs.frozen(eq=False)
class Redrawn:
    """The chambers of a sound scenario, as their behaviours declare them, by role."""

    declared: Mapping[str, Chamber]
    names: Names

    @property
    def parameters(self) -> list[str]:
        """The parameters that some bloc reads, in the order of the file."""
        read = {name for text in self._texts() for name in names_in(parse(text))}
        return [name for name in self.names.scope.parameters if name in read]

    @property
    def length(self) -> int:
        """The characters that blocs are written in."""
        return sum(map(len, self._texts()))

    def _texts(self) -> Iterator[str]:
        """What blocs say of themselves in expressions."""
        for each in self.declared.values():
            for bloc in each.blocs:
                yield from (bloc.position, bloc.spread, bloc.attendance)

    def bodies(self, values: Mapping[str, float]) -> dict[str, Body]:
        """The chambers, had some parameters other values; what then is wrong is not told."""
        known = dict(self.names.scope.parameters)
        known |= {name: (value, known[name][1]) for name, value in values.items()}
        scope = attrs.evolve(self.names.scope, parameters=known)
        found = Complaints(self.names.found.root)
        other = attrs.evolve(self.names, scope=scope, found=found)
        return {
            role: chamber(role, _unmoved(each), other)[0] for role, each in self.declared.items()
        }


def _unmoved(declared: Chamber) -> Chamber:
    """A chamber without what moves its blocs, which is not asked here."""
    blocs = (attrs.evolve(bloc, moved_by=[]) for bloc in declared.blocs)
    return attrs.evolve(declared, blocs=tuple(blocs))
