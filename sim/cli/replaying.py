"""`sim check --replay`: runs that broke a rule, made again in the scenario as it is now."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.clock import Clock
from sim.cli.options import INTERRUPTED
from sim.errors import InputError, Problem

if TYPE_CHECKING:
    from sim.check.search.model import Models
    from sim.check.search.replay import Replayed
    from sim.check.search.stored import Stored

CASES_SHARE = 0.75
"""Of the time, when cases have had theirs and other runs begin."""


def replay(
    scenario: Path, said: Mapping[str, str], file: Path, *, seeds: range, seconds: float,
    as_json: bool,
) -> None:  # fmt: skip
    """Make stored runs again; exit status 0: all fixed, 1: one fails, 2: one cannot run.

    A rule that its story no longer breaks is held against the runs of some seeds besides. What
    there was no time for is not fixed either.
    """
    from sim.check.search.model import Models  # noqa: PLC0415  heavy: loaded when called
    from sim.check.search.replay import State  # noqa: PLC0415
    from sim.report import check_documents as documents  # noqa: PLC0415
    from sim.report import checks  # noqa: PLC0415
    from sim.report.documents import of_source  # noqa: PLC0415
    from sim.report.terminal import show_sections  # noqa: PLC0415
    from sim.report.words import amount  # noqa: PLC0415
    from sim.scenario.load import load, rereader  # noqa: PLC0415

    stored = _stored(file)
    values = {**stored.changes, **said}
    loaded = load(scenario, values)
    if loaded.digest != stored.digest:
        click.echo("the scenario is not what it was when these were found", err=True)
    models = Models(loaded, rereader(scenario, values))
    clock = Clock(seconds)
    found, whole = _look(models, stored, seeds, clock)
    if clock.cut:
        click.echo(f"cut short by --time {seconds:g}: with more of it more may be found", err=True)
    if as_json:
        document = of_source(loaded, seeds.start)
        document |= {"replayed": documents.of_replayed(loaded, found)}
        click.echo(json.dumps(document, indent=1, allow_nan=False))
    else:
        stories = [one.story for one in found if one.story is not None]
        told = [checks.story_section(loaded, story, "") for story in stories]
        facts = f"{len(found)} of {amount((len(stored.cases),), 'cases')} in {file}"
        show_sections(loaded.title, facts, [checks.replay_section(found), *told])
    if not whole:
        raise click.exceptions.Exit(INTERRUPTED)
    stuck = any(one.state is State.STUCK for one in found)
    failed = any(one.fails for one in found) or clock.cut
    raise click.exceptions.Exit(2 if stuck else int(failed))


def _look(
    models: "Models", stored: "Stored", seeds: range, clock: Clock
) -> "tuple[list[Replayed], bool]":
    """What becomes of each case, as far as there is time; false if somebody interrupted it."""
    from sim.check.search.replay import confirmed, replayed  # noqa: PLC0415
    from sim.report.progress import progress  # noqa: PLC0415

    found: list[Replayed] = []
    spent = clock.until(CASES_SHARE)
    try:
        with progress("cases", len(stored.cases)) as heard:
            for one in replayed(models, stored, spent):
                found.append(one)
                heard(1)
                if len(found) < len(stored.cases) and spent():
                    break
        with progress("runs", len(seeds)) as heard:
            return confirmed(models, found, seeds, heard, clock.until()), True
    except KeyboardInterrupt:
        click.echo("interrupted; this was found until then", err=True)
        return confirmed(models, found, seeds[:0], lambda _: None, lambda: True), False


def _stored(file: Path) -> "Stored":
    from sim.check.search.stored import LARGEST, decode  # noqa: PLC0415
    from sim.log.disk import read  # noqa: PLC0415

    try:
        return decode(read(file, LARGEST), str(file))
    except OSError as error:
        message = f"cannot be read: {error.strerror}; name a file that 'sim check --out' wrote"
        raise InputError([Problem(str(file), 0, "", message)]) from None
