"""Chambers with other values of their parameters: how blocs would lean, had the priors been asked.

A resolved expression has its parameters folded in, so the blocs' texts are read again.
"""

from collections.abc import Iterator, Mapping

import attrs

from sim.actors import Chamber
from sim.language.syntax import Name, Syntax, parse, parts
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
        texts = (
            text
            for each in self.declared.values()
            for bloc in each.blocs
            for text in (bloc.position, bloc.spread, bloc.attendance)
        )
        read = {name for text in texts for name in _names(parse(text))}
        return [name for name in self.names.scope.parameters if name in read]

    def bodies(self, values: Mapping[str, float]) -> dict[str, Body]:
        """The chambers, had some parameters other values; what then is wrong is not told."""
        known = dict(self.names.scope.parameters)
        known |= {name: (value, known[name][1]) for name, value in values.items()}
        scope = attrs.evolve(self.names.scope, parameters=known)
        found = Complaints(self.names.found.root)
        other = attrs.evolve(self.names, scope=scope, found=found)
        return {role: chamber(role, each, other)[0] for role, each in self.declared.items()}


def _names(syntax: Syntax) -> Iterator[str]:
    if isinstance(syntax, Name):
        yield syntax.value
    for part in parts(syntax):
        yield from _names(part)
