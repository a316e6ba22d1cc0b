"""Pure decisions about vouchers: lifecycle, periods, quotas, person conditions, payers, budget and settlement."""

from checkin_service.voucher.rules.against import (
    refusal_elsewhere,
    refusal_of_duplicate,
    refusal_of_second,
    refusals_of_conditions,
    together,
)
from checkin_service.voucher.rules.amounts import Share, face_value_fen, shares_of, training_shares, tranche_fen
from checkin_service.voucher.rules.binding import (
    Offer,
    basis_of_template,
    is_face_value,
    refusal_of_holder,
    refusal_of_kind,
    refusal_of_offer,
    refusal_of_template,
    refusal_of_training,
    refusal_without_fee,
)
from checkin_service.voucher.rules.budget import CommitAt, budget_short, commits, refusal_to_commit
from checkin_service.voucher.rules.conditions import (
    declarable,
    examinations,
    is_examined_since,
    person_findings,
    priority_groups,
)
from checkin_service.voucher.rules.graphs import DEAD, GRAPHS, Graph, graph_of
from checkin_service.voucher.rules.grounds import Matter, ground_of
from checkin_service.voucher.rules.lifecycle import (
    ImpossibleMove,
    counts_in_quota,
    expiry,
    first_moves,
    moves_of,
    moves_to_activate,
    moves_to_use,
    refusal_to_move,
    refusal_to_use,
    state_after,
    state_on,
    was_claimed,
)
from checkin_service.voucher.rules.names import STATES
from checkin_service.voucher.rules.payer import (
    PLACE_FACTS,
    Payee,
    Places,
    Route,
    fund_order,
    payees,
    payer,
    pays_for,
    places_of,
    route_of,
)
from checkin_service.voucher.rules.periods import (
    completed_in_time,
    last_day,
    periods,
    periods_under,
    rolled,
    sets_period,
    workdays,
)
from checkin_service.voucher.rules.quota import (
    quota_year,
    refusal_of_occupation,
    refusal_to_activate,
    refusal_to_claim,
    refusal_to_issue,
    refusal_to_use_again,
)
from checkin_service.voucher.rules.said import Said, facts_as_said
from checkin_service.voucher.rules.settle import (
    Leg,
    certificate_finding,
    face_value_use,
    mixed_findings,
    shares,
)
from checkin_service.voucher.rules.standing import months_paid
from checkin_service.voucher.rules.steps import refusal_of_step, refusal_to_hold, write_offs
from checkin_service.voucher.rules.uses import (
    folded,
    refusal_of_use,
    refusal_while_held,
    same_area,
    uses_in_year,
    year_of,
)
