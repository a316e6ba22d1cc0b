"""Templates say as facts for whom they are; what was published before is for everybody who meets the rest."""

from alembic import op

from migrations.columns import texts

revision = "template_holders"
down_revision = "link_makers"


def upgrade() -> None:
    comment = "可用人群 as facts of which one has to hold of the holder; empty: anybody who meets the rest"
    op.add_column("voucher_template", texts("holders", comment, default="'{}'"))
