"""Everything that can be permitted, and what each role may do."""

from enum import StrEnum

from checkin_service.access.roles import Role


class Permission(StrEnum):
    """Everything that can be permitted, in alphabetical order; the audit trail names actions by these words."""

    SELF_READ = "access:self:read"
    SIGN_IN = "access:session:start"
    STAFF_CREATE = "access:staff:create"
    APPEAL_DECIDE = "attendance:appeal:decide"
    APPEAL_FILE = "attendance:appeal:file"
    APPEAL_READ = "attendance:appeal:read"
    BALANCE_IMPORT = "attendance:balance:import"
    ATTENDANCE_READ = "attendance:class:read"
    CORRECTION_CONFIRM = "attendance:correction:confirm"
    CORRECTION_PROPOSE = "attendance:correction:propose"
    PLATFORM_MANAGE = "attendance:learning_platform:manage"
    LEARNING_READ = "attendance:learning_record:read"
    LEARNING_RECORD = "attendance:learning_record:send"
    LEAVE_DECIDE = "attendance:leave:decide"
    LEAVE_FILE = "attendance:leave:file"
    LEAVE_FILE_FOR = "attendance:leave:file_for"
    LEAVE_READ = "attendance:leave:read"
    ATTENDANCE_READ_OWN = "attendance:own:read"
    ENTERPRISE_CREATE = "catalogue:enterprise:create"
    INSTITUTION_CREATE = "catalogue:institution:create"
    INSTITUTION_READ = "catalogue:institution:read"
    PROJECT_CREATE = "catalogue:project:create"
    PROJECT_READ = "catalogue:project:read"
    SITE_CHANGE = "catalogue:site:change"
    SITE_CREATE = "catalogue:site:create"
    SITE_FIND = "catalogue:site:find"
    SITE_READ = "catalogue:site:read"
    TERMINAL_CREATE = "catalogue:terminal:create"
    ATTEMPT_CREATE = "checkin:attempt:create"
    ATTEMPT_READ = "checkin:attempt:read"
    CODE_SHOW = "checkin:code:show"
    FACE_SEARCH = "checkin:face-search:run"
    FENCE_MOVE = "checkin:fence:move"
    PHOTO_READ = "checkin:photo:read"
    PLAN_READ = "checkin:plan:read"
    REVIEW_DECIDE = "checkin:review:decide"
    REVIEW_READ = "checkin:review:read"
    SCAN_CREATE = "checkin:scan:create"
    DENIAL_APPEAL_DECIDE = "eligibility:appeal:decide"
    DENIAL_APPEAL_MAKE = "eligibility:appeal:make"
    DENIAL_APPEAL_READ = "eligibility:appeal:read"
    DECLARATION_MAKE = "eligibility:declaration:make"
    DETERMINATION_READ = "eligibility:determination:read"
    DETERMINATION_SEARCH = "eligibility:determination:search"
    PERSON_FACT_IMPORT = "eligibility:person_fact:import"
    PUBLICATION_MAKE = "eligibility:publication:make"
    VOUCHER_LIST_READ = "eligibility:voucher_list:read"
    SUBSCRIBER_MANAGE = "feed:subscriber:manage"
    CONSENT_GIVE = "identity:consent:give"
    CONSENT_READ = "identity:consent:read"
    DEVICE_BIND = "identity:device:bind"
    DEVICE_REPLACE = "identity:device:replace"
    FACE_CHANGE_DECIDE = "identity:face-change:decide"
    FACE_RELEASE = "identity:face-tries:release"
    FACE_ENROL = "identity:face:enrol"
    LIVENESS_ANSWER = "identity:liveness:answer"
    ACCOUNT_STATE = "settlement:account:state"
    SETTLEMENT_APPLY = "settlement:application:apply"
    SETTLEMENT_READ = "settlement:application:read"
    SETTLEMENT_REVIEW = "settlement:application:review"
    SETTLEMENT_APPROVE = "settlement:payment:approve"
    SETTLEMENT_PAY = "settlement:payment:record"
    ASSESSMENT_RECORD = "timetable:assessment:record"
    CLASS_APPLY = "timetable:class:apply"
    CLASS_APPROVE = "timetable:class:approve"
    CLASS_READ = "timetable:class:read"
    COMPLETION_APPLY = "timetable:completion:apply"
    COMPLETION_APPROVE = "timetable:completion:approve"
    CLASS_READ_OWN = "timetable:own:read"
    PLAN_CHANGE = "timetable:plan:change"
    REGISTRATION_TRANSFER = "timetable:registration:transfer"
    REGISTRATION_WITHDRAW = "timetable:registration:withdraw"
    ROSTER_READ = "timetable:roster:read"
    ROSTER_WRITE = "timetable:roster:write"
    LOG_READ = "transparency:log:read"
    RECEIPT_READ = "transparency:receipt:read"
    BUDGET_GRANT = "voucher:budget:grant"
    BUDGET_READ = "voucher:budget:read"
    LEDGER_READ = "voucher:ledger:read"
    PAYMENT_FREEZE = "voucher:payment:freeze"
    RATE_PUBLISH = "voucher:rate:publish"
    RATE_READ = "voucher:rate:read"
    TEMPLATE_PUBLISH = "voucher:template:publish"
    TEMPLATE_READ = "voucher:template:read"
    VERIFICATION_READ = "voucher:verification:read"
    VOUCHER_ACTIVATE = "voucher:voucher:activate"
    VOUCHER_CLAIM = "voucher:voucher:claim"
    VOUCHER_CLAW_BACK = "voucher:voucher:claw_back"
    VOUCHER_HOLD = "voucher:voucher:hold"
    VOUCHER_ISSUE = "voucher:voucher:issue"
    VOUCHER_READ = "voucher:voucher:read"
    VOUCHER_RETURN = "voucher:voucher:return"
    VOUCHER_SHOW = "voucher:voucher:show"
    VOUCHER_VOID = "voucher:voucher:void"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    # No role of an institution may write a check-in, create a trainee's credentials or decide a review:
    # the institution must never be the only witness.
    Role.INSTITUTION_ADMIN: frozenset(
        {
            Permission.ACCOUNT_STATE,
            Permission.APPEAL_READ,
            Permission.ASSESSMENT_RECORD,
            Permission.ATTEMPT_READ,
            Permission.ATTENDANCE_READ,
            Permission.CLASS_APPLY,
            Permission.CLASS_READ,
            Permission.CODE_SHOW,
            Permission.COMPLETION_APPLY,
            Permission.CORRECTION_PROPOSE,
            Permission.DENIAL_APPEAL_MAKE,
            Permission.DENIAL_APPEAL_READ,
            Permission.DETERMINATION_READ,
            Permission.LEARNING_READ,
            Permission.LEAVE_DECIDE,
            Permission.LEAVE_FILE_FOR,
            Permission.LEAVE_READ,
            Permission.LOG_READ,
            Permission.PROJECT_READ,
            Permission.RATE_READ,
            Permission.ROSTER_READ,
            Permission.ROSTER_WRITE,
            Permission.SCAN_CREATE,
            Permission.SELF_READ,
            Permission.SETTLEMENT_APPLY,
            Permission.SETTLEMENT_READ,
            Permission.SIGN_IN,
            Permission.SITE_FIND,
            Permission.SITE_READ,
            Permission.STAFF_CREATE,
            Permission.TEMPLATE_READ,
            Permission.VERIFICATION_READ,
            Permission.VOUCHER_ACTIVATE,
            Permission.VOUCHER_HOLD,
            Permission.VOUCHER_LIST_READ,
            Permission.VOUCHER_READ,
        }
    ),
    Role.INSTRUCTOR: frozenset(
        {
            Permission.ATTENDANCE_READ,
            Permission.CLASS_READ,
            Permission.CODE_SHOW,
            Permission.FENCE_MOVE,
            Permission.ROSTER_READ,
            Permission.SELF_READ,
            Permission.SIGN_IN,
            Permission.SITE_FIND,
            Permission.SITE_READ,
        }
    ),
    Role.OFFICER: frozenset(
        {
            Permission.APPEAL_READ,
            Permission.ATTEMPT_READ,
            Permission.ATTENDANCE_READ,
            Permission.BALANCE_IMPORT,
            Permission.BUDGET_GRANT,
            Permission.BUDGET_READ,
            Permission.CLASS_APPROVE,
            Permission.CLASS_READ,
            Permission.COMPLETION_APPROVE,
            Permission.CORRECTION_CONFIRM,
            Permission.DENIAL_APPEAL_READ,
            Permission.DETERMINATION_READ,
            Permission.DETERMINATION_SEARCH,
            Permission.DEVICE_REPLACE,
            Permission.ENTERPRISE_CREATE,
            Permission.FACE_SEARCH,
            Permission.INSTITUTION_CREATE,
            Permission.INSTITUTION_READ,
            Permission.LEDGER_READ,
            Permission.LEARNING_READ,
            Permission.LEAVE_DECIDE,
            Permission.LEAVE_READ,
            Permission.LOG_READ,
            Permission.PAYMENT_FREEZE,
            Permission.PERSON_FACT_IMPORT,
            Permission.PLAN_CHANGE,
            Permission.PLATFORM_MANAGE,
            Permission.PROJECT_CREATE,
            Permission.PROJECT_READ,
            Permission.PUBLICATION_MAKE,
            Permission.REGISTRATION_TRANSFER,
            Permission.RATE_PUBLISH,
            Permission.RATE_READ,
            Permission.REVIEW_READ,
            Permission.ROSTER_READ,
            Permission.SELF_READ,
            Permission.SETTLEMENT_APPLY,
            Permission.SETTLEMENT_APPROVE,
            Permission.SETTLEMENT_PAY,
            Permission.SETTLEMENT_READ,
            Permission.SETTLEMENT_REVIEW,
            Permission.SIGN_IN,
            Permission.SITE_CHANGE,
            Permission.SITE_CREATE,
            Permission.SITE_FIND,
            Permission.SITE_READ,
            Permission.STAFF_CREATE,
            Permission.SUBSCRIBER_MANAGE,
            Permission.TEMPLATE_PUBLISH,
            Permission.TEMPLATE_READ,
            Permission.TERMINAL_CREATE,
            Permission.VERIFICATION_READ,
            Permission.VOUCHER_CLAW_BACK,
            Permission.VOUCHER_ISSUE,
            Permission.VOUCHER_LIST_READ,
            Permission.VOUCHER_READ,
            Permission.VOUCHER_VOID,
        }
    ),
    # Who approves classes does not resolve their doubts: two people on the authority's side.
    Role.REVIEWER: frozenset(
        {
            Permission.APPEAL_DECIDE,
            Permission.APPEAL_READ,
            Permission.ATTEMPT_READ,
            Permission.ATTENDANCE_READ,
            Permission.CLASS_READ,
            Permission.CORRECTION_CONFIRM,
            Permission.DENIAL_APPEAL_DECIDE,
            Permission.DENIAL_APPEAL_READ,
            Permission.DETERMINATION_READ,
            Permission.DETERMINATION_SEARCH,
            Permission.FACE_CHANGE_DECIDE,
            Permission.FACE_RELEASE,
            Permission.LEARNING_READ,
            Permission.LEAVE_DECIDE,
            Permission.LEAVE_READ,
            Permission.LOG_READ,
            Permission.PHOTO_READ,
            Permission.PLAN_READ,
            Permission.REVIEW_DECIDE,
            Permission.REVIEW_READ,
            Permission.ROSTER_READ,
            Permission.SELF_READ,
            Permission.SETTLEMENT_READ,
            Permission.SIGN_IN,
            Permission.SITE_FIND,
        }
    ),
    Role.TERMINAL: frozenset(
        {Permission.ATTEMPT_CREATE, Permission.SELF_READ, Permission.SIGN_IN, Permission.SITE_FIND}
    ),
    Role.TRAINEE: frozenset(
        {
            Permission.ACCOUNT_STATE,
            Permission.APPEAL_FILE,
            Permission.APPEAL_READ,
            Permission.ATTEMPT_CREATE,
            Permission.ATTEMPT_READ,
            Permission.ATTENDANCE_READ_OWN,
            Permission.CLASS_READ_OWN,
            Permission.CONSENT_GIVE,
            Permission.CONSENT_READ,
            Permission.DECLARATION_MAKE,
            Permission.DENIAL_APPEAL_MAKE,
            Permission.DENIAL_APPEAL_READ,
            Permission.DETERMINATION_READ,
            Permission.DEVICE_BIND,
            Permission.FACE_ENROL,
            Permission.LEARNING_READ,
            Permission.LEARNING_RECORD,
            Permission.LEAVE_FILE,
            Permission.LEAVE_READ,
            Permission.LIVENESS_ANSWER,
            Permission.PLAN_READ,
            Permission.RATE_READ,
            Permission.RECEIPT_READ,
            Permission.REGISTRATION_WITHDRAW,
            Permission.SELF_READ,
            Permission.SIGN_IN,
            Permission.SITE_FIND,
            Permission.TEMPLATE_READ,
            Permission.VOUCHER_CLAIM,
            Permission.VOUCHER_READ,
            Permission.VOUCHER_RETURN,
            Permission.VOUCHER_SHOW,
        }
    ),
}
