"""Who may still ask, how many questions wait, and how long a thread grows."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from checkin_service.kit.ids import new_id
from checkin_service.policy.model import VoucherKind
from checkin_service.questions import rules
from checkin_service.questions.model import Entry
from checkin_service.timetable.model import Registration

AT = datetime(2026, 3, 2, tzinfo=UTC)
HERE = Registration(
    trainee_id=new_id(), class_id=new_id(), voucher_kind=VoucherKind.TARGETED, voucher_id=None, registered_at=AT
)


def an_entry(*, is_answer: bool) -> Entry:
    return Entry(
        trainee_id=HERE.trainee_id,
        question_id=new_id(),
        ordinal=1,
        is_answer=is_answer,
        text_sealed=b"",
        written_by=new_id(),
        written_at=AT,
    )


@pytest.mark.parametrize(("unanswered", "may"), [(0, True), (4, True), (5, False)])
def test_five_questions_may_wait(unanswered: int, *, may: bool) -> None:
    assert (rules.asking_refusal(HERE, unanswered) is None) is may


def test_who_has_left_asks_nothing() -> None:
    refusal = rules.asking_refusal(replace(HERE, withdrawn_at=AT), 0)
    assert refusal is not None
    assert "退出" in refusal.zh


def test_a_thread_has_fifty_entries() -> None:
    entry = an_entry(is_answer=False)
    assert rules.entry_refusal([entry] * 49) is None
    assert rules.entry_refusal([entry] * 50) is not None


def test_a_question_is_answered_when_those_who_teach_wrote_last() -> None:
    asked, answered = an_entry(is_answer=False), an_entry(is_answer=True)
    assert [rules.is_answered(each) for each in ([], [asked], [asked, answered], [asked, answered, asked])] == [
        False,
        False,
        True,
        False,
    ]
