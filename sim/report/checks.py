"""What a search found, as a reader takes it in: shares, the record, and each story. Pure."""

from collections.abc import Mapping, Sequence

from sim.check.orders import Kept
from sim.check.record import Documented
from sim.check.search.case import Case
from sim.check.search.rates import Rate
from sim.check.search.replay import Replayed
from sim.check.search.told import Counterexample, Decided
from sim.check.watching import CHECK, PROCEDURE, Rule
from sim.events import Event
from sim.events.dates import DAY, day_at
from sim.report.figures import percent
from sim.report.scores import Section
from sim.report.words import amount, named, plain, window
from sim.scenario import Scenario

SURE = 0.995
"""A chance from here on needs no telling."""

LEAST = 1e-9
"""Below this a chance is not told more exactly."""

MOST_SHOWN = 200
"""Events of a story that are shown, the last: one that is made small has a dozen."""

APART = 0.02
"""A chance that is by more than this part of it not the product of its parts is told besides."""

ONE_IN = 0.1
"""Below this a chance is told as one in so many."""


def rates_section(found: Sequence[Rate], explored: int) -> Section:
    """How often each check is broken; of the procedure, what is broken at all."""
    shown = [rate for rate in found if rate.rule.sort == CHECK or rate.violations]
    headings = ("rule", "broken by", "share", "95 %", "never called upon", "tolerated")
    rows = [
        (
            rate.rule.name, f"{rate.violations:,} of {rate.runs:,}",
            share(rate.rate) if rate.runs else "", " to ".join(map(share, rate.interval)),
            share(rate.vacuous / rate.runs) if rate.runs else "",
            share(rate.tolerated),
        )
        for rate in shown
    ]  # fmt: skip
    told = None if any(rate.tolerated for rate in shown) else -1
    notes = []
    kept = [rate for rate in found if rate.rule.sort == PROCEDURE and not rate.violations]
    if kept:
        idle = sum(rate.vacuous == rate.runs > 0 for rate in kept)
        never = f"; {idle} of them no run calls upon" if idle else ""
        many = amount((len(kept),), "rules")
        notes.append(f"No run breaks any of {many} of the procedure{never}.")
    if explored:
        notes.append(
            f"For what no seed breaks, {explored:,} more runs were drawn with other decisions,"
            " actors and parameters."
        )
    return Section("Rules on runs", headings[:told], [row[:told] for row in rows], notes)


def record_section(scenario: Scenario, found: Sequence[Documented]) -> Section:
    """The rules that the record breaks, or may break; the others by number."""
    rows = []
    for one in found:
        if one.kept in {None, Kept.EVERY}:
            continue
        where = ", ".join(f"line {row.line}: {window(row, scenario.start)}" for row in one.rows)
        where += f" ({one.why})" if one.why else ""
        sources = "; ".join(dict.fromkeys(row.source for row in one.rows if row.source))
        orders = one.kept.value if one.kept else ""
        rows.append((one.rule.name, orders, where, one.rule.source, sources))
    kept = sum(one.kept is Kept.EVERY for one in found)
    idle = sum(one.kept is None for one in found)
    notes = [f"The record keeps {kept} of {len(found)} rules; {idle} have no case in it."]
    if rows:
        notes.append("Is the rule wrong, or the record? Both give their source.")
    headings = ("rule", "kept in", "row", "the rule's source", "the row's source")
    return Section("Rules on the record", headings, rows, notes if found else [], texts=True)


def story_section(scenario: Scenario, story: Counterexample, file: str) -> Section:
    """A run that breaks a rule, event by event, with what had to be so."""
    by_name = {one.decision.identity: one for one in story.decided}
    rows = []
    happened = [event for event in story.broken.events if event.time >= 0]
    shown = happened[-MOST_SHOWN:]
    for event in shown:
        decided = by_name.pop(event.identity[:16], None)
        what, about = named(event, scenario.milestones)
        much = "" if event.quantity is None else f" ({amount([event.quantity], event.unit)})"
        causes = ", ".join(f"#{cause}" for cause in event.causes)
        had = "" if decided is None else decision(decided, event, story.broken.events)
        text = (f"{what}: {about}" if about else what) + much
        day = str(day_at(scenario.start, event.time))
        rows.append((f"#{event.seq}", day, plain(event.actor), text, causes, had))
    headings = ("", "date", "actor", "what happened", "because of", "what had to be so (chance)")
    notes = [*_verdict(scenario, story), *_others(story, by_name), *_chances(story)]
    if len(happened) > len(shown):
        notes.append(f"{len(happened) - len(shown):,} events before these are in the JSON alone.")
    if file:
        notes.append(f"To run it again: sim check SCENARIO --replay {file}")
    absent = " and ".join(map(plain, sorted(story.broken.case.without)))
    title = f"Broken without {absent}" if absent else "Broken"
    return Section(f"{title}: {story.rule.name}", headings, rows, notes, texts=True)


def decision(one: Decided, event: Event, events: Sequence[Event]) -> str:
    """What was decided of an event, with the chances: `18 d later (75 %), this outcome (40 %)`.

    Where their product is not the chance of the decision, that is told as well.
    """
    chance, parts = one.chance, []
    causes = [other for other in events if other.seq in event.causes]
    waited = f"{(event.time - causes[0].time) / DAY:.0f} d later" if causes else "comes in time"
    if chance.timely < SURE:
        parts.append(f"{waited} ({likely(chance.timely)})")
    if chance.outcome < SURE:
        parts.append(f"this outcome ({likely(chance.outcome)})")
    if abs(chance.whole - chance.timely * chance.outcome) > APART * chance.whole:
        parts.append(f"in all ({likely(chance.whole)})")
    return ", ".join(parts) or "comes about"


def share(value: float) -> str:
    """A share with a decimal where it is small: 4.3 %, 0.1 %, 45 %."""
    return f"{100 * value:.1f} %" if 0 < value < ONE_IN else percent(value)


def likely(chance: float) -> str:
    """A chance as a reader takes it: 40 %, 1 in 780; what is as good as none by a bound."""
    if round(chance, 3) >= ONE_IN:
        return percent(chance)
    if chance < LEAST:
        return f"less than 1 in {1 / LEAST:,.0f}"
    return f"1 in {float(f'{1 / chance:.2g}'):,.0f}"


def replay_section(found: Sequence[Replayed]) -> Section:
    """What became of each stored case."""
    rows = [(one.rule, one.state.value, one.why) for one in found]
    return Section("Run again", ("rule", "", "why"), rows, texts=True)


def _verdict(scenario: Scenario, story: Counterexample) -> list[str]:
    """Which rule is broken, where, and on which assumptions."""
    rule, broken = story.rule, story.broken
    notes = [f"{rule.says or rule.text} (source: {rule.source})"]
    if rule.check is not None and rule.check.tolerated:
        notes.append(f"That up to {share(rule.check.tolerated)} of runs break it is tolerated.")
    seen = {event.seq for event in broken.events if event.time >= 0}
    when = day_at(scenario.start, min(broken.since, scenario.horizon - 1))
    if broken.place in seen:
        notes.append(f"It is not kept at #{broken.place}; that is certain on {when}.")
    else:
        notes.append(f"It is not kept; that is certain on {when}.")
    if broken.case.assumptions:
        notes.append(f"Assumed besides: {assumed(broken.case)}.")
    if not story.with_everyone:
        notes.append("That is no run of the scenario, and fails nothing.")
    hidden = len(broken.events) - len(seen)
    if hidden:
        first = "#0 is" if hidden == 1 else f"#0 to #{hidden - 1} are"
        notes.append(f"{first} what was so at the start, and left out here.")
    return notes


def assumed(case: Case) -> str:
    """What is otherwise than the scenario has it."""
    parts = [f"{name} = {text}" for name, text in case.changes.items()]
    parts += [f"without {plain(role)}" for role in sorted(case.without)]
    return ", ".join(parts)


def _others(story: Counterexample, left: Mapping[bytes, Decided]) -> list[str]:
    """What had to come up without an event, and what had to be missing."""
    notes = []
    if left:
        told = "; ".join(map(_one, left.values()))
        notes.append(f"No event comes of these, which had to come up: {told}.")
    if story.missing:
        told = "; ".join(map(_one, story.missing))
        notes.append(
            "Had one of these come sooner or otherwise, the rule might have been kept; each has its"
            f" chance of not doing so: {told}."
        )
    return notes


def _one(decided: Decided) -> str:
    cause = "" if decided.cause is None else f" after #{decided.cause}"
    return f"{decided.decision.step}{cause} ({likely(decided.chance.whole)})"


def _chances(story: Counterexample) -> list[str]:
    """How likely the decisions are together, and whether fewer would do."""
    count = len(story.decided) + len(story.missing)
    less = "Nothing more can be left out." if story.minimal else "Perhaps less would do."
    if story.probability is None:
        return [f"How likely it is was not looked at. {less}"]
    if not count and story.sure:
        return ["No decision had to be made for it: it comes of what is sure."]
    if not count:
        return ["Nothing that was tried to come at another time or otherwise made a difference."]
    each = ", each given the others" if count > 1 else ""
    return [f"All that had to be so has a chance of {likely(story.probability)}{each}. {less}"]


def summary(rules: Sequence[Rule], runs: int, seed: int) -> str:
    """What was held against what."""
    last = seed + runs - 1
    seeds = f", seeds {seed} to {last}" if runs else ""
    return f"{amount((len(rules),), 'rules')}, {amount((runs,), 'runs')}{seeds}"
