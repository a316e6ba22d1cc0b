"""Rules for policy decisions: which values an authority may decide, and within which bounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from checkin_service.kit.verdict import BasisKind
from checkin_service.kit.words import Words
from checkin_service.policy.book import Book, line_of
from checkin_service.policy.keys import KEYS
from checkin_service.policy.model import PolicyValue
from checkin_service.policy.wording import allowed, value_in_words
from checkin_service.policy_decisions.model import PolicyDecision

_IN_ORDER = (("site.radius_min_m", "site.radius_proposal_m", "site.radius_max_m"),)
"""Values that only make sense from small to large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a decision cannot be entered; a statute in its way is named by its clause."""

    reason: str
    words: Words
    clause: str | None = None


def refusal_to_decide(book: Book, wanted: PolicyDecision, *, today: date) -> Refusal | None:
    """Why the value is not the authority's to decide, or not like this; `None` when it may be decided."""
    return (
        refusal_of_value(wanted.key, wanted.value)
        or _refusal_of_days(wanted, today)
        or _refusal_by_statute(book, wanted)
        or _refusal_of_order(book, wanted)
    )


def refusal_to_repeal(
    target: PolicyDecision, wanted: PolicyDecision, *, today: date, is_under_way: bool
) -> Refusal | None:
    """Why an earlier decision cannot be repealed, or not like this; `is_under_way`: another repeal waits or holds."""
    if target.ruling is None or not target.ruling.approved or target.repeals is not None:
        return Refusal(reason="nothing_to_repeal", words=_NOTHING_TO_REPEAL)
    if is_under_way:
        return Refusal(reason="repealed_already", words=_REPEALED)
    last = target.effective_to or date.max
    if not target.effective_from <= wanted.effective_from <= last:
        return Refusal(reason="outside_its_days", words=_OUTSIDE.filled(day=target.effective_from))
    return _refusal_of_days(wanted, today)


def refusal_of_value(key: str, value: object) -> Refusal | None:
    """Why nobody could decide this, whatever the authority: an unknown key, one that is fixed, a value out of bounds.

    >>> refusal_of_value("site.radius_max_m", 800) is None
    True
    >>> refusal_of_value("site.radius_max_m", 80_000).reason
    'value_out_of_bounds'
    """
    known = KEYS.get(key)
    if known is None:
        return Refusal(reason="unknown_key", words=_UNKNOWN_KEY)
    title = {"zh": known.title.zh, "en": known.title.en}
    if not known.decidable:
        return Refusal(reason="not_decidable", words=_FIXED.filled(**title))
    if known.shape.mistake(value) is not None:
        bounds = allowed(known.shape)
        words = _OUT_OF_BOUNDS.filled(**title, bounds_zh=bounds.zh, bounds_en=bounds.en)
        return Refusal(reason="value_out_of_bounds", words=words)
    return None


def may_be_decided(value: PolicyValue) -> bool:
    """Whether an authority under whom a value is in force may decide otherwise."""
    return KEYS[value.key].decidable and value.basis.kind is not BasisKind.STATUTE


def _refusal_of_days(wanted: PolicyDecision, today: date) -> Refusal | None:
    if wanted.published_on > today:
        return Refusal(reason="not_published", words=_NOT_PUBLISHED.filled(day=wanted.published_on, today=today))
    if wanted.effective_to is not None and wanted.effective_to < wanted.effective_from:
        return Refusal(reason="ends_before_it_begins", words=_BACKWARDS)
    return None


def _refusal_by_statute(book: Book, wanted: PolicyDecision) -> Refusal | None:
    statute = next(_statutes(book, wanted), None)
    if statute is None:
        return None
    said, title = value_in_words(statute), KEYS[wanted.key].title
    words = _STATUTE.filled(
        zh=title.zh,
        en=title.en,
        clause=statute.basis.clause,
        document=statute.basis.document,
        said_zh=said.zh,
        said_en=said.en,
    )
    return Refusal(reason="statute", words=words, clause=statute.basis.clause)


def _statutes(book: Book, wanted: PolicyDecision) -> Iterator[PolicyValue]:
    """What packs of the authority's line state as law for any of the days and vouchers concerned."""
    line = line_of(wanted.authority_code)
    for place in line[:1] if KEYS[wanted.key].is_own else line:
        for value in book.stated(place, wanted.key):
            is_law = value.basis.kind is BasisKind.STATUTE
            if is_law and _share_a_voucher(value, wanted) and _share_a_day(value, wanted):
                yield value


def _share_a_voucher(value: PolicyValue, wanted: PolicyDecision) -> bool:
    return value.voucher_kind is None or wanted.voucher_kind in {None, value.voucher_kind}


def _share_a_day(value: PolicyValue, wanted: PolicyDecision) -> bool:
    ends, wanted_ends = value.effective_to or date.max, wanted.effective_to or date.max
    return value.effective_from <= wanted_ends and wanted.effective_from <= ends


def _refusal_of_order(book: Book, wanted: PolicyDecision) -> Refusal | None:
    """Bounds that cross each other would leave nothing to approve."""
    decided = book.with_decisions([wanted.as_value(entered_on=wanted.published_on)])
    view = decided.at(wanted.authority_code, on=wanted.effective_from)
    for smaller, larger in (pair for keys in _IN_ORDER if wanted.key in keys for pair in pairwise(keys)):
        one, other = view.value(smaller), view.value(larger)
        if one.integer > other.integer:
            least, most = KEYS[smaller].title, KEYS[larger].title
            words = _OUT_OF_ORDER.filled(
                least_zh=least.zh, least_en=least.en, one=one.value, most_zh=most.zh, most_en=most.en, other=other.value
            )
            return Refusal(reason="out_of_order", words=words)
    return None


_UNKNOWN_KEY = Words("没有这一政策项。", "There is no such item of policy.")
_FIXED = Words(
    "“{zh}”由平台或上级文件固定，不由各地决定。",
    "“{en}” is fixed by the service or by documents from above; no place decides on it.",
)
_OUT_OF_BOUNDS = Words(
    "“{zh}”可决定的范围是：{bounds_zh}。请改正取值。",
    "“{en}” may be decided within: {bounds_en}. Correct the value.",
)
_NOT_PUBLISHED = Words(
    "公布日期{day}晚于今天（{today}）：文件公布后再录入。",
    "The day of publication, {day}, is after today ({today}): enter the document once it is published.",
)
_NOTHING_TO_REPEAL = Words(
    "只能废止已批准的决定；要恢复已废止的规定，请重新录入决定。",
    "Only an approved decision can be repealed; to restore what was repealed, enter a decision anew.",
)
_REPEALED = Words("该决定已有废止的提议或已被废止。", "A repeal of this decision waits for approval or is in force.")
_OUTSIDE = Words(
    "废止之日须在该决定的施行期内（自{day}起）。",
    "The repeal begins on a day on which the decision applies, from {day} on.",
)
_BACKWARDS = Words("终止日期早于生效日期，请改正。", "It would end before it begins; correct the days.")
_STATUTE = Words(
    "“{zh}”已由{document}（{clause}）规定为：{said_zh}。法规的规定不能由本地另行决定。",
    "{document} ({clause}) rules on “{en}”: {said_en}. What a statute says cannot be decided otherwise here.",
)
_OUT_OF_ORDER = Words(
    "“{least_zh}”（{one}）将大于“{most_zh}”（{other}）。请先决定另一项，或改正取值。",
    "“{least_en}” ({one}) would exceed “{most_en}” ({other}). Decide on the other first, or correct the value.",
)
