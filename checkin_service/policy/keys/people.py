"""Keys of the people a voucher is for."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import At, Day, Key, OneOf, SomeOf, Unit, Whole

CONDITIONS = (
    "employment_registered",
    "enterprise_pension",
    "graduate",
    "in_school",
    "insurance_months",
    "insurance_payer",
    "job_seeking_registered",
    "labour_contract",
    "on_establishment",
    "partner_region_trainee",
    "retired",
    "skilled_worker",
    "training_registered",
    "unemployed",
    "unemployed_resident",
    "unemployment_registered",
)
PRIORITY_GROUPS = (
    "low_income_farmer_household",
    "hard_to_employ",
    "zero_employment_household",
    "rural_school_leaver",
    "urban_minimum_income_household",
)
IDENTITY_MEANS = ("card_inserted", "e_card_scan", "online_e_card")

KEYS = {
    "admission.place_offered_h": Key(
        Words("候补名额保留时间", "How long a place that became free is kept for whoever waits"),
        Whole(unit=Unit.HOUR, low=1, high=336),
        needed=At.USE,
        otherwise="asked for when a place becomes free, of classes with a waiting list only",
    ),
    "device.cool_down_h": Key(
        Words("更换手机后的等待期", "Wait of a phone that took another's place"),
        Whole(unit=Unit.HOUR, low=0, high=168),
        needed=At.CLASS,
    ),
    "identity.means": Key(
        Words("本人身份确认方式", "Ways to confirm an identity"),
        SomeOf(IDENTITY_MEANS),
        needed=At.NOWHERE,
        otherwise="the ways of proving the person at a check-in are values of their own",
        decidable=False,
    ),
    "person.all_of": Key(
        Words("须全部满足的条件", "Conditions to meet, all of them"), SomeOf(CONDITIONS), needed=At.VOUCHER
    ),
    "person.any_of": Key(
        Words("须满足其一的条件", "Conditions to meet, one of them"), SomeOf(CONDITIONS), needed=At.VOUCHER
    ),
    "person.area": Key(
        Words("“当地”的范围", "How wide the place of a condition is"),
        OneOf(("county", "city", "province")),
        needed=At.VOUCHER,
    ),
    "person.declaration": Key(
        Words("无法核验的条件可否由个人承诺", "Whether a person may declare what no source can check"),
        OneOf(("where_unverifiable", "never")),
        needed=At.VOUCHER,
    ),
    "person.declarable": Key(
        Words("可由个人承诺的条件（无来源可核验）", "Conditions that no source can check"),
        SomeOf(CONDITIONS),
        needed=At.VOUCHER,
    ),
    "person.doubtful_when": Key(
        Words("须人工核实的情形", "What a person has to look at"), SomeOf(CONDITIONS), needed=At.VOUCHER
    ),
    "person.examination_valid_months": Key(
        Words("人工审核记录的有效期", "How long an officer's examination counts"),
        Whole(unit=Unit.MONTH, low=1, high=60),
        needed=At.VOUCHER,
    ),
    "person.graduated_from": Key(Words("毕业日期不早于", "Graduated on or after"), Day(), needed=At.VOUCHER),
    "person.guardian_consent_below_age": Key(
        Words("须监护人同意的年龄（未满）", "A guardian consents below this age"),
        Whole(unit=Unit.YEAR, low=14, high=21),
        needed=At.VOUCHER,
    ),
    "person.insurance_months_min": Key(
        Words("失业保险累计缴纳月数下限", "Fewest months of unemployment insurance"),
        Whole(unit=Unit.MONTH, low=1, high=480),
        needed=At.VOUCHER,
    ),
    "person.minimum_age": Key(
        Words("最低年龄", "Lowest age"), Whole(unit=Unit.YEAR, low=14, high=70), needed=At.CLASS | At.VOUCHER
    ),
    "person.none_of": Key(Words("除外情形", "What excludes a person"), SomeOf(CONDITIONS), needed=At.VOUCHER),
    "person.present_month": Key(
        Words("当月是否计入累计缴纳月数", "Whether the present month counts as paid"),
        OneOf(("counted", "not_counted")),
        needed=At.VOUCHER,
    ),
    "person.priority_groups": Key(
        Words("重点支持群体", "Groups to be supported first"), SomeOf(PRIORITY_GROUPS), needed=At.VOUCHER
    ),
    "staff.second_person": Key(
        Words("谁可作第二人（四眼）", "Who may say the second word"),
        OneOf(("independent", "not_invited")),
        needed=At.USE,
        otherwise="asked for only when a second person speaks; stated nationally",
    ),
}
