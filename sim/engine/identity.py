"""Identity and chance: what keys each draw.

A draw is keyed by the seed, the step and the identity of the event that caused it, never by the
clock, an ordinal or the order of drawing; so two variants under one seed share every event that
the change does not reach. A digest of BLAKE2b is both the identity of an intention and its draws:

    word 0 the outcome, words 1-3 the delay, words 4-7 and on the quantities, words 16 on a vote
"""

from hashlib import blake2b

WORD = 8
WORDS = 8
"""Words in one digest of 64 bytes; more come from hashing the digest with a number."""

OUTCOME, DELAY, QUANTITY, BALLOT = 0, 1, 4, 16
"""The first word of each use."""

SCALE = 2.0**-53


def step_prefix(seed: int, actor: str, key: str) -> bytes:
    """32 bytes that key every draw of one step under one seed."""
    return blake2b(
        f"{actor}\x1f{key}".encode(), digest_size=32, key=seed.to_bytes(8, "little")
    ).digest()


def intention(prefix: bytes, cause: bytes, attempt: int = 0) -> bytes:
    """The identity and the draws of an intention: a step, triggered by an event."""
    return blake2b(prefix + cause + attempt.to_bytes(2, "little")).digest()


def occurrence(prefix: bytes, layer: int, number: int) -> bytes:
    """The identity and the draws of the n-th calendar date (layer -1) or candidate of a layer."""
    return blake2b(prefix + b"%d/%d" % (layer, number)).digest()


def emitted(digest: bytes, position: int) -> bytes:
    """The identity of the event at a position of an intention's outcome."""
    return digest[:16] + bytes((position,))


def stated(table: str, name: str) -> bytes:
    """The identity of an event that the scenario states: given, initial, injected."""
    return blake2b(f"{table}\x1f{name}".encode(), digest_size=16).digest() + b"\0"


def uniform(digest: bytes, word: int) -> float:
    """A word of the digest as a number strictly between 0 and 1."""
    block, place = divmod(word, WORDS)
    if block:
        digest = blake2b(digest + block.to_bytes(2, "little")).digest()
    bits = int.from_bytes(digest[place * WORD : place * WORD + WORD], "little") >> 11
    return (bits + 0.5) * SCALE
