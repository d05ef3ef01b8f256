"""DECLARE's templates while a history happens: what is broken for good, and what is still awaited.

A monitor is told one point after another, and can be asked at any time whether the rule is broken
whatever comes. At the end it gives the verdict that `templates` gives on the whole history. One
small class a family: what is asked of what comes after, before, or on either side of an event;
what is counted; what stands at an end.
"""

from collections import deque
from collections.abc import Mapping
from math import floor
from typing import NamedTuple, Protocol

import attrs

from sim.check.templates import AT_A, AT_B, Asked, Verdict

Member = bool
"""Whether a point is of a group."""


@attrs.define
class Found:
    """What a monitor has found so far.

    `asked` is how often the rule was asked and answered, `first` the first place at which it was
    not kept. `since` is the second from which on it is certain that the rule is broken.
    """

    asked: int = 0
    first: int | None = None
    since: int | None = None

    def keep(self) -> None:
        """Kept at one event."""
        self.asked += 1

    def breaks(self, place: int, second: int) -> None:
        """Not kept at one event, which is certain from a second on."""
        self.asked += 1
        self.first = place if self.first is None else min(self.first, place)
        self.since = second if self.since is None else min(self.since, second)


class Point(NamedTuple):
    """One point of a history: its place and second, and whether it is of either group.

    A condition is `still` so where it was so at the point before.
    """

    place: int
    second: int
    a: Member
    b: Member
    still_a: Member = False
    still_b: Member = False


class Monitor(Protocol):
    """What is told one point after another, in the order of time."""

    def see(self, point: Point) -> None:
        """Take one point more."""

    def end(self, until: int | None) -> None:
        """Hear that the history is over. What awaits an answer has none.

        With `until`, the first second that was not seen, what may yet be answered is left open.
        """


class _Asking:
    """What asks at each event of its own group for one of the other."""

    def __init__(self, asked: Asked, within: float | None, found: Found) -> None:
        self.asked = asked
        self.within = within
        self.found = found

    def near(self, one: int, other: int) -> bool:
        """Whether two seconds are near enough."""
        return self.within is None or abs(one - other) <= self.within


class Before(_Asking):
    """Asks for something before: answered at once."""

    def __init__(self, asked: Asked, within: float | None, found: Found) -> None:
        super().__init__(asked, within, found)
        self.last: int | None = None
        """When the other was last, if nothing has come between that may not."""

    def see(self, place: int, second: int, own: Member, other: Member) -> None:
        """Take one point more."""
        if own:
            kept = self.last is not None and self.near(self.last, second)
            self.found.keep() if kept else self.found.breaks(place, second)
        if other:
            self.last = second
        elif self.asked.stops(own):
            self.last = None

    def end(self, until: int | None) -> None:
        """Nothing is awaited."""


class After(_Asking):
    """Asks for something after, or that nothing of the sort comes: may wait for it."""

    def __init__(self, asked: Asked, within: float | None, found: Found) -> None:
        super().__init__(asked, within, found)
        self.waiting: deque[tuple[int, int]] = deque()
        """Place and second of each event that is not answered yet, in order."""

    def see(self, place: int, second: int, own: Member, other: Member) -> None:
        """Take one point more."""
        self._let_pass(second)
        if other:
            self._answer(second, there=True)
        elif self.asked.stops(own):
            self._answer(second, there=False)
        if own:
            self.waiting.append((place, second))

    def end(self, until: int | None) -> None:
        """What still waits is without an answer, unless its time goes on."""
        for place, second in self.waiting:
            if self.within is None:
                self._settle(place, second if until is None else until, there=False)
            elif until is None or second + self.within < until:
                self._settle(place, floor(second + self.within) + 1, there=False)
        self.waiting.clear()

    def _let_pass(self, now: int) -> None:
        """Settle what nothing can answer any more."""
        while self.waiting and not self.near(self.waiting[0][1], now):
            place, second = self.waiting.popleft()
            self._settle(place, floor(second + (self.within or 0)) + 1, there=False)

    def _answer(self, second: int, *, there: bool) -> None:
        """Settle all that waits."""
        for place, _ in self.waiting:
            self._settle(place, second, there=there)
        self.waiting.clear()

    def _settle(self, place: int, second: int, *, there: bool) -> None:
        if there is self.asked.negated:
            self.found.breaks(place, second)
        else:
            self.found.keep()


class Around(After):
    """Asks for something on either side: what was there before answers at once."""

    def __init__(self, asked: Asked, within: float | None, found: Found) -> None:
        super().__init__(asked, within, found)
        self.last: int | None = None

    def see(self, place: int, second: int, own: Member, other: Member) -> None:
        """Take one point more."""
        if own and self.last is not None and self.near(self.last, second):
            super().see(place, second, own=False, other=other)
            self._settle(place, second, there=True)
        else:
            super().see(place, second, own, other)
        if other:
            self.last = second


FAMILIES: Mapping[str, type[Before | After]] = {
    "before": Before, "after": After, "around": Around,
}  # fmt: skip
"""What watches for each side."""


class Paired:
    """A template about two groups: what it asks at each of them.

    Of a group that is `still` there, as a condition may be from one point to the next, nothing is
    asked anew, unless it is that something does not come.
    """

    def __init__(self, template: str, within: float | None, found: Found) -> None:
        self.at_a, self.at_b = (
            [] if asked is None else [FAMILIES[asked.side](asked, within, found)]
            for asked in (AT_A.get(template), AT_B.get(template))
        )

    def see(self, point: Point) -> None:
        """Take one point more."""
        place, second, a, b, still_a, still_b = point
        for one in self.at_a:
            one.see(place, second, a and (one.asked.negated or not still_a), b)
        for one in self.at_b:
            one.see(place, second, b and (one.asked.negated or not still_b), a)

    def end(self, until: int | None) -> None:
        """End both."""
        for one in (*self.at_a, *self.at_b):
            one.end(until)


class Counted:
    """Existence, absence and exactly: how often it happens."""

    def __init__(self, template: str, count: int, found: Found) -> None:
        self.least = 0 if template == "absence" else count
        self.most = {"absence": count - 1, "exactly": count}.get(template)
        self.seen = 0
        self.found = found

    def see(self, point: Point) -> None:
        """Take one point more."""
        self.seen += point.a
        if point.a and self.most is not None and self.seen == self.most + 1:
            self.found.breaks(point.place, point.second)

    def end(self, until: int | None) -> None:
        """Too few is known at the end, and has no place."""
        if self.seen < self.least:
            self.found.since = until or 0


class AtAnEnd:
    """Init and last: what the first, or the last, point is."""

    def __init__(self, template: str, found: Found) -> None:
        self.first = template == "init"
        self.kept: bool | None = None
        self.found = found

    def see(self, point: Point) -> None:
        """Take one point more."""
        if self.first and self.kept is None and not point.a:
            self.found.since = point.second
        if not self.first or self.kept is None:
            self.kept = point.a

    def end(self, until: int | None) -> None:
        """The last point is known at the end."""
        if not self.kept and self.found.since is None:
            self.found.since = until or 0


def monitor(template: str, count: int | None, within: float | None) -> tuple[Monitor, Found]:
    """What watches for a template from now on, and what it finds.

    "always" asks that nothing is of its group, which is those points at which it is false.
    """
    found = Found()
    if template in AT_A or template in AT_B:
        return Paired(template, within, found), found
    if template in {"init", "last"}:
        return AtAnEnd(template, found), found
    counted = "absence" if template == "always" else template
    return Counted(counted, 1 if count is None else count, found), found


def verdict(template: str, found: Found) -> Verdict:
    """The verdict at the end of a history."""
    vacuous = (template in AT_A or template in AT_B) and not found.asked
    return Verdict(found.since is None, vacuous, found.first)
