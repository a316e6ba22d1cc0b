"""Walls around tenants: classes, who is registered in them, what was checked in, credited, determined; vouchers."""

from migrations.walls import (
    OF_ANY_PERSON,
    OF_ATTEMPT,
    OF_CLASS,
    OF_INSTITUTION,
    OF_PERSON,
    of_authority,
    setting,
    sight,
    wall,
)

revision = "walls"
down_revision = "voucher_elsewhere"

_OF_CLASS = ("registration", "attempt", "presence", "credit", "attendance", "determination")
_OF_ATTEMPT = ("review", "evidence_photo")
# Another institution teaches a part of the class.
_TEACHES = f"teaching @> jsonb_build_array(jsonb_build_object('institution_id', {setting('institution')}))"


def upgrade() -> None:
    sight("sees_class", "of_class uuid", "SELECT FROM training_class WHERE class_id = of_class")
    sight(
        "sees_attempt",
        "of_person uuid, of_attempt uuid",
        "SELECT FROM attempt WHERE trainee_id = of_person AND attempt_id = of_attempt",
    )
    sight(
        "sees_registered",
        "of_person uuid, of_voucher uuid",
        "SELECT FROM registration WHERE trainee_id = of_person AND voucher_id = of_voucher",
    )
    authorities = [of_authority(f"{each}_authority") for each in ("supervising", "paying", "counting")]
    wall("training_class", OF_ANY_PERSON, OF_INSTITUTION, *authorities, _TEACHES)
    for table in _OF_CLASS:
        wall(table, OF_PERSON, OF_CLASS)
    for table in _OF_ATTEMPT:
        wall(table, OF_PERSON, OF_ATTEMPT)
    wall("voucher", OF_PERSON, OF_INSTITUTION, of_authority(), "sees_registered(trainee_id, voucher_id)")
