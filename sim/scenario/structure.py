"""Plain TOML values read strictly into the shapes of tables (cattrs lives here and nowhere else).

Every problem is found at once, each with its path. What is wrong is then left out and the rest is
read again, so that a misspelt key does not hide a misspelt gauge further down.
"""

import copy
import types
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar, get_args

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn, override

from sim.errors import suggestion
from sim.language.fields import Formula, MeasureText, OnePattern, Patterns, PatternTable

Path = tuple[str | int, ...]
Complaint = tuple[Path, str]
T = TypeVar("T")


def structured(value: object, shape: type[T]) -> tuple[T | None, list[Complaint], list[Path]]:
    """Read a value into a shape.

    Returns what could be read (None if nothing), the complaints, and the paths left out.
    """
    complaints: list[Complaint] = []
    cuts: list[Path] = []
    value = copy.deepcopy(value)
    while True:
        try:
            return _CONVERTER.structure(value, shape), complaints, cuts
        except (cattrs.BaseValidationError, ValueError, TypeError) as error:
            found = list(_leaves(error, ()))
        complaints += [complaint for complaint, _ in found]
        cuts += [cut for _, cut in found]
        if any(not cut for _, cut in found):
            return None, complaints, cuts
        for _, cut in found:
            _leave_out(value, cut)


def _leave_out(value: Any, path: Path) -> None:  # noqa: ANN401  TOML values are what they are
    """Cut a path out of plain values; an array keeps its length, so that paths stay true."""
    for step in path[:-1]:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(value, dict):
        value.pop(path[-1], None)
    elif isinstance(value, list) and isinstance(path[-1], int) and path[-1] < len(value):
        value[path[-1]] = _CUT


_CUT = "\0cut"
"""Stands in an array for an element that was left out; structuring passes over it."""


def _leaves(error: BaseException, path: Path) -> Iterable[tuple[Complaint, Path]]:
    """Yield each complaint, with the path to cut so that the rest can be read."""
    if isinstance(error, cattrs.ClassValidationError):
        with_notes, _ = error.group_exceptions()
        noted = {id(exception) for exception, _ in with_notes}
        for exception, note in with_notes:
            yield from _leaves(exception, (*path, note.name.rstrip("_")))
        for exception in error.exceptions:
            if id(exception) not in noted:
                yield from _leaves(exception, path)
    elif isinstance(error, cattrs.IterableValidationError):
        with_notes, _ = error.group_exceptions()
        for exception, note in with_notes:
            yield from _leaves(exception, (*path, note.index))
    elif isinstance(error, cattrs.ForbiddenExtraKeysError):
        known = [name.rstrip("_") for name in attrs.fields_dict(error.cl)]
        for key in sorted(error.extra_fields):
            at = (*path, key)
            yield (at, f"unknown key '{key}'{suggestion(key, known)}"), at
    elif isinstance(error, KeyError):
        key = str(error.args[0]).rstrip("_")
        yield (
            (
                (*path[:-1], key) if path and path[-1] == key else (*path, key),
                f"'{key}' is missing",
            ),
            (path[:-1] if path and path[-1] == key else path),
        )
    else:
        yield (path, str(error)), path


def _shown(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", str: "text"}
    kind = names.get(type(value), "a table" if isinstance(value, dict) else "a list")
    if isinstance(value, date):
        kind = "a date"
    return f"{str(value)[:40]!r} is {kind}"


def _scalar(kinds: tuple[type, ...], wanted: str) -> Callable[[object, object], Any]:
    """A strict hook: nothing is converted, and a truth value is no number."""

    def hook(value: object, _: object) -> object:
        if isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)):
            return value
        raise ValueError(f"{_shown(value)}, and {wanted} is expected")

    return hook


def _number(value: object, _: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300:
        return float(value)
    raise ValueError(f"{_shown(value)}, and a number is expected")


def _day(value: object, _: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError(f"{_shown(value)}, and a date such as 2024-01-31 (no quotes) is expected")


def _formula(value: object, _: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    raise ValueError(f'{_shown(value)}, and a number or an expression such as "45 d" is expected')


def _one_pattern(value: object, _: object = None) -> PatternTable:
    if isinstance(value, str):
        return PatternTable(value)
    if isinstance(value, dict):
        return _CONVERTER.structure(value, PatternTable)
    raise ValueError(f"{_shown(value)}, and a kind, a milestone or {{ event = ... }} is expected")


def _patterns(value: object, _: object) -> tuple[PatternTable, ...]:
    if isinstance(value, list):
        return tuple(_one_pattern(entry) for entry in value if entry != _CUT)
    return (_one_pattern(value),)


def _list_of(converter: cattrs.Converter, cl: Any) -> Callable[[object, object], list[Any]]:  # noqa: ANN401
    """A list, each element with its place; what was left out is passed over."""
    (element,) = get_args(cl)

    def hook(value: object, _: object) -> list[Any]:
        if not isinstance(value, list):
            hint = ": write [[...]] or [...]" if isinstance(value, dict) else ""
            raise ValueError(f"{_shown(value)}, and a list is expected{hint}")  # noqa: TRY004
        errors: list[Exception] = []
        result = []
        for index, entry in enumerate(value):
            if entry == _CUT:
                continue
            try:
                result.append(converter.structure(entry, element))
            except Exception as error:  # noqa: BLE001  collected, with their places
                note = cattrs.IterableValidationNote("in a list", index, element)
                error.__notes__ = [*getattr(error, "__notes__", []), note]
                errors.append(error)
        if errors:
            raise cattrs.IterableValidationError("in a list", errors, cl)
        return result

    return hook


def _table_of(converter: cattrs.Converter, cl: Any) -> Callable[[object, object], dict[str, Any]]:  # noqa: ANN401
    """A table of named entries, each with its name as its place."""
    _, element = get_args(cl)

    def hook(value: object, _: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValueError(f"{_shown(value)}, and a table is expected")  # noqa: TRY004
        errors: list[Exception] = []
        result = {}
        for name, entry in value.items():
            try:
                result[name] = entry if element is object else converter.structure(entry, element)
            except Exception as error:  # noqa: BLE001  collected, with their places
                note = cattrs.IterableValidationNote("in a table", name, element)
                error.__notes__ = [*getattr(error, "__notes__", []), note]
                errors.append(error)
        if errors:
            raise cattrs.IterableValidationError("in a table", errors, cl)
        return result

    return hook


def _table(converter: cattrs.Converter, cl: Any) -> Callable[[object, object], Any]:  # noqa: ANN401
    """A table of declared keys; anything else in it is an error."""
    renamed = {
        name: override(rename=name.rstrip("_")) for name in attrs.fields_dict(cl) if name[-1] == "_"
    }
    read = make_dict_structure_fn(
        cl,
        converter,
        _cattrs_forbid_extra_keys=True,
        **renamed,  # type: ignore[arg-type]
    )

    def hook(value: object, shape: object) -> object:
        if not isinstance(value, Mapping):
            raise ValueError(f"{_shown(value)}, and a table is expected")  # noqa: TRY004
        return read(value, shape)

    return hook


def _either(converter: cattrs.Converter, cl: Any) -> Callable[[object, object], Any]:  # noqa: ANN401
    """A union: the member whose plain form the value has."""
    members = [member for member in get_args(cl) if member is not type(None)]

    def hook(value: object, _: object) -> object:
        for member in members:
            plain = list if getattr(member, "__origin__", member) is list else dict
            if member is str and isinstance(value, str):
                return value
            if member is not str and (len(members) == 1 or isinstance(value, plain)):
                return converter.structure(value, member)
        if len(members) == 1:
            return converter.structure(value, members[0])
        raise ValueError(f"{_shown(value)}, which cannot stand here")

    return hook


def _made() -> cattrs.Converter:
    converter = cattrs.Converter(detailed_validation=True)
    converter.register_structure_hook(str, _scalar((str,), "text"))
    converter.register_structure_hook(bool, _scalar((bool,), "true or false"))
    converter.register_structure_hook(int, _scalar((int,), "a whole number"))
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(date, _day)
    for union in (types.UnionType,):
        converter.register_structure_hook_factory(
            lambda cl, union=union: isinstance(cl, union), lambda cl: _either(converter, cl)
        )
    converter.register_structure_hook_factory(
        lambda cl: getattr(cl, "__origin__", None) is list, lambda cl: _list_of(converter, cl)
    )
    converter.register_structure_hook_factory(
        lambda cl: getattr(cl, "__origin__", None) is dict, lambda cl: _table_of(converter, cl)
    )
    converter.register_structure_hook_factory(attrs.has, lambda cl: _table(converter, cl))
    converter.register_structure_hook(Formula, _formula)
    converter.register_structure_hook(MeasureText, _formula)
    converter.register_structure_hook(OnePattern, _one_pattern)
    converter.register_structure_hook(Patterns, _patterns)
    return converter


_CONVERTER = _made()
