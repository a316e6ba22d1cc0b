"""The log of a desk: what it was shown, vouchers and what is none, as one list."""

from sqlalchemy import Boolean, Text, bindparam, case, cast, literal, null, select, union_all

from checkin_service.kit.lists import LongList, day, text, word
from checkin_service.kit.questions import alike
from checkin_service.voucher.model.vouchers import DeskLook
from checkin_service.voucher.tables import unknown_verification, verification, voucher

_SAME = ("way", "purpose", "reason", "tenant", "subject", "at")
_looks = union_all(
    select(
        verification.c.verification_id,
        voucher.c.voucher_code,
        verification.c.is_valid,
        *(verification.c[name] for name in _SAME),
    ).join(voucher, alike(voucher, verification, "trainee_id", "voucher_id")),
    select(
        unknown_verification.c.verification_id,
        cast(null(), Text).label("voucher_code"),
        cast(literal("false"), Boolean).label("is_valid"),
        *(unknown_verification.c[name] for name in _SAME),
    ),
).subquery("looks")

LOOKS = LongList(
    select(*(column for column in _looks.c if column.name != "tenant")).where(
        _looks.c.tenant == bindparam("tenant", type_=Text)
    ),
    DeskLook,
    key=_looks.c.verification_id,
    columns={
        "at": day(_looks.c.at),
        "voucher": text(_looks.c.voucher_code),
        "what": word(_looks.c.purpose, of="what"),
        "way": word(_looks.c.way, of="way"),
        "who": word(_looks.c.subject, of="who"),
        "result": word(case((_looks.c.is_valid, "pass"), else_="fail"), of="result"),
        "reason": word(_looks.c.reason, of="reason"),
    },
    latest_first=True,
)
"""Of one tenant: an institution's desk, or an authority's."""
