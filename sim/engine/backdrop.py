"""The fixed backdrop of rates: candidates that do not depend on the scenario.

Candidates are a Poisson process on time x intensity, in layers [0, 2^-24), [2^-24, 2^-23), ... per
second. Candidate n of a layer is keyed by (seed, step, layer, n) and fires if its height is below
the rate at its instant. So a rate raised by a tenth keeps all its old events, and an inert event
changes none; restarting the usual thinning at each event changed 98 % of runs.
"""

from collections.abc import Iterator
from math import ceil

from sim.chance.mathematics import log
from sim.engine.identity import occurrence, uniform

LOWEST = 2.0**-24
"""Per second: the first layer's height, about one candidate in 194 days."""

GAP, HEIGHT = 1, 2
"""Words of a candidate's digest."""

Candidate = tuple[int, int, float, bytes]
"""(number, second, height per second, digest)."""


def layer_bounds(layer: int) -> tuple[float, float]:
    """The intensities between which a layer's candidates lie."""
    return (0.0 if layer == 0 else LOWEST * 2.0 ** (layer - 1), LOWEST * 2.0**layer)


def layers_below(ceiling: float) -> int:
    """How many layers a rate under this ceiling can reach."""
    layers = 0
    while ceiling > 0 and layer_bounds(layers)[0] < ceiling:
        layers += 1
    return layers


def candidates(seed: bytes, step: bytes, layer: int) -> Iterator[Candidate]:
    """The candidates of a layer, in the order of time; their instants round up to seconds."""
    low, high = layer_bounds(layer)
    width = high - low
    position, number = 0.0, 0
    while True:
        digest = occurrence(seed, step, layer, number)
        position -= log(uniform(digest, GAP)) / width
        yield number, ceil(position), low + width * uniform(digest, HEIGHT), digest
        number += 1
