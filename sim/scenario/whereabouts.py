"""Where the rules of a scenario are written, for whoever shows a rule to its author.

Plain data. A scenario once resolved knows nothing of files; `load_with_warnings` tells this beside
it.
"""

from collections.abc import Mapping

import attrs


@attrs.frozen
class Place:
    """A key of a file; of what a behaviour brings, the entry of the actor that has it."""

    file: str
    line: int
    path: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}"


@attrs.frozen
class Whereabouts:
    """The place of each rule.

    `procedure` goes with the scenario's requirements, one for one. `guards` has for each step, by
    its label, the keys under which its guards are written ("if", "while", "if_due", or "before" of
    a gate). `checks` goes by name.
    """

    procedure: tuple[Place, ...]
    guards: Mapping[str, Mapping[str, Place]]
    checks: Mapping[str, Place]
