"""A scorecard made by hand, of which tests change what they are about."""

from datetime import date
from typing import Any

import attrs

from sim.score.checks import Rule
from sim.score.descriptions import Descriptions
from sim.score.doubt.calibration import Calibration
from sim.score.doubt.uncertainty import Skill
from sim.score.milestones import Milestone, Outlook
from sim.score.scorecard import Insample, Scorecard, Share, Value

NAN = float("nan")

TREATY = Outlook(
    "bases_treaty", None, "agreement_signed", "treaty", 0.996, date(2001, 3, 1),
    (date(2001, 2, 1), date(2001, 4, 1)), (date(2001, 1, 5), None), (date(2001, 1, 2), None),
)  # fmt: skip
NEVER = Outlook("last_out", "guest", "withdrawal_completed", None, 0, None, *[(None, None)] * 3)

CARD = Scorecard(
    runs=200,
    start=date(2001, 1, 1),
    until=date(2001, 12, 31),
    tracks=(),
    scores={"icc": Value(12.34, (10, 15)), "vs": Value(NAN, (NAN, NAN))},
    baselines={"nothing": {"icc": 20, "vs": NAN}, "redrawn": {"icc": 10, "vs": 1e-17}},
    skill={
        "nothing": Skill(0.383, -7.66, (0.2, 0.5), (0.1, 0.6)),
        "redrawn": Skill(-0.234, 2.34, (-0.5, -0.1), (-0.6, -0.1)),
    },
    shares=(
        Share("attack", 0.5, 3, 10, 12.5, monthly=True),
        Share("bases_treaty", 0.5, 9.34, 1, 0.996, monthly=False),
    ),
    milestones=(
        Milestone(TREATY, (date(2001, 2, 27), date(2001, 3, 2)), 1.5, inside=False),
        Milestone(NEVER, None, 0, inside=True),
    ),
    calibration=Calibration(2, {0.5: 0.25, 0.8: 0.75, 0.9: 1, 0.95: NAN}, (0.5, 1.5)),
    rank=0.125,
    descriptions=Descriptions(0.2, 0.4, NAN, 1),
    rules=(Rule("calm", "absence(attack)", 0.5, 0.25, None), Rule("cool", "heat < 1", *[None] * 3)),
    insample=Insample(7, (), None),
    band=None,
)


def card(**changes: Any) -> Scorecard:
    """The scorecard, with something changed."""
    return attrs.evolve(CARD, **changes)
