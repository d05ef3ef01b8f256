"""Chance without randomness: uniforms become delays here, by inverse distribution functions.

`distributions` has the families that scenario files name, `mathematics` the functions they need.
"""

from sim.chance.distributions import ARGUMENTS, FAMILIES, QUANTILES, Argument, Family
from sim.chance.mathematics import logistic
from sim.chance.refusals import refusal

__all__ = ["ARGUMENTS", "FAMILIES", "QUANTILES", "Argument", "Family", "logistic", "refusal"]
