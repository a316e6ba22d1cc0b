"""Use cases of people's rights over what is held about them."""

from checkin_service.privacy.rules import STAYS
from checkin_service.privacy.rules import obstacle_words as first_words
from checkin_service.privacy.service.copying import own_copy, signed_copy
from checkin_service.privacy.service.deciding import decide
from checkin_service.privacy.service.requests import ask, ask_own, hand_out, listed, own_standing

__all__ = [
    "STAYS",
    "ask",
    "ask_own",
    "decide",
    "first_words",
    "hand_out",
    "listed",
    "own_copy",
    "own_standing",
    "signed_copy",
]
