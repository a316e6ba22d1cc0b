"""Evidence in, verdict out (打卡签到)."""

FACE = (
    "model",
    "rules",
    "rules.fixes",
    "rules.live_qr",
    "rules.where",
    "schemas",
    "service.attempts",
    "service.check_outcomes",
    "service.check_times",
    "service.classroom_codes",
    "service.devices",
    "service.faces",
    "service.group_checks",
    "service.headcounts",
    "service.keeping",
    "service.moving_fences",
    "service.own_checks",
    "service.platform_sign_ins",
    "service.roll",
    "service.scans",
    "service.sealed_evidence",
    "words.exits",
    "words.findings",
)
"""What other capabilities may import of this one."""
