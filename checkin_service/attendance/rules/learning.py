"""Judgement of a self-paced learning record: signatures, times, quiz answers, overlaps, and the hours it earns.

The platform measured and signed; the trainee's own device sent it (MP-25). An institution is neither: a platform that
it runs itself is no witness for its own classes.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from checkin_service.attendance.model.learning import Learner, LearningRecord, OperatorDuty, Period, Study
from checkin_service.kit.civil import day_of
from checkin_service.kit.refusal import Refused
from checkin_service.kit.verdict import Finding, Outcome, Verdict
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, line_of
from checkin_service.policy.wording import NAMES
from checkin_service.timetable.model import ClassState, Delivery

_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta(0)


def judge_record(study: Study, learner: Learner, *, now: datetime, policy: PolicyView) -> Verdict:
    """Every finding about a record; the worst decides, and there is no doubt: it counts or it does not."""
    return Verdict.of(
        [
            _registration(learner),
            _session(study, learner),
            _platform(learner, policy),
            _identity(study, learner, policy),
            _time(study, now, policy),
            _answers(study, policy),
            _own_time(study, learner),
            _daily_ceiling(study, learner, policy),
        ]
    )


def counted_minutes(study: Study, learner: Learner, policy: PolicyView) -> int:
    """Of the minutes the platform measured, those in time of their own and below the day's ceiling."""
    return max(0, min(study.minutes, _free_minutes(study, learner), _left_today(study, learner, policy)))


def earned_hours(counted: int, learner: Learner, policy: PolicyView) -> int:
    """Class hours that so many further minutes complete; what is left over counts towards the next."""
    of_session = [each for each in learner.records if each.session_id == learner.session.session_id]
    minutes = sum(each.counted_minutes for each in of_session) + counted
    before = sum(each.credited_hours for each in of_session)
    missing = learner.session.class_hours - learner.session_hours
    return max(0, min(minutes // policy.value("learning.class_hour_min").integer - before, missing))


def is_countable(record: LearningRecord, earlier: Sequence[LearningRecord]) -> bool:
    """Whether an accepted record counts no more than it can beside the records before it; the proof of what is kept."""
    elapsed = (record.ended_at - record.started_at) // _MINUTE
    free = free_time(record.period, [each.period for each in earlier]) // _MINUTE
    of_session = [each for each in [*earlier, record] if each.session_id == record.session_id]
    earned = sum(each.counted_minutes for each in of_session) // record.class_hour_min
    is_within_time = record.counted_minutes <= min(record.minutes, free) and record.minutes <= elapsed
    return is_within_time and sum(each.credited_hours for each in of_session) <= earned


def free_time(period: Period, taken: Iterable[Period]) -> timedelta:
    """How much of a period nothing else takes; what overlaps among the others is subtracted once.

    >>> at = datetime.fromisoformat
    >>> period = Period(at("2026-03-02T09:00+08:00"), at("2026-03-02T12:00+08:00"))
    >>> str(free_time(period, [Period(at("2026-03-02T10:00+08:00"), at("2026-03-02T11:00+08:00"))]))
    '2:00:00'
    """
    free, since = _NOTHING, period.starts_at
    for each in sorted(taken):
        if each.starts_at >= period.ends_at:
            break
        free += max(_NOTHING, each.starts_at - since)
        since = max(since, each.ends_at)
    return free + max(_NOTHING, period.ends_at - since)


def _registration(learner: Learner) -> Finding:
    if not learner.registration.is_active:
        return _fail("registration", "withdrawn")
    if learner.registration.voucher_id is None:
        return _fail("registration", "voucher_not_in_use")
    return _pass("registration", "registered")


def _session(study: Study, learner: Learner) -> Finding:
    session = learner.session
    if learner.training_class.state is not ClassState.OPEN:
        return _fail("session", "class_not_open")
    if session.cancelled_at is not None:
        return _fail("session", "session_cancelled")
    if session.delivery is not Delivery.SELF_PACED:
        return _fail("session", "session_not_self_paced")
    if study.started_at < session.starts_at or study.ended_at > session.ends_at:
        return _fail("session", "outside_period")
    if learner.session_hours >= session.class_hours:
        return _fail("session", "session_complete")
    return _pass("session", "within_period")


def refusal_to_admit(policy: PolicyView, duties: Collection[OperatorDuty]) -> Refused | None:
    """Why a platform cannot be entered: its operator has not taken on all duties that policy lists (FJ-30)."""
    asked = policy.stated("learning.operator_duties")
    missing = [NAMES[name] for name in asked.names if name not in set(duties)] if asked else []
    if asked is None or not missing:
        return None
    words = _DUTIES.filled(zh="、".join(each.zh for each in missing), en=", ".join(each.en for each in missing))
    return Refused(words, asked.basis)


def _platform(learner: Learner, policy: PolicyView) -> Finding:
    """Admitted, not ended, not disqualified, nobody's own witness, and whoever signed (FJ-30, FJ-34)."""
    reason = _fault_of_platform(learner)
    if reason == "platform_disqualified" and learner.platform_bar is not None:
        return Finding(check="platform", outcome=Outcome.FAIL, reason=reason, basis=learner.platform_bar)
    duties = policy.stated("learning.operator_duties")
    outcome = Outcome.PASS if reason is None else Outcome.FAIL
    found = Finding(check="platform", outcome=outcome, reason=reason or "signed")
    return found if duties is None else replace(found, basis=duties.basis)


def _fault_of_platform(learner: Learner) -> str | None:
    platform, held = learner.platform, learner.training_class
    if platform is None or platform.authority_code not in line_of(held.supervising_authority):
        return "platform_unknown"
    if platform.ended_at is not None:
        return "platform_ended"
    if learner.platform_bar is not None:
        return "platform_disqualified"
    if platform.operator_id == held.institution_id:
        return "platform_of_institution"
    return None if learner.is_signed else "not_signed"


def _identity(study: Study, learner: Learner, policy: PolicyView) -> Finding:
    asked = policy.value("learning.identified_by")
    if study.identified_by not in asked.names:
        outcome, reason = Outcome.FAIL, "identified_otherwise"
    elif not learner.is_own_document:
        outcome, reason = Outcome.FAIL, "another_person"
    else:
        outcome, reason = Outcome.PASS, "identified"
    return Finding(
        check="person",
        outcome=outcome,
        reason=reason,
        measured=study.identified_by,
        limit=list(asked.names),
        basis=asked.basis,
    )


def _time(study: Study, now: datetime, policy: PolicyView) -> Finding:
    """Nobody learns longer than the clock ran, and nothing has been learnt that lies ahead."""
    tolerance = timedelta(seconds=policy.value("clock.skew_note_s").integer)
    elapsed = (study.ended_at - study.started_at) // _MINUTE
    if study.ended_at > now + tolerance:
        outcome, reason = Outcome.FAIL, "in_the_future"
    elif not 0 < study.minutes <= elapsed:
        outcome, reason = Outcome.FAIL, "longer_than_elapsed"
    else:
        outcome, reason = Outcome.PASS, "plausible"
    return Finding(
        check="time", outcome=outcome, reason=reason, measured=study.minutes, limit=max(0, elapsed), unit="minute"
    )


def _answers(study: Study, policy: PolicyView) -> Finding:
    asked = policy.value("learning.right_answers_percent")
    if not asked.is_required:
        outcome, reason = Outcome.NOTE, "answers_not_asked"
    elif study.questions == 0:
        outcome, reason = Outcome.FAIL, "nothing_answered"
    elif study.right_answers * 100 < asked.integer * study.questions:
        outcome, reason = Outcome.FAIL, "too_few_right"
    else:
        outcome, reason = Outcome.PASS, "answered"
    measured = f"{study.right_answers}/{study.questions}"
    return Finding(
        check="answers",
        outcome=outcome,
        reason=reason,
        measured=measured,
        limit=asked.value,
        unit="percent",
        basis=asked.basis,
    )


def _own_time(study: Study, learner: Learner) -> Finding:
    free = _free_minutes(study, learner)
    if free <= 0:
        return _fail("overlap", "time_counted_before")
    return _pass("overlap", "own_time") if free >= study.minutes else _note("overlap", "partly_counted_before", free)


def _daily_ceiling(study: Study, learner: Learner, policy: PolicyView) -> Finding:
    left, ceiling = _left_today(study, learner, policy), policy.value("learning.class_hours_per_day")
    if left <= 0:
        outcome, reason = Outcome.FAIL, "day_full"
    elif left < study.minutes:
        outcome, reason = Outcome.NOTE, "day_nearly_full"
    else:
        outcome, reason = Outcome.PASS, "within_day"
    return Finding(
        check="daily_ceiling",
        outcome=outcome,
        reason=reason,
        measured=max(0, left),
        limit=ceiling.value,
        unit="class hour",
        basis=ceiling.basis,
    )


def _free_minutes(study: Study, learner: Learner) -> int:
    taken = [*learner.meetings, *(each.period for each in learner.records)]
    return free_time(study.period, taken) // _MINUTE


def _left_today(study: Study, learner: Learner, policy: PolicyView) -> int:
    """Minutes below the ceiling of the day on which the sitting began, all classes together."""
    ceiling = policy.value("learning.class_hours_per_day").integer * policy.value("learning.class_hour_min").integer
    return ceiling - sum(each.counted_minutes for each in learner.records if _day(each) == _day(study))


def _day(sitting: Study | LearningRecord) -> date:
    return day_of(sitting.started_at)


def _pass(check: str, reason: str) -> Finding:
    return Finding(check=check, outcome=Outcome.PASS, reason=reason)


def _note(check: str, reason: str, measured: object) -> Finding:
    return Finding(check=check, outcome=Outcome.NOTE, reason=reason, measured=measured)


def _fail(check: str, reason: str) -> Finding:
    return Finding(check=check, outcome=Outcome.FAIL, reason=reason)


_DUTIES = Words(
    "线上平台的运营方还没有承担以下职责：{zh}。请运营方书面承担后再录入，并逐项勾选。",
    "The operator of the platform has not taken on: {en}. Enter it once that is done in writing, and tick each.",
)
