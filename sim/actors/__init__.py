"""How institutions behave: one file each, and the catalogue of them all.

They stand before `scenario` in the reading order: a behaviour only writes tables in the form of a
scenario file, and the loader lays them under the file's own.
"""

from sim.actors.contribution import Behaviour, Chamber, Contribution
from sim.actors.legislature import Legislature

CATALOGUE: dict[str, type[Behaviour]] = {
    "legislature": Legislature,
}
"""Behaviours by the name under which a scenario binds them."""

__all__ = ["CATALOGUE", "Behaviour", "Chamber", "Contribution"]
