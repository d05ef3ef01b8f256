"""Talks that stop: suspension, resumption, an end without a text. For any negotiating body."""

from sim.actors.contribution import (
    Answer,
    Pace,
    Table,
    answering,
    both,
    following,
    happened,
    outcome,
    standing,
)


def halted(role: str) -> str:
    """The condition that a body's talks are suspended."""
    return standing("talks_suspended", "talks_resumed", actor=role)


def ended(role: str) -> str:
    """The condition that a body's talks were declared ended."""
    return happened("talks_collapsed", actor=role)


def stops(
    role: str, suspension: Answer | None, resumption: Answer | None, patience: Pace, open_: str
) -> list[Table]:
    """The steps that stop talks, take them up again, and end them.

    There are talks to suspend while `open_` holds; `patience` is how long a suspension lasts until
    they may be declared ended.
    """
    going = f"not {ended(role)} and {open_}"
    ways = (
        ("suspension", suspension, "talks_suspended", f"not {halted(role)} and {going}"),
        ("resumption", resumption, "talks_resumed", f"{halted(role)} and {going}"),
    )
    steps = [
        answering(role, name, answer, kind, while_=while_, subject="talks")
        for name, answer, kind, while_ in ways
        if answer is not None
    ]
    over = outcome(patience.chance, "talks_collapsed", subject="talks")
    end = following(
        role,
        "talks ended",
        ["talks_suspended"],
        over,
        if_=both(halted(role), f"not {ended(role)}"),
        after=patience.after,
        cancelled_by=[{"event": "talks_resumed", "actor": role}],
    )
    return [*steps, end]
