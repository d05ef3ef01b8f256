"""The event: one fact that happened, and a pattern that says which facts are meant.

Every log, simulated or documented, is a sequence of these; everything else is read from them.
"""

from typing import cast

import attrs


@attrs.frozen(weakref_slot=False)
class Event:
    """A fact that happened.

    `seq` is its number in the log, `time` seconds since the scenario's start, `causes` the
    numbers of the earlier events that led to it, `step` what emitted it (`actor: name` of a
    step, or `given: ...`, `initial: ...`, `deadline: ...`), and `identity` 17 bytes that name the
    event whatever its number: they key the draws of everything that it causes.
    """

    seq: int
    time: int
    actor: str
    kind: str
    subject: str
    quantity: float | None
    unit: str
    causes: tuple[int, ...]
    step: str
    identity: bytes


class _Unsealed:
    """An event while its fields are set: they are laid out alike, so that it can become one."""

    __slots__ = tuple(field.name for field in attrs.fields(Event))

    def __init__(  # noqa: PLR0917  the fields of an event, in their order
        self, seq: int, time: int, actor: str, kind: str, subject: str, quantity: float | None,
        unit: str, causes: tuple[int, ...], step: str, identity: bytes,
    ) -> None:  # fmt: skip
        self.seq = seq
        self.time = time
        self.actor = actor
        self.kind = kind
        self.subject = subject
        self.quantity = quantity
        self.unit = unit
        self.causes = causes
        self.step = step
        self.identity = identity
        self.__class__ = Event  # type: ignore[assignment]


sealed = cast("type[Event]", _Unsealed)
"""An event like any other, from all ten fields in their order, in a third of the time.

For the hot path of a run, which makes little else: the constructor of a frozen class sets each
field by `object.__setattr__`. With this an event of `benchmarks/engine.py` costs 9 % less.
"""


@attrs.frozen
class Pattern:
    """A kind of event, and optionally by whom and about what; what is None matches anything."""

    kind: str
    actor: str | None = None
    subject: str | None = None

    @property
    def says(self) -> int:
        """How much it says beyond its kind: the subject more than the actor."""
        return (self.actor is not None) + 2 * (self.subject is not None)

    def matches(self, event: Event) -> bool:
        """Whether an event is one of those meant."""
        return self.covers(event.kind, event.actor, event.subject)

    def covers(self, kind: str, actor: str, subject: str) -> bool:
        """Whether events of these names are meant."""
        return (
            kind == self.kind
            and (self.actor is None or actor == self.actor)
            and (self.subject is None or subject == self.subject)
        )

    def __str__(self) -> str:
        words = [self.kind]
        if self.subject is not None:
            words.append(f"of {self.subject}")
        if self.actor is not None:
            words.append(f"by {self.actor}")
        return " ".join(words)


def meant(event: Event) -> tuple[Pattern, Pattern, Pattern, Pattern]:
    """Return the only patterns that match an event, so that many need not be tried."""
    kind, actor, subject = event.kind, event.actor, event.subject
    return (
        Pattern(kind),
        Pattern(kind, actor),
        Pattern(kind, None, subject),
        Pattern(kind, actor, subject),
    )
