"""How institutions behave: one file each, and the catalogue of them all.

They stand before `scenario` in the reading order: a behaviour only writes tables in the form of a
scenario file, and the loader lays them under the file's own. What it writes is told by `outline`.
"""

from sim.actors.armed_faction import ArmedFaction
from sim.actors.contribution import Behaviour, Chamber, Contribution
from sim.actors.foreign_military import ForeignMilitary
from sim.actors.foreign_ministry import ForeignMinistry
from sim.actors.head_of_government import HeadOfGovernment
from sim.actors.joint_commission import JointCommission
from sim.actors.legislature import Legislature
from sim.actors.sending_government import SendingGovernment

CATALOGUE: dict[str, type[Behaviour]] = {
    "armed_faction": ArmedFaction,
    "foreign_military": ForeignMilitary,
    "foreign_ministry": ForeignMinistry,
    "head_of_government": HeadOfGovernment,
    "joint_commission": JointCommission,
    "legislature": Legislature,
    "sending_government": SendingGovernment,
}
"""Behaviours by the name under which a scenario binds them."""

__all__ = ["CATALOGUE", "Behaviour", "Chamber", "Contribution"]
