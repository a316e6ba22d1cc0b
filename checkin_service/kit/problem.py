"""Problems, the requests that cannot be processed: one exception and one table of kinds (RFC 9457).

A judgement is a value, never an exception; only requests that cannot be judged at all end here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

from checkin_service.kit.words import Words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its status and, in both languages, what happened and what to do next."""

    status: int
    title: Words
    advice: Words


class ProblemKind(Enum):
    """Every kind of problem the service answers with; the member's name, in kebab case, ends its `type` URI."""

    MALFORMED = Kind(
        422,
        Words("请求内容不符合要求", "The request is not well formed"),
        Words("请按所列字段改正后重新提交。", "Correct the fields listed and send it again."),
    )
    BODY_TOO_LARGE = Kind(
        413,
        Words("提交的内容过大", "The body is too large"),
        Words("请缩小照片后重试。", "Send a smaller photo."),
    )
    UNSUPPORTED_MEDIA = Kind(
        415,
        Words("不支持的内容格式", "The content type is not supported"),
        Words("请使用 application/json。", "Use application/json."),
    )
    NOT_SIGNED_IN = Kind(
        401,
        Words("尚未登录或登录已过期", "Not signed in, or the sign-in has expired"),
        Words("请重新登录。", "Sign in again."),
    )
    SIGN_IN_REFUSED = Kind(
        401,
        Words("登录信息不正确", "The sign-in was refused"),
        Words("请核对后重试；多次失败后需稍候。", "Check it and try again; after several failures wait a while."),
    )
    SECOND_FACTOR_NEEDED = Kind(
        401,
        Words("还需要动态验证码", "A one-time code is needed, too"),
        Words(
            "请打开身份验证器应用，输入当前的六位验证码；手机不在身边时，输入一个备用码。",
            "Open the authenticator app and send its present code of six digits, or a recovery code, along.",
        ),
    )
    NOT_PERMITTED = Kind(
        403,
        Words("没有此项权限", "This is not permitted to you"),
        Words("请联系本单位管理员。", "Ask your administrator."),
    )
    CONSENT_REQUIRED = Kind(
        403,
        Words("尚未取得单独同意", "A separate consent is missing"),
        Words(
            "请先阅读并同意，或改用不需要此项信息的签到方式。",
            "Read and give the consent first, or use a way to check in that does not need it.",
        ),
    )
    NOT_FOUND = Kind(
        404,
        Words("没有找到", "Not found"),
        Words("请核对编号。", "Check the id."),
    )
    ID_CONFLICT = Kind(
        409,
        Words("同一编号已用于不同的内容", "This id was already used with another body"),
        Words("请使用新的编号。", "Make a new id."),
    )
    STATE_CONFLICT = Kind(
        409,
        Words("当前状态下不能进行此操作", "This is not possible in the present state"),
        Words("请刷新后查看当前状态。", "Reload and look at the present state."),
    )
    RULE_REFUSED = Kind(
        422,
        Words("不符合规定", "A rule does not allow this"),
        Words("请按说明调整。", "Change it as the detail says."),
    )
    TOO_MANY_ATTEMPTS = Kind(
        429,
        Words("尝试次数过多", "Too many attempts"),
        Words("请稍候再试，或请工作人员协助。", "Wait a while, or ask a member of staff."),
    )
    BUSY = Kind(
        503,
        Words("系统繁忙", "The service is busy"),
        Words(
            "请几秒钟后用同一编号重试，不会重复计算。",
            "Send the same request again in a few seconds; it counts once.",
        ),
    )
    INTERNAL = Kind(
        500,
        Words("系统内部错误", "An internal error"),
        Words("请稍后用同一编号重试。", "Send the same request again later."),
    )

    @property
    def slug(self) -> str:
        return self.name.lower().replace("_", "-")


@dataclass(slots=True)
class Problem(Exception):
    """A request that cannot be processed. `detail` never holds personal data: it is shown and may be logged."""

    kind: ProblemKind
    detail: Words | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    retry_after_s: int | None = None

    def __str__(self) -> str:
        return f"{self.kind.slug}: {self.detail.en if self.detail else self.kind.value.title.en}"

    def document(self, instance: str) -> dict[str, Any]:
        """The problem+json document; extension members carry the Chinese and English words."""
        kind = self.kind.value
        detail = self.detail or kind.title
        return {
            "type": f"/problems/{self.kind.slug}",
            "title": kind.title.zh,
            "status": kind.status,
            "detail": detail.zh,
            "instance": instance,
            "title_en": kind.title.en,
            "detail_en": detail.en,
            "advice": kind.advice.zh,
            "advice_en": kind.advice.en,
            **self.fields,
        }


def not_found(what: Words | None = None) -> Problem:
    """Also for what belongs to another tenant: its existence is nobody else's business."""
    return Problem(ProblemKind.NOT_FOUND, what)


def existing(found: T | None) -> T:
    """What was looked for; `not_found` is raised where there is none."""
    if found is None:
        raise not_found()
    return found
