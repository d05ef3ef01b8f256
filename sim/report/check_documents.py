"""What `sim check` finds as JSON: the fields that scripts rely on, and more beside them. Pure."""

from collections.abc import Sequence

from sim.check.record import Documented
from sim.check.search.rates import Rate
from sim.check.search.replay import Replayed
from sim.check.search.told import Counterexample, Decided
from sim.events import Event
from sim.events.dates import day_at
from sim.report.documents import Document
from sim.scenario import Scenario


def of_rates(found: Sequence[Rate]) -> list[Document]:
    """Each rule over many runs."""
    return [
        {"name": one.rule.name, "sort": one.rule.sort, "rule": one.rule.text,
         "says": one.rule.says, "source": one.rule.source, "runs": one.runs,
         "violations": one.violations, "rate": one.rate, "interval": list(one.interval),
         "vacuous": one.vacuous, "tolerated": one.tolerated}
        for one in found
    ]  # fmt: skip


def of_record(scenario: Scenario, found: Sequence[Documented]) -> list[Document]:
    """Each rule on the record; `holds` is null where the record does not tell, or has no case."""
    file = scenario.record.file if scenario.record else ""
    return [
        {"name": one.rule.name, "sort": one.rule.sort, "holds": one.holds,
         "kept": None if one.kept is None else one.kept.value,
         "where": [
             {"row": f"{file}:{row.line}", "from": str(day_at(scenario.start, row.time)),
              "to": str(day_at(scenario.start, row.until - 1)), "kind": row.kind,
              "source": row.source}
             for row in one.rows
         ],
         "why": one.why, "source": one.rule.source}
        for one in found
    ]  # fmt: skip


def of_story(scenario: Scenario, story: Counterexample, file: str | None) -> Document:
    """A run that breaks a rule."""
    case = story.broken.case
    return {
        "rule": story.rule.name,
        "events": [_event(scenario, event) for event in story.broken.events],
        "broken_at": story.broken.place,
        "certain_on": str(day_at(scenario.start, min(story.broken.since, scenario.horizon - 1))),
        "probability": story.probability,
        "decisions": [_decided(scenario, one) for one in story.decided],
        "missing": [_decided(scenario, one) for one in story.missing],
        "minimal": story.minimal,
        "seed": case.seed,
        "assumptions": {"parameters": dict(case.changes), "without": sorted(case.without)},
        "file": file,
    }  # fmt: skip


def of_replayed(scenario: Scenario, found: Sequence[Replayed]) -> list[Document]:
    """What became of each stored case."""
    return [
        {"rule": one.rule, "state": one.state.value, "why": one.why,
         "counterexample": None if one.story is None else of_story(scenario, one.story, None)}
        for one in found
    ]  # fmt: skip


def _decided(scenario: Scenario, one: Decided) -> Document:
    return {
        "step": one.decision.step, "id": one.decision.identity.hex(), "cause": one.cause,
        "date": None if one.second is None else str(day_at(scenario.start, one.second)),
        "timely": one.chance.timely, "outcome": one.chance.outcome,
        "probability": one.chance.whole,
    }  # fmt: skip


def _event(scenario: Scenario, event: Event) -> Document:
    return {
        "seq": event.seq, "date": str(day_at(scenario.start, event.time)), "actor": event.actor,
        "kind": event.kind, "subject": event.subject, "quantity": event.quantity,
        "unit": event.unit, "causes": list(event.causes), "step": event.step,
    }  # fmt: skip
