"""The mathematical functions that delays and beliefs use, kept in one place.

The words of an intention's digest become uniforms, and uniforms become delays in
`sim.chance.distributions`, which takes every function beyond + - * / from here.  'Same scenario,
same seed, same bytes' therefore rests on this module alone: whoever needs another logarithm
(a correctly rounded one, say) changes it here and nowhere else.

Everything is a pure function of floats.  Totals are built term by term in a fixed order, never
with `sum`, whose rounding Python 3.12 changed; nothing comes from the `statistics` module.

Sources:
    Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 6.1, 6.5, 7.1 and 26.2.
    DiDonato & Morris (1986), ACM Trans. Math. Software 12, 377-393 (incomplete gamma ratios).
    Wichura (1988), Applied Statistics 37, 477-484 (algorithm AS 241, routine PPND16).
    Wilson & Hilferty (1931), Proc. Nat. Acad. Sci. 17, 684-688 (the cube root of chi-squared).
"""

from math import erfc, exp, expm1, inf, lgamma, log, log1p, pi, sqrt
from math import pow as _pow

__all__ = [
    "exp",
    "expm1",
    "gamma_cdf",
    "gamma_kernel",
    "gamma_quantile",
    "inf",
    "log",
    "log1p",
    "logistic",
    "normal_cdf",
    "normal_density",
    "normal_quantile",
    "power",
    "sqrt",
]

_SQRT_TWO_PI = 2.5066282746310002
_SQRT_HALF = 0.7071067811865476

# From this shape on, five terms of Stirling's series reach full double accuracy.
_STIRLING_SHAPE = 16.0
# A change below this part of a running total can no longer move it.
_NEGLIGIBLE = 1e-17
# Halley's method triples the number of right digits: after a step this small, no other is needed.
_LAST_STEP = 1e-7
# Twice what halving alone needs to cross the range of doubles; in practice fewer than ten steps.
_MOST_STEPS = 200


def power(base: float, exponent: float) -> float:
    """Return base ** exponent for base > 0, and infinity (not an exception) on overflow."""
    try:
        return _pow(base, exponent)
    except OverflowError:
        return inf


def logistic(x: float) -> float:
    """Return 1 / (1 + e^-x), a probability in [0, 1], without overflow for any real x."""
    if x >= 0.0:
        return 1.0 / (1.0 + exp(-x))
    odds = exp(x)
    return odds / (1.0 + odds)


def normal_density(z: float) -> float:
    """Return e^(-z^2 / 2) / sqrt(2 pi), the standard normal density (A&S 26.2.1)."""
    return exp(-0.5 * z * z) / _SQRT_TWO_PI


def normal_cdf(z: float) -> float:
    """Return P(Z <= z) for a standard normal Z, as erfc(-z / sqrt 2) / 2 (A&S 7.1.2, 26.2.29).

    The complementary error function keeps full relative accuracy in the lower tail.
    """
    return 0.5 * erfc(-z * _SQRT_HALF)


def normal_quantile(p: float) -> float:
    """Return the z with P(Z <= z) = p for a standard normal Z, p strictly between 0 and 1.

    Rational approximations of Wichura (1988), AS 241, routine PPND16: relative error about 1e-16
    for every p, tails included.  At 0 and at 1 it raises ValueError (the logarithm of zero).
    """
    q = p - 0.5
    if -0.425 <= q <= 0.425:  # noqa: PLR2004 -- where Wichura's central approximation holds
        r = 0.180625 - q * q
        above = 2.5090809287301226727e3 * r + 3.3430575583588128105e4
        above = (above * r + 6.7265770927008700853e4) * r + 4.5921953931549871457e4
        above = (above * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3
        above = (above * r + 1.3314166789178437745e2) * r + 3.3871328727963666080e0
        below = 5.2264952788528545610e3 * r + 2.8729085735721942674e4
        below = (below * r + 3.9307895800092710610e4) * r + 2.1213794301586595867e4
        below = (below * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2
        below = (below * r + 4.2313330701600911252e1) * r + 1.0
        return q * above / below
    # 1 - p is exact for p > 1/2, so the upper tail is as accurate as the lower.
    return -_normal_tail(p) if q < 0.0 else _normal_tail(1.0 - p)


def _normal_tail(tail: float) -> float:
    """Return the z >= 0 that a standard normal exceeds with probability `tail` <= 0.075."""
    root = sqrt(-log(tail))
    if root <= 5.0:  # noqa: PLR2004 -- Wichura's border between the near and the far tail
        r = root - 1.6
        above = 7.74545014278341407640e-4 * r + 2.27238449892691845833e-2
        above = (above * r + 2.41780725177450611770e-1) * r + 1.27045825245236838258e0
        above = (above * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0
        above = (above * r + 4.63033784615654529590e0) * r + 1.42343711074968357734e0
        below = 1.05075007164441684324e-9 * r + 5.47593808499534494600e-4
        below = (below * r + 1.51986665636164571966e-2) * r + 1.48103976427480074590e-1
        below = (below * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0
        below = (below * r + 2.05319162663775882187e0) * r + 1.0
        return above / below
    r = root - 5.0
    above = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
    above = (above * r + 1.24266094738807843860e-3) * r + 2.65321895265761230930e-2
    above = (above * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0
    above = (above * r + 5.46378491116411436990e0) * r + 6.65790464350110377720e0
    below = 2.04426310338993978564e-15 * r + 1.42151175831644588870e-7
    below = (below * r + 1.84631831751005468180e-5) * r + 7.86869131145613259100e-4
    below = (below * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1
    below = (below * r + 5.99832206555887937690e-1) * r + 1.0
    return above / below


def gamma_kernel(shape: float, x: float) -> float:
    """Return x^shape e^-x / Gamma(shape): x times the density at x of a gamma of scale 1.

    For shape > 0; it is 0 for x <= 0 and for infinite x.  From shape 16 on the form
    sqrt(a / 2 pi) e^(-a (m - log(1 + m)) - s(a)), m = x/a - 1, s Stirling's series (A&S 6.1.41),
    avoids the cancellation of numbers as large as the shape (DiDonato & Morris 1986).
    """
    if x <= 0.0 or x == inf:
        return 0.0
    if shape < _STIRLING_SHAPE:
        return exp(shape * log(x) - x - lgamma(shape))
    excess = (x - shape) / shape
    # Near excess -1, adding one back would lose the digits that x / shape still has.
    logarithm = log1p(excess) if excess > -0.5 else log(x / shape)  # noqa: PLR2004 -- any border
    inverse = 1.0 / shape
    square = inverse * inverse
    stirling = (1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0)) * square
    stirling = (1.0 / 12.0 - square * (1.0 / 360.0 - stirling)) * inverse
    return sqrt(shape / (2.0 * pi)) * exp(-shape * (excess - logarithm) - stirling)


def gamma_cdf(shape: float, x: float) -> float:
    """Return P(shape, x), the regularised lower incomplete gamma function (A&S 6.5.1).

    The probability that a gamma of this shape (> 0) and of scale 1 is at most x; 0 for x <= 0.
    """
    return _gamma_tails(shape, x)[0] if x > 0.0 else 0.0


def _gamma_tails(shape: float, x: float) -> tuple[float, float, float]:
    """Return P(shape, x), Q(shape, x) = 1 - P and the kernel, the smaller tail the accurate one."""
    kernel = gamma_kernel(shape, x)
    if x < shape + 1.0:
        # Rounding may carry a product next to one past it, and nothing may be likelier than sure.
        lower = min(1.0, kernel * _lower_series(shape, x))
        return lower, 1.0 - lower, kernel
    upper = kernel * _upper_fraction(shape, x)
    return 1.0 - upper, upper, kernel


def _lower_series(shape: float, x: float) -> float:
    """Return P over the kernel: 1/a + x/(a(a+1)) + x^2/(a(a+1)(a+2)) + ... (A&S 6.5.29)."""
    term = total = 1.0 / shape
    divisor = shape
    while term > _NEGLIGIBLE * total:
        divisor += 1.0
        term *= x / divisor
        total += term
    return total


def _upper_fraction(shape: float, x: float) -> float:
    """Return Q over the kernel, for x >= shape + 1, by a continued fraction (A&S 6.5.31).

    The even part of the fraction, 1/(b0 + a1/(b1 + a2/(b2 + ...))) with an = n (shape - n) and
    bn = x + 2n + 1 - shape, summed forwards.  By induction every denominator is at least n + 1.
    """
    denominator = x + 1.0 - shape
    change = total = inverse = 1.0 / denominator
    n = 0.0
    while abs(change) > _NEGLIGIBLE * total:
        n += 1.0
        denominator += 2.0
        inverse = 1.0 / (denominator + n * (shape - n) * inverse)
        change *= denominator * inverse - 1.0
        total += change
    return total


def gamma_quantile(shape: float, p: float) -> float:
    """Return the x with P(shape, x) = p, for shape > 0 and p strictly between 0 and 1.

    Relative error below 1e-12 for shapes from 0.05 to 10 000.  It solves for the logarithm of the
    smaller tail: of P as a function of log x (concave, straight near zero), or of Q as a function
    of x (straight far out), by Halley's method, kept between bounds that the signs seen so far
    give.  It starts from Wilson & Hilferty (1931) or from the bound P <= x^a / Gamma(a + 1).
    """
    least = exp((log(p) + lgamma(shape + 1.0)) / shape)
    if least < _NEGLIGIBLE:  # the bound is then x itself, to a relative x / (shape + 1)
        return least
    cube_root = 1.0 - 1.0 / (9.0 * shape) + normal_quantile(p) / (3.0 * sqrt(shape))
    x = max(least, shape * cube_root * cube_root * cube_root)
    low, high = least, inf
    step = _lower_step if p <= 0.5 else _upper_step  # noqa: PLR2004 -- the smaller tail
    for _ in range(_MOST_STEPS):
        below, following = step(shape, p, x)
        if abs(following - x) <= _LAST_STEP * x:
            return following
        if below:
            low = x
        else:
            high = x
        if not low < following < high:
            following = sqrt(low * high) if high < inf else 2.0 * x
        x = following
    return x


def _lower_step(shape: float, p: float, x: float) -> tuple[bool, float]:
    """Return whether x lies below the quantile, and Halley's next x on log P against log x."""
    lower, _, kernel = _gamma_tails(shape, x)
    if lower <= 0.0 or kernel <= 0.0:  # underflow: no slope to follow, only a side
        return lower < p, inf
    slope = kernel / lower
    newton = (log(p) - log(lower)) / slope
    return lower < p, x * exp(newton / _damping(newton * (shape - x - slope)))


def _upper_step(shape: float, p: float, x: float) -> tuple[bool, float]:
    """Return whether x lies below the quantile, and Halley's next x on log Q against x."""
    _, upper, kernel = _gamma_tails(shape, x)
    if upper <= 0.0 or kernel <= 0.0:
        return upper > 1.0 - p, inf
    hazard = kernel / (x * upper)
    newton = (log(upper) - log(1.0 - p)) / hazard
    return upper > 1.0 - p, x + newton / _damping(newton * ((shape - 1.0) / x - 1.0 + hazard))


def _damping(curvature: float) -> float:
    """Return Halley's divisor of a Newton step, kept away from zero far from the solution."""
    return max(0.5, 1.0 + 0.5 * curvature)
