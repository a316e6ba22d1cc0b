"""Answers to issuing vouchers: who was given one, and of everybody else by name why not."""

from typing import NamedTuple
from uuid import UUID

from checkin_service.identity import service as identity
from checkin_service.identity.rules.names import masked_name
from checkin_service.kit.idempotency import Kept
from checkin_service.kit.keyring import Realm
from checkin_service.kit.resources import Resources
from checkin_service.timetable.schemas.vouchers import HeldBack, IssueAnswer, IssuedVoucher
from checkin_service.voucher.model.vouchers import VoucherRefusal


class Against(NamedTuple):
    """Why people were given no voucher."""

    held_back: dict[UUID, list[str]]
    """The conditions by name, of those whose conditions are not met or not checked."""
    reasons: dict[UUID, VoucherRefusal]
    """The same in words."""
    refused: dict[UUID, VoucherRefusal]
    """For what they hold or have used, or for whom the template is."""
    skipped: dict[UUID, VoucherRefusal]
    """They hold one that is unused and serves in the class."""


async def answer_of(
    resources: Resources,
    class_id: UUID,
    issued: list[IssuedVoucher],
    against: Against,
    groups: dict[UUID, list[str]],
) -> IssueAnswer:
    """Everybody on the roster without a used voucher is in it: issued, held back or skipped."""
    held_back, reasons, refused, skipped = against
    return IssueAnswer(
        class_id=class_id,
        vouchers=issued,
        held_back=held_back | {trainee_id: [refusal.reason] for trainee_id, refusal in refused.items()},
        reasons=await _named(resources, reasons | refused),
        skipped=await _named(resources, skipped),
        priority=groups,
    )


async def _named(resources: Resources, refusals: dict[UUID, VoucherRefusal]) -> dict[UUID, HeldBack]:
    """Each with the masked name, so that whoever issues sees whom it is about."""
    people = await identity.people(resources, list(refusals))
    return {
        trainee_id: HeldBack.of(refusal, name=masked_name(people[trainee_id].name))
        for trainee_id, refusal in refusals.items()
    }


async def opened(resources: Resources, sealed: Kept[IssueAnswer]) -> Kept[IssueAnswer]:
    """The answer with its invitations as they are read out."""
    kept = IssueAnswer.model_validate_json(sealed)
    invited = [each.trainee_id for each in kept.vouchers if each.invitation is not None]
    await resources.sealer.ready(Realm.IDENTITY, *invited)

    def with_code(each: IssuedVoucher) -> IssuedVoucher:
        if each.invitation is None:
            return each
        code = identity.opened_invitation(resources, each.trainee_id, each.invitation)
        return each.model_copy(update={"invitation": code})

    told = kept.model_copy(update={"vouchers": [with_code(each) for each in kept.vouchers]})
    return Kept(told.model_dump_json().encode())
