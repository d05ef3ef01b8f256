"""What works and could be better: numbers that want a name, parameters that nothing reads."""

import re
from collections.abc import Iterator

from sim.errors import Problem
from sim.scenario.model import Scenario
from sim.scenario.resolve.complaints import Complaints
from sim.scenario.shapes import ScenarioTable, StepTable

LITERAL = re.compile(r"(?<![\w.])\d+\.?\d*\s*(?:d|w|h|month|y|min|s)\b|(?<![\w.'])\d*\.\d+")


def advice(table: ScenarioTable, scenario: Scenario, found: Complaints) -> list[Problem]:
    """Warnings about a sound scenario."""
    _literals(table, found)
    _unread(scenario, found)
    return found.warnings


def _literals(table: ScenarioTable, found: Complaints) -> None:
    """Numbers in steps that would rather have a name, a prior and a source."""
    for index, entry in enumerate(table.steps):
        for key, text in _texts(entry):
            literals = LITERAL.findall(text)
            if literals:
                found.warn(
                    ("steps", index, key),
                    f"{', '.join(literals)}: a number that matters gets a name under [parameters]",
                )


def _texts(entry: StepTable) -> Iterator[tuple[str, str]]:
    for key in ("rate", "after"):
        text = getattr(entry, key)
        if text is not None:
            yield key, text
    for outcome in entry.outcomes or ():
        if outcome.chance is not None:
            yield "outcomes", outcome.chance


def _unread(scenario: Scenario, found: Complaints) -> None:
    """Parameters that nothing mentions."""
    mentioned = repr({k: v for k, v in found.root.plain().items() if k != "parameters"})
    words = set(re.findall(r"[^\W\d]\w*", mentioned))
    for name in scenario.parameters:
        if name not in words:
            found.warn(("parameters", name), "nothing mentions this parameter")
