"""Keys of training: classes, institutions, registration and supervision."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import At, Key, OneOf, SomeOf, Unit, Whole

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
OCCUPATION_KINDS = ("knowledge", "operation")
BEFORE_OPENING = ("teaching_plan", "roster", "voucher_briefing", "subsidy_briefing")
CHECKS = ("voucher_validity", "identity", "occupation_requirements", "subsidy_eligibility")
ADMISSIONS = (
    "published_directory",
    "qualified_online_platform",
    "approved_once_in_city",
    "authority_opens_account",
)

_DELIVERIES = SomeOf(DELIVERIES)
_TIMES = Whole(unit=Unit.TIME, low=1, high=100)

KEYS = {
    "class.before_opening": Key(
        Words("开班前须完成", "To be done before a class opens"),
        SomeOf(BEFORE_OPENING),
        needed=At.CLASS,
    ),
    "class.course_needed": Key(
        Words("哪些班须选用审核通过的课程", "Which classes name an approved course"),
        OneOf(("none", "online", "every_class")),
        needed=At.CLASS,
    ),
    "class.empty_means": Key(
        Words("不要求打卡率而几乎没有签到时", "When hardly anybody signs in and no rate is asked for"),
        OneOf(("note", "doubt")),
        needed=At.VOUCHER,
    ),
    "class.empty_share_percent": Key(
        Words("视为几乎没有签到的课时占比上限", "Share of signed hours up to which a class looks empty"),
        Whole(unit=Unit.PERCENT, low=0, high=100),
        needed=At.VOUCHER,
    ),
    "class.results_go_to": Key(
        Words("培训结束后数据送往", "Where the results of a class go"),
        SomeOf(("settlement_authority", "national_platform")),
        needed=At.NOWHERE,
        otherwise="each authority that takes part reads the results; nobody has to be chosen",
        decidable=False,
    ),
    "class.roster_after": Key(
        Words("何时录入学员", "When the roster is entered"),
        OneOf(("opening_approved", "application")),
        needed=At.VOUCHER,
    ),
    "class.sector_files_first": Key(
        Words("行业主管部门报送的内容", "What a sector authority files"),
        SomeOf(("training_plan", "people", "subsidy_rates")),
        needed=At.USE,
        otherwise="asked for of projects that a sector authority carries out; where nobody states it, nothing is filed",
    ),
    "institution.admitted_by": Key(
        Words("培训单位如何准入", "How an institution is admitted"),
        SomeOf(ADMISSIONS),
        needed=At.NOWHERE,
        otherwise="an officer enters an institution; how it was chosen stands in the document",
        decidable=False,
    ),
    "institution.lapse_appeal_days": Key(
        Words("机构对问题记录的申诉期限", "Days for an institution to appeal against a lapse"),
        Whole(unit=Unit.DAY, low=1, high=365),
        needed=At.USE,
        otherwise="asked for when a lapse is recorded, whatever classes are open",
    ),
    "institution.practice_kinds": Key(
        Words("可承担实操的单位", "Who may teach practice"),
        SomeOf(("vocational_school", "technical_school")),
        needed=At.USE,
        otherwise="where no kinds are named any institution may teach practice",
    ),
    "institution.quality_problems_to_rectify": Key(
        Words("年度质量问题整改次数", "Quality problems in a year, for rectification"),
        _TIMES,
        needed=At.USE,
        otherwise="where no number is named an authority orders rectification by its own decision",
    ),
    "institution.review_failures_to_rectify": Key(
        Words("资格审核把关不严整改次数", "Failed checks of people, for rectification"),
        _TIMES,
        needed=At.USE,
        otherwise="where no number is named an authority orders rectification by its own decision",
    ),
    "course.shared_within": Key(
        Words("课程审核结果的共享范围", "How far the approval of a course reaches"),
        OneOf(("own_authority", "city")),
        needed=At.CLASS,
    ),
    "registration.channels": Key(
        Words("培训报名渠道", "Where people register"),
        SomeOf(("craftsman_school",)),
        needed=At.NOWHERE,
        otherwise="a registration says nothing of the channel that it came by",
        decidable=False,
    ),
    "registration.checks": Key(Words("报名时须核验", "To be checked at registration"), SomeOf(CHECKS), needed=At.CLASS),
    "supervision.authority": Key(
        Words("由谁监管", "Who supervises"),
        OneOf(("site", "issuer")),
        needed=At.CLASS,
        decidable=False,
    ),
    "supervision.inspections": Key(
        Words("检查方式", "Inspections"),
        SomeOf(("regular", "unannounced")),
        needed=At.USE,
        otherwise="where no text names a way an inspection stands on the authority's own duty to supervise",
    ),
    "supervision.remote_video": Key(
        Words("远程监控", "Remote video"),
        OneOf(("whole_process", "none")),
        needed=At.CLASS | At.VOUCHER,
    ),
    "supervision.remote_video_missing": Key(
        Words("要求全程录像而缺录像时", "When the whole training is to be on video and is not"),
        OneOf(("note", "doubt")),
        needed=At.VOUCHER,
    ),
    "supervision.stages": Key(
        Words("监管环节", "Stages supervised"),
        SomeOf(("issue", "use", "write_off", "settle")),
        needed=At.NOWHERE,
        otherwise="it lists what supervision looks at; each stage has rules of its own",
        decidable=False,
    ),
    "training.delivery": Key(
        Words("培训方式", "Ways of training"),
        _DELIVERIES,
        needed=At.USE,
        otherwise="asked for when a class is applied for",
    ),
    "training.delivery_knowledge": Key(
        Words("知识技能型职业（工种）的培训方式", "Ways of training, knowledge occupations"),
        _DELIVERIES,
        needed=At.USE,
        otherwise="where the kinds are not told apart, training.delivery holds",
    ),
    "training.delivery_operation": Key(
        Words("操作技能型职业（工种）的培训方式", "Ways of training, operation occupations"),
        _DELIVERIES,
        needed=At.USE,
        otherwise="where the kinds are not told apart, training.delivery holds",
    ),
    "training.occupation_kinds": Key(
        Words("职业（工种）分类", "Kinds of occupations"),
        SomeOf(OCCUPATION_KINDS),
        needed=At.USE,
        otherwise="where it is not stated occupations are not told apart",
    ),
    "training.practice_after_theory": Key(
        Words("线下实操的前提", "What practice waits for"), OneOf(("theory_passed", "nothing")), needed=At.CLASS
    ),
    "training.types": Key(
        Words("可用券的培训类型", "Training a voucher is for"),
        SomeOf(TRAINING_TYPES),
        needed=At.USE,
        otherwise="where none are named, vouchers serve any",
    ),
}
