"""Sentences that say what a proposal about an institution's conduct would do."""

from collections.abc import Mapping
from types import MappingProxyType

from checkin_service.conduct.model import LapseKind
from checkin_service.conduct.model.sanctions import Party, SanctionKind
from checkin_service.kit.words import Words

LAPSES: Mapping[LapseKind, Words] = MappingProxyType(
    {
        LapseKind.QUALITY: Words(
            "为“{name}”记一次{day}的质量问题；机构可以申诉。",
            "Record a quality problem of “{name}” on {day}; the institution may appeal.",
        ),
        LapseKind.REVIEW_FAILURE: Words(
            "为“{name}”记一次{day}的资格审核把关不严；机构可以申诉。",
            "Record a failed check of people's eligibility by “{name}” on {day}; the institution may appeal.",
        ),
    }
)
ENTRY: Mapping[bool, Words] = MappingProxyType(
    {
        True: Words(
            "准入“{name}”（{code}）：连同资质、电话和地点进入培训机构库，全市通用。",
            "Admit “{name}” ({code}): with licence, telephone and place it enters the register, for the whole city.",
        ),
        False: Words(
            "不予准入“{name}”（{code}）；改正后可以重新申请。",
            "Do not admit “{name}” ({code}); it may apply anew once that has changed.",
        ),
    }
)
RECTIFY = Words(
    "责令“{name}”在{day}前整改，并暂停该机构，整改到位后可重新申请入驻。整改要求：{demands}",
    "Order “{name}” to rectify by {day} and suspend it until it has done so and applied anew. Demanded: {demands}",
)
SANCTIONS: Mapping[SanctionKind, Words] = MappingProxyType(
    {
        SanctionKind.WARNING: Words("警告{whose}。依据：{law}", "Warn {whose}. It rests on {law}"),
        SanctionKind.VOUCHERS: Words(
            "暂停{whose}受理培训券至{until}：期间不能再收用券学员，已在班的照常。依据：{law}",
            "Until {until} {whose} takes nobody more with a voucher; who is in a class goes on. It rests on {law}",
        ),
        SanctionKind.DELISTING: Words(
            "将{whose}移出培训单位目录和可报名课程至{until}。依据：{law}",
            "Until {until} take {whose} off the directory and the courses on offer. It rests on {law}",
        ),
        SanctionKind.DISQUALIFICATION: Words(
            "取消{whose}的承训资格至{until}：不能开新班、不能再收学员、不在公开目录，已开的班上完为止。依据：{law}",
            "Until {until} {whose} may not train: no new class, nobody more, on no public list; what has begun goes on "
            "to its end. It rests on {law}",
        ),
        SanctionKind.REFERRAL: Words(
            "将{whose}的案件移交{receiver}。依据：{law}", "Refer the case of {whose} to {receiver}. It rests on {law}"
        ),
    }
)
NAMED: Mapping[Party, Words] = MappingProxyType(
    {
        Party.PLATFORM: Words("“{name}”的线上培训平台“{named}”", "the online platform “{named}” of “{name}”"),
        Party.TRAINER: Words("“{name}”的授课人员{named}", "the trainer {named} of “{name}”"),
    }
)
DISQUALIFIED: Mapping[Party, Words] = MappingProxyType(
    {
        Party.PLATFORM: Words(
            "取消{whose}的承训资格至{until}：其后开的班不计其学习记录，已开的班照常。依据：{law}",
            "Until {until} what {whose} signs counts in no class that opens from now on; classes under way go on. It "
            "rests on {law}",
        ),
        Party.TRAINER: Words(
            "取消{whose}的承训资格至{until}：不能安排新的班，已安排的班照常。依据：{law}",
            "Until {until} {whose} is entered for no class more; those entered before go on. It rests on {law}",
        ),
    }
)
PARTIES: Mapping[Party, Words] = MappingProxyType(
    {
        Party.INSTITUTION: Words("“{name}”", "“{name}”"),
        Party.PLATFORM: Words("“{name}”的线上培训平台", "the online platform of “{name}”"),
        Party.TRAINER: Words("“{name}”的一名授课人员", "a trainer of “{name}”"),
        Party.TRAINEE: Words("“{name}”的一名学员", "a trainee of “{name}”"),
    }
)
