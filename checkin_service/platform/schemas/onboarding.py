"""Wire shapes of the onboarding form (职业培训券正式入网申请表), its decision, and access keys."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.catalogue.schemas import CreditCode
from checkin_service.kit.http.schema import LIST_BYTES, CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong
from checkin_service.platform import rules
from checkin_service.platform.model import (
    ApplicationState,
    CityState,
    Office,
    OnboardingApplication,
    Operation,
)
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.vouchers import VoucherForm

Phone = Annotated[str, Field(pattern=r"^\+?[0-9][0-9-]{4,19}$", examples=["13800000000"])]
Email = Annotated[CleanText, Field(pattern=r"^[^@\s]{1,64}@[^@\s]{1,190}$", examples=["office@example.com"])]
ChannelCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$", examples=["3700000001"])]


class Contact(StrictModel):
    """联系人 and 联系方式."""

    name: ShortText = Field(examples=["李明"])
    phone: Phone
    email: Email | None = None


class Seal(StrictModel):
    """One of the four seals (公章): who can be asked about it, and its day."""

    office: Office = Field(examples=["city"])
    contact: ShortText = Field(examples=["王芳"])
    phone: Phone
    sealed_on: date = Field(examples=["2026-03-01"])


class BackOfficeAccount(StrictModel):
    """A row of 职业培训券管理后台账号申请."""

    province: ShortText = Field(examples=["浙江省"])
    city: ShortText = Field(examples=["绍兴市"])
    county: ShortText | None = None
    name: ShortText = Field(examples=["李明"])
    spelled_name: ShortText = Field(description="姓名全拼", examples=["li ming"])
    phone: Phone
    resident_id: Annotated[str, Field(pattern=r"^[0-9]{17}[0-9X]$", examples=["330602199003072337"])]


class People(StrictModel):
    """Whom the form names: sealed under the application's own key."""

    contact: Contact
    accounts: list[BackOfficeAccount]
    seals: list[Seal]


class NewOnboarding(StrictModel, most_bytes=LIST_BYTES):
    """The form as filled in; the boxes ticked are all that its keys will open."""

    application_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000001"])
    filled_on: date = Field(examples=["2026-03-01"])
    applicant: ShortText = Field(description="申请单位名称", examples=["示例市人力资源和社会保障局"])
    credit_code: CreditCode
    channel_name: ShortText = Field(description="渠道名称", examples=["示例通"])
    channel_code: ChannelCode = Field(description="渠道编号")
    voucher_kinds: Annotated[list[VoucherKind], Field(min_length=1, max_length=2, description="券发放模式")]
    voucher_forms: Annotated[list[VoucherForm], Field(min_length=1, max_length=2, description="券功能模式")]
    contact: Contact
    operations: Annotated[list[Operation], Field(min_length=1, max_length=11, description="API接口")]
    accounts: Annotated[list[BackOfficeAccount], Field(max_length=50)] = Field(default=[])
    seals: Annotated[list[Seal], Field(max_length=4)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ticked = (self.voucher_kinds, self.voucher_forms, self.operations, [each.office for each in self.seals])
        if any(len(set(each)) < len(each) for each in ticked):
            raise Wrong(Words("同一选项或同一处室出现两次。", "a box is ticked twice or an office seals twice"))
        return self

    @property
    def people(self) -> People:
        return People(contact=self.contact, accounts=self.accounts, seals=self.seals)


class OnboardingAnswer(StrictModel):
    application_id: UUID
    authority_code: str
    filled_on: date
    applicant: str
    credit_code: str
    channel_name: str
    channel_code: str
    voucher_kinds: list[str]
    voucher_forms: list[str]
    operations: list[Operation]
    sealed_on: dict[Office, date]
    state: ApplicationState
    reason: str | None
    filed_at: datetime
    decided_at: datetime | None
    apply_by: date | None = Field(description="The last day to apply, where the rules of the place state one (SD-09)")
    is_late: bool = Field(description="Filled in after that day; whoever decides about it weighs that")
    days_late: int | None = Field(description="By so many days; absent when it is not")
    is_decided_day: bool = Field(description="The last day is an authority's decision and not the text's own")
    passed_on: date | None = Field(description="The day of the province's seal: it passes the form on")

    @classmethod
    def of(cls, application: OnboardingApplication, *, apply_by: date | None, is_decided_day: bool = False) -> Self:
        decision = application.decision
        return cls.showing(
            application,
            voucher_kinds=list(application.voucher_kinds),
            voucher_forms=list(application.voucher_forms),
            operations=list(application.operations),
            reason=decision.reason if decision else None,
            decided_at=decision.decided_at if decision else None,
            apply_by=apply_by,
            is_late=rules.is_late(application.filled_on, apply_by=apply_by),
            days_late=rules.days_late(application.filled_on, apply_by=apply_by),
            is_decided_day=is_decided_day,
            sealed_on=application.seals,
            passed_on=application.seals.get(Office.PROVINCE),
        )


class OnboardingPage(StrictModel):
    applications: list[OnboardingAnswer]
    next_cursor: str | None


class CityLine(StrictModel):
    """A city with its latest form, as its province sees it."""

    authority_code: str
    name: str
    state: CityState
    application_id: UUID | None
    applicant: str | None
    filled_on: date | None
    passed_on: date | None
    days_late: int | None = Field(
        description="By how many days the form was late, or is by today where there is none; absent within time"
    )


class TransmittalLine(StrictModel):
    document_number: str
    sealed_on: date
    sent_at: datetime
    forms: int


class CitiesOnboarding(StrictModel):
    """The onboarding of a province's cities (SD-09); a city sees its own line."""

    is_province: bool
    apply_by: date | None
    is_decided_day: bool = Field(description="The last day is an authority's decision and not the text's own")
    cities: list[CityLine]
    transmittals: list[TransmittalLine]


class NewTransmittal(StrictModel):
    """Forms of cities that the province has sealed and sends up together, all or none."""

    transmittal_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000004"])
    document_number: ShortText = Field(examples=["鲁人社函〔2021〕60号"])
    sealed_on: date
    applications: Annotated[list[UUID], Field(min_length=1, max_length=200)]


class KeyLine(StrictModel):
    """A key as it may be listed: without its secret."""

    key_id: UUID
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class OnboardingDetails(StrictModel):
    """A form with the people it names, for those who decide on it; identity numbers are masked."""

    application: OnboardingAnswer
    people: People | None = Field(description="Absent once they have been erased")
    keys: list[KeyLine]


class NewAccessKey(StrictModel):
    key_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000002"])
    valid_days: int = Field(default=365, ge=1, le=400)


class AccessKeyAnswer(StrictModel):
    key_id: UUID
    application_id: UUID
    expires_at: datetime
    access_key: str = Field(description="Sent as `Authorization: Bearer …`; the service keeps only its hash")


class Revocation(StrictModel):
    request_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000003"])
    reason: ShortText = Field(examples=["接口人员变动"])


class RevocationAnswer(StrictModel):
    key_id: UUID
    revoked_at: datetime
