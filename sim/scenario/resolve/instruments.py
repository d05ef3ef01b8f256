"""Instruments: texts in force, each written out as deadlines, procedure and readings of the log.

    [instruments.NAME] -> deadline NAME               when its term ends
                          deadline NAME notice by R   when the notice of the party R runs out
                          procedure                   who may denounce it when, and withdraw that
                          in_force, notice_running    what expressions read

Nothing that runs a scenario knows of instruments; here is what they mean, in `terms` when they end.
"""

from collections.abc import Iterable, Iterator, Mapping

import attrs

from sim.errors import suggestion
from sim.events import Pattern
from sim.language import TRUTH, Expression
from sim.language import tree as meant
from sim.language.fields import PatternTable
from sim.language.scope import InForce
from sim.language.tree import Tree
from sim.scenario.model import Step
from sim.scenario.resolve.names import Names
from sim.scenario.resolve.steps import Placed
from sim.scenario.shapes import InstrumentTable, ScenarioTable
from sim.scenario.tree import Path
from sim.situation import Requirement

DENOUNCED, WITHDRAWN = "agreement_denounced", "denunciation_withdrawn"

MOST_INSTRUMENTS = 500
"""Instruments of a scenario."""

MOST_PARTIES = 10
"""Who may denounce one instrument, and what may put it in force: each is read every time."""


@attrs.frozen
class Instrument:
    """A text in force with its names resolved; `lapsed` are the events that end it."""

    name: str
    table: InstrumentTable
    lapsed: Pattern
    speaker: str
    """Who records that it has lapsed; nothing if nobody is named."""
    enters: tuple[Pattern, ...]
    parties: tuple[str, ...]

    @property
    def standing(self) -> Tree:
        """That it has come into force and has not lapsed since."""
        if not self.enters:
            return _not(meant.History("happened", self.lapsed, meant.Since()))
        return _any(meant.Order("standing", each, self.lapsed) for each in self.enters)

    @property
    def says(self) -> InForce:
        """What expressions read of it."""
        in_force = self.standing
        if self.enters and self.table.ends is not None:  # what enters too late never is in force
            in_force = _both(in_force, _not(meant.Institution("passed", self.name)))
        running = _any(self.running(party) for party in self.parties)
        return InForce(in_force, _both(in_force, running))

    def running(self, party: str) -> Tree:
        """That a party has given notice, and neither withdrawn it nor seen it lapse."""
        given = self.denounced_by(party)
        not_lapsed = meant.Order("standing", given, self.lapsed)
        if not self.table.withdrawable:
            return not_lapsed
        return _both(meant.Order("standing", given, self.withdrawn_by(party)), not_lapsed)

    def denounced_by(self, party: str) -> Pattern:
        """The notice of a party."""
        return Pattern(DENOUNCED, party, self.name)

    def withdrawn_by(self, party: str) -> Pattern:
        """The withdrawal of a party's notice."""
        return Pattern(WITHDRAWN, party, self.name)


def notice_name(instrument: str, party: str) -> str:
    """What the deadline is called at which a party's notice runs out."""
    return f"{instrument} notice by {party}"


def instruments(table: ScenarioTable, names: Names) -> dict[str, Instrument]:
    """Every instrument whose names can be read; what mentions another is not at fault."""
    if len(table.instruments) > MOST_INSTRUMENTS:
        count = f"{len(table.instruments):,} instruments; at most {MOST_INSTRUMENTS} are read"
        names.found.complain(("instruments",), count)
        names.found.broken |= set(table.instruments)
        return {}
    made: dict[str, Instrument] = {}
    for name, entry in sorted(table.instruments.items()):
        instrument = _instrument(name, entry, names)
        if instrument is None:
            names.found.broken.add(name)
        else:
            made[name] = instrument
    return made


def scoped(made: Mapping[str, Instrument], names: Names) -> Names:
    """The names, with what instruments add to what expressions may read."""
    added: dict[str, Path] = {}
    for name, path in places(made):
        if name in names.scope.deadlines:
            message = f"'{name}' is also a deadline; every instrument is one, so rename either"
            names.found.complain(("deadlines", name), message)
        elif name in added:
            message = f"'{name}' is also what a notice of another instrument is called; rename it"
            names.found.complain(path[:2], message)
        added[name] = path
    scope = attrs.evolve(
        names.scope,
        deadlines=tuple(dict.fromkeys((*names.scope.deadlines, *added))),
        instruments={name: each.says for name, each in made.items()},
    )
    return attrs.evolve(names, scope=scope)


def places(made: Mapping[str, Instrument]) -> Iterator[tuple[str, Path]]:
    """The deadlines that instruments are, each with the key that says when it falls."""
    for each in made.values():
        yield each.name, ("instruments", each.name, "term")
        for party in each.parties:
            yield notice_name(each.name, party), ("instruments", each.name, "notice")


def _instrument(name: str, entry: InstrumentTable, names: Names) -> Instrument | None:
    path: Path = ("instruments", name)
    before = names.found.count
    _check_parties(entry, path, names)
    enters = names.patterns(entry.enters, (*path, "enters"))
    at: Path = (*path, "lapsed")
    lapsed = names.pattern(PatternTable(entry.lapsed), at)
    if lapsed is not None and lapsed.subject not in {None, name}:
        message = f"'{entry.lapsed}' is about '{lapsed.subject}', and what lapses here is '{name}'"
        names.found.complain(at, message)
    if lapsed is None or names.found.count > before:
        return None
    ends = Pattern(lapsed.kind, None, name)
    speaker = entry.actor or lapsed.actor or ""
    parties = tuple(dict.fromkeys(entry.may_denounce))
    return Instrument(name, entry, ends, speaker, enters, parties)


def _check_parties(entry: InstrumentTable, path: Path, names: Names) -> None:
    """Complain of roles that nobody knows, and of too many of them."""
    for index, party in enumerate(entry.may_denounce):
        names.known_actor(party, (*path, "may_denounce", index), names.scope.roles)
    for key, count in (
        ("may_denounce", len(entry.may_denounce)),
        ("enters", len(entry.enters or ())),
    ):
        if count > MOST_PARTIES:
            message = f"{count:,} of them; at most {MOST_PARTIES} are read"
            names.found.complain((*path, key), message)
    if entry.actor:
        names.known_actor(entry.actor, (*path, "actor"), names.roles)


def implied(made: Iterable[Instrument]) -> list[tuple[Path, Requirement]]:
    """The procedure that instruments carry with them, each with the table that says so."""
    rules: list[tuple[Path, Requirement]] = []
    for each in made:
        at: Path = ("instruments", each.name)
        source = f"the instrument {each.name}"
        for party in each.parties:
            runs = f"notice of {party} runs"
            free = _both(each.says.in_force, _not(each.running(party)))
            condition = Expression(f"in_force('{each.name}') and no {runs}", free, TRUTH)
            rules.append((at, _ruling(each.denounced_by(party), condition, source)))
            if each.table.withdrawable:
                condition = Expression(f"a {runs}", each.running(party), TRUTH)
                rules.append((at, _ruling(each.withdrawn_by(party), condition, source)))
        if not each.table.withdrawable:
            condition = Expression("a notice may be withdrawn", meant.Constant(0.0), TRUTH)
            never = _ruling(Pattern(WITHDRAWN, None, each.name), condition, source)
            rules.append((at, never))
    return rules


def check_steps(
    steps: Iterable[Step], placed: Placed, made: Mapping[str, Instrument], names: Names
) -> None:
    """Complain of steps that would denounce, or withdraw, what they never may."""
    for step in steps:
        for outcome in step.outcomes:
            for emission in outcome.emissions:
                instrument = made.get(emission.subject or "")
                why = _never(emission.kind, emission.actor, instrument) if instrument else ""
                if why:
                    names.found.complain(placed[step.label], why)


def _never(kind: str, actor: str, instrument: Instrument) -> str:
    """Why an event about an instrument can never be, or nothing."""
    name, parties = instrument.name, instrument.parties
    if kind not in {DENOUNCED, WITHDRAWN}:
        return ""
    if kind == WITHDRAWN and not instrument.table.withdrawable:
        return f"a notice about '{name}' cannot be withdrawn: it is not 'withdrawable'"
    if actor not in parties:
        return f"'{actor}' may not denounce '{name}'{suggestion(actor, parties)}"
    return ""


def _ruling(event: Pattern, condition: Expression, source: str) -> Requirement:
    return Requirement(event, (), condition, same_subject=False, source=source)


def _not(tree: Tree) -> Tree:
    return meant.Logic("not", (tree,))


def _both(one: Tree, other: Tree) -> Tree:
    return meant.Logic("and", (one, other))


def _any(trees: Iterable[Tree]) -> Tree:
    """Any of some conditions; of none, never."""
    found: Tree | None = None
    for tree in trees:
        found = tree if found is None else meant.Logic("or", (found, tree))
    return meant.Constant(0.0) if found is None else found
