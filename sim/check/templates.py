"""DECLARE's templates on a finished history: at which events a rule is asked, and is it kept there?

After Pesic, Schonenberg and van der Aalst (2007), on finite histories: what is still awaited when
a history ends did not come. The negative templates in words: `not co-existence(a, b)`: a and b are
not in one history; `not succession(a, b)`: no b comes after an a; `not chain succession(a, b)`: no
b comes directly after an a.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile

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

    def later(self, place: int) -> Sequence[int]:
        """The places after one, as far as an answer may be."""
        rest = range(place + 1, len(self.seconds))
        return rest if self.within is None else [*takewhile(lambda q: self._near(place, q), rest)]

    def earlier(self, place: int) -> Sequence[int]:
        """The places before one, backwards, as far as an answer may be."""
        rest = range(place - 1, -1, -1)
        return rest if self.within is None else [*takewhile(lambda q: self._near(place, q), rest)]

    def _near(self, place: int, other: int) -> bool:
        return self.within is None or abs(self.seconds[place] - self.seconds[other]) <= self.within


Kept = Callable[[History, int], bool]
"""Whether a rule is kept at an event that it asks about."""


def _exists(h: History, p: int) -> bool:
    return any(h.b[q] for q in (*h.later(p), *h.earlier(p)))


def _existed(h: History, p: int) -> bool:
    return any(h.a[q] for q in (*h.later(p), *h.earlier(p)))


def _follows(h: History, p: int) -> bool:
    return any(h.b[q] for q in h.later(p))


def _preceded(h: History, p: int) -> bool:
    return any(h.a[q] for q in h.earlier(p))


def _follows_before_next(h: History, p: int) -> bool:
    found = next((q for q in h.later(p) if h.a[q] or h.b[q]), None)
    return found is not None and h.b[found]


def _preceded_since_last(h: History, p: int) -> bool:
    found = next((q for q in h.earlier(p) if h.a[q] or h.b[q]), None)
    return found is not None and h.a[found]


def _follows_directly(h: History, p: int) -> bool:
    return any(h.b[q] for q in h.later(p)[:1])


def _preceded_directly(h: History, p: int) -> bool:
    return any(h.a[q] for q in h.earlier(p)[:1])


def _not(kept: Kept) -> Kept:
    return lambda history, place: not kept(history, place)


AT_A: Mapping[str, Kept] = {
    "responded existence": _exists,
    "co-existence": _exists,
    "response": _follows,
    "succession": _follows,
    "alternate response": _follows_before_next,
    "alternate succession": _follows_before_next,
    "chain response": _follows_directly,
    "chain succession": _follows_directly,
    "not co-existence": _not(_exists),
    "not succession": _not(_follows),
    "not chain succession": _not(_follows_directly),
}
"""What a rule asks at each event of its first group."""

AT_B: Mapping[str, Kept] = {
    "co-existence": _existed,
    "precedence": _preceded,
    "succession": _preceded,
    "alternate precedence": _preceded_since_last,
    "alternate succession": _preceded_since_last,
    "chain precedence": _preceded_directly,
    "chain succession": _preceded_directly,
    "not co-existence": _not(_existed),
}
"""What a rule asks at each event of its second group."""


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
        for groups, table in ((history.a, AT_A), (history.b, AT_B))
        if (kept := table.get(template)) is not None
        for place, member in enumerate(groups)
        if member
    ]
    broken = [place for place, kept in asked if not kept(history, place)]
    return Verdict(not broken, not asked, min(broken, default=None))


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
