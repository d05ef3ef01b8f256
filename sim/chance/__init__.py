"""Chance without randomness: uniforms become delays here, by inverse distribution functions.

`distributions` has the families that scenario files name, `mathematics` the functions they need.
"""

from sim.chance.distributions import ARGUMENTS, FAMILIES, QUANTILES, Argument, Family, refusal
from sim.chance.mathematics import logistic

__all__ = ["ARGUMENTS", "FAMILIES", "QUANTILES", "Argument", "Family", "logistic", "refusal"]
