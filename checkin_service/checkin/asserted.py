"""The use case of a sign-in received from the national platform: load, decide, save, answer."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance.crediting import Credit, give, note_phase
from checkin_service.attendance.model import CreditMode, Forecast, Standing
from checkin_service.checkin import answers, store
from checkin_service.checkin.asserted_schemas import AssertedSignIn, SignInAnswer
from checkin_service.checkin.model import (
    AssertionProof,
    CodeState,
    Evidence,
    ProofKind,
    Situation,
)
from checkin_service.checkin.plans import forecast_for
from checkin_service.checkin.rules.asserted import AssertedFacts, completes_by_assertion, judge_asserted
from checkin_service.checkin.schemas import CheckInAnswer, PositionBody
from checkin_service.checkin.store import asserted as asserted_store
from checkin_service.identity import service as identity
from checkin_service.kit.civil import CHINA
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.schema import StrictModel
from checkin_service.kit.verdict import Decision, Verdict
from checkin_service.kit.words import Words
from checkin_service.policy.book import book


class _Asked(StrictModel):
    """What makes two reports the same; it names a person, so it is kept as a keyed digest."""

    keyed_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    verdict: Verdict
    hours: int
    standing: Standing
    forecast: Forecast


async def record_asserted(resources: Resources, client: Subject, body: AssertedSignIn) -> bytes:
    """Judge a reported sign-in, keep it as what it is, and credit what policy lets it earn."""
    digest = resources.lookup.of(body.model_dump_json())

    async def act(unit: UnitOfWork) -> SignInAnswer:
        now = resources.clock.now()
        situation = await _situation(resources, client, body, now)
        session, trainee = situation.session, situation.trainee
        phases = await asserted_store.phases_of(resources.database, trainee.trainee_id, session.session_id)
        facts = AssertedFacts(phases=phases, place_agrees=body.place_agrees)
        judged = await _judge(resources, body, situation, facts, now)
        _credit(unit, body, situation, facts, judged, now)
        kept = answers.answer(
            attempt_id=body.sign_in_id,
            session=session,
            phase=body.phase,
            verdict=judged.verdict,
            received_at=now,
            credited_hours=judged.hours,
            standing=judged.standing,
            forecast=judged.forecast,
        )
        _keep(unit, client, body, situation, judged, kept, digest=digest, now=now)
        detail = {"decision": judged.verdict.decision, "hours": judged.hours}
        audit.record(
            unit, subject=client, action=Permission.PLATFORM_SIGN_IN, object_id=body.sign_in_id, at=now, detail=detail
        )
        return SignInAnswer(verdict=CheckInAnswer.model_validate_json(kept))

    asked = _Asked(keyed_digest=digest.hex())
    return await once(resources.database, caller=client.name, request_id=body.sign_in_id, body=asked, act=act)


async def _situation(resources: Resources, client: Subject, body: AssertedSignIn, now: datetime) -> Situation:
    """Of a person of a class that is the client's authority's matter; else it does not exist."""
    found = await store.situation(
        resources.database,
        session_id=body.session_id,
        attempt_id=body.sign_in_id,
        trainee_id=None,
        document_hash=identity.document_hash(resources, body.document.kind, body.document.number),
        device_id=None,
        terminal_id=None,
        failures_since=now - timedelta(minutes=10),
        face=None,
        has_fix=False,
        recent=1,
    )
    if found is None or client.authority_code not in {
        found.session.supervising_authority,
        found.session.paying_authority,
    }:
        raise not_found(_NO_SESSION)
    return found


async def _judge(
    resources: Resources, body: AssertedSignIn, situation: Situation, facts: AssertedFacts, now: datetime
) -> _Judged:
    session, trainee = situation.session, situation.trainee
    on = session.starts_at.astimezone(CHINA).date()
    policy = book().at(session.supervising_authority, on=on, known_on=now.astimezone(CHINA).date())
    # Without the person's own consent a position is not looked at, whoever sends it.
    position = body.position if "location" in situation.consents else None
    verdict = judge_asserted(_evidence(body, position, now), session, trainee, facts, policy)
    completes = completes_by_assertion(verdict, body.phase, session, facts, policy)
    hours = session.class_hours - trainee.session_hours if completes else 0
    before = trainee.counter.of(session.total_hours)
    standing = replace(before.plus(hours), asserted_hours=before.asserted_hours + hours)
    forecast = await forecast_for(resources.database, situation, standing, policy, now, just_credited=hours > 0)
    return _Judged(verdict=verdict, hours=hours, standing=standing, forecast=forecast)


def _keep(
    unit: UnitOfWork,
    client: Subject,
    body: AssertedSignIn,
    situation: Situation,
    judged: _Judged,
    kept: bytes,
    *,
    digest: bytes,
    now: datetime,
) -> None:
    asserted_store.add_sign_in(
        unit,
        trainee_id=situation.trainee.trainee_id,
        sign_in_id=body.sign_in_id,
        class_id=situation.session.class_id,
        session_id=situation.session.session_id,
        phase=body.phase.value,
        decision=judged.verdict.decision.value,
        client_id=client.subject_id,
        signed_at=body.signed_at,
        received_at=now,
        report_digest=digest,
        answer=kept,
    )


def _credit(
    unit: UnitOfWork,
    body: AssertedSignIn,
    situation: Situation,
    facts: AssertedFacts,
    judged: _Judged,
    now: datetime,
) -> None:
    """The hours under their own mode; the counter moves with every new phase, so that two at once notice each other."""
    session, trainee = situation.session, situation.trainee
    if judged.verdict.decision is not Decision.ACCEPTED or body.phase in facts.phases:
        return
    if judged.hours == 0:
        note_phase(unit, trainee.trainee_id, session.class_id, counter=trainee.counter, now=now)
        return
    given = Credit(
        trainee_id=trainee.trainee_id,
        class_id=session.class_id,
        session_id=session.session_id,
        hours=judged.hours,
        hours_before=trainee.session_hours,
        mode=CreditMode.ASSERTED_BY_PLATFORM,
        evidence_id=body.sign_in_id,
    )
    give(unit, given, counter=trainee.counter, total_hours=session.total_hours, now=now)


def _evidence(body: AssertedSignIn, position: PositionBody | None, now: datetime) -> Evidence:
    return Evidence(
        phase=body.phase,
        captured_at=body.signed_at,
        received_at=now,
        position=position.position if position else None,
        accuracy_m=position.accuracy_m if position else None,
        confidence=position.confidence if position else None,
        is_mock=position.is_mock if position else None,
        at_terminal=False,
        proof_kind=ProofKind.E_CARD,
        proof=AssertionProof(kind=ProofKind.E_CARD, fault=None),
        code=CodeState.ABSENT,
        sender_is_active=True,
        recent_failures=0,
    )


_NO_SESSION = Words("没有找到此人在此课次的报名。", "No registration of this person for this session.")
