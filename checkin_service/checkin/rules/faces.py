"""Checks of a face: the comparison, what liveness is worth, and photos seen before; never a refusal by themselves."""

from collections.abc import Iterator

from biometrics import NEAR_IDENTICAL_BITS
from checkin_service.checkin.model.attempts import CodeState, FaceProof
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView

_PASSED, _FAILED = "challenge_passed", "challenge_failed"


def findings(face: FaceProof, code: CodeState, policy: PolicyView) -> Iterator[Finding]:
    """The comparison, what is known of liveness, and whether the photo came before."""
    yield _comparison(face)
    yield _liveness(face, code, policy)
    if face.was_seen:
        yield Finding(check="replay", outcome=Outcome.DOUBT, reason="photo_used_before")
    elif face.differing_bits is not None and face.differing_bits <= NEAR_IDENTICAL_BITS:
        # Two photos of one moment look like this too: a hint, never a ground.
        yield Finding(
            check="replay",
            outcome=Outcome.NOTE,
            reason="photo_nearly_used_before",
            measured=face.differing_bits,
            limit=NEAR_IDENTICAL_BITS,
            unit="bit",
        )


def renewal(became: str) -> Finding:
    """What becomes of a photo that was sent to renew a reference; it decides nothing."""
    reason = "face_renewed" if became == "renewed" else "face_not_renewed"
    return Finding(check="face_renewal", outcome=Outcome.NOTE, reason=reason, measured=became)


def _comparison(face: FaceProof) -> Finding:
    # "Unproven" travels with every face finding until a calibration report backs the thresholds.
    return Finding(
        check="person",
        outcome=Outcome.PASS if face.result == "match" else Outcome.DOUBT,
        reason=f"face_{face.result}",
        measured={"score": face.distance, "assurance": face.assurance, "quality": face.measured},
        limit=face.match_at_most,
    )


def _liveness(face: FaceProof, code: CodeState, policy: PolicyView) -> Finding:
    """A passed challenge passes; what a face without one is worth, the policy says (face.without_liveness)."""
    worth = policy.value("face.without_liveness")
    if face.liveness == _PASSED:
        outcome, reason = Outcome.PASS, "liveness_passed"
    elif face.liveness_fault == "other_person":
        outcome, reason = Outcome.DOUBT, "liveness_other_person"
    else:
        is_enough = worth.text == "note" or (worth.text == "doubt_unless_code" and code is CodeState.VALID)
        outcome = Outcome.NOTE if is_enough else Outcome.DOUBT
        reason = "liveness_failed" if face.liveness == _FAILED else "liveness_absent"
    measured: dict[str, object] = {"label": face.liveness, "fault": face.liveness_fault}
    if face.liveness_fault == "too_old":
        measured["valid_s"] = policy.value("face.challenge_valid_s").integer
    return Finding(
        check="liveness",
        outcome=outcome,
        reason=reason,
        measured=measured,
        limit=worth.text,
        basis=worth.basis,
    )
