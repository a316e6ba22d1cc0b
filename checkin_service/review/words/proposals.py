"""Sentences that say what a proposal would do, in names."""

from collections.abc import Mapping
from types import MappingProxyType

from checkin_service.catalogue.model.standing import Standing
from checkin_service.kit.words import Words

PLATFORM = Words(
    "采信学习平台“{name}”（运营单位：{operator}）签名的学习记录。",
    "Believe learning records signed by the platform “{name}”, run by {operator}.",
)
BALANCE = Words(
    "将纸质记录（{source}）中“{held}”{people}人共{hours}课时计入。",
    "Credit {hours} class hours of {people} people in “{held}” from paper ({source}).",
)
GROUP = Words(
    "“{held}”：请以下{people}人在下次课的同一时刻确认在场，时刻由公开承诺的随机数决定，事先谁都不知道。",
    "“{held}”: ask these {people} people at one moment of the next lesson whether they are there; a seed promised in "
    "public says when, and nobody knows before.",
)
LINE = Words("{name}：第{ordinal}次课，{hours}课时", "{name}: lesson {ordinal}, {hours} class hour(s)")
TRANSFER = Words(
    "将{name}由“{held}”转入“{target}”，培训券和已得课时随转。",
    "Move {name} from “{held}” to “{target}”, with the voucher and the class hours earned.",
)
TAKEN_OVER = Words(
    "将{name}由“{left}”的“{held}”转入“{taking}”的“{target}”，培训券和已得课时随转，补贴由转入机构申领。",
    "Move {name} from “{held}” of {left} to “{target}” of {taking}, with the voucher and the class hours earned; the "
    "subsidy is then for {taking}.",
)

STANDINGS: Mapping[Standing, Words] = MappingProxyType(
    {
        Standing.SUSPENDED: Words(
            "暂停“{name}”：不能新开班、不能再收学员，已开的班上完为止。",
            "Suspend “{name}”: no new class, nobody more in a class; what has begun goes on to its end.",
        ),
        Standing.CLOSED: Words(
            "注销“{name}”：全部账号随即停用，不可恢复。",
            "Close “{name}”: every account ends at once, and there is no return.",
        ),
        Standing.ACTIVE: Words(
            "恢复“{name}”：可以重新开班和收学员。", "Let “{name}” return: it may begin classes and take people again."
        ),
    }
)
RENAME = Words("将培训项目“{name}”改名为“{new}”。", "Call the project “{name}” “{new}” from now on.")
PROJECTS: Mapping[Standing, Words] = MappingProxyType(
    {
        Standing.SUSPENDED: Words(
            "暂停培训项目“{name}”：不能新开班、不能再收学员，已开的班上完为止。",
            "Suspend the project “{name}”: no new class, nobody more in a class; what has begun goes on to its end.",
        ),
        Standing.CLOSED: Words(
            "关闭培训项目“{name}”：待审批的开班申请随即退回，已开的班上完为止，不可恢复。",
            "Close the project “{name}”: applications for classes that wait are refused at once, what has begun goes "
            "on to its end, and there is no return.",
        ),
        Standing.ACTIVE: Words(
            "恢复培训项目“{name}”：可以重新开班和收学员。",
            "Let the project “{name}” return: classes of it may begin and take people again.",
        ),
    }
)
PROJECT_CLOSED = Words(
    "培训项目已关闭（{document}），请以其他项目重新申请。",
    "The project is closed ({document}); apply with another one.",
)
UNFINISHED = Words(
    "该机构还有{count}个班未结束（{names}）。请先将学员转入其他机构的班，或暂停该机构、待各班上完并办理结业后再注销。",
    "{count} class(es) of the institution have not ended ({names}). Move their people to classes of other "
    "institutions, or suspend it first and close it when they are over and completed.",
)
