"""What is assumed: the scenario file, loaded, resolved and checked."""

from sim.scenario.load import load, load_with_warnings
from sim.scenario.model import Scenario

__all__ = ["Scenario", "load", "load_with_warnings"]
