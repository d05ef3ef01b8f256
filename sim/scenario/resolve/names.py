"""What may be named in a scenario: kinds, milestones, parameters, and who can act.

First of the steps of resolving; everything after it understands expressions in its scope.
"""

from collections.abc import Collection, Mapping

import attrs

from sim.chance import ARGUMENTS, refusal
from sim.errors import LanguageError, suggestion
from sim.events import Kind, Pattern, Vocabulary, shipped
from sim.events.vocabulary import FAMILIES
from sim.language import Dimension, Expression, Scope, measure, understand
from sim.language import tree as meant
from sim.language.fields import Patterns, PatternTable
from sim.language.functions import FUNCTIONS
from sim.language.units import SECONDS
from sim.scenario.model import Parameter
from sim.scenario.resolve.complaints import Complaints, Path
from sim.scenario.shapes import ParameterTable, ScenarioTable

RESERVED = frozenset({*FUNCTIONS, *ARGUMENTS, *SECONDS, "quantity", "and", "or", "not", "same"})


def vocabulary(table: ScenarioTable, found: Complaints) -> Vocabulary:
    """The shipped vocabulary with the scenario's own kinds."""
    known = shipped()
    own: dict[str, Kind] = {}
    for name, entry in table.kinds.items():
        path: Path = ("kinds", name)
        if name in known:
            found.complain(path, f"'{name}' is already in the vocabulary: {known[name].meaning}")
        if entry.family not in FAMILIES:
            hint = suggestion(entry.family, FAMILIES)
            found.complain((*path, "family"), f"unknown family '{entry.family}'{hint}")
        own[name] = Kind(name, **attrs.asdict(entry))
    return known.extended(own)


def patterns(table: ScenarioTable, kinds: Vocabulary, found: Complaints) -> dict[str, Pattern]:
    """What each kind and milestone stands for."""
    result = {kind.name: Pattern(kind.name) for kind in kinds if not kind.folds_into}
    own: dict[str, Pattern] = {}
    for name, entry in table.milestones.items():
        path: Path = ("milestones", name)
        if name in result:
            found.complain(path, f"'{name}' is a kind; a milestone needs a name of its own")
            continue
        kind = known_kind(entry.event, kinds, found, (*path, "event"))
        if kind is not None:
            own[name] = Pattern(kind, entry.actor, entry.subject)
    return result | own


def known_kind(name: str, kinds: Vocabulary, found: Complaints, path: Path) -> str | None:
    """A kind's name, or None after a complaint."""
    if name not in kinds:
        if name not in found.broken:
            plain = [kind.name for kind in kinds if not kind.folds_into]
            found.complain(path, f"unknown kind '{name}'{suggestion(name, plain)}")
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
        if name not in table.parameters:
            hint = suggestion(name, table.parameters)
            found.complain(("parameters",), f"--set {name}: no such parameter{hint}")
    result = {}
    for name, entry in table.parameters.items():
        path: Path = ("parameters", name)
        if name in RESERVED:
            found.complain(path, f"'{name}' is a word of the language; choose another name")
        if not name.isidentifier():
            found.complain(
                path, f"'{name}' cannot be written in an expression; use letters, digits, _"
            )
        made = found.attempt((*path, "value"), lambda n=name, e=entry: _parameter(n, e, changes))  # type: ignore[misc]
        if made is None:
            found.broken.add(name)
            continue
        result[name] = made
        if entry.prior is not None:
            found.attempt(
                (*path, "prior"), lambda e=entry, m=made: _prior(e.prior, m.dimension, scope)
            )  # type: ignore[misc]
    return result


def _parameter(name: str, entry: ParameterTable, changes: Mapping[str, str]) -> Parameter:
    text = changes.get(name, entry.value)
    value, dimension = measure(text)
    _, written = measure(entry.value)
    if dimension != written:
        raise LanguageError(f"--set {name}: {dimension}, and the scenario has {written}")
    if value - value != 0:
        raise LanguageError(f"{text!r} is not a finite number")
    return Parameter(
        name, value, dimension, text, entry.prior or "", entry.source, tuple(entry.measured_on),
        name in changes,
    )  # fmt: skip


def _prior(text: str, dimension: Dimension, scope: Scope) -> None:
    """Check that a prior is one distribution of the parameter's own dimension."""
    prior = understand(text, scope)
    if not isinstance(prior.tree, meant.Draw):
        raise LanguageError(f"'{text}' is not a distribution, such as uniform(low = 0, high = 1)")
    if prior.dimension != dimension:
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
class Names:
    """The scope of a whole scenario, with the means to read patterns and expressions in it."""

    scope: Scope
    kinds: Vocabulary
    roles: frozenset[str]
    """Who has an [actors.X] entry, and so can act."""
    found: Complaints

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
                hint = suggestion(table.event, scope.patterns)
                self.found.complain(path, f"unknown kind or milestone '{table.event}'{hint}")
            return None
        actor = table.actor
        if actor is not None:
            self.known_actor(actor, path, scope.roles)
        subject = None if table.subject is None else scope.stand_in(table.subject)
        return Pattern(base.kind, actor or base.actor, subject or base.subject)

    def known_actor(self, actor: str, path: Path, known: Collection[str]) -> None:
        """Complain of an actor that is not among those known."""
        if actor not in known and actor not in self.found.broken:
            self.found.complain(path, f"unknown actor '{actor}'{suggestion(actor, known)}")

    def patterns(
        self, tables: Patterns | None, path: Path, scope: Scope | None = None
    ) -> tuple[Pattern, ...]:
        """What several pattern tables mean, without those that are refused."""
        made = [self.pattern(table, path, scope) for table in tables or ()]
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
        return self.found.attempt(
            path, lambda: checked(text, scope or self.scope, wanted, draws=draws)
        )


def checked(text: str, scope: Scope, wanted: Dimension | None, *, draws: bool) -> Expression:
    """Understand a text and hold it against what may stand at its place."""
    made = understand(text, scope)
    if not draws and meant.holds(made.tree, meant.Draw):
        raise LanguageError("a distribution may stand in 'after', 'quantity' and 'prior' only")
    check_draws(made.tree)
    free = made.tree == meant.Constant(0.0)
    if wanted is None:
        if made.dimension.truth:
            raise LanguageError(f"'{text}' is a condition, and a value is expected")
    elif made.dimension != wanted and not (free and not wanted.truth):
        raise LanguageError(
            f"'{text}' is {made.dimension}, and {wanted} is expected{_hint(wanted)}"
        )
    return made


def _hint(wanted: Dimension) -> str:
    examples = {(1, False): ', such as "45 d"', (-1, False): ', such as "0.3 / month"'}
    return examples.get((wanted.time, wanted.truth), "")
