"""The families agree with hand-checked values, with scipy.stats and within themselves."""

import math
import re
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.chance import FAMILIES, QUANTILES, refusal

SMALLEST, LARGEST = 2.0**-54, 1.0 - 2.0**-53
CONTINUOUS = [name for name in FAMILIES if name != "fixed"]
DELAYS = ["exponential", "log-normal", "weibull", "gamma"]

EXAMPLES = {
    "fixed": {"value": 30.0},
    "exponential": {"mean": 45.0},
    "log-normal": {"median": 20.0, "spread": 1.8},
    "weibull": {"scale": 12.0, "shape": 0.7},
    "gamma": {"mean": 90.0, "shape": 3.5},
    "triangular": {"low": 7.0, "mode": 10.0, "high": 40.0},
    "uniform": {"low": -2.0, "high": 5.0},
    "normal": {"mean": -0.5, "sd": 2.0},
}

REFERENCES: dict[str, Callable[..., Any]] = {
    "exponential": lambda mean: stats.expon(scale=mean),
    "log-normal": lambda median, spread: stats.lognorm(math.log(spread), scale=median),
    "weibull": lambda scale, shape: stats.weibull_min(shape, scale=scale),
    "gamma": lambda mean, shape: stats.gamma(shape, scale=mean / shape),
    "triangular": lambda low, mode, high: stats.triang(
        (mode - low) / (high - low), loc=low, scale=high - low
    ),
    "uniform": lambda low, high: stats.uniform(loc=low, scale=high - low),
    "normal": lambda mean, sd: stats.norm(loc=mean, scale=sd),
}


def _decades(least: float, most: float) -> st.SearchStrategy[float]:
    return st.floats(least, most).map(lambda exponent: 10.0**exponent)


LOCATIONS = st.floats(-1e3, 1e3)
WIDTHS = _decades(-2.0, 4.0)
SCALES = _decades(-3.0, 9.0)
ARGUMENTS = {
    "fixed": st.fixed_dictionaries({"value": LOCATIONS}),
    "exponential": st.fixed_dictionaries({"mean": SCALES}),
    "log-normal": st.fixed_dictionaries({"median": SCALES, "spread": st.floats(1.01, 20.0)}),
    "weibull": st.fixed_dictionaries({"scale": SCALES, "shape": _decades(-1.0, 2.0)}),
    "gamma": st.fixed_dictionaries({"mean": SCALES, "shape": _decades(-1.0, 4.0)}),
    "triangular": st.builds(
        lambda low, width, part: {"low": low, "mode": low + part * width, "high": low + width},
        LOCATIONS,
        WIDTHS,
        st.sampled_from([0.0, 1.0]) | st.floats(0.01, 0.99),
    ),
    "uniform": st.builds(lambda low, width: {"low": low, "high": low + width}, LOCATIONS, WIDTHS),
    "normal": st.fixed_dictionaries({"mean": LOCATIONS, "sd": WIDTHS}),
}
TAILS = _decades(-15.9, -2.0)
UNIFORMS = st.floats(0.01, 0.99) | TAILS | TAILS.map(lambda tail: 1.0 - tail)


def _cases(names: list[str]) -> st.SearchStrategy[tuple[str, dict[str, float]]]:
    return st.sampled_from(names).flatmap(lambda name: st.tuples(st.just(name), ARGUMENTS[name]))


def _size(arguments: dict[str, float]) -> float:
    """Return how large the numbers are whose rounding the results carry."""
    return max(abs(value) for value in arguments.values())


def test_every_family_says_which_arguments_it_takes():
    """The arguments are the fields of the class in their order, and every family has a function."""
    assert list(QUANTILES) == list(FAMILIES) == list(EXAMPLES)
    for name, family in FAMILIES.items():
        fields = [field.name for field in attrs.fields(family)]
        assert [each.name for each in family.ARGUMENTS] == fields == list(EXAMPLES[name])


def test_pure_numbers_are_spread_and_shape():
    """All arguments carry the unit of the value but for the spread and the shapes."""
    arguments = [each for family in FAMILIES.values() for each in family.ARGUMENTS]
    assert {each.name for each in arguments if not each.carries_unit} == {"spread", "shape"}


@pytest.mark.parametrize(
    ("name", "arguments", "u", "x"),
    [
        ("fixed", (30.0,), 0.123, 30.0),
        ("exponential", (10.0,), 0.5, 6.931471805599453),
        ("log-normal", (20.0, 3.0), 0.5, 20.0),
        ("log-normal", (20.0, 3.0), 0.8413447460685429, 60.0),
        ("weibull", (12.0, 0.5), 1.0 - math.exp(-2.0), 48.0),
        ("gamma", (10.0, 1.0), 0.5, 6.931471805599453),
        ("gamma", (10.0, 2.0), 1.0 - 2.0 * math.exp(-1.0), 5.0),
        ("triangular", (0.0, 1.0, 2.0), 0.125, 0.5),
        ("triangular", (4.0, 4.0, 8.0), 0.75, 6.0),
        ("triangular", (5.0, 5.0, 5.0), 0.3, 5.0),
        ("triangular", (0.0, 5e159, 1e160), 0.5, 5e159),
        ("triangular", (0.0, 5e-170, 1e-169), 0.125, 2.5e-170),
        ("uniform", (-2.0, 6.0), 0.25, 0.0),
        ("normal", (100.0, 15.0), 0.975, 129.39945976810081),
    ],
)
def test_quantiles_have_known_values(name, arguments, u, x):
    """The plain function and the class give the value worked out by hand."""
    assert QUANTILES[name](u, *arguments) == pytest.approx(x, rel=1e-14, abs=1e-14)
    assert FAMILIES[name](*arguments).quantile(u) == QUANTILES[name](u, *arguments)


@pytest.mark.parametrize(
    ("name", "arguments", "x", "density", "cdf"),
    [
        ("fixed", (30.0,), 30.0, math.inf, 1.0),
        ("fixed", (30.0,), 29.9, 0.0, 0.0),
        ("exponential", (10.0,), 10.0, 0.036787944117144235, 0.6321205588285577),
        ("log-normal", (20.0, math.e), 20.0, 0.3989422804014327 / 20.0, 0.5),
        ("weibull", (12.0, 2.0), 12.0, 2.0 / 12.0 * math.exp(-1.0), 0.6321205588285577),
        ("gamma", (2.0, 2.0), 1.0, math.exp(-1.0), 1.0 - 2.0 * math.exp(-1.0)),
        ("triangular", (0.0, 1.0, 4.0), 1.0, 0.5, 0.25),
        ("triangular", (0.0, 1.0, 4.0), 2.5, 0.25, 0.8125),
        ("triangular", (1.0, 1.0, 4.0), 1.0, 2.0 / 3.0, 0.0),
        ("triangular", (5.0, 5.0, 5.0), 5.0, math.inf, 1.0),
        ("uniform", (-2.0, 6.0), 0.0, 0.125, 0.25),
        ("uniform", (3.0, 3.0), 3.0, math.inf, 1.0),
        ("normal", (1.0, 2.0), 1.0, 0.3989422804014327 / 2.0, 0.5),
    ],
)
def test_densities_and_cdfs_have_known_values(name, arguments, x, density, cdf):
    """Density and distribution function give the values worked out by hand, or infinity."""
    family = FAMILIES[name](*arguments)
    assert family.density(x) == pytest.approx(density, rel=1e-14)
    assert family.cdf(x) == pytest.approx(cdf, rel=1e-14)


@pytest.mark.parametrize("name", FAMILIES)
def test_nothing_lies_outside_the_support(name):
    """Below and above all values, 0 among them for waits, density is 0 and the cdf 0 or 1."""
    family = FAMILIES[name](**EXAMPLES[name])
    for x in (-math.inf, -1e300, *([0.0] if name in DELAYS else []), 1e300, math.inf):
        assert family.density(x) == 0.0
        assert family.cdf(x) == (0.0 if x < 1.0 else 1.0)


@settings(deadline=None)
@given(case=_cases(CONTINUOUS), u=UNIFORMS)
def test_cdf_undoes_the_quantile(case, u):
    """The distribution function at the quantile of u is u."""
    name, arguments = case
    family = FAMILIES[name](**arguments)
    assert family.cdf(family.quantile(u)) == pytest.approx(u, rel=1e-9, abs=1e-10)


@settings(deadline=None)
@given(case=_cases(CONTINUOUS), u=st.floats(0.05, 0.95))
def test_density_is_the_slope_of_the_cdf(case, u):
    """The density is the slope of the distribution function between two near quantiles."""
    name, arguments = case
    family = FAMILIES[name](**arguments)
    left, right = family.quantile(u - 1e-5), family.quantile(u + 1e-5)
    slope = (family.cdf(right) - family.cdf(left)) / (right - left)
    assert family.density(family.quantile(u)) == pytest.approx(slope, rel=1e-3)


@settings(deadline=None, max_examples=300)
@given(case=_cases(CONTINUOUS), u=UNIFORMS)
def test_families_agree_with_scipy(case, u):
    """Quantile, density and distribution function are those of scipy.stats."""
    name, arguments = case
    family, reference = FAMILIES[name](**arguments), REFERENCES[name](**arguments)
    x = family.quantile(u)
    expected = reference.ppf(u) if u <= 0.5 else reference.isf(1.0 - u)
    rounding = 0.0 if name in DELAYS else 1e-7 * _size(arguments)
    assert x == pytest.approx(expected, rel=1e-9, abs=rounding)
    assert family.cdf(x) == pytest.approx(reference.cdf(x), rel=1e-9, abs=1e-10)
    rounding = 0.0 if name in DELAYS else 1e-8 * family.density(family.quantile(0.5))
    assert family.density(x) == pytest.approx(reference.pdf(x), rel=1e-8, abs=rounding + 1e-300)


@settings(deadline=None)
@given(case=_cases(CONTINUOUS), u=st.floats(SMALLEST, 1.0 - 1e-6), part=st.floats(0.01, 1.0))
def test_quantiles_rise_with_u(case, u, part):
    """A larger uniform gives a larger value."""
    name, arguments = case
    larger = min(LARGEST, u + part * (1.0 - u))
    assert QUANTILES[name](u, **arguments) < QUANTILES[name](larger, **arguments)


@settings(deadline=None)
@given(case=_cases(list(FAMILIES)), u=UNIFORMS)
def test_quantiles_of_neighbours_fall_by_rounding_alone(case, u):
    """Between uniforms one bit apart a value does not fall but for its own last bits."""
    name, arguments = case
    here = QUANTILES[name](u, **arguments)
    there = QUANTILES[name](min(LARGEST, math.nextafter(u, 1.0)), **arguments)
    rounding = 1e-12 * (abs(here) if name in DELAYS else _size(arguments))
    assert there >= here - rounding


@settings(deadline=None)
@given(case=_cases(list(FAMILIES)), u=st.floats(SMALLEST, LARGEST), data=st.data())
def test_quantiles_move_smoothly_with_their_arguments(case, u, data):
    """Changing an argument by a billionth changes the value by no more than a millionth."""
    name, arguments = case
    changed = data.draw(st.sampled_from(list(arguments)))
    moved = arguments | {changed: arguments[changed] * (1.0 + 1e-9)}
    before, after = QUANTILES[name](u, **arguments), QUANTILES[name](u, **moved)
    size = abs(before) if name in DELAYS else _size(arguments)
    assert after == pytest.approx(before, rel=0.0, abs=1e-6 * size + 1e-300)


@settings(deadline=None)
@given(case=_cases(list(FAMILIES)), u=UNIFORMS, factor=st.sampled_from([1 / 24, 7.0, 365.25]))
def test_arguments_with_a_unit_carry_it(case, u, factor):
    """Writing the arguments that carry the unit in another unit rewrites the value in it."""
    name, arguments = case
    converted = {
        each.name: arguments[each.name] * (factor if each.carries_unit else 1.0)
        for each in FAMILIES[name].ARGUMENTS
    }
    expected = factor * QUANTILES[name](u, **arguments)
    rounding = 0.0 if name in DELAYS else 1e-7 * factor * _size(arguments)
    assert QUANTILES[name](u, **converted) == pytest.approx(expected, rel=1e-12, abs=rounding)


@settings(deadline=None)
@given(case=_cases([name for name in FAMILIES if name != "normal"]), u=UNIFORMS, data=st.data())
def test_later_arguments_make_no_value_earlier(case, u, data):
    """A larger mean, median, scale, low, mode, high or value never makes the value smaller."""
    name, arguments = case
    units = [each.name for each in FAMILIES[name].ARGUMENTS if each.carries_unit]
    raised = units[-data.draw(st.integers(1, len(units))) :]
    later = arguments | {each: arguments[each] + _size(arguments) for each in raised}
    before, after = (QUANTILES[name](u, **each) for each in (arguments, later))
    assert after >= before - 1e-12 * _size(arguments)


@given(case=_cases(list(FAMILIES)))
@example(case=("uniform", {"low": 3.0, "high": 3.0}))
@example(case=("triangular", {"low": 3.0, "mode": 3.0, "high": 3.0}))
def test_good_arguments_are_accepted(case):
    """Sensible arguments from a wide range are not refused, nor are equal ends."""
    assert refusal(*case) is None


@settings(deadline=None)
@given(data=st.data(), name=st.sampled_from(list(FAMILIES)), u=st.floats(SMALLEST, LARGEST))
def test_what_is_accepted_draws_finite_values(data, name, u):
    """Whatever numbers are not refused, every uniform gives a finite value."""
    numbers = st.floats() | st.floats(0.0, 10.0)
    values = data.draw(st.lists(numbers, min_size=3, max_size=3).map(sorted))
    arguments = dict(zip(EXAMPLES[name], values, strict=False))
    if refusal(name, arguments) is None:
        for each in (SMALLEST, u, LARGEST):
            assert math.isfinite(QUANTILES[name](each, **arguments))


@pytest.mark.parametrize(
    ("name", "changes", "reason"),
    [
        ("exponential", {"mean": 0.0}, "The mean must be finite and strictly between 0 and inf"),
        ("log-normal", {"median": 0.0}, "The median "),
        ("log-normal", {"spread": 1.0}, "The spread .* between 1 and inf, not 1.0"),
        ("log-normal", {"spread": 1e300}, "With .* too large"),
        ("weibull", {"shape": 0.0}, "The shape "),
        ("weibull", {"shape": 1e-3}, "With .* too large"),
        ("gamma", {"shape": -2.0}, "The shape "),
        ("gamma", {"shape": 1e7}, "The shape .* between 0 and 1e\\+06"),
        ("triangular", {"mode": 6.0}, "The low, mode, high must not fall, but are 7.0, 6.0, 40.0"),
        ("triangular", {"low": -1e308, "high": 1e308}, "With .* too large"),
        ("uniform", {"low": 5.1}, "The low, high must not fall"),
        ("normal", {"sd": -1.0}, "The sd "),
        ("gamma", {"scale": 2.0}, "It takes mean, shape, not mean, shape, scale"),
        ("fixed", None, "It takes value, not nothing"),
        ("gauss", {}, "There is no family 'gauss'; there are fixed, exponential"),
    ],
)
def test_bad_arguments_are_refused(name, changes, reason):
    """Each bad argument is refused in one sentence that names it."""
    sentence = refusal(name, {} if changes is None else EXAMPLES.get(name, {}) | changes)
    assert sentence is not None
    assert sentence.endswith(".")
    assert re.match(reason, sentence)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(
    ("name", "argument"), [(name, each) for name, some in EXAMPLES.items() for each in some]
)
def test_only_finite_arguments_are_accepted(name, argument, value):
    """No argument of any family may be infinite or no number."""
    sentence = refusal(name, EXAMPLES[name] | {argument: value})
    assert sentence is not None
    assert sentence.startswith(f"The {argument} must be finite")
