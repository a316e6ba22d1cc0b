"""Occupations as a register; projects, templates and classes say what they are for and what they cost."""

from alembic import op

from migrations.columns import big, check, integer, moment, one_of, text, uuid, uuids

revision = "occupations"
down_revision = "evidence"

_TYPES = (
    "'certificate', 'project', 'special_ability', 'pre_job', 'golden_blue_collar', 'new_apprenticeship', "
    "'post_upgrading', 'graduate_skills_programme'"
)


def upgrade() -> None:
    op.create_table(
        "occupation",
        text("authority_code", key=True, of="authority.authority_code"),
        text("occupation_code", key=True),
        text("level", "Empty where the register tells no levels apart", key=True),
        integer("revision", "A correction is a further row; the highest counts", key=True),
        text("name", "职业（工种）"),
        text("kind", "知识技能型 knowledge, 操作技能型 operation (FJ-20)"),
        text("document", "Which publication it was taken from"),
        uuid("imported_by"),
        moment("imported_at"),
        one_of("kind", "knowledge operation"),
        check("revision_positive", "revision > 0"),
        comment="Occupations (职业（工种）) as authorities register them, append-only; those below use the same",
    )
    _projects()
    _templates()
    op.add_column("training_class", big("fee_fen", "培训费 per person; empty: what the project says", optional=True))
    op.create_check_constraint("fee_not_negative", "training_class", "fee_fen >= 0")


def _projects() -> None:
    for column in (
        text("occupation_code", "In the register of occupations; empty for older projects", optional=True),
        text("level", optional=True),
        text("occupation_kind", "知识技能型 knowledge, 操作技能型 operation (FJ-20)", optional=True),
        big("fee_fen", "培训费 per person; empty while nobody has said", optional=True),
    ):
        op.add_column("project", column)
    op.drop_constraint("training_type_known", "project", type_="check")
    op.create_check_constraint("training_type_known", "project", f"training_type IN ({_TYPES})")
    op.create_check_constraint("fee_not_negative", "project", "fee_fen >= 0")
    op.create_check_constraint("occupation_kind_known", "project", "occupation_kind IN ('knowledge', 'operation')")


def _templates() -> None:
    op.add_column("voucher_template", uuids("projects", "可用培训项目; empty: any that fits the rest", default="'{}'"))
    op.drop_constraint("purpose_known", "voucher_template", type_="check")
    op.create_check_constraint("purpose_known", "voucher_template", f"purpose IN ({_TYPES})")
