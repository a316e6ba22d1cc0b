"""Statements of check-ins, by what they ask or keep."""

from checkin_service.checkin.store.attempts import add_attempt, add_code_use, add_presence, kept_answer
from checkin_service.checkin.store.situation import situation

__all__ = ["add_attempt", "add_code_use", "add_presence", "kept_answer", "situation"]
