"""What may be named in a scenario: kinds, milestones, parameters, and who can act.

First of the steps of resolving; everything after it understands expressions in its scope.
"""

from collections.abc import Collection, Mapping

import attrs

from sim.chance import ARGUMENTS, refusal
from sim.errors import LanguageError, suggestion
from sim.events import Kind, Pattern, Vocabulary, shipped
from sim.events.vocabulary import FAMILIES
from sim.language import Dimension, Expression, Scope, bounds, measure, understand
from sim.language import tree as meant
from sim.language.bounds import Interval
from sim.language.fields import Patterns, PatternTable
from sim.language.functions import FUNCTIONS
from sim.language.scope import narrowed
from sim.language.syntax import is_name, names_in, parse
from sim.language.units import SECONDS
from sim.scenario.model import Parameter
from sim.scenario.resolve.complaints import Complaints
from sim.scenario.shapes import KindTable, ParameterTable, ScenarioTable
from sim.scenario.tree import Path

RESERVED = frozenset({*FUNCTIONS, *ARGUMENTS, *SECONDS, "quantity", "and", "or", "not", "same"})
LISTED = "; 'sim kinds' lists the kinds"
OFFICES = ("", "enters", "leaves")
SITES = ("", "handed_over")


def check_name(name: str, path: Path, found: Complaints) -> None:
    """Complain of a parameter or gauge that no expression could name."""
    if name in RESERVED:
        found.complain(path, f"'{name}' is a word of the language; choose another name")
    elif not is_name(name):
        message = f"'{name}' cannot be written in an expression; use letters a-z, digits and _"
        found.complain(path, message)


def vocabulary(table: ScenarioTable, found: Complaints) -> Vocabulary:
    """The shipped vocabulary with the scenario's own kinds."""
    known = shipped()
    own: dict[str, Kind] = {}
    for name, entry in table.kinds.items():
        path: Path = ("kinds", name)
        if name in known:
            found.complain(path, f"'{name}' is already in the vocabulary: {known[name].meaning}")
        if not is_name(name):
            found.complain(path, f"'{name}' is no name of a kind; use letters a-z, digits and _")
        _check_kind(entry, path, found)
        own[name] = Kind(name, **attrs.asdict(entry))
    return known.extended(own)


def _check_kind(entry: KindTable, path: Path, found: Complaints) -> None:
    for key, word, words in (
        ("family", entry.family, FAMILIES),
        ("office", entry.office, OFFICES),
        ("site", entry.site, SITES),
    ):
        if word not in words:
            found.complain((*path, key), f"unknown {key} '{word}'{suggestion(word, words)}")


def patterns(table: ScenarioTable, kinds: Vocabulary, found: Complaints) -> dict[str, Pattern]:
    """What each kind and milestone stands for."""
    result = of_kinds(kinds)
    own: dict[str, Pattern] = {}
    for name, entry in table.milestones.items():
        path: Path = ("milestones", name)
        if name in result:
            if entry != PatternTable(name):
                also = "a kind and means all of it; what is narrower needs another name"
                found.complain(path, f"'{name}' is {also}")
            continue
        kind = known_kind(entry.event, kinds, found, (*path, "event"))
        if kind is None:
            found.broken.add(name)
        else:
            own[name] = Pattern(kind, entry.actor, entry.subject)
    return result | own


def of_kinds(kinds: Vocabulary) -> dict[str, Pattern]:
    """The patterns that kinds are."""
    return {kind.name: Pattern(kind.name) for kind in kinds if not kind.folds_into}


def known_kind(name: str, kinds: Vocabulary, found: Complaints, path: Path) -> str | None:
    """A kind's name, or None after a complaint."""
    if name not in kinds:
        if name not in found.broken:
            plain = [kind.name for kind in kinds if not kind.folds_into]
            found.complain(path, f"unknown kind '{name}'{suggestion(name, plain) or LISTED}")
        return None
    if kinds[name].folds_into:
        found.complain(path, f"'{name}' is folded; write '{kinds[name].folds_into}'")
        return None
    return name


def parameters(
    table: ScenarioTable, scope: Scope, changes: Mapping[str, str], found: Complaints
) -> dict[str, Parameter]:
    """Assumed numbers with their values as changed by `--set`."""
    for name in changes:
        if name not in table.parameters and name not in found.broken:
            hint = suggestion(name, table.parameters)
            found.complain(("parameters",), f"--set {name}: no such parameter{hint}")
    result: dict[str, Parameter] = {}
    for name, entry in table.parameters.items():
        path: Path = ("parameters", name)
        check_name(name, path, found)
        made = found.attempt((*path, "value"), lambda n=name, e=entry: _parameter(n, e, changes))  # type: ignore[misc]
        if made is None:
            found.broken.add(name)
            continue
        result[name] = made
        if entry.prior is not None:
            check = lambda e=entry, m=made: _check_prior(e.prior, m.dimension, scope)  # noqa: E731
            found.attempt((*path, "prior"), check)
    return result


def _parameter(name: str, entry: ParameterTable, changes: Mapping[str, str]) -> Parameter:
    value, dimension = measure(entry.value)
    if name in changes:
        try:
            value, changed = measure(changes[name])
        except LanguageError as error:
            raise LanguageError(f"--set {name}: {error}") from None
        if changed != dimension:
            raise LanguageError(f"--set {name}: {changed}, and the scenario has {dimension}")
    return Parameter(
        name=name,
        value=value,
        dimension=dimension,
        text=changes.get(name, entry.value),
        prior=entry.prior or "",
        source=entry.source,
        measured_on=tuple(entry.measured_on),
        changed=name in changes,
    )


def _check_prior(text: str, dimension: Dimension, scope: Scope) -> None:
    """Refuse a prior that is not one distribution of the parameter's own dimension.

    A prior's numbers cannot carry a label, so they take the value's.
    """
    prior = understand(text, scope)
    if not isinstance(prior.tree, meant.Draw):
        raise LanguageError(f"'{text}' is not a distribution, such as uniform(low = 0, high = 1)")
    if prior.dimension != attrs.evolve(dimension, label=""):
        raise LanguageError(f"the prior is {prior.dimension} and the value is {dimension}")
    check_draws(prior.tree)


def check_draws(tree: meant.Tree) -> None:
    """Refuse distributions whose arguments are known and impossible."""
    if isinstance(tree, meant.Draw):
        values = [part.value for part in tree.arguments if isinstance(part, meant.Constant)]
        if len(values) == len(tree.arguments):
            names = [argument.name for argument in ARGUMENTS[tree.family]]
            why = refusal(tree.family, dict(zip(names, values, strict=True)))
            if why:
                raise LanguageError(f"{tree.family}: {why}")
    for part in meant.operands(tree):
        check_draws(part)


@attrs.frozen
class Proofs:
    """What proofs about values start from: bounds of gauges, head-counts of sites."""

    gauges: Mapping[str, Interval] = attrs.Factory(dict)
    heads: Mapping[str, float] = attrs.Factory(dict)

    def interval(self, expression: Expression) -> Interval:
        """The least and greatest value that an expression can take."""
        return bounds(expression.tree, self.gauges, self.heads)


@attrs.frozen
class Names:
    """The scope of a whole scenario, with the means to read patterns and expressions in it."""

    scope: Scope
    kinds: Vocabulary
    roles: frozenset[str]
    """Who has an [actors.X] entry, and so can act."""
    found: Complaints
    proofs: Proofs = Proofs()
    dated: bool = True
    """Whether the clock is sound, so that dates can be held against it."""

    def pattern(
        self, table: PatternTable, path: Path, scope: Scope | None = None
    ) -> Pattern | None:
        """What a pattern table means; milestones may be narrowed further."""
        scope = scope or self.scope
        base = scope.patterns.get(table.event)
        if base is None:
            if table.event in self.kinds:
                known_kind(table.event, self.kinds, self.found, path)
            elif table.event not in self.found.broken:
                hint = suggestion(table.event, scope.patterns) or LISTED
                self.found.complain(path, f"unknown kind or milestone '{table.event}'{hint}")
            return None
        actor = None if table.actor is None else scope.stand_in(table.actor)
        if actor is not None:
            self.known_actor(actor, (*path, "actor"), scope.roles)
        subject = None if table.subject is None else scope.stand_in(table.subject)
        return self.found.attempt(path, lambda: narrowed(table.event, base, actor, subject))

    def known_actor(self, actor: str, path: Path, known: Collection[str]) -> None:
        """Complain of an actor that is not among those known."""
        if actor not in known and actor not in self.found.broken:
            self.found.complain(path, f"unknown actor '{actor}'{suggestion(actor, known)}")

    def patterns(
        self, tables: Patterns | None, path: Path, scope: Scope | None = None
    ) -> tuple[Pattern, ...]:
        """What several pattern tables mean, without those that are refused."""
        tables = tables or Patterns(())
        listed = isinstance(self.found.root.at(path).value, list)
        made = [
            self.pattern(table, (*path, index) if listed else path, scope)
            for index, table in enumerate(tables)
        ]
        return tuple(pattern for pattern in made if pattern is not None)

    def expression(
        self,
        text: str | None,
        path: Path,
        wanted: Dimension | None,
        scope: Scope | None = None,
        *,
        draws: bool = False,
    ) -> Expression | None:
        """An expression of the wanted dimension (None: any value), or None after a complaint."""
        if text is None:
            return None
        within = scope or self.scope
        before = self.found.count
        made = self.found.attempt(path, lambda: checked(text, within, wanted, draws=draws))
        if made is None and self.found.count == before:
            self._strangers(text, path, within)
        return made

    def _strangers(self, text: str, path: Path, scope: Scope) -> None:
        """Complain of names that nobody gives, in what also mentions one whose entry is broken."""
        tree = self.found.attempt(path, lambda: parse(text))
        for name in dict.fromkeys(names_in(tree)) if tree else ():
            self.found.attempt(path, lambda one=name: understand(one, scope))  # type: ignore[misc]

    def constant(
        self, text: str | None, path: Path, wanted: Dimension | None = None
    ) -> float | None:
        """A value that does not change: a number, or parameters put together."""
        made = self.expression(text, path, wanted)
        if made is None:
            return None
        if not isinstance(made.tree, meant.Constant):
            changing = f"'{text}' changes during a run; numbers and parameters only"
            self.found.complain(path, changing)
            return None
        return made.tree.value


def checked(text: str, scope: Scope, wanted: Dimension | None, *, draws: bool) -> Expression:
    """Understand a text and hold it against what may stand at its place."""
    made = understand(text, scope)
    if not draws and meant.holds(made.tree, meant.Draw):
        raise LanguageError("a distribution may stand in 'after', 'quantity' and 'prior' only")
    check_draws(made.tree)
    free = made.tree == meant.Constant(0.0) and not made.dimension.truth
    if wanted is None:
        if made.dimension.truth:
            raise LanguageError(f"'{text}' is a condition, and a value is expected")
    elif made.dimension != wanted and not (free and not wanted.truth):
        hint = _hint(wanted, made.dimension)
        raise LanguageError(f"'{text}' is {made.dimension}, and {wanted} is expected{hint}")
    return made


def _hint(wanted: Dimension, found: Dimension) -> str:
    """What would be of the wanted dimension."""
    if wanted.truth:
        return ", such as 'trust > 0.5'"
    if found.label:
        return f"; divide it by a parameter in {found.label}"
    return {1: ', such as "45 d"', -1: ', such as "0.3 / month"'}.get(wanted.time, "")
