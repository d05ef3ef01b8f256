"""The mathematical functions agree with hand-checked values, with scipy and with one another."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import special

from sim.chance import mathematics as maths

TAILS = st.floats(-12.0, -0.31).map(lambda exponent: 10.0**exponent)
PROBABILITIES = st.one_of(
    st.floats(1e-3, 1.0 - 1e-3), TAILS, TAILS.map(lambda tail: 1.0 - tail), st.just(0.5)
)
SHAPES = st.floats(-1.3, 4.0).map(lambda exponent: 10.0**exponent)


@pytest.mark.parametrize(
    ("p", "z"),
    [
        (0.5, 0.0),
        (0.25, -0.6744897501960817),
        (0.975, 1.959963984540054),
        (0.001, -3.090232306167814),
        (1e-20, -9.262340089798408),
        (2.0**-54, -8.292361075813595),
        (1.0 - 2.0**-53, 8.209536151601387),
    ],
)
def test_normal_quantile_has_known_values(p, z):
    """The normal quantile gives the tabulated values, Wichura's own check values among them."""
    assert maths.normal_quantile(p) == pytest.approx(z, rel=2e-15)


def test_normal_quantile_is_the_same_to_the_last_bit():
    """The central normal quantile, which is arithmetic alone, is one bit pattern everywhere."""
    assert maths.normal_quantile(0.25).hex() == "-0x1.5956b87528a49p-1"
    assert maths.normal_quantile(0.875).hex() == "0x1.267d4c07b0566p+0"


@given(p=PROBABILITIES)
def test_normal_quantile_agrees_with_scipy(p):
    """The normal quantile is scipy's to nearly all digits, in both tails too."""
    assert maths.normal_quantile(p) == pytest.approx(special.ndtri(p), rel=1e-13, abs=1e-15)


@given(sixty_fourths=st.integers(1, 63))
def test_normal_quantile_is_odd(sixty_fourths):
    """The quantile of 1 - p is exactly minus the quantile of p where 1 - p is exact."""
    p = sixty_fourths / 64
    assert maths.normal_quantile(1.0 - p) == -maths.normal_quantile(p)


@pytest.mark.parametrize("p", [0.0, 1.0, -0.5, 1.5])
def test_normal_quantile_needs_a_probability_strictly_inside(p):
    """The normal quantile raises ValueError for 0, for 1 and for what is no probability."""
    with pytest.raises(ValueError, match=r"math domain error|expected a"):
        maths.normal_quantile(p)


@given(z=st.floats(-37.0, 37.0))
def test_normal_cdf_agrees_with_scipy(z):
    """The normal distribution function keeps its relative accuracy far into the lower tail."""
    assert maths.normal_cdf(z) == pytest.approx(special.ndtr(z), rel=1e-11, abs=0.0)


@given(p=PROBABILITIES)
def test_normal_cdf_undoes_the_quantile(p):
    """The normal distribution function at the quantile of p is p."""
    assert maths.normal_cdf(maths.normal_quantile(p)) == pytest.approx(p, rel=1e-13)


def test_normal_density_has_known_values():
    """The normal density is 1 / sqrt(2 pi) at 0 and vanishes without error far out."""
    assert maths.normal_density(0.0) == pytest.approx(0.3989422804014327, rel=1e-15)
    assert maths.normal_density(-1.0) == pytest.approx(0.24197072451914337, rel=1e-15)
    assert maths.normal_density(1e200) == maths.normal_density(-math.inf) == 0.0


@given(x=st.floats(1e-6, 500.0))
def test_gamma_cdf_has_closed_forms(x):
    """For shapes 1/2, 1 and 2 the gamma distribution function is its closed form."""
    assert maths.gamma_cdf(0.5, x) == pytest.approx(math.erf(math.sqrt(x)), rel=1e-13)
    assert maths.gamma_cdf(1.0, x) == pytest.approx(-math.expm1(-x), rel=1e-13)
    closed = -math.expm1(-x) - x * math.exp(-x)
    assert maths.gamma_cdf(2.0, x) == pytest.approx(closed, rel=1e-13, abs=1e-15)


@settings(deadline=None)
@given(shape=SHAPES, factor=st.floats(-3.0, 1.0).map(lambda exponent: 10.0**exponent))
def test_gamma_cdf_agrees_with_scipy(shape, factor):
    """The gamma distribution function is scipy's for small and for large shapes, on both sides."""
    expected = special.gammainc(shape, shape * factor)
    assert maths.gamma_cdf(shape, shape * factor) == pytest.approx(expected, rel=1e-11, abs=1e-290)


@pytest.mark.parametrize("shape", [0.05, 1.0, 15.9, 16.0, 400.0])
def test_gamma_cdf_has_its_limits(shape):
    """The gamma distribution function is 0 up to 0, 1 at infinity, and the kernel 0 at both."""
    assert maths.gamma_cdf(shape, -1.0) == maths.gamma_cdf(shape, 0.0) == 0.0
    assert maths.gamma_cdf(shape, 1e300) == maths.gamma_cdf(shape, math.inf) == 1.0
    assert maths.gamma_kernel(shape, 0.0) == maths.gamma_kernel(shape, math.inf) == 0.0


@given(factor=st.floats(0.01, 10.0))
def test_gamma_kernel_has_no_seam(factor):
    """Where the formula of the gamma kernel changes with the shape, its values meet."""
    below = maths.gamma_kernel(math.nextafter(16.0, 0.0), 16.0 * factor)
    assert maths.gamma_kernel(16.0, 16.0 * factor) == pytest.approx(below, rel=1e-12)


@pytest.mark.parametrize(
    ("shape", "p", "x"),
    [
        (1.0, 0.5, 0.6931471805599453),
        (1.0, 1e-12, 1.0000000000005e-12),
        (0.5, 0.6826894921370859, 0.5),
        (5.0, 0.95, 9.153519026637),  # half of chi-squared(10)'s 18.307
        (10_000.0, 0.5, 9999.666668641974),
    ],
)
def test_gamma_quantile_has_known_values(shape, p, x):
    """The gamma quantile gives tabulated values of exponential and chi-squared variables."""
    assert maths.gamma_quantile(shape, p) == pytest.approx(x, rel=1e-11)


@settings(deadline=None, max_examples=500)
@given(shape=SHAPES, p=PROBABILITIES)
def test_gamma_quantile_agrees_with_scipy(shape, p):
    """The gamma quantile is scipy's to twelve digits for shapes from 0.05 to 10 000."""
    expected = special.gammaincinv(shape, p) if p <= 0.5 else special.gammainccinv(shape, 1.0 - p)
    assert maths.gamma_quantile(shape, p) == pytest.approx(expected, rel=1e-12, abs=1e-290)


@settings(deadline=None, max_examples=500)
@given(shape=st.floats(-4.0, 5.5).map(lambda exponent: 10.0**exponent), p=PROBABILITIES)
def test_gamma_cdf_undoes_the_quantile(shape, p):
    """The gamma distribution function at the quantile of p is p, even for extreme shapes."""
    x = maths.gamma_quantile(shape, p)
    assume(x > 1e-290)
    assert maths.gamma_cdf(shape, x) == pytest.approx(p, rel=1e-10)


@given(shape=SHAPES, p=PROBABILITIES)
def test_gamma_quantile_is_found_in_few_steps(shape, p):
    """Halley's method settles within eight evaluations, so that a draw costs microseconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(maths, "_MOST_STEPS", 8)
        few = maths.gamma_quantile(shape, p)
    assert few == maths.gamma_quantile(shape, p)


@pytest.mark.parametrize("p", [1e-9, 0.3, 0.7, 1.0 - 1e-9])
@pytest.mark.parametrize("shape", [1.0, 30.0, 2000.0])
def test_gamma_quantile_survives_a_bad_start(monkeypatch, shape, p):
    """Started far off, where tails underflow, the gamma quantile is bracketed and still found."""
    expected = maths.gamma_quantile(shape, p)
    for start in (-1e3, 1e3):
        with monkeypatch.context() as patch:
            patch.setattr(maths, "normal_quantile", lambda _p, z=start: z)
            assert maths.gamma_quantile(shape, p) == pytest.approx(expected, rel=1e-12)


def test_power_saturates():
    """A power too large for a float is infinite instead of an error."""
    assert maths.power(2.0, 0.5) == math.sqrt(2.0)
    assert maths.power(10.0, 400.0) == math.inf


@pytest.mark.parametrize(
    ("x", "probability"),
    [(0.0, 0.5), (math.log(3.0), 0.75), (-1e6, 0.0), (1e6, 1.0), (-math.inf, 0.0), (math.inf, 1.0)],
)
def test_logistic_has_known_values(x, probability):
    """The logistic function is 1/2 at 0, 3/4 at log 3, and meets its limits without overflow."""
    assert maths.logistic(x) == pytest.approx(probability, rel=1e-15)


@given(x=st.floats(-700.0, 700.0))
def test_logistic_agrees_with_scipy(x):
    """The logistic function is scipy's `expit`, small probabilities included."""
    assert maths.logistic(x) == pytest.approx(special.expit(x), rel=1e-13)
