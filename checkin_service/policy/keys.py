"""Every key a pack may set: its type, unit, sane bounds and name for people; other keys are refused at load."""

from dataclasses import dataclass
from types import MappingProxyType

from checkin_service.kit.words import Words
from checkin_service.policy.model import Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole number within bounds."""

    unit: str
    low: int
    high: int

    def mistake(self, value: object) -> str | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return f"write a whole number of {self.unit}"
        return None if self.low <= value <= self.high else f"write a number from {self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class Share:
    """A probability, never meeting a threshold written in law."""

    unit: str = "probability"

    def mistake(self, value: object) -> str | None:
        return None if isinstance(value, float) and 0 < value < 1 else "write a number between 0 and 1, such as 0.95"


@dataclass(frozen=True, slots=True)
class OneOf:
    """A name from a closed list."""

    names: tuple[str, ...]
    unit: None = None

    def mistake(self, value: object) -> str | None:
        return None if value in self.names else f"write one of {', '.join(self.names)}"


@dataclass(frozen=True, slots=True)
class SomeOf:
    """Several names from a closed list, in order, each once."""

    names: tuple[str, ...]
    unit: None = None

    def mistake(self, value: object) -> str | None:
        if not isinstance(value, tuple) or not value or not set(value) <= set(self.names):
            return f"write a list of {', '.join(self.names)}"
        return None if len(set(value)) == len(value) else "write each name once"


@dataclass(frozen=True, slots=True)
class Key:
    title: Words
    shape: Whole | Share | OneOf | SomeOf


_PHASES = ("in", "mid", "out")
_PROOFS = ("face", "pin_code", "card_pin", "e_card")
_CRITERIA = ("attendance_rate", "assessment_passed", "certificate", "voucher_used")
_MINUTES = Whole(unit="minute", low=0, high=240)
_METRES = Whole(unit="metre", low=1, high=5000)
_PERCENT = Whole(unit="percent", low=1, high=100)
_MONTHS = Whole(unit="calendar month", low=1, high=60)

KEYS = MappingProxyType(
    {
        "appeal.decide_within_working_days": Key(
            Words("申诉决定期限", "Time to decide an appeal"), Whole(unit="working day", low=1, high=60)
        ),
        "attendance.corrected_doubt_percent": Key(
            Words("更正课时占比超过即须复核", "Share of corrected hours above which a person decides"), _PERCENT
        ),
        "attendance.credit": Key(
            Words("课时计入方式", "How class hours are credited"), OneOf(("whole_session", "per_hour"))
        ),
        "attendance.minimum_percent": Key(Words("个人打卡率下限", "Lowest attendance rate"), _PERCENT),
        "attendance.numerator": Key(
            Words("计入打卡率的课时", "Class hours that count"), OneOf(("located_or_scanned", "located_and_scanned"))
        ),
        "attendance.two_classes": Key(
            Words("同一时间两个班期", "Two classes at the same time"), OneOf(("note", "doubt"))
        ),
        "budget.commit_at": Key(
            Words("占用预算的时点", "When the budget is committed"), OneOf(("issue", "activation", "hold"))
        ),
        "checkin.in_closes_after_min": Key(
            Words("上课签到截止（课前后）", "Check-in closes after the start"), _MINUTES
        ),
        "checkin.in_opens_before_min": Key(Words("上课签到开始（课前）", "Check-in opens before the start"), _MINUTES),
        "checkin.online_proofs": Key(
            Words("线上签到的本人核验方式", "Ways to prove the person online"), SomeOf(_PROOFS)
        ),
        "checkin.out_closes_after_min": Key(Words("下课签退截止（课后）", "Check-out closes after the end"), _MINUTES),
        "checkin.out_opens_before_min": Key(Words("下课签退开始（课前）", "Check-out opens before the end"), _MINUTES),
        "checkin.phases": Key(Words("每次课的签到环节", "Check-ins a session needs"), SomeOf(_PHASES)),
        "checkin.proofs": Key(Words("本人核验方式", "Ways to prove the person"), SomeOf(_PROOFS)),
        "classroom_code.window_s": Key(
            Words("课堂码更换间隔", "Life of a classroom code"), Whole(unit="second", low=5, high=300)
        ),
        "classroom_code.windows_accepted": Key(
            Words("课堂码有效窗口数", "Classroom code windows accepted"), Whole(unit="window", low=1, high=6)
        ),
        "clock.skew_note_s": Key(
            Words("时钟偏差提示值", "Clock difference worth a note"), Whole(unit="second", low=1, high=86400)
        ),
        "eligibility.criteria": Key(Words("补贴条件", "Conditions of the subsidy"), SomeOf(_CRITERIA)),
        "invitation.valid_days": Key(
            Words("设备绑定邀请有效期", "Life of a device invitation"), Whole(unit="day", low=1, high=366)
        ),
        "location.accuracy_cap_m": Key(Words("定位精度上限", "Coarsest accuracy of use"), _METRES),
        "location.default_confidence": Key(
            Words("未说明时的定位置信度", "Confidence of an unstated accuracy"), Share()
        ),
        "location.inside_at": Key(Words("判为场地内的概率", "Probability to be called inside"), Share()),
        "location.outside_disc": Key(Words("判为场地外的概率", "Probability to be called outside"), Share()),
        "site.radius_max_m": Key(Words("有效半径上限", "Largest effective radius"), _METRES),
        "site.radius_min_m": Key(Words("有效半径下限", "Smallest effective radius"), _METRES),
        "site.radius_proposal_m": Key(Words("有效半径建议值", "Effective radius proposed"), _METRES),
        "training.practice_after_theory": Key(
            Words("线下实操的前提", "What practice waits for"), OneOf(("theory_passed", "nothing"))
        ),
        "voucher.activate_within_months": Key(Words("激活（验券）期限", "Time to activate a voucher"), _MONTHS),
        "voucher.activations_per_year": Key(
            Words("每人每年激活张数", "Activations per person and year"), Whole(unit="voucher", low=1, high=100)
        ),
        "voucher.use_within_months": Key(Words("使用有效期", "Time to use a voucher"), _MONTHS),
    }
)


def plain(value: object) -> Plain | object:
    """TOML lists as tuples, so that values can be shared and never changed."""
    return tuple(value) if isinstance(value, list) else value
