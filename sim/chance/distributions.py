"""The families of distributions that scenario files name, for delays and for beliefs.

The words of an intention's digest become uniforms, and uniforms become delays here: one uniform u,
strictly between 0 and 1, gives one value by the inverse of the distribution function (Devroye 1986,
Non-Uniform Random Variate Generation, II.2).  So a value moves smoothly with its parameters and
never falls when u rises (to the last bits, which rounding decides).

The engine draws with `QUANTILES[name](u, *arguments)`, plain functions in the order of `ARGUMENTS`.
The classes in `FAMILIES` add density and distribution function.  Probabilities are pure numbers, x
and quantiles have the unit of the value, densities are per that unit.  Nothing checks arguments but
`refusal`; for those it accepts, quantiles are finite for every u from 2^-54 to 1 - 2^-53.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar

import attrs

from sim.chance import mathematics as maths


@attrs.frozen
class Argument:
    """An argument: its name, whether it has the value's unit, and the limits it lies between."""

    name: str
    carries_unit: bool = True
    above: float = -maths.inf
    below: float = maths.inf


# From a million on, values differ by thousandths at most and a gamma draw takes ever longer.
_SHAPE = Argument("shape", carries_unit=False, above=0.0, below=1e6)


def fixed_quantile(_u: float, value: float) -> float:
    """Return the value, whatever u."""
    return value


def exponential_quantile(u: float, mean: float) -> float:
    """Return -mean log(1 - u)."""
    return -mean * maths.log1p(-u)


def log_normal_quantile(u: float, median: float, spread: float) -> float:
    """Return median e^(z log spread), with z the standard normal quantile of u."""
    return median * maths.exp(maths.log(spread) * maths.normal_quantile(u))


def weibull_quantile(u: float, scale: float, shape: float) -> float:
    """Return scale (-log(1 - u))^(1 / shape)."""
    return scale * maths.power(-maths.log1p(-u), 1.0 / shape)


def gamma_quantile(u: float, mean: float, shape: float) -> float:
    """Return mean / shape times the quantile of a gamma of this shape and of scale 1."""
    return mean * (maths.gamma_quantile(shape, u) / shape)


def triangular_quantile(u: float, low: float, mode: float, high: float) -> float:
    """Return low + sqrt(u (high - low) (mode - low)), or its mirror image past the mode."""
    width = high - low
    rise = mode - low
    # a root of each factor: their product may be too large for a number, or too small
    if u * width <= rise:
        return low + maths.sqrt(u * width) * maths.sqrt(rise)
    return high - maths.sqrt((1.0 - u) * width) * maths.sqrt(high - mode)


def uniform_quantile(u: float, low: float, high: float) -> float:
    """Return low + u (high - low)."""
    return low + u * (high - low)


def normal_quantile(u: float, mean: float, sd: float) -> float:
    """Return mean + sd z, with z the standard normal quantile of u."""
    return mean + sd * maths.normal_quantile(u)


class _Drawn:
    """What the families share: the quantile comes from the plain function, so is written once."""

    __slots__ = ()
    ARGUMENTS: ClassVar[tuple[Argument, ...]]
    QUANTILE: ClassVar[Callable[..., float]]

    def quantile(self, u: float) -> float:
        """Return the x with cdf(x) = u, for u strictly between 0 and 1."""
        return type(self).QUANTILE(u, *[getattr(self, each.name) for each in self.ARGUMENTS])


@attrs.frozen
class Fixed(_Drawn):
    """Always the same value: a point mass, which has no density proper."""

    ARGUMENTS = (Argument("value"),)
    QUANTILE = fixed_quantile
    value: float

    def density(self, x: float) -> float:
        """Return infinity at the value and 0 elsewhere."""
        return maths.inf if x == self.value else 0.0

    def cdf(self, x: float) -> float:
        """Return 0 below the value and 1 from it on."""
        return 1.0 if x >= self.value else 0.0


@attrs.frozen
class Exponential(_Drawn):
    """A wait of which nothing is ever over: constant hazard 1 / mean (A&S 26.1)."""

    ARGUMENTS = (Argument("mean", above=0.0),)
    QUANTILE = exponential_quantile
    mean: float

    def density(self, x: float) -> float:
        """Return e^(-x / mean) / mean for x > 0."""
        return maths.exp(-x / self.mean) / self.mean if x > 0.0 else 0.0

    def cdf(self, x: float) -> float:
        """Return 1 - e^(-x / mean) for x > 0."""
        return -maths.expm1(-x / self.mean) if x > 0.0 else 0.0


@attrs.frozen
class LogNormal(_Drawn):
    """Median times spread^Z, Z standard normal; the spread is the geometric standard deviation."""

    ARGUMENTS = (Argument("median", above=0.0), Argument("spread", carries_unit=False, above=1.0))
    QUANTILE = log_normal_quantile
    median: float
    spread: float

    def density(self, x: float) -> float:
        """Return e^(-z^2 / 2) / (x s sqrt(2 pi)), z = log(x / median) / s, s = log spread."""
        return self._logarithm().density(maths.log(x)) / x if x > 0.0 else 0.0

    def cdf(self, x: float) -> float:
        """Return the standard normal distribution function at z = log(x / median) / s."""
        return self._logarithm().cdf(maths.log(x)) if x > 0.0 else 0.0

    def _logarithm(self) -> "Normal":
        return Normal(maths.log(self.median), maths.log(self.spread))


@attrs.frozen
class Weibull(_Drawn):
    """A wait whose hazard is its power: falling if shape < 1, rising if > 1 (Weibull 1951)."""

    ARGUMENTS = (Argument("scale", above=0.0), _SHAPE)
    QUANTILE = weibull_quantile
    scale: float
    shape: float

    def density(self, x: float) -> float:
        """Return w e^-w shape / x with w = (x / scale)^shape, for x > 0."""
        if not 0.0 < x < maths.inf:
            return 0.0
        # The logarithm of w e^-w: w alone may overflow where the product is 0.
        logarithm = self.shape * (maths.log(x) - maths.log(self.scale))
        return maths.exp(logarithm - maths.power(x / self.scale, self.shape)) / x * self.shape

    def cdf(self, x: float) -> float:
        """Return 1 - e^-w with w = (x / scale)^shape, for x > 0."""
        return -maths.expm1(-maths.power(x / self.scale, self.shape)) if x > 0.0 else 0.0


@attrs.frozen
class Gamma(_Drawn):
    """The wait for `shape` steps that together take `mean` on average (A&S 26.1)."""

    ARGUMENTS = (Argument("mean", above=0.0), _SHAPE)
    QUANTILE = gamma_quantile
    mean: float
    shape: float

    def density(self, x: float) -> float:
        """Return y^shape e^-y / Gamma(shape) / x with y = x shape / mean, for x > 0."""
        return maths.gamma_kernel(self.shape, x / self.mean * self.shape) / x if x > 0.0 else 0.0

    def cdf(self, x: float) -> float:
        """Return P(shape, x shape / mean), the regularised lower incomplete gamma function."""
        return maths.gamma_cdf(self.shape, x / self.mean * self.shape)


@attrs.frozen
class Triangular(_Drawn):
    """A density that rises straight from `low` to `mode` and falls straight to `high`."""

    ARGUMENTS = (Argument("low"), Argument("mode"), Argument("high"))
    QUANTILE = triangular_quantile
    low: float
    mode: float
    high: float

    def density(self, x: float) -> float:
        """Return 2 (x - low) / ((high - low) (mode - low)), or its mirror image past the mode."""
        if not self.low <= x <= self.high:
            return 0.0
        peak = 2.0 / (self.high - self.low) if self.low < self.high else maths.inf
        if x == self.mode:
            return peak
        foot = self.low if x < self.mode else self.high
        return peak * ((x - foot) / (self.mode - foot))

    def cdf(self, x: float) -> float:
        """Return (x - low)^2 / ((high - low) (mode - low)), or 1 - its mirror past the mode."""
        if not self.low < x < self.high:
            return 1.0 if x >= self.high else 0.0
        foot, base = (self.low, 0.0) if x < self.mode else (self.high, 1.0)
        return base + (x - foot) / (self.high - self.low) * ((x - foot) / (self.mode - foot))


@attrs.frozen
class Uniform(_Drawn):
    """Any value between `low` and `high` as likely as any other."""

    ARGUMENTS = (Argument("low"), Argument("high"))
    QUANTILE = uniform_quantile
    low: float
    high: float

    def density(self, x: float) -> float:
        """Return 1 / (high - low) for x from low to high."""
        if not self.low <= x <= self.high:
            return 0.0
        return 1.0 / (self.high - self.low) if self.low < self.high else maths.inf

    def cdf(self, x: float) -> float:
        """Return (x - low) / (high - low) between them."""
        if not self.low < x < self.high:
            return 1.0 if x >= self.high else 0.0
        return (x - self.low) / (self.high - self.low)


@attrs.frozen
class Normal(_Drawn):
    """The bell curve, for beliefs about quantities that may have either sign (A&S 26.2)."""

    ARGUMENTS = (Argument("mean"), Argument("sd", above=0.0))
    QUANTILE = normal_quantile
    mean: float
    sd: float

    def density(self, x: float) -> float:
        """Return the standard normal density at (x - mean) / sd, over sd."""
        return maths.normal_density((x - self.mean) / self.sd) / self.sd

    def cdf(self, x: float) -> float:
        """Return the standard normal distribution function at (x - mean) / sd."""
        return maths.normal_cdf((x - self.mean) / self.sd)


Family = Fixed | Exponential | LogNormal | Weibull | Gamma | Triangular | Uniform | Normal

FAMILIES: dict[str, type[Family]] = {
    "fixed": Fixed,
    "exponential": Exponential,
    "log-normal": LogNormal,
    "weibull": Weibull,
    "gamma": Gamma,
    "triangular": Triangular,
    "uniform": Uniform,
    "normal": Normal,
}
QUANTILES: dict[str, Callable[..., float]] = {n: f.QUANTILE for n, f in FAMILIES.items()}


ARGUMENTS: Mapping[str, tuple[Argument, ...]] = {
    name: family.ARGUMENTS for name, family in FAMILIES.items()
}
"""The arguments of each family, in the order in which its quantile function takes them."""
