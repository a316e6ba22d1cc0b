"""Pure decisions about vouchers: lifecycle, periods, quotas, person conditions, payers, budget and settlement."""

from checkin_service.voucher.rules.amounts import Share, shares_of, tranche_fen
from checkin_service.voucher.rules.budget import CommitAt, budget_short, commits, refusal_to_commit
from checkin_service.voucher.rules.conditions import person_findings, priority_groups
from checkin_service.voucher.rules.graphs import DEAD, GRAPHS, Graph, graph_of
from checkin_service.voucher.rules.lifecycle import (
    ImpossibleMove,
    counts_in_quota,
    expiry,
    first_moves,
    moves_of,
    moves_to_use,
    refusal_to_move,
    refusal_to_use,
    state_after,
    state_on,
)
from checkin_service.voucher.rules.payer import Payee, Places, Route, payees, payer, route_of
from checkin_service.voucher.rules.periods import completed_in_time, last_day, periods, periods_under, rolled, workdays
from checkin_service.voucher.rules.quota import (
    quota_year,
    refusal_of_occupation,
    refusal_to_activate,
    refusal_to_claim,
    refusal_to_issue,
    refusal_to_use_again,
)
from checkin_service.voucher.rules.settle import (
    FaceValueUse,
    Leg,
    certificate_finding,
    face_value_use,
    mixed_findings,
    shares,
)
from checkin_service.voucher.rules.standing import months_paid
from checkin_service.voucher.rules.steps import refusal_of_step, write_offs

__all__ = [
    "DEAD",
    "GRAPHS",
    "CommitAt",
    "FaceValueUse",
    "Graph",
    "ImpossibleMove",
    "Leg",
    "Payee",
    "Places",
    "Route",
    "Share",
    "budget_short",
    "certificate_finding",
    "commits",
    "completed_in_time",
    "counts_in_quota",
    "expiry",
    "face_value_use",
    "first_moves",
    "graph_of",
    "last_day",
    "mixed_findings",
    "months_paid",
    "moves_of",
    "moves_to_use",
    "payees",
    "payer",
    "periods",
    "periods_under",
    "person_findings",
    "priority_groups",
    "quota_year",
    "refusal_of_occupation",
    "refusal_of_step",
    "refusal_to_activate",
    "refusal_to_claim",
    "refusal_to_commit",
    "refusal_to_issue",
    "refusal_to_move",
    "refusal_to_use",
    "refusal_to_use_again",
    "rolled",
    "route_of",
    "shares",
    "shares_of",
    "state_after",
    "state_on",
    "tranche_fen",
    "workdays",
    "write_offs",
]
