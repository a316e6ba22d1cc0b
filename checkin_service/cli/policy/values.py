"""Values of policy in lines of text."""

from collections.abc import Iterator

from checkin_service.policy.book import PolicyView
from checkin_service.policy.clauses import clauses
from checkin_service.policy.keys import KEYS
from checkin_service.policy.model import PolicyUnknown, PolicyValue, VoucherKind
from checkin_service.policy.wording import shown


def values_of(view: PolicyView) -> Iterator[PolicyValue]:
    """One value per key, or one per voucher kind where they differ; what nobody states is left out."""
    for key in KEYS:
        found: list[PolicyValue] = []
        for kind in (None, *VoucherKind):
            try:
                value = view.value(key, kind)
            except PolicyUnknown:
                continue
            if value not in found:
                found.append(value)
        yield from found


def name_of(value: PolicyValue) -> str:
    return f"{value.key} [{value.voucher_kind}]" if value.voucher_kind else value.key


def plainly(value: PolicyValue) -> str:
    """As the pack writes it: numbers and names."""
    if not value.is_required:
        return "不要求 · not required"
    plain = ", ".join(map(str, value.value)) if isinstance(value.value, tuple) else str(value.value)
    return f"{plain} {value.unit}" if value.unit else plain


def sentence(value: PolicyValue) -> str:
    """Value, title, meaning, basis, days, quote and note, a line each."""
    basis, title, meaning = value.basis, KEYS[value.key].title, shown(value)
    inherited = f" · 沿用 inherited from {value.jurisdiction}" if value.is_inherited else ""
    lines = [
        f"{name_of(value)} = {plainly(value)}",
        f"  {title.zh}：{meaning.zh}",
        f"  {title.en}: {meaning.en}",
        f"  {basis.kind}: {_where(value)}{basis.document}{inherited}",
        f"  {value.effective_from} – {value.effective_to or ''} (published {value.published_on})",
    ]
    lines += [f"  「{basis.quote}」"] if basis.quote else []
    lines += [f"  {value.note.zh}", f"  {value.note.en}"] if value.note else []
    return "\n".join(lines)


def _where(value: PolicyValue) -> str:
    return "".join(f"{clause} {clauses()[clause].where} " for clause in value.clauses)
