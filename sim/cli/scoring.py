"""`sim score`: the scorecard of a scenario, or of an ensemble that was made before."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli import options
from sim.errors import InputError, Problem

if TYPE_CHECKING:
    from sim.ensemble import Projection
    from sim.log import Record
    from sim.scenario import Scenario

RUNS = 1_000
FEWEST = 20
"""Runs that a score needs at least: of fewer the fair form can be gamed, and no interval holds."""

FEW = 100
"""Fewer runs are made here: to start processes would take longer."""


@click.command("score", short_help="The scorecard: many runs against the record.")
@click.argument("scenario", metavar="SCENARIO-or-DIR", type=click.Path(path_type=Path))
@click.option("--runs", type=click.IntRange(FEWEST, 1_000_000), metavar="N",
              help=f"How many runs to make and score (default {RUNS:,}).")  # fmt: skip
@click.option("--seed", type=click.IntRange(0, options.LARGEST_SEED), metavar="N",
              help="The seed of the first run (default 0).")  # fmt: skip
@options.jobs
@options.changes
@options.others
@click.option("--ranges", is_flag=True,
              help="Only tell whether documented dates lie in the range of the runs.")  # fmt: skip
@click.option("--scenario", "moved", type=click.Path(path_type=Path), metavar="PATH",
              help="Where the scenario of a folder's runs is, if it has moved.")  # fmt: skip
@options.as_json
def score_command(
    *, scenario: Path, runs: int | None, seed: int | None, jobs: int | None,
    changes: tuple[str, ...], others: tuple[Path, ...], ranges: bool, moved: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Score SCENARIO against its record: proper scores, baselines, skill, and how sure it is.

    Given a folder that 'sim ensemble' wrote, score the runs that are there.

    \b
    Examples:
      sim score scenarios/iraq-hmc-2024
      sim score scenarios/iraq-hmc-2024 --runs 200 --set 'attack_rate=2 / month'
      sim score scenarios/iraq-hmc-2024 --ranges
      sim score my-runs --json
    """  # noqa: D301  click's own mark for lines that must not be joined
    from sim.processes import make_ready  # noqa: PLC0415

    make_ready(1 if (runs or RUNS) < FEW else jobs)
    from sim.ensemble import is_ensemble  # noqa: PLC0415  heavy: loaded meanwhile
    from sim.report.documents import of_scorecard, of_source  # noqa: PLC0415
    from sim.report.progress import progress  # noqa: PLC0415
    from sim.report.scores import headline, sections  # noqa: PLC0415
    from sim.report.terminal import show_sections  # noqa: PLC0415
    from sim.scenario.load import load, rereader  # noqa: PLC0415
    from sim.score.doubt.uncertainty import generator  # noqa: PLC0415
    from sim.score.evidence import Study, planned  # noqa: PLC0415
    from sim.score.scorecard import scorecard  # noqa: PLC0415

    kept: Projection | None = None
    said: Mapping[str, str] = options.settings(changes)
    if is_ensemble(scenario):
        if runs is not None or seed is not None or changes:
            message = "an ensemble's folder has its own --runs, --seed and --set"
            raise click.UsageError(f"{message}; leave them out, or score the scenario")
        scenario, said, kept = _kept(scenario, moved)
        runs, seed = len(kept.runs), kept.runs[0].seed
    elif moved is not None:
        raise click.UsageError("--scenario goes with the folder of an ensemble")
    loaded = load(scenario, said)
    check_record(loaded, scenario)
    count, first = runs or RUNS, seed or 0
    if ranges:
        if others:
            raise click.UsageError("--ranges looks at no baseline; leave --others out")
        _show_ranges(loaded, kept, count, first, jobs=jobs, as_json=as_json)
        return
    tracks = other_tracks(scenario, loaded, others)
    chance = generator(first)
    again = rereader(scenario, said)
    with progress("runs", planned(loaded, count) + (0 if kept else count)) as told:
        make = partial(made, jobs=jobs, told=told)
        scored = make(loaded, count, first) if kept is None else kept
        found = Study(loaded, again, make, count, first).evidence(tracks, chance)
    card = scorecard(loaded, scored, found, chance)
    if as_json:
        document = of_source(loaded, first) | of_scorecard(card)
        click.echo(json.dumps(document, indent=1, allow_nan=False))
    else:
        show_sections(loaded.title, headline(card, first, loaded.changes), sections(card))


def _show_ranges(
    scenario: "Scenario", kept: "Projection | None", runs: int, seed: int,
    *, jobs: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Print where each documented date lies among the runs, and nothing else."""
    from sim.events.dates import day_at  # noqa: PLC0415
    from sim.report.documents import of_ranges, of_source  # noqa: PLC0415
    from sim.report.progress import progress  # noqa: PLC0415
    from sim.report.ranges import ranges  # noqa: PLC0415
    from sim.report.scores import changed  # noqa: PLC0415
    from sim.report.terminal import show_sections  # noqa: PLC0415
    from sim.score.milestones import milestones  # noqa: PLC0415
    from sim.score.timelines.dates import dates_of  # noqa: PLC0415
    from sim.score.timelines.observed import observed  # noqa: PLC0415
    from sim.score.timelines.targets import targets  # noqa: PLC0415

    if kept is None:
        with progress("runs", runs) as told:
            kept = made(scenario, runs, seed, jobs=jobs, told=told)
    chosen = targets(scenario)
    record = observed(scenario, chosen)
    found = milestones(dates_of(kept, chosen, record.horizon), record)
    until = day_at(scenario.start, record.horizon - 1)
    if as_json:
        document = of_source(scenario, seed) | of_ranges(found, runs, until)
        click.echo(json.dumps(document, indent=1, allow_nan=False))
        return
    facts = f"{runs:,} runs, seeds {seed} to {seed + runs - 1}{changed(scenario.changes)}"
    show_sections(scenario.title, facts, [ranges(found, runs, until)])


def _kept(folder: Path, moved: Path | None) -> "tuple[Path, Mapping[str, str], Projection]":
    """The scenario of an ensemble in a folder, its changes, and its runs.

    Where the manifest says that the scenario is, is believed below the working directory and the
    folder's own: a folder may come from strangers. Raises InputError where it is not what it was.
    """
    from sim.ensemble import read_folder  # noqa: PLC0415
    from sim.ensemble.folder import MANIFEST  # noqa: PLC0415
    from sim.scenario import load  # noqa: PLC0415

    there = read_folder(folder)
    origin, manifest = there.plan.origin, str(folder / MANIFEST)
    file = moved or (folder / (there.manifest.scenario_file or "?")).resolve()
    near = (Path.cwd(), folder.resolve().parent)
    if moved is None and not (any(map(file.is_relative_to, near)) and file.is_file()):
        message = "the scenario is not here or beside this folder; say where by --scenario PATH"
        raise InputError([Problem(manifest, 0, "scenario.file", message)])
    if there.plan.runs < FEWEST:
        message = f"{there.plan.runs}, and a score needs {FEWEST}; make more"
        raise InputError([Problem(manifest, 0, "runs", message)])
    if load(file, origin.changes).digest != origin.digest:
        message = f"{file} is not what these runs were made from; make them again from it"
        raise InputError([Problem(manifest, 0, "scenario.digest", message)])
    return file, origin.changes, there.projection()


def other_tracks(
    file: Path, scenario: "Scenario", others: tuple[Path, ...]
) -> "list[tuple[str, Record]]":
    """The records of other tracks; refuse the scenario's own, which would know the answers."""
    from sim.scenario.tracks import neighbours, read_tracks  # noqa: PLC0415

    found = read_tracks(others, scenario.vocabulary) if others else None
    if found is None:
        near = neighbours(file, scenario.vocabulary)
        return [(name, record) for name, record in near if not _same(record, scenario)]
    for path, (_, record) in zip(others, found, strict=True):
        if _same(record, scenario):
            message = "has rows of the record that is to be scored; name another track's"
            raise InputError([Problem(str(path), 0, "", message)])
    return found


def _same(record: "Record", scenario: "Scenario") -> bool:
    """Whether a record tells of the same events as the scenario's own: half of its rows or more."""
    own = {row.identity for row in scenario.record.events} if scenario.record else set()
    shared = sum(row.identity in own for row in record.events)
    return bool(shared) and shared * 2 >= min(len(own), len(record.events))


def made(
    scenario: "Scenario", runs: int, seed: int, *, jobs: int | None, told: Callable[[int], None],
    past: int = 0, known_then: bool = False,
) -> "Projection":  # fmt: skip
    """So many runs of a scenario, from a seed on; `told` hears how many more there are.

    Up to second `past` the record is their past.
    """
    from sim.ensemble import replicate  # noqa: PLC0415

    few = 1 if runs < FEW else jobs
    try:
        return replicate(
            scenario, runs, seed, jobs=few, past=past, known_then=known_then, made=told
        )
    except ValueError as error:
        raise click.UsageError(f"--runs, --seed: {error}") from None


def check_record(scenario: "Scenario", file: Path) -> None:
    """Refuse what cannot be scored."""
    from sim.score.timelines.observed import observed  # noqa: PLC0415
    from sim.score.timelines.targets import targets  # noqa: PLC0415

    message = ""
    chosen = targets(scenario)
    if scenario.record is None:
        message = "has no record to be scored against; name its file under [record]"
    elif not chosen:
        message = "predicts nothing; name what is predicted under [score]"
    elif not any(observed(scenario, chosen).rows):
        message = (
            "its record has no predicted row between the clock's start and its known end;"
            " look at [clock], known_until and [score]"
        )
    if message:
        raise InputError([Problem(str(file), 0, "", message)])
