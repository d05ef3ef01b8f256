"""The decisions of a run made by somebody else: the hook by which `check` looks for other runs.

Every random quantity is a word of a digest. Whoever makes the choices hands back the digest from
whose words the delay or the outcome of an occasion is drawn; its identity, and so what keys the
draws of everything that it causes, stays what it was. What is handed on unchanged draws as always.
"""

from typing import Protocol

from sim.engine.intention import Occasion
from sim.engine.program import StepCode
from sim.events import Event
from sim.situation import Situation


class Choices(Protocol):
    """Who decides. The program must be a general one, which asks at every step."""

    def delay(
        self, step: StepCode, cause: Event, digest: bytes, situation: Situation
    ) -> bytes | None:
        """The digest from which an intention's delay is drawn; None if it is not taken up."""

    def moves(self, step: StepCode) -> bool:
        """Whether any candidate of a rate is to come at another second than its own."""

    def candidate(self, digest: bytes, second: int) -> int:
        """When a candidate of such a rate, of its own accord at a second, is to come."""

    def outcome(self, occasion: Occasion, situation: Situation) -> bytes | None:
        """The digest from which the outcome of an occasion is drawn; None if nothing comes of it.

        Asked when its instant has come and neither limit nor guard stand in its way.
        """
