"""The use case of claiming a code: exchanged the moment it is typed, so that a slow position cannot make it too old."""

from datetime import datetime, timedelta
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.checkin.rules import code_claim
from checkin_service.checkin.rules.code_claim import CodeClaim
from checkin_service.checkin.schemas.attempts import CodeClaimAnswer, CodeClaimRequest
from checkin_service.checkin.service.typed_codes import Screen, Typed, typed
from checkin_service.checkin.store import attempts, codes
from checkin_service.checkin.words.findings import SAID
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at

_CLAIMS = Limit("code claims", most=60)


@once_per("claim_id", operation="claim_code")
async def claim_code(
    unit: UnitOfWork, resources: Resources, subject: Subject, session_id: UUID, body: CodeClaimRequest
) -> CodeClaimAnswer:
    """Exchange a code for a claim of this device; a wrong one is counted, and nothing else follows from it."""
    if subject.device_id is None:
        raise Problem(ProblemKind.NOT_PERMITTED)
    await resources.limits.require(_CLAIMS, subject.device_id)
    now, whose = resources.clock.now(), {"trainee_id": subject.subject_id, "session_id": session_id}
    known = existing(await codes.claim_situation(resources.database, **whose, device_id=subject.device_id))
    policy = policy_at(known.supervising_authority, known.starts_at, known_at=now)
    used, wrong_before = known.used_windows or (), known.wrong_codes
    screen = Screen(resources.code_key, session_id, policy)
    found = typed(screen, body.code, now, used=used, wrong_before=wrong_before)
    if found.is_wrong:
        codes.add_wrong_claim(unit, **whose, claim_id=body.claim_id, device_id=subject.device_id, claimed_at=now)
    if found.use is None:
        return _refused(body, session_id, found, now)
    use = found.use
    attempts.add_code_use(
        unit, **whose, attempt_id=body.claim_id, code_window=use.window, source=use.source, age_ms=use.age_ms
    )
    claim = CodeClaim(claim_id=body.claim_id, **whose, device_id=subject.device_id, claimed_at=now, source=use.source)
    life = timedelta(seconds=policy.value("classroom_code.claim_s").integer)
    return _claimed(claim, code_claim.signed(resources.code_key, claim), expires_at=now + life)


def _claimed(claim: CodeClaim, text: str, *, expires_at: datetime) -> CodeClaimAnswer:
    return CodeClaimAnswer(
        claim_id=claim.claim_id,
        session_id=claim.session_id,
        outcome="claimed",
        sentence=WordsBody.of(SAID["code_claimed"].sentence),
        advice=None,
        claim=text,
        claimed_at=claim.claimed_at,
        expires_at=expires_at,
    )


def _refused(body: CodeClaimRequest, session_id: UUID, found: Typed, now: datetime) -> CodeClaimAnswer:
    said = SAID[f"code_{found.state}"]
    return CodeClaimAnswer(
        claim_id=body.claim_id,
        session_id=session_id,
        outcome=found.state,
        sentence=WordsBody.of(said.sentence),
        advice=None if said.advice is None else WordsBody.of(said.advice),
        claim=None,
        claimed_at=now,
        expires_at=None,
    )
