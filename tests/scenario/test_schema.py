"""The JSON Schema of a scenario file: what loads validates, and a misspelt key does not."""

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

from sim.actors import CATALOGUE
from sim.scenario.schema import expectations_schema, said, schema
from sim.scenario.shapes import ScenarioTable
from tests.scenario.example import EXAMPLE, altered
from tests.scenario.test_extends import LEGISLATURE, REMOVALS

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(ROOT.glob("scenarios/*/scenario.toml")) + sorted(
    ROOT.glob("scenarios/*/variants/*.toml")
)
EXPECTED = sorted(ROOT.glob("scenarios/*/expect.toml"))
SCHEMA = schema()
EXPECT = expectations_schema()
DEFINITIONS = SCHEMA["$defs"] | EXPECT["$defs"]
KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str, date), "boolean": (bool,),
    "integer": (int,), "number": (int, float),
}  # fmt: skip


def errors(value: Any, rule: Any, at: str = "") -> Iterator[str]:  # noqa: C901  a rule a line
    """What a value breaks of a rule: the part of JSON Schema that our schema uses."""
    if "$ref" in rule:
        yield from errors(value, DEFINITIONS[rule["$ref"].removeprefix("#/$defs/")], at)
    kinds = rule.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(fits(value, kind) for kind in kinds):
        yield f"{at}: {value!r} is not {kinds}"
        return
    if "const" in rule and value != rule["const"]:
        yield f"{at}: {value!r} is not {rule['const']!r}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{at}: {value!r} is not one of {rule['enum']}"
    if rule.get("format") == "date" and not isinstance(value, date):
        yield f"{at}: {value!r} is no date"
    if isinstance(value, dict):
        yield from errors_of_table(value, rule, at)
    if isinstance(value, list) and "items" in rule:
        for index, item in enumerate(value):
            yield from errors(item, rule["items"], f"{at}[{index}]")
    if "anyOf" in rule:
        found = [list(errors(value, each, at)) for each in rule["anyOf"]]
        yield from min(found, key=len)
    for each in rule.get("allOf", ()):
        yield from errors(value, each, at)
    if "not" in rule and not list(errors(value, rule["not"], at)):
        yield f"{at}: {value!r} is what it must not be"
    if "if" in rule:
        holds = not list(errors(value, rule["if"], at))
        yield from errors(value, rule.get("then" if holds else "else", {}), at)


def errors_of_table(value: dict[str, Any], rule: Any, at: str) -> Iterator[str]:
    """What a table breaks of a rule."""
    if len(value) > rule.get("maxProperties", len(value)):
        yield f"{at}: too many keys"
    for key in rule.get("required", ()):
        if key not in value:
            yield f"{at}: {key} is missing"
    known = rule.get("properties", {})
    for key, inner in value.items():
        other = rule.get("additionalProperties", {})
        if key not in known and other is False:
            yield f"{at}: unknown key {key}"
        else:
            yield from errors(inner, known.get(key, other), f"{at}.{key}")


def fits(value: Any, kind: str) -> bool:
    """Whether a value is of a kind; a truth value is no number."""
    return isinstance(value, KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))


def broken(text: str, rule: Any = SCHEMA) -> list[str]:
    """What a text breaks of the schema."""
    return list(errors(tomllib.loads(text), rule))


@pytest.mark.parametrize("whole", [SCHEMA, EXPECT], ids=["scenario", "expect"])
def test_the_schema_is_plain_json(whole: Any) -> None:
    """It can be printed, says which draft it is, and refers only to what it defines."""
    text = json.dumps(whole)

    assert whole["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    referred = set(re.findall(r'"#/\$defs/([^"]+)"', text))
    assert referred == set(whole["$defs"]) - ({"removal"} - referred)
    words = {"$ref", "$schema", "$defs", "title", "description", "type", "properties", "required"}
    words |= {"additionalProperties", "items", "anyOf", "allOf", "not", "if", "then", "else"}
    words |= {"const", "enum", "format", "maxProperties", "maxLength"}
    assert set(keywords(whole)) <= words


def keywords(rule: Any) -> Iterator[str]:
    """The words of JSON Schema in a schema."""
    for key, value in rule.items():
        yield key
        if key in {"properties", "$defs"}:
            for each in value.values():
                yield from keywords(each)
        elif isinstance(value, dict) and key != "const":
            yield from keywords(value)
        elif key in {"anyOf", "allOf"}:
            for each in value:
                yield from keywords(each)


@pytest.mark.parametrize("text", [EXAMPLE, LEGISLATURE], ids=["plain", "with options"])
def test_the_example_validates(text: str) -> None:
    """What loads is valid."""
    assert broken(text) == []


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_ships_validates(file: Path) -> None:
    """Every scenario of the project and each of its variants is valid."""
    assert broken(file.read_text("utf-8")) == []


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_is_expected_of_what_ships_validates(file: Path) -> None:
    """Every `expect.toml` of the project is valid."""
    assert broken(file.read_text("utf-8"), EXPECT) == []


CASE = """
format = 1
[[cases]]
name = "one"
given = [{ name = "x", remove = true }, { name = "y", date = 2001-01-01 }]
must = ["attack", { event = ["strike", "truce"], by = 2001-02-01, share = 0.5 }]
must_not = { event = "attack", actor = "band" }
probability = { event = "treaty", between = [0, 0.5] }
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("must_not", "must_knot"),
        ("share = 0.5", 'share = "half"'),
        ("by = 2001-02-01", 'by = "soon"'),
        (", between = [0, 0.5]", ""),
        ('name = "one"', ""),
        ("remove = true", "removed = true"),
        ("format = 1", ""),
    ],
)
def test_a_case_with_a_wrong_key_or_type_does_not_validate(old: str, new: str) -> None:
    """A case with every key is valid until one is misspelt, missing or of another type."""
    assert bool(broken(CASE.replace(old, new, 1) if old else CASE, EXPECT)) is bool(old)


def test_a_variant_validates() -> None:
    """A variant needs only what it changes, and may remove."""
    text = (
        'extends = "../scenario.toml"\n' + REMOVALS + "[parameters.leaning]\nvalue = 0.3\n"
        "[clock]\nend = 2002-12-31\n[actors.host_senate]\nseats = 30\n[[initial]]\n"
        'date = 2000-01-01\nevent = "attack"\nactor = "band"\n'
        '[[steps]]\nactor = "a"\nname = "b"\noutcomes = { remove = true }\nemits = "attack"\n'
    )

    assert broken(text) == []


def test_a_file_may_alter_what_its_behaviours_contribute() -> None:
    """Even a whole file holds parts of steps, gauges and procedure."""
    text = EXAMPLE + (
        '[gauges.host_senate_heat]\nhalf_life = "3 d"\n'
        '[[steps]]\nactor = "host_senate"\nname = "petition"\nlimit = 3\n'
    )

    assert broken(text) == []


WRONG = {
    "unknown table": ("[lists]", "[list]\n[lists]", "unknown key list"),
    "unknown key": ("limit = 12", "limits = 12", "unknown key limits"),
    "unknown key of the clock": (
        "end = 2003",
        "until = 2003-01-01\nend = 2003",
        "unknown key until",
    ),
    "unknown key of an outcome": ("chance = 0.1", "chances = 0.1", "unknown key chances"),
    "unknown key of a pattern": ('actor = "band" }]', 'actr = "band" }]', ""),
    "unknown key of a gauge": ("half_life", "halflife", "unknown key halflife"),
    "unknown option": ("seats = 24", "seats = 24\nseat = 3", "unknown key seat"),
    "option without behaviour": ("[actors.band]", "[actors.band]\nseats = 3", "too many keys"),
    "unknown behaviour": ('"legislature"', '"parliament"', "is not one of"),
    "unknown option of a bloc": ("seats = 14", "seats = 14\nlean = 1", "unknown key lean"),
    "missing key": ('family = "posture"\n', "", "family is missing"),
    "missing option": ("seats = 24\n", "", "seats is missing"),
    "missing title": ('title = "An agreement on bases, up for renewal"\n', "", "title is missing"),
    "text for a date": ("at = 2001-06-01", 'at = "soon"', ""),
    "text for a number": ("limit = 12", 'limit = "12"', "is not"),
    "truth for a number": ("weight = 0.5", "weight = true", ""),
    "fraction for a whole number": ("limit = 12", "limit = 1.5", "is not"),
    "table for a list": ("[[checks]]", "[checks]", "is not"),
    "part of a given": ('event = "external_shock"\n', "", "event is missing"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_does_not_validate(name: str) -> None:
    """A wrong key, a wrong type and a missing key break the schema, and nothing else does."""
    old, new, words = WRONG[name]
    found = broken(altered((old, new)))

    assert found
    assert words in found[0]


def test_an_unknown_key_of_a_variant_does_not_validate() -> None:
    """A variant has no more keys than its base."""
    for text in ("[clock]\nuntil = 2001-01-01\n", '[[steps]]\nactor = "a"\nname = "b"\nx = 1\n'):
        assert broken('extends = "x.toml"\n' + text)
    assert broken('extends = "x.toml"\n[[steps]]\nactor = "a"\nlimit = 1\n')


def test_every_table_and_option_is_described() -> None:
    """Tables carry the docstrings of their shapes, options the text that stands under them."""
    for name, rule in SCHEMA["$defs"].items():
        assert rule.get("description") or name == "removal"
    for shape in CATALOGUE.values():
        texts = said(shape)
        keys = SCHEMA["$defs"][shape.__name__]["properties"]
        for field, text in texts.items():
            assert keys[field.rstrip("_")]["description"] == text


def test_every_key_of_the_shapes_is_there() -> None:
    """The schema is made from the shapes, so that it cannot forget one."""
    keys = {field.name for field in attrs.fields(ScenarioTable)}

    assert set(SCHEMA["properties"]) == set(SCHEMA["then"]["properties"]) == keys
    assert SCHEMA["then"]["required"] == ["format", "title", "clock"]
