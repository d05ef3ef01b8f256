"""`sim check --mutate`: a scenario without each of its rules in turn, and who notices."""

import json
from collections.abc import Generator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.clock import Clock
from sim.cli.options import INTERRUPTED, seed_range

if TYPE_CHECKING:
    from sim.check.mutation.comparing import Seen
    from sim.check.mutation.mutants import Mutant
    from sim.scenario import Scenario

RUNS = 200

TOGETHER = 10
"""Seeds that a process looks at before it tells of them: each is run once for every rule."""

FEW = 60
"""Fewer runs are made here: to start processes would take longer."""


def mutate(
    file: Path, said: Mapping[str, str], *, runs: int, seed: int, seconds: float,
    jobs: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Leave out each rule in turn, and tell what notices; exit status 1 where something is dead."""
    from sim.processes import make_ready  # noqa: PLC0415

    make_ready(1 if runs < FEW else jobs)
    from sim.check.mutation.mutants import mutants  # noqa: PLC0415  heavy: loaded meanwhile
    from sim.check.mutation.noticed import mutation  # noqa: PLC0415
    from sim.report.documents import of_source  # noqa: PLC0415
    from sim.report.mutations import of_mutation, sections, summary  # noqa: PLC0415
    from sim.report.scores import changed  # noqa: PLC0415
    from sim.report.terminal import show_sections  # noqa: PLC0415
    from sim.scenario import load_with_warnings  # noqa: PLC0415

    loaded = load_with_warnings(file, said)
    scenario, where = loaded.scenario, loaded.whereabouts
    some = mutants(scenario, where)
    seen, whole = _looked(scenario, some, runs, seed, seconds=seconds, jobs=jobs)
    found = mutation(some, [(check, where.checks[check.name]) for check in scenario.checks], seen)
    if as_json:
        document = of_source(scenario, seed) | of_mutation(found)
        click.echo(json.dumps(document, indent=1, allow_nan=False))
    else:
        facts = summary(found, seed) + changed(scenario.changes)
        show_sections(scenario.title, facts, sections(found))
    if not whole:
        raise click.exceptions.Exit(INTERRUPTED)
    if found.dead:
        raise click.exceptions.Exit(1)


def _looked(
    scenario: "Scenario", some: "list[Mutant]", runs: int, seed: int, *, seconds: float,
    jobs: int | None,
) -> "tuple[list[Seen], bool]":  # fmt: skip
    """What the seeds show, in their order, until time is up; false if somebody interrupted it.

    Where time is up, told are the seeds from the first on without a gap, a group of them at least.
    """
    from sim.report.progress import progress  # noqa: PLC0415

    if not runs:
        raise click.UsageError("--runs: there must be at least one to leave rules out of")
    seeds = seed_range(seed, runs)
    groups = [seeds[first : first + TOGETHER] for first in range(0, runs, TOGETHER)]
    spent, whole = Clock(seconds).until(), True
    found: dict[int, list[Seen]] = {}
    with progress("runs", runs) as heard, closing(_made(scenario, some, groups, jobs)) as made:
        try:
            for number, seen in made:
                found[number] = seen
                heard(len(seen))
                if 0 in found and spent() and len(found) < len(groups):
                    click.echo(f"stopped after {seconds:g} s (--time)", err=True)
                    break
        except KeyboardInterrupt:
            whole = False
    first = next(number for number in range(len(groups) + 1) if number not in found)
    if not first:
        raise KeyboardInterrupt
    if not whole:
        click.echo("interrupted; this was found until then", err=True)
    return [one for number in range(first) for one in found[number]], whole


def _made(
    scenario: "Scenario", some: "list[Mutant]", groups: list[range], jobs: int | None
) -> "Generator[tuple[int, list[Seen]]]":
    """Groups of seeds as they are looked at, by one process or several."""
    from sim.check.mutation.comparing import recipe, seen, told  # noqa: PLC0415
    from sim.ensemble import local  # noqa: PLC0415
    from sim.processes import processors  # noqa: PLC0415

    many = 1 if sum(map(len, groups)) < FEW else jobs or processors()
    with closing(local.made(recipe(scenario, some), enumerate(groups), many, seen)) as parts:
        for number, raw in parts:
            yield number, told(raw)
