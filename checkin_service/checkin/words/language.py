"""The shape of a finding in words: a sentence for what happened, and advice on what helps."""

from typing import NamedTuple

from checkin_service.kit.words import Words


class Said(NamedTuple):
    sentence: Words
    advice: Words | None = None
