"""How assumptions are written: units, the grammar of expressions, and what they mean."""

from sim.language.bounds import bounds
from sim.language.meaning import understand
from sim.language.scope import Scope
from sim.language.tree import Expression
from sim.language.units import DURATION, NUMBER, RATE, TRUTH, Dimension, measure

__all__ = [
    "DURATION",
    "NUMBER",
    "RATE",
    "TRUTH",
    "Dimension",
    "Expression",
    "Scope",
    "bounds",
    "measure",
    "understand",
]
