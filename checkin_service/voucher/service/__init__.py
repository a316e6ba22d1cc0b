"""Use cases of vouchers, by what is done with them."""

from checkin_service.voucher.service.commitment import commitment_of
from checkin_service.voucher.service.drawing import Commitment
from checkin_service.voucher.service.ending import (
    exchange,
    expire,
    expire_due,
    return_voucher,
    unfinished,
    void_all,
    void_batch,
    voidable,
)
from checkin_service.voucher.service.issuing import Issue, add_commitment, close_issue, issue, open_issue
from checkin_service.voucher.service.reading import (
    civil_day,
    history,
    shown_voucher,
    state_at,
    verifications,
    voucher_by_code,
    voucher_of,
    vouchers_of,
)
from checkin_service.voucher.service.using import (
    activate_and_use,
    can_change_class,
    change_class,
    claim,
    end_hold,
    hold,
    live_code,
    refusal_to_use,
    voucher_shown,
    way_of,
)

__all__ = [
    "Commitment",
    "Issue",
    "activate_and_use",
    "add_commitment",
    "can_change_class",
    "change_class",
    "civil_day",
    "claim",
    "close_issue",
    "commitment_of",
    "end_hold",
    "exchange",
    "expire",
    "expire_due",
    "history",
    "hold",
    "issue",
    "live_code",
    "open_issue",
    "refusal_to_use",
    "return_voucher",
    "shown_voucher",
    "state_at",
    "unfinished",
    "verifications",
    "void_all",
    "void_batch",
    "voidable",
    "voucher_by_code",
    "voucher_of",
    "voucher_shown",
    "vouchers_of",
    "way_of",
]
