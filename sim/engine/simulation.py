"""The ways to run a scenario: from its start, from a date in the record, from where a log stops.

simulate(scenario, seed) -> Log
watched(program, seed, watch) -> Log
forecast(standpoint, seed) -> Log
resume(scenario, log, until) -> Log
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from sim import __version__
from sim.engine.choices import Choices
from sim.engine.prefix.history import stood
from sim.engine.prefix.standpoint import Standpoint
from sim.engine.program import Program
from sim.engine.provenance import check_provenance
from sim.engine.replay import Replay
from sim.engine.run import Run, stated_event
from sim.engine.trace import Trace
from sim.engine.watched import Watch, WatchedRun
from sim.errors import RunError
from sim.log.log import Log, Origin
from sim.scenario.model import Scenario


def simulate(
    scenario: Scenario | Program, seed: int, until: int | None = None, trace: Trace | None = None
) -> Log:
    """Run a scenario once.

    `seed` is from 0 to 2^64 - 1; `until` the first second not to run (default: past the scenario's
    end, which includes its whole day). Raises RunError for a run that would not end.
    """
    program = scenario if isinstance(scenario, Program) else Program(scenario)
    with _no_collection():
        run = Run(program, seed, 0, trace)
        for fact in program.scenario.initial:
            run.state(stated_event(fact, "initial", len(run.events)))
        return _finished(run, 0, until, 0)


def watched(program: Program, seed: int, watch: Watch, choices: Choices | None = None) -> Log:
    """Run a scenario once while somebody watches, who may stop it, and perhaps makes its choices.

    A stopped run's log ends with the event at which it was stopped. `choices` ask for a general
    program. Raises RunError for a run that would not end.
    """
    with _no_collection():
        run = WatchedRun(program, seed, watch, choices)
        for fact in program.scenario.initial:
            run.state(stated_event(fact, "initial", len(run.events)))
        situation = run.situation
        log = _finished(run, 0, None, 0)
    if run.stopped:
        last = max(log.events[-1].time, 0) + 1
        return Log(origin(program.scenario, seed, last), log.events)
    watch.end(situation, log.origin.until)
    return log


def forecast(
    standpoint: Standpoint, seed: int, until: int | None = None, trace: Trace | None = None
) -> Log:
    """Run a scenario on from a date in its record, with what is documented as its own past.

    The log holds the past, as the seed places it within its days and months, and what follows; the
    record itself is the same for all seeds. What a step did not do before the cut, though it might
    have, is drawn until it agrees with the record's silence. At cut 0 this is `simulate`. Raises
    RunError for an `until` before the cut.
    """
    if until is not None and until < standpoint.cut:
        raise RunError(f"second {until} is before the cut, {standpoint.cut}")
    with _no_collection():
        replay = stood(standpoint, seed, standpoint.placed(seed), standpoint.cut)
        run = replay.stand(standpoint.cut, trace)
        return _finished(run, standpoint.cut, until, standpoint.cut)


def resume(
    scenario: Scenario | Program, log: Log, until: int | None = None, trace: Trace | None = None
) -> Log:
    """Continue a run that stopped: the log it would have had, had it not.

    The log may be a forecast's: then what pends follows from its documented part too. Raises
    InputError for a log that is no run of this scenario with these changes, and RunError for a run
    that would not end; warns if another version of the code made it.
    """
    program = scenario if isinstance(scenario, Program) else Program(scenario)
    check_provenance(program, log)
    seed, since, past = log.origin.seed, log.origin.until, log.origin.past
    with _no_collection():
        if past:
            standpoint = Standpoint(program, past)
            replay = stood(standpoint, seed, standpoint.read(log), since)
        else:
            replay = Replay(Run(program, seed, since, None))
        count = len(replay.run.events)
        if tuple(replay.run.events) != log.events[:count]:
            raise RunError("the log's past is not that of this scenario and its record")
        replay.read(log.events[count:])
        return _finished(replay.stand(since, trace), since, until, past)


def origin(scenario: Scenario, seed: int, until: int | None = None, past: int = 0) -> Origin:
    """What a run of a scenario says of where it came from; before `past` it is the record."""
    changes = {name: p.text for name, p in scenario.parameters.items() if p.changed}
    return Origin(
        scenario.name, scenario.digest, seed, scenario.start,
        scenario.horizon if until is None else until, __version__, changes, past,
    )  # fmt: skip


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from looking through a run again and again: nothing dies in it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _finished(run: Run, since: int, until: int | None, past: int) -> Log:
    """Start the actors, let SimPy run to the end, and close the log."""
    scenario = run.program.scenario
    horizon = min(scenario.horizon, until) if until is not None else scenario.horizon
    try:
        run.world.horizon = horizon
        run.begin(since)
        if horizon > since:
            run.world.env.run(until=horizon)
    finally:
        run.close()
    return Log(origin(scenario, run.seed, horizon, past), tuple(run.events))
