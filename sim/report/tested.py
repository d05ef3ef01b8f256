"""What a failed test of a scenario tells: the rule, the runs that break it, how to see them.

Pure, and plain text.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from shlex import quote

from sim.check.orders import Kept
from sim.check.record import Documented
from sim.check.tried import FEW, MUST, MUST_NOT, PROBABILITY, Answer, Tried, Witness
from sim.errors import printable
from sim.events import Event
from sim.events.dates import day_at
from sim.report.figures import percent
from sim.report.variant import FILE, variant
from sim.report.words import amount, named, plain, window
from sim.scenario.expected import Case
from sim.scenario.model import Scenario
from sim.scenario.whereabouts import Place

Found = tuple[Documented, Place | None]
"""What the record says to a rule, and where the rule is written."""


def violated(tried: Tried, scenario: Scenario, shown: str, place: Place | None) -> str:
    """Why the test of a check fails; `shown` is the scenario as its user names it."""
    check, count = tried.check, len(tried.broken)
    allowed = f"{percent(check.tolerated)} tolerated" if check.tolerated else "none tolerated"
    share = percent(count / tried.runs)
    lines = [f"'{check.name}' is violated in {count} of {tried.runs} runs ({share}), {allowed}"]
    lines += [f"  {check.rule}"]
    lines += [f"  {check.says}"] if check.says else []
    lines += [f"  source: {check.source}"]
    lines += _stories(tried.broken, count, scenario)
    lines += ["to see it:", f"  sim run {quote(shown)} --seed {tried.broken[0].seed}"]
    lines += [f"  sim check {quote(shown)} --rule {quote(check.name)}"]
    return _text([*lines, *([str(place)] if place else [])])


def _stories(some: Sequence[Witness], count: int, scenario: Scenario) -> Iterator[str]:
    """The first of so many runs that show something."""
    yield from (f"  seed {one.seed}: {_story(one, scenario)}" for one in some[:FEW])
    if count > FEW:
        yield f"  and {count - FEW} more"


def _story(one: Witness, scenario: Scenario) -> str:
    """What happened, and because of what."""
    if one.event is None:
        return "found at the end of the run"
    because = f", because of {_told(one.because, scenario)}" if one.because else ""
    return _told(one.event, scenario) + because


def _told(event: Event, scenario: Scenario) -> str:
    what, about = named(event, scenario.milestones)
    about = f" ({about})" if about else ""
    day = day_at(scenario.start, event.time)
    return f"{day} {plain(event.actor)}: {what}{about} #{event.seq}"


def unexpected(case: Case, answers: Sequence[Answer], seeds: range, shown: str) -> str:
    """Why the test of a case fails."""
    last = day_at(case.scenario.start, case.until - 1)
    failed = [one for one in answers if not one.holds]
    runs = f"{len(seeds)} runs until {last}, seeds {seeds.start} to {seeds.stop - 1}"
    lines = [f"'{case.name}' is not as expected in {runs}"]
    lines += [f"  {case.why}"] if case.why else []
    for one in failed:
        lines += _expected(one, case.scenario)
    file = f"{shown}/{FILE}" if case.given else shown
    if case.given:
        lines += [
            f"to see it, save this as {file}",
            *(f"  {line}".rstrip() for line in variant(case)),
        ]
        lines += ["and run it:"]
    else:
        lines += ["to see it:"]
    shows = dict.fromkeys(seed for one in failed for seed in _shows(one))
    lines += [f"  sim run {quote(file)} --seed {seed} --until {last}" for seed in shows]
    return _text([*lines, str(case.place)])


def _shows(one: Answer) -> Iterator[int]:
    """Seeds that show why something is not as expected; of a share, one of each sort."""
    if one.sort != MUST:
        yield from (run.seed for run in one.seen[:1])
    if one.sort != MUST_NOT:
        yield from one.missing[:1]


def _expected(one: Answer, scenario: Scenario) -> Iterator[str]:
    """One thing that is not as expected."""
    start = scenario.start
    by = f" by {day_at(start, one.wanted.before - 1)}" if one.wanted.before is not None else ""
    share = percent(one.so / one.runs)
    if one.sort == PROBABILITY:
        found = f"in {one.so} of {one.runs} runs ({share})"
        bounds = f"between {percent(one.low)} and {percent(one.high)} expected"
    else:
        verb = "absent from" if one.sort == MUST_NOT else "in"
        found = f"{verb} {one.so} of {one.runs} runs ({share})"
        bounds = "all expected" if one.low == 1 else f"at least {percent(one.low)} expected"
    yield f"  {one.sort}: {one.wanted.text}{by}: {found}, {bounds}"
    if one.sort != MUST:
        yield from (f"  {line}" for line in _stories(one.seen, one.count, scenario))
    if one.sort != MUST_NOT and one.missing:
        lacking = amount((one.runs - one.count,), "runs")
        seeds = ", ".join(map(str, one.missing))
        more = ", ..." if one.runs - one.count > len(one.missing) else ""
        yield f"    missing from {lacking}: {'seeds' if one.missing[1:] else 'seed'} {seeds}{more}"


def contradicted(found: Sequence[Found], scenario: Scenario, shown: str) -> str:
    """Why the test of the record fails: each rule that it breaks, where, and by what sources."""
    broken = [(one, place) for one, place in found if one.holds is False]
    lines = []
    for one, place in broken:
        rule = one.rule
        lines += [f"the record breaks '{rule.name}'"]
        lines += [f"  {rule.text}"] if rule.text != rule.name else []
        lines += [f"  {rule.says}"] if rule.says else []
        lines += [f"  source: {rule.source}"]
        lines += [f"  {place}"] if place else []
        lines += _rows(one, scenario)
    names = " ".join(f"--rule {quote(one.rule.name)}" for one, _ in broken)
    lines += ["is the rule wrong, or the record?"]
    return _text([*lines, "to see it:", f"  sim check {quote(shown)} {names}"])


def _rows(one: Documented, scenario: Scenario) -> Iterator[str]:
    """The rows at which the record breaks a rule; there may be none, of what never happened."""
    file = scenario.record.file if scenario.record else ""
    if not one.rows:
        yield f"  {file}: the record as a whole"
    for row in one.rows[:FEW]:
        about = f" ({plain(row.subject)})" if row.subject else ""
        why = f"; it {one.why}" if one.why else ""
        day = window(row, scenario.start)
        yield f"  {file}:{row.line}: {day} {plain(row.actor)}: {plain(row.kind)}{about}{why}"
        yield f"    source: {row.source}"
    if len(one.rows) > FEW:
        yield f"  and {len(one.rows) - FEW} more rows"


def kept(found: Sequence[Found]) -> str:
    """What the record says to its rules, where it breaks none."""
    count = Counter(one.kept for one, _ in found)
    rules = amount((len(found),), "rules")
    some = f", {count[Kept.SOME]} in some orders of its rows only" if count[Kept.SOME] else ""
    return f"keeps {count[Kept.EVERY]} of {rules}{some}; {count[None]} have no case in it"


def _text(lines: Sequence[str]) -> str:
    return "\n".join(map(printable, lines))
