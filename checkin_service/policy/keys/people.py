"""Keys of the people a voucher is for."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import Day, Key, OneOf, SomeOf, Whole

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
    "identity.means": Key(Words("本人身份确认方式", "Ways to confirm an identity"), SomeOf(IDENTITY_MEANS)),
    "person.all_of": Key(Words("须全部满足的条件", "Conditions to meet, all of them"), SomeOf(CONDITIONS)),
    "person.any_of": Key(Words("须满足其一的条件", "Conditions to meet, one of them"), SomeOf(CONDITIONS)),
    "person.area": Key(
        Words("“当地”的范围", "How wide the place of a condition is"), OneOf(("county", "city", "province"))
    ),
    "person.declaration": Key(
        Words("无法核验的条件可否由个人承诺", "Whether a person may declare what no source can check"),
        OneOf(("where_unverifiable", "never")),
    ),
    "person.doubtful_when": Key(Words("须人工核实的情形", "What a person has to look at"), SomeOf(CONDITIONS)),
    "person.graduated_from": Key(Words("毕业日期不早于", "Graduated on or after"), Day()),
    "person.guardian_consent_below_age": Key(
        Words("须监护人同意的年龄（未满）", "A guardian consents below this age"), Whole(unit="year", low=14, high=21)
    ),
    "person.insurance_months_min": Key(
        Words("失业保险累计缴纳月数下限", "Fewest months of unemployment insurance"),
        Whole(unit="month", low=1, high=480),
    ),
    "person.minimum_age": Key(Words("最低年龄", "Lowest age"), Whole(unit="year", low=14, high=70)),
    "person.none_of": Key(Words("除外情形", "What excludes a person"), SomeOf(CONDITIONS)),
    "person.priority_groups": Key(Words("重点支持群体", "Groups to be supported first"), SomeOf(PRIORITY_GROUPS)),
}
