"""Proof that no step can trigger itself without delay, through any number of steps."""

from sim.events import Pattern
from sim.scenario.model import Emission, Response, Step


def immediate_loop(steps: list[Step]) -> list[Step]:
    """A cycle of immediate steps, or nothing."""
    immediate = [
        step for step in steps if isinstance(step.trigger, Response) and step.trigger.after is None
    ]
    follows = {
        step.label: [other for other in immediate if _triggers(step, other)] for step in immediate
    }
    done: set[str] = set()
    for step in immediate:
        loop = _loop_from(step, follows, done)
        if loop:
            return loop
    return []


def _loop_from(first: Step, follows: dict[str, list[Step]], done: set[str]) -> list[Step]:
    """Depth-first search with its own stack: scenario files may be long."""
    path: list[Step] = [first]
    waiting = [iter(follows[first.label])]
    while path:
        following = next((step for step in waiting[-1] if step.label not in done), None)
        if following is None:
            done.add(path.pop().label)
            waiting.pop()
        elif following in path:
            return path[path.index(following) :]
        else:
            path.append(following)
            waiting.append(iter(follows[following.label]))
    return []


def _triggers(step: Step, other: Step) -> bool:
    assert isinstance(other.trigger, Response)
    return any(
        could_be(emission, pattern)
        for outcome in step.outcomes
        for emission in outcome.emissions
        for pattern in other.trigger.on
    )


def could_be(emission: Emission, pattern: Pattern) -> bool:
    """Whether an emitted event may match a pattern; a subject taken from the trigger may be any."""
    return (
        emission.kind == pattern.kind
        and pattern.actor in {None, emission.actor}
        and (pattern.subject is None or emission.subject in {None, pattern.subject})
    )
