"""The rows of the facts' statement as the facts themselves."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from checkin_service.attendance.model.credits import CreditMode
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.eligibility.model.appeals import UpheldAppeal
from checkin_service.eligibility.model.doubts import DeskDecision
from checkin_service.eligibility.model.evidence import NO_EVIDENCE, SessionEvidence
from checkin_service.eligibility.model.facts import (
    NOTHING_KNOWN,
    AssessmentFact,
    Authorities,
    CertificateFact,
    Facts,
    SessionFact,
    VoucherFact,
)
from checkin_service.eligibility.model.payments import MixedFact, Payment
from checkin_service.eligibility.store.recorded import recordings_of
from checkin_service.eligibility.store.terms_read import terms_from
from checkin_service.policy.model import VoucherKind
from checkin_service.recordings.model import Tally
from checkin_service.voucher.model.persons import Examination, FactKind, PersonFact, PersonFile
from checkin_service.voucher.model.vouchers import TeachingLeg
from checkin_service.voucher.rules import Said, facts_as_said

_Rows = Sequence[Sequence[Any]]
_CLASSES = {each.value: each for each in EvidenceClass}
_Objects = Sequence[dict[str, Any]]


class FactsRow(NamedTuple):
    """A person in a class as the statement finds them; lists of nothing are absent."""

    trainee_id: UUID
    class_id: UUID
    voucher_kind: VoucherKind
    registered_at: datetime
    institution_id: UUID
    authorities: Authorities
    opened_at: datetime | None
    completed_at: datetime
    baseline_hours: int
    total_hours: int
    enterprise_id: UUID | None
    teaching: tuple[TeachingLeg, ...]
    subsidy_fen: int
    voucher: VoucherFact | None
    confirmed_hours: int
    sessions: str | None
    credits: _Rows | None
    confirmations: _Rows | None
    doubts: _Rows | None
    appealed: _Rows | None
    on_leave: _Rows | None
    assessment: dict[str, Any] | None
    certificates: _Objects | None
    person_facts: _Objects | None
    declared: Sequence[str] | None
    upheld: _Objects | None
    examined: _Objects | None
    decisions: _Objects | None
    set_aside: _Objects | None
    is_mixed: bool | None
    theory_passed: bool | None
    practice_passed: bool | None
    terms: dict[str, Any]
    recordings: str
    overturned_reviews: int
    checks_held: int
    checks_missed: int


class _Planned(NamedTuple):
    """A session as the plan has it."""

    session_id: UUID
    starts_at: datetime
    class_hours: int
    is_cancelled: bool
    held: int
    """The hours that were held, as bits: of a session that was broken off, fewer than may have been credited."""


_Plan = Mapping[str, _Planned]
"""The sessions of a class in their order, by the text of their ids."""


def facts_from(rows: Iterable[FactsRow]) -> Iterator[Facts]:
    """The facts of each person; the plan of a class and its recordings are taken apart once."""
    plans: dict[UUID, tuple[_Plan, Tally]] = {}
    for row in rows:
        if row.class_id not in plans:
            plans[row.class_id] = _plan(row.sessions), recordings_of(row.recordings)
        yield _facts(row, *plans[row.class_id])


def _plan(sessions: str | None) -> _Plan:
    return {each[0]: _planned(*each) for each in json.loads(sessions or "[]")}


def _planned(session_id: str, starts_at: str, class_hours: int, is_cancelled: bool) -> _Planned:  # noqa: FBT001 - a row
    return _Planned(
        session_id=UUID(session_id),
        starts_at=datetime.fromisoformat(starts_at),
        class_hours=class_hours,
        is_cancelled=is_cancelled,
        held=(2 << class_hours) - 1,
    )


def _facts(row: FactsRow, plan: _Plan, recordings: Tally) -> Facts:
    set_aside = tuple([Payment(**each) for each in row.set_aside or ()])
    return Facts(
        trainee_id=row.trainee_id,
        class_id=row.class_id,
        institution_id=row.institution_id,
        authorities=row.authorities,
        completed_at=row.completed_at,
        baseline_hours=row.baseline_hours,
        total_hours=row.total_hours,
        # What the voucher set aside outranks the project's figure: a face value, or the published table.
        subsidy_fen=sum([each.amount_fen for each in set_aside]) if set_aside else row.subsidy_fen,
        voucher_kind=row.voucher.kind if row.voucher else row.voucher_kind,
        voucher=row.voucher,
        sessions=_sessions(row, plan),
        assessment=None if row.assessment is None else _assessment_fact(row.assessment),
        certificates=tuple(_certificate_fact(each) for each in row.certificates or ()),
        confirmed_hours=row.confirmed_hours,
        opened_at=row.opened_at,
        registered_at=row.registered_at,
        person=_person(row.person_facts or (), row.declared or (), row.examined or ()),
        upheld=tuple(_upheld_appeal(each) for each in row.upheld or ()),
        enterprise_id=row.enterprise_id,
        teaching=row.teaching,
        mixed=MixedFact(theory_passed=row.theory_passed, practice_passed=row.practice_passed) if row.is_mixed else None,
        terms=terms_from(row.terms),
        set_aside=set_aside,
        decisions=tuple(_decision(each) for each in row.decisions or ()),
        recordings=recordings,
        overturned_reviews=row.overturned_reviews,
        checks_held=row.checks_held,
        checks_missed=row.checks_missed,
    )


def _decision(each: dict[str, Any]) -> DeskDecision:
    ids = {name: UUID(each[name]) for name in ("decision_id", "decided_by")}
    moment = datetime.fromisoformat(each["decided_at"])
    confirmed_by = UUID(each["confirmed_by"]) if each["confirmed_by"] else None
    return DeskDecision(**{**each, **ids, "decided_at": moment, "confirmed_by": confirmed_by})


def _examination(each: dict[str, Any]) -> Examination:
    ids = {name: UUID(each[name]) for name in ("examination_id", "examined_by")}
    return Examination(**{**each, **ids, "examined_on": date.fromisoformat(each["examined_on"])})


def _upheld_appeal(each: dict[str, Any]) -> UpheldAppeal:
    return UpheldAppeal(
        appeal_id=UUID(each["appeal_id"]),
        criteria=tuple(each["criteria"]),
        reason=each["reason"],
        decided_by=UUID(each["decided_by"]),
        decided_at=datetime.fromisoformat(each["decided_at"]),
    )


def _person(facts: Sequence[dict[str, Any]], declared: Sequence[str], examined: Sequence[dict[str, Any]]) -> PersonFile:
    if not (facts or declared or examined):
        return NOTHING_KNOWN
    return PersonFile(
        facts=facts_as_said(map(_said, facts)),
        asked=frozenset(FactKind(each["kind"]) for each in facts),
        declared=frozenset(declared),
        examined=tuple(_examination(each) for each in examined),
    )


def _said(each: dict[str, Any]) -> Said:
    fact = PersonFact(
        kind=FactKind(each["kind"]),
        since=date.fromisoformat(each["since"]),
        until=date.fromisoformat(each["until"]) if each["until"] else None,
        place=each["place"],
        source=each["source"],
    )
    return Said(fact, each["holds"], datetime.fromisoformat(each["recorded_at"]))


def _sessions(row: FactsRow, plan: _Plan) -> tuple[SessionFact, ...]:
    credits_, doubts, appealed = _by_session(row.credits), _by_session(row.doubts), _by_session(row.appealed)
    on_leave, confirmed = _by_session(row.on_leave), _by_session(row.confirmations)
    return tuple(
        [
            _session(
                planned,
                credits_.get(key, ()),
                doubts.get(key, ()),
                appealed.get(key, ()),
                confirmed.get(key, ()),
                is_on_leave=key in on_leave,
            )
            for key, planned in plan.items()
        ]
    )


def _by_session(listed: _Rows | None) -> dict[str, list[Sequence[Any]]]:
    """Rows by the id of the session that they begin with."""
    found: dict[str, list[Sequence[Any]]] = {}
    for row in listed or ():
        found.setdefault(row[0], []).append(row)
    return found


def _session(
    planned: _Planned, credits_: _Rows, doubts: _Rows, appealed: _Rows, confirmed: _Rows, *, is_on_leave: bool
) -> SessionFact:
    hours: dict[str, int] = {}
    classes: dict[EvidenceClass, int] = {}
    attempts: set[str] = set()
    for _, mode, attempt_id, text, bits in credits_:
        if count := (bits & planned.held).bit_count():
            attempts.add(attempt_id)
            hours[mode] = hours.get(mode, 0) + count
            if text is not None:
                classes[_CLASSES[text]] = classes.get(_CLASSES[text], 0) + count
    return SessionFact(
        session_id=planned.session_id,
        starts_at=planned.starts_at,
        class_hours=planned.class_hours,
        credited_hours=sum(hours.values()),
        modes=tuple(sorted(hours)),
        attempt_ids=_ids(attempts),
        doubtful_attempt_ids=_ids({attempt_id for _, attempt_id in doubts}) if doubts else (),
        corrected_hours=hours.get(CreditMode.CORRECTED, 0),
        imported_hours=hours.get(CreditMode.IMPORTED, 0),
        appealed_hours=sum([count for _, count in appealed]) if appealed else 0,
        is_cancelled=planned.is_cancelled,
        is_on_leave=is_on_leave,
        evidence=_evidence(classes, confirmed) if classes or confirmed else NO_EVIDENCE,
    )


def _evidence(classes: dict[EvidenceClass, int], confirmed: _Rows) -> SessionEvidence:
    return SessionEvidence(
        classes=tuple(sorted(classes.items())), confirmed_by=tuple(sorted({kind for _, kind in confirmed}))
    )


def _ids(texts: set[str]) -> tuple[UUID, ...]:
    return tuple([UUID(text) for text in sorted(texts)])


def _assessment_fact(each: dict[str, Any]) -> AssessmentFact:
    return AssessmentFact(
        passed=each["passed"], score=each["score"], assessed_on=date.fromisoformat(each["assessed_on"])
    )


def _certificate_fact(each: dict[str, Any]) -> CertificateFact:
    return CertificateFact(number=each["number"], kind=each["kind"], issued_on=date.fromisoformat(each["issued_on"]))
