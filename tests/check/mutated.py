"""A small scenario whose rules are worth something known: what tests leave out of it."""

from pathlib import Path

from sim.scenario import load_with_warnings
from sim.scenario.load import Loaded

GUARDED = """\
format = 1
title = "Rules that matter, and rules that do not"

[clock]
start = 2001-01-01
end = 2001-12-31

[lists]
towns = ["north", "south"]

[actors.host]
[actors.guest]
[actors.chamber]
behaviour = "legislature"
seats = 20
blocs = [{ name = "all", seats = 20, position = 3 }]

[deadlines.term]
at = 2001-06-30
met_by = "agreement_signed"
firm = true

[gates.consent]
body = "chamber"
considers = "bill_introduced"
after = "10 d"
needs = "majority of seats"
passed = "law_passed"
failed = "law_rejected"
before = "term"

[[sites]]
name = "airfield"
[[sites]]
name = "port"
opens_after = "airfield"
count = 2

[[steps]]
actor = "host"
name = "round"
every = "40 d"
if = "count('round_held') < 6"
emits = "round_held"

[[steps]]
actor = "guest"
name = "raid"
rate = "1 / month"
while = "happened('round_held') and count('attack') < 1000"
emits = "attack"

[[steps]]
actor = "host"
name = "protest"
on = "attack"
after = "5 d"
for_each = "towns"
if = "count('protest') < 3"
if_due = "not happened('agreement_signed')"
emits = "protest"
subject = "entry"

[[steps]]
actor = "host"
name = "signing"
on = { event = "round_held" }
after = "15 d"
outcomes = [{ chance = 0.3, emits = "agreement_signed" }]

[[steps]]
actor = "host"
name = "bill"
at = 2001-06-25
emits = "bill_introduced"

[[procedure]]
event = "agreement_signed"
needs = "attack"
source = "an invented custom"

[[procedure]]
event = "protest"
needs = "attack"
source = "follows from the step itself"

[[checks]]
name = "nothing is signed in peace"
rule = "precedence(attack, agreement_signed)"
source = "an invented custom"

[[checks]]
name = "no war is declared"
rule = "absence(truce_declared)"
"""


def guarded(folder: Path, text: str = GUARDED) -> Loaded:
    """The scenario in a folder of its own."""
    (folder / "scenario.toml").write_text(text, encoding="utf-8")
    return load_with_warnings(folder)
