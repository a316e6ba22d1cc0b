"""Keys of personal data: until when people are answered, and for how long what they wrote or showed is kept."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import At, Key, Unit, Whole

_AT_NIGHT = "asked for every night, long after any class"


def _kept(zh: str, en: str) -> Key:
    return Key(Words(zh, en), Whole(unit=Unit.DAY, low=30, high=10_957), needed=At.USE, otherwise=_AT_NIGHT)


KEYS = {
    "privacy.answer_days": Key(
        Words("个人信息查阅、复制、删除请求的答复期限", "Days until a request about one's own data is answered"),
        Whole(unit=Unit.DAY, low=1, high=90),
        needed=At.USE,
        otherwise="asked for when somebody asks, before and after any class",
    ),
    "retention.complaint_days": _kept(
        "投诉内容的保存期限（自办结起）", "How long a complaint's words are kept once answered"
    ),
    "retention.evaluation_days": _kept(
        "评价文字的保存期限（自结业起）", "How long words of evaluations are kept after a class"
    ),
    "retention.evidence_days": _kept(
        "打卡证据的保存期限（自结业起）", "How long evidence of check-ins is kept after a class"
    ),
    "retention.inspection_days": _kept(
        "检查照片的保存期限（自结论起）", "How long photographs of an inspection are kept after its result"
    ),
    "retention.question_days": _kept(
        "答疑内容的保存期限（自结业起）", "How long questions and answers are kept after a class"
    ),
    "retention.recording_days": _kept(
        "录像链接的保存期限（自结业起）", "How long links to recordings are kept after a class"
    ),
}
