"""Looking vouchers up, and what they are on the present day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from checkin_service.access.model import Role, Subject
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import ListPart, PageRequest, Wanted
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, acting_as
from checkin_service.policy.book import book
from checkin_service.voucher import rules
from checkin_service.voucher.model.codes import normalised
from checkin_service.voucher.model.vouchers import (
    BEFORE_USE,
    DeskLook,
    Template,
    UnknownVerification,
    Verification,
    Voucher,
    VoucherEvent,
    VoucherMove,
    VoucherState,
)
from checkin_service.voucher.schemas import OwnVoucherAnswer, VoucherAnswer
from checkin_service.voucher.store import activations, many, templates, unknown
from checkin_service.voucher.store import vouchers as store
from checkin_service.voucher.store.looks import LOOKS

_SOON = timedelta(days=92)
"""As far ahead as any policy lets people be told."""


async def voucher_by_code(resources: Resources, typed: str) -> Voucher | None:
    """The voucher a code names, however the code was typed; `None` when no voucher has it."""
    code = normalised(typed)
    if code is None:
        return None
    # Whoever holds a code has been shown the voucher, wherever its holder was before.
    with acting_as(Work.SHOWN_VOUCHER):
        return await store.voucher_by_code(resources.database, code)


async def template_of(resources: Resources, voucher: Voucher) -> Template | None:
    """The template a voucher came from, in the version it came from; `None` when it came from none."""
    if voucher.template_id is None or voucher.template_version is None:
        return None
    return await templates.version_of(resources.database, voucher.template_id, voucher.template_version)


async def latest_template(resources: Resources, template_id: UUID) -> Template | None:
    """A template in its latest version."""
    found = await templates.latest(resources.database, template_id)
    return None if found is None else found[0]


async def voucher_of(resources: Resources, trainee_id: UUID, voucher_id: UUID) -> Voucher | None:
    return await store.voucher_of(resources.database, trainee_id, voucher_id)


async def vouchers_of(resources: Resources, trainee_ids: Sequence[UUID]) -> dict[UUID, list[Voucher]]:
    """All vouchers of these people, each person's oldest first; their states as on the present day."""
    found: dict[UUID, list[Voucher]] = {trainee_id: [] for trainee_id in trainee_ids}
    # What somebody has had of another authority, or used elsewhere, decides what they may have here (FJ-19, MP-19).
    with acting_as(Work.USED_ELSEWHERE):
        held = await store.vouchers_of(resources.database, trainee_ids)
    for voucher in held:
        found[voucher.trainee_id].append(voucher)
    return found


async def ending_unused(resources: Resources, *, on: date, after: tuple[UUID, UUID], count: int) -> list[Voucher]:
    """Vouchers before use that end within a quarter of a year, a page of them."""
    until = on + _SOON
    return await store.ending(resources.database, states=BEFORE_USE, on=on, until=until, after=after, count=count)


async def activation_years(resources: Resources, trainee_ids: Sequence[UUID]) -> dict[UUID, int]:
    """In which calendar year each voucher of these people was activated."""
    return await activations.years_of(resources.database, trainee_ids)


async def own_vouchers(resources: Resources, subject: Subject) -> list[OwnVoucherAnswer]:
    """A person's vouchers, the newest first, with what may be done with each on the present day."""
    on = day_of(resources.clock.now())
    held = (await vouchers_of(resources, [subject.subject_id]))[subject.subject_id]
    ids = [each.voucher_id for each in held]
    legs = await many.legs_of_many(resources.database, [subject.subject_id] * len(ids), ids)
    worth = {
        each.voucher_id: sum(leg.amount_fen for leg in legs[each.voucher_id])
        or rules.face_value_fen(
            book().at(each.authority_code, on=each.obtained_on, known_on=on),
            each.kind,
            await template_of(resources, each),
        )
        for each in held
    }
    return [_own(voucher, on, worth[voucher.voucher_id]) for voucher in reversed(held)]


async def history(resources: Resources, subject: Subject, typed: str) -> tuple[list[VoucherMove], list[Verification]]:
    """Every move of a voucher and, for its holder and its issuer, every look at it (MP-32)."""
    voucher = await voucher_by_code(resources, typed)
    if voucher is None or not may_see(subject, voucher):
        raise not_found()
    moves = await store.history(resources.database, voucher.trainee_id, voucher.voucher_id)
    looks = await store.verifications_of(resources.database, voucher.trainee_id, voucher.voucher_id)
    return moves, [look for look in looks if subject.institution_id is None or look.tenant == subject.tenant]


async def verifications(
    resources: Resources, subject: Subject, page: PageRequest
) -> list[Verification | UnknownVerification]:
    """What one's own tenant has verified, oldest first, with what was no voucher at all."""
    seen = await store.verifications_by(resources.database, subject.tenant, page)
    unseen = await unknown.unknown_by(resources.database, subject.tenant, page)
    both: list[Verification | UnknownVerification] = [*seen, *unseen]
    return sorted(both, key=lambda each: each.verification_id)[: page.fetch]


async def listed_looks(resources: Resources, subject: Subject, wanted: Wanted) -> ListPart[DeskLook]:
    """The same, searched and sorted; the latest first."""
    return await LOOKS.part(resources.database, wanted, tenant=subject.tenant)


def verification(
    voucher: Voucher, subject: Subject, *, purpose: str, reason: str | None, at: datetime, way: str = "code"
) -> Verification:
    return Verification(
        trainee_id=voucher.trainee_id,
        verification_id=new_id(),
        voucher_id=voucher.voucher_id,
        way=way,
        purpose=purpose,
        is_valid=reason is None,
        reason=reason,
        tenant=subject.tenant,
        subject=subject.name,
        at=at,
    )


def state_at(voucher: Voucher, at: datetime) -> VoucherState:
    """The state at a moment, expiry included even when nobody has written it down yet."""
    return rules.state_on(voucher, day_of(at))


def _own(voucher: Voucher, on: date, amount_fen: int | None) -> OwnVoucherAnswer:
    view = book().at(voucher.authority_code, on=on, known_on=on)
    state = rules.state_on(voucher, on)
    return OwnVoucherAnswer(
        **dict(VoucherAnswer.of(voucher, state)),
        amount_fen=amount_fen,
        may_activate=state in BEFORE_USE and bool(rules.moves_to_activate(view, voucher)),
        may_claim=rules.refusal_to_move(voucher, VoucherEvent.CLAIMED, on=on) is None,
        may_return=rules.refusal_to_move(voucher, VoucherEvent.RETURNED, on=on) is None,
        may_exchange=view.value("voucher.returns", voucher.kind).is_required
        and rules.refusal_to_move(voucher, VoucherEvent.EXCHANGED, on=on) is None,
        may_show=state in BEFORE_USE,
    )


def may_see(subject: Subject, voucher: Voucher) -> bool:
    """Whether a voucher is any matter of theirs."""
    if subject.role is Role.TRAINEE:
        return subject.subject_id == voucher.trainee_id
    if subject.institution_id is not None:
        # Before it is used a holder shows the code to whom they choose (MP-14); afterwards it is that place's matter.
        return voucher.institution_id in {None, subject.institution_id}
    return subject.authority_code == voucher.authority_code
