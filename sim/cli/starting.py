"""`sim new` and `sim list`: to start a scenario, and to see which there are."""

import json
import re
import shutil
from contextlib import suppress
from errno import EEXIST
from importlib.resources import as_file, files
from pathlib import Path
from stat import S_IMODE
from typing import TypedDict

import click

from sim.cli import options
from sim.errors import InputError, Problem, printable

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@click.command("new", short_help="Start a scenario.")
@click.argument("name", type=click.Path(path_type=Path))
def new_command(name: Path) -> None:
    """Make the folder NAME with a scenario that runs, a record and a README, to be changed.

    A folder that is there already must be empty.

    \b
    Examples:
      sim new scenarios/my-country
      sim run scenarios/my-country
    """  # noqa: D301  click's own mark for lines that must not be joined
    if (name.exists() or name.is_symlink()) and not _is_empty(name):
        raise InputError([Problem(str(name), 0, "", "exists already; choose another name")])
    if not NAME.fullmatch(name.name):
        raise InputError([Problem(str(name), 0, "", "letters, digits, - and _ make a name")])
    try:
        _make(name)
    except OSError as error:
        raise InputError([Problem(str(name), 0, "", f"cannot be made: {error.strerror}")]) from None
    click.echo(printable(f"made {name}; now: sim run {name}"))


def _is_empty(folder: Path) -> bool:
    """Whether this is a folder of one's own with nothing in it; what cannot be looked into is not.

    A link is none: the folder that takes its place would not be where the link leads.
    """
    try:
        return folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())
    except OSError:
        return False


def _make(folder: Path) -> None:
    """Make a scenario folder and those above it, all or nothing; an empty one is replaced."""
    above = [parent for parent in folder.parents if not parent.exists()]
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    if unfinished.exists():
        raise FileExistsError(EEXIST, f"{unfinished} is in the way; remove it first")
    try:
        unfinished.mkdir(parents=True)
        with as_file(files("sim.scenario") / "template") as template:
            for file in template.iterdir():
                text = file.read_text(encoding="utf-8").replace("NAME", folder.name)
                (unfinished / file.name).write_text(text, encoding="utf-8")
        if folder.exists():  # what was private stays so
            unfinished.chmod(S_IMODE(folder.stat().st_mode))
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        for parent in above:
            with suppress(OSError):
                parent.rmdir()
        raise


@click.command("list", short_help="The scenarios in a folder.")
@click.argument("folder", type=click.Path(path_type=Path), default="scenarios")
@options.as_json
def list_command(folder: Path, *, as_json: bool) -> None:
    """List the scenarios in FOLDER (by default ./scenarios), with their variants.

    \b
    Examples:
      sim list
      sim list ~/negotiations --json
    """  # noqa: D301  click's own mark for lines that must not be joined
    if not folder.is_dir():
        raise InputError(
            [Problem(str(folder), 0, "", "no such folder; name one that holds scenarios")]
        )
    found = [_entry(file) for file in sorted(folder.glob("*/scenario.toml"))]
    if as_json:
        click.echo(json.dumps({"scenarios": found}, indent=1))
        return
    if not found:
        message = f"no scenario in {folder}: each is a folder with a scenario.toml"
        click.echo(printable(message), err=True)
        return
    from sim.report.terminal import show_table  # noqa: PLC0415  heavy: loaded when called

    rows = []
    for entry in found:
        clock = f"{entry['start'] or '?'} to {entry['end'] or '?'}"
        rows.append((entry["path"], clock, entry["title"]))
        rows += [(variant, "", "a variant") for variant in entry["variants"]]
    show_table(("scenario", "clock", "title"), rows)


class Entry(TypedDict):
    """What a list says of a scenario."""

    path: str
    title: str
    start: str | None
    end: str | None
    variants: list[str]


def _entry(file: Path) -> Entry:
    """A scenario as its file says it, without resolving it; what cannot be read has no clock."""
    from sim.scenario.source import own_file, read_node  # noqa: PLC0415  heavy: loaded when called

    variants = sorted(str(path) for path in file.parent.glob("variants/*.toml"))
    entry: Entry = {
        "path": str(file.parent), "title": "", "start": None, "end": None, "variants": variants,
    }  # fmt: skip
    try:
        node = read_node(own_file(file.parent), str(file))
    except InputError as error:
        return {**entry, "title": f"(cannot be read: {error.problems[0].message})"}
    clock = node.entry("clock")
    clock = clock if isinstance(clock, dict) else {}
    start, end = (str(clock[key]) if key in clock else None for key in ("start", "end"))
    return {**entry, "title": str(node.entry("title") or ""), "start": start, "end": end}
