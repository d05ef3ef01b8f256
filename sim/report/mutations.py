"""What leaving out rules shows, as a reader takes it in and as JSON: the dead rules first. Pure."""

from collections.abc import Sequence

from sim.check.mutation.mutants import Mutant
from sim.check.mutation.noticed import Bite, Fate, Mutation
from sim.check.search.rates import wilson
from sim.report.documents import Document
from sim.report.figures import percent
from sim.report.scores import Section
from sim.scenario.whereabouts import Place

ALONE = (
    "Each rule is left out alone: of two that say the same both stand here, and one may be needed."
)


def sections(found: Mutation) -> list[Section]:
    """Dead rules, dead checks, what no check notices, what checks notice, and what each detects."""
    unseen = [one for one in found.rules if not one.dead and not one.noticed_by]
    noticed = [one for one in found.rules if one.noticed_by]
    return [
        _dead_rules(found.dead_rules, found.runs),
        _dead_checks(found.dead_checks),
        _dead_parts(found.dead_parts),
        _dead_brought(found.dead_brought),
        _living("Rules whose absence runs notice, and no check", unseen),
        _living("Rules whose absence checks notice", noticed),
        _bites(found.bites),
    ]


def summary(found: Mutation, seed: int) -> str:
    """What was compared."""
    runs = f"{found.runs:,} runs, seeds {seed} to {seed + found.runs - 1}"
    return f"{len(found.rules)} rules left out in turn, {len(found.bites)} checks, {runs}"


def _dead_rules(dead: Sequence[Fate], runs: int) -> Section:
    rows = [
        (_rule(one.mutant), one.mutant.text, one.mutant.source, _where(one.mutant.place))
        for one in dead
    ]
    most = percent(wilson(0, runs)[1])
    same = f"Without each of them {runs:,} runs are the same, to the byte"
    notes = [f"{same}; what matters in fewer than about {most} of runs can look dead.", ALONE]
    title = "Dead rules: no run notices that they are gone"
    headings = ("rule", "what it says", "source", "where")
    return Section(title, headings, rows, notes if rows else [], texts=True)


def _dead_brought(dead: Sequence[Fate]) -> Section:
    rows = [(_rule(one.mutant), one.mutant.text, _where(one.mutant.place)) for one in dead]
    title = "Dead here, and brought by behaviours and instruments: elsewhere they may matter"
    return Section(title, ("rule", "what it says", "where"), rows, texts=True)


def _dead_checks(dead: Sequence[Bite]) -> Section:
    rows = [(one.check.name, one.check.rule, one.check.source, _where(one.place)) for one in dead]
    title = "Dead checks: nothing breaks them, whichever rules are left out"
    return Section(title, ("check", "rule", "source", "where"), rows, texts=True)


def _dead_parts(dead: Sequence[Fate]) -> Section:
    rows = [(_rule(one.mutant), one.mutant.text, _where(one.mutant.place)) for one in dead]
    title = "Dead conditions: no run notices that they are gone from a guard that matters"
    return Section(title, ("guard", "condition", "where"), rows, texts=True)


def _living(title: str, some: Sequence[Fate]) -> Section:
    """Rules that matter, those that change most runs first."""
    rows = []
    for one in sorted(some, key=lambda fate: -fate.changed):
        stopped = f" ({one.stopped:,} cannot go on)" if one.stopped else ""
        changed = percent(one.changed / one.runs) + stopped
        noticed = "; ".join(one.noticed_by)
        where = _where(one.mutant.place)
        rows.append((_rule(one.mutant), changed, *([noticed] if noticed else []), where))
    noticing = ("noticed by",) if any(one.noticed_by for one in some) else ()
    return Section(title, ("rule", "runs changed", *noticing, "where"), rows, texts=True)


def _bites(bites: Sequence[Bite]) -> Section:
    """What each check is worth."""
    rows = [
        (
            one.check.name, f"{one.violations:,}", f"{one.unruled:,}", f"{len(one.breaking)}",
            f"{len(one.alone)}", _where(one.place),
        )
        for one in bites
    ]  # fmt: skip
    headings = (
        "check", "broken by", "without any rule", "guards rules", "it alone", "where",
    )  # fmt: skip
    as_is = "Runs that break it as things are, and with every rule left out at once"
    notes = [f"{as_is}; rules without which other runs do, and those that no other check notices."]
    return Section("What each check detects", headings, rows, notes if rows else [], texts=True)


def _rule(mutant: Mutant) -> str:
    return f"{mutant.what}: {mutant.name}"


def _where(place: Place) -> str:
    return f"{place.file}:{place.line}"


def of_mutation(found: Mutation) -> Document:
    """The fields that scripts rely on."""
    dead = [_of_mutant(one.mutant) for one in found.dead_rules]
    dead += [_of_check(one) for one in found.dead_checks]
    return {
        "runs": found.runs,
        "mutants": [
            _of_mutant(one.mutant) | {
                "runs": one.runs, "changed": one.changed, "stopped": one.stopped,
                "noticed_by": list(one.noticed_by),
            }
            for one in found.fates
        ],
        "dead": dead,
        "dead_brought": [_of_mutant(one.mutant) for one in found.dead_brought],
        "dead_parts": [_of_mutant(one.mutant) for one in found.dead_parts],
        "checks": [
            _of_check(one) | {
                "violations": one.violations,
                "unruled": one.unruled,
                "broken_by": [_of_mutant(mutant) for mutant in one.breaking],
                "alone": [_of_mutant(mutant) for mutant in one.alone],
            }
            for one in found.bites
        ],
    }  # fmt: skip


def _of_mutant(mutant: Mutant) -> Document:
    told = _of(mutant.what, mutant.name, mutant.text, mutant.source, mutant.place)
    return told | {"part": mutant.part}


def _of_check(one: Bite) -> Document:
    return _of("check", one.check.name, one.check.rule, one.check.source, one.place)


def _of(what: str, name: str, text: str, source: str, place: Place) -> Document:
    return {
        "what": what, "name": name, "text": text, "source": source,
        "file": place.file, "line": place.line, "path": place.path,
    }  # fmt: skip
