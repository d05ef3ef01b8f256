"""Many runs of one scenario: made by workers, kept as columns."""

from sim.ensemble.projection import Projection, RunMark, Words, joined, projected

__all__ = ["Projection", "RunMark", "Words", "joined", "projected"]
