"""`sim ensemble`: many runs of one scenario, kept in a folder."""

import json
import logging
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from sim.cli import options
from sim.errors import DrawdownError, printable

if TYPE_CHECKING:
    from sim.ensemble import Folder
    from sim.ensemble.flow import Workers
    from sim.scenario import Scenario


@click.command("ensemble", short_help="Many runs, kept in a folder.")
@options.scenario
@click.option("--runs", type=click.IntRange(1), required=True, metavar="N",
              help="How many runs; their seeds follow each other.")  # fmt: skip
@options.seeds
@options.jobs
@click.option("--dask", metavar="ADDRESS",
              help="Let a Dask cluster make them: the address of its scheduler.")  # fmt: skip
@options.changes
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", required=True,
              help="The folder that keeps them, new or empty.")  # fmt: skip
@click.option("--resume", is_flag=True, help="Go on with the runs that DIR has, and keep those.")
@options.as_json
def ensemble_command(
    *, scenario: Path, runs: int, seed: int, jobs: int | None, dask: str | None,
    changes: tuple[str, ...], out: Path, resume: bool, as_json: bool,
) -> None:  # fmt: skip
    """Run SCENARIO many times, and keep every event as Parquet files in DIR.

    What is made does not depend on how many processes or machines make it. A command that was
    stopped, or killed, goes on with --resume.

    \b
    Examples:
      sim ensemble scenarios/iraq-hmc-2024 --runs 1000 --out runs
      sim ensemble scenarios/iraq-hmc-2024 --runs 1000 --out runs --resume
      sim ensemble scenarios/iraq-hmc-2024 --runs 50000 --dask tcp://10.0.0.1:8786 --out many
    """  # noqa: D301  click's own mark for lines that must not be joined
    from sim.processes import make_ready  # noqa: PLC0415  loaded when called

    began = perf_counter()
    if jobs is not None and dask is not None:
        raise click.UsageError("--jobs and --dask: the cluster decides how many processes it has")
    make_ready(1 if dask is not None else jobs)
    if dask is not None:
        logging.disable()  # Dask tells of each worker that it loses; what it cannot mend, it raises
    from sim.ensemble import open_folder, plan, workers  # noqa: PLC0415  heavy: loaded meanwhile
    from sim.scenario import load  # noqa: PLC0415

    loaded = load(scenario, options.settings(changes))
    try:
        wanted = plan(loaded, runs, seed)
    except ValueError as error:
        raise click.UsageError(f"--runs, --seed: {error}") from None
    by = workers(jobs, dask)
    folder = open_folder(out, wanted, _file(scenario), resume=resume)
    digest = _filled(folder, loaded, by)
    seconds = perf_counter() - began
    if as_json:
        told = {"runs": runs, "completed": folder.completed, "digest": digest, "seconds": seconds}
        click.echo(json.dumps(told, indent=1))
        return
    last = seed + runs - 1
    click.echo(printable(f"{runs:,} runs of {loaded.name} in {out}, seeds {seed} to {last}"))
    click.echo(f"digest {digest}")


def _filled(folder: "Folder", scenario: "Scenario", by: "Workers") -> str:
    """Make what a folder lacks; whatever stops that, say what is kept."""
    from sim.ensemble import fill  # noqa: PLC0415
    from sim.report.progress import progress  # noqa: PLC0415

    runs, here = folder.plan.runs, folder.completed
    if here:
        left = f"{runs - here:,} are left to make" if here < runs else "nothing is left to make"
        click.echo(f"{here:,} of {runs:,} runs are here; {left}", err=True)
    try:
        with progress("runs", runs, here) as made:
            return fill(folder, scenario, by, made)
    except (DrawdownError, KeyboardInterrupt):
        kept = f"{folder.completed:,} of {runs:,} runs are kept in {folder.path}"
        click.echo(printable(f"{kept}; the same command with --resume goes on with them"), err=True)
        raise


def _file(scenario: Path) -> Path:
    """The file of a scenario that may be named by its folder."""
    return scenario / "scenario.toml" if scenario.is_dir() else scenario
