"""How a chamber votes: from the leanings of its blocs to votes counted.

Two readings of one model: `ballot` counts the votes for given draws, `expected_yes` gives their
expectation. Both take each bloc as (seats, position, spread, attendance).
"""

from collections.abc import Sequence

import attrs

from sim.chance.mathematics import normal_cdf, normal_quantile, sqrt
from sim.situation.parts import Gate

NEARLY_ALL = 0.9999
"""An attendance of 1 has no probit; the last one in ten thousand may be ill."""


@attrs.frozen
class Leaning:
    """One bloc at the moment of a vote."""

    seats: int
    position: float
    spread: float
    attendance: float


def turnout(attendance: float, shift: float) -> float:
    """The share present when the whole chamber is shifted by some standard deviations."""
    probit = normal_quantile(min(max(attendance, 1 - NEARLY_ALL), NEARLY_ALL))
    return normal_cdf(probit + shift)


def ballot(
    leanings: Sequence[Leaning], turnout_spread: float, uniforms: Sequence[float]
) -> tuple[int, int]:
    """Count (present, voting for), given one uniform for the chamber and one for each bloc."""
    shift = turnout_spread * normal_quantile(uniforms[0])
    present = yes = 0
    for leaning, uniform in zip(leanings, uniforms[1:], strict=True):
        here = round(leaning.seats * turnout(leaning.attendance, shift))
        share = normal_cdf(leaning.position + leaning.spread * normal_quantile(uniform))
        present += here
        yes += round(here * share)
    return present, yes


def needed(gate: Gate, present: int) -> int:
    """The votes that pass a text when so many are present."""
    above, below = gate.share
    base = gate.body.seats if gate.base == "seats" else present
    if gate.strictly:
        return base * above // below + 1
    return -(-base * above // below)


def decided(gate: Gate, present: int, yes: int) -> int:
    """0: passed, 1: failed, 2: no quorum."""
    if present < gate.quorum:
        return 2
    return 0 if yes >= needed(gate, present) else 1


def expected_yes(leanings: Sequence[Leaning]) -> float:
    """Votes for, in expectation at ordinary turnout: normal_cdf(p / sqrt(1 + s^2)) of each bloc."""
    total = 0.0
    for leaning in leanings:
        share = normal_cdf(leaning.position / sqrt(1 + leaning.spread**2))
        total += leaning.seats * leaning.attendance * share
    return total


def margin(gate: Gate, leanings: Sequence[Leaning]) -> float:
    """Expected votes for, above what the gate needs."""
    present = 0.0
    for leaning in leanings:
        present += leaning.seats * leaning.attendance
    return expected_yes(leanings) - needed(gate, round(present))
