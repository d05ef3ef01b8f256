"""Whether other tools judge as the checks do: `python benchmarks/declare.py [--write]`.

Each template on all traces of one to four events over three kinds, by our monitors, by pm4py and by
Declare4Py: on how many the verdicts differ, and the first of these. Both are judged by what they
answer and never copied from. They are looked at where they are installed, in an environment for
this alone, since pm4py is under the AGPL and never a dependency:

    python -m venv /tmp/peers && /tmp/peers/bin/pip install . pm4py Declare4Py
    /tmp/peers/bin/python benchmarks/declare.py

A negative template that a tool reads as the negation of the positive one is told as such. --write
puts the table into docs/checks.md. Exit status 1 if a verdict differs in any other way.
"""

import contextlib
import io
import logging
import re
import sys
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

from sim.check.monitors import Point, monitor, verdict
from sim.scenario.resolve.templates import ONE, TWO

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "checks.md"
MARKED = re.compile(r"(<!-- others -->\n).*(<!-- end of others -->)", re.DOTALL)

TRACES = ["".join(trace) for size in range(1, 5) for trace in product("abc", repeat=size)]

PM4PY = {
    "existence": "existence", "absence": "absence", "exactly": "exactly_one", "init": "init",
    "responded existence": "responded_existence", "co-existence": "coexistence",
    "response": "response", "precedence": "precedence", "succession": "succession",
    "alternate response": "altresponse", "alternate precedence": "altprecedence",
    "alternate succession": "altsuccession", "chain response": "chainresponse",
    "chain precedence": "chainprecedence", "chain succession": "chainsuccession",
    "not co-existence": "noncoexistence", "not succession": "nonsuccession",
    "not chain succession": "nonchainsuccession",
}  # fmt: skip
"""What pm4py calls our templates."""

DECLARE4PY = {"existence": "Existence1", "absence": "Absence1", "exactly": "Exactly1",
              "init": "Init", "last": "End"}  # fmt: skip
"""What Declare4Py calls them, where that is not the same words with capitals."""

Verdicts = Mapping[str, bool]
"""By trace, whether the rule is kept."""


def ours(template: str) -> Verdicts:
    """By our monitors, event by event."""
    told = {}
    for trace in TRACES:
        watching, found = monitor(template, 1, None)
        for place, letter in enumerate(trace):
            watching.see(Point(place, place, letter == "a", letter == "b"))
        watching.end(None)
        told[trace] = verdict(template, found).holds
    return told


def logged() -> object:
    """The traces as pm4py's log, which Declare4Py takes as well."""
    kinds = import_module("pm4py.objects.log.obj")
    log = kinds.EventLog()
    for trace in TRACES:
        one = kinds.Trace(attributes={"concept:name": trace})
        for place, letter in enumerate(trace):
            when = datetime(2001, 1, 1, tzinfo=UTC) + timedelta(days=place)
            one.append(kinds.Event({"concept:name": letter, "time:timestamp": when}))
        log.append(one)
    return log


def by_pm4py(template: str) -> Verdicts | None:
    """By pm4py; None for what it does not have."""
    if template not in PM4PY:
        return None
    who: Any = "a" if template in ONE else ("a", "b")
    model = {PM4PY[template]: {who: {"support": 1, "confidence": 1.0}}}
    found = import_module("pm4py").conformance_declare(logged(), model)
    return dict(zip(TRACES, (one["is_fit"] for one in found), strict=True))


def by_declare4py(template: str) -> Verdicts | None:
    """By Declare4Py, where what never comes up holds; None for what it cannot judge."""
    package = "Declare4Py"
    log = import_module(f"{package}.D4PyEventLog").D4PyEventLog()
    log.log, log.activity_key, log.timestamp_key = logged(), "concept:name", "time:timestamp"
    model = import_module(f"{package}.ProcessModels.DeclareModel").DeclareModel()
    name = DECLARE4PY.get(template, template.title())
    rule = f"{name}[a] | |" if template in ONE else f"{name}[a, b] | | |"
    text = f"activity a\nactivity b\nactivity c\n{rule}\n"
    where = f"{package}.ProcessMiningTasks.ConformanceChecking.MPDeclareAnalyzer"
    analyser = import_module(where).MPDeclareAnalyzer(
        log, model.parse_from_string(text), consider_vacuity=True
    )
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            table = analyser.run().get_metric("state")
    except TypeError:  # what it says when it knows a name and has no checker of it
        return None
    if table.shape[1] != 1:
        return None
    return dict(zip(TRACES, map(bool, table.iloc[:, 0]), strict=True))


def negation(template: str) -> Verdicts:
    """Another reading of a negative template: the positive one fails, or is not called upon."""
    positive = ours(template.removeprefix("not "))
    return {trace: not positive[trace] or {*trace} == {"c"} for trace in TRACES}


TOOLS = {"pm4py": by_pm4py, "Declare4Py": by_declare4py}
SAME, DIFFERENT = "the same", "differs"


def beside(template: str, tool: str) -> str:
    """How a tool's verdicts stand to ours."""
    theirs, mine = TOOLS[tool](template), ours(template)
    if theirs is None:
        return "has none"
    others = [trace for trace in TRACES if theirs[trace] != mine[trace]]
    if not others:
        return SAME
    where = f"{len(others)} traces, {' '.join(others[0].upper())} the first"
    if template.startswith("not ") and theirs == negation(template):
        return f"reads it as the negation of `{template.removeprefix('not ')}`: other on {where}"
    return f"{DIFFERENT} on {where}"


def installed() -> dict[str, str]:
    """The tools that are there, with their versions."""
    found = {}
    for tool in TOOLS:
        with contextlib.suppress(ImportError), contextlib.redirect_stdout(io.StringIO()):
            import_module(tool)
            found[tool] = version(tool)
    return found


def main() -> int:
    """Judge all traces, print the table, and write it where that is asked for."""
    warnings.simplefilter("ignore")
    logging.disable()
    there = installed()
    if not there:
        print("neither pm4py nor Declare4Py is installed here; see the top of this file")
        return 2
    rows = [("template", *(f"{tool} {number}" for tool, number in there.items()))]
    rows.append(("---",) * len(rows[0]))
    rows += [(f"`{one}`", *(beside(one, tool) for tool in there)) for one in (*ONE, *TWO)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    print(table)
    if "--write" in sys.argv[1:]:
        if there.keys() != TOOLS.keys():
            print("nothing is written: the table has both tools, and one is not installed here")
            return 2
        text = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(MARKED.sub(rf"\1{table}\n\2", text), encoding="utf-8")
    return int(any(cell.startswith(DIFFERENT) for row in rows for cell in row))


if __name__ == "__main__":
    sys.exit(main())
