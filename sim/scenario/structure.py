"""Plain TOML values read strictly into the shapes of tables (cattrs lives here and nowhere else).

Every problem is found at once, each with its path. What is wrong is then left out and the rest is
read again, so that a misspelt key does not hide a misspelt gauge further down.
"""

import types
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar, get_args, get_origin

import attrs
import cattrs
from cattrs.cols import list_structure_factory, mapping_structure_factory
from cattrs.gen import make_dict_structure_fn, override

from sim.errors import LONGEST_NAME, suggestion
from sim.language.fields import (
    Changing,
    Formula,
    MeasureText,
    OnePattern,
    Patterns,
    PatternTable,
    Prose,
)
from sim.scenario.tree import Node, Path, pruned

T = TypeVar("T")
Hook = Callable[[Any, Any], Any]
Complain = Callable[[Node, Path, str], None]
"""Takes the tree, a path in it, and what is wrong there."""

HUGE = 1e300
"""Numbers from here on are nobody's assumption."""


def structured(
    node: Node, shape: type[T], complain: Complain, stand_ins: Mapping[str, Node] | None = None
) -> tuple[T | None, Node]:
    """Read a node into a shape; return it with what of the node could be read.

    What is wrong is told and left out. What then misses something is left out too, without another
    word, up to the top: there the stand-ins take the place of what must be, or nothing is returned.
    """
    told: set[tuple[str, Path]] = set()
    while True:
        try:
            return _CONVERTER.structure(node.plain(), shape), node
        except (cattrs.BaseValidationError, ValueError) as error:
            told_of = error
        leaves = []
        for leaf in _leaves(told_of, (), ()):  # one by one: who hears of too many gives up
            leaves.append(leaf)
            if not (leaf.missing and _place(node, leaf.path) in told):
                complain(node, leaf.path, leaf.message)
        told |= {_place(node, leaf.cut) for leaf in leaves}
        told |= {_place(node, (*leaf.path[:-1], leaf.meant)) for leaf in leaves if leaf.meant}
        lacking = [str(leaf.path[0]) for leaf in leaves if not leaf.cut]
        if not set(lacking) <= set(stand_ins or {}):
            return None, node
        node = pruned(node, {leaf.cut for leaf in leaves if leaf.cut})
        node = node.with_value(node.value | {key: (stand_ins or {})[key] for key in lacking})


def _place(node: Node, path: Path) -> tuple[str, Path]:
    """A key by the file and path of its table: paths in the tree move when arrays are pruned."""
    table = node.at(path[:-1])
    return table.file, (*table.path, *path[-1:])


@attrs.frozen
class _Leaf:
    """A complaint at a path, and the path to cut so that the rest can be read."""

    path: Path
    message: str
    cut: Path
    missing: bool = False
    meant: str = ""
    """The key that a misspelt one was meant to be: it is not missing too."""


def _leaves(error: BaseException, path: Path, cut: Path) -> Iterator[_Leaf]:
    """Every complaint in the groups of exceptions that cattrs raises.

    A value of the wrong type takes the table around it along (at the top, only itself): without
    it the table would say something else than was meant.
    """
    if isinstance(error, cattrs.ClassValidationError):
        yield from _leaves_of_table(error, path)
    elif isinstance(error, cattrs.IterableValidationError):
        noted, _ = error.group_exceptions()
        for exception, note in noted:
            below = (*path, note.index)
            yield from _leaves(exception, below, below if isinstance(note.index, str) else cut)
    else:
        yield _Leaf(path, str(error), cut)


def _leaves_of_table(error: cattrs.ClassValidationError, path: Path) -> Iterator[_Leaf]:
    """Unknown keys, missing keys, and what is wrong under the others."""
    noted, others = error.group_exceptions()
    missing = [_key(note.name) for inner, note in noted if isinstance(inner, KeyError)]
    known = [_key(name) for name in attrs.fields_dict(error.cl)]
    for inner in others:
        for key in sorted(getattr(inner, "extra_fields", ())):
            hint = suggestion(key, known)
            meant = next((name for name in missing if f"'{name}'?" in hint), None)
            if meant:  # a misspelt key is one problem, not an unknown one and a missing one
                missing.remove(meant)
            at = (*path, key)
            cut = path if meant and path else at
            yield _Leaf(at, f"unknown key '{key}'{hint}", cut, meant=meant or "")
    for key in missing:
        yield _Leaf((*path, key), f"'{key}' is missing", path, missing=True)
    for inner, note in noted:
        if not isinstance(inner, KeyError):
            at = (*path, _key(note.name))
            yield from _leaves(inner, at, path or at)


def _key(name: str) -> str:
    """A field's key in the file: a trailing underscore only keeps clear of Python's words."""
    return name.rstrip("_")


FORMS: dict[type, str] = {
    bool: "true or false", int: "a number", float: "a number", str: "text", list: "a list",
    dict: "a table", datetime: "a date with a time", date: "a date",
}  # fmt: skip
"""What a value of a type is called."""


def _refused(value: object, wanted: str, remedy: str = "") -> ValueError:
    form = FORMS.get(type(value), "a time of day")
    return ValueError(f"{str(value)[:40]!r} is {form}, and {wanted} is expected{remedy}")


def _only(kind: type, wanted: str) -> Hook:
    """A strict hook: nothing is converted, so a truth value is no number and an instant no day."""

    def hook(value: object, _: object) -> object:
        if type(value) is kind:
            return value
        raise _refused(value, wanted)

    return hook


def _name(value: object, _: object) -> str:
    if not isinstance(value, str):
        raise _refused(value, "text")
    if len(value) > LONGEST_NAME:
        raise ValueError(f"a name of {len(value):,} characters; at most {LONGEST_NAME} are read")
    return value


def _number(value: object, _: object) -> float:
    if type(value) not in {int, float}:
        raise _refused(value, "a number")
    if not abs(value) < HUGE:  # type: ignore[arg-type]
        raise ValueError(f"{value} is beyond every number that is read; write one below {HUGE:g}")
    return float(value)  # type: ignore[arg-type]


def _formula(value: object, _: object) -> str:
    if type(value) in {int, float}:
        return repr(value)
    if isinstance(value, str):
        return value
    raise _refused(value, 'a number or an expression such as "45 d"')


def _one_pattern(value: object, _: object) -> PatternTable:
    if isinstance(value, str):
        return PatternTable(_name(value, None))
    if isinstance(value, dict):
        return _CONVERTER.structure(value, PatternTable)
    raise _refused(value, "a kind, a milestone or { event = ... }")


def _patterns(value: object, _: object) -> tuple[PatternTable, ...]:
    if isinstance(value, list):
        return tuple(_CONVERTER.structure(value, list[OnePattern]))
    return (_one_pattern(value, None),)


def _list(cl: Any, converter: cattrs.BaseConverter) -> Hook:  # noqa: ANN401  a type
    read = list_structure_factory(cl, converter)

    def hook(value: object, shape: object) -> object:
        if isinstance(value, list):
            return read(value, shape)
        raise _refused(value, "a list", ": write [[...]] or [...]")

    return hook


def _named_entries(cl: Any, converter: cattrs.BaseConverter) -> Hook:  # noqa: ANN401  a type
    read = mapping_structure_factory(cl, converter)

    def hook(value: object, shape: object) -> object:
        if isinstance(value, dict):
            return read(value, shape)
        raise _refused(value, "a table")

    return hook


def _table(cl: Any, converter: cattrs.BaseConverter) -> Hook:  # noqa: ANN401  a type
    """A table of declared keys; anything else in it is an error."""
    names = {name: override(rename=_key(name)) for name in attrs.fields_dict(cl) if name[-1] == "_"}
    read = make_dict_structure_fn(cl, converter, _cattrs_forbid_extra_keys=True, **names)  # type: ignore[arg-type]

    def hook(value: object, shape: object) -> object:
        if isinstance(value, dict):
            return read(value, shape)
        raise _refused(value, "a table")

    return hook


def _either(cl: Any, converter: cattrs.BaseConverter) -> Hook:  # noqa: ANN401  a type
    """A union: the member whose plain form the value has (None is an absent key, never a value)."""
    members = [member for member in get_args(cl) if member is not type(None)]
    if len(members) == 1:
        return lambda value, _: converter.structure(value, members[0])
    forms = {_form(member): member for member in members}

    def hook(value: object, _: object) -> object:
        if type(value) in forms:
            return converter.structure(value, forms[type(value)])
        raise _refused(value, " or ".join(FORMS[form] for form in forms))

    return hook


def _form(member: Any) -> type:  # noqa: ANN401  a type
    """The type that tomllib gives a value of a union's member."""
    if get_origin(member) is list:
        return list
    return dict if attrs.has(member) else member


def _made() -> cattrs.Converter:
    converter = cattrs.Converter(detailed_validation=True)
    hooks: dict[Any, Hook] = {
        str: _name,
        Prose: _only(str, "text"),
        bool: _only(bool, "true or false"),
        int: _only(int, "a whole number"),
        date: _only(date, "a date such as 2024-01-31 (no quotes, no time)"),
        float: _number,
        Changing: _formula,
        Formula: _formula,
        MeasureText: _formula,
        OnePattern: _one_pattern,
        Patterns: _patterns,
    }
    for kind, hook in hooks.items():
        converter.register_structure_hook(kind, hook)
    converter.register_structure_hook_func(lambda cl: cl is object, lambda value, _: value)
    factories: list[tuple[Callable[[Any], bool], Callable[..., Hook]]] = [
        (lambda cl: isinstance(cl, types.UnionType), _either),
        (lambda cl: get_origin(cl) is list, _list),
        (lambda cl: get_origin(cl) is dict, _named_entries),
        (attrs.has, _table),
    ]
    for concerns, factory in factories:
        converter.register_structure_hook_factory(concerns, factory)
    return converter


_CONVERTER = _made()
