"""The rules of a jurisdiction with some values of a test's own."""

from dataclasses import replace

from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import Plain, VoucherKind


def with_values(policy: PolicyView, values: dict[str, Plain], kind: VoucherKind | None = None) -> PolicyView:
    """The same rules in which some keys, asked for with that kind of voucher or without one, say something else."""
    other = replace(policy)
    for key, value in values.items():
        other._found[key, kind] = replace(policy.value(key, kind), value=value)
    return other
