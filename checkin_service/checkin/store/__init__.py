"""Statements of check-ins, by what they ask or keep."""

from checkin_service.checkin.store.attempts import add_attempt, add_code_use, add_presence, kept_answer, placed_attempt
from checkin_service.checkin.store.proving import unfounded
from checkin_service.checkin.store.recheck import attempts_of
from checkin_service.checkin.store.situation import situation
