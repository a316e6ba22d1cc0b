"""The grants of those who look things up at an authority: audit, finance, the help desk, those above, a sector."""

from checkin_service.access.permissions import Permission
from checkin_service.access.roles import Role

_REGISTERS = frozenset(
    {
        Permission.CLASS_READ,
        Permission.COURSE_READ,
        Permission.INSTITUTION_READ,
        Permission.LIST_TAKE,
        Permission.PASSWORD_CHANGE,
        Permission.PROJECT_READ,
        Permission.RATE_READ,
        Permission.SECOND_FACTOR_SET,
        Permission.SELF_READ,
        Permission.SIGN_IN,
        Permission.SIGN_IN_END,
        Permission.SITE_FIND,
        Permission.TEMPLATE_READ,
        Permission.VACANCY_READ,
    }
)

READERS: dict[Role, frozenset[Permission]] = {
    # Reads everything that was decided and paid, and does nothing.
    Role.AUDITOR: _REGISTERS
    | {
        Permission.ATTENDANCE_READ,
        Permission.BUDGET_READ,
        Permission.CONDUCT_READ,
        Permission.DETERMINATION_READ,
        Permission.DOUBT_READ,
        Permission.EVALUATION_READ,
        Permission.FEE_READ,
        Permission.HOLDER_READ,
        Permission.INSPECTION_READ,
        Permission.INSTITUTION_LOOK,
        Permission.LEDGER_READ,
        Permission.LOG_READ,
        Permission.PERFORMANCE_READ,
        Permission.POLICY_READ,
        Permission.RECORDING_READ,
        Permission.REPORTING_READ,
        Permission.REVIEW_READ,
        Permission.REVIEWER_READ,
        Permission.SECTOR_PLAN_READ,
        Permission.SETTLEMENT_READ,
        Permission.STAFF_READ,
        Permission.STATISTICS_READ,
        Permission.TRAIL_READ,
        Permission.VERIFICATION_READ,
        Permission.VOUCHER_LIST_READ,
    },
    # Answers people at the counter: finds them, corrects a name, gives a phone back.
    Role.DESK: _REGISTERS
    | {
        Permission.APPEAL_READ,
        Permission.ATTEMPT_READ,
        Permission.ATTENDANCE_READ,
        Permission.DENIAL_APPEAL_READ,
        Permission.DETERMINATION_READ,
        Permission.DETERMINATION_SEARCH,
        Permission.DEVICE_PROVE,
        Permission.DEVICE_READ,
        Permission.DEVICE_REPLACE,
        Permission.LEAVE_READ,
        Permission.PERSON_CORRECTION_ASK,
        Permission.PERSON_FIND,
        Permission.PERSON_REQUEST_FILE,
        Permission.ROSTER_READ,
        Permission.SITE_READ,
        Permission.VOUCHER_READ,
    },
    # Sees the money and moves none of it.
    Role.FINANCE: _REGISTERS
    | {
        Permission.BUDGET_READ,
        Permission.DETERMINATION_READ,
        Permission.FEE_READ,
        Permission.LEDGER_READ,
        Permission.LOG_READ,
        Permission.PERFORMANCE_READ,
        Permission.SECTOR_PLAN_READ,
        Permission.SETTLEMENT_READ,
        Permission.STATISTICS_READ,
        Permission.VOUCHER_LIST_READ,
    },
    # From above: what its own places and those below them have, decided and paid; no names of people, and does nothing.
    Role.PROVINCE: _REGISTERS
    | {
        Permission.BUDGET_READ,
        Permission.CONDUCT_READ,
        Permission.EVALUATION_READ,
        Permission.INSTITUTION_LOOK,
        Permission.LEDGER_READ,
        Permission.ONBOARDING_CITIES,
        Permission.PERFORMANCE_READ,
        Permission.POLICY_READ,
        Permission.SETTLEMENT_READ,
        Permission.SITE_READ,
        Permission.STATISTICS_READ,
    },
    # 行业主管部门: the registers and figures it plans by, and its own plans with their people and rates (SX-10).
    Role.SECTOR: _REGISTERS
    | {
        Permission.EVALUATION_READ,
        Permission.PERFORMANCE_FILE,
        Permission.PERFORMANCE_READ,
        Permission.POLICY_READ,
        Permission.SECTOR_PLAN_FILE,
        Permission.SECTOR_PLAN_READ,
        Permission.STATISTICS_READ,
    },
}
