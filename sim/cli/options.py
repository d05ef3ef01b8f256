"""Options that several commands share, each said once."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from sim.errors import printable

INTERRUPTED = 130
"""The exit status after Ctrl-C."""

LARGEST_SEED = 2**64 - 1
MOST_JOBS = 1_024

Decorated = TypeVar("Decorated", bound=Callable[..., Any] | click.Command)


def settings(values: tuple[str, ...]) -> dict[str, str]:
    """The NAME=VALUE pairs of `--set`, which a run file keeps."""
    from sim.log import storable  # noqa: PLC0415  heavy: loaded when called

    changes = {}
    for text in values:
        if not storable(text):
            shown = printable(text)
            raise click.UsageError(f"--set {shown}: a control character, or not UTF-8 text")
        name, mark, value = text.partition("=")
        if not mark or not name.strip():
            raise click.UsageError(
                f"--set {text}: write NAME=VALUE, such as --set 'round_gap=60 d'"
            )
        changes[name.strip()] = value.strip()
    return changes


class Day(click.DateTime):
    """A date as records write it."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """A date; what is none is told with one that is."""
        try:
            day: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"'{printable(str(value))}' is not a date such as 2024-01-31", param, ctx)
        return day


def seed_range(first: int, runs: int) -> range:
    """The seeds of so many runs; refuses those past the largest."""
    if first + runs > LARGEST_SEED + 1:
        raise click.UsageError(f"--runs, --seed: the last seed would be above {LARGEST_SEED}")
    return range(first, first + runs)


scenario = click.argument("scenario", type=click.Path(path_type=Path))


def _seed(told: str) -> Callable[[Decorated], Decorated]:
    """A seed, told as what it is for."""
    return click.option(
        "--seed", type=click.IntRange(0, LARGEST_SEED), default=0, show_default=True, metavar="N",
        help=told,
    )  # fmt: skip


seed = _seed("The seed of the run; another tells another story.")

seeds = _seed("The seed of the first run; the others follow it.")

jobs = click.option(
    "--jobs", type=click.IntRange(1, MOST_JOBS), metavar="N",
    help="How many processes make the runs; by default one a processor.",
)  # fmt: skip

changes = click.option(
    "--set", "changes", multiple=True, metavar="NAME=VALUE",
    help="Give a parameter another value; may be repeated.",
)  # fmt: skip

others = click.option(
    "--others", type=click.Path(path_type=Path), multiple=True, metavar="PATH",
    help="The timeline of another track, for baselines; may be repeated. By default those in the"
    " folders beside the scenario's.",
)  # fmt: skip

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
