"""Checks parsed: rules about logs in DECLARE's vocabulary, or conditions that always hold.

    response(attack, [statement_position, truce]) within 30 d        absence(agreement, 2)
    not succession(tension < 0.2, attack) within 7 d                 tension <= 0.9

Templates after Pesic, Schonenberg and van der Aalst (2007). Where a template speaks of an event,
it may speak of a condition instead: then it is about every point at which the condition holds.
"""

import re
from collections.abc import Iterable, Sequence
from functools import partial

import attrs

from sim.errors import LanguageError
from sim.events import Pattern
from sim.language import TRUTH, Expression
from sim.language.fields import PatternTable
from sim.scenario.model import Check
from sim.scenario.resolve.names import Names, checked
from sim.scenario.resolve.templates import ABOUT_NEXT, COUNTED, ONE, quoted, taken_apart
from sim.scenario.shapes import CheckTable, ScenarioTable
from sim.scenario.tree import Path

NAMED = re.compile(r"\[([^\[\]]*)\]|(\w+)")
"""A list of events, or one."""


@attrs.frozen
class _Group:
    """What stands at one place of a rule: events, or a condition."""

    events: tuple[Pattern, ...] = ()
    condition: Expression | None = None


def checks(table: ScenarioTable, names: Names) -> list[Check]:
    """Every check of a scenario."""
    seen: set[str] = set()
    made = []
    for index, entry in enumerate(table.checks):
        path: Path = ("checks", index)
        if entry.name in seen:
            names.found.complain((*path, "name"), f"a second check named '{entry.name}'")
        seen.add(entry.name)
        if not 0 <= entry.tolerated < 1:
            message = f"{entry.tolerated:g} is no share of runs: from 0 to below 1, such as 0.05"
            names.found.complain((*path, "tolerated"), message)
        check = names.found.attempt((*path, "rule"), partial(_check, entry, path, names))
        if check is not None:
            made.append(check)
    return made


def _check(entry: CheckTable, path: Path, names: Names) -> Check:
    """A rule in words of DECLARE, or else a condition that is to hold at every point."""
    written = taken_apart(entry.rule.strip())
    count = within = None
    if written is None:
        template = "always"
        groups = [_Group(condition=checked(entry.rule, names.scope, TRUTH, draws=False))]
    else:
        template, within = written.template, written.within
        texts, count = _counted(written.arguments, template)
        groups = [_group(text, template, (*path, "rule"), names) for text in texts]
    if count is not None and groups[0].condition:
        raise LanguageError(f"{template} counts events; a condition may hold for any time")
    return Check(
        name=entry.name,
        rule=entry.rule,
        source=entry.source,
        template=template,
        events=tuple(group.events for group in groups),
        count=count,
        within=within,
        conditions=tuple(group.condition for group in groups),
        says=entry.says,
        tolerated=entry.tolerated,
    )


def _counted(arguments: Sequence[str], template: str) -> tuple[list[str], int | None]:
    """What a rule speaks of, and how often, where it counts."""
    parts = list(arguments)
    count = None
    if template in COUNTED and len(parts) > 1 and parts[-1].isdigit():
        count = int(parts.pop()[:9])
    if len(parts) != (1 if template in ONE else 2) or not all(parts):
        raise LanguageError(_form(template))
    if template == "exactly" and count is None:
        raise LanguageError("write exactly(E, 2): how often")
    return parts, count


def _form(template: str) -> str:
    """How a rule is written."""
    events = "E, 2" if template == "exactly" else "E" if template in ONE else "E, F"
    counted = f" or {template}(E, 2)" if template in COUNTED and template != "exactly" else ""
    each = "E" if template in ONE else "each"
    condition = "" if template in ABOUT_NEXT else " or a condition"
    return f"write {template}({events}){counted}, {each} a kind, a milestone, [a, list]{condition}"


def _group(text: str, template: str, path: Path, names: Names) -> _Group:
    """Events by their names, or else a condition."""
    _refuse_quoted([text])
    found = NAMED.fullmatch(text)
    if found is None:
        if template in ABOUT_NEXT:
            raise LanguageError(f"{template} speaks of events; '{text}' is no kind or milestone")
        return _Group(condition=checked(text, names.scope, TRUTH, draws=False))
    words = [word.strip() for word in (found[1] if found[2] is None else found[2]).split(",")]
    _refuse_quoted(words)
    if not any(words):
        raise LanguageError(f"{_form(template)}; an empty list names none")
    made = [names.pattern(PatternTable(word), path) for word in words if word]
    return _Group(tuple(pattern for pattern in made if pattern is not None))


def _refuse_quoted(words: Iterable[str]) -> None:
    """In a template, unlike in the functions of a condition, names stand for themselves."""
    for word in words:
        if quoted(word):
            raise LanguageError(f"a template names events without quotes: write {quoted(word)}")
