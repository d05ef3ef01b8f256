"""What a situation keeps, laid out for folding: made once from a scenario, shared by all its runs.

For every kind of event the ledger knows which tallies count it, which gauges it moves, which
deadlines it sets, moves or meets. Folding an event is then one look-up and a few appends.
"""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from sim.events import Event, Pattern, Vocabulary
from sim.language.tree import Tree
from sim.situation.circles import order_of_marking
from sim.situation.parts import Deadline, Gate, Gauge, Site
from sim.situation.reading import Leanings, Read, compiled

SETS, MOVES, MEETS = 0, 1, 2
Narrowing = tuple[str | None, str | None]
"""By whom and about what; None is anyone, anything."""

LN2 = 0.6931471805599453


@attrs.frozen
class GaugeMove:
    """One compiled move of a gauge."""

    actor: str | None
    subject: str | None
    gauge: int
    amount: Read
    tree: Tree
    """What the amount is compiled from."""
    absolute: bool
    low: float
    high: float
    everyone: bool = attrs.field(init=False)
    """Whether any event of the kind moves it, by whomever and about whatever."""

    @everyone.default
    def _whether_everyone(self) -> bool:
        return self.actor is None and self.subject is None


@attrs.frozen
class DeadlineMark:
    """What an event does to a deadline: sets, moves or meets it."""

    actor: str | None
    subject: str | None
    deadline: int
    mark: int
    extends: bool
    """Whether it counts from where the deadline would have fallen."""


@attrs.define
class Effects:
    """What folding an event of one kind does."""

    every: int = -1
    """The tally that counts every event of the kind."""
    narrowed: dict[Narrowing, list[int]] = attrs.Factory(dict)
    """Tallies that count those by one actor or about one subject, by actor and subject."""
    moves: list[GaugeMove] = attrs.Factory(list)
    deadlines: list[DeadlineMark] = attrs.Factory(list)
    office: str = ""
    site: bool = False
    subjects: bool = False
    """Whether a requirement asks about which subjects this kind has happened."""


def concerns(actor: str | None, subject: str | None, event: Event) -> bool:
    """Whether an event is by that actor and about that subject; None is anyone, anything."""
    return (actor is None or event.actor == actor) and (subject is None or event.subject == subject)


class Ledger:
    """The lay-out of every situation of a scenario."""

    def __init__(  # noqa: PLR0917  the parts of a situation are what they are
        self,
        vocabulary: Vocabulary,
        gauges: Sequence[Gauge] = (),
        deadlines: Sequence[Deadline] = (),
        gates: Sequence[Gate] = (),
        sites: Sequence[Site] = (),
        kinds: Iterable[str] = (),
    ) -> None:
        self.vocabulary = vocabulary
        self.gauges = tuple(gauges)
        self.deadlines = tuple(deadlines)
        self.gates: Mapping[str, Gate] = {gate.name: gate for gate in gates}
        self.sites: Mapping[str, Site] = {site.name: site for site in sites}
        self.gauge_place: Mapping[str, int] = {
            gauge.name: place for place, gauge in enumerate(self.gauges)
        }
        self.deadline_place: Mapping[str, int] = {
            deadline.name: place for place, deadline in enumerate(self.deadlines)
        }
        self.decays = tuple(LN2 / g.half_life if g.half_life else 0.0 for g in self.gauges)
        self.patterns: dict[Pattern, int] = {}
        self.totals: set[int] = set()
        """Places of the tallies whose quantities are summed."""
        self.leanings: dict[str, Leanings] = {}
        """How the blocs of a body are read, by body: made on first mention."""
        self.effects: dict[str, Effects] = {}
        for kind in kinds:
            self.tally(Pattern(kind))
        for known in vocabulary:  # whoever puts one into a log, office and sites change by it
            if known.office or known.site:
                self.of_kind(known.name)
        self._lay_out_gauges()
        self.falls = self._lay_out_deadlines()

    def of_kind(self, kind: str) -> Effects:
        """The effects of a kind, made on first mention."""
        effects = self.effects.get(kind)
        if effects is None:
            effects = self.effects[kind] = Effects()
            if kind in self.vocabulary:
                effects.office = self.vocabulary[kind].office
                effects.site = bool(self.vocabulary[kind].site)
            self.tally(Pattern(kind))
        return effects

    def tally(self, pattern: Pattern) -> int:
        """The place of the tally that counts a pattern, made on first mention."""
        place = self.patterns.get(pattern)
        if place is None:
            place = self.patterns[pattern] = len(self.patterns)
            effects = self.of_kind(pattern.kind)
            if pattern.actor is None and pattern.subject is None:
                effects.every = place
            else:
                effects.narrowed.setdefault((pattern.actor, pattern.subject), []).append(place)
        return place

    def _lay_out_gauges(self) -> None:
        for place, gauge in enumerate(self.gauges):
            for move in gauge.moves:
                amount = compiled(move.amount.tree, self)
                on, tree = move.on, move.amount.tree
                entry = GaugeMove(
                    on.actor, on.subject, place, amount, tree, move.absolute, gauge.low, gauge.high
                )
                self.of_kind(on.kind).moves.append(entry)

    def _lay_out_deadlines(self) -> tuple[Read | None, ...]:
        for place in order_of_marking(self.deadlines, self.gates):
            deadline = self.deadlines[place]
            for mark, patterns in enumerate((deadline.set_by, deadline.moves_on, deadline.met_by)):
                for pattern in patterns:
                    extends = deadline.extends and mark == MOVES
                    entry = DeadlineMark(pattern.actor, pattern.subject, place, mark, extends)
                    self.of_kind(pattern.kind).deadlines.append(entry)
        return tuple(compiled(d.falls.tree, self) if d.falls else None for d in self.deadlines)
