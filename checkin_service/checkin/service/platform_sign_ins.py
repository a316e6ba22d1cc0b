"""The use case of a sign-in received from the national platform: read, measure, judge, keep, answer."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance.model.credits import CreditMode
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.attendance.service.crediting import Credit, credit_session, note_phase
from checkin_service.checkin import store
from checkin_service.checkin.model.attempts import AssertionProof, Situation
from checkin_service.checkin.model.cases import Asked, Question
from checkin_service.checkin.rules.platform_sign_ins import AssertedFacts, judge_asserted
from checkin_service.checkin.schemas.attempts import CheckInAnswer
from checkin_service.checkin.schemas.platform_sign_ins import AssertedSignIn, SignInAnswer
from checkin_service.checkin.service.judging import Judged, judged
from checkin_service.checkin.service.keeping import tell_judged
from checkin_service.checkin.service.measuring import Measured, attested
from checkin_service.checkin.store import platform_sign_ins as asserted_store
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.schema import StrictModel
from checkin_service.kit.idempotency import once
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, acting_as
from checkin_service.kit.verdict import Decision
from checkin_service.kit.words import Words
from checkin_service.policy.proofs import ProofKind
from checkin_service.policy_decisions.service import currency


class _Report(StrictModel):
    """What makes two reports the same; it names a person, so it is kept as a keyed digest."""

    keyed_digest: str


async def record_asserted(resources: Resources, client: Subject, body: AssertedSignIn) -> bytes:
    """Judge a reported sign-in, keep it as what it is, and credit what policy lets it earn."""
    digest = resources.lookup.of(body.model_dump_json())

    async def act(unit: UnitOfWork) -> SignInAnswer:
        asked = _asked(body, resources.clock.now(), digest)
        document_hash = identity.document_hash(resources, body.document.kind, body.document.number)
        situation = await _situation(resources, client, asked, document_hash)
        session_id, trainee_id = asked.session_id, situation.trainee.trainee_id
        phases = await asserted_store.phases_of(resources.database, trainee_id, session_id)
        said = AssertedFacts(phases=phases, place_agrees=body.place_agrees)
        by = partial(judge_asserted, asserted=said)
        result = await judged(resources, _measured(asked, situation), by=by, mode=CreditMode.ASSERTED_BY_PLATFORM)
        _credit(unit, result, said)
        _keep(unit, client, result)
        return SignInAnswer(verdict=CheckInAnswer.model_validate_json(result.answer))

    report = _Report(keyed_digest=digest.hex())
    return await once(resources.database, caller=client.name, request_id=body.sign_in_id, body=report, act=act)


def _asked(body: AssertedSignIn, now: datetime, digest: bytes) -> Asked:
    return Asked(
        attempt_id=body.sign_in_id,
        session_id=body.session_id,
        phase=body.phase,
        captured_at=body.signed_at,
        received_at=now,
        fix=body.position.sighting(now) if body.position else None,
        digest=digest,
    )


async def _situation(resources: Resources, client: Subject, asked: Asked, document_hash: bytes) -> Situation:
    """Of a person of a class that is the client's authority's matter; else it does not exist."""
    question = Question(
        session_id=asked.session_id,
        attempt_id=asked.attempt_id,
        asked_at=asked.received_at,
        document_hash=document_hash,
    )
    with acting_as(Work.CARD_CHECK_IN):
        found = await store.situation(resources.database, question)
    if found is None or client.authority_code not in {
        found.session.supervising_authority,
        found.session.paying_authority,
    }:
        raise not_found(_NO_SESSION)
    await currency.catch_up(resources, found.policy_version)
    return found


def _measured(asked: Asked, situation: Situation) -> Measured:
    if "location" not in situation.consents:
        # Without the person's own consent a position is not looked at, whoever sends it.
        asked = replace(asked, fix=None)
    return attested(asked, situation, AssertionProof(kind=ProofKind.E_CARD, fault=None))


def _keep(unit: UnitOfWork, client: Subject, judged: Judged) -> None:
    asked, situation, decision = judged.measured.asked, judged.measured.situation, judged.verdict.decision
    asserted_store.add_sign_in(
        unit,
        trainee_id=situation.trainee.trainee_id,
        sign_in_id=asked.attempt_id,
        class_id=situation.session.class_id,
        session_id=asked.session_id,
        phase=asked.phase,
        decision=decision,
        client_id=client.subject_id,
        signed_at=asked.captured_at,
        received_at=asked.received_at,
        report_digest=asked.digest,
        answer=judged.answer,
    )
    audit.record(
        unit,
        subject=client,
        action=Permission.PLATFORM_SIGN_IN,
        object_id=asked.attempt_id,
        at=asked.received_at,
        detail={"decision": decision, "hours": judged.credited_hours},
    )
    tell_judged(unit, judged)


def _credit(unit: UnitOfWork, judged: Judged, said: AssertedFacts) -> None:
    """The hours under their own mode; the counter moves with every new phase, so that two at once notice each other."""
    asked, situation = judged.measured.asked, judged.measured.situation
    session, trainee = situation.session, situation.trainee
    if judged.verdict.decision is not Decision.ACCEPTED or asked.phase in said.phases:
        return
    if judged.credited_hours == 0:
        note_phase(unit, trainee.trainee_id, session.class_id, counter=trainee.counter, now=asked.received_at)
        return
    given = Credit(
        trainee_id=trainee.trainee_id,
        class_id=session.class_id,
        session_id=session.session_id,
        hours=judged.credited_hours,
        hours_before=trainee.session_hours,
        mode=judged.mode,
        evidence_id=asked.attempt_id,
        evidence_class=EvidenceClass.F,
    )
    credit_session(unit, given, counter=trainee.counter, total_hours=session.total_hours, now=asked.received_at)


_NO_SESSION = Words("没有找到此人在此课次的报名。", "No registration of this person for this session.")
