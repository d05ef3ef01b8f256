"""The JSON Schema (draft 2020-12) of a scenario file, generated from the shapes that read it.

That of an `expect.toml` is made the same way.

Editors complete and check files with it; it knows keys and types, and leaves names, units and
proofs to `sim validate`. Every table has two forms: whole, and as a part that is laid over another
(a variant's over its base, a step over a behaviour's), of which only the name must be there.
"""

import ast
import inspect
from datetime import date
from itertools import pairwise
from types import NoneType
from typing import Any, get_args, get_origin

import attrs

from sim.actors import CATALOGUE
from sim.errors import LONGEST_NAME, LONGEST_TEXT
from sim.language.fields import (
    Changing,
    Formula,
    MeasureText,
    OnePattern,
    Patterns,
    PatternTable,
    Prose,
)
from sim.scenario.expectation_shapes import CaseTable, ExpectationsTable
from sim.scenario.overlay import NAMED_BY
from sim.scenario.shapes import (
    CheckTable,
    FactTable,
    GaugeTable,
    ProcedureTable,
    ScenarioTable,
    SiteTable,
    StepTable,
)

Schema = dict[str, Any]

OVERLAID = ("steps", "gauges", "procedure")
"""Tables that a behaviour may contribute to, so that even a whole file may hold parts of them."""

NAMES_OF: dict[type, tuple[str, ...]] = {
    StepTable: NAMED_BY["steps",],
    FactTable: NAMED_BY["given",],
    CheckTable: NAMED_BY["checks",],
    SiteTable: NAMED_BY["sites",],
    ProcedureTable: ("event",),
}
"""What a part must still say: by what it is recognised."""

REMOVE: Schema = {"const": True, "description": "Deletes what the file below has by this name."}

REMOVAL: Schema = {
    "type": "object",
    "properties": {"remove": REMOVE},
    "required": ["remove"],
    "additionalProperties": False,
}

PLAIN: dict[Any, Schema] = {
    str: {"type": "string", "maxLength": LONGEST_NAME},
    Prose: {"type": "string", "maxLength": LONGEST_TEXT},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    Formula: {"type": ["number", "string"], "description": 'A number, or text: "45 d", "a * b".'},
    MeasureText: {"type": ["number", "string"], "description": 'A number, or text: "45 d".'},
    object: {},
}


def schema() -> Schema:
    """The JSON Schema of a scenario file."""
    made = _Definitions()
    whole = made.properties(ScenarioTable, part=False)
    parts = made.properties(ScenarioTable, part=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Drawdown scenario",
        "description": inspect.getdoc(ScenarioTable),
        "type": "object",
        "properties": parts,
        "additionalProperties": False,
        "if": {"not": {"required": ["extends"]}},
        "then": {"properties": whole, "required": _required(ScenarioTable)},
        "$defs": dict(sorted(made.definitions.items())),
    }


def expectations_schema() -> Schema:
    """The JSON Schema of an `expect.toml`."""
    made = _Definitions()
    whole = made.properties(ExpectationsTable, part=False)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What is expected of a Drawdown scenario",
        "description": inspect.getdoc(ExpectationsTable),
        "type": "object",
        "properties": whole,
        "required": _required(ExpectationsTable),
        "additionalProperties": False,
        "$defs": dict(sorted(made.definitions.items())),
    }


def said(shape: type) -> dict[str, str]:
    """The text that stands under each field of a class in its source."""
    (body,) = ast.parse(inspect.getsource(shape)).body
    lines = body.body if isinstance(body, ast.ClassDef) else []
    return {
        field.target.id: " ".join(text.value.value.split())
        for field, text in pairwise(lines)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def _key(name: str) -> str:
    return name.rstrip("_")


def _required(shape: Any) -> list[str]:  # noqa: ANN401  an attrs class
    return [_key(f.name) for f in attrs.fields(shape) if f.default is attrs.NOTHING]


class _Definitions:
    """The tables that were met so far, each defined once in each of its forms."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {"removal": REMOVAL}

    def properties(self, shape: Any, *, part: bool) -> Schema:  # noqa: ANN401  an attrs class
        """The keys of a table."""
        found: Schema = {}
        texts = said(shape)
        for field in attrs.fields(shape):
            value = None
            if shape is ScenarioTable:
                value = self._top(field.name, field.type, part=part)
            if shape is CaseTable and field.name == "given":  # laid over the scenario's own
                value = {"type": "array", "items": self._table(FactTable, part=True)}
            if value is None:
                value = self._value(field.type, part=part)
            if part and shape is StepTable and field.default is not attrs.NOTHING:
                value = self._either(value, {"$ref": "#/$defs/removal"})
            if field.name in texts:
                value = {**value, "description": texts[field.name]}
            found[_key(field.name)] = value
        return found

    def _top(self, name: str, kind: Any, *, part: bool) -> Schema | None:  # noqa: ANN401  a type
        """A table at the top that is laid over what is below it, where that is not by its keys."""
        part = part or name in OVERLAID
        if name == "actors":
            return {"type": "object", "additionalProperties": self._actor(part=part)}
        if name == "gauges":
            return self._value(kind, part=part)
        if (name,) in NAMED_BY:
            return {"type": "array", "items": self._table(get_args(kind)[0], part=part)}
        return None

    def _value(self, kind: Any, *, part: bool) -> Schema:  # noqa: ANN401  a type
        """The schema of a type of value."""
        if kind in PLAIN:
            return PLAIN[kind]
        if kind in {OnePattern, Patterns}:
            one = {"anyOf": [PLAIN[str], self._table(PatternTable, part=part)]}
            items = {"anyOf": [PLAIN[str], self._table(PatternTable, part=False)]}
            return (
                one if kind is OnePattern else self._either(one, {"type": "array", "items": items})
            )
        if kind is Changing:
            return self._either(PLAIN[Formula], self._table(GaugeTable, part=part))
        if attrs.has(kind):
            return self._table(kind, part=part)
        if get_origin(kind) is list:
            return {"type": "array", "items": self._value(get_args(kind)[0], part=False)}
        if get_origin(kind) is dict:
            inner = self._value(get_args(kind)[1], part=part)
            return {"type": "object", "additionalProperties": inner}
        members = [m for m in get_args(kind) if m is not NoneType]
        values = [self._value(member, part=part) for member in members]
        return values[0] if len(values) == 1 else self._either(*values)

    def _either(self, *values: Schema) -> Schema:
        """Any of some forms, without a choice inside a choice."""
        return {"anyOf": [form for value in values for form in value.get("anyOf", [value])]}

    def _table(self, shape: type, *, part: bool) -> Schema:
        """A reference to the definition of a table, made on first mention."""
        name = f"{shape.__name__.removesuffix('Table')}{'.part' if part else ''}"
        if name not in self.definitions:
            self.definitions[name] = {}
            keys = self.properties(shape, part=part)
            if part:
                keys["remove"] = REMOVE
            self.definitions[name].update(
                type="object",
                description=inspect.getdoc(shape),
                properties=keys,
                required=list(NAMES_OF.get(shape, ())) if part else _required(shape),
                additionalProperties=False,
            )
        return {"$ref": f"#/$defs/{name}"}

    def _actor(self, *, part: bool) -> Schema:
        """An actor: its behaviour, and that behaviour's options; none without a behaviour."""
        name = "actor.part" if part else "actor"
        cases = [self._case(word, shape, part=part) for word, shape in CATALOGUE.items()]
        bare: Schema = {} if part else {"maxProperties": 0}
        self.definitions[name] = {
            "type": "object",
            "description": "A role; with a behaviour, its options.",
            "properties": {"behaviour": {"enum": list(CATALOGUE)}},
            "if": {"required": ["behaviour"]},
            "then": {"allOf": cases},
            "else": bare,
        }
        return {"$ref": f"#/$defs/{name}"}

    def _case(self, word: str, shape: type, *, part: bool) -> Schema:
        options = self._table(shape, part=part)["$ref"].removeprefix("#/$defs/")
        own = self.definitions[options]
        own["properties"] = {"behaviour": {"const": word}, **own["properties"]}
        return {
            "if": {"properties": {"behaviour": {"const": word}}},
            "then": {"$ref": f"#/$defs/{options}"},
        }
