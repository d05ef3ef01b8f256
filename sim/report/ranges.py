"""Milestones beside the range of the runs: is a documented date one that they all but rule out?

Pure.
"""

from collections.abc import Sequence
from datetime import date

from sim.report.figures import day, percent, window
from sim.report.scores import Section
from sim.report.words import plain
from sim.score.milestones import HIGH, LOW, NEVER, Milestone


def ranges(found: Sequence[Milestone], runs: int, until: date) -> Section:
    """Each milestone, in the order of the record, and whether it lies inside the range."""
    ordered = sorted(found, key=lambda one: one.documented or (NEVER, NEVER))
    rows = [
        (
            plain(one.outlook.name), window(one.documented), *map(day, one.outlook.interval_98),
            percent(one.outlook.probability), "inside" if one.inside else "outside",
        )
        for one in ordered
    ]  # fmt: skip
    low, high = (f"{level * 100:.0f} %" for level in (LOW, HIGH))
    headings = ("milestone", "documented", low, high, "runs that have it", "documented date")
    inside = sum(one.inside for one in found)
    open_ = sum(one.outlook.interval_98[1] is None for one in found)
    told = (
        f"{inside} of {len(found)} are inside: between the days by which {low} and {high} of the"
        f" {runs:,} runs have it, ends included. 'later' is after {until} or never, and later than"
        f" any date: {open_} of the ranges end there, so that nothing is too late for them."
    )
    return Section("Documented dates in the range of the runs", headings, rows, [told])
