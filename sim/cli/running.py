"""`sim run`: one run, printed as a dated timeline beside the record."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli import options
from sim.errors import InputError, Problem, printable
from sim.events.dates import DAY, seconds_at

if TYPE_CHECKING:
    from sim.engine import Trace
    from sim.log import Log
    from sim.scenario import Scenario

RUN_FILE = b'{"drawdown":"run"'
"""How a run file begins."""


@click.command("run", short_help="One run beside the record.")
@options.scenario
@options.seed
@click.option("--until", type=options.Day(), metavar="DATE",
              help="The last day to run; by default the scenario's own.")  # fmt: skip
@options.changes
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write the run to a file (JSON Lines), whole or not at all.")  # fmt: skip
@click.option("--trace", "traced", is_flag=True,
              help="Also list what was considered and did not happen, and why.")  # fmt: skip
@options.as_json
def run_command(
    scenario: Path, seed: int, until: datetime | None, changes: tuple[str, ...],
    out: Path | None, *, traced: bool, as_json: bool,
) -> None:  # fmt: skip
    """Run SCENARIO once and print what happened beside what is documented.

    The same scenario and the same seed give the same run, to the byte.

    \b
    Examples:
      sim run scenarios/iraq-hmc-2024 --seed 1
      sim run scenarios/iraq-hmc-2024 --seed 1 --until 2024-12-31 --out run.jsonl
      sim run scenarios/iraq-hmc-2024 --set 'attack_rate=2 / month'
    """  # noqa: D301  click's own mark for lines that must not be joined
    from sim.engine import Trace, simulate  # noqa: PLC0415  heavy: loaded when called
    from sim.log import storable, write_run  # noqa: PLC0415
    from sim.scenario import load  # noqa: PLC0415

    if out is not None:
        _spare(out)
    loaded = load(scenario, options.settings(changes))
    if out is not None and not storable(loaded.name):
        message = "no run file can hold this folder's name: use letters; rename it, or drop --out"
        raise InputError([Problem(loaded.name, 0, "", message)])
    last = None if until is None else _last_second(loaded, until.date())
    notes = Trace()
    log = simulate(loaded, seed, last, notes)
    if out is not None:
        from sim.report.words import amount  # noqa: PLC0415

        write_run(log, out)
        told = amount((len(log.events),), "events")
        click.echo(printable(f"wrote {out}: {told}"), err=True)
    if as_json:
        click.echo(json.dumps(_document(loaded, log, notes if traced else None), indent=1))
        return
    _show(loaded, log, notes, traced=traced)


def _spare(out: Path) -> None:
    """Refuse to write over a file that is not a run: a slip would cost somebody's scenario."""
    if not out.is_file():
        return
    with out.open("rb") as stream:
        start = stream.read(len(RUN_FILE))
    if start not in {b"", RUN_FILE}:
        message = "is no run file, and would be lost; name another file"
        raise InputError([Problem(str(out), 1, "", message)])


def _last_second(scenario: "Scenario", day: date) -> int:
    """The first second not to run."""
    if not scenario.start <= day <= scenario.end:
        raise click.UsageError(
            f"--until {day}: the scenario's clock runs from {scenario.start} to {scenario.end}"
        )
    return seconds_at(scenario.start, day) + DAY


def _document(scenario: "Scenario", log: "Log", notes: "Trace | None") -> dict[str, object]:
    """The fields that scripts rely on."""
    from sim.log import digest_of  # noqa: PLC0415

    document: dict[str, object] = {
        "scenario": {
            "name": scenario.name,
            "title": scenario.title,
            "digest": scenario.digest,
        },  # fmt: skip
        "seed": log.origin.seed,
        "changes": dict(log.origin.changes),
        "events": [log.row(event) for event in log.events],
        "digest": digest_of(log),
    }
    if notes is not None:
        document["trace"] = [
            {"time": n.time, "step": n.step, "what": n.what, "why": n.why, "cause": n.cause,
             "values": dict(n.values)}
            for n in notes.notes
        ]  # fmt: skip
    return document


def _show(scenario: "Scenario", log: "Log", notes: "Trace", *, traced: bool) -> None:
    from sim.report.beside import beside  # noqa: PLC0415
    from sim.report.terminal import show_refusals, show_run, show_trace  # noqa: PLC0415

    show_run(scenario, log, beside(scenario, log))
    if traced:
        show_trace(scenario, notes.notes)
    else:
        show_refusals(notes.notes)
