"""Rules of erasures: matters that stand in the way and what helps, what is taken away, what stays by which law."""

from collections.abc import Collection, Mapping

from checkin_service.kit.refusal import Refused
from checkin_service.kit.verdict import Basis, BasisKind
from checkin_service.kit.words import Words
from checkin_service.privacy.model import Matter, Stays

RIGHT = Basis(
    kind=BasisKind.STATUTE,
    document="中华人民共和国个人信息保护法",
    clause="PIPL-47",
    quote="个人信息处理者应当主动删除个人信息；个人信息处理者未删除的，个人有权请求删除",
)


def refusal_to_ask(*, is_waiting: bool, is_erased: bool) -> Words | None:
    """Why another request for erasure cannot be taken.

    >>> refusal_to_ask(is_waiting=False, is_erased=False) is None
    True
    >>> refusal_to_ask(is_waiting=True, is_erased=False).en
    'A request for erasure is waiting for its answer already.'
    """
    if is_erased:
        return _ERASED
    return _WAITING if is_waiting else None


def refusal_to_erase(open_matters: Collection[Matter]) -> Refused | None:
    """Why nothing can be erased yet, with what to do first; `None` when nothing is open.

    >>> refusal_to_erase([]) is None
    True
    >>> refusal_to_erase([Matter.LEAVE, Matter.VOUCHER]).words.zh
    '还不能删除：券尚未用完或结清，请先使用、退回或等待拨付完成；请假申请尚未答复，请等待答复。'
    """
    if not open_matters:
        return None
    said = obstacle_words(open_matters)
    return Refused(
        Words(
            "还不能删除：" + "；".join(each.zh for each in said) + "。",
            "Not yet: " + "; ".join(each.en for each in said) + ".",
        ),
        RIGHT,
    )


def obstacle_words(open_matters: Collection[Matter]) -> list[Words]:
    """What to do first, about each matter that is open, the weightiest first."""
    return [_FIRST[each] for each in Matter if each in open_matters]


_WAITING = Words("已有一份删除申请在等待答复。", "A request for erasure is waiting for its answer already.")
_ERASED = Words("此人的个人信息已经删除。", "This person has been erased already.")

_FIRST: Mapping[Matter, Words] = {
    Matter.VOUCHER: Words(
        "券尚未用完或结清，请先使用、退回或等待拨付完成",
        "a voucher is alive: use it, return it, or wait until it is paid",
    ),
    Matter.TRAINING: Words("仍在培训班中，请先完成培训或退出该班", "a class goes on: finish it or leave it"),
    Matter.APPLICATION: Words("报名申请尚未答复，请先撤回", "an application for a place is open: withdraw it"),
    Matter.HOURS_APPEAL: Words(
        "课时更正申请尚未答复，请等待答复", "a claim of missing hours is open: wait for its answer"
    ),
    Matter.LEAVE: Words("请假申请尚未答复，请等待答复", "a request for leave is open: wait for its answer"),
    Matter.DENIAL_APPEAL: Words(
        "资格复核申请尚未答复，请等待答复", "an appeal against a determination is open: wait for its answer"
    ),
    Matter.CORRECTION: Words("信息更正申请尚未答复，请等待答复", "a correction is open: wait for its answer"),
    Matter.CLAW_BACK: Words("有一笔资金追回尚未办结，请等待办结", "a claw-back is open: wait until it is settled"),
}

GOES = (
    Words("姓名、证件号码、出生月日", "name, document number, day and month of birth"),
    Words("打卡时的位置等证据，照片和人脸特征", "positions and other evidence of check-ins, photos and the face"),
    Words("手机绑定、密码、邀请码、手机号码、收款账户", "the bound phone, PINs, invitations, mobile number, account"),
    Words(
        "请假、更正、答疑、评价、在场确认中写的话",
        "what was written in leave, corrections, questions, evaluations and about missed checks",
    ),
    Words("按姓名和证件尾号的查找", "being found by name or by the end of the number"),
)
"""What an erasure takes away: rows go, or are sealed under keys that are destroyed."""

_MONEY = Words(
    "《会计档案管理办法》（财政部、国家档案局令第79号）附表一：原始凭证、记账凭证保存30年；"
    "《个人信息保护法》第四十七条第二款：保存期限未届满的，停止除存储和必要安全措施之外的处理",
    "Measures on accounting archives (order 79 of 2015), schedule 1: vouchers of account are kept 30 years; PIPL "
    "art. 47 (2): until then nothing is done with them but storing",
)
STAYS = (
    Stays(
        Words("券、补贴认定、拨付和追回的记录，只有随机编号", "vouchers, determinations and payments, by random ids"),
        _MONEY,
    ),
    Stays(
        Words(
            "认定所依据的打卡结论、课时、考核和证书编号，只有随机编号",
            "verdicts, hours, results, certificates' numbers",
        ),
        _MONEY,
    ),
    Stays(
        Words(
            "证件号码的密钥杂凑，只用来防止同一人重复领取补贴",
            "a keyed hash of the document, so that nobody is paid twice",
        ),
        Words(
            "《个人信息保护法》第十三条第一款第三项（履行法定职责）、第四十七条第二款；领过补贴的才保留",
            "PIPL art. 13 (1) no. 3 and art. 47 (2); only of people who had a voucher",
        ),
    ),
    Stays(
        Words("出生年份，只用于分年龄段统计", "the year of birth, for counts by age"),
        Words(
            "《个人信息保护法》第十三条第一款第三项；参加过培训的才保留",
            "PIPL art. 13 (1) no. 3; only of people who were trained",
        ),
    ),
    Stays(
        Words("同意与撤回的记录、本次申请和答复", "consents given and withdrawn; this request and its answer"),
        Words(
            "《个人信息保护法》第六十九条（处理者举证）、第五十六条（处理情况记录至少保存三年）",
            "PIPL art. 69 (the burden of proof) and art. 56 (records are kept three years at least)",
        ),
    ),
    Stays(
        Words("操作日志和防篡改日志，只有随机编号", "the audit trail and the log, by random ids"),
        Words(
            "《网络安全法》关于网络日志留存不少于六个月的规定；与所记资金的凭证同期保存",
            "Cybersecurity Law: logs are kept six months at least; here as long as the money they tell about",
        ),
    ),
)
"""What stays after an erasure, and why."""
