"""How a chamber votes: who comes, who votes for, what passes, what is expected."""

from statistics import NormalDist

import attrs
import pytest

from sim.situation import Bloc, Body, Gate
from sim.situation.votes import Leaning, ballot, decided, expected_yes, margin, needed, turnout
from tests.situation.made import constant

NORMAL = NormalDist()
BLOCS = (Leaning(100, 0.0, 1.0, 0.5), Leaning(40, 1.0, 0.5, 0.9))
BODY = Body("host", 100, 0.25, (Bloc("all", 100, constant(0.0), 1.0, constant(0.5), "host/all"),))
MAJORITY = Gate("consent", BODY, (1, 2), strictly=True, base="seats", quorum=51, binding=True)


@pytest.mark.parametrize(
    ("attendance", "shift", "share"),
    [
        (0.5, 0.0, 0.5),
        (0.5, 1.0, NORMAL.cdf(1)),
        (0.9, 0.0, 0.9),
        (0.9, -2.0, NORMAL.cdf(NORMAL.inv_cdf(0.9) - 2)),
        # of ten thousand one may be ill, and one may come all the same
        (1.0, 0.0, 0.9999),
        (1.0, -1.0, NORMAL.cdf(NORMAL.inv_cdf(0.9999) - 1)),
        (0.0, 0.0, 0.0001),
        (0.0, 1.0, NORMAL.cdf(NORMAL.inv_cdf(0.0001) + 1)),
    ],
)
def test_a_chamber_shifts_as_a_whole(attendance: float, shift: float, share: float) -> None:
    """The share present moves on the probit scale, and never needs the probit of 0 or 1."""
    assert turnout(attendance, shift) == pytest.approx(share, rel=1e-6)


@pytest.mark.parametrize(
    ("uniforms", "present", "yes"),
    [
        # as leaned: 50 of 100 come, and half are for; 36 of 40 come, and F(1) = 0.841 are for
        ((0.5, 0.5, 0.5), 50 + 36, 25 + 30),
        # a shift of 0.25 * 2: F(0.5) = 0.691 and F(1.782) = 0.963 come
        ((NORMAL.cdf(2), 0.5, 0.5), 69 + 39, 34 + 33),
        # Z = -1 in the first bloc: F(-1) = 0.159 are for; Z = 2 in the second: F(1 + 0.5 * 2)
        ((0.5, NORMAL.cdf(-1), NORMAL.cdf(2)), 50 + 36, 8 + 35),
    ],
)
def test_a_ballot_counts_whole_members(uniforms: tuple[float, ...], present: int, yes: int) -> None:
    """The first number shifts the chamber, each further one its own bloc."""
    assert ballot(BLOCS, 0.25, uniforms) == (present, yes)


def test_a_ballot_has_one_number_for_the_chamber_and_one_for_each_bloc() -> None:
    """With numbers too few or too many nothing is counted."""
    for uniforms in ((0.5, 0.5), (0.5, 0.5, 0.5, 0.5)):
        with pytest.raises(ValueError, match="zip"):
            ballot(BLOCS, 0.25, uniforms)


@pytest.mark.parametrize(
    ("share", "strictly", "base", "present", "votes"),
    [
        ((1, 2), True, "seats", 60, 51),
        ((1, 2), True, "present", 86, 44),
        ((1, 2), True, "present", 85, 43),
        ((1, 2), False, "present", 85, 43),
        ((1, 2), False, "present", 86, 43),
        ((2, 3), False, "seats", 60, 67),
        ((2, 3), False, "present", 90, 60),
        ((2, 3), True, "present", 90, 61),
        ((2, 3), False, "present", 91, 61),
        ((0, 1), True, "present", 91, 1),
    ],
)
def test_the_votes_needed(
    share: tuple[int, int], strictly: bool, base: str, present: int, votes: int
) -> None:
    """A majority is more than its share, a fraction at least it, of all seats or those present."""
    gate = attrs.evolve(MAJORITY, share=share, strictly=strictly, base=base)

    assert needed(gate, present) == votes


@pytest.mark.parametrize(
    ("present", "yes", "outcome"),
    [(50, 50, 2), (51, 51, 0), (51, 50, 1), (100, 51, 0), (100, 50, 1), (0, 0, 2)],
)
def test_what_a_gate_decides(present: int, yes: int, outcome: int) -> None:
    """Passed (0) with the votes it needs, else failed (1); without a quorum neither (2)."""
    assert decided(MAJORITY, present, yes) == outcome


def test_a_gate_may_ask_only_those_present() -> None:
    """With 60 of 100 present 31 votes are more than half of them."""
    gate = attrs.evolve(MAJORITY, base="present")

    assert [decided(gate, 60, yes) for yes in (30, 31)] == [1, 0]


def test_what_is_expected_of_the_blocs() -> None:
    """100 at 0.5 lean 0 of spread 1; of 40 at 0.9, leaning 1 of spread 0.5, F(1 / sqrt(1.25))."""
    share = NORMAL.cdf(1 / 1.25**0.5)

    assert expected_yes(BLOCS) == pytest.approx(25 + 36 * share)
    assert expected_yes(()) == 0


def test_the_margin_counts_from_what_is_needed() -> None:
    """Of 86 who are expected 44 are needed, and of all seats 51, whoever comes."""
    yes = 25 + 36 * NORMAL.cdf(1 / 1.25**0.5)

    assert margin(attrs.evolve(MAJORITY, base="present"), BLOCS) == pytest.approx(yes - 44)
    assert margin(MAJORITY, BLOCS) == pytest.approx(yes - 51)
    everyone = attrs.evolve(MAJORITY, base="present", share=(1, 1), strictly=False)
    assert margin(everyone, BLOCS) == pytest.approx(yes - 86)
