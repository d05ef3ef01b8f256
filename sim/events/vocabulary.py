"""The vocabulary: the table of known kinds of event, read from `vocabulary.toml`.

A scenario may add kinds of its own; near-synonyms are folded here, and the table says into what.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import attrs

FAMILIES = (
    "incident",
    "legislature",
    "government",
    "negotiation",
    "posture",
    "armed_groups",
    "other",
)


@attrs.frozen
class Kind:
    """One kind of event.

    `plover` and `cameo` are the nearest codes of those ontologies, or "none". `office` says
    whether the actor takes or leaves office by it, `site` whether its subject leaves the table of
    sites, `folds_into` the kind as which a record's rows of this kind are read. What no record can
    show has `recorded` false.
    """

    name: str
    family: str
    meaning: str
    plover: str = "none"
    cameo: str = "none"
    office: str = ""
    site: str = ""
    folds_into: str = ""
    why: str = ""
    recorded: bool = True


@attrs.frozen
class Vocabulary:
    """Known kinds by name."""

    kinds: Mapping[str, Kind]

    def __contains__(self, name: object) -> bool:
        return name in self.kinds

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.kinds.values())

    def __getitem__(self, name: str) -> Kind:
        return self.kinds[name]

    def extended(self, kinds: Mapping[str, Kind]) -> "Vocabulary":
        """Return a vocabulary with a scenario's own kinds beside the known ones."""
        return Vocabulary({**self.kinds, **kinds})

    def folded(self, name: str) -> str:
        """Return the kind as which a record's label is read."""
        kind = self.kinds.get(name)
        return kind.folds_into or name if kind else name


@cache
def shipped() -> Vocabulary:
    """Return the vocabulary that ships with the package."""
    text = (files("sim.events") / "vocabulary.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)["kinds"]
    return Vocabulary({name: Kind(name, **entry) for name, entry in table.items()})
