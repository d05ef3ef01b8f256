"""Short cuts of the hot path say what the plain way says, whatever the digest."""

from datetime import date

from hypothesis import assume, example, given
from hypothesis import strategies as st

from sim.chance.distributions import exponential_quantile
from sim.engine.delays import delay
from sim.engine.identity import DELAY, OUTCOME, uniform, word_at, word_below
from sim.events import shipped
from sim.events.dates import DAY
from sim.language import Scope, understand
from sim.situation import Ledger

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


@given(DIGESTS, st.integers(1, 4_000))
def test_an_exponential_delay_is_the_quantile_of_its_word(digest: bytes, days: int) -> None:
    """The commonest delay has code of its own, which gives the same number to the last bit."""
    assume(uniform(digest, DELAY) < 1.0)  # one word in 2^53 rounds to 1
    after = understand(f"exponential(mean = {days} d)", Scope(start=date(2001, 1, 1)))
    plain = delay(after, "step", Ledger(shipped())).plain

    assert plain is not None
    assert plain(digest) == exponential_quantile(uniform(digest, DELAY), days * DAY)
