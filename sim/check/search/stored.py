"""Cases in a file, and back: what 'sim check --replay' reads, perhaps from a stranger.

    header   {"drawdown":"counterexamples","format":1,"scenario":{...},"changes":{},"count":2,...}
    cases    {"rule":"...","seed":7,"parameters":{},"without":[],"decisions":[...]}, one a line;
             no decisions (null) where all are as the seed draws them

Nothing in it is believed but what a case is made of: the run is made again.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from sim import __version__
from sim.check.search.case import Case, Decision
from sim.errors import LONGEST_NAME, LONGEST_TEXT, InputError, Problem
from sim.log.rows import (
    LIST,
    LISTED,
    NUMBER,
    TABLE,
    TEXT,
    WHOLE,
    Refusal,
    Row,
    check_shape,
    parsed,
    shown,
)
from sim.scenario import Scenario

FORMAT = 1

LARGEST = 20_000_000
"""Bytes of a file; a longer one is refused."""

MOST_CASES = 500
"""Cases of a file: as many as rules are watched at once."""

MOST_DECISIONS = 50_000
"""Decisions of a case: as many as a run has events, at most."""

HEADER = {
    "drawdown": TEXT, "format": WHOLE, "scenario": TABLE, "code": TEXT, "changes": TABLE,
    "count": WHOLE,
}  # fmt: skip
CASE = {"rule": TEXT, "seed": WHOLE, "parameters": TABLE, "without": LIST,
        "decisions": LISTED}  # fmt: skip
DECISION = {"step": TEXT, "id": TEXT, "delay": NUMBER, "outcome": NUMBER, "second": NUMBER}

IDENTITY = re.compile(r"[0-9a-f]{32}")
BEGINS = b'{"drawdown":"counterexamples"'
"""How such a file begins."""

AGAIN = "write it again with 'sim check SCENARIO --out FILE'"


@attrs.frozen
class Stored:
    """What a file holds: cases, and where they were found."""

    digest: str
    changes: Mapping[str, str]
    cases: tuple[tuple[str, Case], ...]


def encode(scenario: Scenario, cases: Sequence[tuple[str, Case]]) -> bytes:
    """The bytes of a file with some cases, each with its rule."""
    header = {
        "drawdown": "counterexamples", "format": FORMAT,
        "scenario": {"name": scenario.name, "digest": scenario.digest}, "code": __version__,
        "changes": dict(scenario.changes), "count": len(cases),
    }  # fmt: skip
    return b"".join(_line(row) for row in (header, *(_row(rule, case) for rule, case in cases)))


def _row(rule: str, case: Case) -> Row:
    return {
        "rule": rule,
        "seed": case.seed,
        "parameters": dict(case.changes),
        "without": sorted(case.without),
        "decisions": None if case.decisions is None else [
            {"step": one.step, "id": one.identity.hex(), "delay": one.delay,
             "outcome": one.outcome, "second": one.second}
            for one in case.decisions
        ],
    }  # fmt: skip


def _line(row: Row) -> bytes:
    return json.dumps(row, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"


def decode(raw: bytes, file: str) -> Stored:
    """The cases that a file holds. Raises InputError with the line of each problem."""
    if len(raw) > LARGEST:
        raise InputError([Problem(file, 0, "", f"too large: at most {LARGEST:,} bytes are read")])
    first, *rest = raw.splitlines() or [b""]
    problems: list[Problem] = []
    cases: list[tuple[str, Case]] = []
    try:
        header = _header(first)
    except Refusal as refusal:
        raise InputError([Problem(file, 1, *refusal.args)]) from None
    if header["count"] != len(rest):
        message = f"{header['count']}, and there are {len(rest)} below: the file is cut short"
        raise InputError([Problem(file, 1, "count", f"{message}; {AGAIN}")])
    if len(rest) > MOST_CASES:
        raise InputError(
            [Problem(file, 1, "count", f"{len(rest):,}; at most {MOST_CASES} are run")]
        )
    for number, line in enumerate(rest, start=2):
        try:
            cases.append(_case(parsed(line)))
        except Refusal as refusal:
            problems.append(Problem(file, number, *refusal.args))
    if problems:
        raise InputError(problems[:20])
    return Stored(header["scenario"]["digest"], header["changes"], tuple(cases))


def _header(line: bytes) -> Row:
    """The first line."""
    if not line.startswith(BEGINS):
        raise Refusal("", f"no file of counterexamples; {AGAIN}")
    row = parsed(line)
    if row.get("format") != FORMAT:
        raise Refusal("format", f"{shown(row.get('format'))}: this version reads {FORMAT}; {AGAIN}")
    check_shape(row, HEADER)
    check_shape(row["scenario"], {"name": TEXT, "digest": TEXT}, "scenario.")
    check_shape(row["changes"], dict.fromkeys(row["changes"], TEXT), "changes.")
    _check_lengths("changes", row["changes"])
    return row


def _case(row: Row) -> tuple[str, Case]:
    """A case, and the rule that it broke."""
    check_shape(row, CASE)
    check_shape(row["parameters"], dict.fromkeys(row["parameters"], TEXT), "parameters.")
    _check_lengths("parameters", row["parameters"])
    if len(row["rule"]) > LONGEST_TEXT:
        raise Refusal("rule", "too long for the name of a rule")
    if not 0 <= row["seed"] < 2**64:
        raise Refusal("seed", f"{row['seed']} is not between 0 and 2^64 - 1")
    for role in row["without"]:
        if not isinstance(role, str) or len(role) > LONGEST_NAME:
            raise Refusal("without", f"{shown(role)} is no role name")
    case = Case(row["seed"], row["parameters"], frozenset(row["without"]))
    if row["decisions"] is not None:
        if len(row["decisions"]) > MOST_DECISIONS:
            raise Refusal("decisions", f"{len(row['decisions']):,}; at most {MOST_DECISIONS:,}")
        case = attrs.evolve(case, decisions=tuple(_decisions(row["decisions"])))
    return row["rule"], case


def _check_lengths(key: str, values: Mapping[str, str]) -> None:
    """Refuse names and values that no scenario could have: they would be printed."""
    if any(max(len(name), len(value)) > LONGEST_TEXT for name, value in values.items()):
        raise Refusal(key, f"a name or a value of more than {LONGEST_TEXT:,} characters")


def _decisions(rows: Sequence[object]) -> Iterator[Decision]:
    """Each decision of a case."""
    for place, row in enumerate(rows):
        at = f"decisions[{place}]."
        if not isinstance(row, dict):
            raise Refusal(at[:-1], f"{shown(row)}, and a table is expected")
        check_shape(row, DECISION, at)
        if not IDENTITY.fullmatch(row["id"]):
            raise Refusal(f"{at}id", f"{shown(row['id'])} is not 16 bytes in hexadecimal")
        if len(row["step"]) > LONGEST_TEXT:
            raise Refusal(f"{at}step", "too long for the name of a step")
        delay, outcome, second = (row[key] for key in ("delay", "outcome", "second"))
        if delay is not None and not 0 <= delay <= 1:
            raise Refusal(f"{at}delay", f"{shown(delay)} is not between 0 and 1")
        for key, value, most in (("outcome", outcome, 1_000), ("second", second, 2**53)):
            if value is not None and (type(value) is not int or not -1 <= value <= most):
                raise Refusal(f"{at}{key}", f"{shown(value)} is not a whole number up to {most:,}")
        yield Decision(bytes.fromhex(row["id"]), row["step"], delay, outcome, second)
