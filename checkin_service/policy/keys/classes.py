"""Keys of training: classes, institutions, registration and supervision."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import Key, OneOf, SomeOf, Whole

DELIVERIES = ("online", "offline", "mixed")
TRAINING_TYPES = (
    "certificate",
    "project",
    "special_ability",
    "pre_job",
    "golden_blue_collar",
    "new_apprenticeship",
    "post_upgrading",
    "graduate_skills_programme",
)
CHECKS = ("voucher_validity", "identity", "occupation_requirements", "subsidy_eligibility")
ADMISSIONS = (
    "published_directory",
    "qualified_online_platform",
    "approved_once_in_city",
    "authority_opens_account",
)

_DELIVERIES = SomeOf(DELIVERIES)
_TIMES = Whole(unit="time", low=1, high=100)

KEYS = {
    "class.before_opening": Key(
        Words("开班前须完成", "To be done before a class opens"),
        SomeOf(("teaching_plan", "roster", "voucher_briefing", "subsidy_briefing")),
    ),
    "class.results_go_to": Key(
        Words("培训结束后数据送往", "Where the results of a class go"),
        SomeOf(("settlement_authority", "national_platform")),
    ),
    "class.roster_after": Key(
        Words("何时录入学员", "When the roster is entered"), OneOf(("opening_approved", "application"))
    ),
    "class.sector_files_first": Key(
        Words("行业主管部门须先报送", "What a sector authority files first"),
        SomeOf(("training_plan", "people", "subsidy_rates")),
    ),
    "institution.admitted_by": Key(Words("培训单位如何准入", "How an institution is admitted"), SomeOf(ADMISSIONS)),
    "institution.practice_kinds": Key(
        Words("可承担实操的单位", "Who may teach practice"), SomeOf(("vocational_school", "technical_school"))
    ),
    "institution.quality_problems_to_rectify": Key(
        Words("年度质量问题达到即整改", "Quality problems in a year that lead to rectification"), _TIMES
    ),
    "institution.review_failures_to_rectify": Key(
        Words("资格审核把关不严达到即整改", "Failed checks of people that lead to rectification"), _TIMES
    ),
    "registration.channels": Key(Words("培训报名渠道", "Where people register"), SomeOf(("craftsman_school",))),
    "registration.checks": Key(Words("报名时须核验", "To be checked at registration"), SomeOf(CHECKS)),
    "supervision.authority": Key(Words("由谁监管", "Who supervises"), OneOf(("site", "issuer"))),
    "supervision.inspections": Key(Words("检查方式", "Inspections"), SomeOf(("regular", "unannounced"))),
    "supervision.remote_video": Key(Words("远程监控", "Remote video"), OneOf(("whole_process", "none"))),
    "supervision.stages": Key(Words("监管环节", "Stages supervised"), SomeOf(("issue", "use", "write_off", "settle"))),
    "training.delivery": Key(Words("培训方式", "Ways of training"), _DELIVERIES),
    "training.delivery_knowledge": Key(
        Words("知识技能型职业（工种）的培训方式", "Ways of training, knowledge occupations"), _DELIVERIES
    ),
    "training.delivery_operation": Key(
        Words("操作技能型职业（工种）的培训方式", "Ways of training, operation occupations"), _DELIVERIES
    ),
    "training.occupation_kinds": Key(
        Words("职业（工种）分类", "Kinds of occupations"), SomeOf(("knowledge", "operation"))
    ),
    "training.practice_after_theory": Key(
        Words("线下实操的前提", "What practice waits for"), OneOf(("theory_passed", "nothing"))
    ),
    "training.types": Key(Words("可用券的培训类型", "Training a voucher is for"), SomeOf(TRAINING_TYPES)),
}
