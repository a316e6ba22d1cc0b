"""Measuring a scan: the QR's own fix and the room's code in it, believed only as far as its signature holds."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from checkin_service.checkin.model.attempts import AssertionProof, CodeSource, CodeState, Sighting, Situation
from checkin_service.checkin.model.cases import Asked
from checkin_service.checkin.rules import live_qr
from checkin_service.checkin.rules.live_qr import ScanCode
from checkin_service.checkin.service.measuring import Measured, binding_of, fence_facts
from checkin_service.checkin.service.typed_codes import NOT_TYPED, Screen, Typed, typed
from checkin_service.checkin.store.scans import KeptScan
from checkin_service.identity.model import Device
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView, policy_of
from checkin_service.policy.proofs import ProofKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What an administrator has scanned, where and by which clock."""

    code: ScanCode
    device: Device
    witness: Sighting
    scanner_ahead_s: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """What the QR shows of the room."""

    typed: Typed = NOT_TYPED
    source: CodeSource | None = None
    claim_id: UUID | None = None
    """Of a claim that holds, and is used up now."""


def scanned(resources: Resources, asked: Asked, shown: Shown, situation: Situation, kept: KeptScan) -> Measured:
    """Ready to be judged; of a QR that shows nothing neither fix nor code is looked at."""
    code, now = shown.code, asked.received_at
    policy = policy_of(situation.session, known_at=now)
    fault = live_qr.fault_in(
        code, public_key=shown.device.public_key, session_id=asked.session_id, now=now, used=kept.used, policy=policy
    )
    room = _Room()
    if fault is None:
        # Without the person's own consent a position is not looked at, wherever it stands.
        has_fix = code.fix is not None and "location" in situation.consents
        own = code.fix.sighting(made_at=code.made_at, now=now) if code.fix and has_fix else None
        asked, room = replace(asked, fix=own), _room(resources, asked, shown, situation, kept, policy)
    return Measured(
        asked=asked,
        situation=situation,
        policy=policy,
        evidence=asked.evidence(
            proof_kind=ProofKind.LIVE_QR,
            proof=AssertionProof(kind=ProofKind.LIVE_QR, fault=fault),
            code=room.typed.state,
            code_source=room.source,
            at_terminal=False,
            sender_is_active=True,
            recent_failures=0,
            binding=binding_of(situation, now, policy),
            agent_family=situation.agent_family,
            witness=shown.witness,
            scanner_ahead_s=shown.scanner_ahead_s,
            **fence_facts(situation),
        ),
        code=room.typed,
        claim_id=room.claim_id,
    )


def _room(
    resources: Resources, asked: Asked, shown: Shown, situation: Situation, kept: KeptScan, policy: PolicyView
) -> _Room:
    code, now = shown.code, asked.received_at
    if code.claim_id is not None:
        holds = _claim_holds(asked, situation, kept, policy)
        source = CodeSource(kept.claimed_source) if holds and kept.claimed_source else None
        state = CodeState.VALID if holds else CodeState.CLAIM_INVALID
        return _Room(typed=Typed(state=state), source=source, claim_id=code.claim_id if holds else None)
    if code.code is None:
        return _Room()
    screen = Screen(resources.code_key, asked.session_id, policy)
    found = typed(screen, code.code, now, used=situation.used_code_windows, wrong_before=situation.wrong_codes)
    return _Room(typed=found, source=found.use.source if found.use else None)


def _claim_holds(asked: Asked, situation: Situation, kept: KeptScan, policy: PolicyView) -> bool:
    """A claim of the person for this session, as young as at a check-in, that has not served."""
    if kept.claimed_window is None or kept.claimed_age_ms is None or situation.is_claim_used:
        return False
    claimed_s = kept.claimed_window * policy.value("classroom_code.window_s").integer + kept.claimed_age_ms / 1000
    age = timedelta(seconds=asked.received_at.timestamp() - claimed_s)
    return age <= timedelta(seconds=policy.value("classroom_code.claim_s").integer)
