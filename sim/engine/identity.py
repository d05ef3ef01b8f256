"""Identity and chance: what keys each draw.

A draw is keyed by the seed, the step and the identity of the event that caused it, never by the
clock, an ordinal or the order of drawing; so two variants under one seed share every event that
the change does not reach. A digest of BLAKE2b is both the identity of an intention and its draws:

    word 0 the outcome, words 1-3 the delay, words 4 and on the quantities, words 4096 on a ballot
"""

from bisect import bisect_left
from hashlib import blake2b
from struct import Struct

WORD = 8
WORDS = 8
"""Words in one digest of 64 bytes; more come from hashing the digest with a number."""

OUTCOME, DELAY, QUANTITY, BALLOT = 0, 1, 4, 4096
"""The first word of each use."""

SCALE = 2.0**-53

word_at = Struct("<Q").unpack_from


def seed_key(seed: int) -> bytes:
    """8 bytes that key every draw of a run."""
    return seed.to_bytes(WORD, "little")


def step_key(actor: str, key: str) -> bytes:
    """16 bytes that key every draw of a step."""
    return blake2b(f"{actor}\x1f{key}".encode(), digest_size=16).digest()


def intention(seed: bytes, step: bytes, cause: bytes, attempt: int = 0) -> bytes:
    """The identity and the draws of an intention: a step, triggered by an event.

    The parts have fixed lengths (8, 16, 17), so no two lists of parts hash the same text; further
    attempts, which only a documented past asks for, are told apart by two bytes more.
    """
    if attempt:
        cause += attempt.to_bytes(2, "little")
    return blake2b(seed + step + cause).digest()


def occurrence(seed: bytes, step: bytes, layer: int, number: int) -> bytes:
    """The identity and the draws of the n-th calendar date (layer -1) or candidate of a layer."""
    return blake2b(seed + step + b"%d/%d" % (layer, number)).digest()


def emitted(digest: bytes, position: int) -> bytes:
    """The identity of the event at a position of an intention's outcome: 17 bytes.

    The first 16 are the intention's; the last is the digest's next byte for the first event, and
    that byte with the position's bits turned for the others.
    """
    if position:
        return digest[:16] + bytes((digest[16] ^ position,))
    return digest[:17]


def stated(table: str, name: str) -> bytes:
    """The identity of an event that the scenario states: given, initial, injected."""
    return blake2b(f"{table}\x1f{name}".encode(), digest_size=16).digest() + b"\0"


def uniform(digest: bytes, word: int) -> float:
    """A word of the digest as a number strictly between 0 and 1."""
    if word >= WORDS:
        block, word = divmod(word, WORDS)
        digest = blake2b(digest + block.to_bytes(2, "little")).digest()
    bits: int = word_at(digest, word * WORD)[0] >> 11
    return (bits + 0.5) * SCALE


def word_below(chance: float) -> int:
    """The first word whose uniform is not below a chance: words under it are those that are."""
    return bisect_left(range(1 << 53), chance, key=lambda bits: (bits + 0.5) * SCALE) << 11


def instant(seed: bytes, row: bytes) -> float:
    """Where in its window a documented row happened, from 0 to 1, by its identity."""
    return uniform(blake2b(seed + row).digest(), 0)
