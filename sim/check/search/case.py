"""What a run is made of when somebody decides: a seed, assumptions, and decisions. Plain data.

Assumptions (parameters given other values, actors left out) make another scenario of it; decisions
are what this scenario's own chances may bring.
"""

from collections.abc import Mapping

import attrs


@attrs.frozen
class Decision:
    """An occasion that is let come about; its identity is 16 bytes that seed and cause give.

    What is None is drawn as its identity draws it. `delay` is how late it comes, from 0 to 1: the
    share of delays that are shorter. `outcome` is the place of its outcome among those of its step
    (-1 is nothing; of a vote it says which recount is taken), `second` when one of a rate comes.
    """

    identity: bytes
    step: str
    delay: float | None = None
    outcome: int | None = None
    second: int | None = None


@attrs.frozen
class Case:
    """A run to be made. Without decisions (None) all is drawn as the seed draws it.

    With them nothing else comes about that need not: every other occasion comes as late as is at
    all likely, and of its outcomes nothing is taken where there is a chance of that.
    """

    seed: int
    changes: Mapping[str, str] = attrs.Factory(dict)
    without: frozenset[str] = frozenset()
    decisions: tuple[Decision, ...] | None = None

    @property
    def assumptions(self) -> int:
        """How much of the scenario is not as it stands."""
        return len(self.changes) + len(self.without)
