"""How often a gate passes what comes before it, over draws from the priors.

A gate that always passes, or never, decides nothing. The parameters that blocs read are drawn from
their priors, evenly, and votes are counted in the situations of votes in runs of the scenario as it
stands; for a gate that no run comes to, in the situation at the start.
"""

from collections.abc import Sequence
from functools import partial
from hashlib import blake2b

from sim.engine.identity import BALLOT, intention, seed_key, uniform
from sim.engine.program import Program, StepCode
from sim.engine.simulation import simulate
from sim.errors import RunError
from sim.language import measure
from sim.scenario.model import Scenario
from sim.scenario.prior import stratified
from sim.scenario.resolve.redrawn import Redrawn
from sim.situation import Body, Gate, Ledger, Situation, fold
from sim.situation.reading import compiled
from sim.situation.votes import Leaning, ballot, decided

RUNS = 5
"""Runs of the scenario as it stands, in which votes are looked for."""

MOST_EVENTS = 20_000
"""Events after which no further run is made."""

MOST_VOTES = 40
"""Votes of a gate whose situations are kept."""

DRAWS, FEWEST = 100, 20
"""Draws from the priors; of fewer than the fewest nothing is said."""

MOST_READ = 1_000_000
"""Characters of blocs that are read again and voted by, all told: of long ones, fewer draws."""

BLOC = 50
"""Characters that counting a bloc's votes comes to."""

BALLOTS = 5
"""Votes counted for each draw, each with shocks of its own."""

PRIOR = b"drawn from the priors"
"""Stands for the cause of a vote that nothing causes."""

Moment = tuple[Situation, int]
"""A situation, and the second at which a vote is held in it."""


def shares_passed(program: Program, chambers: Redrawn) -> dict[str, float]:
    """For each gate, the share of votes that pass; nothing of a scenario that cannot be run."""
    votes = [step for step in program.steps if step.declared.gate and not step.declared.reads]
    draws = min(DRAWS, MOST_READ // max(1, _length(program, votes, chambers)))
    if not votes or draws < FEWEST:
        return {}
    try:
        moments = _moments(program, votes)
    except RunError:
        return {}
    passed = dict.fromkeys(moments, 0)
    for draw, values in enumerate(_drawn(program.scenario, chambers.parameters, draws)):
        bodies = chambers.bodies(values)
        for step in votes:
            kept = moments[step.label]
            gate = program.ledger.gates[step.declared.gate]
            leanings = _leanings(bodies[step.actor], program.ledger, *kept[draw % len(kept)])
            for number in range(BALLOTS):
                passed[step.label] += _passes(step, gate, leanings, draw * BALLOTS + number)
    return {step.declared.gate: passed[step.label] / (draws * BALLOTS) for step in votes}


def _length(program: Program, votes: Sequence[StepCode], chambers: Redrawn) -> int:
    """The characters that one draw comes to: of all blocs once, and of those of each vote."""
    length = chambers.length
    for step in votes:
        for bloc in program.ledger.gates[step.declared.gate].body.blocs:
            length += BLOC + len(bloc.position.text) + len(bloc.attendance.text)
    return length


def _moments(program: Program, votes: Sequence[StepCode]) -> dict[str, list[Moment]]:
    """The situations in which votes are held, by the label of the vote."""
    found: dict[str, list[Moment]] = {step.label: [] for step in votes}
    events = 0
    for seed in range(RUNS):
        log = simulate(program, seed)
        situation = Situation(program.ledger)
        for event in log.events:
            kept = found.get(event.step)
            if kept is not None and len(kept) < MOST_VOTES:
                kept.append((situation.copy(), event.time))
            situation.fold(event)
        events += len(log.events)
        if events > MOST_EVENTS:
            break
    start = fold(program.ledger, log.events[: len(program.scenario.initial)])
    return {label: kept or [(start, 0)] for label, kept in found.items()}


def _passes(step: StepCode, gate: Gate, leanings: Sequence[Leaning], number: int) -> bool:
    """Whether one ballot passes a text, with shocks of its own number."""
    digest = intention(seed_key(number), step.key, PRIOR)
    uniforms = [uniform(digest, BALLOT + n) for n in range(len(leanings) + 1)]
    return decided(gate, *ballot(leanings, gate.body.turnout_spread, uniforms)) == 0


def _leanings(body: Body, ledger: Ledger, situation: Situation, now: int) -> list[Leaning]:
    """How blocs lean in a situation; not those of the ledger, whose parameters stand."""
    return [
        Leaning(
            bloc.seats,
            compiled(bloc.position.tree, ledger)(situation, now, None)
            + situation.level(ledger.gauge_place[bloc.gauge], now),
            bloc.spread,
            compiled(bloc.attendance.tree, ledger)(situation, now, None),
        )
        for bloc in body.blocs
    ]


def _drawn(scenario: Scenario, read: Sequence[str], draws: int) -> list[dict[str, float]]:
    """Values of some parameters, drawn from their priors: each prior is covered evenly."""
    names = [name for name in read if scenario.parameters[name].prior]
    places = [sorted(range(draws), key=partial(_shuffled, name)) for name in names]
    drawn = stratified(scenario, names, draws, places)
    return [{name: measure(text)[0] for name, text in values.items()} for values in drawn]


def _shuffled(name: str, number: int) -> bytes:
    """What a number is sorted by, for each parameter otherwise."""
    return blake2b(f"{number} {name}".encode()).digest()
