"""Use cases of looks at classes: by night, and what an authority sees and does about it."""

from checkin_service.trust.service.grouping import propose_group, slower_together
from checkin_service.trust.service.listing import close, conclude, follow, risk_list
from checkin_service.trust.service.looking import calibration, look_at_classes

__all__ = [
    "calibration",
    "close",
    "conclude",
    "follow",
    "look_at_classes",
    "propose_group",
    "risk_list",
    "slower_together",
]
