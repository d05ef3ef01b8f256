"""`sim schema`, `sim kinds`, `sim behaviours`: to look things up."""

import inspect
import json
from typing import TYPE_CHECKING, get_args, get_origin

import click

from sim.cli import options
from sim.errors import InputError, Problem, nearest, suggestion

if TYPE_CHECKING:
    from sim.actors import Behaviour

TYPES = {
    "Changing": "expression or gauge",
    "Formula": "expression",
    "Patterns": "events",
    "bool": "true or false",
    "float": "number",
    "int": "whole number",
    "str": "text",
}
"""What the types of options are called in a scenario file; others by their own names."""


@click.command("schema", short_help="The JSON Schema of a scenario file.")
@click.option("--expect", is_flag=True, help="That of an expect.toml instead.")
def schema_command(*, expect: bool) -> None:
    """Print the JSON Schema of a scenario file, so that an editor completes and checks it.

    \b
    Examples:
      sim schema > scenario.schema.json
      sim schema --expect > expect.schema.json
    """  # noqa: D301  click's own mark for lines that must not be joined
    from sim.scenario.schema import expectations_schema, schema  # noqa: PLC0415  heavy

    click.echo(json.dumps(expectations_schema() if expect else schema(), indent=1))


@click.command("kinds", short_help="The vocabulary of event kinds.")
@click.argument("words", nargs=-1)
@options.as_json
def kinds_command(words: tuple[str, ...], *, as_json: bool) -> None:
    """List the kinds of event that all scenarios know, with PLOVER and CAMEO codes.

    With WORDS, only the kinds in whose name, family or meaning all of them occur. Exit status 2 if
    there is none.

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
    if not found:
        names = [kind.name for kind in shipped()]
        message = f"no kind has '{' '.join(words)}'{_meant(words, names)}"
        raise InputError([Problem("kinds", 0, "", message)])
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


def _meant(words: tuple[str, ...], names: list[str]) -> str:
    """The kind that some words may mean: much like them as a whole, or with a part like one."""
    near = nearest("_".join(words).lower(), names)
    if near:
        return f"; did you mean '{near}'?"
    parts = {part: name for name in reversed(names) for part in name.split("_")}
    for word in words:
        part = nearest(word.lower(), parts)
        if part and part != word.lower():
            return f"; did you mean '{part}', as in '{parts[part]}'?"
    return "; see them all: sim kinds"


@click.command("behaviours", short_help="The behaviours of actors.")
@click.argument("name", required=False)
@options.as_json
def behaviours_command(name: str | None, *, as_json: bool) -> None:
    """List the behaviours that actors can have; with NAME, one with its options, steps and sources.

    Steps are told as an actor named ROLE would have them; `pause.on` stands for what the option
    `pause` says there.

    \b
    Examples:
      sim behaviours
      sim behaviours armed_faction
    """  # noqa: D301  click's own mark for lines that must not be joined
    import attrs  # noqa: PLC0415  heavy: loaded when called

    from sim.actors import CATALOGUE  # noqa: PLC0415
    from sim.actors.outline import outline  # noqa: PLC0415

    if name is not None and name not in CATALOGUE:
        hint = suggestion(name, CATALOGUE)
        raise InputError([Problem("behaviours", 0, "", f"unknown behaviour '{name}'{hint}")])
    chosen = {name: CATALOGUE[name]} if name else dict(CATALOGUE)
    if as_json:
        listed = [
            {
                "name": n,
                "about": _about(b),
                "options": _options(b),
                "steps": [attrs.asdict(step) for step in outline(b)],
            }
            for n, b in chosen.items()
        ]
        click.echo(json.dumps({"behaviours": listed}, indent=1))
        return
    from sim.report.terminal import show_table  # noqa: PLC0415

    if name is None:
        rows = [(n, _about(behaviour).splitlines()[0]) for n, behaviour in chosen.items()]
        show_table(("behaviour", "what it is"), rows)
        return
    click.echo(_about(chosen[name]) + "\n")
    options = _options(chosen[name])
    headings = ("option", "type", "default", "what it is")
    show_table(headings, [tuple(option.values()) for option in options])
    click.echo()
    steps = [
        (step.name, step.option or "(always)", ", ".join(step.emits), step.when)
        for step in outline(chosen[name])
    ]
    show_table(("step", "comes with", "may emit", "when"), steps)
    for about in _types(chosen[name]):
        click.echo("\n" + about)


def _about(behaviour: "type[Behaviour]") -> str:
    return inspect.getdoc(behaviour) or ""


def _options(behaviour: "type[Behaviour]") -> list[dict[str, str]]:
    """Each option with its type, its default and what its source says of it."""
    import attrs  # noqa: PLC0415  heavy: loaded when called

    from sim.scenario.schema import said  # noqa: PLC0415

    texts = said(behaviour)
    return [
        {
            "name": field.name.rstrip("_"),
            "type": _type(field.type),
            "default": _default(field.default),
            "about": texts.get(field.name, ""),
        }
        for field in attrs.fields(behaviour)  # type: ignore[arg-type]
    ]


def _types(behaviour: "type[Behaviour]") -> list[str]:
    """What the types are that only options have, once each."""
    import attrs  # noqa: PLC0415  heavy: loaded when called

    used = [
        part
        for field in attrs.fields(behaviour)  # type: ignore[arg-type]
        for part in (field.type, *get_args(field.type))
        if isinstance(part, type) and attrs.has(part)
    ]
    return [f"{_type(part)}: {inspect.getdoc(part)}" for part in dict.fromkeys(used)]


def _type(annotation: object) -> str:
    """An annotation in the words of the format."""
    inner = [part for part in get_args(annotation) if part is not type(None)]
    if get_origin(annotation) is list:
        return f"list of {_type(inner[0])}s"
    if inner:
        return " or ".join(map(_type, inner))
    name = getattr(annotation, "__name__", str(annotation))
    return TYPES.get(name, name.removesuffix("Table").lower())


def _default(default: object) -> str:
    """A default as one would write it; what has none must be given."""
    import attrs  # noqa: PLC0415  heavy: loaded when called

    if default is attrs.NOTHING:
        return "(must be given)"
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        default = default.factory()  # type: ignore[attr-defined]
    if isinstance(default, list | tuple):
        return ", ".join(map(_default, default)) or "(none)"
    if attrs.has(type(default)):
        given = attrs.asdict(default, recurse=False)  # type: ignore[arg-type]
        parts = [f"{key} = {value}" for key, value in given.items() if value is not None]
        return ", ".join(parts)
    return "(none)" if default is None else str(default)
