"""`sim compare`: scenarios side by side under the same seeds."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli import options
from sim.cli.scoring import made
from sim.errors import InputError, Problem

if TYPE_CHECKING:
    from sim.scenario import Scenario

RUNS = 500
TWO = 2
CSV = ".csv"


@click.command("compare", short_help="Scenarios side by side, under the same seeds.")
@click.argument("scenarios", metavar="A B [...]", nargs=-1, required=True,
                type=click.Path(path_type=Path))  # fmt: skip
@click.option("--runs", type=click.IntRange(2, 1_000_000), default=RUNS, show_default=True,
              metavar="N", help="How many seeds.")  # fmt: skip
@options.seeds
@options.jobs
@click.option("--set", "changes", multiple=True, metavar="NAME=VALUE",
              help="Give a parameter another value in all but A; may be repeated.")  # fmt: skip
@options.as_json
def compare_command(
    *, scenarios: tuple[Path, ...], runs: int, seed: int, jobs: int | None,
    changes: tuple[str, ...], as_json: bool,
) -> None:  # fmt: skip
    """Run A and each B under the same seeds: what comes earlier or later, likelier or rarer.

    Runs of one seed share all that the difference does not reach, so small differences show in few
    runs. With --set, B may be A itself. A timeline (.csv) of A's own record may be the last side.

    \b
    Examples:
      sim compare scenarios/iraq-hmc-2024 scenarios/iraq-hmc-2024/variants/no-truce.toml
      sim compare scenarios/iraq-hmc-2024 scenarios/iraq-hmc-2024 --set 'round_lag=60 d'
    """  # noqa: D301  click's own mark for lines that must not be joined
    from sim.report.comparisons import compared  # noqa: PLC0415
    from sim.report.documents import of_comparison, of_source  # noqa: PLC0415
    from sim.report.progress import progress  # noqa: PLC0415
    from sim.report.scores import changed  # noqa: PLC0415
    from sim.report.terminal import show_sections  # noqa: PLC0415
    from sim.scenario import load  # noqa: PLC0415
    from sim.score.doubt.uncertainty import generator  # noqa: PLC0415
    from sim.score.sides import Side, beside, of_record, of_runs  # noqa: PLC0415

    if len(scenarios) < TWO:
        raise click.UsageError("name at least two: sim compare A B")
    said = options.settings(changes)
    first = load(scenarios[0])
    others = [path if path.suffix == CSV else load(path, said) for path in scenarios[1:]]
    for path in others:
        if isinstance(path, Path):
            _check_own(path, first)
        else:
            _check_clock(path, first)
    simulated = [one for one in others if not isinstance(one, Path)]
    with progress("runs", runs * (1 + len(simulated))) as told:
        make = partial(made, runs=runs, seed=seed, jobs=jobs, told=told)
        mine = of_runs(first.name, make(first), first)
        theirs: list[Side] = [
            of_record(first, runs) if isinstance(one, Path)
            else of_runs(_name(one, said, first), make(one), first)
            for one in others
        ]  # fmt: skip
    chance = generator(seed)
    found = [beside(mine, side, first, chance) for side in theirs]
    if as_json:
        sides = zip(theirs, found, strict=True)
        others_told = [{"name": side.name, **of_comparison(each)} for side, each in sides]
        document = of_source(first, seed) | {"runs": runs, "first": mine.name, "set": said}
        click.echo(json.dumps(document | {"others": others_told}, indent=1, allow_nan=False))
        return
    facts = f"{runs:,} seeds, {seed} to {seed + runs - 1}, {first.start} to {first.end}"
    facts += f"; all but the first with{changed(said).removeprefix(',')}" if said else ""
    sections = [
        section
        for side, each in zip(theirs, found, strict=True)
        for section in compared(mine.name, side.name, each)
    ]
    show_sections(f"{mine.name} beside {', '.join(side.name for side in theirs)}", facts, sections)


def _check_own(file: Path, first: "Scenario") -> None:
    """Refuse a timeline that is not the first scenario's."""
    if first.record is None or Path(first.record.file).resolve() != file.resolve():
        message = "is not the record of the first scenario; name that, or a scenario"
        raise InputError([Problem(str(file), 0, "", message)])


def _check_clock(other: "Scenario", first: "Scenario") -> None:
    """Refuse a scenario of other dates: what it has no time for would count as not happening."""
    if (other.start, other.end) != (first.start, first.end):
        message = (
            f"its clock runs from {other.start} to {other.end}, and that of {first.name} from"
            f" {first.start} to {first.end}; give both the same [clock]"
        )
        raise InputError([Problem(other.name, 0, "clock", message)])


def _name(scenario: "Scenario", said: Mapping[str, str], first: "Scenario") -> str:
    """What the other side is called: by what was changed, where it is the first side's scenario."""
    if scenario.name != first.name or not said:
        return scenario.name
    return ", ".join(f"{name} = {value}" for name, value in said.items())
