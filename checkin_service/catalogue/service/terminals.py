"""Devices at sites: offered by themselves, entered by one of the authority, confirmed by another, ended at once."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from checkin_service.access import audit, guessing, model, tokens
from checkin_service.access.granting import grant_access
from checkin_service.access.model import Permission, Subject
from checkin_service.access.schemas import TokenAnswer
from checkin_service.access.signatures import is_signed
from checkin_service.catalogue.model.terminals import Pairing, Terminal
from checkin_service.catalogue.schemas.terminals import (
    DeviceFix,
    Grounds,
    NewPairing,
    NewTerminal,
    PairedTerminal,
    PairingAnswer,
    TerminalAnswer,
    TerminalConfirmation,
    TerminalConfirmed,
    TerminalEnd,
    TerminalEnded,
    TerminalSignIn,
)
from checkin_service.catalogue.service.guards import approval, audit_entry, require_supervised
from checkin_service.catalogue.service.sites import site_of
from checkin_service.catalogue.store import terminals as store
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import Problem, ProblemKind, existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.proposals.service import require_independent

PAIRING_LIFE = timedelta(minutes=15)
_MOST_WAITING = 5_000
_DIGITS = 8
_PAIRINGS = Limit("devices that offer themselves", most=60)


async def offer_pairing(resources: Resources, body: NewPairing, *, address: str) -> PairingAnswer:
    """A code for the device's screen; whoever of the authority stands before it may enter the device by it."""
    await resources.limits.require_of(_PAIRINGS, address)
    message = f"pair:{body.terminal_id}".encode()
    if not is_signed(message, public_key=body.public_key, signature=body.signature):
        raise Problem(ProblemKind.SIGN_IN_REFUSED)
    now = resources.clock.now()
    if await store.waiting_pairings(resources.database, since=now - PAIRING_LIFE) >= _MOST_WAITING:
        raise Problem(ProblemKind.BUSY, retry_after_s=60)
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    try:
        async with resources.database.write() as unit:
            store.remove_pairings(unit, upto=now - PAIRING_LIFE)
            store.add_pairing(
                unit,
                Pairing(
                    terminal_id=body.terminal_id,
                    code_hash=_code_hash(resources, code),
                    public_key=body.public_key,
                    offered_at=now,
                    **_fix(body.position),
                ),
            )
    except Stale:
        raise Problem(ProblemKind.STATE_CONFLICT) from None
    return PairingAnswer(terminal_id=body.terminal_id, code=code, expires_at=now + PAIRING_LIFE)


@once_per("request_id", operation="pair_terminal")
async def enter_paired(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: PairedTerminal
) -> TerminalAnswer:
    """The device that shows this code, at a site of one's own institutions."""
    since = resources.clock.now() - PAIRING_LIFE
    found = await store.pairing_of(resources.database, _code_hash(resources, body.code), since=since)
    if found is None:
        raise unfit(_NO_SUCH_CODE)
    store.take_pairing(unit, paired=found.terminal_id)
    fix = {name: getattr(found, name) for name in ("longitude", "latitude", "datum", "accuracy_m")}
    return await _enter(
        unit, resources, subject, body, terminal_id=found.terminal_id, key=found.public_key, site_id=body.site_id, **fix
    )


@once_per("terminal_id")
async def approve_terminal(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: NewTerminal
) -> TerminalAnswer:
    """A device whose key the authority was given beforehand."""
    fix = {} if body.position is None else _fix(body.position)
    return await _enter(
        unit, resources, subject, body, terminal_id=body.terminal_id, key=body.public_key, site_id=body.site_id, **fix
    )


@once_per("request_id", operation="confirm_terminal")
async def confirm_terminal(
    unit: UnitOfWork, resources: Resources, subject: Subject, terminal_id: UUID, body: TerminalConfirmation
) -> TerminalConfirmed:
    """Another person than who entered it: from now on its statements about cards count."""
    del body
    known, now = await _own(resources, subject, terminal_id), resources.clock.now()
    if known.approved_by == subject.subject_id:
        raise unfit(_NOT_YOURSELF)
    await require_independent(resources, subject, known.approved_by)
    if known.confirmed_by is not None or known.revoked_at is not None:
        raise Problem(ProblemKind.STATE_CONFLICT, _ENDED if known.revoked_at else _CONFIRMED)
    store.add_confirmation(unit, terminal_id=terminal_id, confirmed_by=subject.subject_id, confirmed_at=now)
    audit.record(unit, subject, Permission.TERMINAL_CONFIRM, terminal_id, at=now)
    return TerminalConfirmed(terminal_id=terminal_id, confirmed_at=now)


@once_per("request_id", operation="end_terminal")
async def end_terminal(
    unit: UnitOfWork, resources: Resources, subject: Subject, terminal_id: UUID, body: TerminalEnd
) -> TerminalEnded:
    """Effective at once: its key signs nothing from now on, and it is shown no code."""
    known, now = await _own(resources, subject, terminal_id), resources.clock.now()
    if known.revoked_at is not None:
        raise Problem(ProblemKind.STATE_CONFLICT, _ENDED)
    store.end_terminal(unit, ended=terminal_id, at=now)
    audit.record(unit, subject, Permission.TERMINAL_END, terminal_id, at=now, detail={"reason": body.reason})
    return TerminalEnded(terminal_id=terminal_id, ended_at=now)


async def end_at_the_server(resources: Resources, terminal_id: UUID, *, reason: str) -> None:
    """The same on the command line, for whoever keeps the server; `Problem` when there is nothing to end."""
    known, now = await store.terminal_of(resources.database, terminal_id), resources.clock.now()
    if known is None:
        raise not_found()
    if known.revoked_at is not None:
        raise Problem(ProblemKind.STATE_CONFLICT, _ENDED)
    async with resources.database.write() as unit:
        store.end_terminal(unit, ended=terminal_id, at=now)
        audit.record_at_the_server(
            unit,
            Permission.TERMINAL_END,
            terminal_id,
            tenant=f"institution:{known.institution_id}",
            at=now,
            detail={"reason": reason},
        )


async def sign_in_terminal(resources: Resources, body: TerminalSignIn, *, address: str) -> TokenAnswer:
    """An access token for a terminal that signs a fresh nonce; the answer never tells what was wrong."""
    tokens.require_fresh_nonce(resources, body.nonce)
    guessing.require_keys_left(resources, address)
    known = await store.terminal_of(resources.database, body.terminal_id)
    if (
        known is None
        or known.revoked_at is not None
        or not is_signed(body.nonce.encode(), public_key=known.public_key, signature=body.signature)
    ):
        await guessing.key_failed(resources, address)
        raise Problem(ProblemKind.SIGN_IN_REFUSED)
    return grant_access(
        resources, model.terminal(known.terminal_id, site_id=known.site_id, institution_id=known.institution_id)
    )


async def terminal_of(resources: Resources, terminal_id: UUID) -> Terminal | None:
    return await store.terminal_of(resources.database, terminal_id)


async def _enter(
    unit: UnitOfWork,
    resources: Resources,
    subject: Subject,
    grounds: Grounds,
    *,
    terminal_id: UUID,
    key: bytes,
    site_id: UUID,
    **fix: Any,
) -> TerminalAnswer:
    site = existing(await site_of(resources, site_id))
    await require_supervised(resources, subject, site.institution_id)
    new = Terminal(
        terminal_id=terminal_id,
        site_id=site_id,
        institution_id=site.institution_id,
        public_key=key,
        name=grounds.name,
        document_number=grounds.document_number,
        reason=grounds.reason,
        **fix,
        **approval(resources, subject),
    )
    store.add_terminal(unit, new)
    audit_entry(unit, subject, Permission.TERMINAL_CREATE, terminal_id, new)
    return TerminalAnswer.showing(new)


async def _own(resources: Resources, subject: Subject, terminal_id: UUID) -> Terminal:
    """A device at a site that the subject's authority supervises."""
    known = existing(await store.terminal_of(resources.database, terminal_id))
    await require_supervised(resources, subject, known.institution_id)
    return known


def _fix(at: DeviceFix) -> dict[str, Any]:
    return {name: getattr(at, name) for name in ("longitude", "latitude", "datum", "accuracy_m")}


def _code_hash(resources: Resources, code: str) -> bytes:
    return resources.lookup.of(f"pairing:{code}")


_NO_SUCH_CODE = Words(
    "没有设备显示此配对码，或已超过十五分钟。请在设备上重新取码。",
    "No device shows this code, or it is older than fifteen minutes. Let the device show a new one.",
)
_NOT_YOURSELF = Words(
    "须由登记人以外的另一位人员确认。", "Somebody else than the person who entered it must confirm it."
)
_CONFIRMED = Words("该设备已确认。", "This device has been confirmed already.")
_ENDED = Words("该终端已停用。", "This terminal has been ended already.")
