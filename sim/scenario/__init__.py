"""What is assumed: the scenario file, loaded, resolved and checked.

    load          begin here: from files to a scenario
    source        files read, each value a `tree` with its `places`; a variant's `overlay`
    in_place      gauges written where an option stands
    structure     values read into `shapes` (`record_shapes`), of which `schema` tells editors
    resolve       what they mean: names, units, proofs
    model         the scenario itself: plain data
    expectations  what is `expected` of it in `expect.toml`, in `expectation_shapes`
    prior         parameters drawn anew; `tracks` the records of others; `whereabouts` where rules
                  are written

Only `load`, `source`, `expectations` and `tracks` read files.
"""

from sim.scenario.load import load, load_with_warnings
from sim.scenario.model import Scenario

__all__ = ["Scenario", "load", "load_with_warnings"]
