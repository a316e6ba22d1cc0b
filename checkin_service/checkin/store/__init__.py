"""Statements of check-ins, by what they ask or keep."""

from checkin_service.checkin.store.attempts import add_attempt, add_code_use, add_presence, kept_answer
from checkin_service.checkin.store.proving import unfounded
from checkin_service.checkin.store.replaying import attempts_of
from checkin_service.checkin.store.situation import FaceQuestion, situation

__all__ = [
    "FaceQuestion",
    "add_attempt",
    "add_code_use",
    "add_presence",
    "attempts_of",
    "kept_answer",
    "situation",
    "unfounded",
]
