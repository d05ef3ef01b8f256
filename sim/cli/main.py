"""The command line's front: the list of commands, and how errors leave it.

Exit status 0: done; 1: a check failed or the answer is no; 2: the input is wrong. Messages go to
standard error, results to standard output.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import StringIO
from typing import Any, NoReturn, cast

import click

from sim import __version__
from sim.errors import DrawdownError, printable

COMMANDS = {
    "run": ("sim.cli.running", "One run, printed as a dated timeline beside the record."),
    "validate": (
        "sim.cli.validating",
        "Every problem of a scenario at once; coverage of the record.",
    ),
    "ensemble": ("sim.cli.many", "Many runs, kept in a folder that other tools read."),
    "score": ("sim.cli.scoring", "The scorecard: many runs against the record."),
    "compare": ("sim.cli.comparing", "Scenarios side by side, under the same seeds."),
    "forecast": ("sim.cli.forecasting", "What comes next, seen from a date of the record."),
    "backtest": ("sim.cli.forecasting", "Forecasts from successive dates, scored."),
    "check": ("sim.cli.checking", "Rules on runs and record; the smallest run that breaks one."),
    "new": ("sim.cli.starting", "Start a scenario: a folder that runs, to be changed."),
    "list": ("sim.cli.starting", "The scenarios in a folder."),
    "schema": ("sim.cli.reference", "The JSON Schema of a scenario file, for editors."),
    "kinds": ("sim.cli.reference", "The vocabulary: kinds of event, with their codes."),
    "behaviours": ("sim.cli.reference", "The behaviours that actors can have, and their options."),
}
"""Where each command lives and what it does: help lists them without loading any."""

WRONG_INPUT = 2
INTERRUPTED = 130


class Commands(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which one meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command = getattr(import_module(module), f"{cmd_name}_command")
        return cast("click.Command", command)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401  click's own
    ) -> click.Context:
        """Read the arguments, and print help where it is asked for."""
        with _heard():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  click's own
        """Carry the command out."""
        with _heard():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; a misspelt one is told the nearest."""
        name = args[0] if args else ""
        if name and name not in COMMANDS and not name.startswith("-"):
            from sim.errors import suggestion  # noqa: PLC0415  only when misspelt

            ctx.fail(printable(f"no command '{name}'{suggestion(name, COMMANDS)}"))
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sim")
def program() -> None:
    """Simulate negotiations over a foreign military presence, beside what happened.

    SCENARIO is a scenario folder or a .toml file.

    \b
    Examples:
      sim run scenarios/iraq-hmc-2024 --seed 1
      sim validate scenarios/iraq-hmc-2024 --rows
      sim ensemble scenarios/iraq-hmc-2024 --runs 1000 --out runs
      sim new my-country
    """  # noqa: D301  click's own mark for lines that must not be joined


def main(arguments: list[str] | None = None) -> NoReturn:
    """Carry a command out, and leave with its exit status."""
    if sys.stdout is None:  # `>&-`: what a command opened would take the place of the output
        click.echo("standard output is closed; write to a file, or to /dev/null", err=True)
        sys.exit(WRONG_INPUT)
    status = _status(arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
    except OSError as error:
        status = _unwritable(error)
    sys.exit(status)


def _status(arguments: list[str] | None) -> int:
    """Carry a command out; turn what went wrong into a message and an exit status."""
    try:
        return int(program(arguments, prog_name="sim", standalone_mode=False) or 0)
    except DrawdownError as error:
        click.echo("\n".join(map(printable, str(error).splitlines())), err=True)
    except click.ClickException as error:
        shown = StringIO()
        error.show(shown)
        click.echo("\n".join(map(printable, shown.getvalue().splitlines())), err=True)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except OSError as error:
        return _unwritable(error)
    return WRONG_INPUT


def _unwritable(error: OSError) -> int:
    click.echo(printable(f"cannot write the output: {error.strerror}"), err=True)
    _discard_output()
    return WRONG_INPUT


@contextmanager
def _heard() -> Iterator[None]:
    """Stop quietly once whoever reads the output has closed it, having read enough."""
    try:
        yield
    except BrokenPipeError:
        _discard_output()
        raise click.exceptions.Exit(0) from None


def _discard_output() -> None:
    """Let what is still to be written vanish, so that Python's own last flush does not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
