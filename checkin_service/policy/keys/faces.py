"""Keys of faces: what liveness is worth, how failures are bounded, and whether photos are kept."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import At, Key, OneOf, Unit, Whole

WITHOUT_LIVENESS = ("note", "doubt_unless_code", "doubt")

_OF_A_PERSON = "the failures are a person's, in whatever class: the national value alone holds, and there is one"

KEYS = {
    "face.challenge_valid_s": Key(
        Words("活体检测结果的有效时间", "Life of a liveness check"),
        Whole(unit=Unit.SECOND, low=30, high=600),
        needed=At.CLASS,
    ),
    "face.evidence_photo_days": Key(
        Words("签到照片保存天数（0为不保存）", "Days a check-in's photo is kept (0: not at all)"),
        Whole(unit=Unit.DAY, low=0, high=90),
        needed=At.CLASS,
    ),
    "face.failures_free": Key(
        Words("人脸连续比对不成功达到即须等待", "Failures of a face in a row after which it waits"),
        Whole(unit=Unit.TIME, low=1, high=5),
        needed=At.USE,
        otherwise=_OF_A_PERSON,
        is_national=True,
        decidable=False,
    ),
    "face.failures_in_a_row": Key(
        Words("人脸连续比对不成功达到即停用", "Failures of a face in a row after which it is stopped"),
        Whole(unit=Unit.TIME, low=5, high=50),
        needed=At.USE,
        otherwise=_OF_A_PERSON,
        is_national=True,
        decidable=False,
    ),
    "face.wait_s": Key(
        Words("人脸比对不成功后的等待时间", "Wait after failures of a face"),
        Whole(unit=Unit.SECOND, low=30, high=3600),
        needed=At.USE,
        otherwise=_OF_A_PERSON,
        is_national=True,
        decidable=False,
    ),
    "face.without_liveness": Key(
        Words("刷脸而无活体检测的处理", "What a face without a liveness check is worth"),
        OneOf(WITHOUT_LIVENESS),
        needed=At.CLASS,
    ),
}
"""Keeping a photo needs the person's separate consent; NIST SP 800-63B-4, 3.2.3 bounds failures, waits and rows."""
