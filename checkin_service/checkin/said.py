"""A finding in words: what happened, and what helps."""

from typing import NamedTuple

from checkin_service.kit.words import Words


class Said(NamedTuple):
    sentence: Words
    advice: Words | None = None
