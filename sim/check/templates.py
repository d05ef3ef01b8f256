"""DECLARE's templates on a finished history: at which events a rule is asked, and is it kept there?

After Pesic, Schonenberg and van der Aalst (2007), on finite histories: what is still awaited when
a history ends did not come. The negative templates in words: `not co-existence(a, b)`: a and b are
not in one history; `not succession(a, b)`: no b comes after an a; `not chain succession(a, b)`: no
b comes directly after an a.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Literal

import attrs


@attrs.frozen
class History:
    """The events of one history as a rule about two groups sees them.

    `seconds` is when each happened, in order; `a` and `b` whether it is of the first, the second
    group; `within` how far apart, in seconds, an answer may be (None: any time).
    """

    seconds: Sequence[int]
    a: Sequence[bool]
    b: Sequence[bool]
    within: float | None = None
    until: int | None = None
    """The first second that was not seen: what may yet be answered is left open; None is whole."""

    def is_open(self, place: int, side: "Side") -> bool:
        """Whether an answer to an event may yet come, after what was seen."""
        if self.until is None or self.within is None or side == "before":
            return False
        return self.seconds[place] + self.within >= self.until

    def beside(self, place: int, side: "Side") -> Iterable[int]:
        """The places on a side of one, nearest first, as far as an answer may be."""
        after, before = range(place + 1, len(self.seconds)), range(place - 1, -1, -1)
        ways = {"after": (after,), "before": (before,), "around": (after, before)}[side]
        for way in ways:
            yield from takewhile(lambda other: self._near(place, other), way)

    def _near(self, place: int, other: int) -> bool:
        return self.within is None or abs(self.seconds[place] - self.seconds[other]) <= self.within


Side = Literal["after", "before", "around"]


@attrs.frozen
class Asked:
    """What a template asks at an event of one group: that one of the other stands on a side of it.

    `unless` says which events may not come between: none, those of the event's own group ("own"),
    or any at all ("any"). A negated template asks that there is no such event.
    """

    side: Side
    unless: Literal["", "own", "any"] = ""
    negated: bool = False

    def stops(self, own: bool) -> bool:  # noqa: FBT001  what an event is
        """Whether an event that is not of the other group ends the search."""
        return self.unless == "any" or (self.unless == "own" and own)


AT_A: Mapping[str, Asked] = {
    "responded existence": Asked("around"),
    "co-existence": Asked("around"),
    "response": Asked("after"),
    "succession": Asked("after"),
    "alternate response": Asked("after", unless="own"),
    "alternate succession": Asked("after", unless="own"),
    "chain response": Asked("after", unless="any"),
    "chain succession": Asked("after", unless="any"),
    "not co-existence": Asked("around", negated=True),
    "not succession": Asked("after", negated=True),
    "not chain succession": Asked("after", unless="any", negated=True),
}
"""What a rule asks at each event of its first group."""

AT_B: Mapping[str, Asked] = {
    "co-existence": Asked("around"),
    "precedence": Asked("before"),
    "succession": Asked("before"),
    "alternate precedence": Asked("before", unless="own"),
    "alternate succession": Asked("before", unless="own"),
    "chain precedence": Asked("before", unless="any"),
    "chain succession": Asked("before", unless="any"),
    "not co-existence": Asked("around", negated=True),
}
"""What a rule asks at each event of its second group."""


def asks_of_neighbours(template: str) -> bool:
    """Whether events that a template does not speak of can matter, by what they stand next to.

    For any other template a history without them has the same verdict.
    """
    asked = [table[template] for table in (AT_A, AT_B) if template in table]
    return template in {"init", "last"} or any(one.unless == "any" for one in asked)


@attrs.frozen
class Verdict:
    """Whether a rule holds; `vacuous` if it was asked at no event, so that it could not break.

    `broken_at` is the place of the first event at which it is not kept, where there is one.
    """

    holds: bool
    vacuous: bool = False
    broken_at: int | None = None


def paired(template: str, history: History) -> Verdict:
    """Judge a template about two groups."""
    asked = [
        (place, kept)
        for table, own, other in ((AT_A, history.a, history.b), (AT_B, history.b, history.a))
        if template in table
        for place, member in enumerate(own)
        if member and (kept := _kept(history, place, table[template], own, other)) is not None
    ]
    broken = [place for place, kept in asked if not kept]
    return Verdict(not broken, not asked, min(broken, default=None))


def _kept(
    history: History, place: int, asked: Asked, own: Sequence[bool], other: Sequence[bool]
) -> bool | None:
    """Whether what is asked at an event is so; None where that is left open."""
    near = history.beside(place, asked.side)
    found = next((q for q in near if other[q] or asked.stops(own[q])), None)
    if found is None and history.is_open(place, asked.side):
        return None
    return (found is not None and other[found]) is not asked.negated


def single(template: str, a: Sequence[bool], count: int) -> Verdict:
    """Judge a template about one group: existence, absence, exactly, init or last.

    `existence` asks for at least `count`, `absence` for fewer than `count`. These are asked of the
    history as a whole, whatever happened, so none holds vacuously.
    """
    places = [place for place, member in enumerate(a) if member]
    if template in {"init", "last"}:
        return Verdict(bool(a) and a[0 if template == "init" else -1])
    most = {"absence": count - 1, "exactly": count}.get(template)
    least = {"existence": count, "exactly": count}.get(template, 0)
    if most is not None and len(places) > most:
        return Verdict(holds=False, broken_at=places[most])
    return Verdict(len(places) >= least)
