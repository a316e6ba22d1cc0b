"""Values of policy in lines of text."""

from checkin_service.policy.clauses import clauses
from checkin_service.policy.keys import KEYS
from checkin_service.policy.model import PolicyValue
from checkin_service.policy.wording import INFORMS, value_in_words


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
    basis, title, meaning = value.basis, KEYS[value.key].title, value_in_words(value)
    inherited = f" · 沿用 inherited from {value.jurisdiction}" if value.is_inherited else ""
    lines = [
        f"{name_of(value)} = {plainly(value)}",
        f"  {title.zh}：{meaning.zh}",
        f"  {title.en}: {meaning.en}",
        f"  {basis.kind}: {_where(value)}{basis.document}{inherited}",
        f"  {value.effective_from} – {value.effective_to or ''} (published {value.published_on})",
    ]
    lines += [f"  {INFORMS.zh} · {INFORMS.en}"] if KEYS[value.key].informs else []
    lines += [f"  「{basis.quote}」"] if basis.quote else []
    if value.decision_id is not None:
        lines.append(f"  决定 decision {value.decision_id}, entered {value.entered_on}")
    lines += [f"  {value.note.zh}", f"  {value.note.en}"] if value.note else []
    return "\n".join(lines)


def _where(value: PolicyValue) -> str:
    return "".join(f"{clause} {clauses()[clause].where} " for clause in value.clauses)
