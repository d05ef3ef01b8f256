"""`sim new` and `sim list`: to start a scenario, and to see which there are."""

import json
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import click

from sim.errors import InputError, Problem, printable


@click.command("new", short_help="Start a scenario.")
@click.argument("name", type=click.Path(path_type=Path))
def new_command(name: Path) -> None:
    """Make the folder NAME with a scenario that runs, a record and a README, to be changed.

    \b
    Examples:
      sim new scenarios/my-country
      sim run scenarios/my-country
    """  # noqa: D301  click's own mark for lines that must not be joined
    if name.exists():
        raise InputError([Problem(str(name), 1, "", "exists already; choose another name")])
    if not name.name.replace("-", "").replace("_", "").isalnum():
        raise InputError([Problem(str(name), 1, "", "letters, digits, - and _ make a name")])
    unfinished = name.with_name(f".{name.name}.unfinished")
    try:
        with as_file(files("sim.scenario") / "template") as template:
            shutil.copytree(template, unfinished)
        for file in unfinished.iterdir():
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("NAME", name.name), encoding="utf-8")
        unfinished.rename(name)
    except OSError as error:
        raise InputError([Problem(str(name), 1, "", f"cannot be made: {error.strerror}")]) from None
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    click.echo(f"made {name}; now: sim run {name}")


@click.command("list", short_help="The scenarios in a folder.")
@click.argument("folder", type=click.Path(path_type=Path), default="scenarios")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_command(folder: Path, *, as_json: bool) -> None:
    """List the scenarios in FOLDER (by default ./scenarios), with their variants.

    \b
    Examples:
      sim list
      sim list ~/negotiations --json
    """  # noqa: D301  click's own mark for lines that must not be joined
    if not folder.is_dir():
        raise InputError([Problem(str(folder), 1, "", "no such folder; name one that holds scenarios")])
    found = [_entry(file) for file in sorted(folder.glob("*/scenario.toml"))]
    if as_json:
        click.echo(json.dumps({"scenarios": found}, indent=1))
        return
    from sim.report.terminal import show_table  # noqa: PLC0415  heavy: loaded when called

    rows = [
        (str(e["path"]), f"{e['start']} to {e['end']}", str(e["title"])) for e in found
    ]
    show_table(("scenario", "clock", "title"), rows)


def _entry(file: Path) -> dict[str, object]:
    """What a list says of a scenario, without resolving it; what cannot be read has no title."""
    from sim.scenario.source import read_node  # noqa: PLC0415  heavy: loaded when called

    variants = sorted(str(path) for path in file.parent.glob("variants/*.toml"))
    entry: dict[str, object] = {"path": str(file.parent), "variants": variants}
    try:
        node = read_node(file, str(file))
    except InputError as error:
        return entry | {"title": f"(unreadable: {error})", "start": "?", "end": "?"}
    clock = node.entry("clock")
    clock = clock if isinstance(clock, dict) else {}
    return entry | {
        "title": printable(str(node.entry("title"))),
        "start": str(clock.get("start")),
        "end": str(clock.get("end")),
    }
