"""Checks parsed: rules about logs in DECLARE's vocabulary, or conditions that always hold.

    response(attack, [statement_position, truce]) within 30 d        absence(agreement, 2)
    not succession(talks_collapsed, timetable_announced)             tension <= 0.9

They are resolved and stored; searching runs for violations is not part of this version.
Templates after Pesic, Schonenberg and van der Aalst (2007).
"""

import re
from functools import partial

from sim.errors import LanguageError, suggestion
from sim.events import Pattern
from sim.language import DURATION, TRUTH
from sim.language.fields import PatternTable
from sim.language.units import measure
from sim.scenario.model import Check
from sim.scenario.resolve.names import Names
from sim.scenario.shapes import CheckTable, ScenarioTable
from sim.scenario.tree import Path

ONE = ("existence", "absence", "exactly", "init", "last")
"""Templates about one event; the first three may count it."""

TWO = (
    "responded existence", "co-existence", "response", "precedence", "succession",
    "alternate response", "alternate precedence", "alternate succession",
    "chain response", "chain precedence", "chain succession",
    "not co-existence", "not succession", "not chain succession",
)  # fmt: skip
"""Templates about two events, of which either may be a list: any of them."""

RULE = re.compile(r"([a-z][a-z -]*)\((.*)\)(?:\s*within\s(.+))?", re.DOTALL)
GROUP = re.compile(r"\s*(?:\[([^\[\]]*)\]|([\w]+))\s*(?:,|$)")
"""One after the other from the start, so that a text is passed over once."""


def checks(table: ScenarioTable, names: Names) -> list[Check]:
    """Every check of a scenario."""
    seen: set[str] = set()
    made = []
    for index, entry in enumerate(table.checks):
        path: Path = ("checks", index)
        if entry.name in seen:
            names.found.complain((*path, "name"), f"a second check named '{entry.name}'")
        seen.add(entry.name)
        check = names.found.attempt((*path, "rule"), partial(_check, entry, path, names))
        if check is not None:
            made.append(check)
    return made


def _check(entry: CheckTable, path: Path, names: Names) -> Check | None:
    """A rule in words of DECLARE, or else a condition."""
    found = RULE.fullmatch(entry.rule.strip())
    template = " ".join(found[1].split()) if found else ""
    if found is None or template not in (*ONE, *TWO):
        return _condition(entry, path, template, names)
    groups, count = _groups(found[2], template)
    events = tuple(_patterns(group, (*path, "rule"), names) for group in groups)
    return Check(entry.name, entry.rule, entry.source, template, events, count, _within(found[3]))


def _condition(entry: CheckTable, path: Path, template: str, names: Names) -> Check | None:
    """A condition that is to hold at every event."""
    if template and not re.search(r"[<>=]| and | or |^not ", entry.rule):
        raise LanguageError(f"unknown rule '{template}'{suggestion(template, (*ONE, *TWO))}")
    condition = names.expression(entry.rule, (*path, "rule"), TRUTH)
    if condition is None:
        return None
    return Check(entry.name, entry.rule, entry.source, "always", condition=condition)


def _groups(text: str, template: str) -> tuple[list[list[str]], int | None]:
    """The events that a rule speaks of, and how often, where it counts."""
    parts, at = [], 0
    while one := GROUP.match(text, at):
        parts.append((one[1] if one[2] is None else one[2]).split(","))
        at = one.end()
    groups = [[word.strip() for word in part if word.strip()] for part in parts]
    count = None
    if template in ONE[:3] and len(groups) > 1 and groups[-1][0].isdigit():
        count = int(groups.pop()[0])
    wanted = 1 if template in ONE else 2
    if len(groups) != wanted or not all(groups) or text[at:].strip():
        events = "E" if wanted == 1 else "E, F"
        raise LanguageError(f"write {template}({events}), each a kind, a milestone or [a, list]")
    if template == "exactly" and count is None:
        raise LanguageError("write exactly(E, 2): how often")
    return groups, count


def _patterns(group: list[str], path: Path, names: Names) -> tuple[Pattern, ...]:
    made = [names.pattern(PatternTable(word), path) for word in group]
    return tuple(pattern for pattern in made if pattern is not None)


def _within(text: str | None) -> float | None:
    """The time that a rule allows, in seconds."""
    if text is None:
        return None
    value, dimension = measure(text.strip().strip("'\""))
    if dimension != DURATION or value <= 0:
        raise LanguageError(f"within takes a duration above zero such as 30 d, not '{text}'")
    return value
