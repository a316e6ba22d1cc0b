"""Issuing vouchers (制券、发券): from a template or by the pack alone, within quota and budget."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import announce_all
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.clauses import law
from checkin_service.voucher import rules
from checkin_service.voucher.model.codes import new_code
from checkin_service.voucher.model.vouchers import (
    NOBODY_YET,
    Template,
    Training,
    Voucher,
    VoucherKind,
    VoucherMove,
    VoucherRefusal,
    VoucherState,
)
from checkin_service.voucher.rules import CommitAt
from checkin_service.voucher.service import commitment
from checkin_service.voucher.service.drawing import Commitment
from checkin_service.voucher.service.news import news_of
from checkin_service.voucher.service.reading import vouchers_of
from checkin_service.voucher.store import many
from checkin_service.voucher.store import templates as template_store
from checkin_service.voucher.store import vouchers as store


@dataclass(slots=True, kw_only=True)
class Issue:
    """One issue of vouchers to many people: it knows its template, and what it will have to set aside."""

    view: PolicyView
    template: Template | None
    had: Mapping[UUID, int] = field(default_factory=dict)
    """How many vouchers each of the people had before anything was judged of them."""
    left: int | None = None
    """How many vouchers the template had left when the issue began; `None` without one."""
    issued: int = 0
    commitments: list[Commitment] = field(default_factory=list)


async def numbers_had(resources: Resources, people: Sequence[UUID]) -> dict[UUID, int]:
    """How many vouchers each of these people has had; to be asked before it is judged whether they may have another."""
    return {trainee_id: len(held) for trainee_id, held in (await vouchers_of(resources, people)).items()}


async def open_issue(
    resources: Resources,
    view: PolicyView,
    template_id: UUID | None,
    *,
    had: Mapping[UUID, int] = MappingProxyType({}),
    institution_id: UUID | None = None,
) -> Issue:
    """Begin an issue to the people of `had`; refused when the template is not the authority's or not for this place."""
    if template_id is None:
        return Issue(view=view, template=None, had=had)
    found = await template_store.latest(resources.database, template_id)
    if found is None or found[0].authority_code != view.jurisdiction:
        raise Problem(ProblemKind.NOT_FOUND, _NO_TEMPLATE)
    template, issued = found
    if institution_id and template.institutions and institution_id not in template.institutions:
        basis = rules.basis_of_template(view, template.kind)
        refusal = VoucherRefusal("template_not_for_institution", _OTHER_INSTITUTION, basis)
        raise by_law(refusal.words, refusal.basis, reason=refusal.reason)
    return Issue(view=view, template=template, had=had, left=template.quantity - issued)


def issue(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    voucher_id: UUID,
    kind: VoucherKind,
    authority_code: str,
    at: datetime,
    view: PolicyView,
    template: Template | None = None,
    before: int,
) -> Voucher:
    """Add a new voucher to a write; its periods are those of the policy view (SX-12, SX-13).

    `before` is how many the person had when this one was judged: where another issue was as fast, the write is stale.
    """
    new = _new(
        trainee_id=trainee_id,
        voucher_id=voucher_id,
        kind=kind,
        authority_code=authority_code,
        at=at,
        view=view,
        template=template,
    )
    store.add_voucher(unit, new)
    many.take_turns(unit, [new], {trainee_id: before})
    moves = _first_moves(new, at)
    for move in moves:
        store.add_move(unit, move)
    announce_all(unit, news_of([(new, moves)]))
    return new


def issue_to_all(
    unit: UnitOfWork, opened: Issue, people: Sequence[UUID], *, kind: VoucherKind, at: datetime
) -> list[Voucher]:
    """A new voucher for each of any number of people, without a class, in a handful of statements."""
    new = [
        _new(
            trainee_id=trainee_id,
            voucher_id=new_id(),
            kind=kind,
            authority_code=opened.view.jurisdiction,
            at=at,
            view=opened.view,
            template=opened.template,
        )
        for trainee_id in people
    ]
    moves = [_first_moves(each, at) for each in new]
    many.add_vouchers(unit, new, moves)
    many.take_turns(unit, new, opened.had)
    announce_all(unit, news_of(zip(new, moves, strict=True)))
    opened.issued += len(new)
    return new


def _new(
    *,
    trainee_id: UUID,
    voucher_id: UUID,
    kind: VoucherKind,
    authority_code: str,
    at: datetime,
    view: PolicyView,
    template: Template | None,
) -> Voucher:
    if template is not None and template.kind is not kind:
        raise by_law(_OTHER_KIND, law("MP-05"), reason="template_of_other_kind")
    activate_by, use_by = _periods(view, kind, day_of(at), template)
    graph = rules.graph_of(authority_code)
    return Voucher(
        trainee_id=trainee_id,
        voucher_id=voucher_id,
        voucher_code=new_code(),
        kind=kind,
        authority_code=authority_code,
        graph=graph.code,
        template_id=template.template_id if template else None,
        template_version=template.version if template else None,
        fund=template.fund if template else None,
        state=VoucherState.ISSUED,
        ordinal=len(graph.issuing),
        class_id=None,
        institution_id=None,
        obtained_on=day_of(at),
        activate_by=activate_by,
        use_by=use_by,
    )


def _first_moves(new: Voucher, at: datetime) -> list[VoucherMove]:
    return rules.first_moves(new, at=at, actor=f"authority:{new.authority_code}")


async def add_commitment(
    resources: Resources, opened: Issue, voucher: Voucher, training: Callable[[], Awaitable[Training]]
) -> None:
    """Remember what a voucher just issued will pay, where the pack commits at the issue (FJ-11)."""
    opened.issued += 1
    if rules.commits(opened.view, voucher.kind, CommitAt.ISSUE):
        opened.commitments.append(
            await commitment.commitment_of(resources, opened.view, voucher, await training(), template=opened.template)
        )


async def set_aside_for_all(
    resources: Resources, unit: UnitOfWork, opened: Issue, new: Sequence[Voucher], *, batch_id: UUID, at: datetime
) -> None:
    """Where the pack commits at the issue, the money of vouchers issued without a class, all of it or nothing (FJ-11).

    Whom each will pay is said when it is put to use.
    """
    if new and rules.commits(opened.view, new[0].kind, CommitAt.ISSUE):
        training = Training(institution_id=NOBODY_YET)
        await commitment.commit_new(
            resources, unit, opened.view, new, training, template=opened.template, batch_id=batch_id, at=at
        )


async def close_issue(resources: Resources, unit: UnitOfWork, opened: Issue, *, batch_id: UUID, at: datetime) -> None:
    """Take the quota of the template and the budget of all vouchers issued: never more than the fund covers."""
    if opened.template is not None and opened.issued:
        require_left(opened.template, opened.left or 0, count=opened.issued)
        template_store.take_quota(unit, opened.template, count=opened.issued)
    await commitment.commit_all(resources, unit, opened.commitments, batch_id=batch_id, view=opened.view, at=at)


def require_left(template: Template, left: int, *, count: int) -> None:
    """So many more vouchers can be issued from the template; the refusal names how many are left (MP-05)."""
    if left < count:
        words = _USED_UP.filled(quantity=template.quantity, left=left, count=count)
        raise by_law(words, law("MP-05"), reason="quantity_used_up", left=left)


def _periods(view: PolicyView, kind: VoucherKind, obtained_on: date, template: Template | None) -> tuple[date, date]:
    return rules.periods_under(view, kind, obtained_on, on_template=template.valid_months if template else None)


_USED_UP = Words(
    "该模板共{quantity}张，剩余{left}张，不足以发放{count}张；请发布数量更多的新版本。",
    "Of the template's {quantity} vouchers {left} are left, too few for {count}: publish a version with more.",
)
_NO_TEMPLATE = Words("没有此培训券模板。", "There is no such voucher template.")
_OTHER_INSTITUTION = Words(
    "该模板不适用于此培训机构；请改用其他模板，或由可用的机构开班。",
    "The template is not for this institution: choose another template, or a class of an institution it is for.",
)
_OTHER_KIND = Words("模板的发放模式与花名册登记不符。", "The template is of another kind than the roster asks for.")
