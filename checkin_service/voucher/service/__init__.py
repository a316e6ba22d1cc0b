"""Use cases of vouchers, by what is done with them."""

from checkin_service.voucher.service.activating import activate_own, activate_shown
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
from checkin_service.voucher.service.issuing import (
    Issue,
    add_commitment,
    close_issue,
    issue,
    issue_to_all,
    numbers_had,
    open_issue,
    set_aside_for_all,
)
from checkin_service.voucher.service.reading import (
    activation_years,
    ending_unused,
    history,
    latest_template,
    listed_looks,
    own_vouchers,
    state_at,
    template_of,
    verifications,
    voucher_by_code,
    voucher_of,
    vouchers_of,
)
from checkin_service.voucher.service.showing import shown_voucher, voucher_shown, way_of
from checkin_service.voucher.service.using import (
    activate_and_use,
    can_change_class,
    change_class,
    claim,
    end_hold,
    hold,
    live_code,
    refusal_to_use,
    refuse,
    remember_refused,
)
