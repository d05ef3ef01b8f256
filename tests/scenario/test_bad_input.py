"""Bad input: each mistake is told once, with its file, its line, what is wrong, what would be right.

Every row of the tables below is one edit of the example; the expected line is where the named part
of the edited text stands, and no other problem may be reported beside the one expected.
"""

from pathlib import Path

import pytest

from sim.errors import InputError, Problem
from sim.scenario import load
from tests.scenario.example import (
    EXAMPLE,
    RECORD,
    altered,
    line_of,
    problems_of,
    scenario_folder,
)

Edit = tuple[str, str, str, str, list[str]]
"""What the edit is called, the text before and after, where the problem stands, its words."""

# fmt: off
# ruff: noqa: E501  one row for each edit, whatever its length
SYNTAX: list[Edit] = [
    ("no value", "format = 1", "format =", "format =", ["Invalid value"]),
    ("open string", 'title = "An', 'title = "An\n', 'title = "An', ["Illegal character"]),
    ("key twice", "seats = 24", "seats = 24\nseats = 25", "seats = 25", ["overwrite"]),
    ("table twice", "[lists]", "[clock]", "[clock]\nprov", ["declare"]),
    (
        "broken inline table",
        'row = { date = 2001-03-14, event = "round_held" }',
        'row = { date = 2001-03-14,\n  event = "round_held" }',
        "row = { date = 2001-03-14,",
        ["inline table stays on one line", "[[...]]"],
    ),
    ("bad date", "start = 2001-01-01", "start = 2001-13-01", "start = 2001-13", ["Expected newline"]),
]

SHAPE: list[Edit] = [
    ("unknown table", "[score]", "[scores]", "[scores]", ["unknown key 'scores'; did you mean 'score'?"]),
    ("unknown key", "same_subject = true", "same_subjects = true", "same_subjects", ["'same_subject'"]),
    ("misspelt key", 'name = "timetable"', 'nam = "timetable"', "nam =", ["unknown key 'nam'", "did you mean 'name'?"]),
    ("key of an inline table", "weight = 0.5", "wieght = 0.5", "wieght", ["did you mean 'weight'?"]),
    ("key of a pattern", 'actor = "band" }]', 'actr = "band" }]', "actr", ["did you mean 'actor'?"]),
    ("missing key", 'family = "posture"\n', "", "[kinds.clearance", ["'family' is missing"]),
    ("missing table", "[clock]\nstart = 2001-01-01\nend = 2003-12-31\n", "", "format", ["'clock' is missing"]),
    ("text for a number", "within = [0, 1]", 'within = ["0", 1]', '["0"', ["'0' is text, and a number is expected"]),
    ("number for a text", 'actor = "band"\nname', "actor = 3\nname", "actor = 3", ["'3' is a number, and text is expected"]),
    ("truth for a number", "weight = 0.5", "weight = true", "weight = true", ["is true or false, and a number is expected"]),
    ("text for a truth", "recorded = false", 'recorded = "no"', 'recorded = "no"', ["is text, and true or false is expected"]),
    ("fraction for a whole number", "limit = 12", "limit = 1.5", "limit = 1.5", ["a whole number is expected"]),
    ("text for a date", "at = 2001-06-01", 'at = "2001-06-01"', 'at = "', ["a date such as 2024-01-31"]),
    ("instant for a date", "at = 2001-06-01", "at = 2001-06-01T00:00:00", "at = 2001", ["is a date with a time"]),
    ("table for a list", "[[checks]]", "[checks]", "[checks]", ["is a table, and a list is expected: write [[...]]"]),
    ("number for a table", "[lists]", "[kinds]\nround = 1\n[lists]", "round = 1", ["'1' is a number, and a table is expected"]),
    ("list for a text", 'emits = "statement_position"', "emits = 7", "emits = 7", ["text or a list is expected"]),
    ("table for a formula", "limit = 12", "limit = 12\nquantity = { a = 1 }", "quantity = { a", ["a number or an expression"]),
    ("number for a pattern", 'on = "round_held"', "on = 3", "on = 3", ["a kind, a milestone or { event = ... }"]),
    ("number in a list of patterns", 'cancelled_by = ["talks_suspended"]', "cancelled_by = [3]", "cancelled_by", ["a kind, a milestone"]),
    ("infinite number", "within = [0, 1]", "within = [0, inf]", "[0, inf]", ["inf is beyond every number that is read"]),
    ("format of the future", "format = 1", "format = 2", "format = 2", ["this version reads 1"]),
    ("readings of no row", "[milestones]", "[[record.readings]]\nrow = { date = 2001-05-09, event = 'attack' }\nalternatives = [{ weight = 1 }]\n[milestones]", "row = { date = 2001-05-09", ["no row attack of 2001-05-09"]),
    ("weights of readings", "[milestones]", "[[record.readings]]\nrow = { date = 2001-05-02, event = 'attack' }\nalternatives = [{ weight = 0.5 }]\n[milestones]", "alternatives = [{ weight", ["weights add up to 0.5", "make them 1"]),
    ("control character", 'title = "An', 'title = "\\u001b[2J An', "title", ["a control character, U+001B"]),
    ("text turned around", 'title = "An', 'title = "\\u202e An', "title", ["U+202E"]),
    ("control character in a key", "[lists]", '[lists]\n"a\\u0007" = []', '"a\\u0007"', ["U+0007"]),
    ("whole number beyond 64 bits", "limit = 12", "limit = 0x" + "f" * 40, "limit = 0x", ["beyond 64 bits"]),
    ("nothing to remove", '[[checks]]\nname = "no raid', '[[checks]]\nname = "x"\nremove = true\n[[checks]]\nname = "no raid', '[[checks]]\nname = "x"', ["nothing of this name to remove"]),
]

NAMES: list[Edit] = [
    ("kind of a trigger", 'on = "round_held"', 'on = "round_hold"', 'on = "round_hold"', ["unknown kind or milestone 'round_hold'; did you mean 'round_held'?"]),
    ("kind in a list", '["treaty_rejected", {', '[\n"treaty_rejectd", {', '"treaty_rejectd"', ["did you mean 'treaty_rejected'?"]),
    ("kind emitted", 'emits = "timetable_announced"', 'emits = "timetable_anounced"', 'emits = "timetable_ano', ["did you mean 'timetable_announced'?"]),
    ("kind of a milestone", 'treaty = { event = "agreement_signed"', 'treaty = { event = "agreement_sigend"', "treaty = {", ["unknown kind 'agreement_sigend'", "'agreement_signed'"]),
    ("kind in an expression", "not happened('treaty')", "not happened('treety')", 'if = "not happened', ["'treety' is no kind or milestone; did you mean 'treaty'?"]),
    ("kind that moves a gauge", '{ event = "strike", by', '{ event = "strikes", by', '"strikes"', ["did you mean 'strike'?"]),
    ("kind given", 'event = "external_shock"', 'event = "external_shok"', 'event = "external_shok"', ["did you mean 'external_shock'?"]),
    ("kind of a missed deadline", '"deadline_missed"', '"deadline_mised"', '"deadline_mised"', ["did you mean 'deadline_missed'?"]),
    ("kind of a gate", 'failed = "treaty_rejected"', 'failed = "treaty_reject"', "failed", ["did you mean 'treaty_rejected'?"]),
    ("kind predicted", '  "round_held",', '  "round_helt",', '"round_helt"', ["did you mean 'round_held'?"]),
    ("kind read as", 'subject = "renewal"\n\n[milestones]', 'event = "round"\n\n[milestones]', 'event = "round"', ["unknown kind or milestone 'round'; did you mean 'round_held'?"]),
    ("family", 'family = "posture"', 'family = "postures"', "family", ["unknown family 'postures'; did you mean 'posture'?"]),
    ("office", "recorded = false", 'recorded = false\noffice = "leave"', "office", ["unknown office 'leave'", "'leaves'"]),
    ("kind that exists", "[kinds.clearance_withheld]", "[kinds.attack]", "[kinds.attack]", ["already in the vocabulary"]),
    ("milestone named as a kind", "[milestones]", '[milestones]\nattack = { event = "attack", actor = "band" }', "attack = {", ["'attack' is a kind"]),
    ("actor of a step", 'actor = "band"\nname', 'actor = "bnad"\nname', 'actor = "bnad"', ["unknown actor 'bnad'; did you mean 'band'?"]),
    ("actor of a pattern", 'actor = "band" }]', 'actor = "bnad" }]', '"bnad"', ["did you mean 'band'?"]),
    ("actor of an event", 'actor = "host_government" }] },', 'actor = "host_goverment" }] },', "host_goverment", ["unknown actor 'host_goverment'; did you mean 'host_government'?"]),
    ("actor of a milestone", 'actor = "guest_military" }\n', 'actor = "guest_militari" }\n', "guest_militari", ["did you mean 'guest_military'?"]),
    ("actor in an expression", "in_office('host_government')", "in_office('host_goverment')", "if_due", ["is no role; did you mean 'host_government'?"]),
    ("actor without an entry", 'actor = "band"\nname', 'actor = "abroad"\nname', 'actor = "abroad"', ["unknown actor 'abroad'"]),
    ("role name", "[actors.band]", '[actors.band]\n[actors."the band"]', '[actors."the band"]', ["'the band' is no role name"]),
    ("behaviour", 'behaviour = "legislature"', 'behaviour = "legislatur"', "behaviour", ["unknown behaviour 'legislatur'; did you mean 'legislature'?"]),
    ("behaviour of another type", 'behaviour = "legislature"', "behaviour = [1]", "behaviour", ["unknown behaviour"]),
    ("option without behaviour", "[actors.band]", "[actors.band]\nseats = 3", "seats = 3", ["options need a 'behaviour'"]),
    ("option", "seats = 24", "seats = 24\nturnout_spred = 0.1", "turnout_spred", ["did you mean 'turnout_spread'?"]),
    ("number too large", "seats = 24", "seats = 24\nturnout_spread = 1e300", "turnout_spread", ["beyond every number that is read; write one below 1e+300"]),
    ("option of the wrong type", "seats = 24", 'seats = "24"', 'seats = "24"', ["'24' is text, and a whole number is expected"]),
    ("gauge", "0.3 * pressure", "0.3 * presure", '{ chance = "0.7', ["'presure' is no parameter or gauge; did you mean 'pressure'?"]),
    ("parameter", "median = round_gap, spread", "median = round_gpa, spread", 'after = "log-normal(median = round_gpa', ["did you mean 'round_gap'?"]),
    ("parameter of an option", 'position = "leaning"', 'position = "leanin"', "position", ["did you mean 'leaning'?"]),
    ("gauge named as a parameter", "[gauges.troops]", "[gauges.term]", "[gauges.term]", ["'term' is already a parameter"]),
    ("gauge named as a function", "[gauges.troops]", "[gauges.count]", "[gauges.count]", ["a word of the language"]),
    ("gauge that cannot be named", "[gauges.troops]", '[gauges."foreign troops"]', '[gauges."foreign', ["cannot be written in an expression"]),
    ("parameter named as a unit", "full = {", "month = {", "month = {", ["'month' is a word of the language"]),
    ("parameter that cannot be named", "full = {", '"fu-ll" = {', '"fu-ll"', ["cannot be written in an expression"]),
    ("deadline", "time_to('exit')", "time_to('exits')", "0.6 * time_to", ["'exits' is no deadline; did you mean 'exit'?"]),
    ("deadline of a gate", 'before = "exit"', 'before = "exist"', 'before = "exist"', ["unknown deadline 'exist'; did you mean 'exit'?"]),
    ("body of a gate", 'body = "host_senate"', 'body = "host_sente"', "body", ["no actor with behaviour legislature; did you mean 'host_senate'?"]),
    ("body that is no chamber", 'body = "host_senate"', 'body = "band"', "body", ["no actor with behaviour legislature"]),
    ("site", "heads('site')", "heads('northairfield')", 'quantity = "heads', ["'northairfield' is no site; did you mean 'north_airfield'?"]),
    ("site it opens after", 'opens_after = "north_airfield"', 'opens_after = "north_airfeld"', "opens_after", ["unknown site 'north_airfeld'; did you mean 'north_airfield'?"]),
    ("list", 'for_each = "provinces"', 'for_each = "province"', 'for_each = "prov', ["unknown list 'province'; did you mean 'provinces'?"]),
    ("call that is not allowed", "sites_left() < 1", "len('sites') < 1", 'if = "len', ["'len' may not be called"]),
    ("attribute", "sites_left() < 1", "sites_left().real < 1", 'if = "sites_left().real', ["attributes cannot be read"]),
    ("import", "sites_left() < 1", "__import__('os').system('x')", 'if = "__import__', ["attributes cannot be read"]),
    ("again", "limit = 12", 'limit = 12\nagain = "eech"', "again", ["neither 'restart' nor 'each'; did you mean 'each'?"]),
    ("per", 'per = "month"', 'per = "week"', 'per = "week"', ["counts are per 'month'"]),
]

VALUES: list[Edit] = [
    ("end before start", "end = 2003-12-31", "end = 2000-12-31", "end = 2000", ["2000-12-31 is before the start, 2001-01-01"]),
    ("endless clock", "end = 2003-12-31", "end = 2903-12-31", "end = 2903", ["more than 200 years after the start; end by 2201-01-02"]),
    ("known until after the end", "known_until = 2002-12-31", "known_until = 2004-12-31", "known_until", ["outside the clock, 2001-01-01 to 2003-12-31"]),
    ("initial after the start", "date = 2000-11-20", "date = 2001-11-20", "date = 2001-11-20", ["after the clock starts; [[given]]"]),
    ("given before the start", "date = 2001-11-05", "date = 2000-11-05", "date = 2000-11-05", ["outside the clock; [[initial]]"]),
    ("given after the end", "date = 2001-11-05", "date = 2004-01-01", "date = 2004-01-01", ["outside the clock"]),
    ("calendar before the start", "at = 2001-06-01", "at = 2000-06-01", "at = 2000", ["before the clock starts; [[initial]]"]),
    ("period of nothing", 'every = "100 d"', 'every = "0 d"', "every", ["a second or more is expected"]),
    ("period that changes", 'every = "100 d"', 'every = "100 d * pressure"', "every", ["changes during a run"]),
    ("unit", 'value = "45 d"', 'value = "45 days"', "round_gap", ["'days' is not a unit of time; write 'd'"]),
    ("value without sense", 'value = "45 d"', 'value = "soon"', "round_gap", ["'soon' is not a number with a unit"]),
    ("unit of a prior", "log-normal(median = 45 d, spread = 1.8)", "log-normal(median = 45, spread = 1.8)", "round_gap", ["the prior is a number and the value is a duration"]),
    ("prior of another dimension", "gamma(0.4 / month, 2)", "gamma(1 month, 2)", "raid_rate", ["the prior is a duration and the value is a rate"]),
    ("prior that is none", "normal(mean = 0, sd = 0.4)", "0.4", "leaning", ["not a distribution"]),
    ("impossible prior", "normal(mean = 0, sd = 0.4)", "normal(mean = 0, sd = 0)", "leaning", ["normal: The sd must be finite and strictly between"]),
    ("reversed prior", "uniform(low = 100 d, high = 500 d)", "uniform(low = 500 d, high = 100 d)", "term", ["must not fall"]),
    ("spread below one", "spread = 1.5)", "spread = 0.5)", 'after = "log-normal(median = round', ["The spread must be finite and strictly between 1"]),
    ("delay that is a number", 'after = "0.6 * time_to(\'exit\')"', 'after = "30"', 'after = "30"', ["is a number, and a duration is expected"]),
    ("delay of a duration and a number", 'after = "0.6 * time_to(\'exit\')"', 'after = "30 d + 5"', "30 d + 5", ["cannot add or subtract a duration and a number"]),
    ("negative delay", 'after = "0.6 * time_to(\'exit\')"', 'after = "-30 d"', 'after = "-30 d"', ["negative delay", "effects come after causes"]),
    ("negative delay of a parameter", 'after = "0.6 * time_to(\'exit\')"', 'after = "-term"', 'after = "-term"', ["negative delay"]),
    ("negative distribution", 'after = "0.6 * time_to(\'exit\')"', 'after = "-exponential(3 d)"', 'after = "-exp', ["negative delay"]),
    ("distribution that begins below zero", 'after = "0.6 * time_to(\'exit\')"', 'after = "uniform(-3 d, 4 d)"', 'after = "uniform', ["negative delay"]),
    ("distribution less more than it gives", 'after = "0.6 * time_to(\'exit\')"', 'after = "exponential(3 d) - 1 d"', 'after = "exp', ["negative delay"]),
    ("delay that is no sum", 'after = "0.6 * time_to(\'exit\')"', 'after = "max(exponential(3 d), 1 d)"', 'after = "max', ["may only be added and scaled"]),
    ("guard that is a number", 'if = "sites_left() < 1"', 'if = "sites_left()"', 'if = "sites_left()', ["is a number, and a condition is expected"]),
    ("guard that is drawn", 'if = "sites_left() < 1"', 'if = "normal(0, 1) < 1"', 'if = "normal', ["a distribution may stand in"]),
    ("rate that is a number", "raid_rate * (1 + 4 * pressure)", "1 + 4 * pressure", 'rate = "', ["is a number, and a rate is expected", "0.3 / month"]),
    ("rate beyond numbers", "raid_rate * (1 + 4 * pressure)", "1e308 / s", 'rate = "', ["1,000,000 is the most"]),
    ("rate without ceiling", "raid_rate * (1 + 4 * pressure)", "raid_rate * count('attack')", 'rate = "', ["has no ceiling: write min(..., 20 / d)"]),
    ("rate below zero", "raid_rate * (1 + 4 * pressure)", "raid_rate * (pressure - 1)", 'rate = "', ["may fall below zero: write max(0 / d, ...)"]),
    ("chance above one", "chance = 0.1", "chance = 1.1", "chance = 1.1", ["'1.1' is not a probability: 0 to 1"]),
    ("chance below zero", "chance = 0.1", "chance = -0.1", "chance = -0.1", ["'-0.1' is not a probability"]),
    ("chance always above one", "0.7 - 0.3 * pressure", "1.4 - 0.3 * pressure", "1.4 - 0.3", ["is not a probability"]),
    ("chance with a unit", "chance = 0.1", 'chance = "0.1 / d"', 'chance = "0.1', ["is a rate, and a number is expected"]),
    ("chance with a label", "chance = 0.1", 'chance = "troops / 20000"', 'chance = "troops', ["is persons, and a number is expected; divide it by a parameter in persons"]),
    ("chances above one", "chance = 0.1", "chance = 0.61", "outcomes = [", ["the chances add up to 1.01, which is above 1"]),
    ("two that take the rest", "outcomes = [", 'outcomes = [{ emits = "attack" }, { emits = "protest" },', "outcomes = [", ["two outcomes without 'chance'"]),
    ("bounds reversed", "within = [0, 1]", "within = [1, 0]", "within = [1, 0]", ["[1.0, 0.0]: write [least, greatest]"]),
    ("one bound", "within = [0, 1]", "within = [1]", "within = [1]", ["write [least, greatest]"]),
    ("start outside the bounds", "start = 0.2", "start = 2", "start = 2\n", ["2 is not within [0.0, 1.0]"]),
    ("start with a unit", "start = 0.2", 'start = "2 d"', 'start = "2 d', ["is a duration, and the gauge a number"]),
    ("start that changes", "start = 0.2", 'start = "troops / full"', 'start = "troops', ["changes during a run"]),
    ("rest outside the bounds", "start = 0.2", "start = 0.2\nrest = 3", "rest = 3", ["3 is not within [0.0, 1.0]"]),
    ("half-life of nothing", 'half_life = "120 d"', 'half_life = "0 d"', "half_life", ["a half-life is above zero"]),
    ("half-life that is a number", 'half_life = "120 d"', "half_life = 120", "half_life", ["is a number, and a duration is expected"]),
    ("gauge in a unit of time", 'unit = "persons"\nmoved_by', 'unit = "d"\nmoved_by', 'unit = "d"', ["'d' is time, and a gauge counts"]),
    ("move by and to", 'by = "-quantity"', 'by = "-quantity", set = 3', "set = 3", ["write either 'by' (an amount) or 'set' (a level)"]),
    ("move by a duration", 'by = "-quantity"', 'by = "3 d"', 'by = "3 d"', ["is a duration, and the gauge persons"]),
    ("seats of the blocs", "seats = 14", "seats = 15", "[[actors.host_senate.blocs]]", ["the blocs hold 25 of 24 seats"]),
    ("spread below zero", "spread = 0.3\nattendance", "spread = -0.3\nattendance", "spread = -0.3", ["-0.3 is not from 0 to 1,000"]),
    ("spread without end", "spread = 0.3\nattendance", "spread = 1e308\nattendance", "spread = 1e308", ["is not from 0 to 1,000"]),
    ("position that hangs on itself", "position = -0.6", "position = \"0.1 * margin('senate_consent')\"", 'position = "0.1', ["leanings that hang on themselves: host_senate -> host_senate"]),
    ("attendance that hangs on itself", "attendance = 0.9", "attendance = \"logistic(expected_yes('senate_consent'))\"", "attendance", ["leanings that hang on themselves"]),
    ("attendance beyond one", "attendance = 0.9", "attendance = 1.9", "attendance = 1.9", ["may leave 0 to 1: write clamp"]),
    ("attendance that may leave", "attendance = 0.9", 'attendance = "0.9 + pressure"', "attendance", ["may leave 0 to 1"]),
    ("bloc of the same name", 'name = "minority"', 'name = "majority"', 'name = "majority"\nseats = 10', ["a second bloc named 'majority'"]),
    ("majority", 'needs = "2/3 of seats"', 'needs = "two thirds"', 'needs = "two', ["write '2/3 of seats' or 'majority of present'"]),
    ("share above one", 'needs = "2/3 of seats"', 'needs = "3/2 of seats"', 'needs = "3/2', ["not a share between 0 and 1"]),
    ("share of nothing", 'needs = "2/3 of seats"', 'needs = "0/3 of seats"', 'needs = "0/3', ["not a share between 0 and 1"]),
    ("quorum beyond the seats", "quorum = 13", "quorum = 25", "quorum = 25", ["25 is not from 0 to 24 seats"]),
    ("vote of negative delay", 'after = "log-normal(median = 20 d, spread = 2)"', 'after = "-20 d"', 'after = "-20 d"', ["negative delay"]),
    ("reading that is no kind", "quorum = 13", 'quorum = 13\nreadings = ["committee_vot"]', "readings = [", ["did you mean 'committee_vote'?"]),
    ("reading twice", "quorum = 13", 'quorum = 13\nreadings = ["committee_vote", "committee_vote"]', "readings = [", ["also a reading at 'senate_consent'"]),
    ("reading that is a result", "quorum = 13", 'quorum = 13\nreadings = ["committee_vote", "treaty_rejected"]', "readings = [", ["'treaty_rejected' is also what 'senate_consent' comes to"]),
    ("reading that is considered", "quorum = 13", 'quorum = 13\nreadings = ["treaty"]', "readings = [", ["itself considered here"]),
    ("time between no readings", "quorum = 13", 'quorum = 13\nbetween = "3 d"', "between", ["there are none"]),
    ("reading of negative delay", "quorum = 13", 'quorum = 13\nreadings = ["committee_vote"]\nbetween = "-3 d"', "between", ["negative delay"]),
    ("too many readings", "quorum = 13", f"quorum = 13\nreadings = {['committee_vote'] * 11}", "readings = [", ["at most 10 are held"]),
    ("readings of two gates", '[[sites]]\nname = "north', '[gates.x]\nbody = "host_senate"\nconsiders = "ratified"\nneeds = "majority of seats"\npassed = "law_passed"\nfailed = "law_rejected"\nreadings = ["treaty_rejected", "committee_vote"]\n[gates.y]\nbody = "host_senate"\nconsiders = "agreement_ratified"\nneeds = "majority of seats"\npassed = "law_passed"\nfailed = "law_rejected"\nreadings = ["committee_vote"]\n[[sites]]\nname = "north', 'readings = ["committee_vote"]', ["also a reading at 'x'", "let 'considers' say about what"]),
    ("step named as a reading", 'before = "exit"', 'before = "exit"\nreadings = ["committee_vote"]\n[[steps]]\nactor = "host_senate"\nname = "gate senate_consent, reading 1"\nat = 2001-02-02\nemits = "protest"', 'name = "gate senate', ["two steps named"]),
    ("deadline without date", 'set_by = "timetable_announced"\nfalls = "quantity"\n', "", "[deadlines.exit]", ["write 'at' (a date), or 'set_by' (an event) and 'falls'"]),
    ("deadline without delay", 'falls = "quantity"\n', "", "[deadlines.exit]", ["'set_by' needs 'falls'"]),
    ("deadline that falls before it is set", 'falls = "quantity"', 'falls = "-3 d"', "falls", ["it falls before it is set"]),
    ("deadline in a rate", 'falls = "quantity"', 'falls = "raid_rate"', "falls", ["is a rate; days or a duration are expected"]),
    ("missed by nobody", 'set_by = "timetable_announced"\nfalls = "quantity"\nmoves_on = ["timetable_revised"]', "at = 2003-01-01", "[deadlines.exit]", ["'missed' needs 'actor'"]),
    ("sites without end", "count = 3", "count = 3000", "count = 3000", ["3000 is not 1 or more, at most 1000 sites"]),
    ("no site", "count = 3", "count = 0", "count = 0", ["0 is not 1 or more"]),
    ("heads below zero", "military = 450", "military = -450", "heads = {", ["a head-count below zero"]),
    ("site of the same name", 'name = "outposts"\ncount = 3', 'name = "southern_port"', 'name = "southern_port"\n\n', ["a second site named 'southern_port'"]),
    ("site after itself", 'opens_after = "north_airfield"', 'opens_after = "southern_port"', "opens_after", ["opens after itself, so never"]),
    ("site after many", 'opens_after = "north_airfield"', 'opens_after = "outposts"', "opens_after", ["'outposts' is 3 sites; name one of them, such as 'outposts_3'"]),
    ("empty list", '["east", "west"]', "[]", 'for_each = "prov', ["the list is empty"]),
    ("given without name", 'name = "midterms"\n', "", "[[given]]", ["'name' is missing"]),
    ("given that is not its milestone", 'event = "external_shock"\nactor = "guest_state"\nsubject = "election"', 'event = "last_out"\nactor = "guest_state"', "[[given]]", ["'last_out' is by 'guest_military', never by 'guest_state'"]),
    ("check of no event", "response(attack, statement_position)", "response([], attack)", "rule =", ["write response(E, F)"]),
    ("check of the same name", "[[checks]]\n", '[[checks]]\nname = "no raid is left unanswered"\nrule = "absence(attack)"\n[[checks]]\n', 'name = "no raid is left unanswered"\nrule = "resp', ["a second check named"]),
    ("procedure without need", 'needs = "treaty"\nsource', "source", "[[procedure]]", ["write 'needs'", "or 'if'"]),
    ("negative weight", "weight = 0.5", "weight = -0.5", "weight = -0.5", ["a weight is 0 or more"]),
    ("step that never triggers", 'on = "round_held"', "on = []", "on = []", ["nothing would ever trigger this step"]),
    ("step without outcome", 'emits = "statement_position"', "outcomes = []", "outcomes = []", ["nothing would ever come of this step"]),
    ("step of no sort", "at = 2001-06-01\n", "", '[[steps]]\nactor = "host_government"\nname = "review"', ["one of 'on', 'rate', 'at', 'every'; here none of them"]),
    ("step of two sorts", 'every = "100 d"', 'every = "100 d"\nat = 2001-02-01', '[[steps]]\nactor = "guest_state"\nname = "open"', ["here 'at' and 'every'"]),
    ("emits and outcomes", "limit = 12\n", 'limit = 12\nemits = "attack"\n', '[[steps]]\nactor = "delegations"\nname', ["write either 'emits' or 'outcomes'"]),
    ("emits nothing at all", 'emits = "statement_position"\n', "", '[[steps]]\nactor = "host_government"\nname = "review"', ["write either 'emits' or 'outcomes'"]),
    ("too many events at once", 'emits = "statement_position"', "emits = [" + '"protest", ' * 51 + "]", 'emits = ["protest', ["51 events; an outcome emits from 1 to 50"]),
    ("no event", 'emits = "statement_position"', "emits = []", "emits = []", ["an outcome emits from 1 to 50"]),
    ("delay without trigger", "at = 2001-06-01", 'at = 2001-06-01\nafter = "3 d"', 'after = "3 d"', ["'after' belongs to a step with 'on'"]),
    ("cancelled without trigger", "at = 2001-06-01", 'at = 2001-06-01\ncancelled_by = "attack"', 'cancelled_by = "', ["'cancelled_by' belongs to a step with 'on'"]),
    ("again without trigger", "at = 2001-06-01", 'at = 2001-06-01\nagain = "each"', 'again = "each"', ["'again' belongs to a step with 'on'"]),
    ("while without rate", "at = 2001-06-01", 'at = 2001-06-01\nwhile = "pressure > 0"', 'while = "pres', ["'while' belongs to a step with 'rate'; write 'if'"]),
    ("if with rate", "while = ", "if = ", 'if = "not standing', ["a step with 'rate' takes 'while'"]),
    ("limit of nothing", "limit = 12", "limit = 0", "limit = 0", ["0 is not 1 or more"]),
    ("same subject without trigger", "at = 2001-06-01", 'at = 2001-06-01\nsubject = "same"', 'subject = "same"\nemits', ["nothing triggers here"]),
    ("quantity without trigger", "at = 2001-06-01", 'at = 2001-06-01\nquantity = "quantity"', 'quantity = "quantity"', ["nothing triggers here"]),
    ("quantity of another unit", 'quantity = "term"', 'quantity = "troops"', 'quantity = "troops"', ["is in persons, and the unit says days"]),
    ("duration without unit", 'quantity = "term"\nunit = "days"', 'quantity = "term"', 'quantity = "term"', ["is a duration; state its 'unit', such as days"]),
    ("quantity that is a condition", 'quantity = "term"', 'quantity = "term > 1 d"', 'quantity = "term', ["is a condition, and a value is expected"]),
    ("actor that a milestone excludes", 'emits = "last_out"', 'outcomes = [{ emits = "last_out", actor = "band" }]', "outcomes = [{", ["'last_out' is by 'guest_military', never by 'band'"]),
    ("subject that a milestone excludes", 'emits = ["treaty", {', 'emits = [{ event = "treaty", subject = "x" }, {', "{ chance = 0.1", ["'treaty' is about 'bases_treaty', never about 'x'"]),
    ("pattern that a milestone excludes", 'met_by = "last_out"', 'met_by = { event = "last_out", actor = "band" }', "met_by", ["'last_out' is by 'guest_military', never by 'band'"]),
    ("only trigger that no record shows", 'on = "base_handed_over"', 'on = "clearance_withheld"', 'on = "clear', ["no record can show 'clearance_withheld'"]),
    ("step of the same name", 'name = "leave"', 'name = "handover [southern_port]"', 'name = "handover [southern_port]"', ["two steps named 'handover [southern_port]'"]),
    ("step of the name of a gate", 'actor = "guest_military"\nname = "leave"', 'actor = "host_senate"\nname = "gate senate_consent"', 'name = "gate senate_consent"', ["two steps named 'gate senate_consent'"]),
    ("step of the key of a gate", 'actor = "guest_military"\nname = "leave"', 'actor = "host_senate"\nname = "leave"\nkey = "gate senate_consent"', "key = ", ["two steps of the key"]),
    ("step of the same key", 'name = "leave"', 'name = "leave"\nkey = "handover [southern_port]"', "key = ", ["two steps of the key", "share their draws"]),
    ("expression too long", 'if = "sites_left() < 1"', f'if = "sites_left() < {"1" * 2000}"', 'if = "sites', ["at most 2000 are read"]),
    ("expression too deep", 'if = "sites_left() < 1"', f'if = "{"(" * 60}1{")" * 60} < 2"', 'if = "((', ["nested more than 30 deep"]),
    ("long text", 'source = "rows"', f'source = "{"x" * 4001}"', "round_gap = {", ["a text of 4,001 characters; at most 4,000 are read"]),
    ("long name", 'actor = "band"\nname = "raid"', f'actor = "band"\nname = "{"x" * 81}"', 'name = "xxx', ["a name of 81 characters; at most 80 are read"]),
    ("long kind", 'on = "round_held"', f'on = "{"x" * 81}"', 'on = "xxx', ["a name of 81 characters"]),
    ("long subject in a list", '"east", "west"', f'"east", "{"x" * 81}"', "provinces", ["a name of 81 characters"]),
    ("long key", "[lists]", f"[lists]\n{'x' * 81} = []", "xxx", ["a name of 81 characters"]),
    ("giant number", 'if = "sites_left() < 1"', 'if = "sites_left() < 1e999"', 'if = "sites', ["too large"]),
]

LOOPS: list[Edit] = [
    ("itself", 'after = "log-normal(median = round_gap, spread = 1.5)"\n', "", "[[steps]]", ["triggers itself without delay: 'delegations: next round' -> 'delegations: next round'", "'after'"]),
    (
        "two other steps",
        'emits = "last_out"',
        'emits = "last_out"\n[[steps]]\nactor = "band"\nname = "one"\non = "withdrawal_completed"\nemits = "protest"\n[[steps]]\nactor = "band"\nname = "two"\non = "protest"\nemits = "base_handed_over"\n',
        '[[steps]]\nactor = "guest_military"\nname = "leave"',
        ["'guest_military: leave' -> 'band: one' -> 'band: two' -> 'guest_military: leave'"],
    ),
    (
        "gate",
        'after = "log-normal(median = 20 d, spread = 2)"',
        "",
        '[[steps]]\nactor = "band"\nname = "again',
        ["gate senate_consent", "triggers itself without delay"],
    ),
    ("each entry of a list", 'name = "review"\nat = 2001-06-01', 'name = "review"\nfor_each = "provinces"\non = "statement_position"', '[[steps]]\nactor = "host_government"\nname = "review"', ["review [east]"]),
]

RECORDS: list[Edit] = [
    ("date", "2001-05-02,,day", "2001-05-32,,day", "2001-05-32", ["'2001-05-32' is not a date"]),
    ("missing column", ",contested\n", "\n", "date,", ["missing column(s): contested"]),
    ("kind", "band,attack", "band,atack", "band,atack", ["unknown kind 'atack'; did you mean 'attack'?"]),
    ("row in no class", "band,attack,north", "band,protest,north", "band,protest", ["protest by band of 'north' has no class; name it once under [score]"]),
    ("row about what is misspelt", "agreement_signed,bases_treaty", "agreement_signed,base_treaty", "base_treaty", ["of 'base_treaty' has no class; did you mean 'bases_treaty'?; name it once under [score]"]),
    ("number", "attack,north,,", "attack,north,many,", "attack,north,many", ["'many' is not a number"]),
]

SCORES: list[Edit] = [
    ("row in two classes", 'context = ["statement_position"]', 'context = ["statement_position", "attack"]', "", ["attack by band of 'north' is predicted and context at once"]),
]

REACH: list[Edit] = [
    ("kind that nothing emits", '  "last_out",', '  "last_out",\n  "election_held",', '"election_held"', ["no step can emit 'election_held'"]),
    ("actor that does not emit it", '  "last_out",', '  { event = "base_handed_over", actor = "band" },', '{ event = "base_handed_over", actor', ["no step can emit 'base_handed_over by band'", "guest_military: handover [north_airfield] emits that kind"]),
    ("row that is not there", "row = { date = 2001-03-14", "row = { date = 2001-03-15", "row = {", ["no row round_held of 2001-03-15; no row has that date"]),
    ("row of another kind", '2001-03-14, event = "round_held" }', '2001-03-14, event = "attack" }', "row = {", ["no row attack of 2001-03-14; that day has round_held"]),
]


# fmt: on


def named(*tables: list[Edit]) -> list[object]:
    """Rows of tables as parameters with the names of the rows."""
    return [pytest.param(*row[1:], id=row[0]) for table in tables for row in table]


def check(problems: list[Problem], path: Path, line: int, words: list[str]) -> None:
    """There is one problem, there and of those words."""
    assert len(problems) == 1, "\n".join(map(str, problems))
    (problem,) = problems
    assert Path(problem.file) == path
    assert problem.line == line, str(problem)
    for word in words:
        assert word in problem.message


def test_the_example_is_sound(tmp_path: Path) -> None:
    """What the tables alter loads as it stands."""
    assert load(scenario_folder(tmp_path)).title.startswith("An agreement")


@pytest.mark.parametrize(
    ("old", "new", "part", "words"), named(SYNTAX, SHAPE, NAMES, VALUES, REACH)
)
def test_a_mistake_in_the_scenario(
    tmp_path: Path, old: str, new: str, part: str, words: list[str]
) -> None:
    """One mistake is one problem, at its line, with what is wrong and what would be right."""
    text = altered((old, new))
    folder = scenario_folder(tmp_path, text)

    check(problems_of(folder), folder / "scenario.toml", line_of(text, part), words)


@pytest.mark.parametrize(
    ("day", "subject"), [("2001-05-03", "north"), ("2001-05-01", "north"), ("2001-05-02", "south")]
)
def test_what_is_stated_beside_the_record_is_no_row(tmp_path: Path, day: str, subject: str) -> None:
    """What a counterfactual gives on another day, or about another subject, tells no row."""
    told = f'[[given]]\nname = "told"\ndate = {day}\nevent = "attack"\nactor = "band"\n'
    text = altered(("[[given]]\n", f'{told}subject = "{subject}"\n\n[[given]]\n'))

    assert len(load(scenario_folder(tmp_path, text)).given) == 2


@pytest.mark.parametrize(("old", "new", "part", "words"), named(LOOPS))
def test_a_step_that_triggers_itself(
    tmp_path: Path, old: str, new: str, part: str, words: list[str]
) -> None:
    """A circle of immediate steps is found, however many steps and gates it passes through."""
    text = altered((old, new)) + (
        '[[steps]]\nactor = "band"\nname = "again"\non = "treaty_rejected"\nemits = "treaty"\n'
    )
    folder = scenario_folder(tmp_path, text)

    check(problems_of(folder), folder / "scenario.toml", line_of(text, part), words)


@pytest.mark.parametrize(("old", "new", "part", "words"), named(RECORDS))
def test_a_mistake_in_the_record(
    tmp_path: Path, old: str, new: str, part: str, words: list[str]
) -> None:
    """A mistake in the record is told with the record's name and line."""
    record = altered((old, new), text=RECORD)
    folder = scenario_folder(tmp_path, record=record)

    check(problems_of(folder), folder / "timeline.csv", line_of(record, part), words)


def test_a_column_that_is_not_known(tmp_path: Path) -> None:
    """A column that no record has is told at the record's first line."""
    first, *rows = RECORD.splitlines()
    record = "\n".join([first + ",mood", *(row + ",calm" for row in rows), ""])
    folder = scenario_folder(tmp_path, record=record)

    check(problems_of(folder), folder / "timeline.csv", 1, ["unknown column 'mood'"])


def test_a_row_in_two_classes(tmp_path: Path) -> None:
    """A row that two classes claim is told at its line of the record."""
    ((_, old, new, _, words),) = SCORES
    folder = scenario_folder(tmp_path, altered((old, new)))

    check(problems_of(folder), folder / "timeline.csv", line_of(RECORD, "2001-05-02"), words)


# Files


def variant(tmp_path: Path, extends: str) -> Path:
    """A variant of the example in its folder's `variants`."""
    folder = scenario_folder(tmp_path / "own")
    (folder / "variants").mkdir()
    file = folder / "variants" / "bold.toml"
    file.write_text(f"# bolder\nextends = {extends!r}\n", encoding="utf-8")
    return file


OUTSIDE = ["../../other.toml", "../../../etc/passwd", "../../own2/scenario.toml"]


@pytest.mark.parametrize("extends", [*OUTSIDE, "ABSOLUTE", "SYMLINK"])
def test_extends_cannot_leave_the_folder(tmp_path: Path, extends: str) -> None:
    """Neither dots nor an absolute path nor a link leads out of the scenario's folder."""
    outside = tmp_path / "other.toml"
    outside.write_text("secret = 1\n", encoding="utf-8")
    scenario_folder(tmp_path / "own2")
    wanted = {"ABSOLUTE": str(outside), "SYMLINK": "linked.toml"}.get(extends, extends)
    file = variant(tmp_path, wanted)
    (file.parent / "linked.toml").symlink_to(outside)

    check(problems_of(file), file, 2, [f"'{wanted}' leaves the scenario's folder"])


@pytest.mark.parametrize("name", ["x" * 300, "timeline.csv/x", "loop.csv", "."])
def test_a_record_that_is_no_file(tmp_path: Path, name: str) -> None:
    """A name that no disk can hold, a folder and a circle of links are no records."""
    text = altered(('file = "timeline.csv"', f'file = "{name}"'))
    folder = scenario_folder(tmp_path, text)
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    (problem,) = problems_of(folder)

    assert (problem.line, problem.path) == (line_of(text, "file ="), "record.file")
    assert problem.message.startswith("'")
    assert "does not exist" in problem.message or "leaves the scenario's folder" in problem.message


@pytest.mark.parametrize("record", ["../timeline.csv", "ABSOLUTE", "SYMLINK", "a\0b"])
def test_the_record_cannot_leave_the_folder(tmp_path: Path, record: str) -> None:
    """Neither dots nor an absolute path nor a link leads to a record elsewhere."""
    outside = tmp_path / "timeline.csv"
    outside.write_text(RECORD, encoding="utf-8")
    wanted = {"ABSOLUTE": str(outside), "SYMLINK": "linked.csv"}.get(record, record)
    written = wanted.replace("\0", "\\u0000")
    text = altered(('file = "timeline.csv"', f'file = "{written}"'))
    folder = scenario_folder(tmp_path / "own", text)
    (folder / "linked.csv").symlink_to(outside)
    words = ["U+0000" if "\0" in wanted else f"'{wanted}' leaves the scenario's folder"]

    check(problems_of(folder), folder / "scenario.toml", line_of(text, "file ="), words)


@pytest.mark.parametrize(
    ("extends", "words"),
    [
        ("nowhere.toml", "'nowhere.toml' does not exist"),
        (".", "'.' does not exist"),
        ("", "'' does not exist"),
        ("x" * 3000, "does not exist"),
        ("loop.toml", "loop.toml"),
    ],
)
def test_extends_that_is_no_file(tmp_path: Path, extends: str, words: str) -> None:
    """A base that is missing, a folder, too long a name or a circle of links is refused."""
    file = variant(tmp_path, extends)
    (file.parent / "loop.toml").symlink_to(file.parent / "loop.toml")
    (problem,) = problems_of(file)

    assert (problem.line, problem.path) == (2, "extends")
    assert words in problem.message


def test_extends_of_another_type(tmp_path: Path) -> None:
    """A base is named by a text."""
    folder = scenario_folder(tmp_path, f"extends = 3\n{EXAMPLE}")

    check(problems_of(folder), folder / "scenario.toml", 1, ["the name of a file is expected"])


@pytest.mark.parametrize("length", [1, 2, 3])
def test_extends_in_a_circle(tmp_path: Path, length: int) -> None:
    """Files that extend one another in a circle are refused where the circle closes."""
    for number in range(length):
        text = f'title = "x"\nextends = "v{(number + 1) % length}.toml"\n'
        (tmp_path / f"v{number}.toml").write_text(text, encoding="utf-8")

    words = ["'v0.toml' extends itself", f"through {length} file(s)"]
    check(problems_of(tmp_path / "v0.toml"), tmp_path / f"v{length - 1}.toml", 2, words)


def test_a_long_chain_of_extends(tmp_path: Path) -> None:
    """A chain has a limit."""
    for number in range(12):
        (tmp_path / f"v{number}.toml").write_text(f'extends = "v{number + 1}.toml"\n', "utf-8")

    check(problems_of(tmp_path / "v0.toml"), tmp_path / "v7.toml", 1, ["more than 8 files"])


def test_a_record_that_is_not_there(tmp_path: Path) -> None:
    """A record that does not exist is told where the scenario names it."""
    text = altered(('file = "timeline.csv"', 'file = "time.csv"'))
    folder = scenario_folder(tmp_path, text)

    words = ["'time.csv' does not exist; make it, or delete [record]"]
    check(problems_of(folder), folder / "scenario.toml", line_of(text, "file ="), words)


@pytest.mark.parametrize("name", ["nowhere", "x" * 300, "a/b/c.toml", "empty"])
def test_no_scenario_there(tmp_path: Path, name: str) -> None:
    """A path at which there is no scenario is told, and how to make one."""
    (tmp_path / "empty").mkdir()
    (problem,) = problems_of(tmp_path / name)

    assert "'sim new NAME' makes one" in problem.message


@pytest.mark.parametrize(
    ("there", "asked", "meant"),
    [
        ("iraq-hmc-2024/scenario.toml", "iraq-hmc-2042", "iraq-hmc-2024"),
        ("talks/variants/no-truce.toml", "talks/variants/no-trce.toml", "no-truce.toml"),
        ("talks/variants/no-truce.toml", "talks/variants/no-truce", "no-truce.toml"),
        ("notes/readme.md", "note", None),
    ],
)
def test_a_misspelt_path(tmp_path: Path, there: str, asked: str, meant: str | None) -> None:
    """The scenario beside it that is spelt most like it is named, and nothing that is none."""
    file = tmp_path / there
    file.parent.mkdir(parents=True)
    file.write_text("", encoding="utf-8")
    (problem,) = problems_of(tmp_path / asked)

    near = f"did you mean '{(tmp_path / asked).with_name(meant)}'?" if meant else "'sim new NAME'"
    assert near in problem.message


def test_a_folder_of_scenarios(tmp_path: Path) -> None:
    """Where there is none but in the folders within, one of these is named."""
    for name in ("talks", "rounds"):
        scenario_folder(tmp_path / name)
    (problem,) = problems_of(tmp_path)

    assert problem.message.endswith(f"name one of the 2 in it, such as {tmp_path / 'rounds'}")


def test_a_file_that_is_no_toml(tmp_path: Path) -> None:
    """Another file of the folder is no scenario, and it is said what one is."""
    folder = scenario_folder(tmp_path)
    (problem,) = problems_of(folder / "timeline.csv")

    assert (problem.line, problem.message) == (
        0, "no scenario; name a folder, or a file whose name ends in .toml",
    )  # fmt: skip


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are told by their line."""
    folder = scenario_folder(tmp_path)
    (folder / "scenario.toml").write_bytes(b'format = 1\ntitle = "caf\xe9"\n')

    check(problems_of(folder), folder / "scenario.toml", 2, ["not UTF-8 text"])


def test_a_record_that_is_not_text(tmp_path: Path) -> None:
    """So are those of a record."""
    folder = scenario_folder(tmp_path)
    (folder / "timeline.csv").write_bytes(RECORD.encode() + b"\xff\n")

    check(problems_of(folder), folder / "timeline.csv", 7, ["not UTF-8 text"])


# Several problems


MISTAKES = [
    ('family = "posture"', 'family = "postures"', "unknown family"),
    ('value = "45 d"', 'value = "45 days"', "write 'd'"),
    ("within = [0, 20000]", "within = [20000, 0]", "[least, greatest]"),
    ("seats = 24", 'seats = "24"', "a whole number is expected"),
    ('before = "exit"', 'before = "exist"', "unknown deadline"),
    ("same_subject = true", "same_subjects = true", "did you mean 'same_subject'?"),
    ('cancelled_by = ["talks_suspended"]', 'cancelled_by = ["talks_suspend"]', "unknown kind"),
    ("chance = 0.1", "chance = 1.1", "not a probability"),
    ('if = "sites_left() < 1"', 'if = "open(1) < 1"', "may not be called"),
    ("at = 2001-06-01", 'at = "2001-06-01"', "a date such as"),
    ('every = "100 d"', 'every = "-100 d"', "a second or more"),
    ('needs = "treaty"\n', 'needs = "treety"\n', "did you mean 'treaty'?"),
]


def test_a_dozen_problems_are_told_as_a_dozen(tmp_path: Path) -> None:
    """Problems of every sort stand beside one another, in the order of their lines."""
    text = altered(*((old, new) for old, new, _ in MISTAKES))
    folder = scenario_folder(tmp_path, text)
    found = problems_of(folder)

    lines = [line_of(text, new) for _, new, _ in MISTAKES]
    assert [problem.line for problem in found] == lines
    for problem, (_, _, words) in zip(found, MISTAKES, strict=True):
        assert words in problem.message


def test_problems_of_a_variant_and_its_base(tmp_path: Path) -> None:
    """Each problem stands under the name of the file that wrote it, at its line and path there."""
    folder = scenario_folder(tmp_path, altered(("chance = 0.1", "chance = 1.1")))
    variants = folder / "variants"
    variants.mkdir()
    file = variants / "bold.toml"
    file.write_text(
        'extends = "../scenario.toml"\n'
        '[[steps]]\nactor = "host_government"\nname = "timetable"\nafter = "30"\n'
        '[[steps]]\nactor = "band"\nname = "new"\non = "atack"\nemits = "protest"\n',
        encoding="utf-8",
    )
    found = problems_of(file)

    assert [(Path(p.file).name, p.line, p.path) for p in found] == [
        (
            "scenario.toml",
            line_of((folder / "scenario.toml").read_text(), "{ chance = 1.1"),
            "steps[0].outcomes[1].chance",
        ),
        ("bold.toml", 5, "steps[0].after"),
        ("bold.toml", 9, "steps[1].on"),
    ]


def test_what_mentions_something_broken_is_not_told(tmp_path: Path) -> None:
    """A broken parameter, gauge, kind, milestone or deadline is one problem, not one each use."""
    text = altered(
        ('value = "45 d"', 'value = "45 days"'),
        ("within = [0, 1]", "within = [1, 0]"),
        ('family = "posture"', "family = 3"),
        ('treaty = { event = "agreement_signed"', 'treaty = { event = "agreement_sigend"'),
        ('on = "base_handed_over"', 'on = ["base_handed_over", "clearance_withheld"]'),
    )
    found = problems_of(scenario_folder(tmp_path, text))

    parts = ['treaty = { event = "agr', "family = 3", 'value = "45 days"', "within = [1, 0]"]
    assert [problem.line for problem in found] == [line_of(text, part) for part in parts]


def test_what_is_misspelt_beside_something_broken_is_told(tmp_path: Path) -> None:
    """A name that nobody gives is a problem of its own, whatever else its expression mentions."""
    text = altered(
        ('value = "0.4 / month"', 'value = "0.4 / mnth"'),
        ('rate = "raid_rate * (1 + 4 * pressure)"', 'rate = "raid_rate * (1 + 4 * presure)"'),
    )
    found = problems_of(scenario_folder(tmp_path, text))

    assert [problem.line for problem in found] == [
        line_of(text, 'value = "0.4 / mnth"'), line_of(text, 'rate = "raid_rate'),
    ]  # fmt: skip
    assert found[1].message == "'presure' is no parameter or gauge; did you mean 'pressure'?"


TABLES = [
    ("[clock]", "[clok]"),
    ("[milestones]", "[milestone]"),
    ("[kinds.clearance_withheld]", "[kind.clearance_withheld]"),
    ("[parameters]", "[parameter]"),
    ("[gauges.pressure]", "[gauge.pressure]"),
    ("[deadlines.exit]", "[deadline.exit]"),
    ("[gates.senate_consent]", "[gate.senate_consent]"),
    ("[lists]", "[list]"),
    ("[[initial]]", "[[initials]]"),
    ("[[given]]", "[[givens]]"),
    ("[[procedure]]", "[[procedures]]"),
    ("[[checks]]", "[[check]]"),
    ("[score]", "[scores]"),
    ("[actors.band]", "[actor.band]"),
]


@pytest.mark.parametrize(("old", "new"), TABLES, ids=[new for _, new in TABLES])
def test_a_misspelt_table_is_one_problem(tmp_path: Path, old: str, new: str) -> None:
    """What is defined under it is known, and what would be there is not missed."""
    text = altered((old, new), ('{ event = "base_handed_over", by = -0.1 },\n', ""))
    folder = scenario_folder(tmp_path, text)

    check(problems_of(folder), folder / "scenario.toml", line_of(text, new), ["unknown key"])


@pytest.mark.parametrize("name", ["sites", "steps"])
def test_a_misspelt_array_of_tables_is_one_problem(tmp_path: Path, name: str) -> None:
    """However often it stands there."""
    text = EXAMPLE.replace(f"[[{name}]]", f"[[{name[:-1]}]]")
    folder = scenario_folder(tmp_path, text)

    check(problems_of(folder), folder / "scenario.toml", line_of(text, f"[[{name[:-1]}]]"), [
        f"unknown key '{name[:-1]}'; did you mean '{name}'?"
    ])  # fmt: skip


def test_rows_and_predictions_are_told_with_the_rest(tmp_path: Path) -> None:
    """A row in no class and a prediction out of reach do not wait until all else is mended."""
    text = altered(
        ('value = "45 d"', 'value = "45 days"'),
        ("chance = 0.1", "chance = 1.1"),
        ('  "last_out",', '  "last_out",\n  "election_held",'),
    )
    record = altered(("band,attack,north", "band,protest,north"), text=RECORD)
    found = problems_of(scenario_folder(tmp_path, text, record))

    assert [Path(problem.file).name for problem in found] == ["scenario.toml"] * 3 + [
        "timeline.csv"
    ]
    assert "no step can emit 'election_held'" in found[2].message
    assert "has no class" in found[3].message


FOLLOWING = [
    ("the only emitter is misspelt", 'emits = "last_out"', 'emits = "last_uot"'),
    ("the only emitter has no trigger", 'on = "base_handed_over"', 'on = "base_handed_ovr"'),
    ("the only emitter lacks its condition", "sites_left() < 1", "sites_left() < 1 d"),
    ("the row's class is misspelt", 'given = ["external_shock"]', 'given = ["external_shok"]'),
]


@pytest.mark.parametrize(
    ("old", "new"), [row[1:] for row in FOLLOWING], ids=[r[0] for r in FOLLOWING]
)
def test_what_only_follows_is_not_told(tmp_path: Path, old: str, new: str) -> None:
    """A row or prediction that is lost through another mistake is no mistake of its own."""
    text = altered((old, new))
    (problem,) = problems_of(scenario_folder(tmp_path, text))

    assert problem.line == line_of(text, new)


@pytest.mark.parametrize("after", ['aftr = "3 d"', 'after = "3 dd"', "after = []", 'after = "3 +"'])
def test_a_broken_delay_is_no_circle(tmp_path: Path, after: str) -> None:
    """A step whose delay cannot be read is not told that it has none."""
    text = altered(('after = "log-normal(median = round_gap, spread = 1.5)"', after))
    (problem,) = problems_of(scenario_folder(tmp_path, text))

    assert problem.line == line_of(text, after)


def test_a_scenario_that_is_a_link_outwards(tmp_path: Path) -> None:
    """A folder's scenario is its own file, and no link to somebody else's."""
    there = scenario_folder(tmp_path / "there")
    here = tmp_path / "here"
    here.mkdir()
    (here / "scenario.toml").symlink_to(there / "scenario.toml")
    (problem,) = problems_of(here)

    assert str(problem).startswith(f"{here / 'scenario.toml'}: a link that leads out of the")


def test_a_clock_of_two_hundred_years(tmp_path: Path) -> None:
    """Two hundred calendar years are not too many, whichever they are."""
    text = altered(("end = 2003-12-31", "end = 2200-12-31"))

    assert load(scenario_folder(tmp_path, text)).end.year == 2200


@pytest.mark.parametrize(
    ("precision", "date", "end", "told"),
    [
        ("month", "2000-12-15", "", False),
        ("range", "2000-12-15", "2000-12-31", False),
        ("range", "2000-12-15", "2001-01-01", True),
        ("day", "2000-12-31", "", False),
    ],
)
def test_a_window_that_reaches_past_the_start_is_not_initial(
    tmp_path: Path, precision: str, date: str, end: str, *, told: bool
) -> None:
    """What may have happened in the run is not known when it starts; such a row needs a class."""
    row = f"{date},{end},{precision},x,protest,y,,,Text,wire,,,high,\n"
    folder = scenario_folder(tmp_path, record=RECORD + row)
    if told:
        (problem,) = problems_of(folder)
        assert "protest by x of 'y' has no class" in problem.message
    else:
        load(folder)


def test_a_wrong_option_is_told_at_its_line(tmp_path: Path) -> None:
    """What a behaviour makes of a wrong option is not told beside the option."""
    text = altered(
        (
            "seats = 24",
            'seats = 24\nquorate = "pressur"\npetition = { on = "atack", after = "3 d", chance = "0.5 +" }',
        )
    )
    found = problems_of(scenario_folder(tmp_path, text))

    assert [(p.line, p.path) for p in found] == [
        (line_of(text, "quorate"), "actors.host_senate.quorate"),
        (line_of(text, "petition"), "actors.host_senate.petition.chance"),
        (line_of(text, "petition"), "actors.host_senate.petition.on"),
    ]


def test_a_sound_option_in_the_wrong_place_is_told_with_the_step_made_of_it(tmp_path: Path) -> None:
    """An option that is an expression but not of the right unit is found in the step made of it."""
    text = altered(("seats = 24", 'seats = 24\npetition = { on = "attack", after = "3" }'))
    (problem,) = problems_of(scenario_folder(tmp_path, text))

    assert problem.line == line_of(text, 'behaviour = "legislature"')
    assert problem.path == "actors.host_senate"
    assert problem.message.startswith("step 'petition' of behaviour 'legislature': after: '3' is")


def test_problems_have_an_end(tmp_path: Path) -> None:
    """After two hundred problems nobody reads on, and the last line says so."""
    steps = '[[steps]]\nactor = "nobody"\nname = "x"\nat = 2001-02-01\nemits = "atack"\n' * 300
    found = problems_of(scenario_folder(tmp_path, EXAMPLE + steps))

    assert len(found) == 201
    assert found[-1].message == "more than 200 problems; mend these first"


def test_messages_cannot_reach_a_terminal(tmp_path: Path) -> None:
    """A name from the file is printed without the characters that would move a cursor."""
    text = altered(
        ('name = "midterms"', 'name = "mid\\tterms"'), ("limit = 12", "limit = 12\nx = 1")
    )
    found = problems_of(scenario_folder(tmp_path / "a\x1b[2Jb", text))

    assert "\x1b" in found[0].file
    assert all(character.isprintable() for problem in found for character in str(problem))


def test_messages_are_short(tmp_path: Path) -> None:
    """A name of any length does not fill the screen."""
    found = problems_of(
        scenario_folder(tmp_path, altered(("[lists]", f"[lists]\n[{'x' * 50_000}]")))
    )

    assert all(len(problem.message) + len(problem.path) < 1000 for problem in found)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"round_gpa": "3 d"}, "--set round_gpa: no such parameter; did you mean 'round_gap'?"),
        ({"round_gap": "3"}, "--set round_gap: a number, and the scenario has a duration"),
        ({"round_gap": "soon"}, "--set round_gap: 'soon' is not a number"),
        ({"leaning": "nan"}, "--set leaning: 'nan' is not a number"),
        ({"leaning": "1e999"}, "--set leaning: a number too large"),
    ],
)
def test_a_wrong_change(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    """A change on the command line is held against the parameter that it changes."""
    (problem,) = problems_of(scenario_folder(tmp_path), changes)

    assert words in problem.message


def test_nothing_is_written(tmp_path: Path) -> None:
    """Loading reads, whatever it finds."""
    folder = scenario_folder(tmp_path, altered(("chance = 0.1", "chance = 1.1")))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError):
        load(folder)

    assert sorted(tmp_path.rglob("*")) == before
