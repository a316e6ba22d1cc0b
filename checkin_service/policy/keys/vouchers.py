"""Keys of vouchers: how they are made, claimed, used and end."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import At, Key, OneOf, SomeOf, Unit, Whole

CHANNELS = (
    "alipay",
    "city_e_card_channels",
    "e_card",
    "e_card_channels",
    "minzhengtong",
    "wanshitong",
    "wechat_mini_program",
    "zhejiang_government_service",
    "zheliban_skills_zhejiang",
    "zhibu_assistant",
)
STEPS = (
    "made",
    "pushed",
    "issued",
    "obtained",
    "claimed",
    "activated",
    "verified",
    "opening_applied",
    "class_opened",
    "rostered",
    "attended",
    "used",
    "completed",
    "assessed",
    "reviewed",
    "paid",
    "settled",
)
TEMPLATE_FIELDS = ("contents", "institutions", "people", "validity", "count", "face_value", "projects")
EXPIRY = ("not_activated", "activated_unused", "not_started", "training_not_completed", "not_used")

_MONTHS = Whole(unit=Unit.CALENDAR_MONTH, low=1, high=60)
_VOUCHERS = Whole(unit=Unit.VOUCHER, low=1, high=100)

KEYS = {
    "voucher.activate_within_months": Key(
        Words("激活（验券）期限", "Time to activate a voucher"), _MONTHS, needed=At.VOUCHER
    ),
    "voucher.activations_per_year": Key(
        Words("每人每年激活张数", "Activations per person and year"), _VOUCHERS, needed=At.VOUCHER
    ),
    "voucher.bearer": Key(
        Words("可由谁使用", "Who may use it"),
        OneOf(("holder_only", "anyone")),
        needed=At.NOWHERE,
        otherwise="a voucher belongs to one person; another bearer cannot be expressed",
        decidable=False,
    ),
    "voucher.claim_channels": Key(
        Words("领券渠道", "Where vouchers are claimed"),
        SomeOf(CHANNELS),
        needed=At.USE,
        otherwise="asked for only when a channel is entered; the ministry's plan names some",
        decidable=False,
    ),
    "voucher.claim_proofs": Key(
        Words("领券时的身份验证", "Identity check when claiming"),
        SomeOf(("real_name", "face", "password")),
        needed=At.USE,
        otherwise="asked for only when a voucher is claimed; the ministry's plan states it",
        decidable=False,
    ),
    "voucher.claims_per_voucher": Key(
        Words("同一券可领取次数", "Times a voucher is claimed"), _VOUCHERS, needed=At.VOUCHER, decidable=False
    ),
    "voucher.counted_from": Key(
        Words("期限起算", "From when its periods count"),
        OneOf(("issue", "obtaining", "push")),
        needed=At.NOWHERE,
        otherwise="a voucher is pushed, issued and obtained in one step, so that all three are one day",
        decidable=False,
    ),
    "voucher.expires_when": Key(
        Words("自动失效的情形", "What lets it expire"),
        SomeOf(EXPIRY),
        needed=At.USE,
        otherwise="where nobody states it, training may end after the voucher's last day",
        decidable=False,
    ),
    "voucher.face_value_fen": Key(
        Words("面值", "Face value"),
        Whole(unit=Unit.FEN, low=1, high=10**9),
        needed=At.USE,
        otherwise="asked for only where subsidy.amount_from says face_value",
    ),
    "voucher.form": Key(
        Words("券的功能模式", "Form of the voucher"),
        OneOf(("face_value", "credit")),
        needed=At.USE,
        otherwise="where nobody states it, vouchers of both forms are issued",
        decidable=False,
    ),
    "voucher.holder_list": Key(
        Words("持券人名单的来源", "Where the list of holders comes from"),
        OneOf(("data_matching", "institution_roster", "province_verified_list")),
        needed=At.USE,
        otherwise="where nobody states it, a list may be matched or go by a roster",
        decidable=False,
    ),
    "voucher.kinds": Key(Words("发放模式", "Kinds issued"), SomeOf(("general", "targeted")), needed=At.VOUCHER),
    "voucher.last_day_rolls": Key(
        Words("期限末日遇放假是否顺延", "Whether a last day off moves on"),
        OneOf(("never", "after_public_holidays", "after_days_off")),
        needed=At.VOUCHER,
    ),
    "voucher.live_per_person": Key(
        Words("每人可同时持有张数", "Live vouchers per person"), _VOUCHERS, needed=At.VOUCHER
    ),
    "voucher.made_after": Key(
        Words("何时可制券", "When a voucher may be made"),
        OneOf(("class_opened", "any_time")),
        needed=At.VOUCHER,
        decidable=False,
    ),
    "voucher.made_on": Key(
        Words("制券平台", "Platform that makes vouchers"),
        OneOf(("fujian_training_platform", "skills_zhejiang", "national_card_platform")),
        needed=At.NOWHERE,
        otherwise="vouchers are made here; which platform prints them changes nothing",
        decidable=False,
    ),
    "voucher.obtained_by": Key(
        Words("取得方式", "How a voucher is obtained"),
        SomeOf(("application", "push")),
        needed=At.USE,
        otherwise="asked for only when vouchers are pushed or applied for; the ministry's plan states it",
        decidable=False,
    ),
    "voucher.occupation": Key(
        Words("是否限定职业（工种）", "Whether it names an occupation"),
        OneOf(("optional", "required")),
        needed=At.USE,
        otherwise="where nobody states it, a template may leave the occupation open",
        decidable=False,
    ),
    "voucher.returns": Key(Words("退券", "Returning a voucher"), OneOf(("exchange", "none")), needed=At.VOUCHER),
    "voucher.statement_valid_s": Key(
        Words("渠道与电子社保卡凭据的有效时间", "Life of a statement by a channel or the e-card"),
        Whole(unit=Unit.SECOND, low=30, high=900),
        needed=At.USE,
        otherwise="asked for when somebody registers, applies or claims, before any voucher is in use",
    ),
    "voucher.steps": Key(Words("流程", "Its steps, in order"), SomeOf(STEPS), needed=At.VOUCHER, decidable=False),
    "voucher.template_fields": Key(
        Words("券面载明的信息", "What its template says"),
        SomeOf(TEMPLATE_FIELDS),
        needed=At.USE,
        otherwise="where nobody states it, a template binds all the same and its refusals name no clause",
        decidable=False,
    ),
    "voucher.use_period_set_by": Key(
        Words("未定使用有效期时由何处设定", "What sets the time to use where no rule does"),
        OneOf(("template", "rules")),
        needed=At.VOUCHER,
    ),
    "voucher.use_within_months": Key(Words("使用有效期", "Time to use a voucher"), _MONTHS, needed=At.VOUCHER),
    "voucher.used_when": Key(
        Words("何谓已使用", "What counts as used"),
        OneOf(("registration_confirmed", "training_completed")),
        needed=At.NOWHERE,
        otherwise="the transition graph of each jurisdiction says when a voucher is used",
        decidable=False,
    ),
    "voucher.uses_per_occupation_and_year": Key(
        Words("每人每年同一职业（工种）次数", "Uses per person, occupation and year"), _VOUCHERS, needed=At.VOUCHER
    ),
    "voucher.uses_per_voucher": Key(
        Words("同一券可使用次数", "Times a voucher is used"), _VOUCHERS, needed=At.VOUCHER, decidable=False
    ),
    "voucher.verification": Key(
        Words("验券方式", "How a voucher is verified"),
        SomeOf(("code_typed", "scanner", "online_e_card", "institution_scan", "admin_e_card_scan")),
        needed=At.USE,
        otherwise="asked for only when a voucher is deducted from afar; the ministry's plan states it",
        decidable=False,
    ),
    "voucher.written_off_at": Key(
        Words("核销时点", "When a voucher is written off"),
        SomeOf(("arrival", "disbursement")),
        needed=At.VOUCHER,
        decidable=False,
    ),
    "voucher.year_of": Key(
        Words("“每年”按何时计", "What the year of a quota goes by"),
        OneOf(("activation", "registration")),
        needed=At.VOUCHER,
    ),
}
