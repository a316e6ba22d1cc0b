"""The rows of the facts' statement as the facts themselves."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from checkin_service.attendance.model import CreditMode
from checkin_service.eligibility.model import (
    AssessmentFact,
    Authorities,
    CertificateFact,
    Facts,
    SessionFact,
    UpheldAppeal,
    VoucherFact,
)
from checkin_service.eligibility.payment import MixedFact, Payment
from checkin_service.kit.database import Row
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model import Delivery, TeachingLeg, VoucherState
from checkin_service.voucher.person import FactKind, PersonFact, PersonFile


class _Planned(NamedTuple):
    """A session as the plan has it."""

    session_id: UUID
    starts_at: datetime
    class_hours: int
    is_cancelled: bool


_Plan = Mapping[str, _Planned]
"""The sessions of a class in their order, by the text of their ids."""


def facts_from(rows: Iterable[Row]) -> Iterator[Facts]:
    """The facts of each person; the plan of a class is taken apart once."""
    plans: dict[UUID, _Plan] = {}
    for row in rows:
        plan = plans.get(row.class_id)
        if plan is None:
            plan = plans[row.class_id] = _plan(row.sessions)
        yield _facts(row, plan)


def _plan(sessions: str | None) -> _Plan:
    return {
        session_id: _Planned(UUID(session_id), datetime.fromisoformat(starts_at), class_hours, is_cancelled)
        for session_id, starts_at, class_hours, is_cancelled in json.loads(sessions or "[]")
    }


def _facts(row: Row, plan: _Plan) -> Facts:
    return Facts(
        trainee_id=row.trainee_id,
        class_id=row.class_id,
        institution_id=row.institution_id,
        authorities=Authorities(
            supervising=row.supervising_authority, paying=row.paying_authority, counting=row.counting_authority
        ),
        completed_at=row.completed_at,
        baseline_hours=row.baseline_hours,
        total_hours=row.total_hours,
        subsidy_fen=row.subsidy_fen,
        voucher_kind=VoucherKind(row.kind or row.voucher_kind),
        voucher=None if row.voucher_id is None else _voucher(row),
        sessions=_sessions(row, plan),
        assessment=None if row.assessment is None else _assessment_fact(row.assessment),
        certificates=tuple(_certificate_fact(each) for each in row.certificates or ()),
        confirmed_hours=row.confirmed_hours,
        opened_at=row.opened_at,
        registered_at=row.registered_at,
        person=_person(row.person_facts or (), row.declared or ()),
        upheld=tuple(_upheld_appeal(each) for each in row.upheld or ()),
        enterprise_id=row.enterprise_id,
        teaching=tuple(_teaching(each) for each in row.teaching),
        mixed=MixedFact(theory_passed=row.theory_passed, practice_passed=row.practice_passed) if row.is_mixed else None,
        set_aside=tuple(Payment(**each) for each in row.set_aside or ()),
    )


def _teaching(each: dict[str, Any]) -> TeachingLeg:
    return TeachingLeg(
        delivery=Delivery(each["delivery"]),
        institution_id=UUID(each["institution_id"]),
        share_percent=each["share_percent"],
    )


def _upheld_appeal(each: dict[str, Any]) -> UpheldAppeal:
    return UpheldAppeal(
        appeal_id=UUID(each["appeal_id"]),
        criteria=tuple(each["criteria"]),
        reason=each["reason"],
        decided_by=UUID(each["decided_by"]),
        decided_at=datetime.fromisoformat(each["decided_at"]),
    )


def _person(facts: Sequence[dict[str, Any]], declared: Sequence[str]) -> PersonFile:
    return PersonFile(
        facts=tuple(
            PersonFact(
                kind=FactKind(each["kind"]),
                since=date.fromisoformat(each["since"]),
                until=date.fromisoformat(each["until"]) if each["until"] else None,
                place=each["place"],
                source=each["source"],
            )
            for each in facts
            if each["holds"]
        ),
        asked=frozenset(FactKind(each["kind"]) for each in facts),
        declared=frozenset(declared),
    )


def _voucher(row: Row) -> VoucherFact:
    return VoucherFact(
        voucher_id=row.voucher_id,
        kind=VoucherKind(row.kind),
        state=VoucherState(row.state),
        authority_code=row.authority_code,
        class_id=row.used_in_class,
        obtained_on=row.obtained_on,
        use_by=row.use_by,
    )


def _sessions(row: Row, plan: _Plan) -> tuple[SessionFact, ...]:
    credits_, doubts, appealed = (_by_session(each) for each in (row.credits, row.doubts, row.appealed))
    on_leave = _by_session(row.on_leave)
    return tuple(
        _session(
            planned, credits_.get(key, ()), doubts.get(key, ()), appealed.get(key, ()), is_on_leave=key in on_leave
        )
        for key, planned in plan.items()
    )


def _by_session(listed: Sequence[Sequence[Any]] | None) -> dict[str, list[Sequence[Any]]]:
    """Rows that begin with the id of a session, without it."""
    found: dict[str, list[Sequence[Any]]] = {}
    for session_id, *rest in listed or ():
        found.setdefault(session_id, []).append(rest)
    return found


def _session(
    planned: _Planned,
    credits_: Sequence[Sequence[Any]],
    doubts: Sequence[Sequence[Any]],
    appealed: Sequence[Sequence[Any]],
    *,
    is_on_leave: bool,
) -> SessionFact:
    hours: dict[str, int] = {}
    attempts: set[str] = set()
    for mode, attempt_id, count in credits_:
        hours[mode] = hours.get(mode, 0) + count
        attempts.add(attempt_id)
    return SessionFact(
        session_id=planned.session_id,
        starts_at=planned.starts_at,
        class_hours=planned.class_hours,
        credited_hours=sum(hours.values()),
        modes=tuple(sorted(hours)),
        attempt_ids=_ids(attempts),
        doubtful_attempt_ids=_ids({attempt_id for (attempt_id,) in doubts}) if doubts else (),
        corrected_hours=hours.get(CreditMode.CORRECTED, 0),
        imported_hours=hours.get(CreditMode.IMPORTED, 0),
        appealed_hours=sum([count for (count,) in appealed]) if appealed else 0,
        is_cancelled=planned.is_cancelled,
        is_on_leave=is_on_leave,
    )


def _ids(texts: set[str]) -> tuple[UUID, ...]:
    return tuple([UUID(text) for text in sorted(texts)])


def _assessment_fact(each: dict[str, Any]) -> AssessmentFact:
    return AssessmentFact(
        passed=each["passed"], score=each["score"], assessed_on=date.fromisoformat(each["assessed_on"])
    )


def _certificate_fact(each: dict[str, Any]) -> CertificateFact:
    return CertificateFact(number=each["number"], kind=each["kind"], issued_on=date.fromisoformat(each["issued_on"]))
