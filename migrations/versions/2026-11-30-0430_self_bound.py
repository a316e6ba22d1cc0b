"""Hours on phones that the person alone has bound are a class of evidence of their own."""

from alembic import op

revision = "self_bound"
down_revision = "fence_witnesses"

_CLASSED = {
    "attempt": "Of an accepted attempt, A to G; none before classes were kept",
    "credit": "A to G; none of hours credited before classes were kept",
    "presence": "Of the attempt, A to G; none before classes were kept",
}


def upgrade() -> None:
    for table, comment in _CLASSED.items():
        op.alter_column(table, "evidence_class", comment=comment)
        op.drop_constraint("class_known", table, type_="check")
        op.create_check_constraint("class_known", table, "evidence_class IN ('A', 'B', 'C', 'D', 'E', 'F', 'G')")
