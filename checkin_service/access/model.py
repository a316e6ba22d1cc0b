"""Who asks: subjects with their roles and tenants, and what each role may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class SubjectKind(StrEnum):
    STAFF = "staff"
    TERMINAL = "terminal"
    TRAINEE = "trainee"


class Role(StrEnum):
    INSTITUTION_ADMIN = "institution_admin"
    INSTRUCTOR = "instructor"
    OFFICER = "officer"
    REVIEWER = "reviewer"
    TERMINAL = "terminal"
    TRAINEE = "trainee"


AUTHORITY_ROLES = frozenset({Role.OFFICER, Role.REVIEWER})
INSTITUTION_ROLES = frozenset({Role.INSTITUTION_ADMIN, Role.INSTRUCTOR})


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
    ATTENDANCE_READ_OWN = "attendance:own:read"
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
    DETERMINATION_READ = "eligibility:determination:read"
    SUBSCRIBER_MANAGE = "feed:subscriber:manage"
    CONSENT_GIVE = "identity:consent:give"
    CONSENT_READ = "identity:consent:read"
    DEVICE_BIND = "identity:device:bind"
    FACE_CHANGE_DECIDE = "identity:face-change:decide"
    FACE_RELEASE = "identity:face-tries:release"
    FACE_ENROL = "identity:face:enrol"
    LIVENESS_ANSWER = "identity:liveness:answer"
    ASSESSMENT_RECORD = "timetable:assessment:record"
    CLASS_APPLY = "timetable:class:apply"
    CLASS_APPROVE = "timetable:class:approve"
    CLASS_READ = "timetable:class:read"
    COMPLETION_APPLY = "timetable:completion:apply"
    COMPLETION_APPROVE = "timetable:completion:approve"
    CLASS_READ_OWN = "timetable:own:read"
    PLAN_CHANGE = "timetable:plan:change"
    REGISTRATION_WITHDRAW = "timetable:registration:withdraw"
    ROSTER_READ = "timetable:roster:read"
    ROSTER_WRITE = "timetable:roster:write"
    LOG_READ = "transparency:log:read"
    RECEIPT_READ = "transparency:receipt:read"
    LEDGER_READ = "voucher:ledger:read"
    VOUCHER_ACTIVATE = "voucher:voucher:activate"
    VOUCHER_ISSUE = "voucher:voucher:issue"
    VOUCHER_READ = "voucher:voucher:read"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    # No role of an institution may write a check-in, create a trainee's credentials or decide a review:
    # the institution must never be the only witness.
    Role.INSTITUTION_ADMIN: frozenset(
        {
            Permission.APPEAL_READ,
            Permission.ASSESSMENT_RECORD,
            Permission.ATTEMPT_READ,
            Permission.ATTENDANCE_READ,
            Permission.CLASS_APPLY,
            Permission.CLASS_READ,
            Permission.CODE_SHOW,
            Permission.COMPLETION_APPLY,
            Permission.CORRECTION_PROPOSE,
            Permission.DETERMINATION_READ,
            Permission.LOG_READ,
            Permission.PROJECT_READ,
            Permission.ROSTER_READ,
            Permission.ROSTER_WRITE,
            Permission.SELF_READ,
            Permission.SIGN_IN,
            Permission.SITE_FIND,
            Permission.SITE_READ,
            Permission.STAFF_CREATE,
            Permission.VOUCHER_ACTIVATE,
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
            Permission.CLASS_APPROVE,
            Permission.CLASS_READ,
            Permission.COMPLETION_APPROVE,
            Permission.CORRECTION_CONFIRM,
            Permission.DETERMINATION_READ,
            Permission.FACE_SEARCH,
            Permission.INSTITUTION_CREATE,
            Permission.INSTITUTION_READ,
            Permission.LEDGER_READ,
            Permission.LOG_READ,
            Permission.PLAN_CHANGE,
            Permission.PROJECT_CREATE,
            Permission.PROJECT_READ,
            Permission.REVIEW_READ,
            Permission.ROSTER_READ,
            Permission.SELF_READ,
            Permission.SIGN_IN,
            Permission.SITE_CHANGE,
            Permission.SITE_CREATE,
            Permission.SITE_FIND,
            Permission.SITE_READ,
            Permission.STAFF_CREATE,
            Permission.SUBSCRIBER_MANAGE,
            Permission.TERMINAL_CREATE,
            Permission.VOUCHER_ISSUE,
            Permission.VOUCHER_READ,
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
            Permission.DETERMINATION_READ,
            Permission.FACE_CHANGE_DECIDE,
            Permission.FACE_RELEASE,
            Permission.LOG_READ,
            Permission.PHOTO_READ,
            Permission.PLAN_READ,
            Permission.REVIEW_DECIDE,
            Permission.REVIEW_READ,
            Permission.ROSTER_READ,
            Permission.SELF_READ,
            Permission.SIGN_IN,
            Permission.SITE_FIND,
        }
    ),
    Role.TERMINAL: frozenset(
        {Permission.ATTEMPT_CREATE, Permission.SELF_READ, Permission.SIGN_IN, Permission.SITE_FIND}
    ),
    Role.TRAINEE: frozenset(
        {
            Permission.APPEAL_FILE,
            Permission.APPEAL_READ,
            Permission.ATTEMPT_CREATE,
            Permission.ATTEMPT_READ,
            Permission.ATTENDANCE_READ_OWN,
            Permission.CLASS_READ_OWN,
            Permission.CONSENT_GIVE,
            Permission.CONSENT_READ,
            Permission.DETERMINATION_READ,
            Permission.DEVICE_BIND,
            Permission.FACE_ENROL,
            Permission.LIVENESS_ANSWER,
            Permission.PLAN_READ,
            Permission.RECEIPT_READ,
            Permission.REGISTRATION_WITHDRAW,
            Permission.SELF_READ,
            Permission.SIGN_IN,
            Permission.SITE_FIND,
            Permission.VOUCHER_READ,
        }
    ),
}


class MalformedSubject(ValueError):
    """The parts of a subject do not fit together; it is nobody and may do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody signed in. It comes from a verified token only, never from input."""

    kind: SubjectKind
    subject_id: UUID
    role: Role
    tenant: str
    institution_id: UUID | None = None
    authority_code: str | None = None
    device_id: UUID | None = None
    site_id: UUID | None = None

    @property
    def name(self) -> str:
        """How the audit trail calls the subject."""
        return f"{self.kind}:{self.subject_id}"

    def may(self, permission: Permission) -> bool:
        return permission in PERMISSIONS.get(self.role, frozenset())


def trainee(trainee_id: UUID, *, device_id: UUID) -> Subject:
    return Subject(
        kind=SubjectKind.TRAINEE,
        subject_id=trainee_id,
        role=Role.TRAINEE,
        tenant=f"trainee:{trainee_id}",
        device_id=device_id,
    )


def institution_staff(staff_id: UUID, *, role: Role, institution_id: UUID) -> Subject:
    if role not in INSTITUTION_ROLES:
        raise MalformedSubject(f"{role} is no role of an institution")
    return Subject(
        kind=SubjectKind.STAFF,
        subject_id=staff_id,
        role=role,
        tenant=f"institution:{institution_id}",
        institution_id=institution_id,
    )


def authority_staff(staff_id: UUID, *, role: Role, authority_code: str) -> Subject:
    if role not in AUTHORITY_ROLES:
        raise MalformedSubject(f"{role} is no role of an authority")
    return Subject(
        kind=SubjectKind.STAFF,
        subject_id=staff_id,
        role=role,
        tenant=f"authority:{authority_code}",
        authority_code=authority_code,
    )


def terminal(terminal_id: UUID, *, site_id: UUID, institution_id: UUID) -> Subject:
    return Subject(
        kind=SubjectKind.TERMINAL,
        subject_id=terminal_id,
        role=Role.TERMINAL,
        tenant=f"institution:{institution_id}",
        institution_id=institution_id,
        site_id=site_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAccount:
    """An account of an institution's or an authority's member of staff."""

    staff_id: UUID
    login: str
    password_hash: str
    display_name: str
    role: Role
    authority_code: str | None
    institution_id: UUID | None
    created_at: datetime
    disabled_at: datetime | None = None

    @property
    def subject(self) -> Subject:
        if self.institution_id is not None:
            return institution_staff(self.staff_id, role=self.role, institution_id=self.institution_id)
        if self.authority_code is not None:
            return authority_staff(self.staff_id, role=self.role, authority_code=self.authority_code)
        raise MalformedSubject("the account belongs to no tenant")
