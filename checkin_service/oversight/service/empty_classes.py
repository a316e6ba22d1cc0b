"""Classes that look empty (空转), shown to the authorities that supervise and pay for them before money moves."""

from checkin_service.access.model import Subject
from checkin_service.eligibility.rules import asks_for_rate, is_empty
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.oversight.model import SignedClass
from checkin_service.oversight.schemas import EmptyClass, EmptyClasses
from checkin_service.oversight.store import empty_classes as store
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.policy.model import VoucherKind


async def empty_classes(resources: Resources, subject: Subject, page: PageRequest) -> EmptyClasses:
    """Where no rate is asked for, the classes whose people hardly signed in for what was held so far."""
    if subject.authority_code is None:
        raise not_found()
    now = resources.clock.now()
    found = await store.signed_classes(resources.database, subject.authority_code, page, now=now)
    shown, cursor = page.shown(found, lambda each: each.class_id)
    views = {code: policy_at(code, now, known_at=now) for code in {each.paying_authority for each in shown}}
    empty = [each for each in shown if _looks_empty(each, views[each.paying_authority])]
    return EmptyClasses(
        classes=[EmptyClass.showing(each, voucher_kinds=list(each.voucher_kinds)) for each in empty],
        next_cursor=cursor,
    )


def _looks_empty(found: SignedClass, policy: PolicyView) -> bool:
    kinds = [VoucherKind(kind) for kind in found.voucher_kinds]
    return any(
        not asks_for_rate(policy, kind) and is_empty(policy, kind, signed=found.signed_hours, held=found.held_hours)
        for kind in kinds
    )
