"""Advice on who did what is documented: actors of rows that are no role, and much like one.

A record may name whom it likes, and a prediction of a kind counts whoever did it; so a misspelt
actor would only show as a row that no run ever has.
"""

from sim.errors import Problem, nearest
from sim.scenario.model import Scenario
from sim.scenario.resolve.classes import class_names
from sim.scenario.resolve.complaints import Complaints


def advise_doers(scenario: Scenario, found: Complaints) -> None:
    """Warn, once for each name, of predicted rows by an actor that may be meant to be a role."""
    if scenario.record is None:
        return
    told: set[str] = set()
    names = class_names(scenario.record, scenario.classes)
    for row, name in zip(scenario.record.events, names, strict=True):
        if name != "predicted" or row.actor in scenario.roles or row.actor in told:
            continue
        told.add(row.actor)
        near = nearest(row.actor, scenario.roles)
        if near:
            message = f"'{row.actor}' is no role of the scenario; did you mean '{near}'?"
            found.warnings.append(Problem(scenario.record.file, row.line, "actor", message))
