"""`sim check`: rules on a scenario's runs and its record; the smallest run that breaks one."""

import json
import os
from collections.abc import Mapping
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli import mutating, options, replaying
from sim.cli.clock import Clock
from sim.errors import InputError, Problem, printable, suggestion

if TYPE_CHECKING:
    from sim.check.search.search import Search
    from sim.check.search.told import Counterexample
    from sim.scenario import Scenario

RUNS = 1_000
MOST_RULES = 500
"""Rules that runs are held against at once, each at every event."""

OBSERVED = "HYPOTHESIS_EXPERIMENTAL_OBSERVABILITY"
"""With this in the environment Hypothesis would write into the working directory."""

RECORD_SHARE, SEEDS_SHARE, DRAWN_SHARE, REDUCED_SHARE = 0.2, 0.5, 0.7, 0.9
"""Of the time, when the record, seeds, drawn runs and making runs small have had theirs."""


@click.command("check", short_help="Rules on runs and record; the smallest run that breaks one.")
@options.scenario
@click.option("--runs", type=click.IntRange(0, 1_000_000), metavar="N",
              help=f"How many runs (default {RUNS:,}; with --mutate {mutating.RUNS}).")  # fmt: skip
@options.seeds
@click.option("--time", "seconds", type=click.FloatRange(0, min_open=True), default=inf,
              metavar="S", help="Stop looking after so many seconds; by default when all is tried,"
              " which finds the same on every machine.")  # fmt: skip
@click.option("--rule", "only", multiple=True, metavar="NAME",
              help="Look at this rule only; may be repeated.")  # fmt: skip
@options.changes
@click.option("--replay", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Run again the cases of a file that --out wrote, and no others.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write the runs that break a rule to a file, to be run again.")  # fmt: skip
@click.option("--mutate", "mutated", is_flag=True,
              help="Leave out each rule in turn, and list those that nothing notices.")  # fmt: skip
@options.jobs
@options.as_json
def check_command(
    *, scenario: Path, runs: int | None, seed: int, seconds: float, only: tuple[str, ...],
    changes: tuple[str, ...], replay: Path | None, out: Path | None, mutated: bool,
    jobs: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Hold the runs of SCENARIO, and its record, against its checks and its procedure.

    For each rule: how many runs break it, how many never call upon it, and the shortest story that
    breaks it. Exit status 1 if the record breaks a rule, or more runs do than it tolerates.

    With --replay: what becomes of the stories in a file, in the scenario as it is now. Exit status
    1 if one still breaks its rule, other runs do, or time was up before all were run; 2 if one
    cannot be run.

    With --mutate: each rule that may say no (procedure, guards of steps and behaviours, gates,
    deadlines, sites, instruments) is left out in turn under the same seeds. In how many runs is the
    log another, and which checks do more of them break? Exit status 1 if a rule that you wrote is
    dead (no run notices that it is gone) or a check is (nothing breaks it, whatever is left out).

    \b
    Examples:
      sim check scenarios/iraq-hmc-2024
      sim check scenarios/iraq-hmc-2024 --rule 'deaths are answered' --out broken.jsonl
      sim check scenarios/iraq-hmc-2024 --replay broken.jsonl
      sim check scenarios/iraq-hmc-2024 --mutate --runs 100
    """  # noqa: D301  click's own mark for lines that must not be joined
    said = options.settings(changes)
    if mutated and (only or replay is not None or out is not None):
        raise click.UsageError("--mutate goes without --rule, --replay and --out")
    if replay is not None and (only or out is not None):
        raise click.UsageError("--replay goes without --rule and --out")
    if jobs is not None and not mutated:
        raise click.UsageError("--jobs goes with --mutate")
    if mutated:
        count = mutating.RUNS if runs is None else runs
        mutating.mutate(scenario, said, runs=count, seed=seed, seconds=seconds, jobs=jobs,
                        as_json=as_json)  # fmt: skip
    elif replay is not None:
        seeds = options.seed_range(seed, RUNS if runs is None else runs)
        replaying.replay(scenario, said, replay, seeds=seeds, seconds=seconds, as_json=as_json)
    else:
        seeds = options.seed_range(seed, RUNS if runs is None else runs)
        _search(scenario, said, seeds=seeds, seconds=seconds, only=only, out=out, as_json=as_json)


def _search(
    scenario: Path, said: Mapping[str, str], *, seeds: range, seconds: float,
    only: tuple[str, ...], out: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Look for runs that break a rule, and tell of them; exit status 1 if there are any."""
    os.environ.pop(OBSERVED, None)
    from sim.check.search.search import Search  # noqa: PLC0415  heavy: loaded when called
    from sim.scenario.load import load, rereader  # noqa: PLC0415

    if out is not None:
        _spare(out)
    loaded = load(scenario, said)
    search = Search(loaded, rereader(scenario, said), only)
    _refuse(search, only)
    if not search.rules:
        click.echo("no checks and no procedure: there is nothing to hold runs against", err=True)
        seeds = seeds[:0]
    clock = Clock(seconds)
    whole = _look(search, seeds, clock)
    if clock.cut:
        click.echo(f"cut short by --time {seconds:g}: with more of it more may be found", err=True)
    stories = search.stories()
    file = str(out) if out is not None and stories else None
    _print(loaded, search, stories, seeds.start, file, as_json=as_json)
    if out is not None:
        _write(out, loaded, stories)
    record = any(one.holds is False for one in search.record)
    if search.failed(stories) or record:
        raise click.exceptions.Exit(1)
    if not whole:
        raise click.exceptions.Exit(options.INTERRUPTED)


def _refuse(search: "Search", only: tuple[str, ...]) -> None:
    """Refuse the name of a rule that there is not, and more rules than are watched at once."""
    known = search.names
    for name in only:
        if name not in known:
            message = f"--rule '{name}': no such rule{suggestion(name, known)}"
            raise click.UsageError(printable(message))
    if len(search.rules) > MOST_RULES:
        many = f"{len(search.rules):,} rules, and {MOST_RULES:,} are the most"
        raise click.UsageError(f"{many}; name some by --rule")


def _look(search: "Search", seeds: range, clock: Clock) -> bool:
    """Look until all is found, or time is up; false if somebody interrupted it."""
    from sim.check.search.search import MOST_DRAWN  # noqa: PLC0415
    from sim.report.progress import progress  # noqa: PLC0415

    try:
        search.look_back(clock.until(RECORD_SHARE))
        with progress("runs", len(seeds)) as heard:
            search.hold(seeds, heard, clock.until(SEEDS_SHARE))
        if search.unbroken():
            with progress("runs drawn", MOST_DRAWN) as heard:
                search.explore(seeds.start, heard, clock.until(DRAWN_SHARE))
        if search.to_reduce():
            with progress("stories", len(search.to_reduce())) as heard:
                search.reduce(heard, clock.until(REDUCED_SHARE))
            with progress("stories told", len(search.to_reduce())) as heard:
                search.tell(heard, clock.until())
    except KeyboardInterrupt:
        click.echo("interrupted; this was found until then", err=True)
        return False
    return True


def _print(
    scenario: "Scenario", search: "Search", stories: "list[Counterexample]", seed: int,
    file: str | None, *, as_json: bool,
) -> None:  # fmt: skip
    """Tell what was found."""
    from sim.report import check_documents as documents  # noqa: PLC0415
    from sim.report import checks  # noqa: PLC0415
    from sim.report.documents import of_source  # noqa: PLC0415
    from sim.report.scores import changed  # noqa: PLC0415
    from sim.report.terminal import show_sections  # noqa: PLC0415

    record = search.record
    runs = search.runs
    if as_json:
        told = [documents.of_story(scenario, story, file) for story in stories]
        whole = (one for one, story in zip(told, stories, strict=True) if story.with_everyone)
        document = of_source(scenario, seed) | {
            "runs": runs,
            "drawn": search.explored,
            "rules": documents.of_rates(search.rates),
            "record": documents.of_record(scenario, record),
            "counterexample": next(whole, None),
            "counterexamples": told,
        }
        click.echo(json.dumps(document, indent=1, allow_nan=False))
        return
    facts = checks.summary(search.rules, runs, seed) + changed(scenario.changes)
    sections = [
        checks.rates_section(search.rates, search.explored),
        checks.record_section(scenario, record),
        *(checks.story_section(scenario, story, file or "") for story in stories),
    ]
    show_sections(scenario.title, facts, sections)


def _spare(out: Path) -> None:
    """Refuse to write over a file that holds something else, or where there is no folder."""
    from sim.check.search.stored import BEGINS  # noqa: PLC0415

    if not out.parent.is_dir():
        message = f"cannot be written: there is no folder {out.parent}; make it, or name another"
        raise InputError([Problem(str(out), 0, "", message)])
    if not out.is_file():
        return
    with out.open("rb") as stream:
        begins = stream.read(len(BEGINS))
    if begins not in {b"", BEGINS}:
        message = "is no file of counterexamples, and would be lost; name another file"
        raise InputError([Problem(str(out), 1, "", message)])


def _write(out: Path, scenario: "Scenario", stories: "list[Counterexample]") -> None:
    """Write the cases, wholly or not at all; where there are none, say what the file holds."""
    from sim.check.search.stored import encode  # noqa: PLC0415
    from sim.log.disk import replace  # noqa: PLC0415

    if not stories:
        old = "; what an earlier search found is still in it" if out.exists() else ""
        click.echo(printable(f"nothing to write to {out}{old}"), err=True)
        return
    raw = encode(scenario, [(one.rule.name, one.broken.case) for one in stories])
    try:
        replace(out, raw)
    except OSError as error:
        message = f"cannot be written: {error.strerror}; name another file"
        raise InputError([Problem(str(out), 0, "", message)]) from None
    many = "counterexample" if len(stories) == 1 else "counterexamples"
    click.echo(printable(f"wrote {out}: {len(stories)} {many}"), err=True)
