"""Proof that no step can trigger itself without delay, through any number of steps."""

from collections.abc import Sequence

from sim.events import Pattern
from sim.scenario.model import Emission, Response, Step


def immediate_loop(steps: Sequence[Step]) -> list[Step]:
    """A cycle of immediate steps, or nothing."""
    immediate: list[Step] = []
    listening: dict[str, list[tuple[Pattern, int]]] = {}
    for step in steps:
        if isinstance(step.trigger, Response) and step.trigger.after is None:
            for pattern in step.trigger.on:
                listening.setdefault(pattern.kind, []).append((pattern, len(immediate)))
            immediate.append(step)
    follows = [_followers(step, listening) for step in immediate]
    return [immediate[place] for place in _cycle(follows)]


def _followers(step: Step, listening: dict[str, list[tuple[Pattern, int]]]) -> list[int]:
    """The places of the immediate steps that a step's events may trigger, each once."""
    return list(
        dict.fromkeys(
            place
            for outcome in step.outcomes
            for emission in outcome.emissions
            for pattern, place in listening.get(emission.kind, ())
            if could_be(emission, pattern)
        )
    )


def _cycle(follows: Sequence[Sequence[int]]) -> list[int]:
    """A cycle of a graph, depth first, with a stack of its own: scenario files may be long."""
    done: set[int] = set()
    for first in range(len(follows)):
        path, on_path = [first], {first}
        waiting = [iter(follows[first])]
        while path:
            following = next((place for place in waiting[-1] if place not in done), None)
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
                waiting.append(iter(follows[following]))
    return []


def could_be(emission: Emission, pattern: Pattern) -> bool:
    """Whether an emitted event may match a pattern; a subject taken from the trigger may be any."""
    return (
        emission.kind == pattern.kind
        and pattern.actor in {None, emission.actor}
        and (pattern.subject is None or emission.subject in {None, pattern.subject})
    )
