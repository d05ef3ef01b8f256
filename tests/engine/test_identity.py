"""Short cuts of the hot path say what the plain way says, whatever the digest."""

from math import ceil

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.engine import Program, simulate
from sim.engine.identity import OUTCOME, intention, seed_key, uniform, word_at, word_below
from tests.laws.logs import written

REPLIES = """
clock = {{ start = 2001-01-01, end = 2001-12-31 }}

[[steps]]
actor = "host"
name = "daily"
every = "1 d"
emits = "spark"

[[steps]]
actor = "guest"
name = "answer"
on = "spark"
again = "each"
after = "{after}"
emits = "smoke"
"""

DIGESTS = st.binary(min_size=64, max_size=64)
CHANCES = st.floats(0.0, 1.5)


@given(DIGESTS, CHANCES)
@example(bytes(64), 0.0)
@example(bytes(64), 2.0**-54)
@example(b"\xff" * 64, 1.0)
def test_a_word_is_below_a_chance_when_its_uniform_is(digest: bytes, chance: float) -> None:
    """Comparing words draws what comparing numbers between 0 and 1 would draw."""
    (word,) = word_at(digest)

    assert (word < word_below(chance)) == (uniform(digest, OUTCOME) < chance)


@given(DIGESTS)
def test_the_uniform_on_the_rung_itself_is_not_below_it(digest: bytes) -> None:
    """A chance that is exactly a uniform lies between that word and the one before."""
    chance = uniform(digest, OUTCOME)
    first = word_at(digest)[0] >> 11 << 11

    assert word_below(chance) <= first < word_below(chance + 2.0**-52)


@pytest.mark.parametrize("after", ["exponential(mean = 9 d)", "weibull(scale = 9 d, shape = 2)"])
def test_a_delay_in_a_run_is_the_quantile_of_its_word(after: str) -> None:
    """Whole seconds, rounded up; also for the exponential, which a run draws in its own code."""
    program = Program(written(REPLIES.format(after=after)))
    (step,) = (code for code in program.steps if code.label == "guest: answer")
    log = simulate(program, 5)

    answers = [event for event in log.events if event.step == step.label]
    assert len(answers) > 300
    for answer in answers:
        cause = log.events[answer.causes[0]]
        digest = intention(seed_key(5), step.key, cause.identity)
        assert step.plain is not None
        assert answer.time - cause.time == (ceil(step.plain(digest)) or 1)
