"""Issuing vouchers (制券、发券): from a template or by the pack alone, within quota and budget."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.outbox import announce_all
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.voucher import rules
from checkin_service.voucher.codes import new_code
from checkin_service.voucher.model import Template, Training, Voucher, VoucherKind, VoucherState
from checkin_service.voucher.news import news_of
from checkin_service.voucher.rules import CommitAt
from checkin_service.voucher.service import commitment
from checkin_service.voucher.service.drawing import Commitment
from checkin_service.voucher.service.reading import civil_day
from checkin_service.voucher.store import templates as template_store
from checkin_service.voucher.store import vouchers as store


@dataclass(slots=True, kw_only=True)
class Issue:
    """One issue of vouchers to many people: it knows its template, and what it will have to set aside."""

    view: PolicyView
    template: Template | None
    issued: int = 0
    commitments: list[Commitment] = field(default_factory=list)


async def open_issue(
    resources: Resources, view: PolicyView, template_id: UUID | None, *, institution_id: UUID | None = None
) -> Issue:
    """Begin an issue; refused when the template is not the authority's or not for this institution."""
    if template_id is None:
        return Issue(view=view, template=None)
    found = await template_store.latest(resources.database, template_id)
    if found is None or found[0].authority_code != view.jurisdiction:
        raise Problem(ProblemKind.NOT_FOUND, _NO_TEMPLATE)
    template, _ = found
    if institution_id and template.institutions and institution_id not in template.institutions:
        raise Problem(ProblemKind.RULE_REFUSED, _OTHER_INSTITUTION, fields={"reason": "template_not_for_institution"})
    return Issue(view=view, template=template)


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
) -> Voucher:
    """Add a new voucher to a write; its periods are those of the policy view (SX-12, SX-13)."""
    if template is not None and template.kind is not kind:
        raise Problem(ProblemKind.RULE_REFUSED, _OTHER_KIND, fields={"reason": "template_of_other_kind"})
    obtained_on = civil_day(at)
    activate_by, use_by = _periods(view, kind, obtained_on, template)
    graph = rules.graph_of(authority_code)
    new = Voucher(
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
        obtained_on=obtained_on,
        activate_by=activate_by,
        use_by=use_by,
    )
    _add(unit, new, at=at)
    return new


def _add(unit: UnitOfWork, new: Voucher, *, at: datetime) -> None:
    store.add_voucher(unit, new)
    moves = rules.first_moves(new, at=at, actor=f"authority:{new.authority_code}")
    for move in moves:
        store.add_move(unit, move)
    announce_all(unit, news_of([(new, moves)]))


async def add_commitment(
    resources: Resources, opened: Issue, voucher: Voucher, training: Callable[[], Awaitable[Training]]
) -> None:
    """Remember what a voucher just issued will pay, where the pack commits at the issue (FJ-11)."""
    opened.issued += 1
    if rules.commits(opened.view, voucher.kind, CommitAt.ISSUE):
        opened.commitments.append(
            await commitment.commitment_of(resources, opened.view, voucher, await training(), template=opened.template)
        )


async def close_issue(resources: Resources, unit: UnitOfWork, opened: Issue, *, batch_id: UUID, at: datetime) -> None:
    """Take the quota of the template and the budget of all vouchers issued: never more than the fund covers."""
    if opened.template is not None and opened.issued:
        template_store.take_quota(unit, opened.template, count=opened.issued)
    await commitment.commit_all(resources, unit, opened.commitments, batch_id=batch_id, view=opened.view, at=at)


def _periods(view: PolicyView, kind: VoucherKind, obtained_on: date, template: Template | None) -> tuple[date, date]:
    """The pack's periods; a template may shorten them, never lengthen (MP-05, MP-10)."""
    activate_by, use_by = rules.periods_under(view, kind, obtained_on)
    if template is None or template.valid_months is None:
        return activate_by, use_by
    own = rules.rolled(rules.last_day(obtained_on, template.valid_months), view, kind)
    return min(activate_by, own), min(use_by, own)


_NO_TEMPLATE = Words("没有此培训券模板。", "There is no such voucher template.")
_OTHER_INSTITUTION = Words("该模板不适用于此培训机构。", "The template is not for this institution.")
_OTHER_KIND = Words("模板的发放模式与花名册登记不符。", "The template is of another kind than the roster asks for.")
