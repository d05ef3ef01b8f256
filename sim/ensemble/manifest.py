"""The manifest of an ensemble: what its runs are made from, as JSON in ASCII.

Written before the first group; once all are there it also holds how many runs are complete, and
the digest of all of them.
"""

import json

import attrs

from sim.ensemble.plan import MOST_RUNS, SEEDS, Plan
from sim.errors import InputError, Problem
from sim.log.rows import TEXT, WHOLE, Refusal, Row, check_shape, header_of, origin_of, parsed

FORMAT = 1

OWN = {"runs": WHOLE, "group": WHOLE}
WHEN_COMPLETE = {"completed": WHOLE, "digest": TEXT}

REMEDY = "resume with what it was made from, or name another folder"


@attrs.frozen
class Manifest:
    """The plan of an ensemble, its scenario's file as seen from its folder, and its digest."""

    plan: Plan
    scenario_file: str | None
    digest: str | None
    """None until all runs are there."""


def encode(manifest: Manifest) -> bytes:
    """The bytes of a manifest."""
    plan = manifest.plan
    row = header_of(plan.origin, "ensemble", FORMAT)
    row["scenario"]["file"] = manifest.scenario_file or ""
    row |= {"runs": plan.runs, "group": plan.group}
    if manifest.digest is not None:
        row |= {"completed": plan.runs, "digest": manifest.digest}
    return json.dumps(row, indent=1).encode("ascii") + b"\n"


def decode(raw: bytes, file: str) -> Manifest:
    """The manifest that a file holds; raise InputError with what is wrong."""
    try:
        return _manifest(parsed(raw))
    except Refusal as refusal:
        path, message = refusal.args
        remedy = "name a folder that 'sim ensemble' wrote"
        raise InputError([Problem(file, 1, path, f"{message}; {remedy}")]) from None


def _manifest(row: Row) -> Manifest:
    if row.get("drawdown") != "ensemble":
        raise Refusal("", 'not the manifest of an ensemble: it does not say "drawdown": "ensemble"')
    if row.get("format") != FORMAT:
        raise Refusal("format", f"{row.get('format')!r:.20}, and this version reads {FORMAT}")
    shape = OWN | (WHEN_COMPLETE if "digest" in row else {})
    own = {key: row.pop(key) for key in shape if key in row}
    check_shape(own, shape)
    scenario = row.get("scenario")
    file = scenario.pop("file", "") if isinstance(scenario, dict) else ""
    if not isinstance(file, str):
        raise Refusal("scenario.file", "a text is expected")
    origin = origin_of(row)
    runs, group = own["runs"], own["group"]
    if not 1 <= group <= runs <= MOST_RUNS or origin.seed > SEEDS - runs:
        raise Refusal("runs", f"{runs} runs in groups of {group} from seed {origin.seed} on")
    if own.get("completed", runs) != runs:
        raise Refusal("completed", f"{own['completed']}, and there are {runs} runs")
    return Manifest(Plan(origin, runs, group), file or None, own.get("digest"))


def differences(there: Plan, wanted: Plan, file: str) -> list[Problem]:
    """Why the ensemble that is there is not the one that is wanted."""
    old, new = there.origin, wanted.origin
    told = {}
    if old.changes != new.changes:
        told["changes"] = (_listed(old.changes), _listed(new.changes))
    elif attrs.evolve(old, seed=new.seed, code=new.code) != new:
        told["scenario.digest"] = (
            f"scenario {old.scenario} as it was at {old.digest[:12]}",
            f"{new.scenario} as it is, {new.digest[:12]}",
        )
    if old.code != new.code:
        told["code"] = (f"version {old.code}", f"version {new.code}")
    if old.seed != new.seed:
        told["seed"] = (f"seeds from {old.seed}", f"seeds from {new.seed}")
    if (there.runs, there.group) != (wanted.runs, wanted.group):
        told["runs"] = (
            f"{there.runs:,} runs in groups of {there.group}",
            f"{wanted.runs:,} in groups of {wanted.group}, which would group them otherwise",
        )
    return [
        Problem(file, 1, path, f"made with {was}, and this is with {now}; {REMEDY}")
        for path, (was, now) in told.items()
    ]


def _listed(changes: object) -> str:
    pairs = changes.items() if isinstance(changes, dict) else ()
    return ", ".join(f"{name}={value}" for name, value in pairs) or "nothing changed"
