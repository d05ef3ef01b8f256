"""Proof that no step can trigger itself without delay, through any number of steps."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import product
from typing import TypeVar

from sim.scenario.model import Emission, Response, Step

ANY = object()
"""Stands for any subject: of an event that takes its subject from its trigger."""

Key = tuple[str, str | None, object]
"""Kind, actor (None: any) and subject (None: any) of what is listened to."""


Node = TypeVar("Node", bound=Hashable)


def immediate_loop(steps: Sequence[Step]) -> list[Step]:
    """A cycle of immediate steps, or nothing.

    Steps lead to keys, and keys to the steps that listen under them, so that the graph is no
    larger than the file, however many steps hear one another.
    """
    immediate: list[Step] = []
    listening: dict[Hashable, list[int]] = {}
    for step in steps:
        if isinstance(step.trigger, Response) and step.trigger.after is None:
            for pattern in step.trigger.on:
                for subject in {pattern.subject, ANY}:
                    key = (pattern.kind, pattern.actor, subject)
                    listening.setdefault(key, []).append(len(immediate))
            immediate.append(step)

    def follows(node: Hashable) -> Iterable[Hashable]:
        if isinstance(node, int):
            return _keys(immediate[node])
        return listening.get(node, ())

    places: Sequence[Hashable] = range(len(immediate))
    circle = cycle(places, follows)
    return [immediate[node] for node in circle if isinstance(node, int)]


def _keys(step: Step) -> Iterable[Key]:
    """The keys under which a step's events may be heard, each once."""
    return dict.fromkeys(
        key
        for outcome in step.outcomes
        for emission in dict.fromkeys(map(_sort, outcome.emissions))
        for key in product(emission[:1], (None, emission[1]), emission[2])
    )


def _sort(emission: Emission) -> tuple[str, str, tuple[object, ...]]:
    """Kind, actor and possible subjects of an event."""
    subjects = (ANY,) if emission.subject is None else (None, emission.subject)
    return emission.kind, emission.actor, subjects


def cycle(nodes: Iterable[Node], follows: Callable[[Node], Iterable[Node]]) -> list[Node]:
    """A cycle of a graph, depth first, with a stack of its own: scenario files may be long."""
    done: set[Node] = set()
    for first in nodes:
        if first in done:
            continue
        path, on_path = [first], {first}
        waiting = [iter(follows(first))]
        while path:
            following = next((node for node in waiting[-1] if node not in done), None)
            if following is None:
                waiting.pop()
                left = path.pop()
                on_path.discard(left)
                done.add(left)
            elif following in on_path:
                return path[path.index(following) :]
            else:
                path.append(following)
                on_path.add(following)
                waiting.append(iter(follows(following)))
    return []
