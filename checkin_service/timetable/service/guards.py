"""Guards shared by the timetable's use cases: state, authority, policy and rows, each with its refusal."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Basis
from checkin_service.kit.words import Words
from checkin_service.policy import wording
from checkin_service.policy.book import policy_at
from checkin_service.policy.keys import KEYS
from checkin_service.policy.model import PolicyUnknown, VoucherKind
from checkin_service.timetable import rules
from checkin_service.timetable.model import ClassState, TrainingClass
from checkin_service.timetable.schemas import BadRow
from checkin_service.timetable.service.reading import policy_on
from checkin_service.voucher.service.templates import kinds_with_period


def require_state(training_class: TrainingClass, *states: ClassState) -> None:
    if training_class.state not in states:
        raise Problem(ProblemKind.STATE_CONFLICT, _STATE, fields={"state": training_class.state.value})


def moved(training_class: TrainingClass, to: ClassState) -> TrainingClass:
    """The class in its next state, if its lifecycle has this move."""
    if not rules.may_become(training_class.state, to):
        raise Problem(ProblemKind.STATE_CONFLICT, _STATE, fields={"state": training_class.state.value})
    return replace(training_class, state=to)


def require_supervising(subject: Subject, training_class: TrainingClass) -> None:
    """属地监管: whoever pays decides on no opening (SX-22)."""
    if subject.authority_code != training_class.supervising_authority:
        raise by_law(_SUPERVISING_ONLY, _division_of_duties(training_class), kind=ProblemKind.NOT_PERMITTED)


def require_paying(subject: Subject, training_class: TrainingClass) -> None:
    """谁发券、谁审核、谁补贴: whoever supervises issues no vouchers of another's money (SX-21, SX-22)."""
    if subject.authority_code != training_class.paying_authority:
        raise by_law(_PAYING_ONLY, _division_of_duties(training_class), kind=ProblemKind.NOT_PERMITTED)


def _division_of_duties(training_class: TrainingClass) -> Basis:
    """What says who supervises and who pays: the rules of where the class was applied for (SX-22)."""
    view = policy_at(training_class.supervising_authority, training_class.applied_at)
    return view.value("supervision.authority").basis


async def require_policy(
    resources: Resources,
    training_class: TrainingClass,
    kinds: Iterable[VoucherKind],
    *,
    days: Iterable[date],
    now: datetime,
) -> None:
    """Refuse what would need a value that no jurisdiction states: nobody finds out at the classroom door.

    The time to use a voucher may stand on its template instead (MP-05, MP-10).
    """
    unknown: list[PolicyUnknown] = []
    for on in days:
        supervising = policy_on(training_class.supervising_authority, on=on, now=now)
        paying = policy_on(training_class.paying_authority, on=on, now=now)
        missing = paying.unknown(rules.needed_of_voucher(kinds))
        if any(each.key == _USE_PERIOD for each in missing):
            institution_id = training_class.institution_id
            on_templates = await kinds_with_period(resources, paying, institution_id=institution_id)
            missing = [each for each in missing if each.key != _USE_PERIOD or each.voucher_kind not in on_templates]
        unknown += supervising.unknown(rules.needed_of_class()) + missing
    if unknown:
        raise unknown_value(unknown)


def undecided_before_opening(authority_code: str, *, now: datetime) -> list[PolicyUnknown]:
    """What an authority has to decide before its first class can open; everything else can wait."""
    view = policy_on(authority_code, on=day_of(now), now=now)
    return view.unknown([*rules.needed_of_class(), *rules.needed_of_voucher(list(VoucherKind))])


def unknown_value(unknown: Sequence[PolicyUnknown]) -> Problem:
    """The refusal that names every missing value with the way to decide it."""
    by_key: dict[str, PolicyUnknown] = {}
    for each in unknown:
        by_key.setdefault(each.key, each)
    first = unknown[0]
    titles = [KEYS[key].title for key in by_key]
    way = wording.way_to_decide(first)
    words = _UNKNOWN.filled(
        place=first.jurisdiction,
        on=first.on,
        zh="、".join(f"“{each.zh}”" for each in titles),
        en=", ".join(f"“{title.en}” ({key})" for key, title in zip(by_key, titles, strict=True)),
        way_zh=way.zh,
        way_en=way.en,
    )
    if _USE_PERIOD in by_key:
        words = Words(f"{words.zh}{_OR_TEMPLATE.zh}", f"{words.en} {_OR_TEMPLATE.en}")
    undecided = [_undecided(each) for each in by_key.values()]
    return unfit(words, unknown=list(by_key), undecided=undecided)


def _undecided(unknown: PolicyUnknown) -> dict[str, object]:
    """One missing value for programs: what it is, whose it is, and how it comes about."""
    key = KEYS[unknown.key]
    return {
        "key": unknown.key,
        "title": WordsBody.of(key.title).model_dump(),
        "authority_code": unknown.jurisdiction,
        "on": unknown.on.isoformat(),
        "may_be_decided": key.decidable,
        "allowed": WordsBody.of(wording.allowed(key.shape)).model_dump(),
        "way": WordsBody.of(wording.way_to_decide(unknown)).model_dump(),
    }


def refuse_rows(bad: Sequence[BadRow]) -> None:
    """One answer names every row that has to be corrected."""
    if bad:
        rows = [row.model_dump(mode="json") for row in bad]
        raise unfit(_BAD_ROWS.filled(count=len(bad)), rows=rows)


def bad_row(number: int, trainee_id: UUID, reason: Words, field: str | None = None) -> BadRow:
    return BadRow(row=number, trainee_id=trainee_id, field=field, reason=WordsBody.of(reason))


_STATE = Words("班期当前状态不允许此操作。", "The class is not in a state that allows this.")
_SUPERVISING_ONLY = Words("仅属地监管部门可以审批。", "Only the supervising authority decides on this.")
_PAYING_ONLY = Words("仅发券部门可以发券。", "Only the authority that pays issues the vouchers.")
_BAD_ROWS = Words("名单中有{count}行需要改正，未保存任何内容。", "{count} row(s) need correction; nothing was kept.")
_UNKNOWN = Words(
    "{place}在{on}没有以下规定：{zh}，须先由人社部门确定。{way_zh}",
    "{place} states no value of {en} for {on}; the authority must decide it first. {way_en}",
)
_OR_TEMPLATE = Words(
    "使用有效期也可以写在本部门的培训券模板上（valid_months）。",
    "The time to use may also stand on a voucher template of the authority (valid_months).",
)
_USE_PERIOD = "voucher.use_within_months"
