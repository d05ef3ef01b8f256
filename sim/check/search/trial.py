"""One run of a case, until its rule is broken."""

from collections.abc import Sequence

import attrs

from sim.check.search.case import Case, Decision
from sim.check.search.choosing import NAME, AsDrawn, Kept
from sim.check.search.model import Model, Models
from sim.check.watching import Observer, Rule
from sim.engine import Choices, watched
from sim.engine.intention import Occasion
from sim.engine.program import StepCode
from sim.errors import RunError
from sim.events import Event
from sim.situation import Situation


@attrs.frozen
class Broken:
    """A run that breaks a rule: its events until that is certain, at a second, and at which event.

    `decisions` are all that were to be made until then, in their order.
    """

    case: Case
    events: tuple[Event, ...]
    since: int
    place: int | None
    decisions: tuple[Decision, ...]

    @property
    def length(self) -> int:
        """How many events the story has; what was initial is no part of it."""
        return sum(event.time >= 0 for event in self.events)

    @property
    def size(self) -> tuple[int, int, bool, int]:
        """What makes a story small: few assumptions, few events, few decisions that are kept."""
        whole = self.case.decisions is None
        return self.case.assumptions, self.length, whole, len(self.case.decisions or ())


class Noting:
    """Notes what is to be decided, and lets somebody else decide it."""

    def __init__(self, who: Choices) -> None:
        self.who = who
        self.steps: dict[bytes, str] = {}
        self.causes: dict[bytes, int] = {}

    def delay(
        self, step: StepCode, cause: Event, digest: bytes, situation: Situation
    ) -> bytes | None:
        """Note an intention."""
        self.steps[digest[:NAME]] = step.label
        self.causes[digest[:NAME]] = cause.seq
        return self.who.delay(step, cause, digest, situation)

    def moves(self, step: StepCode) -> bool:
        """Ask."""
        return self.who.moves(step)

    def candidate(self, digest: bytes, second: int) -> int:
        """Ask."""
        return self.who.candidate(digest, second)

    def outcome(self, occasion: Occasion, situation: Situation) -> bytes | None:
        """Note what comes about."""
        self.steps[occasion.digest[:NAME]] = occasion.step.label
        return self.who.outcome(occasion, situation)


def tried(models: Models, rule: str, case: Case) -> Broken | None:
    """Run a case until a rule is broken; None if it is not, or if there is no such run."""
    model = models.of(case.changes)
    if model is None or rule not in model.rules:
        return None
    noting = Noting(AsDrawn(case) if case.decisions is None else Kept(model, case))
    try:
        return broken(model, [model.rules[rule]], case, noting).get(rule)
    except RunError:
        return None


def broken(model: Model, some: Sequence[Rule], case: Case, noting: Noting) -> dict[str, Broken]:
    """Run a case until all of some rules are broken: which are, and how.

    Raises RunError for a run that would not end.
    """
    observer = Observer(some, stop=True)
    log = watched(model.program, case.seed, observer, noting)
    given = {one.identity: one for one in case.decisions or ()}
    made = tuple(given.get(name, Decision(name, step)) for name, step in noting.steps.items())
    found = {}
    for one in observer.heard:
        since = one.found.since
        if since is not None:
            events = tuple(event for event in log.events if event.time <= since)
            found[one.rule.name] = Broken(case, events, since, one.found.first, made)
    return found
