"""A scenario from disk: read, lay over, structure, resolve; every problem at once.

    file(s) -> source (values with places) -> behaviours' tables laid under -> structure (shapes)
    -> resolve (names, units, proofs) -> Scenario

Reads files, and nothing else of the world.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path as File

import attrs

from sim.actors import CATALOGUE, Behaviour, Contribution
from sim.errors import InputError, Problem, suggestion
from sim.scenario.in_place import lifted
from sim.scenario.model import Scenario
from sim.scenario.overlay import joined, merged, without_removed
from sim.scenario.resolve.advice import advice
from sim.scenario.resolve.complaints import Complaints
from sim.scenario.resolve.record import Written
from sim.scenario.resolve.redrawn import Redrawn
from sim.scenario.resolve.whole import Whole
from sim.scenario.shapes import ScenarioTable
from sim.scenario.source import (
    Source,
    decoded,
    inside,
    is_file,
    read_bytes,
    read_source,
    shown_name,
)
from sim.scenario.structure import structured
from sim.scenario.tree import Node, Path, planted
from sim.scenario.whereabouts import Whereabouts

FORMAT = 1

RESERVED_ROLES = frozenset({"initial", "given", "deadline", "injected", "record"})
"""How the `step` of an event begins that no step emitted."""

LARGEST_RECORD = 5_000_000
"""Bytes of a record file; a longer one is refused."""

LARGE_RECORD = f"too large: a record has at most {LARGEST_RECORD:,} bytes; shorten or split it"

STAND_INS = {
    "format": FORMAT,
    "title": "",
    "clock": {"start": date(2000, 1, 1), "end": date(2000, 12, 31)},
}
"""What takes the place of what is missing at the top, so that the rest can be checked."""

NAMED = (
    "kinds", "milestones", "parameters", "gauges", "deadlines", "instruments", "gates", "actors",
    "lists",
)  # fmt: skip
"""Tables whose keys are names that other parts mention."""


@attrs.frozen
class _Bound:
    """An actor's behaviour with its options, and what it adds."""

    behaviour: Behaviour
    contribution: Contribution


@attrs.frozen
class Loaded:
    """A scenario, where its rules are, what could be better; and the means to say more of that."""

    scenario: Scenario
    whereabouts: Whereabouts
    warnings: tuple[Problem, ...]
    chambers: Redrawn
    """The chambers that it would have, had its parameters other values."""
    _found: Complaints

    def warning(self, path: Path, message: str) -> Problem:
        """Something that could be better at a key of the file."""
        return self._found.problem(path, message)


def load(path: str | File, changes: Mapping[str, str] | None = None) -> Scenario:
    """Load a scenario folder or file; `changes` are parameters given other values.

    Raises InputError with every problem found, each with file, line, key and remedy.
    """
    return load_with_warnings(path, changes).scenario


def rereader(
    path: str | File, changes: Mapping[str, str]
) -> Callable[[Mapping[str, str]], Scenario]:
    """What loads a scenario once more, with some parameters given yet other values."""
    return lambda values: load(path, {**changes, **values})


def load_with_warnings(path: str | File, changes: Mapping[str, str] | None = None) -> Loaded:
    """Load a scenario, and keep what it could do better and where its rules are."""
    return resolved(read_source(File(path)), changes or {})


def resolved(source: Source, changes: Mapping[str, str], *, scored: bool = True) -> Loaded:
    """Give meaning to what was read.

    Of what is not `scored`, rows of the record that are predicted may be given all the same.
    """
    found = Complaints(source.root)
    written = lifted(source.root, found)
    bound = _bound(written, found)
    root = found.root = _laid_out(written, bound, found)
    stand_ins = {key: planted(value, root.file, root.line) for key, value in STAND_INS.items()}
    table, found.root = structured(root, ScenarioTable, found.complain_of, stand_ins)
    if table is None:
        raise found.refusal()
    _note_broken(table, root, found)
    if table.format != FORMAT and found.root.at(("format",)).own:
        found.complain(("format",), f"format {table.format}: this version reads {FORMAT}")
    record = _written_record(source, table, found)
    behaviours = {role: each.behaviour for role, each in bound.items()}
    chambers = {r: e.contribution.chamber for r, e in bound.items() if e.contribution.chamber}
    whole = Whole(table, found, changes, behaviours, chambers, record, scored)
    made = whole.resolved(source.name, _digest(root, changes, record))
    if found.count:
        raise found.refusal()
    warnings = tuple(advice(table, made.scenario, found))
    return Loaded(made.scenario, made.whereabouts, warnings, made.chambers, found)


def _bound(root: Node, found: Complaints) -> dict[str, _Bound]:
    """Each actor's behaviour, by role; the order of TOML tables means nothing."""
    made: dict[str, _Bound] = {}
    actors = root.at(("actors",)).value if "actors" in root.value else {}
    for role, node in sorted(actors.items()) if isinstance(actors, dict) else ():
        if isinstance(node.value, dict):
            bound = _bind(role, node, found)
            if bound is not None:
                made[role] = bound
    return made


def _bind(role: str, node: Node, found: Complaints) -> _Bound | None:
    """One actor's behaviour with its options, if both can be read."""
    if not role.isidentifier():
        found.complain_of(node, (), f"'{role}' is no role name: letters, digits and _")
    if role in RESERVED_ROLES:
        message = f"'{role}' says in logs where an event comes from; choose another role name"
        found.complain_of(node, (), message)
    options = {key: inner for key, inner in node.value.items() if key != "behaviour"}
    name = node.entry("behaviour")
    if name is None:
        if options and "remove" not in options:
            key = next(iter(options))
            found.complain_of(node, (key,), "options need a 'behaviour' that takes them")
        return None
    behaviour: Behaviour | None = None
    if isinstance(name, str) and name in CATALOGUE:
        behaviour, _ = structured(node.with_value(options), CATALOGUE[name], found.complain_of)
    else:
        hint = suggestion(str(name), CATALOGUE)
        found.complain_of(node, ("behaviour",), f"unknown behaviour '{name}'{hint}")
    if behaviour is None:
        found.broken.add(role)
        return None
    return _Bound(behaviour, behaviour.contribute(role))


def _laid_out(root: Node, bound: Mapping[str, _Bound], found: Complaints) -> Node:
    """The tables of behaviours, with the file's own laid over them, and what is removed removed."""
    base: dict[str, Node] = {}
    for key in ("gauges", "steps", "procedure"):
        tables = []
        for role, each in bound.items():
            node = root.at(("actors", role, "behaviour"))
            added = getattr(each.contribution, key)
            tables.append(planted(added, node.file, node.line, ("actors", role, key)))
        if tables:
            base[key] = joined(tables)
    laid, unmet = without_removed(merged(root.with_value(base), root))
    for node in unmet:
        found.complain_of(node, (), "there is nothing of this name to remove")
    return laid


def _note_broken(table: ScenarioTable, root: Node, found: Complaints) -> None:
    """Names whose own entry could not be read: what mentions them is not at fault."""
    known = [field.name for field in attrs.fields(ScenarioTable)]
    for key, node in root.value.items():
        if key not in known:
            meant = {name for name in known if f"'{name}'?" in suggestion(key, known)}
            found.broken |= meant | _names_in(node)
    for key in NAMED:
        written = root.entry(key)
        if isinstance(written, dict):
            found.broken |= set(written) - set(getattr(table, key))


def _names_in(node: Node) -> set[str]:
    """The names that an unknown table at the top may be meant to give to other parts."""
    if isinstance(node.value, dict):
        return set(node.value)
    listed = node.value if isinstance(node.value, list) else []
    return {str(entry.entry("name")) for entry in listed if entry.entry("name") is not None}


def _written_record(source: Source, table: ScenarioTable, found: Complaints) -> Written | None:
    """The text of the documented timeline, from inside the scenario's folder."""
    if table.record is None:
        return None
    path, text = ("record", "file"), table.record.file
    file = inside(source.folder, source.record_folder, text)
    if file is None:
        found.complain(path, f"'{text}' leaves the scenario's folder; keep the record inside it")
    elif not is_file(file):
        found.complain(path, f"'{text}' does not exist; make it, or delete [record]")
    else:
        shown = shown_name(file)
        try:
            content = read_bytes(file, shown, LARGEST_RECORD, LARGE_RECORD)
            return Written(shown, decoded(content, shown))
        except InputError as error:
            found.add(*error.problems)
    return None


def _digest(root: Node, changes: Mapping[str, str], record: Written | None) -> str:
    """SHA-256 of the resolved content, the record and the changed parameters.

    Comments, the order of keys and which file wrote what are no content.
    """
    content = {key: value for key, value in root.plain().items() if key != "extends"}
    text = json.dumps([content, dict(changes)], sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode())
    if record is not None:
        digest.update(record.text.encode())
    return digest.hexdigest()
