"""Rules about questions: who may still ask about a class, how many wait, and how long a thread grows."""

from collections.abc import Sequence

from checkin_service.kit.words import Words
from checkin_service.questions.model import Entry
from checkin_service.timetable.model import Registration

MOST_UNANSWERED = 5
MOST_ENTRIES = 50


def asking_refusal(registration: Registration, unanswered: int) -> Words | None:
    """Why a trainee cannot ask: they left the class, or so many of their questions wait already."""
    if not registration.is_active:
        return _LEFT
    return _MANY.filled(most=MOST_UNANSWERED) if unanswered >= MOST_UNANSWERED else None


def entry_refusal(entries: Sequence[Entry]) -> Words | None:
    """Why nothing more is written under a question."""
    return _LONG if len(entries) >= MOST_ENTRIES else None


def is_answered(entries: Sequence[Entry]) -> bool:
    """Whether those who teach wrote last."""
    return bool(entries) and entries[-1].is_answer


_LEFT = Words("您已退出本班，不能再提问。", "You have left the class and cannot ask about it any more.")
_MANY = Words(
    "您已有{most}个问题待回答，请等老师回答后再提问，或在原问题下补充。",
    "{most} of your questions wait for an answer: wait for it, or write under one of them.",
)
_LONG = Words("这个问题下的内容已满，请另提一个问题。", "Nothing more fits under this question: ask another one.")
