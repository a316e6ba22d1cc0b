"""Vouchers shown to somebody by code or live QR; what is no voucher is refused and remembered."""

from typing import NoReturn

from checkin_service.access.model import Role, Subject
from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.intake import folding
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, acting_as
from checkin_service.kit.words import Words
from checkin_service.policy.clauses import law
from checkin_service.voucher import rules
from checkin_service.voucher.model.vouchers import UnknownVerification, Voucher, VoucherState
from checkin_service.voucher.rules import live_qr as live
from checkin_service.voucher.service.reading import may_see, verification, voucher_by_code, voucher_of
from checkin_service.voucher.store import unknown as store
from checkin_service.voucher.store import vouchers


def way_of(shown: str) -> str:
    """How a voucher was shown, as its verification remembers it."""
    return "live_qr" if shown.startswith(live.PREFIX) else "code"


async def voucher_shown(resources: Resources, desk: Subject, shown: str, *, purpose: str) -> Voucher:
    """The voucher that somebody shows a desk: by its code, or by the live QR on the holder's screen.

    404 when no voucher has the code, 422 when the QR is forged or old; either is a verification (验券记录, MP-32).
    """
    if not shown.startswith(live.PREFIX):
        found = await voucher_by_code(resources, shown)
        return found or await refuse_unknown(resources, desk, shown, purpose=purpose)
    opened = live.opened(resources.code_key, shown, now=resources.clock.now())
    if isinstance(opened, live.Fault):
        await _remember(resources, desk, shown, purpose=purpose, reason=opened.value)
        raise by_law(_QR[opened], law("MP-14"), reason=opened.value)
    with acting_as(Work.SHOWN_VOUCHER):
        found = await voucher_of(resources, opened.trainee_id, opened.voucher_id)
    return found or await refuse_unknown(resources, desk, shown, purpose=purpose)


async def shown_voucher(
    resources: Resources, subject: Subject, typed: str, *, way: str = "code"
) -> tuple[Voucher, VoucherState]:
    """The voucher as somebody may see it, with its state on the present day; 404 for all others.

    A look by anybody but the holder is a verification (验券) and is remembered.
    """
    voucher = await voucher_by_code(resources, typed)
    if voucher is None or not may_see(subject, voucher):
        await refuse_unknown(resources, subject, typed, purpose="look")
    now = resources.clock.now()
    state = rules.state_on(voucher, day_of(now))
    if subject.role is not Role.TRAINEE:
        reason = f"voucher_{state}" if state in rules.DEAD else None
        async with resources.database.write() as unit:
            vouchers.add_verification(
                unit, verification(voucher, subject, purpose="look", reason=reason, at=now, way=way)
            )
    return voucher, state


async def refuse_unknown(resources: Resources, desk: Subject, shown: str, *, purpose: str) -> NoReturn:
    """Remember that somebody was shown a code of no voucher, and say so."""
    await _remember(resources, desk, shown, purpose=purpose, reason="unknown")
    raise not_found(_NO_VOUCHER)


async def _remember(resources: Resources, desk: Subject, shown: str, *, purpose: str, reason: str) -> None:
    if desk.role is Role.TRAINEE:
        return  # Nobody verifies anything by mistyping their own code.
    async with resources.database.write() as unit:
        store.add_unknown(
            unit,
            UnknownVerification(
                verification_id=new_id(),
                shown_hash=resources.lookup.of(f"voucher-shown:{folding.code(shown)}"),
                way=way_of(shown),
                purpose=purpose,
                reason=reason,
                tenant=desk.tenant,
                subject=desk.name,
                at=resources.clock.now(),
            ),
        )


_NO_VOUCHER = Words("没有此码的培训券。", "No voucher has this code.")
_QR = {
    live.Fault.FORGED: Words("二维码无效。", "This QR code is not valid."),
    live.Fault.TOO_OLD: Words(
        "二维码已过期，请持券人刷新后重新出示。", "This QR code is too old; its holder shows a fresh one."
    ),
}
