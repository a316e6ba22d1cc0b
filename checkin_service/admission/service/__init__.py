"""Use cases of offers, courses and applications."""

from checkin_service.admission.service.applying import apply, own_applications, withdraw
from checkin_service.admission.service.courses import courses, offer
from checkin_service.admission.service.examining import applicants, decide
from checkin_service.admission.service.waiting import offer_places, take_place
