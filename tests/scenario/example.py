"""A small scenario of an invented negotiation that uses every part of the format, and its record.

Tests alter its text and look at what the loader says.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from sim.errors import InputError, Problem
from sim.scenario import load

RECORD = """\
date,date_end,precision,actor,kind,subject,quantity,unit,summary,source,source_url,source_date,confidence,contested
2000-12-01,,day,guest_state,dialogue_proposed,bases,,,Proposed,wire,,,high,
2001-03-14,,day,delegations,round_held,x,,,A round,wire,,2001-03-15,high,
2001-05-02,,day,band,attack,north,,,An attack,wire,,,high,
2001-11-05,,day,guest_state,external_shock,election,,,An election,wire,,,high,
2002-02-01,,day,host_government,agreement_signed,bases_treaty,,,Signed,wire,,,medium,
"""

EXAMPLE = """\
format = 1
title = "An agreement on bases, up for renewal"

[clock]
start = 2001-01-01
end = 2003-12-31

[record]
file = "timeline.csv"
known_until = 2002-12-31

[[record.read_as]]
row = { date = 2001-03-14, event = "round_held" }
subject = "renewal"

[milestones]
treaty = { event = "agreement_signed", subject = "bases_treaty" }
ratified = { event = "agreement_ratified", subject = "bases_treaty" }
last_out = { event = "withdrawal_completed", actor = "guest_military" }

[kinds.clearance_withheld]
family = "posture"
meaning = "overflight clearance refused"
recorded = false

[parameters]
round_gap = { value = "45 d", prior = "log-normal(median = 45 d, spread = 1.8)", source = "rows" }
raid_rate = { value = "0.4 / month", prior = "gamma(0.4 / month, 2)", source = "assumed" }
term = { value = "365 d", prior = "uniform(low = 100 d, high = 500 d)", source = "assumed" }
leaning = { value = 0.1, prior = "normal(mean = 0, sd = 0.4)", source = "assumed" }
full = { value = "20000 persons", prior = "uniform(low = 1, high = 30000)", source = "assumed" }

[gauges.pressure]
start = 0.2
within = [0, 1]
half_life = "120 d"
moved_by = [
  { event = "strike", by = 0.2 },
  { event = "base_handed_over", by = -0.1 },
]

[gauges.troops]
start = 4000
within = [0, 20000]
unit = "persons"
moved_by = [{ event = "base_handed_over", by = "-quantity" }]

[actors.host_senate]
behaviour = "legislature"
seats = 24
[[actors.host_senate.blocs]]
name = "majority"
seats = 14
position = "leaning"
spread = 0.3
attendance = 0.9
moved_by = [{ event = "referendum_promised", by = 0.4 }]
[[actors.host_senate.blocs]]
name = "minority"
seats = 10
position = -0.6
[actors.host_government]
[actors.delegations]
[actors.guest_military]
[actors.guest_state]
[actors.band]

[deadlines.exit]
set_by = "timetable_announced"
falls = "quantity"
moves_on = ["timetable_revised"]
met_by = "last_out"
missed = "deadline_missed"

[instruments.bases_agreement]
in_force_since = 1979-03-01
ends = 2003-02-01
notice = "365 d"
may_denounce = ["host_government", "guest_state"]

[gates.senate_consent]
body = "host_senate"
considers = "treaty"
after = "log-normal(median = 20 d, spread = 2)"
needs = "2/3 of seats"
quorum = 13
passed = "ratified"
failed = "treaty_rejected"
no_quorum = "session_failed_quorum"
before = "exit"

[[sites]]
name = "north_airfield"
heads = { military = 450, contractors = 100 }
[[sites]]
name = "southern_port"
opens_after = "north_airfield"
[[sites]]
name = "outposts"
count = 3

[lists]
provinces = ["east", "west"]

[[initial]]
date = 2000-11-20
event = "dialogue_proposed"
actor = "guest_state"

[[given]]
name = "midterms"
date = 2001-11-05
event = "external_shock"
actor = "guest_state"
subject = "election"

[[steps]]
actor = "delegations"
name = "next round"
on = "round_held"
same_subject = true
if = "not happened('treaty')"
after = "log-normal(median = round_gap, spread = 1.5)"
if_due = "in_office('host_government')"
cancelled_by = ["talks_suspended"]
limit = 12
outcomes = [
  { chance = "0.7 - 0.3 * pressure", emits = "round_held", subject = "same" },
  { chance = 0.1, emits = ["treaty", { event = "joint_statement", actor = "host_government" }] },
]

[[steps]]
actor = "host_government"
name = "timetable"
on = ["treaty_rejected", { event = "attack", actor = "band" }]
after = "log-normal(median = 30 d, spread = 2)"
limit = 1
emits = "timetable_announced"
quantity = "term"
unit = "days"

[[steps]]
actor = "guest_military"
name = "handover"
for_each = "sites"
on = "timetable_announced"
after = "0.6 * time_to('exit')"
emits = "base_handed_over"
subject = "site"
quantity = "heads('site')"
unit = "persons"

[[steps]]
actor = "guest_military"
name = "leave"
on = "base_handed_over"
if = "sites_left() < 1"
emits = "last_out"

[[steps]]
actor = "band"
name = "raid"
for_each = "provinces"
rate = "raid_rate * (1 + 4 * pressure)"
while = "not standing('truce_declared', until = 'truce_ended')"
emits = "attack"
subject = "entry"

[[steps]]
actor = "host_government"
name = "review"
at = 2001-06-01
emits = "statement_position"

[[steps]]
actor = "guest_state"
name = "open"
every = "100 d"
emits = "round_held"
subject = "renewal"

[[procedure]]
event = "ratified"
needs = "treaty"
source = "constitution, article on treaties"

[[checks]]
name = "no raid is left unanswered"
rule = "response(attack, statement_position) within 30 d"

[score]
predicted = [
  "treaty",
  "ratified",
  "last_out",
  "round_held",
  { event = "attack", per = "month", weight = 0.5 },
]
given = ["external_shock"]
context = ["statement_position"]
"""


def scenario_folder(folder: Path, text: str = EXAMPLE, record: str = RECORD) -> Path:
    """A scenario's folder with its two files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scenario.toml").write_text(text, encoding="utf-8")
    (folder / "timeline.csv").write_text(record, encoding="utf-8")
    return folder


def altered(*edits: tuple[str, str], text: str = EXAMPLE) -> str:
    """The example with some of its text exchanged, each part of which stands there once."""
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    return text


def problems_of(path: Path, changes: Mapping[str, str] | None = None) -> list[Problem]:
    """What the loader finds wrong."""
    with pytest.raises(InputError) as caught:
        load(path, changes)
    return list(caught.value.problems)


def line_of(text: str, part: str) -> int:
    """The line on which a part of a text begins."""
    assert part in text, part
    return text.count("\n", 0, text.index(part)) + 1
