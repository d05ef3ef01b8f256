"""Two scenarios side by side as a reader takes them in. Pure."""

from typing import TYPE_CHECKING

from sim.report.figures import between, percent
from sim.report.scores import SHARE, Section
from sim.report.words import plain
from sim.score.comparison import Comparison, Difference

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_PARTINGS = 8
"""Steps listed at which runs part; the rest are summed up."""


def compared(first: str, other: str, found: Comparison) -> list[Section]:
    """What differs in another scenario, and from which event on."""
    return [_chances(first, other, found), _partings(found)]


def _chances(first: str, other: str, found: Comparison) -> Section:
    """Targets that differ in some run, those that change most first."""
    moved = sorted((one for one in found.differences if one.changed), key=lambda d: -d.changed)
    rows = [
        (
            plain(one.name), percent(one.chances[0]), percent(one.chances[1]),
            points(one), f"{one.days:+.1f}", between(one.days_interval, _days),
            f"{one.often:+.2f}", percent(one.changed),
        )
        for one in moved
    ]  # fmt: skip
    headings = (
        "what", "chance", "there", "points more", "days later",
        f"{SHARE} interval", "how many more", "runs changed",
    )  # fmt: skip
    still = len(found.differences) - len(moved)
    told = f"no run differs in {still} of {len(found.differences)} predicted kinds."
    if not found.differences:
        told = "nothing is predicted, so nothing is compared; name kinds under [score]."
    elif not still:
        told = f"each of {len(found.differences)} predicted kinds differs in some run."
    if found.same is not None:
        told = f"{percent(found.same)} of the runs are the same in both; {told}"
    notes = [told[0].upper() + told[1:]]
    if rows:
        notes.append(
            f"'There' is {other}, and differences are from {first}, seed by seed: days later, below"
            " 0 earlier; what does not happen counts as the last day."
        )
    return Section(f"{other} beside {first}", headings, rows, notes)


def points(one: Difference) -> str:
    """A difference of chances in percentage points, with its interval."""
    low, high = one.chance_interval
    return f"{one.chance * 100:+.1f} ({low * 100:+.1f} to {high * 100:+.1f})"


def _partings(found: Comparison) -> Section:
    rows: list[Sequence[str]] = [
        (one.step, percent(one.share), str(one.median)) for one in found.partings[:MOST_PARTINGS]
    ]
    rest = found.partings[MOST_PARTINGS:]
    if rest:
        share = 0.0
        for one in rest:
            share += one.share
        rows.append((f"{len(rest)} other steps", percent(share), ""))
    headings = ("the first event that only one of the two has", "runs", "median date")
    return Section("Where runs part", headings, rows)


def _days(value: float) -> str:
    return f"{value:+.1f}"
