"""Keys of faces: what liveness is worth, and whether photos are kept."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import Key, OneOf, Whole

WITHOUT_LIVENESS = ("note", "doubt_unless_code", "doubt")

KEYS = {
    "face.evidence_photo_days": Key(
        Words("签到照片保存天数（0为不保存）", "Days a check-in's photo is kept (0: not at all)"),
        Whole(unit="day", low=0, high=90),
    ),
    "face.without_liveness": Key(
        Words("刷脸而无活体检测的处理", "What a face without a liveness check is worth"), OneOf(WITHOUT_LIVENESS)
    ),
}
"""Keeping a photo needs the person's separate consent as well."""
