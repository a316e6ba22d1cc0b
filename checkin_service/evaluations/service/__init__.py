"""Use cases of evaluations, and what higher capabilities may ask of them."""

from checkin_service.evaluations.service.figures import ranking, satisfactions, smallest_group
from checkin_service.evaluations.service.giving import give, own, withdraw
from checkin_service.evaluations.service.reading_words import written
