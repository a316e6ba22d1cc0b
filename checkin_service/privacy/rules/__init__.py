"""Rules of copies and erasures: until when, what stands in the way, what goes and what stays by which law."""

from checkin_service.privacy.rules.copying import due_on, shown_columns
from checkin_service.privacy.rules.erasing import GOES, STAYS, obstacle_words, refusal_to_ask, refusal_to_erase

__all__ = ["GOES", "STAYS", "due_on", "obstacle_words", "refusal_to_ask", "refusal_to_erase", "shown_columns"]
