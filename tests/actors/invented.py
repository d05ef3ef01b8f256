"""An invented negotiation for tests of behaviours: other names than any real track."""

from pathlib import Path

from sim.engine import simulate
from sim.scenario import load
from sim.scenario.model import Scenario

ROLES = (
    "council", "first_minister", "overseas_office", "mixed_board", "delegates", "hill_band",
    "visiting_fleet", "crown", "herald", "treasurer",
)  # fmt: skip

HEAD = """
format = 1
title = "An invented negotiation"

[clock]
start = 2001-01-01
end = 2001-12-31

[[given]]
name = "spark"
date = 2001-02-01
event = "external_shock"
actor = "neighbours"
subject = "spark"
"""

ON_SPARK = 'on = { event = "external_shock", subject = "spark" }, after = "fixed(value = 1 d)"'
"""An answer to the given event, a day later and for certain."""


def scenario(folder: Path, text: str) -> Scenario:
    """The scenario of that text, in which every role that it does not write out has an entry."""
    bare = [role for role in ROLES if f"[actors.{role}]" not in text]
    entries = "".join(f"\n[actors.{role}]" for role in bare)
    (folder / "scenario.toml").write_text(HEAD + text + entries, encoding="utf-8")
    return load(folder)


def acts(folder: Path, text: str, seed: int = 1) -> list[tuple[int, str, str, str]]:
    """What happens after the start of a run: day, actor, kind and subject, in order."""
    log = simulate(scenario(folder, text), seed)
    return [(e.time // 86_400, e.actor, e.kind, e.subject) for e in log.events]


def kinds(folder: Path, text: str, seed: int = 1) -> list[str]:
    """The kinds of what happens, without the given events."""
    return [kind for _, _, kind, _ in acts(folder, text, seed) if kind != "external_shock"]
