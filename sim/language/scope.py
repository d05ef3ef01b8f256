"""What an expression may name where it stands."""

from collections.abc import Collection, Mapping
from datetime import date

import attrs

from sim.errors import LanguageError
from sim.events import Pattern
from sim.language.tree import Tree
from sim.language.units import Dimension


@attrs.frozen
class InForce:
    """What is asked of an instrument, as conditions: that it is in force, that a notice runs."""

    in_force: Tree
    notice_running: Tree


@attrs.frozen
class Scope:
    """What an expression may name where it stands.

    `parameters` give value and dimension, `gauges` the dimension, `patterns` what each kind and
    milestone stands for. `entry` is what `'site'` or `'entry'` stands for inside `for_each`.
    """

    start: date
    parameters: Mapping[str, tuple[float, Dimension]] = attrs.Factory(dict)
    gauges: Mapping[str, Dimension] = attrs.Factory(dict)
    patterns: Mapping[str, Pattern] = attrs.Factory(dict)
    roles: Collection[str] = ()
    deadlines: Collection[str] = ()
    instruments: Mapping[str, InForce] = attrs.Factory(dict)
    gates: Collection[str] = ()
    sites: Collection[str] = ()
    triggered: bool = False
    entry: tuple[str, str] | None = None

    def stand_in(self, text: str) -> str:
        """Replace `site` or `entry` by the entry it stands for."""
        return self.entry[1] if self.entry and text == self.entry[0] else text


def narrowed(name: str, found: Pattern, actor: str | None, subject: str | None) -> Pattern:
    """A pattern narrowed further; a milestone's own actor and subject cannot be overruled."""
    for own, other, by in ((found.actor, actor, "by"), (found.subject, subject, "about")):
        if own is not None and other not in {None, own}:
            raise LanguageError(f"'{name}' is {by} '{own}', never {by} '{other}'")
    return Pattern(
        found.kind,
        found.actor if actor is None else actor,
        found.subject if subject is None else subject,
    )
