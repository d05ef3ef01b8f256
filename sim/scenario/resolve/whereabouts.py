"""Rules found again in the tree of what was read, once they are resolved."""

from collections.abc import Iterable, Mapping

from sim.scenario.model import Step
from sim.scenario.shapes import ScenarioTable
from sim.scenario.tree import Node, Path
from sim.scenario.whereabouts import Place, Whereabouts

GUARDS = ("if", "while", "if_due", "before")
"""Keys of a step, and of a gate, that say when not to."""


def whereabouts(
    root: Node,
    table: ScenarioTable,
    implied: Iterable[Path],
    steps: Iterable[Step],
    placed: Mapping[str, Path],
) -> Whereabouts:
    """Where everything is that may say no, and every check.

    `implied` are the paths of the requirements that follow those of the file and of behaviours,
    `placed` the paths of the steps' tables by label.
    """
    stated: list[Path] = [("procedure", index) for index in range(len(table.procedure))]
    return Whereabouts(
        procedure=tuple(_place(root, path) for path in (*stated, *implied)),
        guards={step.label: _guards(root, placed[step.label]) for step in steps},
        checks={
            entry.name: _place(root, ("checks", index)) for index, entry in enumerate(table.checks)
        },
    )


def _guards(root: Node, path: Path) -> dict[str, Place]:
    """The guards that stand in a table, by their keys."""
    return {key: _place(root, (*path, key)) for key in GUARDS if not root.reach((*path, key))[1]}


def _place(root: Node, path: Path) -> Place:
    node, rest = root.reach(path)
    return Place(node.file, node.line, node.dotted(rest))
