"""Activation of a voucher (激活、验券) as a step of its own, before there is a class (SX-12 to SX-14)."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Role, Subject
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import Stale
from checkin_service.kit.outbox import announce_all
from checkin_service.kit.problem import Problem, ProblemKind, existing, not_found
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, acting_as
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.voucher import rules
from checkin_service.voucher.model.vouchers import Voucher, VoucherRefusal
from checkin_service.voucher.service.news import news_of
from checkin_service.voucher.service.reading import verification, voucher_of
from checkin_service.voucher.service.showing import voucher_shown, way_of
from checkin_service.voucher.service.using import judged, refusal_at, refuse
from checkin_service.voucher.store import activations
from checkin_service.voucher.store import vouchers as store


async def activate_own(resources: Resources, subject: Subject, voucher_id: UUID) -> Voucher:
    """Activation by the holder, on the phone."""
    voucher = existing(await voucher_of(resources, subject.subject_id, voucher_id))
    return await _activate(resources, subject, voucher, way="code")


async def activate_shown(resources: Resources, subject: Subject, shown: str) -> Voucher:
    """Activation at the desk of an institution, of a voucher its holder shows there."""
    voucher = await voucher_shown(resources, subject, shown, purpose="activate")
    if voucher.institution_id not in {None, subject.institution_id}:
        raise not_found()
    refusal = await refusal_at(resources, voucher, subject)
    if refusal is not None:
        await refuse(resources, voucher, subject, refusal, purpose="activate", at=resources.clock.now())
    return await _activate(resources, subject, voucher, way=way_of(shown))


async def _activate(resources: Resources, subject: Subject, voucher: Voucher, *, way: str) -> Voucher:
    """Counted in the year it happens (SX-15); from then on the voucher has to be used by its last day of use."""
    now = resources.clock.now()
    on = day_of(now)
    view = policy_at(voucher.authority_code, now, known_at=now)
    refusal, activated = await judged(resources, voucher, on=on, view=view)
    events = rules.moves_to_activate(view, voucher)
    if refusal is None and not events:
        refusal = VoucherRefusal(
            "activation_not_separate", _NOT_SEPARATE, rules.ground_of(voucher.graph, rules.Matter.ORDER)
        )
    if refusal is not None:
        if subject.role is Role.TRAINEE:
            raise by_law(refusal.words, refusal.basis, reason=refusal.reason)
        await refuse(resources, voucher, subject, refusal, purpose="activate", at=now, way=way)
    moves = rules.moves_of(voucher, events, at=now, actor=subject.name)
    try:
        async with resources.database.write() as unit:
            for move in moves:
                store.add_move(unit, move)
            activations.add_activation(
                unit,
                trainee_id=voucher.trainee_id,
                voucher_id=voucher.voucher_id,
                year=on.year,
                number=activated + 1,
            )
            store.move_to(unit, voucher, moves[-1])
            announce_all(unit, news_of([(voucher, moves)]))
            if subject.role is not Role.TRAINEE:
                unit.work = Work.SHOWN_VOUCHER
                seen = verification(voucher, subject, purpose="activate", reason=None, at=now, way=way)
                store.add_verification(unit, seen)
            audit.record(unit, subject, Permission.VOUCHER_ACTIVATE_ALONE, voucher.voucher_id, at=now)
    except Stale:
        raise Problem(ProblemKind.STATE_CONFLICT) from None
    with acting_as(Work.SHOWN_VOUCHER):
        return await voucher_of(resources, voucher.trainee_id, voucher.voucher_id) or voucher


_NOT_SEPARATE = Words(
    "该培训券不需要单独激活，或已激活；到班报到时验券即可。",
    "This voucher needs no activation of its own, or has had it: it is verified on arrival in a class.",
)
