"""`sim schema`, `sim kinds`, `sim behaviours`: to look things up."""

import inspect
import json
from typing import TYPE_CHECKING

import click

from sim.errors import InputError, Problem, suggestion

if TYPE_CHECKING:
    from sim.actors import Behaviour


@click.command("schema", short_help="The JSON Schema of a scenario file.")
def schema_command() -> None:
    """Print the JSON Schema of a scenario file, so that an editor completes and checks it.

    \b
    Example:
      sim schema > scenario.schema.json
    """  # noqa: D301  click's own mark for lines that must not be joined
    from sim.scenario.schema import schema  # noqa: PLC0415  heavy: loaded when called

    click.echo(json.dumps(schema(), indent=1))


@click.command("kinds", short_help="The vocabulary of event kinds.")
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def kinds_command(words: tuple[str, ...], *, as_json: bool) -> None:
    """List the kinds of event that all scenarios know, with PLOVER and CAMEO codes.

    With WORDS, only the kinds in whose name, family or meaning all of them occur.

    \b
    Examples:
      sim kinds
      sim kinds truce
    """  # noqa: D301  click's own mark for lines that must not be joined
    import attrs  # noqa: PLC0415  heavy: loaded when called

    from sim.events import shipped  # noqa: PLC0415

    found = [
        kind
        for kind in shipped()
        if all(word.lower() in f"{kind.name} {kind.family} {kind.meaning}" for word in words)
    ]
    if as_json:
        click.echo(json.dumps({"kinds": [attrs.asdict(kind) for kind in found]}, indent=1))
        return
    from sim.report.terminal import show_table  # noqa: PLC0415

    rows = [
        (
            kind.name,
            kind.family,
            kind.plover,
            kind.cameo,
            f"read as {kind.folds_into}" if kind.folds_into else kind.meaning,
        )
        for kind in found
    ]
    show_table(("kind", "family", "PLOVER", "CAMEO", "meaning"), rows)


@click.command("behaviours", short_help="The behaviours of actors.")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def behaviours_command(name: str | None, *, as_json: bool) -> None:
    """List the behaviours that actors can have; with NAME, one with its options and sources.

    \b
    Examples:
      sim behaviours
      sim behaviours armed_faction
    """  # noqa: D301  click's own mark for lines that must not be joined
    from sim.actors import CATALOGUE  # noqa: PLC0415  heavy: loaded when called

    if name is not None and name not in CATALOGUE:
        hint = suggestion(name, CATALOGUE)
        raise InputError([Problem("behaviours", 1, "", f"unknown behaviour '{name}'{hint}")])
    chosen = {name: CATALOGUE[name]} if name else dict(CATALOGUE)
    if as_json:
        listed = [{"name": n, "about": _about(b), "options": _options(b)} for n, b in chosen.items()]
        click.echo(json.dumps({"behaviours": listed}, indent=1))
        return
    from sim.report.terminal import show_table  # noqa: PLC0415

    if name is None:
        rows = [(n, _about(behaviour).splitlines()[0]) for n, behaviour in chosen.items()]
        show_table(("behaviour", "what it is"), rows)
        return
    click.echo(_about(chosen[name]) + "\n")
    show_table(
        ("option", "default"),
        [(str(option["name"]), str(option["default"])) for option in _options(chosen[name])],
    )


def _about(behaviour: "type[Behaviour]") -> str:
    return inspect.getdoc(behaviour) or ""


def _options(behaviour: "type[Behaviour]") -> list[dict[str, object]]:
    """Each option with its default; what has none must be given."""
    import attrs  # noqa: PLC0415  heavy: loaded when called

    options: list[dict[str, object]] = []
    for field in attrs.fields(behaviour):  # type: ignore[arg-type]
        default = field.default
        if default is attrs.NOTHING:
            shown: object = "(must be given)"
        elif isinstance(default, attrs.Factory):  # type: ignore[arg-type]
            shown = "(none)"
        else:
            shown = "(none)" if default is None else default
        options.append({"name": field.name.rstrip("_"), "default": str(shown)})
    return options
