"""What is true now: the fold of a log, and how expressions read it."""

from sim.situation.ledger import Ledger
from sim.situation.parts import (
    Bloc,
    Body,
    Deadline,
    Gate,
    Gauge,
    Move,
    Requirement,
    Site,
)  # fmt: skip
from sim.situation.situation import Situation, fold

__all__ = [
    "Bloc", "Body", "Deadline", "Gate", "Gauge", "Ledger", "Move", "Requirement", "Site",
    "Situation", "fold",
]  # fmt: skip
