"""Learning records counted: two witnesses, own time, right answers, no minute twice."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.attendance.model.learning import (
    IdentifiedBy,
    Learner,
    LearningPlatform,
    LearningRecord,
    OperatorDuty,
    Period,
    Study,
)
from checkin_service.attendance.rules import counted_minutes, earned_hours, is_countable, judge_record
from checkin_service.attendance.rules.learning import free_time, refusal_to_admit
from checkin_service.kit.civil import CHINA
from checkin_service.kit.ids import new_id
from checkin_service.kit.verdict import Basis, BasisKind, Decision, Finding, Outcome
from checkin_service.policy.book import DATA, Book, book
from checkin_service.policy.load import parse_pack
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import ClassState, Delivery, Registration, Session, TrainingClass

EVENING = datetime(2026, 3, 2, 19, tzinfo=CHINA)
NOW = EVENING + timedelta(hours=5)
POLICY = book().at("330600", on=EVENING.date())
INSTITUTION, TRAINEE, CLASS = new_id(), new_id(), new_id()
SESSION = Session(
    session_id=new_id(),
    class_id=CLASS,
    ordinal=1,
    site_id=new_id(),
    starts_at=EVENING - timedelta(days=1),
    ends_at=EVENING + timedelta(days=30),
    class_hours=10,
    delivery=Delivery.SELF_PACED,
)
HELD = TrainingClass(
    class_id=CLASS,
    institution_id=INSTITUTION,
    project_id=new_id(),
    name="电工班",
    teaching_plan="安全用电",
    supervising_authority="330600",
    paying_authority="330600",
    counting_authority="330600",
    phases=("in",),
    proofs=("face", "pin_code"),
    baseline_hours=40,
    total_hours=40,
    state=ClassState.OPEN,
    revision=1,
    applied_at=EVENING,
)
PLATFORM = LearningPlatform(
    platform_id=new_id(),
    authority_code="330000",
    name="学习平台",
    operator_id=None,
    public_key=b"",
    registered_by=new_id(),
    registered_at=EVENING,
)
REGISTERED = Registration(
    trainee_id=TRAINEE, class_id=CLASS, voucher_kind=VoucherKind.TARGETED, voucher_id=new_id(), registered_at=EVENING
)


def a_learner(**changes: Any) -> Learner:
    known: dict[str, Any] = {
        "session": SESSION,
        "training_class": HELD,
        "registration": REGISTERED,
        "platform": PLATFORM,
        "is_signed": True,
        "is_own_document": True,
        "session_hours": 0,
        "records": (),
        "meetings": (),
    }
    return Learner(**known | changes)


BARRED = Basis(kind=BasisKind.AUTHORITY_DECISION, clause="《民办教育促进法》第六十二条", document="7号")


def of_platform(learner: Learner) -> Finding:
    found = judge_record(a_sitting(), learner, now=NOW, policy=POLICY).findings
    return next(each for each in found if each.check == "platform")


def test_a_disqualified_platform_is_told_with_the_law_of_its_sanction() -> None:
    found = of_platform(a_learner(platform_bar=BARRED))
    assert (found.outcome, found.reason, found.basis) == (Outcome.FAIL, "platform_disqualified", BARRED)
    ended = of_platform(a_learner(platform_bar=BARRED, platform=replace(PLATFORM, ended_at=EVENING)))
    assert (ended.reason, ended.basis == BARRED) == ("platform_ended", False)


def a_sitting(minutes: int = 50, *, lasts: int | None = None, after: int = 0, **changes: Any) -> Study:
    started_at = EVENING + timedelta(minutes=after)
    said: dict[str, Any] = {
        "course": "安全用电",
        "started_at": started_at,
        "ended_at": started_at + timedelta(minutes=minutes if lasts is None else lasts),
        "minutes": minutes,
        "questions": 10,
        "right_answers": 8,
        "identified_by": IdentifiedBy.E_CARD,
    }
    return Study(**said | changes)


def kept(study: Study, *, counted: int, hours: int = 0, session_id: UUID = SESSION.session_id) -> LearningRecord:
    names = ("course", "started_at", "ended_at", "minutes", "questions", "right_answers", "identified_by")
    return LearningRecord(
        **{name: getattr(study, name) for name in names},
        trainee_id=TRAINEE,
        record_id=new_id(),
        ordinal=1,
        class_id=CLASS,
        session_id=session_id,
        platform_id=PLATFORM.platform_id,
        statement_sealed=b"",
        statement_commitment=b"",
        device_id=new_id(),
        accepted=True,
        reasons=(),
        counted_minutes=counted,
        class_hour_min=45,
        credited_hours=hours,
        received_at=NOW,
    )


def reasons(study: Study, learner: Learner, now: datetime = NOW) -> set[str]:
    return {finding.reason for finding in judge_record(study, learner, now=now, policy=POLICY).findings}


def is_accepted(study: Study, learner: Learner, now: datetime = NOW) -> bool:
    return judge_record(study, learner, now=now, policy=POLICY).decision is Decision.ACCEPTED


def test_a_signed_sitting_of_an_identified_person_counts() -> None:
    study, learner = a_sitting(), a_learner()
    assert is_accepted(study, learner)
    assert counted_minutes(study, learner, POLICY) == 50
    assert earned_hours(50, learner, POLICY) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"is_signed": False}, "not_signed"),
        ({"platform": None}, "platform_unknown"),
        ({"platform": replace(PLATFORM, authority_code="350000")}, "platform_unknown"),
        ({"platform": replace(PLATFORM, ended_at=EVENING)}, "platform_ended"),
        ({"platform_bar": BARRED}, "platform_disqualified"),
        ({"platform": replace(PLATFORM, operator_id=INSTITUTION)}, "platform_of_institution"),
        ({"is_own_document": False}, "another_person"),
        ({"registration": replace(REGISTERED, withdrawn_at=EVENING)}, "withdrawn"),
        ({"registration": replace(REGISTERED, voucher_id=None)}, "voucher_not_in_use"),
        ({"training_class": replace(HELD, state=ClassState.COMPLETION_APPLIED)}, "class_not_open"),
        ({"session": replace(SESSION, cancelled_at=EVENING)}, "session_cancelled"),
        ({"session": replace(SESSION, delivery=Delivery.ONLINE)}, "session_not_self_paced"),
        ({"session": replace(SESSION, ends_at=EVENING)}, "outside_period"),
        ({"session": replace(SESSION, starts_at=EVENING + timedelta(minutes=1))}, "outside_period"),
        ({"session_hours": 10}, "session_complete"),
    ],
)
def test_one_witness_or_another_person_counts_nothing(changes: dict[str, Any], reason: str) -> None:
    learner = a_learner(**changes)
    assert not is_accepted(a_sitting(), learner)
    assert reason in reasons(a_sitting(), learner)


def test_a_platform_of_another_institution_is_a_witness() -> None:
    assert is_accepted(a_sitting(), a_learner(platform=replace(PLATFORM, operator_id=new_id())))


@pytest.mark.parametrize(
    ("study", "reason"),
    [
        (a_sitting(61, lasts=60), "longer_than_elapsed"),
        (a_sitting(0, lasts=60), "longer_than_elapsed"),
        (a_sitting(10, lasts=-10), "longer_than_elapsed"),
        (a_sitting(50, after=400), "in_the_future"),
        (a_sitting(identified_by=IdentifiedBy.PASSWORD), "identified_otherwise"),
        (a_sitting(questions=0, right_answers=0), "nothing_answered"),
        (a_sitting(questions=5, right_answers=2), "too_few_right"),
    ],
)
def test_what_cannot_be_counts_nothing(study: Study, reason: str) -> None:
    assert not is_accepted(study, a_learner())
    assert reason in reasons(study, a_learner())


def test_sixty_percent_of_right_answers_is_enough() -> None:
    assert is_accepted(a_sitting(questions=5, right_answers=3), a_learner())
    assert is_accepted(a_sitting(60, lasts=60), a_learner())


def test_where_no_right_answers_are_asked_for_none_are_needed() -> None:
    text = (DATA / "000000.toml").read_text(encoding="utf-8")
    head, _, rest = text.partition('key = "learning.right_answers_percent"')
    value, _, others = rest.partition("[[value]]")
    waived = '\nbasis = "not_required"\ndocument = "operator"\n\n'
    draft = parse_pack(f'{head}key = "learning.right_answers_percent"{waived}[[value]]{others}', file="000000.toml")
    assert "value = " in value
    policy = Book([draft]).at("330600", on=EVENING.date())
    found = judge_record(a_sitting(), a_learner(), now=NOW, policy=policy).findings
    assert "answers_not_asked" in {finding.reason for finding in found}


def test_time_of_another_record_is_not_counted_again() -> None:
    before = kept(a_sitting(50), counted=50)
    learner = a_learner(records=[before])
    assert reasons(a_sitting(50), learner) >= {"time_counted_before"}
    half = a_sitting(50, after=25)
    assert is_accepted(half, learner)
    assert "partly_counted_before" in reasons(half, learner)
    assert counted_minutes(half, learner, POLICY) == 25


def test_the_time_of_a_session_of_any_class_is_class_time() -> None:
    learner = a_learner(meetings=[Period(EVENING, EVENING + timedelta(minutes=30))])
    assert counted_minutes(a_sitting(50), learner, POLICY) == 20
    assert not is_accepted(a_sitting(30), learner)


def test_a_day_has_a_ceiling() -> None:
    long = kept(a_sitting(340, after=-600), counted=340)
    assert counted_minutes(a_sitting(50), a_learner(records=[long]), POLICY) == 20
    assert "day_nearly_full" in reasons(a_sitting(50), a_learner(records=[long]))
    full = kept(a_sitting(360, after=-600), counted=360)
    assert not is_accepted(a_sitting(50), a_learner(records=[full]))
    yesterday = kept(a_sitting(360, after=-24 * 60), counted=360)
    assert counted_minutes(a_sitting(50), a_learner(records=[yesterday]), POLICY) == 50


def test_minutes_left_over_count_towards_the_next_hour() -> None:
    before = kept(a_sitting(80, after=-200), counted=80, hours=1)
    assert earned_hours(10, a_learner(records=[before], session_hours=1), POLICY) == 1
    assert earned_hours(9, a_learner(records=[before], session_hours=1), POLICY) == 0
    elsewhere = kept(a_sitting(80, after=-200), counted=80, session_id=new_id())
    assert earned_hours(10, a_learner(records=[elsewhere]), POLICY) == 0


def test_a_session_gives_no_more_than_its_hours() -> None:
    assert earned_hours(450, a_learner(session_hours=8), POLICY) == 2
    assert earned_hours(450, a_learner(session_hours=10), POLICY) == 0


SITTINGS = st.lists(
    st.tuples(st.integers(1, 300), st.integers(0, 300), st.integers(0, 4000)).map(
        lambda drawn: a_sitting(drawn[0], lasts=drawn[0] + drawn[1], after=drawn[2])
    ),
    max_size=12,
)


@given(SITTINGS)
def test_no_minute_is_counted_twice_whatever_is_sent(sittings: list[Study]) -> None:
    records: list[LearningRecord] = []
    credited = 0
    for study in sittings:
        learner = a_learner(records=list(records), session_hours=credited)
        if not is_accepted(study, learner, now=EVENING + timedelta(days=20)):
            continue
        counted = counted_minutes(study, learner, POLICY)
        hours = earned_hours(counted, learner, POLICY)
        record = kept(study, counted=counted, hours=hours)
        assert is_countable(record, records)
        records.append(record)
        credited += hours
    whole = Period(EVENING, EVENING + timedelta(minutes=5000))
    taken = timedelta(minutes=5000) - free_time(whole, [each.period for each in records])
    assert timedelta(minutes=sum(each.counted_minutes for each in records)) <= taken
    assert credited <= min(10, sum(each.counted_minutes for each in records) // 45)


def test_a_record_that_counts_more_than_it_can_is_found() -> None:
    before = kept(a_sitting(50), counted=50)
    assert not is_countable(kept(a_sitting(50), counted=1), [before])
    assert not is_countable(kept(a_sitting(50, lasts=40), counted=40), [])
    assert not is_countable(kept(a_sitting(50), counted=44, hours=1), [])
    assert is_countable(kept(a_sitting(50), counted=45, hours=1), [])


def test_an_operator_takes_on_every_duty_that_policy_lists_and_the_missing_ones_are_named() -> None:
    fujian, duties = book().at("350100", on=EVENING.date()), list(OperatorDuty)
    assert refusal_to_admit(fujian, duties) is None
    assert refusal_to_admit(POLICY, []) is None  # Where no text lists them.
    refused = refusal_to_admit(fujian, duties[1:])
    assert refused is not None
    assert refused.basis.clause == "FJ-30"
