"""A scenario's checks on a history: which events each is about, and the verdict."""

from collections.abc import Sequence

from sim.check.templates import AT_A, AT_B, History, Verdict, paired, single
from sim.events import Pattern
from sim.scenario.model import Check

Names = tuple[str, str, str]
"""Kind, actor and subject of an event."""


def verdict(
    check: Check, seconds: Sequence[int], events: Sequence[Names], until: int | None = None
) -> Verdict | None:
    """Judge a check on a history in order of time; None for one about conditions."""
    if check.reads_situation:
        return None
    groups = [[concerned(group, names) for names in events] for group in check.events]
    return judged(check, seconds, groups, until)


def judged(
    check: Check,
    seconds: Sequence[int],
    groups: Sequence[Sequence[bool]],
    until: int | None = None,
) -> Verdict:
    """Judge a check about events; for each of its groups, whether each event is meant.

    `until` is the first second that was not seen: what may yet be answered then is left open.
    """
    if check.template in AT_A or check.template in AT_B:
        first, second = groups
        return paired(check.template, History(seconds, first, second, check.within, until))
    return single(check.template, groups[0], 1 if check.count is None else check.count)


def concerned(group: Sequence[Pattern], names: Names) -> bool:
    """Whether an event of these names is one that a group of patterns means."""
    return any(pattern.covers(*names) for pattern in group)
