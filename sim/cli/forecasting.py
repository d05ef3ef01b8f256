"""`sim forecast` and `sim backtest`: what comes next, seen from dates of the record."""

import json
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli import options
from sim.cli.scoring import FEWEST, check_record, made, other_tracks
from sim.events.dates import DAY, seconds_at

if TYPE_CHECKING:
    from sim.ensemble import Projection
    from sim.scenario import Scenario
    from sim.score.timelines.dates import Dates

FORECAST_RUNS = 1_000
BACKTEST_RUNS = 200
EVERY = "30 d"


@click.command("forecast", short_help="What comes next, seen from a date of the record.")
@options.scenario
@click.option("--as-of", type=options.Day(), required=True, metavar="DATE",
              help="The last day that is known.")  # fmt: skip
@click.option("--known-then", is_flag=True,
              help="Know a row from the day of its source on, not from its own.")  # fmt: skip
@click.option("--runs", type=click.IntRange(1, 1_000_000), default=FORECAST_RUNS,
              show_default=True, metavar="N", help="How many runs.")  # fmt: skip
@options.seeds
@options.jobs
@options.changes
@options.as_json
def forecast_command(
    *, scenario: Path, as_of: datetime, known_then: bool, runs: int, seed: int, jobs: int | None,
    changes: tuple[str, ...], as_json: bool,
) -> None:  # fmt: skip
    """Tell the chance and the dates of each milestone of SCENARIO, given its record up to a date.

    The record stands in for the run's own past; what could have happened by then and did not is
    drawn until it agrees with the record's silence.

    \b
    Examples:
      sim forecast scenarios/iraq-hmc-2024 --as-of 2024-02-29
      sim forecast scenarios/iraq-hmc-2024 --as-of 2024-02-29 --known-then --json
    """  # noqa: D301  click's own mark for lines that must not be joined
    from sim.report.documents import of_prospects, of_source  # noqa: PLC0415  heavy: loaded when called
    from sim.report.outlooks import forecast_sections  # noqa: PLC0415
    from sim.report.progress import progress  # noqa: PLC0415
    from sim.report.scores import changed  # noqa: PLC0415
    from sim.report.terminal import show_sections  # noqa: PLC0415
    from sim.scenario import load  # noqa: PLC0415
    from sim.score.outlook import prospects  # noqa: PLC0415

    loaded = load(scenario, options.settings(changes))
    cut = _cut(loaded, as_of.date())
    with progress("runs", runs) as told:
        logs = made(loaded, runs, seed, jobs=jobs, told=told, past=cut, known_then=known_then)
    found = prospects(loaded, logs, cut, known_then=known_then)
    if as_json:
        document = of_source(loaded, seed) | {"as_of": str(as_of.date()), "runs": runs}
        click.echo(json.dumps(document | of_prospects(found), indent=1, allow_nan=False))
        return
    known = ", each row from its source's date" if known_then else ""
    facts = (
        f"as of {as_of.date()}{known}: {runs:,} runs, seeds {seed} to {seed + runs - 1},"
        f" to {loaded.end}{changed(loaded.changes)}"
    )
    show_sections(loaded.title, facts, forecast_sections(found))


@click.command("backtest", short_help="Forecasts from successive dates, scored.")
@options.scenario
@click.option("--every", default=EVERY, show_default=True, metavar="DURATION",
              help="How far apart the dates are.")  # fmt: skip
@click.option("--runs", type=click.IntRange(FEWEST, 100_000), default=BACKTEST_RUNS,
              show_default=True, metavar="N", help="How many runs from each date.")  # fmt: skip
@options.seeds
@options.jobs
@options.changes
@options.others
@options.as_json
def backtest_command(
    *, scenario: Path, every: str, runs: int, seed: int, jobs: int | None,
    changes: tuple[str, ...], others: tuple[Path, ...], as_json: bool,
) -> None:  # fmt: skip
    """Forecast SCENARIO from successive dates of its record, and score what came after each.

    \b
    Examples:
      sim backtest scenarios/iraq-hmc-2024
      sim backtest scenarios/iraq-hmc-2024 --every '60 d' --runs 500 --json
    """  # noqa: D301  click's own mark for lines that must not be joined
    from sim.report.documents import of_backtest, of_source  # noqa: PLC0415
    from sim.report.outlooks import backtest_sections  # noqa: PLC0415
    from sim.report.progress import progress  # noqa: PLC0415
    from sim.report.scores import changed  # noqa: PLC0415
    from sim.report.terminal import show_sections  # noqa: PLC0415
    from sim.scenario import load  # noqa: PLC0415
    from sim.score.backtest import backtest, origins  # noqa: PLC0415
    from sim.score.baselines.tracks import track  # noqa: PLC0415
    from sim.score.doubt.uncertainty import generator  # noqa: PLC0415

    loaded = load(scenario, options.settings(changes))
    check_record(loaded, scenario)
    cuts = list(origins(loaded, _seconds(every)))
    if not cuts:
        raise click.UsageError(f"--every '{every}': the record ends before the first date")
    read = other_tracks(scenario, loaded, others)
    tracks = [one for each in read if (one := track(*each)) is not None]
    chance = generator(seed)
    with progress("runs", runs * len(cuts)) as told:
        make = partial(made, loaded, runs, seed, jobs=jobs, told=told)
        found = backtest(loaded, partial(_dates, loaded, make), tracks, cuts, chance)
    if as_json:
        document = of_source(loaded, seed) | {"runs": runs, "every": every}
        click.echo(json.dumps(document | of_backtest(found), indent=1, allow_nan=False))
        return
    facts = (
        f"{runs:,} runs from each of {len(cuts)} dates, seeds {seed} to {seed + runs - 1}"
        f"{changed(loaded.changes)}"
    )
    show_sections(loaded.title, facts, backtest_sections(found))


def _dates(scenario: "Scenario", make: "partial[Projection]", cut: int) -> "Dates":
    """The forecast from a second, as far as the record goes."""
    from sim.score.timelines.dates import dates_of  # noqa: PLC0415
    from sim.score.timelines.targets import compared_until, targets  # noqa: PLC0415

    return dates_of(make(past=cut), targets(scenario), compared_until(scenario))


def _cut(scenario: "Scenario", day: date) -> int:
    """The first second after a day of which the record tells; silence after it says nothing."""
    if scenario.record is None:
        raise click.UsageError("the scenario has no record to forecast from; 'sim run' starts anew")
    last = min(scenario.end, scenario.known_until or scenario.end)
    if not scenario.start <= day <= last:
        raise click.UsageError(
            f"--as-of {day}: the record is known from {scenario.start} to {last}"
        )
    return seconds_at(scenario.start, day) + DAY


def _seconds(text: str) -> int:
    """A duration of at least a day."""
    from sim.errors import LanguageError  # noqa: PLC0415
    from sim.language import DURATION  # noqa: PLC0415
    from sim.language.units import measure  # noqa: PLC0415

    try:
        value, dimension = measure(text)
    except LanguageError as error:
        raise click.UsageError(f"--every '{text}': {error}") from None
    if dimension != DURATION or value < DAY:
        raise click.UsageError(f"--every '{text}': write a duration from 1 d on, such as '30 d'")
    return int(value)
