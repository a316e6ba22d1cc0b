"""Fitness of vouchers for the training of a class: kind, type, what they name, and how often a person may."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from checkin_service.catalogue import service as catalogue
from checkin_service.kit.civil import day_of
from checkin_service.kit.problem import existing
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, acting_as
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import Registration, TrainingClass
from checkin_service.timetable.store import uses
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.uses import Use
from checkin_service.voucher.model.vouchers import TOOK_PART, Template, Voucher, VoucherRefusal
from checkin_service.voucher.rules import (
    Offer,
    priority_groups,
    refusal_of_holder,
    refusal_of_kind,
    refusal_of_offer,
    refusal_of_training,
    refusal_of_use,
    refusal_while_held,
    refusal_without_fee,
)
from checkin_service.voucher.service import persons


async def offer_of(resources: Resources, found: TrainingClass) -> Offer:
    """What the class offers to whoever puts a voucher to use in it."""
    project = existing(await catalogue.project_of(resources, found.project_id))
    return Offer(
        institution_id=found.institution_id,
        project_id=project.project_id,
        occupation=project.occupation,
        level=project.level,
        training_type=project.training_type,
        fee_fen=found.fee_fen if found.fee_fen is not None else project.fee_fen,
    )


def require_kinds(view: PolicyView, kinds: Collection[VoucherKind]) -> None:
    """Nobody is entered for, or given, a voucher of a kind that is not issued here (SD-05)."""
    for kind in kinds:
        _require(refusal_of_kind(view, kind))


def require_training(view: PolicyView, kinds: Collection[VoucherKind], template: Template | None, offer: Offer) -> None:
    """Vouchers of these kinds, from this template, can serve for the training of the class."""
    require_kinds(view, kinds)
    for kind in kinds:
        _require(refusal_of_training(view, kind, offer))
        _require(refusal_without_fee(view, kind, template, offer))
    if template is not None:
        _require(refusal_of_offer(view, template, offer))


async def within_quota(
    resources: Resources,
    view: PolicyView,
    waiting: Sequence[Registration],
    template: Template | None,
    offer: Offer,
    now: datetime,
) -> tuple[list[Registration], dict[UUID, VoucherRefusal]]:
    """Who may be given a voucher by whom its template is for and by the number they hold and have used, and why not."""
    ids = [each.trainee_id for each in waiting]
    held, used = await vouchers.vouchers_of(resources, ids), await _uses_of(resources, ids)
    files = await persons.files_of(resources.database, ids)
    refused: dict[UUID, VoucherRefusal] = {}
    for each in waiting:
        kind = each.voucher_kind
        refusal = refusal_of_holder(view, template, files[each.trainee_id], on=day_of(now))
        refusal = refusal or refusal_while_held(view, kind, held[each.trainee_id], on=day_of(now))
        refusal = refusal or _refusal_of_use(view, kind, used[each.trainee_id], offer, each.registered_at, now)
        if refusal is not None:
            refused[each.trainee_id] = refusal
    return [each for each in waiting if each.trainee_id not in refused], refused


async def first_ones_first(
    resources: Resources, view: PolicyView, waiting: Sequence[Registration], now: datetime
) -> tuple[list[Registration], dict[UUID, list[str]]]:
    """Those of the groups to be supported first before the others (SX-08), with the groups each belongs to."""
    files = await persons.files_of(resources.database, [each.trainee_id for each in waiting])
    groups = {
        each.trainee_id: priority_groups(files[each.trainee_id], view, each.voucher_kind, on=day_of(now))
        for each in waiting
    }
    ordered = sorted(waiting, key=lambda each: not groups[each.trainee_id])
    return ordered, {trainee_id: list(names) for trainee_id, names in groups.items() if names}


async def refusal_to_use(
    resources: Resources, view: PolicyView, offer: Offer, voucher: Voucher, registered_at: datetime, now: datetime
) -> VoucherRefusal | None:
    """Why this voucher cannot serve in the class: what it names, the kind of training, or an earlier use (FJ-19)."""
    template = await vouchers.template_of(resources, voucher)
    if template is not None and (refusal := refusal_of_offer(view, template, offer)) is not None:
        return refusal
    if (refusal := refusal_of_training(view, voucher.kind, offer)) is not None:
        return refusal
    used = (await _uses_of(resources, [voucher.trainee_id]))[voucher.trainee_id]
    return _refusal_of_use(view, voucher.kind, used, offer, registered_at, now)


async def repeated(
    resources: Resources, found: TrainingClass, kinds: dict[UUID, VoucherKind], now: datetime
) -> dict[UUID, VoucherRefusal]:
    """Who of these people cannot be registered: a voucher of theirs served for the occupation this year (FJ-19)."""
    view = policy_at(found.paying_authority, now, known_at=now)
    offer, used = await offer_of(resources, found), await _uses_of(resources, list(kinds))
    refusals = {
        trainee_id: _refusal_of_use(view, kind, used[trainee_id], offer, now, now) for trainee_id, kind in kinds.items()
    }
    return {trainee_id: refusal for trainee_id, refusal in refusals.items() if refusal is not None}


def _refusal_of_use(
    view: PolicyView, kind: VoucherKind, used: Sequence[Use], offer: Offer, registered_at: datetime, now: datetime
) -> VoucherRefusal | None:
    return refusal_of_use(
        view, kind, used, occupation=offer.occupation, registered_on=day_of(registered_at), on=day_of(now)
    )


async def _uses_of(resources: Resources, trainee_ids: Sequence[UUID]) -> dict[UUID, list[Use]]:
    found: defaultdict[UUID, list[Use]] = defaultdict(list)
    held = await vouchers.vouchers_of(resources, trainee_ids)
    taken = [each for of_one in held.values() for each in of_one if each.class_id and each.state in TOOK_PART]
    if not taken:
        return found
    years = await vouchers.activation_years(resources, trainee_ids)
    with acting_as(Work.USED_ELSEWHERE):
        registered = await uses.places_of(resources.database, trainee_ids)
    places = {(each.trainee_id, each.class_id): each for each in registered}
    for each in taken:
        place = places.get((each.trainee_id, each.class_id)) if each.class_id else None
        project = await catalogue.project_of(resources, place.project_id) if place else None
        if place is not None and project is not None:
            found[each.trainee_id].append(_use(each, place, project.occupation, years.get(each.voucher_id)))
    return found


def _use(voucher: Voucher, place: uses.Place, occupation: str, activated_in: int | None) -> Use:
    return Use(
        trainee_id=voucher.trainee_id,
        voucher_id=voucher.voucher_id,
        class_id=place.class_id,
        authority_code=voucher.authority_code,
        occupation=occupation,
        registered_on=day_of(place.registered_at),
        activated_in=activated_in,
    )


def _require(refusal: VoucherRefusal | None) -> None:
    if refusal is not None:
        raise by_law(refusal.words, refusal.basis, reason=refusal.reason)
