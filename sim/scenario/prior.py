"""Parameters drawn from their priors: what a scenario would be, had a number not been measured.

A draw is a text such as `--set` takes, so that the scenario is read again with it and every check
is made again.
"""

from collections.abc import Sequence

from sim.chance import QUANTILES
from sim.language import Scope
from sim.language import tree as meant
from sim.language.meaning import understand
from sim.scenario.model import Parameter, Scenario


def stratified(
    scenario: Scenario, names: Sequence[str], draws: int, places: Sequence[Sequence[int]]
) -> list[dict[str, str]]:
    """Values of some parameters, `draws` times, so that each prior is covered evenly.

    `places` gives for each parameter an order of the numbers 0 to draws - 1: draw n has the
    quantile (places[n] + 1/2) / draws of its prior. A parameter without a prior keeps its value.
    """
    found: list[dict[str, str]] = [{} for _ in range(draws)]
    for name, order in zip(names, places, strict=True):
        parameter = scenario.parameters[name]
        if parameter.prior:
            for values, place in zip(found, order, strict=True):
                values[name] = quantile(scenario, parameter, (place + 0.5) / draws)
    return found


def quantile(scenario: Scenario, parameter: Parameter, level: float) -> str:
    """A quantile of a parameter's prior, as a text with its unit."""
    prior = understand(parameter.prior, Scope(start=scenario.start, patterns={})).tree
    if not isinstance(prior, meant.Draw):
        raise TypeError(f"the prior of {parameter.name} is no distribution")
    arguments = [one.value for one in prior.arguments if isinstance(one, meant.Constant)]
    value = QUANTILES[prior.family](level, *arguments)
    time = parameter.dimension.time
    unit = {1: " s", -1: " / s"}.get(time) or f" {parameter.dimension.label}"
    return f"{value:.9g}{unit}".rstrip()
