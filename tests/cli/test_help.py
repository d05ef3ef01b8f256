"""Help, and what the command says to what it does not know."""

import click
import pytest

from sim import __version__
from sim.cli.main import COMMANDS, program
from tests.cli.front import SMALL, sim


def commands() -> list[tuple[str, click.Command]]:
    """Every command there is."""
    context = click.Context(program)
    found = [(name, program.get_command(context, name)) for name in program.list_commands(context)]
    return [(name, command) for name, command in found if command is not None]


def test_the_commands_of_the_contract() -> None:
    """These thirteen, in the order in which one meets them."""
    wanted = [
        "run", "validate", "ensemble", "score", "compare", "forecast", "backtest",
        "check", "new", "list", "schema", "kinds", "behaviours",
    ]  # fmt: skip

    assert [name for name, _ in commands()] == wanted
    assert list(COMMANDS) == wanted


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help_with_an_example(name: str, option: str) -> None:
    """The example is a command that can be typed as it stands."""
    result = sim(name, option)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Usage: sim {name} ")
    head, example, tail = result.stdout.partition("  Example")
    assert head
    assert example
    assert f"\n    sim {name}" in tail


@pytest.mark.parametrize(("name", "command"), commands())
def test_every_option_says_what_it_does(name: str, command: click.Command) -> None:
    """No option without a sentence."""
    options = [option for option in command.params if isinstance(option, click.Option)]

    assert [option.name for option in options if not option.help] == [], name


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"new", "schema"}))
def test_every_command_that_tells_something_has_json(name: str) -> None:
    """Except for the one that makes a folder, and the one that prints JSON anyway."""
    assert "--json" in sim(name, "--help").stdout


def test_help_lists_every_command() -> None:
    """With what it does, and with examples."""
    result = sim("--help")

    assert result.exit_code == 0
    assert all(f"\n  {name} " in result.stdout for name in COMMANDS)
    assert "Examples:" in result.stdout


def test_version() -> None:
    """The package's own."""
    assert sim("--version").stdout == f"sim, version {__version__}\n"


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("rnu", "run"), ("validat", "validate"), ("behaviors", "behaviours"), ("kind", "kinds")],
)
def test_a_misspelt_command(typed: str, nearest: str) -> None:
    """The nearest is suggested, on standard error, with exit status 2."""
    result = sim(typed, SMALL)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"no command '{typed}'; did you mean '{nearest}'?" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", SMALL, "--sead", "1"], "--seed"),
        (["run", SMALL, "--untl", "2001-02-01"], "--until"),
        (["validate", SMALL, "--row"], "--rows"),
        (["kinds", "--jsn"], "--json"),
    ],
)
def test_a_misspelt_option(arguments: list[str], words: str) -> None:
    """The nearest is suggested, and the command is not carried out."""
    result = sim(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


@pytest.mark.parametrize("arguments", [[], ["run"], ["validate"], ["new"], ["run", "a", "b"]])
def test_what_is_missing_or_too_much(arguments: list[str]) -> None:
    """Standard error says how the command is used; exit status 2."""
    result = sim(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: sim" in result.stderr


def test_a_command_cannot_be_given_to_colour_the_message() -> None:
    """Control characters that are typed come back as escapes, whatever they were typed for."""
    assert "\x1b" not in sim("\x1b[31mred").stderr
    assert "\x1b" not in sim("backtest", SMALL, "--every", "\x1b[31m").stderr
    assert "\x1b" not in sim("run", SMALL, "--set", "\x1b[31m").stderr
