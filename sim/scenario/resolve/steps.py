"""Steps resolved, in the order of the file; one step for each entry of a list."""

from collections.abc import Iterator

import attrs

from sim.errors import suggestion
from sim.language import Scope
from sim.scenario.model import Step
from sim.scenario.resolve.entry import Entry
from sim.scenario.resolve.gates import step_names
from sim.scenario.resolve.names import Names
from sim.scenario.resolve.outcomes import outcomes
from sim.scenario.resolve.triggers import guards, refuse_strays, trigger
from sim.scenario.shapes import ScenarioTable, StepTable
from sim.scenario.tree import Path

MOST_STEPS = 5_000
"""Steps of a scenario, those made for each entry of a list among them."""

MOST_WRITTEN = 1_000_000
"""Characters of all steps, those made for each entry of a list written out."""

Placed = dict[str, Path]
"""The path of each step's table, by the step's label."""


def steps(table: ScenarioTable, names: Names) -> tuple[list[Step], Placed]:
    """Every step in the order of the file, and where each stands there."""
    made: list[Step] = []
    held = [
        (("gates", name), gate.body, step)
        for name, gate in table.gates.items()
        for step in step_names(name, gate)
    ]
    placed: Placed = {f"{body}: {step}": path for path, body, step in held}
    keys = {(body, step) for _, body, step in held}
    written = 0
    for index, entry in enumerate(table.steps):
        path: Path = ("steps", index)
        before = names.found.count
        keys_written = names.found.root.at(path).value.items()
        length = sum(inner.length() for key, inner in keys_written if key != "for_each")
        for scope, suffix in _scopes(entry, table, path, names):
            step = _step(Entry(entry, path, names, scope), suffix, len(made))
            if step is None:
                names.found.spoil((*path, "key"))
            else:
                _refuse_namesake(step, path, placed, keys, names)
                made.append(step)
            if names.found.count > before:
                break  # what is wrong with one entry is wrong with all
            written += length
            if written > MOST_WRITTEN:
                most = f"more than {MOST_WRITTEN:,} characters with each entry written out"
                names.found.complain(path, f"the steps have {most}; shorten the list or the step")
                return made, placed
            if len(made) >= MOST_STEPS:
                names.found.complain(path, f"more than {MOST_STEPS} steps")
                return made, placed
    return made, placed


def _scopes(
    entry: StepTable, table: ScenarioTable, path: Path, names: Names
) -> Iterator[tuple[Scope, str]]:
    """The scopes in which a step is read: one, or one for each entry of its list."""
    if entry.for_each is None:
        yield names.scope, ""
        return
    word, entries = "entry", entry.for_each
    if isinstance(entries, str) and entries in names.found.broken:
        names.found.spoil((*path, "key"))
        return
    if entries == "sites":
        word, entries = "site", list(names.scope.sites)
    elif isinstance(entries, str):
        if entries not in table.lists:
            hint = suggestion(entries, ["sites", *table.lists])
            names.found.complain((*path, "for_each"), f"unknown list '{entries}'{hint}")
            return
        entries = table.lists[entries]
    if not entries:
        names.found.complain((*path, "for_each"), "the list is empty: the step would never be")
    for one in entries:
        yield attrs.evolve(names.scope, entry=(word, one)), f" [{one}]"


def _step(entry: Entry, suffix: str, place: int) -> Step | None:
    table = entry.table
    actor = entry.plain.stand_in(table.actor)
    entry.names.known_actor(actor, (*entry.path, "actor"), entry.names.roles)
    going = trigger(entry)
    refuse_strays(entry)
    guard, guard_due = guards(entry)
    made = outcomes(entry)
    if going is None:
        return None
    return Step(
        actor=actor,
        name=table.name + suffix,
        key=(table.key or table.name) + suffix,
        place=place,
        trigger=going,
        same_subject=table.same_subject,
        guard=guard,
        guard_due=guard_due,
        limit=table.limit,
        outcomes=made,
    )


def _refuse_namesake(
    step: Step, path: Path, placed: Placed, keys: set[tuple[str, str]], names: Names
) -> None:
    """Complain of a second step of one actor with a name or a key: they would share their draws."""
    if step.label in placed:
        message = f"{step.actor} has two steps named '{step.name}'; give one another name"
        names.found.complain((*path, "name"), message)
    elif (step.actor, step.key) in keys:
        message = (
            f"{step.actor} has two steps of the key '{step.key}': they would share their draws"
        )
        names.found.complain((*path, "key"), message)
    placed.setdefault(step.label, path)
    keys.add((step.actor, step.key))
