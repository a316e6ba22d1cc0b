"""The vocabulary of the national platform: its operations, the form that asks for them, and access keys."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from checkin_service.access.model import Permission
from checkin_service.kit.words import Words


class Operation(StrEnum):
    """The eleven boxes of the onboarding form, in its order (SD annex 2)."""

    VERIFY_VOUCHER = "verify_voucher"
    VOUCHER_STATUS = "voucher_status"
    VOID_VOUCHERS = "void_vouchers"
    USER_VOUCHERS = "user_vouchers"
    LIST_TEMPLATES = "list_templates"
    ADD_CERTIFICATE = "add_certificate"
    ADD_TRAINEES = "add_trainees"
    ADD_INSTITUTIONS = "add_institutions"
    SIGN_IN = "sign_in"
    SETTLE_VOUCHERS = "settle_vouchers"
    TRAINEE_BY_QR = "trainee_by_qr"


@dataclass(frozen=True, slots=True)
class Offer:
    """How an operation is called by people, by the audit trail and over HTTP."""

    title: Words
    permission: Permission
    method: str
    path: str


OFFERS = MappingProxyType(
    {
        Operation.VERIFY_VOUCHER: Offer(
            Words("培训券验证扫码", "Verify a voucher by scan"),
            Permission.PLATFORM_VERIFY,
            "POST",
            "/v1/platform/voucher-verifications",
        ),
        Operation.VOUCHER_STATUS: Offer(
            Words("获取培训券状态", "Status of a voucher"),
            Permission.PLATFORM_STATUS,
            "GET",
            "/v1/platform/vouchers/{voucher_code}/status",
        ),
        Operation.VOID_VOUCHERS: Offer(
            Words("批量作废已领培训券", "Void claimed vouchers"),
            Permission.PLATFORM_VOID,
            "POST",
            "/v1/platform/voucher-voids",
        ),
        Operation.USER_VOUCHERS: Offer(
            Words("获取用户培训券信息", "Vouchers of a person"),
            Permission.PLATFORM_USER_VOUCHERS,
            "POST",
            "/v1/platform/user-vouchers",
        ),
        Operation.LIST_TEMPLATES: Offer(
            Words("获取培训券模板列表", "List voucher templates"),
            Permission.PLATFORM_TEMPLATES,
            "GET",
            "/v1/platform/voucher-templates",
        ),
        Operation.ADD_CERTIFICATE: Offer(
            Words("添加证书接口", "Add a certificate"),
            Permission.PLATFORM_CERTIFICATE,
            "POST",
            "/v1/platform/certificates",
        ),
        Operation.ADD_TRAINEES: Offer(
            Words("批量添加培训人员", "Add trainees"),
            Permission.PLATFORM_TRAINEES,
            "POST",
            "/v1/platform/trainees",
        ),
        Operation.ADD_INSTITUTIONS: Offer(
            Words("批量添加培训机构", "Add institutions"),
            Permission.PLATFORM_INSTITUTIONS,
            "POST",
            "/v1/platform/institutions",
        ),
        Operation.SIGN_IN: Offer(
            Words("培训打卡签到", "Training sign-in"),
            Permission.PLATFORM_SIGN_IN,
            "POST",
            "/v1/platform/sign-ins",
        ),
        Operation.SETTLE_VOUCHERS: Offer(
            Words("培训券结算", "Settle vouchers"),
            Permission.PLATFORM_SETTLE,
            "POST",
            "/v1/platform/settlements",
        ),
        Operation.TRAINEE_BY_QR: Offer(
            Words("通过二维码获取学员信息", "Trainee by QR code"),
            Permission.PLATFORM_TRAINEE_BY_QR,
            "POST",
            "/v1/platform/trainees-by-qr",
        ),
    }
)


RETURN_PATHS = MappingProxyType(
    {
        "rows": "/v1/platform/returned-rows",
        "day_totals": "/v1/platform/returned-totals",
        "day_rows": "/v1/platform/returned-lists",
    }
)
"""The way up beyond annex 2, in a form of our own: where a platform is asked to take it."""


class Office(StrEnum):
    """Whose seals the form carries, in its order."""

    CITY = "city"
    """地市级人社部门信息化综合管理机构"""
    PROVINCE = "province"
    """省级人社部门信息化综合管理机构"""
    OPERATOR = "operator"
    """平台运营机构"""
    MINISTRY = "ministry"
    """人力资源和社会保障部信息中心"""


class ApplicationState(StrEnum):
    FILED = "filed"
    ADMITTED = "admitted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingApplication:
    """职业培训券正式入网申请表, as an officer entered it; who is named in it is sealed."""

    application_id: UUID
    authority_code: str
    filled_on: date
    applicant: str
    credit_code: str
    channel_name: str
    channel_code: str
    voucher_kinds: tuple[str, ...]
    voucher_forms: tuple[str, ...]
    operations: tuple[Operation, ...]
    sealed_on: dict[Office, date]
    people_sealed: bytes
    filed_by: UUID
    filed_at: datetime
    decision: "OnboardingDecision | None" = None
    transmitted_on: date | None = None
    """The day of the seal with which the province sent it up together with others (SD-09)."""

    @property
    def seals(self) -> dict[Office, date]:
        """The seals on the form, and the province's where it sent the form up."""
        sent = {} if self.transmitted_on is None else {Office.PROVINCE: self.transmitted_on}
        return sent | self.sealed_on

    @property
    def state(self) -> ApplicationState:
        if self.decision is None:
            return ApplicationState.FILED
        return ApplicationState.ADMITTED if self.decision.admitted else ApplicationState.REFUSED

    @property
    def granted(self) -> frozenset[Permission]:
        """What its keys may do; nothing before it is admitted."""
        if self.state is not ApplicationState.ADMITTED:
            return frozenset()
        return frozenset(OFFERS[each].permission for each in self.operations)


class CityState(StrEnum):
    """How far a city has come with its form, as its province sees it (SD-09)."""

    MISSING = "missing"
    HANDED_IN = "handed_in"
    LATE = "late"
    """Handed in, and filled in after the last day."""
    SENT_UP = "sent_up"
    """The province has sealed it and sent it up."""
    ADMITTED = "admitted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmittal:
    """统一报送: a province seals forms of its cities and sends them up together."""

    transmittal_id: UUID
    authority_code: str
    document_number: str
    sealed_on: date
    sent_by: UUID
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TransmittedForm:
    """A form that went up; each goes once."""

    application_id: UUID
    transmittal_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingDecision:
    """What a second person of the authority made of an application; final."""

    application_id: UUID
    admitted: bool
    reason: str | None
    decided_by: UUID
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessKey:
    """A key of an admitted client; the secret itself is kept by nobody but the client."""

    key_id: UUID
    application_id: UUID
    secret_hash: bytes
    issued_by: UUID
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at
